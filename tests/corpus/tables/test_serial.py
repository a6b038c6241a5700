"""Numbers of rows among lines of one cell each: told by counting, and never figures."""

from collections.abc import Sequence

import pytest

from corpus.model import Cell, Place
from corpus.tables.serial import without_row_numbers

ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "（七）总计",
)


def cells(*texts: str) -> Sequence[Cell]:
    return [Cell(text, Place(at), 0, 0) for at, text in enumerate(texts, 1)]


def left(*texts: str) -> list[str]:
    return [cell.text for cell in without_row_numbers(cells(*texts))]


def table(numbers: Sequence[str], figures: str = "0 0 0 0 0 0 0") -> list[str]:
    return [
        text
        for number, row in zip(numbers, ROWS, strict=True)
        for text in (*([number] if number else []), row, *figures.split())
    ]


PLAIN = table([""] * 5)


def test_numbers_that_count_the_rows_are_left_out() -> None:
    assert left(*table(list("12345"))) == PLAIN
    assert left("总计", *table(list("34567"))) == ["总计", *PLAIN]


def test_under_a_head_they_need_only_rise() -> None:
    """Table 2 counts its heads too: 1, 2, 5, 6 are the rows between them."""
    rows = ["1", "规章", "0", "2", "规范性文件", "0", "第二十条第（五）项", "5", "行政许可", "7"]
    assert left("序号", *rows) == [
        "序号", "规章", "0", "规范性文件", "0", "第二十条第（五）项", "行政许可", "7",
    ]  # fmt: skip
    assert left(*rows) == rows


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(PLAIN, id="zeros"),
        pytest.param(table(list("12346")), id="a step too far"),
        pytest.param(table(list("54321")), id="downwards"),
        pytest.param(table(["1", "2", "/", "4", "5"]), id="a mark among them"),
        pytest.param(table(list("12345"))[:24], id="three rows are too few"),
        pytest.param([], id="nothing"),
    ],
)
def test_figures_stay(texts: list[str]) -> None:
    assert left(*texts) == texts
