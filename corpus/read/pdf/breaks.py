"""Tables cut by the end of a page, put together where the geometry leaves no doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.read.compose import run_together
from corpus.read.pdf.table import DrawnCell, Table

_SAME = 4.0  # points; columns of both parts stand this near to each other
_MARKED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十])"
)

_FIGURE = re.compile(r"(?:[-+]?\d[\d,. ]*\D{0,3}|[-—―－/／*]+)$")  # in pieces, too: 78 9

_LONG_LABEL = 6  # characters; shorter labels are not broken over lines


def joined(upper: Table, lower: Table) -> Table | None:
    """Both parts as one table; None if their columns do not stand below each other.

    A part that goes on in the next column of its page, or at the head of the first column of the
    next page, is taken as if it stood there below the other.
    """
    if not (upper.column and lower.column):
        return _joined(upper, lower)
    here, there = (upper.page, upper.column), (lower.page, lower.column)
    if there not in ((upper.page, 2), (upper.page + 1, 1)) or here == there:
        return None
    aside = upper.edges[0] - lower.edges[0]
    moved = replace(lower, page=upper.page + 1, edges=tuple(edge + aside for edge in lower.edges))
    both = _joined(upper, moved)
    return both and replace(both, page=lower.page, column=lower.column)


def _joined(upper: Table, lower: Table) -> Table | None:
    near = abs(upper.edges[0] - lower.edges[0]) + abs(upper.edges[-1] - lower.edges[-1])
    if lower.page != upper.page + 1 or near > 2 * _SAME:
        return None
    edges = _edges(upper.edges, lower.edges)
    above, below = _on(edges, upper), _on(edges, lower)
    if above is None or below is None:
        return None
    above, below = _without_last(above), _without_first(below)
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


def _without_last(table: Table) -> Table:
    """Without a last row that has nothing: the break cut a row above its text."""
    last = table.rows - 1
    if last < 1 or any(cell.text for cell in table.cells if cell.row == last):
        return table
    cells = (
        replace(cell, rowspan=min(cell.rowspan, last - cell.row))
        for cell in table.cells
        if cell.row < last
    )
    return replace(table, rows=last, cells=tuple(cells))


def _without_first(table: Table) -> Table:
    """Without a first row that has nothing: the break cut a row below its text."""
    if table.rows < 2 or any(cell.text for cell in table.cells if cell.row == 0):
        return table
    cells = (
        replace(cell, row=max(cell.row - 1, 0), rowspan=cell.rowspan - (cell.row == 0))
        for cell in table.cells
        if cell.row + cell.rowspan > 1
    )
    return replace(table, rows=table.rows - 1, cells=tuple(cells))


def _moved(cells: Sequence[DrawnCell], rows: int) -> list[DrawnCell]:
    return [replace(cell, row=cell.row + rows) for cell in cells]


def _same_row(above: Table, below: Table) -> list[DrawnCell] | None:
    """Both with the last row of one and the first of the other as one row, if the break cut it.

    That is so where every column that has something on both sides is full above, no label below
    bears a number of its own, and some column does go on. None if the break fell between two rows,
    or if that is not sure.
    """
    pairs = _pairs(above, below)
    both = [(up, down) for up, down in pairs if up.text and down.text]
    if not all(map(_goes_on, both)) or not (both or _has_no_label(pairs)):
        return None
    one = {id(up): _one(up, down) for up, down in pairs}
    kept = [one.get(id(cell), cell) for cell in above.cells]
    rest = [cell for cell in below.cells if cell.row > 0]
    return [*kept, *_moved(rest, above.rows - 1)]


def _pairs(above: Table, below: Table) -> list[tuple[DrawnCell, DrawnCell]]:
    """Each cell of the last row with the one below it; none if their sides do not agree."""
    last = [cell for cell in above.cells if cell.row + cell.rowspan == above.rows]
    first = {(cell.column, cell.colspan): cell for cell in below.cells if cell.row == 0}
    found = [(up, first.pop((up.column, up.colspan), None)) for up in last]
    pairs = [(up, down) for up, down in found if down is not None]
    return pairs if len(pairs) == len(last) and not first else []


def _goes_on(pair: tuple[DrawnCell, DrawnCell]) -> bool:
    """Whether the lower text can be the rest of the upper: words of words, digits of digits."""
    up, down = pair
    figures = bool(_FIGURE.match(up.text)), bool(_FIGURE.match(down.text))
    if not up.full or _MARKED.match(down.text) or figures[0] is not figures[1]:
        return False
    return up.rowspan == 1 or not any(figures)


def _has_no_label(pairs: Sequence[tuple[DrawnCell, DrawnCell]]) -> bool:
    """Whether there are figures below without any label, and a label without figures above."""
    texts = [down.text for _, down in pairs if down.text]
    uppers = [up.text for up, _ in pairs if up.text]
    below = bool(texts) and all(map(_FIGURE.match, texts))
    return below and bool(uppers) and not any(map(_FIGURE.match, uppers))


def _one(up: DrawnCell, down: DrawnCell) -> DrawnCell:
    seen = up if up.text or not down.text else down  # where a reader finds what it says
    broken = _FIGURE.match(up.text) and _FIGURE.match(down.text)
    text = up.text + down.text if broken else run_together([up.text, down.text])
    rows = up.rowspan + down.rowspan - 1
    return replace(up, text=text, rowspan=rows, page=seen.page, box=seen.box)


def _two_rows(above: Table, below: Table) -> list[DrawnCell]:
    """Both parts one below the other, with the heads that the break cut put together.

    If the first row below may yet be the rest of the last one above, then blanks there may be no
    blanks and figures no whole ones: they are left out, so that nobody reads them as cells.
    """
    last = [cell for cell in above.cells if cell.row + cell.rowspan == above.rows]
    first = [cell for cell in below.cells if cell.row == 0]
    left_out, tall = set[int](), dict[int, DrawnCell]()
    if _may_be_rest(last, first):
        left_out.update(id(cell) for cell in last if cell.rowspan == 1 and not _is_label(cell))
        left_out.update(id(cell) for cell in first if not any(map(_is_label, first)))
    else:
        for up, down in _heads(last, first):
            text = run_together([up.text, down.text])
            tall[id(up)] = replace(up, text=text, rowspan=up.rowspan + down.rowspan)
            left_out.add(id(down))
    upper = [tall.get(id(cell), cell) for cell in above.cells if id(cell) not in left_out]
    lower = [cell for cell in below.cells if id(cell) not in left_out]
    return [*upper, *_moved(lower, above.rows)]


def _heads(
    last: Sequence[DrawnCell], first: Sequence[DrawnCell]
) -> Iterator[tuple[DrawnCell, DrawnCell]]:
    """Cells of heads that the break cut in two: 自 above, 然人 below. Rows of figures have none."""
    if any(_FIGURE.match(cell.text) for cell in (*last, *first)):
        return
    under = {(cell.column, cell.colspan): cell for cell in first}
    for up in last:
        down = under.get((up.column, up.colspan))
        if up.full and down and down.text and not _MARKED.match(down.text):
            yield up, down


def _is_label(cell: DrawnCell) -> bool:
    return bool(cell.text) and not _FIGURE.match(cell.text)


def _may_be_rest(last: Sequence[DrawnCell], first: Sequence[DrawnCell]) -> bool:
    """Whether the row below has figures but no label of its own, and no head above a figure."""
    figures = {cell.column for cell in first if _FIGURE.match(cell.text)}
    labels = [cell.text for cell in first if _is_label(cell)]
    if not figures or any(_is_label(cell) and cell.column in figures for cell in last):
        return False
    if not labels:
        return True
    above = {cell.column for cell in last if _FIGURE.match(cell.text) and not cell.full}
    long = any(_is_label(cell) and len(cell.text) >= _LONG_LABEL for cell in last)
    return long and not above & figures and not any(map(_MARKED.match, labels))
