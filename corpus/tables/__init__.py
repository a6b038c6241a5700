"""Grids and table-like lines to statistics, each with its place in the source.

    blocks ─ stream ─▶ runs ─ records ─▶ label + figures ─ table2, table3, table4 ─▶ statistics

Order: numbers, labels, stream, serial, records, rows3, proved, align, consistent, geometry,
readings, damaged3, windows, table1, table2, table3, table4

Rows and columns are told by the wording of their labels, never by position. What cannot be aligned
is stated: a figure whose column is not certain gives no value.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.forms import indicators, keys_of
from corpus.forms.annex import items
from corpus.headings import section_number
from corpus.model import Document, Form, Statistic, Status
from corpus.tables.readings import Readings, complete
from corpus.tables.stream import Run, runs
from corpus.tables.table1 import form_of, read_table1
from corpus.tables.table2 import read_table2
from corpus.tables.table3 import read_table3
from corpus.tables.table4 import read_table4

_SPLIT_ROWS = ("other_1_no_correction", "other_2_unpaid_fee", "other_3_other")


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What the tables of a document say."""

    form: Form  # UNKNOWN if no label of any version was found
    statistics: tuple[Statistic, ...]  # one for every cell of the form, in form order
    damage: tuple[str, ...]  # tables that are cut or lost: "t2", "t3", "t4"
    notes: tuple[str, ...]  # what could not be aligned, in Chinese
    lines: frozenset[int]  # source lines that belong to tables
    twice: bool = False  # the tables of two reports stand in the document: no cell is given

    @property
    def empty(self) -> bool:
        """Whether no cell of any table was found."""
        return all(cell.place is None for cell in self.statistics)


def read_tables(document: Document) -> TablesRead:
    """Tables 2, 3 and 4 of the document. Nothing found is no error: every cell is missing then."""
    found = runs(document.blocks)
    annex = read_table1(_of(found, 1))
    if len(annex.found) >= _FEWEST_ITEMS:
        return _annex_read(document, annex, found)
    second, by_heads = read_table2(_of(found, 2))
    third, by_rows = read_table3(_of(found, 3))
    if third.unlabelled and by_heads not in (Form.UNKNOWN, by_rows):
        # as many rows as the other version has: two are lost, and which cannot be told
        third, by_rows = Readings(notes=["表三没有行名，行数与表二的表样不合，未能对应"]), by_heads
    fourth = read_table4(_of(found, 4))
    form = by_heads if by_heads is not Form.UNKNOWN else by_rows
    twice = second.twice or third.twice
    cells = {} if twice else second.found | third.found | fourth.found
    units = {key: indicator.unit for key, indicator in indicators().items()}
    statistics = complete(cells, _keys(form, by_rows) or _untold(cells), units)
    return TablesRead(
        form,
        statistics,
        damage=_damage(statistics),
        notes=(*second.notes, *third.notes, *fourth.notes),
        lines=frozenset(line for run in found for line in run.lines),
        twice=twice,
    )


_HEADING_GAP = 4  # lines above a line of the table: a heading, a sub-heading, blank lines
_FEWEST_ITEMS = 8  # a newer report may quote a line or two of the old 统计表


def _annex_read(document: Document, annex: Readings, found: Sequence[Run]) -> TablesRead:
    """A 统计表 of a report before 2019, which stands alone."""
    form = form_of(tuple(annex.found))
    statistics = complete(
        annex.found, keys_of(form), {item.indicator: item.unit for item in items(form)}
    )
    lines = _annex_lines(document, found)
    return TablesRead(form, statistics, _damage(statistics), tuple(annex.notes), lines)


def _annex_lines(document: Document, found: Sequence[Run]) -> frozenset[int]:
    """Its lines with those of its own headings (一、主动公开情况), which open no section."""
    lines = {line for run in found for line in run.lines}
    lines |= {row[0].place.line for run in found if run.grid for row in run.grid.rows}
    text = document.text.split("\n")
    for number in sorted(lines):
        above = number - 1
        while above and number - above <= _HEADING_GAP and above not in lines:
            if section_number(text[above - 1]) is not None:
                lines.add(above)
            above -= 1
    return frozenset(lines)


def _of(found: Sequence[Run], table: int) -> list[Run]:
    return [run for run in found if run.table == table]


def _keys(form: Form, by_rows: Form) -> list[str]:
    """Keys of the form; the rows （六）其他处理 as the table itself prints them.

    Agencies mix versions: table 2 of 2021 above a table 3 with the single old row is common.
    """
    keys = list(keys_of(form))
    if Form.UNKNOWN in (form, by_rows) or form is by_rows:
        return keys
    kept = [key for key in keys if not _is_other_row(key)]
    others = [key for key in keys_of(by_rows) if _is_other_row(key)]
    cut = kept.index("t3.total_processed.natural_person")
    return kept[:cut] + others + kept[cut:]


def _untold(found: Collection[str]) -> list[str]:
    """Keys where no label tells the form, as in a table 3 that stops early: the newer form's.

    Of table 2 only what was found: there the forms share no more than a few rows.
    """
    keys = keys_of(Form.Y2021) if found else ()
    second = [key for key in indicators() if key in found and key.startswith("t2.")]
    return second + [key for key in keys if not key.startswith("t2.")]


def _is_other_row(key: str) -> bool:
    return key.startswith("t3.") and key.split(".")[1] in (*_SPLIT_ROWS, "other_all")


def _damage(statistics: Sequence[Statistic]) -> tuple[str, ...]:
    """Tables with a cell that was not found at all."""
    lost = [cell.indicator for cell in statistics if cell.status is Status.MISSING]
    return tuple(sorted({key.split(".")[0] for key in lost}))
