"""Pages of figures over many reports: one indicator through bodies and years, and what there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from corpus.forms import indicators
from corpus.forms.derived import derived
from corpus.model import Number
from search_api.comparison import Amount, Coverage, Covered, Peers, Ranking, Sum, name_of
from search_api.pages.address import report_url
from search_api.pages.cells import ABSENT, Shown, number
from search_api.pages.charts import LINES, Chart, Series, line_chart, share
from search_api.pages.search import Link
from search_api.service import Direct
from search_api.statistics import HEADLINE, cell_url, label_of, uncomparable

BODIES_A_PAGE = 60
"""Rows of a matrix: with six years each some 400 cells, within the 1,500 elements of a page."""

SHOWN_RANKS = 30
USUAL = "t3.new.total"

LEVELS = {
    "province": "省级",
    "prefecture": "市级",
    "county": "区县级",
    "township": "乡镇级",
    "unknown": "层级不明",
}
KINDS = {
    "government": "政府",
    "department": "部门",
    "subdistrict": "街道",
    "town": "乡镇",
    "institution": "事业单位",
    "zone": "功能区",
    "unknown": "类型不明",
}
STATES = {"present": "已收录", "cut": "残缺", "missing": "缺"}
NO_REPORT = Shown("缺报告", "absent", "这一年没有收录报告")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for. Names are as typed."""

    indicator: str = USUAL
    agency: tuple[str, ...] = ()
    region: str = ""
    level: str = ""
    kind: str = ""
    year_from: int | None = None
    year_to: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class ValueView:
    """One figure of one report."""

    shown: Shown
    made_of: str  # 21 / 28, of a rate; ""
    url: str  # "" without a report


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body through the years."""

    agency: str
    note: str  # level
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class SumRow:
    """A figure added up over one year."""

    year: str
    form: str
    value: str
    reports: int
    without: int
    left_out: str


@dataclass(frozen=True, slots=True)
class RankRow:
    """One place of a ranking."""

    place: int
    agency: str
    value: ValueView
    share: float


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Everything the template says."""

    asked: Chosen
    said: str  # the bodies as typed
    label: str
    unit: str
    ground: str
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # group -> (key, label)
    years: tuple[int, ...]  # columns
    known_years: tuple[int, ...]  # to choose from
    rows: tuple[BodyRow, ...]
    left_out: int
    pages: tuple[Link, ...]
    chart: Chart | None
    sums: tuple[SumRow, ...]
    no_sums: str  # why there are none; ""
    rank_year: str
    ranks: tuple[RankRow, ...]
    ranks_left_out: int
    without: int  # reports without a place
    notes: tuple[str, ...]
    json_url: str
    csv_url: str
    xlsx_url: str
    levels: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DirectView:
    """The figure a question asks for, above the passages."""

    who: str  # body and year, or the year of a sum
    label: str
    value: ValueView
    unit: str
    doubtful: bool
    ground: str
    years: tuple[tuple[str, ValueView], ...]  # of the body; a year without a report says so
    notes: tuple[str, ...]  # its place among peers, or what is in the sum
    url: str  # all of it


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One body through the years: (state, word, address)."""

    agency: str
    region: str
    level: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """The matrix of bodies by years."""

    asked: Chosen
    years: tuple[int, ...]
    rows: tuple[CoverageRow, ...]
    total: int
    counts: tuple[tuple[str, int], ...]  # 已收录 120 ...
    pages: tuple[Link, ...]
    undated: tuple[Link, ...]
    levels: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    json_url: str


def figures_url(asked: Chosen, path: str = "/statistics") -> str:
    """The page that asks so."""
    usual = Chosen()
    pairs = [("indicator", asked.indicator)] if asked.indicator != usual.indicator else []
    pairs += _narrowing(asked)
    pairs += [("page", str(asked.page))] if asked.page > 1 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _narrowing(asked: Chosen) -> list[tuple[str, str]]:
    pairs = [("agency", name) for name in asked.agency]
    pairs += [(name, getattr(asked, name)) for name in ("region", "level", "kind")]
    bounds = (("year_from", asked.year_from), ("year_to", asked.year_to))
    pairs += [(name, "" if year is None else str(year)) for name, year in bounds]
    return [pair for pair in pairs if pair[1]]


def figures_page(
    asked: Chosen,
    every: Sequence[Amount],
    sums: Sequence[Sum] | str,
    ranked: Ranking | None,
    known_years: Sequence[int],
    *,
    notes: Sequence[str] = (),
) -> FiguresPage:
    """One indicator. `sums` may be the reason why there are none; `ranked` is of the last year."""
    key = asked.indicator
    label, unit = name_of(key)
    years = _years(every)
    bodies = _bodies(every)
    start = (asked.page - 1) * BODIES_A_PAGE
    shown = list(bodies.items())[start : start + BODIES_A_PAGE]
    last = max((one.year or 0 for one in every), default=0)
    return FiguresPage(
        asked=asked,
        said="、".join(asked.agency),
        label=label,
        unit=unit,
        ground=derived()[key].ground if key in derived() else "",
        choices=_choices(key),
        years=years,
        known_years=tuple(sorted(known_years)),
        rows=tuple(_body_row(name, found, years) for name, found in shown),
        left_out=max(0, len(bodies) - BODIES_A_PAGE),
        pages=_pages(asked, len(bodies), "/statistics"),
        chart=_chart(label, unit, bodies),
        sums=() if isinstance(sums, str) else tuple(_sum_row(one, unit) for one in sums),
        no_sums=sums if isinstance(sums, str) else "",
        rank_year=str(last) if last else "",
        ranks=tuple(_ranks(ranked)),
        ranks_left_out=max(0, len(ranked.ranked) - SHOWN_RANKS) if ranked else 0,
        without=len(ranked.without) if ranked else 0,
        notes=(*notes, *_notes(key, every), *(ranked.notes if ranked else ())),
        json_url=_api_url(asked),
        csv_url=_api_url(asked, format="csv"),
        xlsx_url=_api_url(asked, format="xlsx"),
        levels=tuple(LEVELS.items()),
        kinds=tuple(KINDS.items()),
    )


def _api_url(asked: Chosen, **more: str) -> str:
    pairs = [("indicator", asked.indicator), *_narrowing(asked), *more.items()]
    return f"/api/v1/statistics?{urlencode(pairs)}"


def _choices(key: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What can be picked: the main cells, what is worked out, totals of table 3, tables 2 and 4."""
    known = indicators()
    cells = {
        "表三（总计）": [k for k in known if k.startswith("t3.") and k.endswith(".total")],
        "表二": [k for k in known if k.startswith("t2.")],
        "表四": [k for k in known if k.startswith("t4.")],
    }
    made = {
        "主要数字": [(k, label_of(k)) for k in HEADLINE],
        "推算": [(one.key, one.label) for one in derived().values()],
        **{
            name: [(k, label_of(k)) for k in keys if k not in HEADLINE]
            for name, keys in cells.items()
        },
    }
    listed = {k for pairs in made.values() for k, _ in pairs}
    if key not in listed:
        made["所选"] = [(key, label_of(key))]
    return tuple((name, tuple(pairs)) for name, pairs in made.items())


