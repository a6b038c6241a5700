"""Which cells stand together, and which table they belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read.html import read_html
from corpus.read.text import blocks
from corpus.tables.stream import Run, runs


def found(text: str) -> list[tuple[int, bool, list[str]]]:
    """Table, whether a row of a grid, and the cells of every run."""
    return [
        (run.table, run.row, [cell.text for cell in run.cells]) for run in runs(tuple(blocks(text)))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "规章\t0\t1\t2\n行政许可\t3",
            [(2, True, ["规章", "0", "1", "2"]), (2, True, ["行政许可", "3"])],
            id="rows of table 2 tell themselves",
        ),
        pytest.param(
            "（一）予以公开\t0\t0", [(3, True, ["（一）予以公开", "0", "0"])], id="a row of table 3"
        ),
        pytest.param(
            "结果维持\t结果纠正\n0\t1",
            [(4, True, ["结果维持", "结果纠正"]), (4, True, ["0", "1"])],
            id="figures under heads go on with their table",
        ),
        pytest.param(
            "三、收到和处理政府信息公开申请情况\n其他\t0",
            [(3, True, ["其他", "0"])],
            id="a heading decides where words do not",
        ),
        pytest.param("其他\t0", [], id="words that tables share decide nothing"),
        pytest.param("姓名\t年龄\n甲\t30", [], id="another table"),
        pytest.param(
            "（一）予以公开\t0\n\n本年没有变化。\n\n姓名\t30",
            [(3, True, ["（一）予以公开", "0"])],
            id="prose ends a table",
        ),
        pytest.param(
            "（一）予以公开\t0\n- 4 -\n5\t6",
            [(3, True, ["（一）予以公开", "0"]), (3, True, ["5", "6"])],
            id="a page mark does not",
        ),
        pytest.param(
            "规章\n0\n1\n2\n行政许可\n3",
            [],
            id="lines of one cell need a word that only a table has",
        ),
        pytest.param(
            "第二十条第（一）项\n规章\n0\n1\n2",
            [(2, False, ["第二十条第（一）项", "规章", "0", "1", "2"])],
            id="lines of one cell are one run",
        ),
        pytest.param(
            "本年处理决定数量\n行政强制\n3\n自然人\n予以公开\n0",
            [
                (2, False, ["本年处理决定数量", "行政强制", "3"]),
                (3, False, ["自然人", "予以公开", "0"]),
            ],
            id="a run is cut where its words change table",
        ),
        pytest.param(
            "商业\n企业\n\n0\n\n予以公开\n\n1\n\n2\n\n3\n",
            [(3, False, ["商业企业", "0", "予以公开", "1", "2", "3"])],
            id="a line break inside a cell is mended where blank lines part cells",
        ),
        pytest.param(
            "|\n予以公开\n|\n0\n|\n1",
            [(3, False, ["予以公开", "0", "1"])],
            id="bare pipes between cells",
        ),
        pytest.param("", [], id="nothing"),
        pytest.param("本年公开三件。\n\n没有收费。", [], id="prose"),
    ],
)
def test_runs(text: str, wanted: list[tuple[int, bool, list[str]]]) -> None:
    assert found(text) == wanted


def test_a_section_heading_is_no_cell() -> None:
    rows = "（一）予以公开\t2\n四、结转下年度继续办理\t0\n"
    text = rows + "四、政府信息公开行政复议、行政诉讼情况\n结果维持\t0"
    assert [(table, cells[0]) for table, _, cells in found(text)] == [
        (3, "（一）予以公开"),
        (3, "四、结转下年度继续办理"),
        (4, "结果维持"),
    ]


def test_lines_of_a_run_are_known() -> None:
    (run,) = runs(tuple(blocks("甲。\n\n予以公开\n\n0\n\n1\n")))
    assert run.lines == frozenset({3, 4, 5, 6, 7})


def test_a_row_of_a_page_knows_its_grid() -> None:
    body = "<table><tr><td>予以公开</td><td>1</td></tr><tr><td>部分公开</td><td>2</td></tr></table>"
    found_runs = runs(read_html("a.html", f"<html><body>{body}</body></html>".encode()).blocks)
    assert [run.row for run in found_runs] == [True, True]
    assert all(run.grid is found_runs[0].grid is not None for run in found_runs)


PIECES = st.sampled_from(
    "规章 行政许可 第二十条第（一）项 信息内容 自然人 总计 其他 （一）予以公开 结果维持 行政复议 "
    "0 12 / \t \n \n\n | - 4 - 没有。 "
    "三、收到和处理政府信息公开申请情况".split(" ")
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_every_run_is_of_a_table_and_keeps_the_order(text: str) -> None:
    all_runs: tuple[Run, ...] = runs(tuple(blocks(text)))
    places = [cell.place.line for run in all_runs for cell in run.cells]
    assert places == sorted(places)
    for run in all_runs:
        assert run.table in {2, 3, 4}
        assert run.cells
        assert {cell.place.line for cell in run.cells} <= run.lines
        assert (run.grid is not None) == run.row
