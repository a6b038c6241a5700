"""The statistics column: whole-answer figures as a table, a drawing, bars and failed checks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import ReportRow
from corpus.forms import indicators
from corpus.model import Finding, Number
from search_api.answers import Answer, Figure
from search_api.pages.address import report_url
from search_api.pages.cells import ABSENT, MISSING, Shown, number, shown, signs
from search_api.pages.charts import LINES, Chart, Series, line_chart, share
from search_api.pages.checks import check
from search_api.statistics import headline

SHOWN_ROWS = 36
"""Lines of the table: six bodies over six years. The download has all."""

SHOWN_COLUMNS = 6
"""Indicators of the table, those that say most: more would hide beyond its edge, and with twenty
passages the page would have more than 1,500 elements."""

SHOWN_BARS = 12
SHOWN_NOTICES = 5

_UNCOMPARABLE = 2
"""The table whose counts of different forms may not be compared."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure beside a passage or in a table. `unit` is "" unless a number stands there."""

    label: str
    shown: Shown
    unit: str
    why: str
    doubtful: bool  # a finding names it that did not pass
    implied: str  # what the form's identities give instead; "" if nothing
    url: str  # the cell on the report page


@dataclass(frozen=True, slots=True)
class YearRow:
    """The figures of one report, one for each column."""

    year: str
    url: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class AgencyRows:
    """The years of one body, newest first."""

    agency: str
    years: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator at the head of the table."""

    label: str  # as on the form
    short: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Bodies and years by indicators."""

    why: str  # how these indicators came here
    columns: tuple[Column, ...]
    rows: tuple[AgencyRows, ...]
    signs: tuple[Shown, ...]
    left_out: int  # reports beyond SHOWN_ROWS
    columns_left_out: tuple[str, ...]  # labels of indicators beyond SHOWN_COLUMNS


@dataclass(frozen=True, slots=True)
class Bar:
    """A body, its number and the length of its bar in per cent."""

    name: str
    figure: FigureView
    share: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Bodies side by side in one year, largest first."""

    title: str
    bars: tuple[Bar, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A failed check of a report on this page."""

    report: str  # body and year
    message: str
    url: str


@dataclass(frozen=True, slots=True)
class History:
    """Figures of some bodies over all years. `years` are those in which one of them reported."""

    rows: tuple[Figure, ...] = ()
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Panels:
    """The whole column. Anything may be missing; `is_empty` says if all is."""

    overview: Overview | None
    chart: Chart | None
    comparison: Comparison | None
    notices: tuple[Notice, ...]
    notices_left_out: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return self.overview is None and not self.notices


def figure_view(figure: Figure) -> FigureView:
    """A figure as it is written beside a passage."""
    known = indicators().get(figure.indicator)
    off_form = known is not None and figure.form not in {*map(str, known.forms), "unknown"}
    nothing = figure.value is None and figure.printed is None
    written = ABSENT if off_form and nothing else shown(figure.value, figure.status, figure.printed)
    differs = figure.implied is not None and figure.implied != figure.value
    return FigureView(
        label=figure.label,
        shown=written,
        unit=figure.unit if written.is_number else "",
        why=figure.why,
        doubtful=bool(figure.findings),
        implied=number(figure.implied) if figure.implied is not None and differs else "",
        url=figure.url,
    )


def panels(answer: Answer, history: History, failed: Sequence[tuple[ReportRow, Finding]]) -> Panels:
    """The statistics column of an answer.

    `history` has the figures of its first bodies over all years; `failed` are the failed findings
    of its reports.
    """
    keys = _telling(answer)
    notices = tuple(_notice(row, finding) for row, finding in failed)
    return Panels(
        overview=_overview(answer, keys) if answer.rows else None,
        chart=_chart(history, keys),
        comparison=_comparison(answer.rows, keys[0]) if keys else None,
        notices=notices[:SHOWN_NOTICES],
        notices_left_out=max(0, len(notices) - SHOWN_NOTICES),
    )


def bodies(answer: Answer) -> tuple[str, ...]:
    """The bodies whose years are drawn: as many as there are lines, in the order of the answer."""
    return tuple(dict.fromkeys(row.agency for row in answer.rows))[:LINES]


def _telling(answer: Answer) -> list[str]:
    """The indicators, those first that say most: with the most numbers above zero."""
    said = Counter(row.indicator for row in answer.rows if row.value)
    return sorted((key for key, _, _ in answer.indicators), key=lambda key: -said[key])


def _overview(answer: Answer, keys: Sequence[str]) -> Overview:
    reports = _by_report(answer.rows)
    taken = list(reports.items())[:SHOWN_ROWS]
    named = {key: (key, label, why) for key, label, why in answer.indicators}
    keys, others = keys[:SHOWN_COLUMNS], keys[SHOWN_COLUMNS:]
    agencies: dict[str, list[YearRow]] = {}
    for _, figures in taken:
        one = next(iter(figures.values()))
        row = YearRow(_year(one.year), report_url(one.report), _cells(figures, keys, one.form))
        agencies.setdefault(one.agency, []).append(row)
    rows = tuple(AgencyRows(name, tuple(years)) for name, years in agencies.items())
    kinds = {view.shown.kind for row in rows for year in row.years for view in year.figures}
    return Overview(
        why="检索词所指的指标"
        if answer.indicators != headline()
        else "检索词没有指明指标，列出主要数字",
        columns=tuple(_column(*named[key]) for key in keys),
        rows=rows,
        signs=signs(kinds - {"zero"}),
        left_out=len(reports) - len(taken),
        columns_left_out=tuple(_column(*named[key]).short for key in others),
    )


