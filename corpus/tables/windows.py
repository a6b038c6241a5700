"""The seven columns of rows of text in which blank cells stand, by the figures of all rows.

Where rows are parted by tabs or pipes, a label that covers several columns may leave blank cells or
none, so a row alone does not tell which of its blank cells are the form's. Rows of one level whose
labels begin in one place stand above each other: the columns their figures fill are the form's
seven, if they are seven. So are those of the heads, where each head stands above its column.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.forms import all_forms
from corpus.model import Cell, Grid
from corpus.tables.labels import name
from corpus.tables.numbers import is_figure, read_cell
from corpus.tables.records import Record, trimmed
from corpus.tables.rows3 import WIDTH, adds_up

_TOP = ("new", "carried_in", "carried_out")  # rows that stand beside 三、本年度办理结果
_FEWEST_GAPS = 2  # rows with blank cells between figures; one may be a figure that is lost
_FEWEST_ROWS = 3  # that together fill seven columns, where none of them does so alone

_Kind = tuple[int, int]
"""Level of a row, and the column its label begins in."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Where the first of the seven columns stands. `gaps`: the table leaves cells blank."""

    gaps: bool = False
    starts: Mapping[_Kind, int] = field(default_factory=dict)

    def cells(self, record: Record) -> Sequence[Cell]:
        """The seven cells of a row of text, some of them blank; () where that is not sure.

        A row of zeros adds up wherever it stands, so it is placed only in a table with blanks.
        """
        first = self._first(record)
        if first is None or record.grid is None or record.grid.spans:
            return ()
        here = {cell.column: cell for cell in record.cells}
        seven = [here[first + at] for at in range(WIDTH) if first + at in here]
        inside = {id(cell) for cell in seven}
        if len(seven) < WIDTH or any(id(cell) not in inside for cell in record.figures):
            return ()
        zeros = not any(read_cell(cell.text).value for cell in seven)
        return seven if sums_to_total(seven) and (self.gaps or not zeros) else ()

    def _first(self, record: Record) -> int | None:
        under_heads = _first_head(record.grid) if record.grid is not None and self.gaps else None
        return self.starts.get(_kind(record)) if under_heads is None else under_heads


def windows(records: Iterable[Record]) -> Windows:
    """The windows of a table's rows of text."""
    rows = [each for each in records if each.grid and not each.grid.spans and each.figures]
    gaps = sum(any(not cell.text for cell in trimmed(each.cells)) for each in rows) >= _FEWEST_GAPS
    kinds: dict[_Kind, list[Record]] = {}
    for row in rows:
        kinds.setdefault(_kind(row), []).append(row)
    starts = {kind: _start(alike, gaps) for kind, alike in kinds.items() if kind[0] >= 0}
    return Windows(gaps, {kind: start for kind, start in starts.items() if start is not None})


def sums_to_total(cells: Sequence[Cell]) -> bool:
    """Whether the row adds up with its blanks as 0, and holds nothing but figures and blanks."""
    if any(cell.text and not is_figure(cell.text) for cell in cells):
        return False
    return adds_up([read_cell(cell.text).value or 0 for cell in cells])


def _start(rows: Sequence[Record], gaps: bool) -> int | None:
    """The first of the seven columns that these rows fill; None if they are fewer or more."""
    filled = {cell.column for row in rows for cell in row.figures}
    whole = any(len(row.figures) == WIDTH for row in rows)
    enough = whole or (gaps and len(rows) >= _FEWEST_ROWS)
    return min(filled) if enough and max(filled) - min(filled) == WIDTH - 1 else None


def _first_head(grid: Grid) -> int | None:
    """The column of the first head, if seven heads stand beside each other in the form's order."""
    places: dict[str, int] = {}
    for row in grid.rows:
        if any(is_figure(cell.text) for cell in row):
            break
        for cell in row:
            named = name(cell.text, ("column3",)) if cell.text else None
            if named:
                places[named.key] = cell.column
    columns = sorted(places.values())
    side_by_side = len(columns) == WIDTH and columns == list(range(columns[0], columns[0] + WIDTH))
    return columns[0] if side_by_side else None


def _kind(record: Record) -> _Kind:
    return _level(record), record.label.column


def _level(record: Record) -> int:
    """How deep the row stands: 0 for 一、, 1 for （一）, 2 inside a group; -1 without a label."""
    key = record.named.key if record.named else ""
    if key in _TOP:
        return 0
    rows = [row for form in all_forms() for row in form.table3.rows if row.key == key]
    return -1 if not rows else 2 if rows[0].group else 1
