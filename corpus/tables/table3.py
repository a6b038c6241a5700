"""Table 3 (收到和处理申请): 23 or 25 rows of seven figures, rows and columns by their wording."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.forms import load
from corpus.model import Cell, Form, Grid, Status
from corpus.tables.align import COLUMNS
from corpus.tables.damaged3 import read_damaged
from corpus.tables.geometry import heads, is_own, under
from corpus.tables.labels import ROW_OR_COLUMN
from corpus.tables.numbers import is_figure, may_be_figure, read_cell
from corpus.tables.proved import proved
from corpus.tables.readings import Readings
from corpus.tables.records import Record, in_a_row, trimmed, without_remarks
from corpus.tables.rows3 import ORGANISATIONS, Row3, adds_up, rows_in_order
from corpus.tables.stream import Run
from corpus.tables.windows import Windows, sums_to_total
from corpus.tables.windows import windows as windows_of

KEYS = tuple(column.key for column in load(Form.Y2021).table3.columns)
_LEAVES = KEYS[1:6]
_HALF = 12  # rows of 23 or 25
_FEWEST_BLANK = 3  # blank totals that show a habit
_FEWEST_TWICE = 3  # rows that stand twice with other figures before two tables are assumed


def read_table3(runs: Sequence[Run]) -> tuple[Readings, Form]:
    """Every cell found, and the version its （六）其他处理 rows belong to (UNKNOWN without any)."""
    met, heads_met = rows_in_order(runs)
    order = _order(heads_met)
    rows = _rows(met)
    if order == KEYS and _total_first(rows.values()):
        order = None
    readings = Readings()
    readings.twice = _twice(met) >= _FEWEST_TWICE
    if order is None:
        readings.notes.append("表三的列名次序与表样不同又不完整，各列未能对应")
        return readings, _form(rows)
    if len(rows) < len(_FEWEST_ROWS) and (without := proved(runs)):
        return _read_proved(without, readings), _form_of(without)
    form = _form(rows)
    if form is Form.Y2021:
        rows.pop("other_all", None)  # there the row is the head of a group
    rows |= _proved_beside(rows, runs) if order == KEYS else {}
    _read_rows(rows, order, readings)
    return readings, form


_FEWEST_ROWS = ("new", "carried_in", "total_processed", "carried_out")
"""A table that names fewer rows than these four has lost its labels."""


def _read_rows(rows: Mapping[str, Row3], order: Sequence[str], readings: Readings) -> None:
    """Rows that are whole first; they are the evidence for the others."""
    own = _own_rows(rows)
    if own:
        _read_own(rows, own, readings)
        rows = {key: row for key, row in rows.items() if key not in own}
    placed = _all_placed([(key, row.record) for key, row in rows.items()], order)
    for key, cells in placed.items():
        for column, cell in cells.items():
            readings.cell(f"t3.{key}.{column}", cell, "件")
    readings.notes.extend(row.note for row in rows.values() if row.note)
    damaged = [(key, row.record) for key, row in rows.items() if key not in placed]
    if order[-1] == KEYS[-1]:
        read_damaged(damaged, order, _form(rows), readings)
        return
    for key, record in damaged:  # the sums are tried with the total at the end
        _lost(key, record, KEYS, "列的次序与表样不同，此行的数不全", readings)


@dataclass(frozen=True, slots=True)
class _Own:
    """A table with columns of the agency's own: the form's columns in it, and where rows end."""

    columns: Mapping[int, str]
    end: int

    def cells(self, record: Record) -> Mapping[str, Cell]:
        """Column -> cell below its head; {} for a row with too few cells."""
        found = under(record.cells, self.columns) if _end(record.cells) == self.end else {}
        return found if len(found) == len(self.columns) else {}


def _own(grid: Grid) -> _Own | None:
    """None for a table with the form's columns, or one that does not tell its columns."""
    columns = heads(grid, "column3") if grid.spans else {}
    return _Own(columns, _widest(grid)) if columns and is_own(grid, columns, COLUMNS) else None


