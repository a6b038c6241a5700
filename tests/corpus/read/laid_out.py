"""A document set on pages, the way a word processor does: for tests that read it back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Block, Cell, Grid, Line
from tests.corpus.read.made_pdf import MadePage, em

LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 72.0, 770.0
SIZE, LEADING, PADDING = 10.5, 18.0, 5.4


@dataclass
class Setter:
    """Sets blocks one below the other, on as many pages as they need."""

    borders: str = "lines"  # or "boxes" around every cell, or "fills": boxes as thin as a line
    pages: list[MadePage] = field(default_factory=lambda: [MadePage()])
    y: float = TOP

    @property
    def page(self) -> MadePage:
        return self.pages[-1]

    def break_page(self) -> None:
        self.pages.append(MadePage())
        self.y = TOP

    def paragraph(self, line: Line) -> None:
        """Wrapped at the right margin; the first line of a longer one is indented."""
        size = SIZE + 1.5 * bool(line.level)
        indent = 0.0 if line.level else 2.0
        for index, text in enumerate(wrapped(line.text.strip(), (RIGHT - LEFT) / size, indent)):
            if self.y + LEADING > BOTTOM:
                self.break_page()
            self.y += LEADING
            self.page.text(LEFT + indent * size * (not index), self.y - 4, text, size)
        self.y += 4 * bool(line.level)

    def table(self, grid: Grid) -> None:
        """Ruled, with merged cells; a page break falls between rows."""
        edges = column_edges(grid)
        heights = row_heights(grid, edges)
        self.y += 6
        start = 0
        while start < len(heights):
            end = start
            room = BOTTOM - self.y
            while end < len(heights) and sum(heights[start : end + 1]) <= room:
                end += 1
            if end == start:
                self.break_page()
                continue
            self._part(grid, edges, heights, start, end)
            self.y += sum(heights[start:end])
            start = end
            if start < len(heights):
                self.break_page()
        self.y += 10

    def _part(
        self, grid: Grid, edges: Sequence[float], heights: Sequence[float], start: int, end: int
    ) -> None:
        for cell in (cell for row in grid.rows for cell in row):
            first, last = max(cell.row, start), min(cell.row + cell.rowspan, end)
            if first >= last:
                continue
            x0, x1 = edges[cell.column], edges[cell.column + cell.colspan]
            top = self.y + sum(heights[start:first])
            bottom = self.y + sum(heights[start:last])
            self._border(x0, top, x1, bottom)
            if cell.row == first:
                self._centred(cell.text, x0, top, x1, bottom)

    def _border(self, x0: float, top: float, x1: float, bottom: float) -> None:
        sides = [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        sides += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
        if self.borders == "boxes":
            self.page.box(x0 + 0.3, top + 0.3, x1 - 0.3, bottom - 0.3)
        for a, b, c, d in sides if self.borders != "boxes" else ():
            if self.borders == "fills":
                self.page.box(a - 0.25, b - 0.25, c + 0.25, d + 0.25, "f")
            else:
                self.page.line(a, b, c, d)

    def _centred(self, text: str, x0: float, top: float, x1: float, bottom: float) -> None:
        lines = wrapped(text, (x1 - x0 - PADDING) / SIZE)
        y = (top + bottom) / 2 - len(lines) * 6.5 + 10
        for line in lines:
            self.page.text((x0 + x1 - em(line) * SIZE) / 2, y, line, SIZE)
            y += 13

    def numbered(self) -> list[MadePage]:
        """The pages with their numbers, as "- 3 -"."""
        for number, page in enumerate(self.pages, 1):
            page.text(285, 800, f"- {number} -", SIZE)
        return self.pages


def laid_out(blocks: Sequence[Block], borders: str = "lines") -> list[MadePage]:
    """The blocks on numbered pages."""
    setter = Setter(borders)
    for block in blocks:
        if isinstance(block, Grid):
            setter.table(block)
        else:
            setter.paragraph(block)
    return setter.numbered()


def wrapped(text: str, width: float, indent: float = 0.0) -> list[str]:
    """Lines of at most so many ems; letters and digits that touch stay together."""
    lines, room = [""], width - indent
    for word in words(text):
        if lines[-1] and em(word) > room + 1e-6:
            lines.append("")
            room = width
        lines[-1] += word
        room -= em(word)
    return lines


def words(text: str) -> Iterator[str]:
    run = ""
    for character in text:
        if character.isascii() and not character.isspace():
            run += character
            continue
        if run:
            yield run
        run = ""
        yield character
    if run:
        yield run


def column_edges(grid: Grid) -> list[float]:
    """Columns as wide as their longest word, and wider where they have more to say."""
    count = max(cell.column + cell.colspan for row in grid.rows for cell in row)
    weights = [3.0] * count
    for cell in (cell for row in grid.rows for cell in row if cell.colspan == 1):
        tall = cell.rowspan > 4  # a label beside many rows is set downwards
        wanted = 2.5 if tall else min(max(em(cell.text), 3.0), 12.0)
        weights[cell.column] = max(weights[cell.column], wanted)
    unit = (RIGHT - LEFT) / sum(weights)
    edges = [LEFT]
    for weight in weights:
        edges.append(edges[-1] + weight * unit)
    return edges


def row_heights(grid: Grid, edges: Sequence[float]) -> list[float]:
    heights = [22.0] * len(grid.rows)
    for cell in (cell for row in grid.rows for cell in row):
        heights[cell.row] = max(heights[cell.row], _needed(cell, edges) / cell.rowspan)
    return heights


def _needed(cell: Cell, edges: Sequence[float]) -> float:
    width = edges[cell.column + cell.colspan] - edges[cell.column] - PADDING
    return 13.0 * len(wrapped(cell.text, width / SIZE)) + 9
