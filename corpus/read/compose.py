"""Pieces of a file to the text and blocks of a Document: the same numbering for every format.

A reader says what stands where; this module gives each piece its line of `Document.text`. A row of
a table is one line, its cells parted by tabs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import NotReadable
from corpus.model import Block, Cell, Grid, Line, Place

MOST_CELLS = 200_000
"""The tables of a report have some 450 cells; four hundred times that is no report."""

LONG_CELL = 300
"""Characters. The longest official label has 41, so more is prose that a table only lays out."""

WIDEST, TALLEST = 64, 400
"""Columns and rows a merged cell may cover: the official tables have 15 columns and 28 rows. A cell
that claims more is lying, and a lying span costs memory."""

_MOST_COLUMNS = 256  # merged cells further right are lies told to make rows endlessly wide

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the upper left corner of the page."""

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Text:
    """A line of running text before it has its place."""

    text: str
    level: int = 0
    gap: bool = True
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell before it has its place. A merged cell is one slot, at its upper left corner."""

    text: str
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A table before it has its place. Slots of a row stand from left to right."""

    rows: tuple[tuple[Slot, ...], ...]
    spans: bool = True
    page: int | None = None
    box: Box | None = None


Piece = Text | Rows


def compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The text of the document and the blocks with their places in it.

    Raises NotReadable: more than MOST_CELLS cells.
    """
    lines: list[str] = []
    blocks: list[Block] = []
    offset = cells = 0
    for piece in pieces:
        number = len(lines) + 1
        if isinstance(piece, Rows):
            grid = _grid(without_empty_rows(piece), number)
            if not grid.rows:
                continue
            cells += sum(map(len, grid.rows))
            check_cells(cells)
            blocks.append(grid)
            added = ["\t".join(cell.text for cell in row) for row in grid.rows]
        else:
            text = _BREAKS.sub(" ", piece.text)
            place = Place(number, page=piece.page, box=piece.box)
            blocks.append(Line(text, offset, place, piece.level, piece.gap))
            added = [text]
        lines += added
        offset += sum(len(line) + 1 for line in added)
    return "\n".join(lines), tuple(blocks)


def check_cells(count: int) -> None:
    """Raises NotReadable if a document has more cells than a report can have."""
    if count > MOST_CELLS:
        raise NotReadable(
            f"表格超过 {MOST_CELLS:,} 格", "年度报告的表格不会这样大，请确认文件或拆分后再试"
        )


def without_empty_rows(table: Rows) -> Rows:
    """The table without rows in which no cell begins; merged cells over them get shorter."""
    kept = [index for index, row in enumerate(table.rows) if row]
    if len(kept) == len(table.rows):
        return table
    ahead = [0]  # ahead[n]: kept rows among the first n
    for row in table.rows:
        ahead.append(ahead[-1] + bool(row))
    return replace(table, rows=tuple(_shortened(table.rows[index], index, ahead) for index in kept))


def _shortened(row: Sequence[Slot], index: int, ahead: Sequence[int]) -> tuple[Slot, ...]:
    last = len(ahead) - 1
    return tuple(
        replace(slot, rowspan=max(ahead[min(index + slot.rowspan, last)] - ahead[index], 1))
        for slot in row
    )


def flowed(rows: Iterable[Sequence[tuple[str, int, int]]]) -> Iterator[tuple[Slot, ...]]:
    """Cells (text, rows and columns covered) at the columns left free by merged cells above."""
    until: dict[int, int] = {}  # column -> first row in which it is free again
    for index, row in enumerate(rows):
        column, slots = 0, list[Slot]()
        for text, rowspan, colspan in row:
            down, across = rowspan, colspan
            while until.get(column, 0) > index:
                column += 1
            if column >= _MOST_COLUMNS:
                down = across = 1
            if down > 1:
                until.update(dict.fromkeys(range(column, column + across), index + down))
            slots.append(Slot(text, column, down, across))
            column += across
        yield tuple(slots)


def run_together(lines: Iterable[str]) -> str:
    """The lines of one cell as one text. Nothing is put between Han characters; a space keeps two
    numbers or words apart, so that 12 above 15 never reads as 1215.

    >>> run_together(["三、本年", "度办理"]), run_together(["12", "15"]), run_together(["3", "件"])
    ('三、本年度办理', '12 15', '3件')
    """
    text = ""
    for line in (line.strip() for line in lines):
        han = not text or not line or _HAN.match(text[-1]) or _HAN.match(line[0])
        text += line if han else f" {line}"
    return text


def note_sign(before: str, raised: str) -> str:
    """What stands raised behind this text. Behind a digit a raised digit is the sign of a note and
    no digit of the number, so it is put into brackets.

    >>> note_sign("18", "1"), note_sign("平方米", "2"), note_sign("18", "①")
    ('[1]', '2', '①')
    """
    words = raised.strip()
    behind = before.rstrip()[-1:].isdigit() and words[:1].isdecimal()
    return f"[{words}]" if behind else raised


def _grid(table: Rows, number: int) -> Grid:
    placed = tuple(
        tuple(
            Cell(
                (slot.text if slot.text.isprintable() else _BREAKS.sub(" ", slot.text)).strip(),
                Place(number + index, order, slot.page, slot.box),
                index,
                slot.column,
                slot.rowspan,
                slot.colspan,
            )
            for order, slot in enumerate(row, 1)
        )
        for index, row in enumerate(table.rows)
    )
    return Grid(placed, table.spans, Place(number, page=table.page, box=table.box))
