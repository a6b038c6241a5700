"""Table 3 (收到和处理申请): 23 or 25 rows of seven figures, rows and columns by their wording."""

from collections.abc import Mapping, Sequence

from corpus.forms import load
from corpus.model import Cell, Form, Grid, Number, Status
from corpus.tables.align import COLUMNS, align
from corpus.tables.geometry import heads, under
from corpus.tables.numbers import is_figure, read_cell
from corpus.tables.proved import proved
from corpus.tables.readings import Readings
from corpus.tables.records import Record, in_a_row, trimmed, without_remarks
from corpus.tables.rows3 import Row3, adds_up, rows_in_order
from corpus.tables.stream import Run

KEYS = tuple(column.key for column in load(Form.Y2021).table3.columns)
_LEAVES = KEYS[1:6]
_FEWEST_TWICE = 3  # rows that stand twice with other figures before two tables are assumed


def read_table3(runs: Sequence[Run]) -> tuple[Readings, Form]:
    """Every cell found, and the version its （六）其他处理 rows belong to (UNKNOWN without any)."""
    met, heads_met = rows_in_order(runs)
    order = _order(heads_met)
    rows = _rows(met)
    readings = Readings()
    readings.twice = _twice(met) >= _FEWEST_TWICE
    if order is None:
        readings.notes.append("表三的列名次序与表样不同又不完整，各列未能对应")
        return readings, _form(set(rows))
    if len(rows) < len(_FEWEST_ROWS) and (without := proved(runs)):
        return _read_proved(without, readings), _form(set(without))
    form = _form(set(rows))
    if form is Form.Y2021:
        rows.pop("other_all", None)  # there the row is the head of a group
    _read_rows(rows, order, readings)
    return readings, form


_FEWEST_ROWS = ("new", "carried_in", "total_processed", "carried_out")
"""A table that names fewer rows than these four has lost its labels."""


def _read_rows(rows: Mapping[str, Row3], order: Sequence[str], readings: Readings) -> None:
    """Rows that are whole first; they are the evidence for the others."""
    damaged: list[tuple[str, Record]] = []
    room = _room_tells([row.record for row in rows.values()])
    for key, row in rows.items():
        placed = _placed(row.record, order) if room or row.record.grid else _full(row.record, order)
        for column, cell in placed.items():
            readings.cell(f"t3.{key}.{column}", cell, "件")
        if not placed:
            damaged.append((key, row.record))
        if row.note:
            readings.notes.append(row.note)
    whole = _whole(readings)
    for key, record in damaged:
        _read_damaged(key, record, order, _caps(key, whole), readings)


def _read_proved(rows: Mapping[str, Sequence[Cell]], readings: Readings) -> Readings:
    for row, cells in rows.items():
        for column, cell in zip(KEYS, cells, strict=True):
            readings.cell(f"t3.{row}.{column}", cell, "件")
    readings.unlabelled = True
    readings.notes.append("表三的行名与数字分离，按表内各项勾稽关系全部成立的次序对应")
    return readings


def _rows(met: Sequence[Row3]) -> dict[str, Row3]:
    """Each row by key: the first with seven figures, else the first with any, else the first.

    A table of the agency's own may use the same words with a figure or two.
    """
    rows: dict[str, Row3] = {}
    for row in met:
        assert row.key is not None
        known = rows.get(row.key)
        if known is None or _fullness(row) > _fullness(known):
            rows[row.key] = row
    return rows


def _fullness(row: Row3) -> int:
    figures = len(row.record.figures)
    return 2 if figures == COLUMNS else 1 if figures else 0


