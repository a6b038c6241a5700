"""The sheet of a report before it is published: as a page, and as a file to print or to keep."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from corpus.model import Number, Statistic, Verdict
from search_api.pages.address import anchor, report_url
from search_api.pages.cells import MISSING, Shown, number, shown
from search_api.pages.checks import STATES, State, doubts, finding_anchor, label_of, states
from search_api.pages.grids import Table, tables
from search_api.pages.home import lost_tables
from search_api.pages.render import environment, render, static_files
from search_api.service.sheet import Applied, Compared, Line, Sheet

LEVELS = {"H": "算术", "S": "提示", "I": "说明"}
SCOPES = {
    "cells": "表内",
    "report": "全篇",
    "text": "正文与表",
    "years": "与上年",
    "levels": "上下级",
}

_ID = re.compile(r'( id="| href="#| aria-labelledby=")')


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: what it says, and how it came out."""

    id: str
    title: str
    ground: str
    level: str
    scope: str
    state: str  # key of a state; "none" where it had nothing to look at
    result: str  # ✓ 相符 7 处; else why there is nothing


@dataclass(frozen=True, slots=True)
class NumberRow:
    """What is printed, and what it should be."""

    id: str  # of the rule
    what: str
    url: str  # the cell, else the finding; ""
    printed: str
    expected: str
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A main figure of both years."""

    label: str
    url: str
    now: Shown
    then: Shown
    change: str  # +12（+50%）; "" where there is none
    note: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Everything the template says."""

    name: str
    title: str
    about: str  # body, year, form
    failed: bool
    verdict: str
    lost: str
    notes: tuple[str, ...]
    wrong: tuple[NumberRow, ...]
    states: tuple[State, ...]
    rules: tuple[RuleRow, ...]
    compared: tuple[ComparedRow, ...]
    before: str  # address of last year's report; ""
    before_note: str
    every: tuple[NumberRow, ...]  # all places where numbers were compared and agree
    tables: tuple[Table, ...]


def sheet_page(one: Sheet) -> SheetPage:
    """The sheet as a page shows it."""
    report = one.report
    every = states(report.findings)
    year = "年度不明" if report.year is None else f"{report.year} 年"
    form = "表样不明" if report.form == "unknown" else f"{report.form} 年版表样"
    return SheetPage(
        name=report.sources[0].name,
        title=report.title,
        about=" · ".join((report.agency.name or "机关不明", year, form)),
        failed=one.failed,
        verdict=" · ".join(f"{state.word} {len(state.checks)}" for state in every),
        lost=lost_tables(report.damage),
        notes=report.notes,
        wrong=tuple(_numbers(one, (Verdict.FAIL, Verdict.WARN))),
        states=tuple(state for state in every if state.key != "pass"),
        rules=tuple(map(_rule, one.rules)),
        compared=tuple(map(_compared, one.figures)),
        before=report_url(one.before) if one.before else "",
        before_note=one.why,
        every=tuple(_numbers(one, (Verdict.PASS,))),
        tables=tables(replace(report, claims=()), doubts(report.findings), lambda text: ()),
    )


def sheets_html(sheets: Sequence[Sheet]) -> str:
    """Sheets as one file that needs nothing else: to print, or to send on."""
    template = environment().get_template("_sheet.html").module
    bodies = []
    for n, one in enumerate(sheets, 1):
        html = str(template.sheet(_by_itself(sheet_page(one))))  # type: ignore[attr-defined]
        bodies.append(Markup(_ID.sub(rf"\1f{n}-", html)) if n > 1 else Markup(html))
    style = Markup(static_files()["site.css"].content.decode())
    return render("sheet.html", sheets=bodies, style=style)


def _by_itself(page: SheetPage) -> SheetPage:
    """Without links to pages of the program, which a file has not beside it."""
    return replace(
        page,
        before="",
        before_note=page.before_note or "库中有上年报告，已比较",
        states=tuple(
            replace(
                state,
                checks=tuple(
                    replace(
                        each,
                        equation=tuple(
                            replace(term, url="" if term.url.startswith("/") else term.url)
                            for term in each.equation
                        ),
                    )
                    for each in state.checks
                ),
            )
            for state in page.states
        ),
    )


def _numbers(one: Sheet, verdicts: Sequence[Verdict]) -> Iterator[NumberRow]:
    for applied in one.rules:
        for line in applied.lines:
            if line.relation and line.finding.verdict in verdicts:
                yield _number_row(applied, line)


def _number_row(applied: Applied, line: Line) -> NumberRow:
    finding = line.finding
    word, icon = STATES[finding.verdict]
    bound = "" if line.relation == "=" else "不大于 "
    return NumberRow(
        id=applied.rule.id,
        what=label_of(line.cell) if line.cell else finding.message.rsplit("，", 1)[0],
        url=_place(line),
        printed=_said(line.printed),
        expected=bound + _said(line.expected),
        state=finding.verdict.value,
        word=f"{icon} {word}",
    )


def _place(line: Line) -> str:
    """The cell, else the finding where it is listed; "" for what passed between several cells."""
    if line.cell:
        return f"#{anchor(line.cell)}"
    listed = line.finding.verdict is not Verdict.PASS
    return f"#{finding_anchor(line.finding.id)}" if listed else ""


def _said(value: Number | None) -> str:
    return "—" if value is None else number(value)


def _rule(one: Applied) -> RuleRow:
    rule = one.rule
    said = [
        f"{icon} {word} {one.counts[verdict]} 处"
        for verdict, (word, icon) in STATES.items()
        if one.counts.get(verdict)
    ]
    return RuleRow(
        rule.id,
        rule.title,
        rule.ground,
        LEVELS[rule.level],
        SCOPES[rule.scope],
        one.verdict.value if one.verdict else "none",
        "，".join(said) or f"— {one.why}",
    )


def _compared(one: Compared) -> ComparedRow:
    now, then = (_value(cell) for cell in (one.now, one.then))
    change = "" if now is None or then is None else _change(now, then)
    note = "" if one.comparable else "口径不同，不能比较"
    return ComparedRow(
        one.label, f"#{anchor(one.indicator)}", _shown(one.now), _shown(one.then), change, note
    )


def _change(now: Number, then: Number) -> str:
    if now == then:
        return "相同"
    sign = "+" if now > then else ""
    share = f"（{sign}{number(round(100 * (now - then) / then))}%）" if then else ""
    return f"{sign}{number(round(now - then, 2))}{share}"


def _value(cell: Statistic | None) -> Number | None:
    return cell.value if cell else None


def _shown(cell: Statistic | None) -> Shown:
    return shown(cell.value, cell.status, cell.printed) if cell else MISSING
