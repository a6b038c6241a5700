"""Figures over many reports: sums, rankings, peers, and which reports there are.

Every answer says how many reports are in it and how many are not. A figure that is not printed is
left out and counted as such; nothing is ever taken for zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import quantiles

from corpus.catalogue import Catalogue, ReportRow, Selection
from corpus.forms import indicators
from corpus.forms.derived import Derived, Worked, derived, work_out
from corpus.model import Number, Statistic, Status
from search_api.answers import BadValue, Figure
from search_api.statistics import cell_url, keys_of, label_of

FEWEST_PEERS = 10
"""Bodies of one level and year that a place among them can be said of; with fewer, one body more or
less would move it by more than ten places of a hundred."""

_PLACES = 2  # of a rate in per cent: one case in ten thousand


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of one report."""

    report: str
    agency: str
    region: tuple[str, ...]
    level: str
    year: int | None
    form: str
    key: str
    value: Number | None  # None where it is not printed, or cannot be worked out
    why: str = ""  # Chinese, where there is no value
    numerator: Number | None = None  # of a rate
    denominator: Number | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure added up over reports of one year."""

    key: str
    label: str
    unit: str
    year: int | None
    form: str  # "" where forms may be added; else of table 2, whose figures changed meaning
    value: Number | None  # None if no report has it
    reports: int  # reports that are in it
    without: int  # reports whose figure is blank, lost or no number
    left_out: tuple[str, ...]  # compilations that hold figures of other reports in the sum


@dataclass(frozen=True, slots=True)
class Peers:
    """Where a figure stands among those of bodies of the same level and kind, in the same year."""

    amount: Amount
    label: str
    unit: str
    level: str
    peers: int  # reports with a figure, this one included
    without: int  # reports of peers without one
    percentile: float | None  # share of the others below it, of 100; None with too few
    low: Number | None  # first quartile
    median: Number | None
    high: Number | None  # third quartile
    note: str = ""  # Chinese: why there is no place among them


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place of a ranking; equal figures share it."""

    place: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Ranking:
    """Reports by one figure, the largest first."""

    key: str
    label: str
    unit: str
    ranked: tuple[Ranked, ...]
    without: tuple[Amount, ...]  # reports without the figure; they have no place
    notes: tuple[str, ...]  # Chinese


@dataclass(frozen=True, slots=True)
class Covered:
    """The reports of one body by year."""

    agency: str
    region: tuple[str, ...]
    level: str
    years: Mapping[int, str]  # "present", "cut" or "missing", for every year of the matrix
    reports: Mapping[int, str]  # year -> report id


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which reports there are: bodies by years."""

    years: tuple[int, ...]
    bodies: tuple[Covered, ...]
    undated: tuple[str, ...]  # ids of reports whose year is not known


def keys_asked(asked: Iterable[str]) -> tuple[str, ...]:
    """Keys of cells and of derived figures by key or by what people call them, each once.

    Raises BadValue for what names none.
    """
    found: dict[str, None] = {}
    for name in asked:
        made = _derived_named(name)
        found |= dict.fromkeys((made.key,) if made else keys_of((name,)))
    return tuple(found)


def _derived_named(name: str) -> Derived | None:
    every = derived()
    if name in every:
        return every[name]
    return next((one for one in every.values() if name in (one.label, *one.aliases)), None)


def parted(keys: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of cells, and keys of figures that are worked out."""
    every = tuple(keys)
    made = tuple(key for key in every if key in derived())
    return tuple(key for key in every if key not in made), made


def as_figure(one: Amount, why: str = "") -> Figure:
    """A figure that was worked out, where cells are shown.

    Its status is that of a number where there is one: it rests on nothing but printed cells.
    """
    label, unit = name_of(one.key)
    known = one.value is not None
    return Figure(
        one.report,
        one.agency,
        one.year,
        one.form,
        one.key,
        label,
        round(one.value, _PLACES) if isinstance(one.value, float) else one.value,
        unit,
        Status.PRINTED if known else Status.MISSING,
        None,
        None,
        None,
        why or (derived()[one.key].ground if known else one.why),
        (),
        amount_url(one),
    )


