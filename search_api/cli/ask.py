"""`gongkai search` and `gongkai stats`."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from corpus.model import Span
from search_api import service
from search_api.answers import Answer, Answered, Asked, BadValue, Figure
from search_api.cli.terminal import (
    complain,
    explained,
    json_option,
    marked,
    open_store,
    say,
    say_json,
    table,
)
from search_api.export import (
    BOM,
    STATISTICS_COLUMNS,
    STATUSES,
    csv_lines,
    in_words,
    number,
    statistics_rows,
)
from search_api.statistics import UNCOMPARABLE, doubted, figure, headline, keys_of
from search_api.views.answer import answer_view
from search_api.views.report import statistic_view

EXCERPT = 160
"""Characters of a passage shown around its first mark: two or three lines of a terminal."""

_YEARS = re.compile(r"((?:19|20)\d\d)(?:(?:\.\.|-)((?:19|20)\d\d))?", re.ASCII)


def years(given: Sequence[str]) -> tuple[int, ...]:
    """2022 or 2019-2022, as single years. Raises BadValue."""
    found: list[int] = []
    for said in given:
        if not (match := _YEARS.fullmatch(said)):
            raise BadValue(f"--year {said} 不是年度", "应为 2022 或 2019-2022")
        first, last = int(match[1]), int(match[2] or match[1])
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))


def which_reports(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which reports, for every command that asks."""
    for option in (
        click.option("--form", multiple=True, help="表样版本：2019 或 2021；可重复。"),
        click.option("--year", multiple=True, help="年度，或范围 2019-2022；可重复。"),
        click.option("--region", multiple=True, help="地区，如 金山区；可重复。"),
        click.option("--agency", multiple=True, help="机关，全称或简称；可重复。"),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1)
@which_reports
@click.option(
    "--section", type=click.IntRange(0, 6), multiple=True, help="章节 1-6，0 为引言；可重复。"
)
@click.option("--sort", type=click.Choice(service.SORTS), default="relevance", help="排序。")
@click.option("--page", type=click.IntRange(1), default=1, help="第几页。")
@click.option("--size", type=click.IntRange(1), default=10, show_default=True, help="每页条数。")
@click.option("--no-interpret", is_flag=True, help="不把机关、年度等词语当作筛选条件。")
@json_option
@click.pass_context
@explained
def search(
    context: click.Context,
    *,
    words: tuple[str, ...],
    agency: tuple[str, ...],
    region: tuple[str, ...],
    year: tuple[str, ...],
    form: tuple[str, ...],
    section: tuple[int, ...],
    sort: str,
    page: int,
    size: int,
    no_interpret: bool,
    as_json: bool,
) -> None:
    """检索段落，旁边列出对应的数据。

    例：gongkai search 第三方合法权益 --year 2022
    """
    asked = Asked(
        q=" ".join(words),
        agency=agency,
        region=region,
        year=years(year),
        section=section,
        form=form,
        sort=sort,
        page=page,
        size=size,
        interpret=not no_interpret,
    )
    with open_store(context) as store:
        answer = service.search(store, asked)
    if as_json:
        say_json(answer_view(answer))
    else:
        for line in _lines(answer):
            say(line)


def _lines(answer: Answer) -> Iterator[str]:
    yield f"找到 {answer.total:,} 段，来自 {answer.reports:,} 份报告（{answer.took_ms:.0f} 毫秒）"
    if answer.interpreted:
        yield "筛选：" + "、".join(f"{one.label}（{one.text}）" for one in answer.interpreted)
    for note in answer.notes:
        yield f"注意：{note}"
    first = (answer.asked.page - 1) * answer.asked.size + 1
    for place, hit in enumerate(answer.hits, first):
        yield ""
        yield from _hit_lines(place, hit)
    if not answer.hits:
        yield from _instead(answer)


def _hit_lines(place: int, hit: Answered) -> Iterator[str]:
    year = f" {hit.report.year} 年" if hit.report.year else ""
    where = " › ".join((hit.section_title, *hit.passage.heading))
    yield f"{place}. {hit.report.agency}{year}  {where}"
    text, spans = excerpt(hit.passage.text, hit.highlights)
    yield f"   {marked(text, spans)}"
    for one in hit.statistics:
        yield f"   ▪ {figure_line(one)}"
    yield f"   {hit.report.id}  第 {hit.passage.order} 段"


