"""Ruling lines to tables: cells between lines, merged where a line is missing."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from corpus.read.compose import Box
from corpus.read.pdf.drawn import Rule
from corpus.read.pdf.lines import (
    TextLine,
    around,
    cell_text,
    is_full,
    room_in,
    text_lines,
    words,
)
from corpus.read.pdf.page import Glyph, Page

_SNAP = 3.5  # points; lines closer than this are one: doubled borders, boxes drawn around each cell
_WIDE_SNAP = 6.5  # where cells are boxes with room between them; no row of text is flatter
_MANY_BOXES = 6  # lone boxes on a page; a frame around a note or a picture is one or two
_REACH = 3.3  # points that a line may end short of the line it meets; half of the above
_SHORTEST = 6.0  # points; shorter lines, dots put together, are no rulings
_GHOST = 7.0  # points; a row or column too narrow for any character is a doubled border
_WALL = 0.6  # of its length: a side drawn this far is a side; ends are short by a line width
_MOST_PAIRS = 4_000_000  # of crossing lines looked at on a page; a page of tables has 3,000
_MOST_CELLS = 50_000  # between all lines of one table


class _Line(NamedTuple):
    """A ruling: `at` down the page (or across it), from `start` to `end` the other way."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell, at rows and columns counted from 0, with its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    page: int
    box: Box
    text: str
    full: bool  # its last line leaves no room for another character


@dataclass(frozen=True, slots=True)
class Table:
    """A table as drawn on one page."""

    page: int
    box: Box
    top: float  # of the upright page; `box` is as the reader sees it
    edges: tuple[float, ...]  # of its columns, from left to right
    rows: int
    cells: tuple[DrawnCell, ...]
    column: int = 0  # of a page of two columns: 1 or 2; 0 for a table across the page


def tables(page: Page) -> tuple[list[Table], list[Glyph]]:
    """The tables of the page from top to bottom, and the characters that stand in none."""
    frames, boxes = _frames(page.rules, _SNAP)
    if boxes >= _MANY_BOXES:
        frames, _ = _frames(page.rules, _WIDE_SNAP)
    found: list[Table] = []
    rest = list(page.glyphs)
    for frame in sorted(frames, key=_area):  # the inner of two nested tables first
        inside = [glyph for glyph in rest if frame.holds(glyph)]
        table = _table(frame, inside, page)
        if table is not None:
            found.append(table)
            taken = set(map(id, inside))
            rest = [glyph for glyph in rest if id(glyph) not in taken]
    return sorted(found, key=lambda table: table.top), rest


def covered(page: Page) -> list[Box]:
    """The boxes of the page's tables, whether anything stands in them or not."""
    frames, _ = _frames(page.rules, _SNAP)
    return [(frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]) for frame in frames]


def _frames(rules: Sequence[Rule], snap: float) -> tuple[list["_Frame"], int]:
    """The nets that lines make, those nearer than `snap` being one; and the count of lone boxes."""
    across = _merged(((r.top, r.x0, r.x1) for r in rules if r.top == r.bottom), snap)
    down = _merged(((r.x0, r.top, r.bottom) for r in rules if r.x0 == r.x1), snap)
    if len(across) * len(down) > _MOST_PAIRS:
        return [], 0
    nets = list(_crossing(across, down))
    boxes = sum(len(lying) == len(standing) == 2 for lying, standing in nets)
    return [frame for net in nets if (frame := _frame(*net, snap))], boxes


def _merged(lines: Iterable[tuple[float, float, float]], snap: float) -> list[_Line]:
    """Lines at nearly the same place brought to one, and those that touch made one."""
    found: list[_Line] = []
    group: list[_Line] = []
    for line in sorted(_Line(*each) for each in lines):
        if group and line.at - group[0].at > snap:
            found += _joined(group)
            group = []
        group.append(line)
    found += _joined(group) if group else []
    return [line for line in found if line.end - line.start >= _SHORTEST]


def _joined(group: Sequence[_Line]) -> Iterator[_Line]:
    """The pieces of lines that touch as one line each, in the middle of its pieces."""
    run: list[_Line] = []
    end = 0.0
    for line in sorted(group, key=lambda each: each.start):
        if run and line.start > end + _REACH:
            yield _one(run, end)
            run = []
        end = max(end, line.end) if run else line.end
        run.append(line)
    yield _one(run, end)


