"""Which column of a drawn grid stands under which head, where merged cells are known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from corpus.model import Cell, Grid
from corpus.tables.labels import name
from corpus.tables.numbers import is_figure


@lru_cache(maxsize=64)
def heads(grid: Grid, kind: str) -> Mapping[int, str]:
    """Grid column -> key of the deepest head of that kind above the first row of figures.

    Empty where the grid does not know its merged cells: there a column number means nothing.
    """
    if not grid.spans:
        return {}
    found: dict[int, str] = {}
    for row in grid.rows:
        if any(is_figure(cell.text) for cell in row):
            break
        for cell in row:
            named = name(cell.text, (kind,)) if cell.text else None
            if named:
                found.update(dict.fromkeys(_columns(cell), named.key))
    return found


def is_own(grid: Grid, heads_found: Mapping[int, str], official: int) -> bool:
    """Whether the agency drew columns of its own: some beside the form's, or some of them only.

    `official`: how many the form has. Every column of figures must have a head, every head of the
    form figures below it, and all rows of figures one end: else heads, cells or merged cells are
    lost, and nothing is told.
    """
    named, filled = _named_columns(grid), _figure_columns(grid)
    own = len(filled) != official and set(heads_found) <= filled <= named
    rows = [row for row in grid.rows if any(is_figure(cell.text) for cell in row)]
    level = len({max(_columns(cell)[-1] for cell in row) for row in rows}) == 1
    return own and level and len(set(heads_found.values())) == len(heads_found)


def _named_columns(grid: Grid) -> set[int]:
    """Columns with words above the first row of figures."""
    found: set[int] = set()
    for row in grid.rows:
        if any(is_figure(cell.text) for cell in row):
            break
        found |= {column for cell in row if cell.text for column in _columns(cell)}
    return found


@lru_cache(maxsize=64)
def _figure_columns(grid: Grid) -> frozenset[int]:
    """Columns with a figure in most rows of figures: a single row that slipped aside is none."""
    rows = [row for row in grid.rows if any(is_figure(cell.text) for cell in row)]
    filled = Counter(
        column for row in rows for cell in row if is_figure(cell.text) for column in _columns(cell)
    )
    return frozenset(column for column, times in filled.items() if 2 * times > len(rows))


def under(cells: Sequence[Cell], columns: Mapping[int, str]) -> Mapping[str, Cell]:
    """Key -> the one cell under that head. A key with several cells, or none, is left out."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        keys = {columns[column] for column in _columns(cell) if column in columns}
        for key in keys if len(keys) == 1 else ():
            found.setdefault(key, []).append(cell)
    return {key: placed[0] for key, placed in found.items() if len(placed) == 1}


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
