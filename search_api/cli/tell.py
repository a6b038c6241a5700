"""`gongkai show`: one report, its tables and its findings."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import click

from corpus.forms import FormTable, load
from corpus.model import Finding, Form, Report, Statistic, Status, Verdict
from search_api import service
from search_api.cli.terminal import (
    explained,
    json_option,
    open_store,
    say,
    say_json,
    table,
)
from search_api.export import number
from search_api.service import form_title
from search_api.statistics import label_of
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
    yield f"{report.agency.name}  {year_words(report.year)}  {form_title(report.form)}"
    if report.published:
        yield f"发布日期：{report.published}"
    for note in report.notes:
        yield f"注意：{note}"
    for section in report.sections:
        yield f"  {section.number or ' '} {section.title}  {len(section.text):,} 字"


def year_words(year: int | None) -> str:
    """2022 年, or that it is not known."""
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