def _one(run: Sequence[_Line], end: float) -> _Line:
    return _Line(sum(line.at for line in run) / len(run), run[0].start, end)


def _crossing(
    across: Sequence[_Line], down: Sequence[_Line]
) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Lines that hang together: lying ones and standing ones of each table."""
    meets: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(across):
        for other, upright in enumerate(down, len(across)):
            if _meet(line, upright):
                meets[index].append(other)
                meets[other].append(index)
    seen: set[int] = set()
    for start in range(len(across)):
        if start in seen or start not in meets:
            continue
        group, waiting = {start}, [start]
        while waiting:
            new = [each for each in meets[waiting.pop()] if each not in group]
            group.update(new)
            waiting += new
        seen |= group
        lying = [across[index] for index in sorted(group) if index < len(across)]
        yield lying, [down[index - len(across)] for index in sorted(group) if index >= len(across)]


def _meet(line: _Line, upright: _Line) -> bool:
    beside = line.start - _REACH <= upright.at <= line.end + _REACH
    return beside and upright.start - _REACH <= line.at <= upright.end + _REACH


@dataclass(frozen=True, slots=True)
class _Frame:
    """The lines of one table as a net: the places of its rows and columns, and what is drawn."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    lying: tuple[_Line, ...]
    standing: tuple[_Line, ...]

    def holds(self, glyph: Glyph) -> bool:
        x, y = _centre((glyph,))
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def _frame(lying: Sequence[_Line], standing: Sequence[_Line], snap: float) -> _Frame | None:
    """None for boxes above each other, which frame text or rows without columns, and drawings."""
    xs = _places(standing, lying, snap)
    ys = _places(lying, standing, snap)
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    return _Frame(xs, ys, tuple(lying), tuple(standing))


def _area(frame: _Frame) -> float:
    return (frame.xs[-1] - frame.xs[0]) * (frame.ys[-1] - frame.ys[0])


def _apart(places: Sequence[float], snap: float) -> list[float]:
    """The places, those nearer to each other than `snap` as one."""
    groups: list[list[float]] = []
    for place in places:
        if groups and place - groups[-1][0] <= snap:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _places(own: Sequence[_Line], other: Sequence[_Line], snap: float) -> tuple[float, ...]:
    """Where the lines stand; the sides that tables leave open are where the crossing lines end."""
    places = _apart(sorted(line.at for line in own), snap)
    starts, ends = sorted(line.start for line in other), sorted(line.end for line in other)
    if len(other) > 1 and starts[1] - starts[0] < _SNAP and starts[0] < places[0] - _GHOST:
        places.insert(0, starts[0])
    if len(other) > 1 and ends[-1] - ends[-2] < _SNAP and ends[-1] > places[-1] + _GHOST:
        places.append(ends[-1])
    return tuple(places)


def _table(frame: _Frame, glyphs: Sequence[Glyph], page: Page) -> Table | None:
    """The table in this frame; None for a frame with but one cell, or without any text."""
    regions = _regions(frame)
    owner = {
        (row, column): index
        for index, (top, left, down, across) in enumerate(regions)
        for row in range(top, top + down)
        for column in range(left, left + across)
    }
    held: dict[int, list[Glyph]] = defaultdict(list)
    for word in words(glyphs):
        held[owner[_cell_at(frame, word)]] += word
    if len(regions) < 2 or not held:
        return None
    lines = [text_lines(held[index]) for index in range(len(regions))]
    alike: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    for (_, left, _, across), own in zip(regions, lines, strict=True):
        alike[left, across] += own
    cells = [
        _cell(frame, region, own, alike[region[1], region[3]], page)
        for region, own in zip(regions, lines, strict=True)
    ]
    box = page.shown((frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]))
    table = Table(page.number, box, frame.ys[0], frame.xs, len(frame.ys) - 1, tuple(cells))
    centres = [_centre((glyph,)) for glyph in glyphs]
    return _without_ghosts(
        table,
        _real(frame.ys, [y for _, y in centres]),
        _real(frame.xs, [x for x, _ in centres]),
    )


