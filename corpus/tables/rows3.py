"""The rows of table 3 in reading order, and the names of those whose label is lost.

A row without a label is named only by its neighbours: if as many unlabelled rows stand between two
labelled ones as the form has there, and each adds up, they are those rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.forms import all_forms
from corpus.model import Cell, Number
from corpus.tables.labels import ROW_OR_COLUMN
from corpus.tables.numbers import is_figure, read_cell
from corpus.tables.records import Record, records
from corpus.tables.stream import Run

KINDS = ("row3", "column3", "group3", "head")
WIDTH = 7  # figures in a row
ORGANISATIONS = "法人或其他组织"  # the head above five columns
_BREAK = "?"
_THIRD = "other_3_other"  # 3.其他: with another number (9.其他) it is a row of the agency's own
_FEWEST = 3  # figures of what may be a damaged row; one or two may be a page number


@dataclass(frozen=True, slots=True)
class Row3:
    """A row as met. `key` is None where its label is lost."""

    key: str | None
    record: Record
    note: str = ""  # how it got its name, in Chinese


def rows_in_order(runs: Sequence[Run]) -> tuple[list[Row3], list[Record]]:
    """Rows with a name found or restored, and the heads of columns met."""
    met: list[Row3] = []
    heads: list[Record] = []
    for run in runs:
        listed = list(records([run], KINDS))
        if run.row and not any(record.named for record in listed):
            met += _unlabelled(run)
        for record in listed:
            if record.named is None:
                met += _unknown(record)
            elif record.named.kind == "column3" or record.named.key == ORGANISATIONS:
                record.grid = run.grid
                heads.append(record)
            elif record.named.kind in ("row3", "group3"):
                met += _parted(record)
    return [row for row in _restored(met) if row.key not in (None, _BREAK)], heads


def adds_up(values: Sequence[Number | None]) -> bool:
    """Whether these are seven numbers of which the first six add up to the last."""
    numbers = [value for value in values if value is not None]
    return len(numbers) == len(values) == WIDTH and sum(numbers[:-1]) == numbers[-1]


def _unlabelled(run: Run) -> list[Row3]:
    """The run as a row without a label, if it is figures and nothing else.

    One with too few or too many figures counts too: it is a row of the form all the same.
    """
    figures = [cell for cell in run.cells if cell.text]
    if len(figures) < _FEWEST or not all(is_figure(cell.text) for cell in figures):
        return []
    return [Row3(None, Record(figures[0], None, "", list(run.cells), run.grid))]


def _unknown(record: Record) -> list[Row3]:
    """A label that is no row's: with seven figures a row whose label was misread, else a break.

    Over a break nothing is joined and no row is counted: what stands there is not known.
    """
    if len(record.figures) == WIDTH and _sound(record.figures):
        return [Row3(None, record)]
    return [Row3(_BREAK, record)]


def _parted(record: Record) -> Iterator[Row3]:
    """A record as rows: its own, and one more for every further seven figures that add up.

    A group (三、不予公开) has no figures of its own: those behind its label belong to its rows.
    """
    assert record.named is not None
    key = record.named.key if record.named.kind == "row3" else None
    if key == _THIRD and record.mark not in ("", "3"):
        yield Row3(_BREAK, record)
        return
    parts = _parts(record.figures)
    if len(parts) > 1:
        for index, part in enumerate(parts):
            yield Row3(None if index else key, replace_cells(record, part))
    elif key is not None:
        if record.cells or record.grid is not None:
            yield Row3(key, record)
    elif len(record.figures) == WIDTH:
        yield Row3(None, record)


def replace_cells(record: Record, cells: Sequence[Cell]) -> Record:
    """The record with these cells only."""
    return Record(record.label, record.named, record.mark, list(cells), record.grid)


def _parts(figures: Sequence[Cell]) -> list[Sequence[Cell]]:
    """The figures by sevens if every seven add up, else as they are."""
    parts = [figures[at : at + WIDTH] for at in range(0, len(figures), WIDTH)]
    return parts if len(parts) > 1 and all(map(_sound, parts)) else [figures]


def _sound(cells: Sequence[Cell]) -> bool:
    return adds_up([read_cell(cell.text).value for cell in cells])


def _restored(met: Sequence[Row3]) -> Iterator[Row3]:
    """Every row, those without a label named where their neighbours leave no choice."""
    met = _over_page_breaks(met)
    labelled = {row.key for row in met if row.key}
    index = 0
    while index < len(met):
        end = index
        while end < len(met) and met[end].key is None:
            end += 1
        if end == index:
            if not _is_group_of_lost(met, index):
                yield met[index]
            index += 1
            continue
        start = index - 1 if index and _is_group_of_lost(met, index - 1) else index
        before = met[start - 1].key if start else ""
        after = met[end].key if end < len(met) else ""
        keys = _names(met[start:end], before or "", after or "")
        if not labelled & set(keys) - {"other_all"}:
            yield from map(_named, met[start:end], keys)
        index = end


def _over_page_breaks(met: Sequence[Row3]) -> list[Row3]:
    """Rows whose label ends a page and whose figures begin the next made one again."""
    joined: list[Row3] = []
    for row in met:
        if joined and _waits(joined[-1]) and _bare_figures(row):
            last = joined[-1]
            joined[-1] = Row3(last.key, replace_cells(last.record, row.record.cells), row.note)
        else:
            joined.append(row)
    return joined


def _waits(row: Row3) -> bool:
    """A row's label without figures. An unmarked 其他 or 总计 may be the head of a column."""
    plain = row.key in ROW_OR_COLUMN and not row.record.mark
    return row.key not in (None, _BREAK) and not plain and not row.record.figures


