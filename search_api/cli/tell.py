"""`gongkai show` and `gongkai check`: one report or file, its tables and its findings."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from corpus.forms import FormTable, load
from corpus.ingest import Prepared, Rejected, outcomes, prepare
from corpus.model import Finding, Form, Report, Statistic, Status, Verdict
from search_api import service
from search_api.cli.tally import entry
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
from search_api.service import form_title
from search_api.statistics import label_of
from search_api.views.lists import check_view
from search_api.views.report import report_view

VERDICTS = {
    Verdict.FAIL: "不符",
    Verdict.WARN: "提示",
    Verdict.NOT_ASSESSABLE: "无法判断",
    Verdict.PASS: "相符",
}
"""In words, in the order they are told."""

SIGNS = {Status.BLANK: "", Status.MISSING: "?", Status.MARK: "—", Status.TEXT: "文字"}
"""What stands in a cell of a restored table where no number does."""

HARD = "H"
"""Level of arithmetic: such a rule fails only if something is wrong."""


@click.command()
@click.argument("report_id", metavar="ID")
@json_option
@click.pass_context
@explained
def show(context: click.Context, report_id: str, as_json: bool) -> None:
    """显示一份报告：章节、还原的表、校验结果、来源。

    编号见 gongkai search 或 gongkai stats --json。
    """
    with open_store(context) as store:
        report = service.report(store, report_id)
    if as_json:
        say_json(report_view(report))
    else:
        for line in (*_heading(report), *_tables(report), *_findings(report), *_sources(report)):
            say(line)


def _heading(report: Report) -> Iterator[str]:
    yield report.title
    yield f"{report.agency.name}  {_year(report.year)}  {form_title(report.form)}"
    if report.published:
        yield f"发布日期：{report.published}"
    for note in report.notes:
        yield f"注意：{note}"
    for section in report.sections:
        yield f"  {section.number or ' '} {section.title}  {len(section.text):,} 字"


def _year(year: int | None) -> str:
    return f"{year} 年" if year else "年度不明"


def _tables(report: Report) -> Iterator[str]:
    if report.form not in (Form.Y2019, Form.Y2021):
        return
    form = load(report.form)
    cells = {one.indicator: one for one in report.statistics}
    for one in (form.table2, form.table3, form.table4):
        damaged = "（残缺）" if f"t{one.number}" in report.damage else ""
        yield ""
        yield f"表{'〇一二三四'[one.number]}{damaged}"
        yield from _grid(one, cells)


def _grid(one: FormTable, cells: Mapping[str, Statistic]) -> Iterator[str]:
    keys = [column.key for column in one.columns]
    head = ["", *(column.short for column in one.columns)]
    rows = [
        [row.short, *(_cell(cells.get(f"t{one.number}.{row.key}.{key}")) for key in keys)]
        for row in one.rows
    ]
    yield from table([head, *rows], right=frozenset(range(1, len(head))))


def _cell(cell: Statistic | None) -> str:
    """The number; else a sign for what stands there. An implied value follows in brackets."""
    if cell is None:
        return ""
    shown = SIGNS.get(cell.status, "") if cell.value is None else number(cell.value)
    return shown if cell.implied is None else f"{shown}（推算 {number(cell.implied)}）"


def _findings(report: Report) -> Iterator[str]:
    yield ""
    yield from finding_lines(report.findings)


def finding_lines(findings: Sequence[Finding], *, everything: bool = False) -> Iterator[str]:
    """A line for each verdict, then the findings: those that passed rule by rule unless asked."""
    counts = {verdict: sum(one.verdict is verdict for one in findings) for verdict in VERDICTS}
    yield "校验：" + " · ".join(f"{VERDICTS[one]} {count}" for one, count in counts.items())
    for verdict in VERDICTS:
        told = [one for one in findings if one.verdict is verdict]
        if verdict is Verdict.PASS and not everything:
            yield from _passed(told)
        else:
            yield from (line for one in told for line in _finding(one))


def _passed(findings: Sequence[Finding]) -> Iterator[str]:
    by_rule = sorted(findings, key=lambda one: one.rule)
    for rule, alike in groupby(by_rule, key=lambda one: one.rule):
        yield f"  相符  {rule}：{len(list(alike))} 项"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {VERDICTS[finding.verdict]}  {finding.rule}：{finding.message}"
    if finding.located:
        found = finding.located
        yield (
            f"        可确定的一格：{label_of(found.indicator)}，原文 {number(found.printed)}，"
            f"按 {found.relations} 个关系应为 {number(found.implied)}"
        )


def _sources(report: Report) -> Iterator[str]:
    yield ""
    for source in report.sources:
        yield f"来源：{source.path or source.name}（{source.format}，{source.encoding or '—'}）"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--all", "everything", is_flag=True, help="逐条列出相符的结果。")
@names_option
@json_option
@click.pass_context
@explained
def check(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    everything: bool,
    names: Path | None,
    as_json: bool,
) -> None:
    """校验文件的各表，不保存。有不符的勾稽关系或读不出的文件时，退出码为 1。

    例：gongkai check 报告.txt
    """
    read, rejected = [], []
    known = settings_of(context, names=names).known_names()
    for outcome in outcomes(files, {}, prepare=partial(prepare, names=known)):
        if isinstance(outcome, Prepared):
            read.append(outcome)
        elif isinstance(outcome, Rejected):
            rejected.append(outcome)
        if not as_json:
            _say_checked(outcome, everything)
    if as_json:
        say_json(
            {
                "checked": [_checked(one) for one in read],
                "failed": [entry(one).failure for one in rejected],
            }
        )
    if rejected or any(fails(one.report) for one in read):
        context.exit(FAILED)


def _checked(one: Prepared) -> Mapping[str, Any]:
    view = check_view(service.as_checked(one.report))
    return {"path": str(one.path), **view.model_dump(mode="json")}


def fails(report: Report) -> bool:
    """Whether an arithmetical rule fails."""
    return any(one.verdict is Verdict.FAIL and one.level == HARD for one in report.findings)


def _say_checked(outcome: object, everything: bool) -> None:
    if isinstance(outcome, Rejected):
        complain(f"读不出：{outcome.path}：{outcome.error}")
    elif isinstance(outcome, Prepared):
        report = outcome.report
        say(f"{outcome.path}：{report.agency.name or '机关不明'} {_year(report.year)}")
        for note in report.notes:
            say(f"  注意：{note}")
        for line in finding_lines(report.findings, everything=everything):
            say(line)