def _own_rows(rows: Mapping[str, Row3]) -> Mapping[str, Mapping[str, Cell]]:
    """Row key -> column -> cell of such a table, {} for a row with cells too few; {} if it is none.

    Where parts come to more than their total, row after row, the heads are not those of the cells.
    """
    grids = {id(row.record.grid): row.record.grid for row in rows.values()}
    drawn = {at: own for at, grid in grids.items() if grid and (own := _own(grid))}
    found = {
        key: drawn[id(row.record.grid)].cells(row.record)
        for key, row in rows.items()
        if id(row.record.grid) in drawn
    }
    if len(found) <= _HALF:
        return {}
    overfull = sum(_is_overfull(cells) for cells in found.values())
    return found if overfull < _FEWEST_TWICE else {}


def _is_overfull(cells: Mapping[str, Cell]) -> bool:
    values = {column: read_cell(cell.text).value or 0 for column, cell in cells.items()}
    total = values.pop(KEYS[-1], None)
    return total is not None and sum(values.values()) > total


def _read_own(
    rows: Mapping[str, Row3], own: Mapping[str, Mapping[str, Cell]], readings: Readings
) -> None:
    for key, found in own.items():
        for column, cell in found.items():
            readings.cell(f"t3.{key}.{column}", cell, "件")
        rest = [column for column in KEYS if column not in found]
        why = "原表没有这一列" if found else "原表的列与表样不同，此行的格数不全"
        _lost(key, rows[key].record, rest, why, readings)
    readings.notes.append("表三的列与表样不同，按列名只读表样中有的各列")


def _widest(grid: Grid) -> int:
    """The end of its longest row of figures; heads may be drawn over more columns."""
    rows = (row for row in grid.rows if any(is_figure(cell.text) for cell in row))
    return max(map(_end, rows), default=0)


def _lost(row: str, record: Record, columns: Sequence[str], why: str, readings: Readings) -> None:
    for column in columns:
        readings.lost(f"t3.{row}.{column}", "件", record.label.place, why, None)


def _all_placed(
    rows: Sequence[tuple[str, Record]], order: Sequence[str]
) -> Mapping[str, Mapping[str, Cell]]:
    """Row key -> column -> cell, of the rows in which nothing is lost."""
    room = _room_tells([record for _, record in rows])
    windows = windows_of([record for _, record in rows])
    own = _leaves_totals_blank([record for _, record in rows])
    found: dict[str, Mapping[str, Cell]] = {}
    for key, record in rows:
        shown = room or record.grid is not None
        cells = _placed(record, order, windows, own) if shown else _full(record, order)
        if cells:
            found[key] = cells
    short = sum(key not in found and bool(record.figures) for key, record in rows)
    if len(found) > short:
        return found
    in_lines = {key for key, record in rows if record.grid is None}
    return {
        key: cells
        for key, cells in found.items()
        if key not in in_lines or _may_stand(list(cells.values()))
    }


def _may_stand(cells: Sequence[Cell]) -> bool:
    """Whether a row of lines can be taken as it stands where most rows have lost figures.

    Not if it does not add up: a stranger, such as a page number, can stand for a lost one.
    """
    return sums_to_total(cells) or not all(read_cell(cell.text).value is not None for cell in cells)


def _read_proved(rows: Mapping[str, Sequence[Cell]], readings: Readings) -> Readings:
    for row, cells in rows.items():
        for column, cell in zip(KEYS, cells, strict=True):
            readings.cell(f"t3.{row}.{column}", cell, "件")
    readings.unlabelled = True
    readings.notes.append("表三的行名与数字分离，按表内各项勾稽关系全部成立的次序对应")
    return readings


def _proved_beside(rows: Mapping[str, Row3], runs: Sequence[Run]) -> Mapping[str, Row3]:
    """The rows without seven figures of their own, where the sums prove the order of all figures.

    Most rows must have their seven, and at the places where that order has them.
    """
    full = {key: row.record.figures for key, row in rows.items() if _fullness(row)[0] > 1}
    whole = proved(runs) if _HALF < len(full) < len(load(Form.Y2021).table3.rows) else {}
    if not whole or any(_at(cells) != _at(whole.get(key, ())) for key, cells in full.items()):
        return {}
    note = "表三有的行名断开，按表内各项勾稽关系全部成立的次序对应"
    return {
        key: Row3(key, Record(cells[0], None, "", list(cells)), note)
        for key, cells in whole.items()
        if key not in full
    }


def _at(cells: Sequence[Cell]) -> list[tuple[int, str]]:
    return [(cell.place.line, cell.text) for cell in cells]


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


