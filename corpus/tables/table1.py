"""The 统计表 before 2019, national or local: items by their wording, one figure a year each.

Wording must be exact but for marks and brackets: its items are many, alike and nested, so likeness
would take one for another. Some wordings (被依法纠错数, 其他情形数) stand under two items; the one
above them decides. The local table has two columns of figures, of the period and of the year, told
by their heads; without them it cannot be told which of two figures is the year's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.forms.annex import Item, by_key, first_level, items
from corpus.headings import bare
from corpus.model import Cell, Form
from corpus.tables.labels import item_keys
from corpus.tables.numbers import is_figure
from corpus.tables.readings import Readings
from corpus.tables.stream import Run

_LONGEST_UNIT = 3  # characters: 人次, 万元
_PERIOD, _YEAR = "period", "year"
_HEADS = {
    **dict.fromkeys(("本期实际", "本期实际数", "本期数", "本期"), _PERIOD),
    **dict.fromkeys(("本年累计", "本年累计数", "全年累计", "累计", "累计数"), _YEAR),
}
_CODE = re.compile(r"\d{1,2}")
_MOST_NOTES = 5  # labels named in notes; a table with more unknown ones is another table


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads of the columns of figures: from left to right, and where that of the year is."""

    order: tuple[str, ...] = ()
    column: int = 0  # of the head of the year, in a grid
    width: int = 0  # cells of the row of heads; 0 outside a grid


@dataclass(slots=True)
class _Line:
    """A label and the cells behind it; `year` is the one below the head of the year."""

    label: Cell
    heads: _Heads
    cells: list[Cell] = field(default_factory=list)
    year: Cell | None = None


def read_table1(runs: Sequence[Run]) -> Readings:
    """Every item found with exactly one figure of the year; one with several is not placed."""
    readings = Readings()
    unknown: list[Cell] = []
    under = ""
    named = []
    for line in _lines(runs):
        item = _item(line.label.text, under)
        if item is not None:
            under = first_level(item.key)
            named.append((item, line))
        elif any(is_figure(cell.text) for cell in line.cells):
            unknown.append(line.label)
    coded = _has_codes(named)
    for item, line in named:
        if coded and _begins_with_code(item, line):
            line.cells = line.cells[1:]
        _place(readings, item, line)
    readings.notes += _said_of(unknown)
    return readings


def form_of(keys: Sequence[str]) -> Form:
    """The version whose own items are more among these indicators; the newer if they are equal."""
    own = {form: {item.indicator for item in items(form)} for form in (Form.Y2008, Form.Y2014)}
    older, newer = (len(own[form].intersection(keys)) for form in (Form.Y2008, Form.Y2014))
    return Form.Y2008 if older > newer else Form.Y2014


def _place(readings: Readings, item: Item, line: _Line) -> None:
    """The figure of the year to its item, or the item as lost if it is not certain which it is."""
    figures = [cell for cell in line.cells if cell.text]
    columns = len(line.heads.order)
    chosen, why = line.year, f"原文此项有 {len(figures)} 个数，应有 1 个"
    if chosen is None and columns > 1:
        whole = len(line.cells) == columns
        chosen = line.cells[line.heads.order.index(_YEAR)] if whole else None
        why = f"表头有 {columns} 列（本期、累计），此项有 {len(figures)} 个数，分不清是哪一列"
    elif chosen is None and len(figures) == 1:
        chosen = figures[0]
    if chosen is not None:
        readings.cell(item.indicator, chosen, item.unit)
    elif line.cells:
        readings.lost(item.indicator, item.unit, line.label.place, why, None)


@cache
def _codes() -> Mapping[str, int]:
    """The local form's own number of each of its lines."""
    return {item.key: int(item.code) for item in items(Form.Y2008)}


def _has_codes(named: Sequence[tuple[Item, _Line]]) -> bool:
    """Whether the table prints the number of each line beside its label: most begin with it."""
    local = [(item, line) for item, line in named if item.key in _codes() and line.cells]
    return 2 * sum(_begins_with_code(*each) for each in local) > len(local)


def _begins_with_code(item: Item, line: _Line) -> bool:
    first = line.cells[0].text if line.cells else ""
    return bool(_CODE.fullmatch(first)) and _codes().get(item.key) == int(first)


def _item(text: str, under: str) -> Item | None:
    """The item a label names, told by what stands above it where the wording serves two."""
    keys = item_keys(text)
    chosen = [key for key in keys if len(keys) == 1 or first_level(key) == under]
    return by_key()[chosen[0]] if len(chosen) == 1 else None


def _said_of(unknown: Sequence[Cell]) -> Iterator[str]:
    """What stands in the table and is no item of any form: it is named, and not read."""
    if unknown:
        named = "、".join(f"第 {cell.place.line} 行“{cell.text}”" for cell in unknown[:_MOST_NOTES])
        more = f"等 {len(unknown)} 项" if len(unknown) > _MOST_NOTES else ""
        yield f"统计表的{named}{more}不是表样中的指标，没有收录"


def _lines(runs: Sequence[Run]) -> Iterator[_Line]:
    """Each label with the figures (or the blank cells) behind it; unit cells are passed over."""
    line: _Line | None = None
    heads = _Heads()
    for run in runs:
        heads = _heads(run) or heads
        for cell in run.cells:
            if cell.text and not is_figure(cell.text):
                if len(cell.text) <= _LONGEST_UNIT and not item_keys(cell.text):
                    continue
                if line is not None:
                    yield line
                line = _Line(cell, heads)
            elif line is not None and (cell.text or run.row):
                line.cells.append(cell)
        if run.row and line is not None:
            line.year = _below(heads, run, line.cells)
            yield line
            line = None
    if line is not None:
        yield line


def _heads(run: Run) -> _Heads | None:
    """The heads that the run or its table has; None without one for the year."""
    rows = [run.cells] if run.grid is None else run.grid.rows
    for row in rows:
        found = [(_HEADS[words], cell) for cell in row if (words := bare(cell.text)) in _HEADS]
        years = [cell.column for kind, cell in found if kind == _YEAR]
        if len(years) == 1:
            width = 0 if run.grid is None else len(row)
            return _Heads(tuple(kind for kind, _ in found), years[0], width)
    return None


def _below(heads: _Heads, run: Run, cells: Sequence[Cell]) -> Cell | None:
    """The cell of this row that stands below the head of the year, where its place is sure."""
    sure = run.grid is not None and (run.grid.spans or len(run.cells) == heads.width)
    if not sure or not heads.width:
        return None
    below = [cell for cell in cells if cell.column <= heads.column < cell.column + cell.colspan]
    return below[0] if below else None
