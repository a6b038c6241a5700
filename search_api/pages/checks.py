"""Findings as a reader sees them: state, sentence, equation, and the cells they put in doubt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.forms import Indicator, all_forms, indicators
from corpus.merge import RULE as SOURCES
from corpus.model import Finding, Located, Number, Operand, Verdict
from corpus.rules import pack, rules
from search_api.pages.address import anchor, report_url
from search_api.pages.cells import Shown, number, shown
from search_api.statistics import speaks_against

STATES = {
    Verdict.FAIL: ("不符", "⚠"),
    Verdict.WARN: ("请留意", "△"),
    Verdict.NOT_ASSESSABLE: ("无法判断", "？"),
    Verdict.PASS: ("相符", "✓"),
}
"""Word and sign of each verdict, those that need a reader first."""

DOUBTFUL = (Verdict.FAIL, Verdict.WARN)
"""Verdicts that speak against a cell. What cannot be assessed says nothing against it."""

_RELATIONS = (("=", "≠"), ("≤", ">"))
"""Signs of an equation and of a bound: as it holds, and as it does not."""

_LONG = 8
"""Terms of a side that are all written out; beyond that the zeros are counted instead."""


@dataclass(frozen=True, slots=True)
class Term:
    """One number of an equation. `sign` is what stands before it: "", "+", "=" or "≠"."""

    sign: str
    label: str
    shown: Shown
    url: str  # "#t3-new-total"; "" for a count of zeros left out


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    id: str  # "f-<finding id>", its place on the page
    rule: str
    title: str  # “其他”列：新收 + 上年结转 = 办结总计 + 结转下年度
    message: str  # all of it in one sentence; what is said where there is no equation
    equation: tuple[Term, ...]  # () where the rule has no two sides, or nothing is wrong
    sums: str  # "左边 4，右边 2"; "" unless the sides differ
    located: str  # what is thought of the one cell that explains it; "" if there is none
    url: str  # the first cell; "" if it has none


@dataclass(frozen=True, slots=True)
class State:
    """The findings of one verdict."""

    key: str  # "fail", "warn", "not_assessable", "pass"
    word: str
    icon: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a cell is marked. `located`: it alone explains what fails; else it is one of several."""

    finding: str  # id on the page
    located: bool
    implied: Number | None = None  # what the other cells say of a located one


def states(findings: Iterable[Finding]) -> tuple[State, ...]:
    """All findings by verdict, failing ones first; a verdict that none has is left out."""
    every = tuple(findings)
    found = []
    for verdict, (word, icon) in STATES.items():
        checks = tuple(check(one) for one in every if one.verdict is verdict)
        if checks:
            found.append(State(verdict.value, word, icon, checks))
    return tuple(found)


def check(finding: Finding) -> Check:
    """One finding with its equation written out."""
    own = (cell.indicator for cell in finding.cells if not cell.report)
    known = [key for key in own if key in indicators()]
    return Check(
        id=finding_anchor(finding.id),
        rule=finding.rule,
        title=f"{_place(finding.about)}{_title(finding.rule)}",
        message=finding.message,
        equation=equation(finding) if finding.verdict in DOUBTFUL else (),
        sums=_sums(finding),
        located="" if finding.located is None else located_sentence(finding.located),
        url=f"#{anchor(known[0])}" if known else "",
    )


def finding_anchor(finding_id: str) -> str:
    """The place of a finding on its report's page."""
    return f"f-{finding_id}"


def equation(finding: Finding) -> tuple[Term, ...]:
    """Left side, = or ≠ or =, right side; () for a rule without sides."""
    left = [cell for cell in finding.cells if cell.side == "left"]
    right = [cell for cell in finding.cells if cell.side == "right"]
    if not left or not right:
        return ()
    relation = _RELATIONS[finding.rule in _bounds()][finding.verdict in DOUBTFUL]
    return (*_terms(left, "", finding.about), *_terms(right, relation, finding.about))