def _bare_figures(row: Row3) -> bool:
    """Seven figures that add up, with no words before them."""
    return row.key is None and is_figure(row.record.label.text) and _sound(row.record.figures)


def _is_group_of_lost(met: Sequence[Row3], index: int) -> bool:
    """（六）其他处理 with unlabelled rows behind it: the head of its rows, not the old row."""
    if met[index].key != "other_all" or index + 1 == len(met):
        return False
    own, below = met[index].record.figures, met[index + 1]
    sums = bool(own) and not _sound(own)  # figures of a group row, which need not add up
    lost = below.key == _BREAK and (sums or len(_parts(below.record.figures)) > 1)
    return below.key is None or lost


def _names(rows: Sequence[Row3], before: str, after: str) -> tuple[str, ...]:
    """The names the form has for these rows between their neighbours; () if that is not sure.

    A table without any label has no neighbours: only its sums can tell its rows (`proved`).
    """
    if not before and not after and rows[0].record.named is None:
        return ()
    candidates = {
        keys for form in all_forms() if (keys := _between(form.form, before, after)) is not None
    }
    candidates |= _of_group(rows[0].record)
    fitting = [keys for keys in candidates if len(keys) == len(rows)]
    sure = len(fitting) == 1 and all(_sound(row.record.figures) for row in rows)
    return fitting[0] if sure else ()


def _named(row: Row3, key: str) -> Row3:
    line = row.record.label.place.line
    return replace(row, key=key, note=f"第 {line} 行没有行名，按前后各行的次序对应")


def _of_group(record: Record) -> set[tuple[str, ...]]:
    """The rows of the group whose label stands before the figures, if it is one."""
    if record.named is None or record.named.kind != "group3":
        return set()
    group = record.named.key
    rows = (
        tuple(row.key for row in form.table3.rows if row.group == group) for form in all_forms()
    )
    return {keys for keys in rows if keys}


def _between(form: object, before: str, after: str) -> tuple[str, ...] | None:
    """Keys of the rows between two rows of a form; None if one of them is not on it."""
    keys = next([row.key for row in each.table3.rows] for each in all_forms() if each.form is form)
    if (before and before not in keys) or (after and after not in keys):
        return None
    start = keys.index(before) + 1 if before else 0
    return tuple(keys[start : keys.index(after) if after else len(keys)])
