"""The numbers some tables print before the label of each row (序号), where every cell is a line.

There such a number stands behind the last figure of the row before and would be taken for one of
its figures. It is told by what only such numbers do: they count the rows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.model import Cell, Number
from corpus.tables.labels import name
from corpus.tables.numbers import is_figure, read_cell

_LABELS = ("row2", "row3", "group3")
_HEADS = frozenset({"序号", "编号", "行次"})
_FEWEST = 4  # rows that count on by one; four totals in a row do not
_FEWEST_UNDER_HEAD = 2  # where a head says that the rows are numbered


def without_row_numbers(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells of lines without the numbers of rows; the same cells if the rows have none."""
    before = list(_before_labels(cells))
    numbers = [read_cell(cell.text).value for cell in before]
    headed = any(cell.text in _HEADS for cell in cells)
    if not _count(numbers, headed):
        return cells
    gone = {id(cell) for cell in before}
    return [cell for cell in cells if id(cell) not in gone]


def _before_labels(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The figure before the label of each row, or of the group whose first row it is."""
    filled = [cell for cell in cells if cell.text]
    for one, two in pairwise(filled):
        if is_figure(one.text) and not is_figure(two.text) and name(two.text, _LABELS):
            yield one


def _count(numbers: Sequence[Number | None], headed: bool) -> bool:
    """Whether the numbers count rows: one by one, or upwards if there is a head for them."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return False
    steps = [after - before for before, after in pairwise(known)]
    if headed:
        return len(known) >= _FEWEST_UNDER_HEAD and min(steps) > 0
    return len(known) >= _FEWEST and set(steps) == {1}