def amount_url(one: Amount) -> str:
    """Where the cells of a figure stand: the table of the first of them."""
    made = indicators().get(one.key)
    table = derived()[one.key].cells[0].partition(".")[0] if made is None else ""
    return f"/reports/{one.report}#{table}" if made is None else cell_url(one.report, made)


def name_of(key: str) -> tuple[str, str]:
    """(label, unit) of a cell or a derived figure."""
    if key in derived():
        return derived()[key].label, derived()[key].unit
    return label_of(key), indicators()[key].unit


def amounts(catalogue: Catalogue, where: Selection, key: str) -> list[Amount]:
    """The figure of every report of the selection, in report order."""
    rows = catalogue.reports(where)[0]
    figure = derived().get(key)
    wanted = figure.cells if figure else (key,)
    cells = _cells(catalogue, where, wanted)
    made = (_amount(row, key, figure, cells.get(row.id, {})) for row in rows)
    return [one for one in made if one is not None]


def _cells(
    catalogue: Catalogue, where: Selection, keys: Sequence[str]
) -> Mapping[str, Mapping[str, Statistic]]:
    found: dict[str, dict[str, Statistic]] = {}
    for cell in catalogue.cells(where, keys)[0]:
        found.setdefault(cell.report, {})[cell.statistic.indicator] = cell.statistic
    return found


def _amount(
    row: ReportRow, key: str, figure: Derived | None, cells: Mapping[str, Statistic]
) -> Amount | None:
    """None where the form of the report has no such figure."""
    if figure is None:
        cell = cells.get(key)
        worked = Worked(cell.value, None, None, "没有印出数字") if cell else None
    else:
        worked = work_out(figure, {each: cell.value for each, cell in cells.items()})
        worked = None if not cells else worked
    if worked is None:
        return None
    known = worked.value is not None
    return Amount(
        row.id,
        row.agency,
        row.region,
        row.level,
        row.year,
        row.form,
        key,
        worked.value,
        "" if known else worked.why,
        worked.numerator if figure and figure.is_rate else None,
        worked.denominator,
    )


def summed(catalogue: Catalogue, where: Selection, key: str) -> list[Sum]:
    """The figure added up over the bodies of the selection, one sum a year.

    A compilation for a region is left out where reports of that region are in the sum themselves.
    Raises BadValue for a rate: rates of different bodies add up to nothing.
    """
    label, unit = name_of(key)
    if key in derived() and derived()[key].is_rate:
        raise BadValue(f"“{label}”是比率，不能相加", "请改用它的分子和分母，或作比较和排名")
    rows = {row.id: row for row in catalogue.reports(where)[0]}
    compiled = _compilations(catalogue, rows.values())
    every = sorted(amounts(catalogue, where, key), key=_by_year)
    return [
        _sum(key, label, unit, list(group), compiled) for _, group in groupby(every, key=_by_year)
    ]


def _by_year(one: Amount) -> tuple[int, str]:
    return one.year or 0, _basis(one)


def _basis(one: Amount) -> str:
    """What a figure may be added to: its own form in table 2, any elsewhere."""
    return one.form if one.key.startswith("t2.") else ""


def _sum(
    key: str, label: str, unit: str, every: Sequence[Amount], compiled: Mapping[str, str]
) -> Sum:
    counted = [one for one in every if one.report not in compiled]
    values = [one.value for one in counted if one.value is not None]
    left_out = tuple(compiled[one.report] for one in every if one.report in compiled)
    return Sum(
        key,
        label,
        unit,
        every[0].year,
        _basis(every[0]),
        sum(values) if values else None,
        len(values),
        len(counted) - len(values),
        left_out,
    )


def _compilations(catalogue: Catalogue, rows: Iterable[ReportRow]) -> Mapping[str, str]:
    """Report id -> body of each compilation with reports of its region beside it in that year."""
    every = list(rows)
    there: dict[tuple[int | None, tuple[str, ...]], set[str]] = {}
    for row in every:
        for end in range(1, len(row.region) + 1):
            there.setdefault((row.year, row.region[:end]), set()).add(row.agency)
    found = {}
    for one in catalogue.standing([row.id for row in every]):
        below = there.get((one.year, one.region), set()) - {one.agency}
        if one.kind == "government" and one.scope != "own" and below:
            found[one.report] = one.agency
    return found


