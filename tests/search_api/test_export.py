"""Tables for other programs: what is read back is what was meant, and nothing of it is run."""

import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Report, Status
from search_api import service
from search_api.answers import Asked, Figure
from search_api.export import (
    BOM,
    PASSAGES_COLUMNS,
    STATISTICS_COLUMNS,
    STATUSES,
    Cell,
    csv_lines,
    disposition,
    in_words,
    passages_rows,
    statistics_rows,
)
from search_api.store import Store

LEADS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", " =", "　="]


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def figure(**changes: object) -> Figure:
    usual: dict[str, object] = {
        "report": "2022-0123456789",
        "agency": "江川市人民政府",
        "year": 2022,
        "form": "2021",
        "indicator": "t3.new.total",
        "label": "本年新收",
        "value": 6,
        "unit": "件",
        "status": Status.PRINTED,
        "printed": "6",
        "implied": None,
        "line": 12,
        "why": "",
        "findings": (),
        "url": "/reports/2022-0123456789#t3-new-total",
    }
    return Figure(**{**usual, **changes})  # type: ignore[arg-type]  # one of them at a time


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("lead", LEADS)
def test_no_cell_is_taken_for_a_formula(lead: str, column: int) -> None:
    row: list[Cell] = ["甲", "乙", "丙", "丁"]
    row[column] = f"{lead}cmd|' /C calc'!A0"
    (_, back) = read_back("".join(csv_lines("abcd", [row])))
    assert back[column][0] == "'"
    assert back[column][1:] == row[column]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param(-3, "-3", id="a number"),
        pytest.param("-3", "-3", id="a number as printed"),
        pytest.param("+1036", "+1036", id="a number with its sign"),
        pytest.param("-", "'-", id="a mark is no number"),
        pytest.param("743.38", "743.38", id="money"),
        pytest.param(None, "", id="nothing"),
        pytest.param(0, "0", id="a zero is not nothing"),
        pytest.param("a=b", "a=b", id="a sign further in"),
        pytest.param('说"好"，\n是', '说"好"，\n是', id="quotes and line ends"),
    ],
)
def test_what_a_cell_becomes(cell: Cell, written: str) -> None:
    assert read_back("".join(csv_lines(["x", "y"], [[cell, ""]])))[1][0] == written


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_any_text_reads_back(rows: list[list[str]]) -> None:
    back = read_back("".join(csv_lines(["x", "y"], rows)))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def test_a_cell_that_is_not_printed_is_empty_and_says_so() -> None:
    lost = figure(value=None, printed=None, status=Status.MISSING, implied=0)
    (head, row) = read_back("".join(csv_lines(STATISTICS_COLUMNS, statistics_rows([lost]))))
    said = dict(zip(head, row, strict=True))
    assert (said["数值"], said["状态"], said["推算值"]) == ("", "缺失", "0")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({}, "本年新收 6件", id="a number"),
        pytest.param({"value": 1234}, "本年新收 1,234件", id="a large number"),
        pytest.param({"value": 743.38, "unit": "万元"}, "本年新收 743.38万元", id="money"),
        pytest.param({"value": None, "status": Status.BLANK}, "本年新收 空白", id="a blank"),
        pytest.param(
            {"value": None, "status": Status.MISSING, "implied": 0},
            "本年新收 缺失（推算 0件）",
            id="lost, and what it would be",
        ),
        pytest.param({"value": 2, "implied": 0}, "本年新收 2件（推算 0件）", id="wrong"),
    ],
)
def test_a_figure_in_words(changes: dict[str, object], line: str) -> None:
    assert in_words(figure(**changes)) == line


def test_every_status_has_a_word() -> None:
    assert set(STATUSES) == {*Status, "derived"}  # the one that no cell has


def test_passages_with_their_figures(store: Store, reports: Mapping[str, Report]) -> None:
    hits = service.search(store, Asked(q="不予公开", size=100)).hits
    lines = read_back("".join(csv_lines(PASSAGES_COLUMNS, passages_rows(hits))))
    assert len(lines) == len(hits) + 1
    for hit, row in zip(hits, lines[1:], strict=True):
        said = dict(zip(lines[0], row, strict=True))
        assert said["报告编号"] in reports
        assert said["段落"].removeprefix("'") == hit.passage.text
        assert said["对应数据"] == "；".join(map(in_words, hit.statistics))


def test_a_chinese_file_name_travels_in_both_forms() -> None:
    header = disposition("检索-“复议”\r\n.csv", "search.csv")
    assert header.startswith("attachment; filename=\"search.csv\"; filename*=UTF-8''")
    assert header.isascii()
    assert "\r" not in header
