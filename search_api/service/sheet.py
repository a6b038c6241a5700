"""A report before it is published: every rule, what is printed, what was expected, and last year.

    Report, catalogue ─ sheet ─▶ Sheet

The report itself is not stored and leaves no trace. The catalogue is only asked whether it has the
report of the same body for the year before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.catalogue import Catalogue
from corpus.merge import RULE as SOURCES
from corpus.model import Finding, Number, Operand, Report, Statistic, Verdict
from corpus.neighbours import Beside, beside
from corpus.rules import Known, pack, rules
from search_api.statistics import HEADLINE, label_of, uncomparable

_MERGED = Known(
    SOURCES,
    "H",
    "各来源的数相同",
    "all sources print the same number",
    "同一报告的几个文件",
    "cells",
)
_NEEDS_OTHERS = {
    "years": "没有可比的上年报告",
    "levels": "需要下级机关的报告，收录后才能校验",
}
_WORST = (Verdict.FAIL, Verdict.WARN, Verdict.NOT_ASSESSABLE, Verdict.PASS)
_FORM_CELLS = "t2."


@dataclass(frozen=True, slots=True)
class Line:
    """One rule at one place: what is printed there, and what it should be by the other side."""

    finding: Finding
    cell: str  # key of the cell that is thought wrong, or of the single cell of a side; ""
    printed: Number | None  # None where the rule compares no numbers, or one is missing
    expected: Number | None
    relation: str  # how the two must stand to each other: "=", "≤"; "" without numbers


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule of the pack on this report."""

    rule: Known
    verdict: Verdict | None  # the worst; None where it had nothing to look at
    counts: Mapping[Verdict, int]  # places
    lines: tuple[Line, ...]  # the worst first
    why: str = ""  # Chinese, where it had nothing to look at


@dataclass(frozen=True, slots=True)
class Compared:
    """A main figure beside that of the year before."""

    indicator: str
    label: str
    now: Statistic | None
    then: Statistic | None
    comparable: bool  # False where the two years count other things


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. `report` has the findings between years behind its own."""

    report: Report
    before: str  # id of the stored report of the year before; ""
    why: str  # Chinese: why there is none; "" where there is one
    rules: tuple[Applied, ...]  # every rule there is
    figures: tuple[Compared, ...]  # () without a report of the year before

    @property
    def failed(self) -> bool:
        """Whether a hard rule fails."""
        every = self.report.findings
        return any(one.verdict is Verdict.FAIL and one.level == "H" for one in every)


def sheet(catalogue: Catalogue | None, report: Report) -> Sheet:
    """The sheet of a report that is not stored. Without a catalogue there is no last year."""
    found = Beside(None, "还没有收录任何报告", ())
    then: Sequence[Statistic] = ()
    if catalogue is not None:
        with catalogue.snapshot():
            found = beside(catalogue, report)
            then = catalogue.statistics(found.before.report) if found.before else ()
    whole = replace(report, findings=(*report.findings, *found.findings))
    return Sheet(
        whole,
        found.before.report if found.before else "",
        found.why,
        tuple(_applied(whole.findings)),
        tuple(_compared(report, found, then)),
    )


def _applied(findings: Sequence[Finding]) -> Iterator[Applied]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    if SOURCES in by_rule:
        yield _of_rule(_MERGED, by_rule[SOURCES])
    for rule in rules().values():
        yield _of_rule(rule, by_rule.get(rule.id, ()))


def _of_rule(rule: Known, findings: Sequence[Finding]) -> Applied:
    if not findings:
        return Applied(rule, None, {}, (), _NEEDS_OTHERS.get(rule.scope, "本报告没有这一项"))
    ordered = sorted(findings, key=lambda one: _WORST.index(one.verdict))
    counts = {each: sum(one.verdict is each for one in findings) for each in _WORST}
    return Applied(rule, ordered[0].verdict, counts, tuple(map(line_of, ordered)))


def line_of(finding: Finding) -> Line:
    """The two numbers that a finding compares.

    Expected is what the cells of the other side give: of a sum and its parts, the sum is what is
    printed; of two sums, the right one. Where one cell explains all that fails, it is that cell.
    """
    if one := finding.located:
        return Line(finding, one.indicator, one.printed, one.implied, "=")
    sides = {name: _side(finding, name) for name in ("left", "right")}
    if not all(sides.values()) or finding.verdict is Verdict.NOT_ASSESSABLE:
        return Line(finding, _only(finding.cells), None, None, "")
    bound = finding.rule in _bounds()
    total_left = len(sides["left"]) == 1 < len(sides["right"])
    told, other = ("left", "right") if total_left or bound else ("right", "left")
    printed, expected = _sum(sides[told]), _sum(sides[other])
    relation = "" if None in (printed, expected) else "≤" if bound else "="
    return Line(finding, _only(sides[told]), printed, expected, relation)


def _side(finding: Finding, name: str) -> Sequence[Operand]:
    return [cell for cell in finding.cells if cell.side == name]


def _sum(cells: Sequence[Operand]) -> Number | None:
    values = [cell.value for cell in cells if cell.value is not None]
    return sum(values) if len(values) == len(cells) else None


def _only(cells: Sequence[Operand]) -> str:
    """The cell, if there is but one and it stands in this report."""
    return cells[0].indicator if len(cells) == 1 and not cells[0].report else ""


@cache
def _bounds() -> frozenset[str]:
    """Rules of which the left side may be less than the right one."""
    every = (*pack(), *pack("years"))
    return frozenset(rule.id for rule in every if rule.kind == "at_most")


def _compared(report: Report, found: Beside, then: Sequence[Statistic]) -> Iterator[Compared]:
    if found.before is None:
        return
    mine, theirs = ({cell.indicator: cell for cell in cells} for cells in (report.statistics, then))
    table2 = [key for key in mine if key.startswith(_FORM_CELLS)]
    for key in (*table2, *HEADLINE):
        if key in mine or key in theirs:
            same = report.form == found.before.form or not uncomparable(key)
            label = label_of(key)
            yield Compared(key, label, mine.get(key), theirs.get(key) if same else None, same)