def ranking(catalogue: Catalogue, where: Selection, key: str) -> Ranking:
    """Reports by the figure, the largest first; equal figures share a place."""
    label, unit = name_of(key)
    every = amounts(catalogue, where, key)
    there = sorted(
        (one for one in every if one.value is not None),
        key=lambda one: (-(one.value or 0), one.agency),
    )
    return Ranking(
        key,
        label,
        unit,
        tuple(_places(there)),
        tuple(one for one in every if one.value is None),
        tuple(_ranking_notes(there)),
    )


def _places(there: Sequence[Amount]) -> Iterator[Ranked]:
    place, last = 0, None
    for at, one in enumerate(there, 1):
        if one.value != last:
            place, last = at, one.value
        yield Ranked(place, one)


def _ranking_notes(there: Sequence[Amount]) -> Iterator[str]:
    if len({one.level for one in there}) > 1:
        yield "各级机关混在一起，数量多少不宜直接比较；可以按层级筛选"
    if len({one.year for one in there}) > 1:
        yield "包含几个年度的报告"
    if len({_basis(one) for one in there}) > 1:
        yield "表二自 2021 年表样起统计口径不同，前后的数不能比较"


def peers(catalogue: Catalogue, report_id: str, key: str) -> Peers | None:
    """The figure of a report among those of its peers; None if the report has no such figure."""
    mine = next(iter(amounts(catalogue, Selection(report=frozenset({report_id})), key)), None)
    if mine is None or mine.year is None:
        return None
    kinds = {one.report: one for one in catalogue.standing([report_id])}
    where = Selection(
        year=frozenset({mine.year}),
        level=frozenset({mine.level}),
        kind=frozenset({kinds[report_id].kind}),
    )
    every = [one for one in amounts(catalogue, where, key) if _basis(one) == _basis(mine)]
    label, unit = name_of(key)
    values = sorted(one.value for one in every if one.value is not None)
    found = Peers(
        mine, label, unit, mine.level, len(values), len(every) - len(values), None, None, None, None
    )
    return _placed(found, values)


def _placed(found: Peers, values: Sequence[Number]) -> Peers:
    mine = found.amount.value
    if mine is None:
        return replace(found, note=found.amount.why)
    if len(values) < FEWEST_PEERS:
        return replace(
            found, note=f"同级同类机关只有 {len(values)} 个有这个数，不足 {FEWEST_PEERS} 个"
        )
    others = len(values) - 1
    below = sum(value < mine for value in values)
    equal = sum(value == mine for value in values) - 1
    low, median, high = quantiles(values, n=4, method="inclusive")
    share = 100 * (below + equal / 2) / others
    return replace(found, percentile=share, low=low, median=median, high=high)


def coverage(catalogue: Catalogue, where: Selection) -> Coverage:
    """Bodies by years: whose report is there, whose is cut, whose is missing.

    The years are those of the first to the last report of the selection.
    """
    rows = catalogue.reports(where)[0]
    dated = [row.year for row in rows if row.year is not None]
    years = tuple(range(min(dated), max(dated) + 1)) if dated else ()
    bodies = (list(group) for _, group in groupby(rows, key=lambda row: row.agency))
    return Coverage(
        years,
        tuple(_covered(body, years) for body in bodies),
        tuple(row.id for row in rows if row.year is None),
    )


def _covered(body: Sequence[ReportRow], years: Sequence[int]) -> Covered:
    there = {row.year: row for row in reversed(body) if row.year is not None}
    states = {year: _state(there.get(year)) for year in years}
    ids = {year: row.id for year, row in sorted(there.items())}
    return Covered(body[0].agency, body[0].region, body[0].level, states, ids)


def _state(row: ReportRow | None) -> str:
    if row is None:
        return "missing"
    return "cut" if row.damage else "present"