def _years(every: Sequence[Amount]) -> tuple[int, ...]:
    known = [one.year for one in every if one.year is not None]
    return tuple(range(min(known), max(known) + 1)) if known else ()


def _bodies(every: Sequence[Amount]) -> Mapping[str, Sequence[Amount]]:
    found: dict[str, list[Amount]] = {}
    for one in every:
        found.setdefault(one.agency, []).append(one)
    return found


def _body_row(agency: str, found: Sequence[Amount], years: Sequence[int]) -> BodyRow:
    there = {one.year: one for one in found}
    values = (
        value_view(there[year]) if year in there else ValueView(NO_REPORT, "", "") for year in years
    )
    return BodyRow(agency, LEVELS.get(found[0].level, ""), tuple(values))


def value_view(one: Amount) -> ValueView:
    """A figure as it is written, with the cell or the report it stands in."""
    made = indicators().get(one.key)
    url = cell_url(one.report, made) if made else report_url(one.report, "", "t3")
    if one.value is None:
        sign = Shown("—", "blank", one.why or "没有可用的数")
        return ValueView(sign if one.why != "本格式没有这些格" else ABSENT, "", url)
    rate = one.denominator is not None and one.numerator is not None
    said = number(round(one.value, 1)) if rate else number(one.value)
    made_of = f"{number(one.numerator or 0)}/{number(one.denominator or 0)}" if rate else ""
    return ValueView(Shown(said, "number" if one.value else "zero"), made_of, url)


def _chart(label: str, unit: str, bodies: Mapping[str, Sequence[Amount]]) -> Chart | None:
    """Lines of the bodies with most years, if there are few enough to tell them apart."""
    if len(bodies) > LINES:
        return None
    lines = [_series(name, found) for name, found in bodies.items()]
    years = [{one.year for one in found if one.year is not None} for found in bodies.values()]
    covered = set[int]().union(*years)
    return line_chart(f"{label}：年度变化", unit, [one for one in lines if one.values], covered)


def _series(name: str, found: Sequence[Amount]) -> Series:
    values: dict[int, Number] = {}
    groups: dict[int, str] = {}
    for one in found:
        if one.year is not None and one.value is not None:
            values[one.year] = one.value
            groups[one.year] = one.form if uncomparable(one.key) else ""
    return Series(name, values, groups)


def _sum_row(one: Sum, unit: str) -> SumRow:
    return SumRow(
        year="年度不明" if one.year is None else f"{one.year} 年",
        form=f"{one.form} 年版表样" if one.form else "",
        value="—" if one.value is None else f"{number(round(one.value, 2))} {unit}",
        reports=one.reports,
        without=one.without,
        left_out="、".join(one.left_out),
    )


