"""The 统计表 of 2014-2018: items by their wording, one figure each.

Wording must be exact but for marks and brackets: its items are many, alike and nested, so likeness
would take one for another. Two items (被依法纠错数, 其他情形数) stand under both
行政复议 and 行政诉讼; the one above them decides.
"""

from collections.abc import Iterator, Sequence

from corpus.forms.annex import Item, by_key, first_level
from corpus.model import Cell
from corpus.tables.labels import item_keys
from corpus.tables.numbers import is_figure
from corpus.tables.readings import Readings
from corpus.tables.stream import Run

_LONGEST_UNIT = 3  # characters: 人次, 万元


def read_table1(runs: Sequence[Run]) -> Readings:
    """Every item found with exactly one figure; an item with several is not placed."""
    readings = Readings()
    under = ""
    for label, cells in _records(runs):
        item = _item(label.text, under)
        if item is None:
            continue
        under = first_level(item.key)
        figures = [cell for cell in cells if cell.text]
        if len(figures) == 1:
            readings.cell(item.indicator, figures[0], item.unit)
        elif cells:
            why = f"原文此项有 {len(figures)} 个数，应有 1 个"
            readings.lost(item.indicator, item.unit, label.place, why, None)
    return readings


def _item(text: str, under: str) -> Item | None:
    """The item a label names, told by what stands above it where the wording serves two."""
    keys = item_keys(text)
    chosen = [key for key in keys if len(keys) == 1 or first_level(key) == under]
    return by_key()[chosen[0]] if len(chosen) == 1 else None


def _records(runs: Sequence[Run]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Each label with the figures (or the blank cell) behind it; unit cells are passed over."""
    label: Cell | None = None
    cells: list[Cell] = []
    for run in runs:
        for cell in run.cells:
            if cell.text and not is_figure(cell.text):
                if len(cell.text) <= _LONGEST_UNIT and not item_keys(cell.text):
                    continue
                if label is not None:
                    yield label, cells
                label, cells = cell, []
            elif label is not None and (cell.text or run.row):
                cells.append(cell)
        if run.row and label is not None:
            yield label, cells
            label, cells = None, []
    if label is not None:
        yield label, cells
