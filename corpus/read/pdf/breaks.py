"""Tables cut by the end of a page, put together where the geometry leaves no doubt."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.read.compose import run_together
from corpus.read.pdf.table import DrawnCell, Table

_SAME = 4.0  # points; columns of both parts stand this near to each other
_MARKED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十])"
)

_FIGURE = re.compile(r"\s*[-+]?\d[\d,.]*\D{0,3}$")
_SHORTEST_LABEL = 3  # characters; narrow cells are full with less

_LONG_LABEL = 6  # characters; shorter labels are not broken over lines


def joined(upper: Table, lower: Table) -> Table | None:
    """Both parts as one table; None if their columns do not stand below each other."""
    near = abs(upper.edges[0] - lower.edges[0]) + abs(upper.edges[-1] - lower.edges[-1])
    if lower.page != upper.page + 1 or near > 2 * _SAME:
        return None
    edges = _edges(upper.edges, lower.edges)
    above, below = _on(edges, upper), _on(edges, lower)
    if above is None or below is None:
        return None
    cells = _same_row(above, below) or _two_rows(above, below)
    rows = max(cell.row + cell.rowspan for cell in cells)
    return replace(above, page=lower.page, rows=rows, cells=tuple(cells))


def _edges(upper: Sequence[float], lower: Sequence[float]) -> tuple[float, ...]:
    """The columns' edges of both; where they nearly agree, those of the upper part."""
    new = [edge for edge in lower if all(abs(edge - known) > _SAME for known in upper)]
    return tuple(sorted((*upper, *new)))


def _on(edges: Sequence[float], table: Table) -> Table | None:
    """The table on columns with these edges; None if one of its own is not among them."""
    places = [_place(edges, edge) for edge in table.edges]
    if sorted(set(places)) != places:
        return None
    cells = tuple(
        replace(
            cell,
            column=places[cell.column],
            colspan=places[cell.column + cell.colspan] - places[cell.column],
        )
        for cell in table.cells
    )
    return replace(table, edges=tuple(edges), cells=cells)


def _place(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))


def _moved(cells: Sequence[DrawnCell], rows: int) -> list[DrawnCell]:
    return [replace(cell, row=cell.row + rows) for cell in cells]


def _same_row(above: Table, below: Table) -> list[DrawnCell] | None:
    """Both with the last row of one and the first of the other as one row, if the break cut it.

    That is so where a label fills its cell above the break and goes on below it without a number of
    its own, and no figure stands on both sides of the break in one column. None if the break fell
    between two rows, or if that is not sure.
    """
    last = [cell for cell in above.cells if cell.row + cell.rowspan == above.rows]
    first = {(cell.column, cell.colspan): cell for cell in below.cells if cell.row == 0}
    pairs = [(cell, first.pop((cell.column, cell.colspan), None)) for cell in last]
    if first or not all(down for _, down in pairs):
        return None
    both = [(up, down) for up, down in pairs if down and up.text and down.text]
    if not any(map(_cut, both)) or not all(map(_labels, both)):
        return None
    one = {id(cell): _one(cell, other) for cell, other in pairs if other}
    kept = [one.get(id(cell), cell) for cell in above.cells]
    rest = [cell for cell in below.cells if cell.row > 0]
    return [*kept, *_moved(rest, above.rows - 1)]


def _two_rows(above: Table, below: Table) -> list[DrawnCell]:
    """Both parts one below the other. If the last row has a label alone, and the first a label that
    may well be the rest of it with all the figures, then the blanks of the last row are no blanks
    but not known: they are left out, so that nobody reads them as cells."""
    last = [cell for cell in above.cells if cell.row == above.rows - 1]
    first = [cell for cell in below.cells if cell.row == 0]
    labels = [cell.text for cell in last if cell.text]
    rest = [cell.text for cell in first if cell.text and not _FIGURE.match(cell.text)]
    doubtful = (
        len(labels) == 1
        and len(labels[0]) >= _LONG_LABEL
        and not any(map(_MARKED.match, rest))
        and any(_FIGURE.match(cell.text) for cell in first)
    )
    unknown = {id(cell) for cell in last if not cell.text and cell.rowspan == 1 and doubtful}
    kept = [cell for cell in above.cells if id(cell) not in unknown]
    return [*kept, *_moved(below.cells, above.rows)]


def _cut(pair: tuple[DrawnCell, DrawnCell]) -> bool:
    """Whether the upper text ran into the break: its last line is full, and it is a label's."""
    up, _ = pair
    return up.full and up.rowspan == 1 and len(up.text) >= _SHORTEST_LABEL


def _labels(pair: tuple[DrawnCell, DrawnCell]) -> bool:
    """Whether both parts are words, and the lower is not marked as a label of its own."""
    up, down = pair
    return not (_FIGURE.match(up.text) or _FIGURE.match(down.text) or _MARKED.match(down.text))


def _one(cell: DrawnCell, other: DrawnCell) -> DrawnCell:
    text = run_together([cell.text, other.text])
    seen = cell if cell.text or not other.text else other  # where a reader finds what it says
    rows = cell.rowspan + other.rowspan - 1
    return replace(cell, text=text, rowspan=rows, page=seen.page, box=seen.box)
