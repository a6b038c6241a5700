"""Drawings as geometry: where each point, tick and word of an SVG stands. No I/O, no HTML.

Years run along the x axis, one step a year. A year without a value parts the line; so does a change
of the form that makes counts incomparable. The y axis begins at zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Number

WIDTH, HEIGHT = 360, 210
"""Units of the drawing: about its size on the page in px, so that its words stay readable."""

LEFT, RIGHT, TOP, BOTTOM = 44, 348, 14, 178
LINES = 4
"""Lines in one drawing: as many as have a colour, dash and marker of their own."""

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Series:
    """One line to draw. A year that is not in `values` has no number."""

    name: str
    values: dict[int, Number]
    groups: dict[int, str]  # year -> what its counts may be compared with: the version of the form


@dataclass(frozen=True, slots=True)
class Point:
    """A value at its place."""

    x: float
    y: float
    year: int
    value: Number


@dataclass(frozen=True, slots=True)
class Line:
    """A series placed: its segments are drawn, the gaps between them are not."""

    name: str
    order: int  # 0-3: chooses colour, dash and marker
    segments: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A word on an axis and its place along it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that a template needs to draw the lines."""

    title: str
    description: str
    lines: tuple[Line, ...]
    years: tuple[Tick, ...]
    values: tuple[Tick, ...]
    gaps: tuple[Tick, ...]  # years without a report, with the word for it
    breaks: tuple[Tick, ...]  # where the form changed
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def line_chart(title: str, unit: str, series: Sequence[Series], covered: set[int]) -> Chart | None:
    """The chart of up to four series, or None if no line has two points, or one is below zero.

    `covered` are the years that have a report: a year between that has none is said to lack one,
    a year that has a report but no number is a plain gap.
    """
    drawn = series[:LINES]
    known = sorted({year for one in drawn for year in one.values})
    if not any(len(one.values) > 1 for one in drawn):
        return None
    if min(value for one in drawn for value in one.values.values()) < 0:
        return None
    years = range(known[0], known[-1] + 1)
    top = ceiling(max(value for one in drawn for value in one.values.values()))
    lines = tuple(_line(one, order, years, top) for order, one in enumerate(drawn))
    return Chart(
        title=title,
        description=_description(unit, drawn, years),
        lines=lines,
        years=tuple(Tick(_x(year, years), str(year)) for year in years),
        values=tuple(Tick(_y(top * n / 4, top), f"{top * n / 4:,g}") for n in range(5)),
        gaps=tuple(Tick(_x(year, years), "缺报告") for year in years if year not in covered),
        breaks=_breaks(drawn, years),
    )


def ceiling(value: Number) -> float:
    """The end of an axis: at least `value`, and four equal steps of whole round numbers to it."""
    step = 1.0
    while step * 4 < value:
        # The next of 1, 2, 2.5, 5, 10, 20, 25 ...; counts have no half steps, so 2.5 begins at 25.
        scale = 10 ** (len(str(int(step))) - 1)
        step = next(s * scale for s in _STEPS if s * scale > step and (s * scale) % 1 == 0)
    return step * 4


def share(value: Number, largest: Number) -> float:
    """The length of a bar in per cent; a value above zero is always to be seen."""
    if value <= 0 or largest <= 0:
        return 0.0
    return max(1.0, round(100 * value / largest, 1))


def _line(one: Series, order: int, years: range, top: float) -> Line:
    segments: list[list[Point]] = []
    before: int | None = None
    for year in sorted(one.values):
        if before is None or year - before > 1 or one.groups.get(year) != one.groups.get(before):
            segments.append([])
        value = one.values[year]
        segments[-1].append(Point(_x(year, years), _y(value, top), year, value))
        before = year
    return Line(one.name, order, tuple(map(tuple, segments)))


def _breaks(series: Sequence[Series], years: range) -> tuple[Tick, ...]:
    """Half way between two years whose counts may not be compared."""
    found = set()
    for one in series:
        known = sorted(one.groups)
        for first, second in pairwise(known):
            if one.groups[first] != one.groups[second]:
                found.add((_x(first, years) + _x(second, years)) / 2)
    return tuple(Tick(at, "表样变更") for at in sorted(found))


def _x(year: int, years: range) -> float:
    return round(LEFT + 12 + (RIGHT - LEFT - 24) * (year - years[0]) / max(1, len(years) - 1), 1)


def _y(value: Number, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * max(0, value) / top, 1)


def _description(unit: str, series: Sequence[Series], years: range) -> str:
    lines = []
    for one in series:
        values = (f"{year}年{one.values[year]:,}" for year in years if year in one.values)
        lines.append(f"{one.name}：{'，'.join(values)}")
    return f"单位：{unit or '见表'}。{'；'.join(lines)}。"
