"""Table 2 (主动公开政府信息情况): rows by their label, columns by the last head above them."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.forms import all_forms, load
from corpus.model import Cell, Form
from corpus.tables.geometry import heads, under
from corpus.tables.readings import Readings
from corpus.tables.records import Record, framed, in_a_row, records, trimmed, without_remarks
from corpus.tables.stream import Run

_KINDS = ("row2", "column2", "article", "head")
_ONLY = {
    Form.Y2019: frozenset("made disclosed disclosed_total previous delta count".split()),
    Form.Y2021: frozenset("issued repealed valid".split()),
}
"""Columns that stand on one version alone and so tell which it is."""


def read_table2(runs: Sequence[Run]) -> tuple[Readings, Form]:
    """Every cell found, and the version its heads belong to (UNKNOWN without heads)."""
    listed = _without_doubtful_room(list(records(runs, _KINDS)))
    form = _form(listed)
    readings = Readings()
    readings.twice = all(_own_rows(listed, each) for each in _ONLY)
    columns: list[str] = []
    begun = False  # a row before any head of this table belongs to another
    for record in listed:
        kind, key = (record.named.kind, record.named.key) if record.named else ("", "")
        begun = begun or kind in ("head", "article", "column2")
        if kind in ("head", "article"):
            columns = []
        elif kind == "column2":
            columns = [*columns, key] if key not in columns else [key]
        elif kind == "row2" and begun:
            _read_row(record, key, _usable(columns, record, form), readings)
    return readings, form


def _without_doubtful_room(listed: Sequence[Record]) -> Sequence[Record]:
    """Room between lines is where blank cells stand only if two rows or more have some.

    In one row alone it may as well be the end of a page, beside a figure that is lost.
    """
    lines = [record for record in listed if record.grid is None]
    rows = [record for record in lines if record.named and record.named.kind == "row2"]
    if sum(any(not cell.text for cell in record.cells) for record in rows) > 1:
        return listed
    return [replace(each, cells=each.figures) if each.grid is None else each for each in listed]


def _form(listed: Sequence[Record]) -> Form:
    """By labels alone: the version with more of its own column heads."""
    seen = [
        record.named.key for record in listed if record.named and record.named.kind == "column2"
    ]
    votes = {form: sum(key in keys for key in seen) for form, keys in _ONLY.items()}
    best = max(votes, key=lambda form: votes[form])
    return best if votes[best] else Form.UNKNOWN


def _own_rows(listed: Sequence[Record], form: Form) -> bool:
    """Whether two or more heads that only this version has were met: its table is there."""
    seen = {
        record.named.key for record in listed if record.named and record.named.kind == "column2"
    }
    return len(seen & _ONLY[form]) > 1


def _usable(heads: Sequence[str], record: Record, form: Form) -> Sequence[str]:
    """The heads read, if they are all a form has for this row; else those of the form itself.

    Where a head was lost a figure may be too, so the row needs as many figures as the form has
    heads. () if nothing is known.
    """
    assert record.named is not None
    row = record.named.key
    all_read = any(set(heads) == set(_columns(each.form, row)) for each in all_forms())
    own = _columns(form, row) if form is not Form.UNKNOWN else ()
    if all_read and len(record.figures) in (len(heads), 0):
        return heads
    return own or (heads if all_read else ())


def _columns(form: Form, row: str) -> tuple[str, ...]:
    return next((each.columns for each in load(form).table2.rows if each.key == row), ())


def _read_row(record: Record, row: str, columns: Sequence[str], readings: Readings) -> None:
    placed = _placed(record, columns)
    for column in columns:
        key, unit = f"t2.{row}.{column}", _unit(row, column)
        if column in placed:
            readings.cell(key, placed[column], unit)
        else:
            why = f"原文此行有 {len(record.figures)} 个数，应有 {len(columns)} 个"
            readings.lost(key, unit, record.label.place, why, None)


def _placed(record: Record, columns: Sequence[str]) -> dict[str, Cell]:
    """Column -> cell, where that can be told: as many figures as heads, or heads above cells."""
    figures = without_remarks(record.figures, len(columns))
    if figures and len(figures) == len(columns) and in_a_row(record, figures):
        return dict(zip(columns, figures, strict=True))
    if record.grid is None or not columns:
        return _with_room(record.cells, columns)
    above = _under_nearest(record, columns)
    if record.grid.spans:
        return dict(above)
    below = set(map(id, above.values())) == set(map(id, figures))
    if below and len(figures) == len(columns) and framed(figures):
        return dict(above)
    cells = trimmed(record.cells)
    if not record.figures:
        return dict(zip(columns, cells, strict=False)) if len(cells) >= len(columns) else {}
    full = len(cells) == len(columns) and in_a_row(record, cells)
    return dict(zip(columns, cells, strict=True)) if full else {}


def _with_room(cells: Sequence[Cell], columns: Sequence[str]) -> dict[str, Cell]:
    """Lines of one cell, and blanks where they leave room; at an end it may be that of a page."""
    blank = not any(cell.text for cell in cells)
    full = 0 < len(cells) == len(columns) and (blank or framed(cells))
    return dict(zip(columns, cells, strict=True)) if full else {}


def _under_nearest(record: Record, columns: Sequence[str]) -> dict[str, Cell]:
    """By the heads directly above: table 2 has a row of heads for every group of rows."""
    assert record.grid is not None
    above: dict[int, str] = {}
    for row in record.grid.rows[: record.label.row]:
        pieces = heads(type(record.grid)((row,), True, record.grid.place), "column2")
        above = dict(pieces) if pieces else above
    return {key: cell for key, cell in under(record.cells, above).items() if key in columns}


def _unit(row: str, column: str) -> str:
    for form in reversed(all_forms()):
        if column in _columns(form.form, row):
            return form.table2.column(column).unit or form.table2.row(row).unit
    return ""