def doubts(findings: Iterable[Finding]) -> Mapping[str, Doubt]:
    """The cells to be marked, by indicator: each with the finding to go to.

    A cell that explains a failure alone is marked alone. Where none does, the cells of the relation
    are; of a long one only the shorter side, as the sum is what a reader looks at first.
    """
    found: dict[str, Doubt] = {}
    for finding in findings:
        if not speaks_against(finding):
            continue
        one = finding.located
        doubt = Doubt(
            finding=finding_anchor(finding.id),
            located=one is not None,
            implied=None if one is None else one.implied,
        )
        for indicator in _doubtful(finding):
            if indicator not in found or (doubt.located and not found[indicator].located):
                found[indicator] = doubt
    return found


def located_sentence(located: Located) -> str:
    """What is thought of the one cell, in a sentence."""
    return (
        f"可由一格解释：{label_of(located.indicator)}，原文 {number(located.printed)}，"
        f"按 {located.relations} 项关系推算为 {number(located.implied)}"
    )


def label_of(indicator: str) -> str:
    """The short label of an indicator; its key if no form has it."""
    known: Indicator | None = indicators().get(indicator)
    return indicator if known is None else known.short


def _doubtful(finding: Finding) -> Sequence[str]:
    if finding.located is not None:
        return (finding.located.indicator,)
    cells = tuple(cell for cell in finding.cells if not cell.report)
    if len(cells) > _LONG:
        sides = [tuple(cell for cell in cells if cell.side == side) for side in ("left", "right")]
        cells = min((side for side in sides if side), key=len, default=())
    return [cell.indicator for cell in cells]


def _terms(cells: Sequence[Operand], first: str, about: str) -> list[Term]:
    written = list(cells)
    if len(cells) > _LONG:
        written = [cell for cell in cells if cell.value != 0] or list(cells[:1])
    terms = [
        Term(
            sign=first if place == 0 else "+",
            label=f"{'上年的' * bool(cell.report)}{_label_within(cell.indicator, about)}",
            shown=shown(cell.value, cell.status, None),
            url=_cell_url(cell),
        )
        for place, cell in enumerate(written)
    ]
    left_out = len(cells) - len(written)
    if left_out:
        terms.append(Term("+", f"其余 {left_out} 项", Shown("0", "zero"), ""))
    return terms


def _label_within(indicator: str, about: str) -> str:
    """What tells a cell from the others of its row, column or block: the other half of its name."""
    known = indicators().get(indicator)
    if known is None:
        return indicator
    names = _names()
    if known.row == about:
        return names.get((known.table, "column", known.column), known.short)
    return names.get((known.table, "row", known.row), known.short)


def _place(about: str) -> str:
    """“其他”列： or “本年新收”行： or “行政复议”：; "" for a rule about a whole table."""
    for (_, kind, key), name in _names().items():
        if key == about:
            return f"“{name}”{'列' if kind == 'column' else '行'}："
    return ""


@cache
def _names() -> Mapping[tuple[int, str, str], str]:
    """(table, "row" or "column", key) -> short label. Rows of table 4 are its blocks."""
    found: dict[tuple[int, str, str], str] = {}
    for form in all_forms():
        for table in (form.table3, form.table4):
            found |= {(table.number, "row", row.key): row.short for row in table.rows}
            found |= {(table.number, "column", one.key): one.short for one in table.columns}
    return found


def _cell_url(cell: Operand) -> str:
    """The cell on this page, or on that of the report it stands in."""
    return f"{report_url(cell.report) if cell.report else ''}#{anchor(cell.indicator)}"


def _title(rule: str) -> str:
    known = rules().get(rule)
    return known.title if known else {SOURCES: "各来源的数相同"}.get(rule, rule)


@cache
def _bounds() -> frozenset[str]:
    """Rules of which the left side may be less than the right one."""
    packs = (*pack(), *pack("years"))
    return frozenset(rule.id for rule in packs if rule.kind == "at_most")


def _sums(finding: Finding) -> str:
    sides = []
    for side in ("left", "right"):
        values = [cell.value for cell in finding.cells if cell.side == side]
        if not values or None in values:
            return ""
        sides.append(sum(value for value in values if value is not None))
    if sides[0] == sides[1]:
        return ""
    return f"左边合计 {number(sides[0])}，右边合计 {number(sides[1])}"