def _twice(met: Sequence[Row3]) -> int:
    """How many rows stand twice with seven figures each that differ."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for row in met:
        figures = tuple(cell.text for cell in row.record.figures)
        if row.key and len(figures) == COLUMNS:
            seen.setdefault(row.key, set()).add(figures)
    return sum(len(each) > 1 for each in seen.values())


def _form(rows: set[str]) -> Form:
    split = rows & {"other_1_no_correction", "other_2_unpaid_fee"}
    if split:
        return Form.Y2021
    return Form.Y2019 if "other_all" in rows else Form.UNKNOWN


def _order(heads_met: Sequence[Record]) -> tuple[str, ...] | None:
    """Columns from left to right as the heads name them; the form's order where heads are lost.

    None if the heads read stand in another order but not all of them were read.
    """
    named = [record.named.key for record in heads_met if record.named]
    leaves = list(dict.fromkeys(key for key in named if key in _LEAVES))
    if leaves == [key for key in _LEAVES if key in leaves]:
        return KEYS
    return (KEYS[0], *leaves, KEYS[6]) if len(leaves) == len(_LEAVES) else None


def _room_tells(records: Sequence[Record]) -> bool:
    """Whether room between lines is where blank cells stand: it completes every row of figures.

    Room in one row alone may as well be the end of a page, beside a figure that is lost.
    """
    short = [record for record in records if record.grid is None and len(record.figures) < COLUMNS]
    return len(short) > 1 and all(len(record.cells) == COLUMNS for record in short)


def _full(record: Record, order: Sequence[str]) -> Mapping[str, Cell]:
    """Column -> cell of a row that has all its figures; else {}."""
    figures = without_remarks(record.figures, COLUMNS)
    if any(_run_together(cell.text) for cell in figures):
        return {}
    full = len(figures) == COLUMNS and in_a_row(record, figures)
    return dict(zip(order, figures, strict=True)) if full else {}


def _placed(record: Record, order: Sequence[str]) -> Mapping[str, Cell]:
    """Column -> cell where nothing is lost; {} where the figures have to be aligned."""
    if full := _full(record, order):
        return full
    if len(record.figures) > COLUMNS or any(_run_together(cell.text) for cell in record.figures):
        return {}
    if record.grid is not None and record.grid.spans:
        return _under_heads(record, record.grid, order)
    return _with_blank_cells(record, order)


def _with_blank_cells(record: Record, order: Sequence[str]) -> Mapping[str, Cell]:
    """Where blank cells show as such: as room between lines, or as empty cells of a row of text."""
    if record.grid is None:
        seven = len(record.cells) == COLUMNS and _sums_to_total(record.cells)
        return dict(zip(order, record.cells, strict=True)) if seven else {}
    cells = trimmed(record.cells)
    if len(cells) >= COLUMNS and not record.figures:
        return dict(zip(order, cells, strict=False))  # a row of blanks, padded or not
    if len(cells) == COLUMNS and in_a_row(record, cells):
        return dict(zip(order, cells, strict=True))
    return _beside_full_rows(record, record.grid, order)


def _sums_to_total(cells: Sequence[Cell]) -> bool:
    """Whether the row adds up with its blanks as 0, and holds nothing but figures and blanks."""
    if any(cell.text and not is_figure(cell.text) for cell in cells):
        return False
    return adds_up([read_cell(cell.text).value or 0 for cell in cells])


def _under_heads(record: Record, grid: Grid, order: Sequence[str]) -> Mapping[str, Cell]:
    """By the heads above, if no figure stands outside them; by position where heads are lost.

    Either way the row must be as wide as its grid: a cell too few moves all that are behind it.
    """
    if not record.cells or _end(record.cells) != max(_end(row) for row in grid.rows if row):
        return {}
    columns = heads(grid, "column3")
    if not set(columns.values()) >= set(KEYS):
        seven = len(record.cells) == COLUMNS and all(cell.colspan == 1 for cell in record.cells)
        found = dict(zip(order, record.cells, strict=True)) if seven else {}
    else:
        found = dict(under(record.cells, columns))
    inside = {id(cell) for cell in found.values()}
    outside = any(cell.text and id(cell) not in inside for cell in record.cells)
    return found if len(found) == COLUMNS and not outside and not _slipped(found) else {}


def _slipped(found: Mapping[str, Cell]) -> bool:
    """A blank total, and the largest figure under 其他: it may be the total, moved left."""
    values = {key: read_cell(cell.text).value or 0 for key, cell in found.items()}
    if len(values) < COLUMNS or found["total"].text:
        return False
    return values["other"] > 0 and values["other"] == max(values.values())


def _run_together(text: str) -> bool:
    """Digits that are no number, 00 or 3 15: two cells in one, so those behind them have moved."""
    return read_cell(text).status is Status.TEXT and text.replace(" ", "").isdigit()


def _end(cells: Sequence[Cell]) -> int:
    """The column behind the last cell."""
    return max(cell.column + cell.colspan for cell in cells) if cells else 0


def _beside_full_rows(record: Record, grid: Grid, order: Sequence[str]) -> Mapping[str, Cell]:
    """By the columns of rows in the same piece that have all seven figures.

    Only where label and width are those of such a row: then the blank cells are the row's own.
    """
    for row in grid.rows:
        figures = [cell for cell in row if is_figure(cell.text)]
        label = next((cell for cell in row if cell.text), None)
        alike = label is not None and label.column == record.label.column
        if len(figures) == COLUMNS and alike and len(row) == _width(record, grid):
            columns = [cell.column for cell in figures]
            cells = {cell.column: cell for cell in record.cells}
            filled = {cell.column for cell in record.figures}
            placed = [cells.get(column) for column in columns]
            if filled <= set(columns) and _vouched(placed):
                return {key: cell for key, cell in zip(order, placed, strict=True) if cell}
    return {}


def _vouched(placed: Sequence[Cell | None]) -> bool:
    """Whether the row adds up and is not all zeros; one that padding has moved does not."""
    cells = [cell for cell in placed if cell is not None]
    if len(cells) < len(placed) or not _sums_to_total(cells):
        return False
    return bool(read_cell(cells[-1].text).value)


def _width(record: Record, grid: Grid) -> int:
    return len(
        next(row for row in grid.rows if row and row[0].place.line == record.label.place.line)
    )


def _whole(readings: Readings) -> Mapping[str, Sequence[Number]]:
    """Rows whose seven figures are numbers that add up: the evidence for the others."""
    rows: dict[str, Sequence[Number]] = {}
    for row in dict.fromkeys(key.split(".")[1] for key in readings.found):
        values = [readings.found[f"t3.{row}.{column}"].value for column in KEYS]
        if adds_up(values):
            rows[row] = [value for value in values if value is not None]
    return rows


def _caps(row: str, whole: Mapping[str, Sequence[Number]]) -> dict[int, Number]:
    """The most each column can hold, from rows that are whole.

    What came in went out or is carried on, so neither side of that balance has a part larger than
    the other side; and no outcome is larger than the total of outcomes.
    """
    inflow, outflow = ("new", "carried_in"), ("total_processed", "carried_out")
    balance = outflow if row in inflow else inflow
    limits: list[list[Number]] = []
    if whole.keys() >= set(balance):
        limits.append([sum(pair) for pair in zip(*map(whole.__getitem__, balance), strict=True)])
    if row not in (*inflow, *outflow) and "total_processed" in whole:
        limits.append(list(whole["total_processed"]))
    return {column: min(limit[column] for limit in limits) for column in range(COLUMNS) if limits}


def _read_damaged(
    row: str, record: Record, order: Sequence[str], caps: Mapping[int, Number], readings: Readings
) -> None:
    """A row with fewer or more than seven figures."""
    read = [read_cell(cell.text) for cell in record.figures]
    values = [reading.value for reading in read if reading.value is not None]
    plain = all(reading.status is Status.PRINTED for reading in read)
    fits = plain and 0 < len(values) < COLUMNS
    # caps stand in the form's order; a permuted head is rare enough to align without them
    caps = caps if tuple(order) == KEYS else {}
    aligned = align(values, caps, vanished=record.grid is None) if fits else None
    printed = " ".join(cell.text for cell in record.figures)
    why = (
        f"原文此行有 {len(read)} 个数（{printed}），应有 {COLUMNS} 个"
        if read
        else "原文此行没有数字"
    )
    for index, column in enumerate(order):
        key = f"t3.{row}.{column}"
        place = aligned.places[index] if aligned else None
        if place is not None:
            readings.cell(key, record.figures[place], "件")
        else:
            implied = aligned.implied[index] if aligned else None
            readings.lost(key, "件", record.label.place, why, implied)
    readings.notes.append(f"第 {record.label.place.line} 行“{record.label.text}”：{why}")
