"""Drawn reports as PDF files with text: pages, ruled tables that run over them, page numbers.

Rows stay whole; a table goes on on the next page, merged cells cut where the page ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bench.quality.pdf_file import pdf_file
from bench.quality.render_text import File, Filled, full_grid
from bench.quality.scene import Drawn, Slot, Table, Text

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 72.0  # A4, in points
_BODY, _CELL = 12.0, 9.0  # font sizes
_LEADING = 1.4  # line to line, in font sizes
_PAD = 3.0  # points between a cell's text and its sides


@dataclass(frozen=True, slots=True)
class Style:
    """How tables are drawn. `labels` are the widths of the label columns of table 3, in points."""

    labels: tuple[float, float, float] = (36.0, 60.0, 110.0)
    ruled: bool = True
    page_numbers: str = "- {} -"  # "" for none


STYLES: Mapping[str, Style] = {
    "pdf": Style(),
    "pdf, narrow labels": Style((20.0, 30.0, 66.0), page_numbers="{}"),
    "pdf, no page numbers": Style(page_numbers=""),
}
"""Name -> style of a PDF with ruled tables."""

UNRULED: Mapping[str, Style] = {"pdf, without rules": Style(ruled=False)}
"""Tables set without a line: only the gaps tell the columns."""


@dataclass(slots=True)
class _Pages:
    """Drawing instructions, page by page. `y` is the distance from the top of the page."""

    style: Style
    done: list[str] = field(default_factory=list)
    now: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  # what stands where, for people
    y: float = _MARGIN

    def room(self) -> float:
        return _HEIGHT - _MARGIN - self.y

    def turn(self) -> None:
        """Finish this page and begin the next."""
        number = len(self.done) + 1
        if self.style.page_numbers:
            self.text(_WIDTH / 2 - 8, _HEIGHT - 40, self.style.page_numbers.format(number), _CELL)
        self.done.append("\n".join(self.now))
        self.now, self.y = [], _MARGIN

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """A line of text with its upper left corner there."""
        codes = text.encode("utf-16-be").hex()
        if codes:
            place = f"{x:.1f} {_HEIGHT - y - 0.85 * size:.1f}"
            self.now.append(f"BT /F1 {size:g} Tf {place} Td <{codes}> Tj ET")
            self.seen.append(f"page {len(self.done) + 1}, {x:.0f} {y:.0f}: {text}")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling."""
        if self.style.ruled:
            ends = f"{x0:.1f} {_HEIGHT - y0:.1f} m {x1:.1f} {_HEIGHT - y1:.1f} l"
            self.now.append(f"0.5 w {ends} S")


def render_pdf(drawn: Drawn, layout: str, random: Random) -> File:
    """The report as a PDF in one of STYLES or UNRULED."""
    pages = _Pages({**STYLES, **UNRULED}[layout])
    for part in [*drawn.parts, *(drawn.beside.parts if drawn.beside else ())]:
        if isinstance(part, Text):
            _paragraph(part, pages)
        else:
            _table(part, pages)
    pages.turn()
    return File(
        "report.pdf", "\n".join(pages.seen), layout, raw=pdf_file(pages.done, _WIDTH, _HEIGHT)
    )