def _fullness(row: Row3) -> tuple[int, bool]:
    """How many figures, and whether 总计 and 其他 have the mark that tells them from a column."""
    figures = len(row.record.figures)
    marked = row.key not in ROW_OR_COLUMN or bool(row.record.mark)
    return 2 if figures == COLUMNS else 1 if figures else 0, marked


def _twice(met: Sequence[Row3]) -> int:
    """How many rows stand twice with seven figures each that differ."""
    seen: dict[str, set[tuple[str, ...]]] = {}
    for row in met:
        figures = tuple(cell.text for cell in row.record.figures)
        if row.key and len(figures) == COLUMNS:
            seen.setdefault(row.key, set()).add(figures)
    return sum(len(each) > 1 for each in seen.values())


def _form(rows: Mapping[str, Row3]) -> Form:
    """By the rows of （六）其他处理. An 其他 without its number may be the head of a column."""
    split = rows.keys() & {"other_1_no_correction", "other_2_unpaid_fee"}
    third = rows.get("other_3_other")
    if split or (third is not None and third.record.mark == "3" and third.record.figures):
        return Form.Y2021
    return Form.Y2019 if "other_all" in rows else Form.UNKNOWN


def _form_of(keys: Collection[str]) -> Form:
    return Form.Y2019 if "other_all" in keys else Form.Y2021


def _order(heads_met: Sequence[Record]) -> tuple[str, ...] | None:
    """Columns from left to right as the heads name them; the form's order where heads are lost.

    None if the heads read stand in another order but not all of them were read.
    """
    if turned := _turned(heads_met):
        return _drawn_order(turned)
    named = [record.named.key for record in heads_met if record.named]
    leaves = list(dict.fromkeys(key for key in named if key in _LEAVES))
    if leaves == [key for key in _LEAVES if key in leaves]:
        return KEYS
    return (KEYS[0], *leaves, KEYS[6]) if len(leaves) == len(_LEAVES) else None


_SIDES = (KEYS[0], ORGANISATIONS, KEYS[6])


def _turned(heads_met: Sequence[Record]) -> Sequence[Record]:
    """The heads of a table in which 自然人, 法人或其他组织 and 总计 do not stand in this order."""
    tables: dict[int, list[Record]] = {}
    for record in heads_met:
        tables.setdefault(id(record.grid), []).append(record)
    for heads_of in tables.values():
        drawn = heads_of[0].grid is not None
        if _turned_in_a_row(heads_of) if drawn else _turned_in_lines(heads_of):
            return heads_of
    return ()


def _turned_in_a_row(heads_of: Sequence[Record]) -> bool:
    """By the heads of one row: 总计 may well stand in the row above, at its place."""
    rows = _in_rows(heads_of)
    sides = [[key for key in row if key in _SIDES] for row in rows if KEYS[0] in row]
    turned = any(row != [key for key in _SIDES if key in row] for row in sides)
    return turned or any(_LEAVES[0] in row[: row.index(KEYS[0])] for row in rows if KEYS[0] in row)


def _in_rows(heads_of: Sequence[Record]) -> list[list[str]]:
    """Keys of the heads of each row, from left to right."""
    rows: dict[int, list[str]] = {}
    for record in sorted(heads_of, key=lambda each: each.label.column):
        if record.named:
            rows.setdefault(record.label.row, []).append(record.named.key)
    return list(rows.values())


def _turned_in_lines(heads_of: Sequence[Record]) -> bool:
    """自然人 behind all of the five, or behind 法人或其他组织 and not beside the first of them."""
    met = [record.named.key for record in heads_of if record.named]
    before = met[: met.index(KEYS[0])] if KEYS[0] in met else []
    beside = met[len(before) + 1 : len(before) + 2] == [KEYS[1]]
    return set(before) >= set(_LEAVES) or (ORGANISATIONS in before and not beside)


def _total_first(rows: Iterable[Row3]) -> bool:
    """Whether the first figure is the sum of the others in more rows than the last one is."""
    first = last = 0
    for row in rows:
        values = [read_cell(cell.text).value for cell in row.record.figures]
        if len(values) == COLUMNS and adds_up(values) != adds_up([*values[1:], values[0]]):
            last += adds_up(values)
            first += not adds_up(values)
    return first > max(last, _FEWEST_TWICE)


