"""`gongkai check`: files before they are published. Nothing is stored."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from corpus.ingest import Prepared, Rejected, outcomes, prepare
from corpus.model import Number, Statistic
from search_api import service
from search_api.cli.tally import entry
from search_api.cli.tell import VERDICTS, finding_lines, year_words
from search_api.cli.terminal import (
    FAILED,
    complain,
    explained,
    json_option,
    names_option,
    open_store,
    say,
    say_json,
    settings_of,
    table,
)
from search_api.export import number
from search_api.pages.sheet import sheets_html
from search_api.service import Sheet
from search_api.service.sheet import Applied, Line
from search_api.statistics import label_of
from search_api.views.check import check_view


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--all", "everything", is_flag=True, help="逐条列出相符的结果。")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="另存为可打印的网页。",
)
@names_option
@json_option
@click.pass_context
@explained
def check(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    everything: bool,
    page: Path | None,
    names: Path | None,
    as_json: bool,
) -> None:
    """发布前校验文件，不保存。有不符的算术关系或读不出的文件时，退出码为 1。

    数据目录中有同机关上年的报告时，一并校验两年之间的关系。

    例：gongkai check 报告.docx --html 核验表.html
    """
    sheets: list[tuple[Path, Sheet]] = []
    rejected: list[Rejected] = []
    known = settings_of(context, names=names).known_names()
    with open_store(context) as store:
        for outcome in outcomes(files, {}, prepare=partial(prepare, names=known)):
            if isinstance(outcome, Rejected):
                rejected.append(outcome)
                if not as_json:
                    complain(f"读不出：{outcome.path}：{outcome.error}")
            elif isinstance(outcome, Prepared):
                one = service.as_checked(store, outcome.report)
                sheets.append((outcome.path, one))
                if not as_json:
                    _say_checked(outcome.path, one, everything=everything)
    if as_json:
        say_json(
            {
                "checked": [_checked(path, one) for path, one in sheets],
                "failed": [entry(one).failure for one in rejected],
            }
        )
    if page:
        _save(page, [one for _, one in sheets])
    if rejected or any(one.failed for _, one in sheets):
        context.exit(FAILED)


def _checked(path: Path, one: Sheet) -> Mapping[str, Any]:
    return {"path": str(path), **check_view(one).model_dump(mode="json")}


def _save(path: Path, sheets: list[Sheet]) -> None:
    try:
        path.write_text(sheets_html(sheets), "utf-8")
    except OSError as error:
        raise click.ClickException(f"无法写入 {path}（{error.strerror}）") from error
    complain(f"已写入 {path}")


def _say_checked(path: Path, one: Sheet, *, everything: bool) -> None:
    report = one.report
    say(f"{path}：{report.agency.name or '机关不明'} {year_words(report.year)}")
    for note in report.notes:
        say(f"  注意：{note}")
    for line in finding_lines(report.findings, everything=everything):
        say(line)
    for line in (*_numbers(one), *_last_year(one)):
        say(line)


def _numbers(one: Sheet) -> Iterator[str]:
    """Printed and expected numbers of what does not hold."""
    wrong = [
        (applied, line)
        for applied in one.rules
        for line in applied.lines
        if line.relation and VERDICTS[line.finding.verdict] in ("不符", "提示")
    ]
    if wrong:
        yield "原文与应为："
        yield from table((_row(*each) for each in wrong), right=frozenset({2, 3}))


def _row(applied: Applied, line: Line) -> tuple[str, ...]:
    where = label_of(line.cell) if line.cell else line.finding.message.split("：")[0]
    sign = "" if line.relation == "=" else f"{line.relation} "
    printed, expected = line.printed or 0, line.expected or 0
    return f"  {applied.rule.id}", where, number(printed), f"应为 {sign}{number(expected)}"


def _last_year(one: Sheet) -> Iterator[str]:
    if not one.before:
        yield f"上年：{one.why}"
        return
    yield f"上年：{one.before}"
    yield from table(
        (
            (
                f"  {each.label}",
                _told(each.now),
                "上年",
                _told(each.then),
                "" if each.comparable else "口径不同",
            )
            for each in one.figures
        ),
        right=frozenset({1, 3}),
    )


def _told(cell: Statistic | None) -> str:
    value: Number | None = cell.value if cell else None
    return "—" if value is None else number(value)
