"""Table 3 without labels: read only where its own sums prove the order of its figures.

When all figures of the table are there but their labels are not, or stand apart from them, two
orders are possible: row by row, or column by column. An order is taken if every sum of the form
holds in it (rows, outcomes, balance): some fifty equations. With every figure 0 all orders agree.
The sums do not tell outcomes from each other, so where rows do have labels these must say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.forms import OfficialForm, all_forms
from corpus.model import Cell, Number
from corpus.tables.numbers import is_figure, read_cell
from corpus.tables.rows3 import WIDTH, adds_up
from corpus.tables.stream import Run

_IN, _OUT = ("new", "carried_in"), ("total_processed", "carried_out")


def proved(runs: Sequence[Run]) -> Mapping[str, Sequence[Cell]]:
    """Row key -> its seven cells; empty unless exactly one order of the figures is proved."""
    cells = [cell for run in runs for cell in _figures(run)]
    found = [
        (form, rows)
        for form in all_forms()
        if len(cells) == WIDTH * len(form.table3.rows)
        for rows in _orders(cells)
        if _holds(form, rows)
    ]
    distinct = {tuple(_value(cell) for row in rows for cell in row) for _, rows in found}
    if len(distinct) != 1:
        return {}
    form, rows = found[0]
    return {row.key: cells for row, cells in zip(form.table3.rows, rows, strict=True)}


def _figures(run: Run) -> Iterator[Cell]:
    """Its figures. Where a page has no rulings, what stands close comes as one cell."""
    unruled = run.grid is not None and not run.grid.spans
    for cell in run.cells:
        words = cell.text.split() if unruled and cell.place.page is not None else [cell.text]
        behind = [*takewhile(is_figure, reversed(words))]
        yield from (replace(cell, text=word) for word in reversed(behind))


def _orders(cells: Sequence[Cell]) -> list[list[Sequence[Cell]]]:
    """The figures read row by row, and column by column."""
    height = len(cells) // WIDTH
    return [
        [cells[at : at + WIDTH] for at in range(0, len(cells), WIDTH)],
        [cells[at::height] for at in range(height)],
    ]


def _holds(form: OfficialForm, rows: Sequence[Sequence[Cell]]) -> bool:
    values = {
        row.key: [_value(cell) for cell in cells]
        for row, cells in zip(form.table3.rows, rows, strict=True)
    }
    if not all(adds_up(row) for row in values.values()):
        return False
    outcomes = [row for key, row in values.items() if key not in (*_IN, *_OUT)]
    total = values["total_processed"]
    return _sums(outcomes) == _sums([total]) and _sums([values[key] for key in _IN]) == _sums(
        [values[key] for key in _OUT]
    )


def _sums(rows: Sequence[Sequence[Number | None]]) -> list[Number]:
    return [sum(value or 0 for value in column) for column in zip(*rows, strict=True)]


def _value(cell: Cell) -> Number | None:
    return read_cell(cell.text).value
