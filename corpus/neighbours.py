"""Which reports stand beside which, and what they say of each other.

    ids that changed ─ recheck ─▶ findings between years and between levels, written beside the own

A body is told by its canonical name where that is unmistakable; two reports of one name, year and
scope are passed over, for nobody can say which of them is meant. Runs inside the transaction that
writes the reports, so that no reader sees figures of one state judged by another.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.agencies import unmistakable
from corpus.catalogue import Catalogue
from corpus.catalogue.values import Standing
from corpus.model import Finding, Report, Statistic, Verdict
from corpus.rules.evaluate import check_years
from corpus.rules.prose import Told, told_by
from corpus.rules.quoted import check_quoted, speaks_of_last_year
from corpus.rules.tree import Member, check_tree, said
from corpus.sentences import of_report

_COPIED = 0.8  # share of sentences that stood in the report of the year before (X-COPYTXT)
_FEWEST_SENTENCES = 10  # a report of fewer repeats itself without copying


@dataclass(frozen=True, slots=True)
class Own:
    """What a report says itself, as far as its neighbours are held against it."""

    statistics: Sequence[Statistic]
    sentences: frozenset[int]  # keys
    told: Told  # what its prose says; without claims where it cannot speak of another year


@dataclass(frozen=True, slots=True)
class Beside:
    """The report of the year before, or why a report is not held against one."""

    before: Standing | None
    why: str  # Chinese; "" where there is one
    findings: tuple[Finding, ...]


def around(catalogue: Catalogue, ids: Collection[str]) -> frozenset[Standing]:
    """Where these reports stand, and with them the reports that speak of them. Call it before and
    after a change: a report that goes leaves neighbours too."""
    return frozenset(catalogue.standing(ids))


def recheck(catalogue: Catalogue, touched: Iterable[Standing]) -> None:
    """Judge anew whatever stands beside these. Inside a transaction.

    Those are the report itself, that of the year after, and the compilations above it.
    """
    for one in sorted(set(_concerned(catalogue, touched)), key=lambda one: one.report):
        catalogue.put_across(one.report, tuple(findings(catalogue, one)))


def findings(catalogue: Catalogue, one: Standing) -> Iterator[Finding]:
    """What a report's neighbours say of it: the year before, then the bodies below."""
    if one.year is None or not unmistakable(one.agency):
        return
    yield from _years(catalogue, one, one.year, lambda: _stored(catalogue, one))
    if one.kind == "government":
        yield from _levels(catalogue, one, one.year)


def beside(catalogue: Catalogue, report: Report) -> Beside:
    """What the catalogue says of a report that it does not hold: by the year before alone."""
    about = report.agency
    if report.year is None or not unmistakable(about.name):
        return Beside(None, "机关或年度不明，无从比较", ())
    one = Standing(
        report.id, about.name, report.year, report.form, about.scope, about.kind, about.region
    )
    before = _before(catalogue, one, report.year)
    if before is None:
        return Beside(None, "库中没有同机关更早的报告，或有几份而无从选定", ())
    found = tuple(_years(catalogue, one, report.year, lambda: _own(report)))
    if before.year != report.year - 1:
        return Beside(None, f"库中没有同机关 {report.year - 1} 年的报告", found)
    return Beside(before, "", found)


def _own(report: Report) -> Own:
    keys = frozenset(sentence.key for _, sentence in of_report(report))
    return Own(report.statistics, keys, told_by(report))


def _stored(catalogue: Catalogue, one: Standing) -> Own:
    cells = catalogue.statistics(one.report)
    told = Told(one.year, {}, (), {each.indicator: each for each in cells})
    if speaks_of_last_year(catalogue.narrative(one.report), one.year):
        whole = catalogue.report(one.report)
        told = told_by(whole) if whole else told
    return Own(cells, catalogue.sentence_keys(one.report), told)


