"""Plain text: which lines are running text, which are rows of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Grid, Line
from corpus.read.text import blocks, read_text


def rows(text: str) -> list[list[list[str]]]:
    """The cells of every grid of the text."""
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in blocks(text)
        if isinstance(block, Grid)
    ]


def lines(text: str) -> list[Line]:
    return [block for block in blocks(text) if isinstance(block, Line)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param("规章\t0\t1\t2", [[["规章", "0", "1", "2"]]], id="tabs"),
        pytest.param(
            "规章\t0\t\t", [[["规章", "0", "", ""]]], id="blank cells at the end are kept"
        ),
        pytest.param("\t\t自然人\t", [[["", "", "自然人", ""]]], id="blank cells in front too"),
        pytest.param("| 规章 | 0 | 1 |", [[["规章", "0", "1"]]], id="pipes around"),
        pytest.param("规章 | 0 | 1", [[["规章", "0", "1"]]], id="pipes between"),
        pytest.param("|规章|0|1", [[["规章", "0", "1"]]], id="a pipe in front only"),
        pytest.param("｜规章｜0｜", [[["规章", "0"]]], id="full-width pipes"),
        pytest.param("│规章│0│1│", [[["规章", "0", "1"]]], id="drawn lines"),
        pytest.param("| 规章 |  | 1 |", [[["规章", "", "1"]]], id="a blank between pipes"),
        pytest.param(
            "| a | b |\n| --- | :-: |\n| 1 | 2 |",
            [[["a", "b"], ["1", "2"]]],
            id="a rule holds nothing",
        ),
        pytest.param("|||\n| a | b | c |", [[["a", "b", "c"]]], id="bare pipes hold nothing"),
        pytest.param(
            "a\t1\nb\t2", [[["a", "1"], ["b", "2"]]], id="rows without a line between are one grid"
        ),
        pytest.param(
            "a\t1\n\nb\t2", [[["a", "1"]], [["b", "2"]]], id="a blank line parts two grids"
        ),
        pytest.param("a\t1\n- 4 -\nb\t2", [[["a", "1"]], [["b", "2"]]], id="a page mark too"),
        pytest.param("甲|乙", [], id="one pipe in a sentence parts nothing"),
        pytest.param("\t\t", [], id="tabs alone are a blank line"),
        pytest.param(
            "规章 0 1 2", [[["规章", "0", "1", "2"]]], id="spaces between words and figures"
        ),
        pytest.param("- 4 -", [], id="a page mark"),
        pytest.param("P. 8", [], id="a page mark with a letter"),
        pytest.param("第 3 页 共 9 页", [], id="a page mark in words"),
        pytest.param("全年公开 3 件", [], id="a number in a sentence"),
        pytest.param("没有表格。", [], id="running text"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_grids(text: str, cells: list[list[list[str]]]) -> None:
    assert rows(text) == cells


def test_merged_cells_leave_no_trace_in_text() -> None:
    assert [block.spans for block in blocks("a\t1") if isinstance(block, Grid)] == [False]


def test_places() -> None:
    (line, grid) = blocks("标题\n\na\t1\nb\t2\n")
    assert isinstance(line, Line)
    assert isinstance(grid, Grid)
    assert (line.place.line, line.start) == (1, 0)
    assert grid.place.line == 3
    assert [(cell.place.line, cell.place.cell, cell.row, cell.column) for cell in grid.rows[1]] == [
        (4, 1, 1, 0),
        (4, 2, 1, 1),
    ]


def test_lines_keep_their_indent_and_know_the_gap_before_them() -> None:
    found = lines("甲\n\u3000\u3000乙  \n\n丙\na\t1\n丁")
    assert [(line.text, line.gap) for line in found] == [
        ("甲", True),
        ("\u3000\u3000乙", False),
        ("丙", True),
        ("丁", True),
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        pytest.param("# 标题", 1, id="a title"),
        pytest.param("   ### 三级", 3, id="indented"),
        pytest.param("#标签", 0, id="no space behind"),
        pytest.param("####### 七", 0, id="seven signs"),
        pytest.param("正文 # 不是标题", 0, id="inside"),
    ],
)
def test_heading_levels(text: str, level: int) -> None:
    (line,) = lines(text)
    assert line.level == level


def test_read_text_gives_a_document() -> None:
    document = read_text("a.txt", "一、总体情况\r\n公开三件。".encode("utf-16"))
    assert (document.text, document.encoding) == ("一、总体情况\n公开三件。", "utf-16")
    assert len(document.blocks) == 2


TABLE_LIKE = st.text(alphabet="a1 \t|｜-#\n、。甲") | st.text()


@given(TABLE_LIKE)
def test_every_character_that_is_seen_stands_in_one_block(text: str) -> None:
    printed = text.split("\n")
    seen: list[int] = []
    for block in blocks(text):
        if isinstance(block, Line):
            seen.append(block.place.line)
            assert text[block.start : block.start + len(block.text)] == block.text
            assert block.text == printed[block.place.line - 1].rstrip()
            continue
        for row in block.rows:
            seen.append(row[0].place.line)
            assert all(cell.text in printed[cell.place.line - 1] for cell in row)
            assert [cell.column for cell in row] == [*range(len(row))]
    assert seen == sorted(set(seen))
    dropped = [line for number, line in enumerate(printed, 1) if number not in seen]
    assert all(not set(line) - set(" \t|｜│┃:+=-") or not line.strip() for line in dropped)


@given(
    st.lists(
        st.lists(st.text(alphabet="甲乙1.（）", max_size=4), min_size=2, max_size=5).filter(any),
        min_size=1,
        max_size=4,
    )
)
def test_rows_written_with_tabs_read_back(table: list[list[str]]) -> None:
    assert rows("\n".join("\t".join(row) for row in table)) == [table]