def _ranks(ranked: Ranking | None) -> Iterator[RankRow]:
    if ranked is None or not ranked.ranked:
        return
    largest = ranked.ranked[0].amount.value or 0
    for one in ranked.ranked[:SHOWN_RANKS]:
        value = one.amount.value or 0
        yield RankRow(one.place, one.amount.agency, value_view(one.amount), share(value, largest))


def _notes(key: str, every: Sequence[Amount]) -> Iterator[str]:
    if uncomparable(key) and len({one.form for one in every}) > 1:
        yield "表二自 2021 年表样起统计口径不同，前后的数不能比较，折线在此断开"
    nothing = sum(one.value is None for one in every)
    if nothing:
        yield f"{len(every)} 份报告中有 {nothing} 份没有可用的数，以“—”表示，不作为零"


def _pages(asked: Chosen, total: int, path: str) -> tuple[Link, ...]:
    last = -(-total // BODIES_A_PAGE)
    if last < 2:
        return ()
    near = {1, last, *range(max(1, asked.page - 2), min(last, asked.page + 2) + 1)}
    return tuple(
        Link(str(page), figures_url(replace(asked, page=page), path), page == asked.page)
        for page in sorted(near)
    )


def direct_view(one: Direct) -> DirectView:
    """The figure asked for; of a body with its years, of a selection what is in the sum."""
    if one.amount is not None:
        mine = one.amount
        return DirectView(
            who=f"{mine.agency} {mine.year} 年",
            label=one.label,
            value=value_view(mine),
            unit=one.unit if mine.value is not None else "",
            doubtful=one.doubtful,
            ground=one.ground,
            years=tuple(_through_years(one.years)),
            notes=tuple(_among(one.peers)) if one.peers else (),
            url=figures_url(Chosen(indicator=one.key, agency=(mine.agency,))),
        )
    total = one.total
    value = total.value if total else None
    said = Shown("—" if value is None else number(round(value, 2)), "number")
    return DirectView(
        who=f"{total.year} 年合计" if total else "",
        label=one.label,
        value=ValueView(said, "", ""),
        unit=one.unit,
        doubtful=False,
        ground=one.ground,
        years=(),
        notes=tuple(_counted(total)) if total else (),
        url=figures_url(Chosen(indicator=one.key)),
    )


def _through_years(years: Sequence[Amount]) -> Iterator[tuple[str, ValueView]]:
    """Every year from the first to the last; where the form changed what is counted, it is said."""
    there = {one.year: one for one in years if one.year is not None}
    before: Amount | None = None
    for year in range(min(there), max(there) + 1) if there else ():
        one = there.get(year)
        if one is None:
            yield str(year), ValueView(NO_REPORT, "", "")
            continue
        broken = before is not None and before.form != one.form and uncomparable(one.key)
        yield f"{year}{'（此前口径不同）' if broken else ''}", value_view(one)
        before = one


def _among(one: Peers) -> Iterator[str]:
    among = f"同年、同级、同类 {one.peers} 份报告有这个数，{one.without} 份没有可用的数"
    if one.percentile is None:
        yield f"{among}；{one.note}" if one.note else among
        return
    low, median, high = (number(round(each or 0, 1)) for each in (one.low, one.median, one.high))
    yield f"高于其中 {one.percentile:.0f}%；中位数 {median}，四分位数 {low}—{high}（{among}）"


def _counted(one: Sum) -> Iterator[str]:
    yield f"计入 {one.reports} 份报告，{one.without} 份没有可用的数"
    if one.left_out:
        yield f"为免重复未计入：{'、'.join(one.left_out)}"


def coverage_page(asked: Chosen, one: Coverage) -> CoveragePage:
    """The matrix, one page of it."""
    start = (asked.page - 1) * BODIES_A_PAGE
    states = [state for body in one.bodies for state in body.years.values()]
    pairs = _narrowing(asked)
    return CoveragePage(
        asked=asked,
        years=one.years,
        rows=tuple(map(_covered, one.bodies[start : start + BODIES_A_PAGE])),
        total=len(one.bodies),
        counts=tuple((word, states.count(state)) for state, word in STATES.items()),
        pages=_pages(asked, len(one.bodies), "/coverage"),
        undated=tuple(Link(report, report_url(report)) for report in one.undated),
        levels=tuple(LEVELS.items()),
        kinds=tuple(KINDS.items()),
        json_url=f"/api/v1/coverage?{urlencode(pairs)}" if pairs else "/api/v1/coverage",
    )


def _covered(body: Covered) -> CoverageRow:
    cells = (
        (state, STATES[state], report_url(body.reports[year]) if year in body.reports else "")
        for year, state in body.years.items()
    )
    region = " › ".join(body.region)
    return CoverageRow(body.agency, region, LEVELS.get(body.level, ""), tuple(cells))
