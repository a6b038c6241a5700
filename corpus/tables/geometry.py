"""Which column of a drawn grid stands under which head, where merged cells are known."""

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
