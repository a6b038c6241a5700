"""Rules applied to the cells of one report. Pure: cells in, findings out.

A relation is judged only if every cell in it is a number, or is lost but implied by the form's own
identities. A blank is no zero, with one exception that each finding then states: a table in which
no zero is printed anywhere, but blanks are, uses blanks for zeros.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s

from corpus.model import Finding, Located, Number, Operand, Statistic, Verdict
from corpus.rules.cells import Cells, cells_of
from corpus.rules.judges import JUDGES
from corpus.rules.locate import Relation, locate
from corpus.rules.pack import BEFORE, Applied, Rule, applied, everywhere

Made = tuple[Applied, Finding]


def check(
    report: str, statistics: Sequence[Statistic], rules: Sequence[Rule] = ()
) -> tuple[Finding, ...]:
    """Every rule at every place, the wrong cells located. Findings keep the order of the pack."""
    cells = cells_of(statistics)
    keys = tuple(cells.by_key)
    chosen = [place for rule in rules for place in applied(rule, keys)]
    places = chosen if rules else everywhere(keys)
    made = [(place, _judge(report, place, cells)) for place in places if place.left]
    return tuple(_with_located(made, cells))


def check_years(
    report: str, statistics: Sequence[Statistic], before: str, earlier: Sequence[Statistic]
) -> tuple[Finding, ...]:
    """Every rule between a report and the one of the year before, whose id is `before`.

    A rule is applied where both forms have its cells. Nothing is located: which of two years is
    wrong, their figures do not tell.
    """
    cells = cells_of(statistics).beside(cells_of(earlier))
    places = everywhere(tuple(cells.by_key), "years")
    made = (_judge(report, place, cells) for place in places if _applies(place))
    return tuple(replace(one, cells=tuple(_of_report(one.cells, before))) for one in made)


def _applies(place: Applied) -> bool:
    """A sum needs all its cells in both forms; a comparison cell by cell takes those there are."""
    return place.whole if place.rule.kind in ("equal", "at_most") else bool(place.left)


def _of_report(operands: Sequence[Operand], before: str) -> Iterator[Operand]:
    for one in operands:
        key = one.indicator.removeprefix(BEFORE)
        yield one if key == one.indicator else replace(one, indicator=key, report=before)


def finding_id(report: str, rule: str, about: str, seen: Sequence[str]) -> str:
    """Twelve hexadecimal digits of rule, place and what was seen there: the same until it changes.

    `seen` holds the values a finding rests on, "t3.new.total=5/printed" for a cell.
    """
    text = f"{report}|{rule}|{about}|{','.join(seen)}"
    return blake2s(text.encode(), digest_size=6).hexdigest()


def _judge(report: str, place: Applied, cells: Cells) -> Finding:
    judged = JUDGES[place.rule.kind](place, cells)
    return Finding(
        id=_id(report, place, judged.cells),
        rule=place.rule.id,
        about=place.about,
        level=place.rule.level,
        verdict=judged.verdict,
        cells=judged.cells,
        message=judged.message,
        message_en=judged.message_en,
    )


def _with_located(made: Sequence[Made], cells: Cells) -> Iterator[Finding]:
    """Failing findings with the one cell that explains them, where there is one."""
    if all(finding.verdict is not Verdict.FAIL for _, finding in made):
        yield from (finding for _, finding in made)
        return
    relations = [relation for each in made if (relation := _relation(*each, cells))]
    found = locate(relations)
    for place, finding in made:
        located = _located_in(finding, found, cells) if place.rule.kind == "equal" else None
        yield replace(finding, located=located) if located else finding


def _relation(place: Applied, finding: Finding, cells: Cells) -> Relation | None:
    """A judged equation as signed values; None for a finding that is none."""
    sides = {operand.side for operand in finding.cells}
    whole = place.rule.kind == "equal" and sides == {"left", "right"}
    if not whole or finding.level != "H" or finding.verdict is Verdict.NOT_ASSESSABLE:
        return None
    terms = {
        operand.indicator: (
            1 if operand.side == "left" else -1,
            cells.value(operand.indicator) or 0,
        )
        for operand in finding.cells
    }
    return Relation(finding.verdict is Verdict.PASS, terms)


def _located_in(
    finding: Finding, found: Mapping[str, tuple[Number, int]], cells: Cells
) -> Located | None:
    if finding.verdict is not Verdict.FAIL:
        return None
    for operand in finding.cells:
        if operand.indicator in found:
            implied, relations = found[operand.indicator]
            return Located(
                operand.indicator, cells.value(operand.indicator) or 0, implied, relations
            )
    return None


def _id(report: str, place: Applied, operands: Sequence[Operand]) -> str:
    seen = [f"{each.indicator}={each.value}/{each.status}" for each in operands]
    return finding_id(report, place.rule.id, place.about, seen)