def wide(text: str) -> float:
    """Width in font sizes: a Chinese character is as wide as high, others half."""
    return sum(1.0 if sign > "\u2fff" else 0.5 for sign in text)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The lines a text takes in a column so wide."""
    lines = [""]
    for sign in text:
        if sign == "\n" or (lines[-1] and (wide(lines[-1]) + wide(sign)) * size > width):
            lines.append("")
        lines[-1] += sign if sign != "\n" else ""
    return lines


def _paragraph(part: Text, pages: _Pages) -> None:
    indent = "\u3000\u3000" if part.role == "prose" else ""
    for line in wrapped(indent + part.text, _BODY, _WIDTH - 2 * _MARGIN):
        if pages.room() < _BODY * _LEADING:
            pages.turn()
        pages.text(_MARGIN, pages.y, line, _BODY)
        pages.y += _BODY * _LEADING
    pages.y += 4


def _table(table: Table, pages: _Pages) -> None:
    """Row by row, as many on a page as there is room for."""
    grid = full_grid(table)
    edges = _edges(table, max(map(len, grid)), pages.style)
    heights = [_height(row, edges) for row in grid]
    _stretched(grid, edges, heights)
    start = 0
    while start < len(grid):
        end, height = start, 0.0
        while end < len(grid) and height + heights[end] <= pages.room():
            height += heights[end]
            end += 1
        if end == start and pages.y == _MARGIN:
            end += 1  # higher than a page: it runs out at the foot
        if end > start:
            _piece(table, grid, (start, end), (edges, heights), pages)
        if end < len(grid):
            pages.turn()
        start = end
    pages.y += 10


def _edges(table: Table, columns: int, style: Style) -> list[float]:
    """Where columns begin and end, from the left of the page."""
    labels: tuple[float, ...] = (90.0,) if table.number in (2, 3) else ()
    if table.number == 3 and columns >= 10:
        labels = style.labels
    rest = (_WIDTH - 2 * _MARGIN - sum(labels)) / max(columns - len(labels), 1)
    widths = [*labels[:columns], *[rest] * (columns - len(labels))]
    edges = [_MARGIN]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def _room(slot: Slot, column: int, edges: Sequence[float]) -> float:
    return edges[min(column + slot.across, len(edges) - 1)] - edges[column] - 2 * _PAD


def _lines(slot: Slot, column: int, edges: Sequence[float]) -> list[str]:
    return wrapped(slot.text, _CELL, max(_room(slot, column, edges), _CELL))


def _height(row: Sequence[Filled], edges: Sequence[float]) -> float:
    """Enough for every cell of this row alone."""
    counts = [
        len(_lines(place, column, edges))
        for column, place in enumerate(row)
        if isinstance(place, Slot) and place.down == 1
    ]
    return max([1, *counts]) * _CELL * _LEADING + 2 * _PAD


def _stretched(grid: list[list[Filled]], edges: Sequence[float], heights: list[float]) -> None:
    """The last row of a merged cell grows if its text needs more than its rows have."""
    for at, row in enumerate(grid):
        for column, place in enumerate(row):
            if isinstance(place, Slot) and place.down > 1:
                last = min(at + place.down, len(grid)) - 1
                need = len(_lines(place, column, edges)) * _CELL * _LEADING + 2 * _PAD
                heights[last] += max(0.0, need - sum(heights[at : last + 1]))


def _piece(
    table: Table,
    grid: list[list[Filled]],
    rows: tuple[int, int],
    measures: tuple[Sequence[float], Sequence[float]],
    pages: _Pages,
) -> None:
    """The rows of one page: the sides of every cell, and its text where it begins."""
    edges, heights = measures
    start, end = rows
    tops = [pages.y]
    for height in heights[start:end]:
        tops.append(tops[-1] + height)
    for at, column, slot in _cells(grid):
        first, last = max(at, start), min(at + slot.down, end)
        if first < last:
            right = edges[min(column + slot.across, len(edges) - 1)]
            box = (edges[column], tops[first - start], right, tops[last - start])
            _sides(box, pages)
            if at >= start:
                _set(_lines(slot, column, edges), box, pages)
    pages.y = tops[-1]


def _cells(grid: list[list[Filled]]) -> Iterator[tuple[int, int, Slot]]:
    for at, row in enumerate(grid):
        for column, place in enumerate(row):
            if isinstance(place, Slot):
                yield at, column, place


def _sides(box: tuple[float, float, float, float], pages: _Pages) -> None:
    x0, y0, x1, y1 = box
    pages.line(x0, y0, x1, y0)
    pages.line(x0, y1, x1, y1)
    pages.line(x0, y0, x0, y1)
    pages.line(x1, y0, x1, y1)


def _set(lines: Sequence[str], box: tuple[float, float, float, float], pages: _Pages) -> None:
    """The text of a cell, in the middle from top to bottom."""
    x0, y0, _, y1 = box
    y = y0 + max(_PAD, (y1 - y0 - len(lines) * _CELL * _LEADING) / 2)
    for line in lines:
        pages.text(x0 + _PAD, y, line, _CELL)
        y += _CELL * _LEADING