def figure_line(one: Figure) -> str:
    """A figure with its reason, and with a sign if a check speaks against it."""
    doubt = "  ⚠ 校验不符" if one.findings else ""
    return f"{in_words(one)}（{one.why}）{doubt}"


def excerpt(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """The part around the first span in one line, with the spans that fall into it."""
    start = max(0, spans[0][0] - EXCERPT // 4) if spans else 0
    start = 0 if len(text) <= EXCERPT else start
    end = min(len(text), start + EXCERPT)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shown = re.sub(r"\s", " ", text[start:end])
    shift = len(before) - start
    inside = [(one + shift, min(two, end) + shift) for one, two in spans if start <= one < end]
    return f"{before}{shown}{after}", inside


def _instead(answer: Answer) -> Iterator[str]:
    """What to try when nothing was found, and the figures that answer all the same."""
    for wording, count in answer.suggestions:
        yield f"可以改为：{wording}（{count} 段）"
    for one in answer.alternatives:
        yield f"可以{one.label}（{one.passages} 段）"
    if answer.rows:
        yield ""
        yield "没有段落含有这些词语，报告的统计表中有："
        yield from figure_table(answer.rows)


def figure_table(rows: Sequence[Figure]) -> Iterator[str]:
    """Figures in columns: who, when, what, how many, and what to make of it."""
    yield from table(
        (
            (
                one.agency,
                str(one.year or "年度不明"),
                one.label,
                number(one.value) if one.value is not None else "—",
                one.unit if one.value is not None else STATUSES[one.status],
                "" if one.implied is None else f"推算 {number(one.implied)}",
                "⚠ 校验不符" if one.findings else "",
            )
            for one in rows
        ),
        right=frozenset({3}),
    )


@click.command()
@click.option("--indicator", multiple=True, help="指标代码或叫法，如 不予公开；可重复。")
@which_reports
@click.option("--report", multiple=True, help="报告编号；可重复。")
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV。")
@json_option
@click.pass_context
@explained
def stats(
    context: click.Context,
    *,
    indicator: tuple[str, ...],
    agency: tuple[str, ...],
    region: tuple[str, ...],
    year: tuple[str, ...],
    form: tuple[str, ...],
    report: tuple[str, ...],
    as_csv: bool,
    as_json: bool,
) -> None:
    """列出统计表中的数据；不指定指标时为主要数字。

    例：gongkai stats --indicator 不予公开 --agency 金山区
    """
    if as_csv and as_json:
        raise BadValue("--csv 和 --json 只能选一个")
    keys = keys_of(indicator) or tuple(made.indicator for made in headline())
    with open_store(context) as store:
        where = service.selection(
            store.catalogue,
            report=report,
            agency=agency,
            region=region,
            year=years(year),
            form=form,
        )
        cells, total = store.catalogue.cells(where, keys)
        doubts = doubted(store.catalogue, {cell.report for cell in cells})
        for note in service.unknown_names(store.catalogue, agency, region):
            complain(f"注意：{note}")
    shown = [figure(cell, doubts=doubts) for cell in cells]
    if as_json:
        items = [statistic_view(cell, doubts).model_dump(mode="json") for cell in cells]
        say_json({"total": total, "page": 1, "size": total, "items": items})
    elif as_csv:
        for line in csv_lines(STATISTICS_COLUMNS, statistics_rows(shown)):
            click.echo(line.removeprefix(BOM).removesuffix("\r\n"))
    else:
        _say_stats(shown)


def _say_stats(shown: Sequence[Figure]) -> None:
    for line in figure_table(shown):
        say(line)
    if not shown:
        complain("没有符合条件的数据")
    forms = {one.form for one in shown if is_of_table(one, UNCOMPARABLE)}
    if len(forms) > 1:
        complain("注意：表二自 2021 年表样起统计口径不同，前后的数不能比较")


def is_of_table(one: Figure, number_of_table: int) -> bool:
    """Whether the figure stands in that table."""
    return one.indicator.startswith(f"t{number_of_table}.")
