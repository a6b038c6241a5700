"""Rows of table 3 that have lost figures, show no trace of blank cells, or print a figure twice."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.forms import load
from corpus.model import Form, Number, Status
from corpus.read import read
from corpus.tables.readings import Readings
from corpus.tables.stream import runs
from corpus.tables.table3 import read_table3
from tests.corpus import written

FORM = Form.Y2021
SEED, LARGEST = 5, 9


def read3(text: str) -> Readings:
    return read_table3(
        [run for run in runs(read("a.txt", text.encode()).blocks) if run.table == 3]
    )[0]


def numbers() -> dict[str, int]:
    return written.filled(FORM, Random(SEED), LARGEST)


def figures(values: dict[str, int]) -> dict[str, list[str]]:
    """The printed figures of each row."""
    return {
        key: [str(values[f"t3.{key}.{column}"]) for column in written.COLUMNS]
        for key in written.rows_of(FORM)
    }


def printed(rows: dict[str, list[str]], between: str = "\n") -> str:
    """A table of rows with marks before their labels; "\\n" puts every cell on a line."""
    labels = {row.key: row for row in load(FORM).table3.rows}
    lines = []
    for key, cells in rows.items():
        mark = labels[key].mark
        sign = "." if mark.isdigit() else "" if mark.startswith("（") else "、"
        lines.append(between.join([f"{mark}{sign}{labels[key].label}", *cells]))
    return "三、收到和处理政府信息公开申请情况\n" + "\n".join(lines) + "\n"


def given_of(found: Readings, key: str) -> list[Number | None]:
    return [found.found[f"t3.{key}.{column}"].value for column in written.COLUMNS]


@pytest.mark.parametrize("between", [pytest.param("\t", id="rows"), pytest.param("\n", id="lines")])
@pytest.mark.parametrize("column", range(7))
def test_a_column_that_most_rows_have_lost(column: int, between: str) -> None:
    """No row by itself adds up without its largest part; the columns of all rows tell which."""
    values = numbers()
    rows = figures(values)
    for key in list(rows)[::2]:
        del rows[key][column]
    found = read3(printed(rows, between)).found
    key = next(key for key in list(rows)[::2] if values[f"t3.{key}.total"])
    assert found[f"t3.{key}.total"].value in (values[f"t3.{key}.total"], None)
    true = [cell for cell in found.values() if cell.value is not None]
    assert all(cell.value == values[cell.indicator] for cell in true)
    # among lines a column of zeros may as well be one of blank cells: zeros are not placed then
    assert len(true) > (0.7 if between == "\t" else 0.4) * 7 * len(rows)


def test_blank_cells_that_left_no_trace() -> None:
    values = numbers()
    rows = {key: [cell for cell in cells if cell != "0"] for key, cells in figures(values).items()}
    found = read3(printed(rows)).found
    told = [cell for cell in found.values() if cell.value is not None]
    assert all(cell.value == values[cell.indicator] for cell in told)
    nonzero = [key for key, value in values.items() if key.startswith("t3.") and value]
    assert len(told) > 0.3 * len(nonzero)
    assert not any(cell.value == 0 for cell in found.values())


def test_a_table_with_a_lost_figure_is_not_one_of_blank_cells() -> None:
    """One part of a row is gone, so no choice of blanks lets the table add up."""
    values = numbers()
    rows = {key: [cell for cell in cells if cell != "0"] for key, cells in figures(values).items()}
    del rows["total_processed"][0]
    for cell in read3(printed(rows)).found.values():
        assert cell.value in (values[cell.indicator], None)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        pytest.param([3, 1, 1, 0, 0, 0, 0, 4], [3, 1, 0, 0, 0, 0, 4], id="a part"),
        pytest.param([3, 1, 0, 0, 0, 0, 4, 4], [3, 1, 0, 0, 0, 0, 4], id="the total"),
        pytest.param([3, 1, 0, 0, 0, 0, 0, 4], [3, 1, 0, 0, 0, 0, 4], id="one of several zeros"),
        pytest.param([3, 1, 2, 0, 0, 0, 0, 4], [None] * 7, id="a figure more, not twice"),
        pytest.param([4, 4, 0, 0, 0, 0, 8, 8], [4, 4, 0, 0, 0, 0, 8], id="equal parts beside it"),
    ],
)
def test_a_figure_printed_twice(row: Sequence[int], cells: list[Number | None]) -> None:
    text = "\t".join(["一、本年新收政府信息公开申请数量", *map(str, row)])
    assert given_of(read3(text), "new") == cells


def test_the_number_of_a_page_behind_a_row_of_lines_is_no_figure() -> None:
    """Without a zero, 3 0 0 0 0 3 6 adds up as well: the other rows have to decide."""
    rows = {key: ["0"] * 7 for key in written.rows_of(FORM)}
    for key in ("new", "total_processed", "granted"):
        rows[key] = ["3", "0", "0", "0", "0", "0", "3"]
    rows["new"].append("6")
    assert given_of(read3(printed(rows)), "new") == [3, 0, 0, 0, 0, 0, 3]


def test_in_a_table_of_short_rows_a_row_that_does_not_add_up_is_not_given() -> None:
    """A page number stands in the place of the figure this row has lost, as all others have."""
    rows = {key: cells[:3] + cells[4:] for key, cells in figures(numbers()).items()}
    rows["refused_4_mass"] = ["0", "0", "0", "0", "0", "0", "11"]
    assert read3(printed(rows)).found["t3.refused_4_mass.total"].value is None


def test_rows_of_text_with_blank_cells_stand_above_each_other() -> None:
    rows = figures(numbers())
    for cells in rows.values():
        cells[:] = ["" if cell == "0" else cell for cell in cells]
        cells[:0] = ["", ""]  # the label is wider than the others
    found = read3(printed(rows, "\t")).found
    assert {cell.status for cell in found.values()} == {Status.PRINTED, Status.BLANK}
    assert all((cell.value or 0) == numbers()[key] for key, cell in found.items())


@given(written.FORMS, st.integers(0, 2**32), st.sampled_from(written.LARGEST))
def test_whatever_is_lost_no_other_number_is_given(form: Form, seed: int, most: int) -> None:
    chance = Random(seed)
    values = written.filled(form, chance, most)
    share = chance.choice([0.05, 0.3])
    lines = ["三、收到和处理政府信息公开申请情况"]
    for row in load(form).table3.rows:
        cells = [str(values[f"t3.{row.key}.{column}"]) for column in written.COLUMNS]
        lines += [row.label, *(cell for cell in cells if chance.random() > share)]
    for key, cell in read3("\n".join(lines)).found.items():
        assert cell.value in (values[key], None)
        assert cell.implied in (values[key], None)