def _by_report(rows: Iterable[Figure]) -> Mapping[str, Mapping[str, Figure]]:
    """Report id -> indicator -> figure; by body in the order given, newest year first."""
    rows = list(rows)
    place = {name: n for n, name in enumerate(dict.fromkeys(row.agency for row in rows))}
    found: dict[str, dict[str, Figure]] = {}
    for row in sorted(rows, key=lambda row: (place[row.agency], -(row.year or 0), row.report)):
        found.setdefault(row.report, {})[row.indicator] = row
    return found


def _cells(figures: Mapping[str, Figure], keys: Sequence[str], form: str) -> tuple[FigureView, ...]:
    return tuple(
        figure_view(figures[key]) if key in figures else _nothing(key, form) for key in keys
    )


def _nothing(key: str, form: str) -> FigureView:
    """No figure at all: not on that version of the form, else not found in the report."""
    known = indicators().get(key)
    on_form = known is None or form in map(str, known.forms)
    sign = MISSING if on_form else ABSENT
    return FigureView(key if known is None else known.label, sign, "", "", False, "", "")


def _column(key: str, label: str, why: str) -> Column:
    known = indicators().get(key)
    return (
        Column(label, label, "", why)
        if known is None
        else Column(label, known.short, known.unit, why)
    )


def _chart(history: History, keys: Sequence[str]) -> Chart | None:
    """One line a body for the first indicator; for a single body, a line for each indicator."""
    if not keys:
        return None
    rows, covered = history.rows, set(history.years)
    agencies = tuple(dict.fromkeys(row.agency for row in rows))
    first = _column(keys[0], keys[0], "")
    if len(agencies) == 1:
        alike = [key for key in keys if _column(key, key, "").unit == first.unit]
        lines = [_series(_column(key, key, "").short, key, rows) for key in alike]
        return line_chart(f"{agencies[0]}：年度变化", first.unit, _longest(lines), covered)
    lines = [
        _series(agency, keys[0], [row for row in rows if row.agency == agency])
        for agency in agencies
    ]
    return line_chart(f"{first.short}：年度变化", first.unit, _longest(lines), covered)


def _longest(lines: Sequence[Series]) -> Sequence[Series]:
    """Those with most years, in the order given; a line without a number is none."""
    best = sorted((one for one in lines if one.values), key=lambda one: -len(one.values))[:LINES]
    return [one for one in lines if one in best]


def _series(name: str, key: str, rows: Sequence[Figure]) -> Series:
    values: dict[int, Number] = {}
    groups: dict[int, str] = {}
    known = indicators().get(key)
    broken = known is not None and known.table == _UNCOMPARABLE
    for row in rows:
        if row.indicator == key and row.year is not None and row.value is not None:
            values[row.year] = row.value
            groups[row.year] = row.form if broken else ""
    return Series(name, values, groups)


def _comparison(rows: Sequence[Figure], key: str) -> Comparison | None:
    """The newest year in which two bodies or more have a number; counts of one form only."""
    years: dict[int, dict[str, Figure]] = {}
    for row in rows:
        if row.indicator == key and row.year is not None and row.value is not None:
            years.setdefault(row.year, {})[row.agency] = row
    full = [year for year, found in years.items() if len({*found}) > 1]
    if not full or not _one_form(key, years[max(full)].values()):
        return None
    year = max(full)
    ranked = sorted(years[year].values(), key=lambda row: (-(row.value or 0), row.agency))
    largest = ranked[0].value or 0
    if largest <= 0:
        return None
    bars = [Bar(row.agency, figure_view(row), share(row.value or 0, largest)) for row in ranked]
    column = _column(key, ranked[0].label, "")
    unit = f"（{column.unit}）" if column.unit else ""
    title = f"{year} 年{column.short}：本页机关比较{unit}"
    return Comparison(title, tuple(bars[:SHOWN_BARS]), max(0, len(bars) - SHOWN_BARS))


def _one_form(key: str, figures: Iterable[Figure]) -> bool:
    known = indicators().get(key)
    alike = known is None or known.table != _UNCOMPARABLE
    return alike or len({figure.form for figure in figures}) == 1


def _notice(row: ReportRow, finding: Finding) -> Notice:
    """Short: the equation stands on the report's page."""
    said = check(finding)
    short = "。".join(part for part in (f"{said.title}：{said.sums}", said.located) if part)
    return Notice(
        report=f"{row.agency} {_year(row.year)}",
        message=short if said.sums else finding.message,
        url=report_url(row.id, "", said.id),
    )


def _year(year: int | None) -> str:
    return "年度不明" if year is None else f"{year} 年"
