"""Rows of table 3 with fewer or more than seven figures, read by the sums of the form.

Three things bring this about. Figures are lost: any number may have stood there. Blank cells left
no trace: then the row adds up without them. Or a figure is printed twice. Every reading a row can
have is set against all other rows (`consistent`); where a table fits no choice of readings, a row
is held only against the rows that are whole (`align`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.forms import load
from corpus.model import Form, Number, Status
from corpus.tables.align import (
    COLUMNS,
    Aligned,
    Row,
    Way,
    align,
    among,
    completed,
    possible,
)
from corpus.tables.consistent import Sum, consistent, settled
from corpus.tables.numbers import read_cell
from corpus.tables.readings import Readings
from corpus.tables.records import Record, trimmed
from corpus.tables.rows3 import adds_up

_IN, _OUT = ("new", "carried_in"), ("total_processed", "carried_out")


@dataclass(frozen=True, slots=True)
class _Damaged:
    """A row, its figures, and the ways to set them into columns; no way if they are no numbers."""

    key: str
    record: Record
    figures: tuple[Number, ...]
    ways: tuple[Way, ...]

    @property
    def lines(self) -> bool:
        """Whether it stands in lines of one cell, where a blank cell may leave no trace."""
        return self.record.grid is None

    @property
    def gaps(self) -> bool:
        """Whether blank cells stand between its figures."""
        return any(not cell.text for cell in trimmed(self.record.cells))

    @property
    def as_read(self) -> tuple[Way, ...]:
        """The ways in which its figures add up and nothing but zeros is missing.

        The cells of a row of text stand side by side, blank ones included.
        """
        sound = (way for way in self.ways if adds_up(self.rows([way], lost=0)[0]))
        return tuple(way for way in sound if self.lines or self.first(way) is not None)

    @property
    def twice(self) -> bool:
        """Whether each way leaves out one of two equal neighbours, and none any other figure."""
        return all(
            at < len(way) and self.figures[at] == self.figures[at + 1]
            for way in self.ways
            for at in set(range(COLUMNS + 1)) - set(way)
        )

    def first(self, places: Way) -> int | None:
        """Which cell stands in the first column (below 0: none), if its cells stand side by side
        and each figure in its place; else None."""
        filled = [at for at, cell in enumerate(self.record.cells) if cell.text]
        starts = {
            filled[place] - column for column, place in enumerate(places) if place is not None
        }
        return starts.pop() if len(starts) == 1 else None

    def rows(self, ways: Sequence[Way], lost: Number | None = None) -> list[Row]:
        """The rows these ways make, each once; `lost`: what a cell that is not told holds."""
        made = (
            completed(way, self.figures) if lost is None else self._with(way, lost) for way in ways
        )
        return list(dict.fromkeys(made))

    def _with(self, way: Way, lost: Number) -> Row:
        return tuple(lost if place is None else self.figures[place] for place in way)


def read_damaged(
    rows: Sequence[tuple[str, Record]], order: Sequence[str], form: Form, readings: Readings
) -> None:
    """Cells of these rows, as far as the sums tell their columns; `order`: columns as printed."""
    if not rows:
        return
    damaged = [_damaged(key, record) for key, record in rows]
    whole = _whole(readings, order)
    sums = _sums(form)
    blank = _vanished(damaged, whole, sums) if _may_have_vanished(damaged, whole, readings) else {}
    told = blank or _told(damaged, whole, sums)
    for each in damaged:
        aligned = told.get(each.key) or _alone(each, whole)
        if blank and not each.lines:
            _keep_blanks(each, aligned, order, readings)
        _keep(each, aligned, order, readings)


def _alone(each: _Damaged, whole: Mapping[str, Row]) -> Aligned:
    """The row against those that are whole, each by itself."""
    if len(each.figures) >= COLUMNS:
        return among(each.figures, each.ways if each.twice else ())
    return align(each.figures, _caps(each.key, whole), vanished=each.lines or each.gaps)


def _may_have_vanished(
    damaged: Sequence[_Damaged], whole: Mapping[str, Row], readings: Readings
) -> bool:
    """Whether blank cells that left no trace can explain every row that is not whole."""
    met = {key.split(".")[1] for key in readings.found}
    sound = all(each.as_read or not each.record.figures for each in damaged)
    seen = all(each.lines for each in damaged) or _with_gaps(damaged)
    return len(damaged) > 1 and seen and sound and met <= whole.keys()


def _with_gaps(damaged: Sequence[_Damaged]) -> bool:
    """Whether this is a table of text that leaves cells blank: two rows or more have blank ones."""
    plain = all(each.record.grid is not None and not each.record.grid.spans for each in damaged)
    return plain and sum(each.gaps for each in damaged) > 1


def _damaged(key: str, record: Record) -> _Damaged:
    read = [read_cell(cell.text) for cell in record.figures]
    values = tuple(reading.value for reading in read if reading.value is not None)
    if not values or any(reading.status is not Status.PRINTED for reading in read):
        return _Damaged(key, record, (), ())
    ways = (
        possible(values, {}) if len(values) < COLUMNS else _without_one(values, record.grid is None)
    )
    return _Damaged(key, record, values, tuple(ways))


def _without_one(figures: Sequence[Number], lines: bool) -> list[Way]:
    """Eight figures, without one of two equal neighbours: a figure that is printed twice.

    Among lines of one cell the eighth may be a stranger too, such as the number of a page.
    """
    if len(figures) != COLUMNS + 1:
        return []
    ways: dict[tuple[Number, ...], Way] = {}
    for at in range(COLUMNS + 1):
        way = tuple(place for place in range(COLUMNS + 1) if place != at)
        row = tuple(figures[place] for place in way)
        if adds_up(row) and (lines or figures[at] in figures[at + 1 : at + 2]):
            ways.setdefault(row, way)
    return list(ways.values())


def _sums(form: Form) -> tuple[Sum, Sum]:
    """What holds in every column. Where the version is not known its own rows are unknown too."""
    rows = [row.key for row in load(Form.Y2021 if form is Form.UNKNOWN else form).table3.rows]
    outcomes = tuple(row for row in rows if row not in (*_IN, *_OUT))
    return Sum(_IN, _OUT), Sum(outcomes, ("total_processed",))


def _told(
    damaged: Sequence[_Damaged], whole: Mapping[str, Row], sums: Sequence[Sum]
) -> Mapping[str, Aligned]:
    """What the sums of the table tell of its rows; {} where they do not hold together."""
    readings = {key: [row] for key, row in whole.items()}
    readings |= {each.key: each.rows(each.ways) for each in damaged if each.ways}
    found = consistent(readings, sums, _tried(damaged))
    proved = {each.key: settled(found, sums, each.key) for each in damaged}
    return {
        each.key: among(
            each.figures,
            [way for way in each.ways if each.rows([way])[0] in found[each.key]],
            vanished=each.gaps or each.lines,
            vouched=proved[each.key],
        )
        for each in damaged
        if each.key in found and (proved[each.key] or len(each.figures) < COLUMNS or each.twice)
    }


def _vanished(
    damaged: Sequence[_Damaged], whole: Mapping[str, Row], sums: Sequence[Sum]
) -> Mapping[str, Aligned]:
    """What the sums tell if every cell that is not there was blank; {} if they do not hold so.

    Rows without a figure are zeros then, so every row of the table is known.
    """
    zeros: Row = (0,) * COLUMNS
    readings = {row: [zeros] for each in sums for row in each.rows}
    readings |= {key: [row] for key, row in whole.items()}
    readings |= {each.key: each.rows(each.as_read, lost=0) for each in damaged if each.figures}
    found = consistent(readings, sums, _tried(damaged))
    return {
        each.key: among(
            each.figures,
            [way for way in each.as_read if each.rows([way], lost=0)[0] in found[each.key]],
            vanished=True,
        )
        for each in damaged
        if found
    }


def _tried(damaged: Sequence[_Damaged]) -> tuple[str, ...]:
    return (*_OUT, *_IN, *(each.key for each in damaged))


def _whole(readings: Readings, order: Sequence[str]) -> Mapping[str, Row]:
    """Rows of seven figures that add up, blanks and marks as 0: the evidence for the others."""
    rows: dict[str, Row] = {}
    for key in dict.fromkeys(key.split(".")[1] for key in readings.found):
        cells = [readings.found.get(f"t3.{key}.{column}") for column in order]
        zero = (Status.BLANK, Status.MARK)
        values = [0 if each.status in zero else each.value for each in cells if each]
        if adds_up(values):
            rows[key] = tuple(values)
    return rows


def _caps(row: str, whole: Mapping[str, Row]) -> dict[int, Number]:
    """The most each column can hold, from rows that are whole.

    What came in went out or is carried on, so neither side of that balance has a part larger than
    the other side; and no outcome is larger than the total of outcomes.
    """
    balance = _OUT if row in _IN else _IN
    limits: list[list[Number]] = []
    if whole.keys() >= set(balance):
        pairs = zip(*map(whole.__getitem__, balance), strict=True)
        limits.append([sum(value or 0 for value in pair) for pair in pairs])
    if row not in (*_IN, *_OUT) and "total_processed" in whole:
        limits.append([value or 0 for value in whole["total_processed"]])
    return {column: min(limit[column] for limit in limits) for column in range(COLUMNS) if limits}


def _keep_blanks(
    each: _Damaged, aligned: Aligned, order: Sequence[str], readings: Readings
) -> None:
    """The blank cells of a row of text whose figures all found their column."""
    first = each.first(aligned.places)
    if first is None or sum(at is not None for at in aligned.places) < len(each.figures):
        return
    for column, at in enumerate(aligned.places):
        if at is None and 0 <= first + column < len(each.record.cells):
            cell = each.record.cells[first + column]
            readings.cell(f"t3.{each.key}.{order[column]}", cell, "件")


def _keep(each: _Damaged, aligned: Aligned, order: Sequence[str], readings: Readings) -> None:
    cells = each.record.figures
    printed = " ".join(cell.text for cell in cells)
    why = f"原文此行有 {len(cells)} 个数（{printed}），应有 {COLUMNS} 个"
    if len(cells) == COLUMNS:
        why = f"原文此行的数（{printed}）未能与各列对应"
    elif not cells:
        why = "原文此行没有数字"
    place = each.record.label.place
    for column, at, implied in zip(order, aligned.places, aligned.implied, strict=True):
        key = f"t3.{each.key}.{column}"
        if at is not None:
            readings.cell(key, cells[at], "件")
        else:
            readings.lost(key, "件", place, why, implied)
    readings.notes.append(f"第 {place.line} 行“{each.record.label.text}”：{why}")
