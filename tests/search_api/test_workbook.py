"""XLSX, read back by another library: text stays text, numbers numbers, nothing nothing."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from search_api.export import workbook
from search_api.export.rows import Cell
from search_api.export.workbook import Workbook


def written(*rows: Sequence[Cell]) -> bytes:
    file = io.BytesIO()
    with Workbook(file) as book:
        sheet = book.sheet("表", ("甲", "乙"))
        for row in rows:
            sheet.add(row)
        book.notes([("检索词", "不予公开")])
    return file.getvalue()


def read_back(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("=1+1", id="a formula"),
        pytest.param('=HYPERLINK("http://a.example","甲")', id="a formula with a link"),
        pytest.param("{=1+1}", id="an array formula"),
        pytest.param("+1", id="plus"),
        pytest.param("-甲", id="minus"),
        pytest.param("@甲", id="at"),
        pytest.param("http://a.example/", id="an address"),
        pytest.param("internal:表!A1", id="an inner link"),
        pytest.param("0012", id="digits"),
        pytest.param("1e5", id="looks like a number"),
        pytest.param("<r><t>甲</t></r>x", id="begins like mark-up"),
        pytest.param(" 甲 \n乙", id="spaces and line ends"),
        pytest.param("𠮷", id="beyond the first plane"),
    ],
)
def test_text_is_text(text: str) -> None:
    data = written((text, None))
    book = load_workbook(io.BytesIO(data))
    cell = book["表"]["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == text


def test_mark_up_of_the_writer_is_not_taken_over() -> None:
    """XlsxWriter writes a text within <r> and </r> as it is: it must never get one."""
    (_, (text, _)) = read_back(written(("<r><t>甲</t></r>", None)))["表"]
    assert text == "<r><t>甲</t></r> "


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param(0, 0, id="a zero"),
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="no text"),
        pytest.param(-3, -3, id="below zero"),
        pytest.param(743.38, 743.38, id="money"),
        pytest.param(10**20, "1" + 20 * "0", id="more digits than a sheet keeps"),
    ],
)
def test_what_a_cell_becomes(cell: Cell, value: object) -> None:
    assert read_back(written((cell, "x")))["表"][1] == [value, "x"]


@given(st.text(max_size=30))
def test_any_text_can_be_written(text: str) -> None:
    (value, _) = read_back(written((text, "x")))["表"][1]
    assert value is None or isinstance(value, str)


def test_the_same_table_is_the_same_file() -> None:
    assert written(("甲", 1)) == written(("甲", 1))


def test_what_a_sheet_cannot_take_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 3)
    back = read_back(written(*[(number, "甲" * 40_000) for number in range(5)]))
    assert [row[0] for row in back["表"]] == ["甲", 0, 1, 2]
    assert back["说明"][1:] == [
        ["检索词", "不予公开"],
        ["工作表“表”", "另有 2 行超出每表 3 行的上限，没有写入；请用 CSV 或 JSON Lines"],
        ["工作表“表”", "有 3 格文字过长，只写了前面的部分；请用 CSV 或 JSON Lines"],
    ]