def _drawn_order(heads_met: Sequence[Record]) -> tuple[str, ...] | None:
    """Columns from left to right as one row of heads, or a drawn table, has them; None if neither
    has all seven."""
    drawn = [record.grid for record in heads_met if record.grid]
    columns = heads(drawn[0], "column3") if drawn else {}
    below = [columns[column] for column in sorted(columns)]
    for row in (*_in_rows(heads_met), below) if drawn else ():
        if sorted(row) == sorted(KEYS):
            return tuple(row)
    return None


def _room_tells(records: Sequence[Record]) -> bool:
    """Whether room between lines is where blank cells stand: it completes every row of figures.

    Room in one row alone may as well be the end of a page, beside a figure that is lost.
    """
    short = [each for each in records if each.grid is None and len(each.figures) < COLUMNS]
    last = max(records, key=lambda each: each.label.place.line, default=None)
    shown = [each for each in short if len(each.cells) == COLUMNS]
    # blank cells at the end of the table leave no room: nothing follows them
    return len(shown) > 1 and all(each in shown or each is last for each in short)


def _full(record: Record, order: Sequence[str]) -> Mapping[str, Cell]:
    """Column -> cell of a row that has all its figures; else {}."""
    figures = without_remarks(record.figures, COLUMNS)
    if any(_run_together(cell.text) for cell in figures):
        return {}
    full = len(figures) == COLUMNS and in_a_row(record, figures)
    return dict(zip(order, figures, strict=True)) if full else {}


def _placed(
    record: Record, order: Sequence[str], windows: Windows, own: bool
) -> Mapping[str, Cell]:
    """Column -> cell where nothing is lost; {} where the figures have to be aligned."""
    if full := _full(record, order):
        return full
    if len(record.figures) > COLUMNS or any(_run_together(cell.text) for cell in record.figures):
        return {}
    if record.grid is not None and record.grid.spans:
        return _under_heads(record, record.grid, order, own)
    return _with_blank_cells(record, order, windows)


def _with_blank_cells(record: Record, order: Sequence[str], windows: Windows) -> Mapping[str, Cell]:
    """Where blank cells show as such: as room between lines, or as empty cells of a row of text."""
    if record.grid is None:
        seven = len(record.cells) == COLUMNS and sums_to_total(record.cells)
        return dict(zip(order, record.cells, strict=True)) if seven else {}
    cells = trimmed(record.cells)
    if len(cells) >= COLUMNS and not record.figures:
        return dict(zip(order, cells, strict=False))  # a row of blanks, padded or not
    if len(cells) == COLUMNS and in_a_row(record, cells):
        return dict(zip(order, cells, strict=True))
    return dict(zip(order, windows.cells(record), strict=False))


def _under_heads(record: Record, grid: Grid, order: Sequence[str], own: bool) -> Mapping[str, Cell]:
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
    return found if len(found) == COLUMNS and not outside and not _slipped(found, own) else {}


def _slipped(found: Mapping[str, Cell], own: bool) -> bool:
    """No figure as total, and one under 其他 that may be the total, moved left.

    A zero there may be it too if all six figures stand: of as many zeros one may be the total.
    `own`: the table leaves totals blank, and only the largest figure of the row may be one.
    """
    if may_be_figure(found["total"].text) or not found["other"].text:
        return False
    values = {key: read_cell(cell.text).value or 0 for key, cell in found.items()}
    six = all(cell.text for key, cell in found.items() if key != "total")
    largest = values["other"] == max(values.values())
    return (largest or not own) and (values["other"] > 0 or (six and not own))


def _leaves_totals_blank(records: Sequence[Record]) -> bool:
    """Whether totals are blank in rows where no figure can have moved: 其他 is blank there too."""
    rows = [record.cells for record in records if record.grid and record.grid.spans]
    seven = [cells for cells in rows if len(cells) == COLUMNS and any(cell.text for cell in cells)]
    return sum(not cells[-1].text and not cells[-2].text for cells in seven) >= _FEWEST_BLANK


def _run_together(text: str) -> bool:
    """Digits that are no number, 00 or 3 15: two cells in one, so those behind them have moved."""
    return read_cell(text).status is Status.TEXT and text.replace(" ", "").isdigit()


def _end(cells: Sequence[Cell]) -> int:
    """The column behind the last cell."""
    return max(cell.column + cell.colspan for cell in cells) if cells else 0