def _centre(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    x0, top, x1, bottom = around(glyphs)
    return (x0 + x1) / 2, (top + bottom) / 2


def _cell_at(frame: _Frame, word: Sequence[Glyph]) -> tuple[int, int]:
    x, y = _centre(word)
    row = min(max(bisect_right(frame.ys, y) - 1, 0), len(frame.ys) - 2)
    return row, min(max(bisect_right(frame.xs, x) - 1, 0), len(frame.xs) - 2)


_Region = tuple[int, int, int, int]
"""First row, first column, rows, columns."""


def _regions(frame: _Frame) -> list[_Region]:
    """Cells of the net, those without a line between them taken together, in reading order."""
    rows, columns = len(frame.ys) - 1, len(frame.xs) - 1
    root = list(range(rows * columns))

    def find(cell: int) -> int:
        while root[cell] != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    below, beside = _Walls(frame.lying, frame.ys), _Walls(frame.standing, frame.xs)
    for row in range(rows):
        for column in range(columns):
            cell = row * columns + column
            if column + 1 < columns and not beside.drawn(column + 1, *frame.ys[row : row + 2]):
                root[find(cell)] = find(cell + 1)
            if row + 1 < rows and not below.drawn(row + 1, *frame.xs[column : column + 2]):
                root[find(cell)] = find(cell + columns)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for cell in range(rows * columns):
        groups[find(cell)].append(divmod(cell, columns))
    return sorted(region for group in groups.values() for region in _rectangles(group))


class _Walls:
    """Which sides between cells are drawn, by the place of the line."""

    def __init__(self, lines: Sequence[_Line], places: Sequence[float]) -> None:
        self._lines: dict[int, list[_Line]] = defaultdict(list)
        for line in lines:
            nearest = min(range(len(places)), key=lambda index: abs(places[index] - line.at))
            self._lines[nearest].append(line)

    def drawn(self, place: int, start: float, end: float) -> bool:
        covered = sum(
            max(0.0, min(line.end, end) - max(line.start, start)) for line in self._lines[place]
        )
        return covered >= _WALL * (end - start)


def _rectangles(group: Sequence[tuple[int, int]]) -> Iterator[_Region]:
    """The group as one region if it is a rectangle; else its pieces row by row."""
    top, left = min(row for row, _ in group), min(column for _, column in group)
    down, across = max(row for row, _ in group) - top + 1, max(c for _, c in group) - left + 1
    if down * across == len(group):
        yield top, left, down, across
        return
    run: list[tuple[int, int]] = []
    for row, column in sorted(group):
        if run and (row, column) != (run[-1][0], run[-1][1] + 1):
            yield run[0][0], run[0][1], 1, len(run)
            run = []
        run.append((row, column))
    yield run[0][0], run[0][1], 1, len(run)


def _cell(
    frame: _Frame,
    region: _Region,
    lines: Sequence[TextLine],
    alike: Sequence[TextLine],
    page: Page,
) -> DrawnCell:
    """The cell with its lines; `alike` are all lines of the cells above and below it."""
    top, left, down, across = region
    x0, x1 = frame.xs[left], frame.xs[left + across]
    box = page.shown((x0, frame.ys[top], x1, frame.ys[top + down]))
    room = room_in(x1 - x0, alike)
    full = bool(lines) and is_full(lines[-1], room)
    text = cell_text(lines, room)
    return DrawnCell(top, left, down, across, page.number, box, text, full)


def _real(places: Sequence[float], centres: Sequence[float]) -> list[bool]:
    """For each row (or column) whether it is one, and not the gap of a doubled border."""
    return [
        end - start >= _GHOST or any(start <= centre <= end for centre in centres)
        for start, end in pairwise(places)
    ]


def _without_ghosts(table: Table, rows: Sequence[bool], columns: Sequence[bool]) -> Table:
    if all(rows) and all(columns):
        return table
    down, across = _counts(rows), _counts(columns)
    kept = []
    for cell in table.cells:
        top, bottom = down[cell.row], down[cell.row + cell.rowspan]
        left, right = across[cell.column], across[cell.column + cell.colspan]
        if bottom > top and right > left:
            kept.append(
                replace(cell, row=top, column=left, rowspan=bottom - top, colspan=right - left)
            )
    real = [edge for edge, column in zip(table.edges, columns, strict=False) if column]
    edges = (*real, table.edges[-1])
    return replace(table, cells=tuple(kept), rows=down[-1], edges=edges)


def _counts(kept: Sequence[bool]) -> list[int]:
    """For each n how many of the first n are kept."""
    counts = [0]
    for each in kept:
        counts.append(counts[-1] + each)
    return counts