def _concerned(catalogue: Catalogue, touched: Iterable[Standing]) -> Iterator[Standing]:
    for one in touched:
        if one.year is None:
            continue
        yield from catalogue.of_body(one.agency, [one.year, one.year + 1])
        yield from _above(catalogue, one)
    # A gap in a series is said by the first report behind it, however far that is.
    for agency in {one.agency for one in touched if one.year is not None}:
        yield from catalogue.of_body(agency, None)


def _above(catalogue: Catalogue, one: Standing) -> Iterator[Standing]:
    """Governments whose region the body stands in, of all years: what reports in other years only
    is missing in this one."""
    for end in range(1, len(one.region) + 1):
        yield from (
            parent
            for parent in catalogue.in_region(one.region[:end], None)
            if parent.kind == "government" and parent.region == one.region[:end]
        )


def _before(catalogue: Catalogue, one: Standing, year: int) -> Standing | None:
    """The latest of the earlier reports; None if there is none, or nobody can say which it is."""
    series = [each for each in catalogue.of_body(one.agency, None) if each.scope == one.scope]
    earlier = [each for each in series if each.year is not None and each.year < year]
    latest = [each for each in earlier if each.year == max(each.year or 0 for each in earlier)]
    same = sum(each.year == year for each in series)
    return latest[0] if len(latest) == 1 and same <= 1 else None


def _years(
    catalogue: Catalogue, one: Standing, year: int, own: Callable[[], Own]
) -> Iterator[Finding]:
    before = _before(catalogue, one, year)
    if before is None or before.year is None:
        return
    if before.year < year - 1:
        yield _gap(one, before.year, year)
        return
    mine, then = own(), catalogue.statistics(before.report)
    yield from check_years(one.report, mine.statistics, before.report, then)
    cells = {each.indicator: each for each in then}
    yield from check_quoted(one.report, mine.told, before.report, cells)
    if one.form != before.form:
        yield _break(one, before)
    yield from _copied(one, mine.sentences, catalogue.sentence_keys(before.report))


def _gap(one: Standing, last: int, year: int) -> Finding:
    missing = f"{last + 1}" if last + 1 == year - 1 else f"{last + 1}—{year - 1}"
    message = f"库中缺 {missing} 年的报告，不与 {last} 年比较"
    return said(one.report, "X-GAP", Verdict.NOT_ASSESSABLE, message)


def _break(one: Standing, before: Standing) -> Finding:
    message = (
        f"{before.year} 年用 {before.form} 年格式，{one.year} 年用 {one.form} 年格式，表二不作比较"
    )
    return said(one.report, "X-BREAK", Verdict.NOT_ASSESSABLE, message)


def _copied(one: Standing, mine: Collection[int], theirs: Collection[int]) -> Iterator[Finding]:
    if len(mine) < _FEWEST_SENTENCES or not theirs:
        return
    same = len({*mine} & {*theirs})
    share = same / len(mine)
    message = f"{len(mine)} 句中有 {same} 句（{share:.0%}）上年已有"
    verdict = Verdict.WARN if share >= _COPIED else Verdict.PASS
    yield said(one.report, "X-COPYTXT", verdict, message)


def _levels(catalogue: Catalogue, one: Standing, year: int) -> Iterator[Finding]:
    below = [each for each in catalogue.in_region(one.region, None) if _is_child(one, each)]
    now = [each for each in below if each.year == year and each.scope != "own"]
    names = {each.agency for each in now}
    absent = {each.agency for each in below if each.agency not in names}
    if not below:
        return
    parent = _member(catalogue, one, catalogue.narrative(one.report))
    children = [_member(catalogue, each) for each in now]
    yield from check_tree(parent, children, absent)


def _is_child(parent: Standing, one: Standing) -> bool:
    """Directly below: its own departments, and the governments and bodies one region further."""
    if one.agency == parent.agency:
        return False
    deeper = len(one.region) - len(parent.region)
    if deeper == 0:
        return one.kind != "government"
    return deeper == 1 and one.kind in ("government", "town", "subdistrict", "zone")


def _member(catalogue: Catalogue, one: Standing, text: str = "") -> Member:
    return Member(one.report, one.agency, one.scope, text, catalogue.statistics(one.report))
