"""Rows of text with blank cells: their seven columns are told by the rows that stand above them."""

from collections.abc import Sequence

import pytest

from corpus.model import Grid
from corpus.read import read
from corpus.tables.records import Record, records
from corpus.tables.rows3 import KINDS
from corpus.tables.stream import runs
from corpus.tables.windows import windows

FULL = "1.属于国家秘密\t1\t1\t1\t1\t1\t1\t6"
GAPS = ("2.其他法律行政法规禁止公开\t\t2\t\t\t\t\t2", "5.属于三类内部事务信息\t2\t\t1\t\t\t\t3")
ZEROS = "6.属于四类过程性信息\t\t0\t\t0\t\t\t"
DEEPER = "（七）总计\t\t1\t1\t0\t0\t0\t2"


def rows(*lines: str) -> Sequence[Record]:
    found = runs(read("a.txt", "\n".join(lines).encode()).blocks)
    return [each for each in records(found, KINDS) if isinstance(each.grid, Grid)]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        pytest.param((FULL, GAPS[0]), ["", "2", "", "", "", "", "2"], id="below a whole row"),
        pytest.param((FULL, DEEPER), [], id="a blank cell may be the label's on another level"),
        pytest.param((*GAPS, ZEROS), ["", "0", "", "0", "", "", ""], id="blanks are usual"),
        pytest.param((FULL, ZEROS), [], id="zeros add up anywhere"),
        pytest.param((GAPS[1], ZEROS), [], id="two rows are too few"),
        pytest.param((FULL, "7.属于行政执法案卷\t\t2\t\t\t\t\t3"), [], id="does not add up"),
        pytest.param((FULL, "7.属于行政执法案卷\t\t2\t\t\t\t\t\t2"), [], id="outside the seven"),
    ],
)
def test_the_cells_of_the_last_row(lines: Sequence[str], texts: list[str]) -> None:
    met = rows(*lines)
    assert [cell.text for cell in windows(met).cells(met[-1])] == texts
