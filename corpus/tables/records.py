"""Runs of cells to records: a label and the figures that belong to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.model import Cell, Grid
from corpus.tables.labels import ROW_OR_COLUMN, Named, name, take_apart
from corpus.tables.numbers import is_figure, may_be_figure
from corpus.tables.serial import without_row_numbers
from corpus.tables.stream import Run

_UNREADABLE = re.compile(r"[^\u4e00-\u9fff]{1,3}")  # O, ?, l2: a figure that was misread
_WORDS = re.compile(r"[^\d]*[\u4e00-\u9fff][^\d]*")  # a remark; with a digit it may be a figure
_MOST_JOINED = 22  # cells one label may be broken into, two characters each; the longest has 41


@dataclass(slots=True)
class Record:
    """What one label says. `cells` are the figures' cells, blanks included, in order."""

    label: Cell
    named: Named | None  # None: a label of no form
    mark: str
    cells: list[Cell] = field(default_factory=list)
    grid: Grid | None = None  # set if the record is one row of a grid

    @property
    def figures(self) -> list[Cell]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell.text]


def records(runs: Sequence[Run], kinds: Sequence[str]) -> Iterator[Record]:
    """Every record of these runs, heads included, in reading order.

    In a grid row the last label before the first figure names the row; labels before it (group
    names) come as records without cells, as do the heads. In a run of lines every label opens one.
    """
    for run in runs:
        if run.row:
            yield from _row_records(run, kinds)
        else:
            yield from _line_records(run, kinds)


def _row_records(run: Run, kinds: Sequence[str]) -> Iterator[Record]:
    cells = _without_row_number(run.cells, kinds)
    first = next((i for i, cell in enumerate(cells) if is_figure(cell.text)), len(cells))
    head = [cell for cell in cells[:first] if cell.text]
    while len(head) > 1 and _unreadable(head[-1], kinds):
        head.pop()  # it stands in the place of the first figure
    labels = list(_labels(head, kinds))
    yield from labels[:-1]
    if not labels:
        return
    last = labels[-1]
    last.cells = [cell for cell in cells if cell.column > _end(head[-1])]
    last.grid = run.grid
    yield last


def _without_row_number(cells: Sequence[Cell], kinds: Sequence[str]) -> Sequence[Cell]:
    """Without the serial number that some tables print before the label of a row."""
    filled = [cell for cell in cells if cell.text]
    numbered = len(filled) > 1 and is_figure(filled[0].text) and name(filled[1].text, kinds)
    return [cell for cell in cells if cell is not filled[0]] if numbered else cells


def without_remarks(figures: Sequence[Cell], count: int) -> Sequence[Cell]:
    """The first `count` cells where only words follow them: a column of remarks."""
    words = all(_WORDS.fullmatch(cell.text) for cell in figures[count:])
    return figures[:count] if words else figures


def in_a_row(record: Record, figures: Sequence[Cell]) -> bool:
    """Whether nothing stands between these figures and neither the first nor the last is a word.

    Else they may be as many as they should and not the ones: a blank between them can be a lost
    figure, and a word at the end belongs to something else.
    """
    mine = {id(cell) for cell in figures}
    places = [at for at, cell in enumerate(record.cells) if id(cell) in mine]
    return framed(figures) and places[-1] - places[0] + 1 == len(figures)


def framed(figures: Sequence[Cell]) -> bool:
    """Whether neither the first nor the last is a blank or a word."""
    return may_be_figure(figures[0].text) and may_be_figure(figures[-1].text)


def trimmed(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Without blank cells at both ends, which in text pad the row; all of them if all are blank."""
    filled = [index for index, cell in enumerate(cells) if cell.text]
    return cells[filled[0] : filled[-1] + 1] if filled else cells


def _unreadable(cell: Cell, kinds: Sequence[str]) -> bool:
    """A short cell without Han characters that is no label: a figure that cannot be read."""
    return bool(_UNREADABLE.fullmatch(cell.text)) and name(cell.text, kinds) is None


def _end(cell: Cell) -> int:
    return cell.column + cell.colspan - 1


def _line_records(run: Run, kinds: Sequence[str]) -> Iterator[Record]:
    waiting: list[Cell] = []
    open_: Record | None = None
    for cell in without_row_numbers(run.cells):
        if not cell.text and open_ is None and not _names_a_row(waiting, kinds):
            continue  # room between heads is no cell
        # digits that are no number (0698, half of a split one) are no label either
        no_label = cell.text.isdigit() or _unreadable(cell, kinds)
        misread = open_ is not None and open_.cells and no_label
        if cell.text and not is_figure(cell.text) and not misread:
            if open_ is not None and open_.cells:
                yield open_
                open_ = None
            if open_ is None:
                waiting.append(cell)
            continue
        if open_ is None:
            labels = list(_labels(waiting, kinds))
            waiting = []
            yield from labels[:-1]
            if not labels:
                continue
            open_ = labels[-1]
        open_.cells.append(cell)
    if open_ is not None:
        yield open_
    yield from _labels(waiting, kinds)


def _names_a_row(waiting: Sequence[Cell], kinds: Sequence[str]) -> bool:
    """Whether the last label waiting is a row's: then what follows are its cells."""
    found = name(waiting[-1].text, kinds) if waiting else None
    return found is not None and found.kind in ("row2", "row3")


def _labels(cells: Sequence[Cell], kinds: Sequence[str]) -> Iterator[Record]:
    """A record for each label, mending labels that were broken into several cells.

    Among column heads an unmarked 其他 or 总计 is a head too, not the row of the same wording.
    """
    found: list[Record] = []
    index = 0
    while index < len(cells):
        width, named = _widest(cells, index, kinds)
        found.append(Record(cells[index], named, take_apart(cells[index].text).mark))
        index += width
    heads = any(record.named and record.named.kind in ("column3", "head") for record in found)
    for record in found:
        if heads and record.named and not record.mark and record.named.key in ROW_OR_COLUMN:
            record.named = Named("column3", ROW_OR_COLUMN[record.named.key], record.named.exact)
        yield record


def _widest(cells: Sequence[Cell], index: int, kinds: Sequence[str]) -> tuple[int, Named | None]:
    """How many cells from here make one label. Joined wording must be exact, single may be like."""
    alone = name(cells[index].text, kinds)
    if alone is not None and alone.exact:
        return 1, alone
    for width in range(min(_MOST_JOINED, len(cells) - index), 1, -1):
        parts = [cell.text for cell in cells[index : index + width]]
        joined = name("".join(parts), kinds)
        if joined is not None and joined.exact:
            return width, joined
    return 1, alone
