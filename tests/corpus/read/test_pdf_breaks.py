"""What the end of a page cuts, and what stands in the margins of pages."""

from collections.abc import Callable

import pytest

from tests.corpus.read.laid_out import LEFT
from tests.corpus.read.made_grids import shape
from tests.corpus.read.made_pages import (
    FILL,
    grids_of,
    lines,
    page,
    read,
    rows,
    ruled,
    the_grid,
    two_pages,
)
from tests.corpus.read.made_pdf import MadePage


def test_a_table_over_a_page_break_is_one() -> None:
    document = two_pages(
        lambda made: ruled(made, 700, [["规章", "0"], ["行政许可", "3"]], [120, 60]),
        lambda made: ruled(made, 80, [["行政处罚", "5"]], [120, 60]),
    )
    assert rows(document) == [["规章", "0"], ["行政许可", "3"], ["行政处罚", "5"]]
    assert [row[0].place.page for row in the_grid(document).rows] == [1, 1, 2]


def test_tables_with_other_columns_stay_apart() -> None:
    document = two_pages(
        lambda made: ruled(made, 700, [["规章", "0"]], [120, 60]),
        lambda made: ruled(made, 80, [["行政处罚", "5"]], [100, 60]),
    )
    assert len(grids_of(document)) == 2


LABEL, REST = "5.要求行政机关确认或", "重新出具"  # the label fills its cell of 110 points


@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [
        pytest.param([LABEL, "2"], [REST, ""], [[LABEL + REST, "2"]], id="figure above"),
        pytest.param([LABEL, ""], [REST, "2"], [[LABEL + REST, "2"]], id="figure below"),
        pytest.param(
            [LABEL, "2"], ["6.其他事项", "1"], [[LABEL, "2"], ["6.其他事项", "1"]], id="its own row"
        ),
        pytest.param(
            [LABEL, "2"], [REST, "1"], [[LABEL, "2"], [REST, "1"]], id="a figure in both"
        ),
        pytest.param(
            ["2.重复申请", ""], ["公开出版物", "1"], [["2.重复申请"], ["公开出版物", "1"]],
            id="not sure: the blank is left out, for it may be none",
        ),
        pytest.param(["规章", ""], ["收费", "1"], [["规章", ""], ["收费", "1"]], id="short"),
        pytest.param([LABEL, ""], ["", "2"], [[LABEL, "2"]], id="the label was whole"),
        pytest.param([LABEL, "2"], ["", "2"], [[LABEL]], id="not sure: 2 or the end of 22"),
    ],
)  # fmt: skip
def test_a_row_cut_by_the_page_break(
    upper: list[str], lower: list[str], said: list[list[str]]
) -> None:
    document = two_pages(
        lambda made: ruled(made, 700, [["一", "0"], upper], [110, 60]),
        lambda made: ruled(made, 80, [lower, ["末", "9"]], [110, 60]),
    )
    assert rows(document) == [["一", "0"], *said, ["末", "9"]]


@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [
        pytest.param(["一、新收", "25"], ["", "2"], [["一、新收", "252"]], id="a figure"),
        pytest.param(["项目", "自"], ["", "然人"], [["项目", "自然人"]], id="a head"),
        pytest.param(["", "25"], ["", "2"], [["", "252"]], id="no label at all"),
        pytest.param(
            ["一、新收", "25"],
            ["二、结转", "2"],
            [["一、新收", "25"], ["二、结转", "2"]],
            id="two rows",
        ),
    ],
)
def test_a_narrow_cell_cut_by_the_page_break(
    upper: list[str], lower: list[str], said: list[list[str]]
) -> None:
    document = two_pages(
        lambda made: ruled(made, 700, [["甲", "0"], upper], [110, 22]),
        lambda made: ruled(made, 80, [lower, ["末", "9"]], [110, 22]),
    )
    assert rows(document) == [["甲", "0"], *said, ["末", "9"]]


def test_figures_of_which_the_break_may_have_cut_a_part_are_left_out() -> None:
    document = two_pages(
        lambda made: ruled(made, 700, [["甲", "0", "0"], ["一、新收", "25", "7"]], [110, 22, 60]),
        lambda made: ruled(made, 80, [["", "2", "8"], ["末", "9", "9"]], [110, 22, 60]),
    )
    assert rows(document) == [["甲", "0", "0"], ["一、新收"], ["末", "9", "9"]]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        pytest.param([["一、新收", "3"], ["", ""]], [["二、结转", "5"]], id="nothing above"),
        pytest.param([["一、新收", "3"]], [["", ""], ["二、结转", "5"]], id="nothing below"),
        pytest.param([["本年新公开数量", "/"]], [["规章", "/"]], id="marks are figures too"),
    ],
)
def test_a_row_cut_where_it_has_nothing(upper: list[list[str]], lower: list[list[str]]) -> None:
    document = two_pages(
        lambda made: ruled(made, 700, upper, [80, 60]),
        lambda made: ruled(made, 80, lower, [80, 60]),
    )
    assert rows(document) == [row for row in (*upper, *lower) if any(row)]


def test_heads_that_the_page_break_cut_in_two() -> None:
    def upper(made: MadePage) -> None:
        for x in (72, 94, 194):  # 自 begins a head of two rows, beside 申请人 of one
            made.line(x, 740, x, 760)
        for y in (740, 760):
            made.line(72, y, 194, y)
        made.text(76, 754, "自")
        made.text(110, 754, "法人或其他组织")

    def lower(made: MadePage) -> None:
        for x in (72, 94, 144, 194):
            made.line(x, 80, x, 110)
        for y in (80, 110):
            made.line(72, y, 194, y)
        for x, base, text in (
            (76, 92, "然"),
            (76, 104, "人"),
            (100, 98, "企业"),
            (150, 98, "其他"),
        ):
            made.text(x, base, text)

    grid = the_grid(two_pages(upper, lower))
    assert shape(grid) == [
        ("自然人", 0, 0, 2, 1), ("法人或其他组织", 0, 1, 1, 2),
        ("企业", 1, 1, 1, 1), ("其他", 1, 2, 1, 1),
    ]  # fmt: skip


def test_figures_below_heads_that_end_a_page_are_a_row() -> None:
    document = two_pages(
        lambda made: ruled(made, 740, [["结果维持", "总计"]], [60, 60]),
        lambda made: ruled(made, 80, [["3", "7"]], [60, 60]),
    )
    assert rows(document) == [["结果维持", "总计"], ["3", "7"]]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        pytest.param(["- 1 -", "- 2 -"], [], id="dashes"),
        pytest.param(["— 1 —", "— 2 —"], [], id="long dashes"),
        pytest.param(["第1页 共2页", "第2页 共2页"], [], id="words"),
        pytest.param(["1/2", "2/2"], [], id="of"),
        pytest.param(["7", "8"], [], id="bare, counting with the pages"),
        pytest.param(["7", "9"], ["7", "9"], id="bare, not counting: figures"),
        pytest.param(["-3", "-8"], ["-3", "-8"], id="negative figures"),
        pytest.param(["区政府年报", "区政府年报"], [], id="a running foot"),
        pytest.param(["联系我们", "谢谢阅读"], ["联系我们", "谢谢阅读"], id="different words"),
    ],
)
def test_what_stands_in_the_margins(texts: list[str], said: list[str]) -> None:
    pages = [page(lambda made, text=text: made.text(280, 805, text)) for text in texts]  # type: ignore[misc]
    for number, made in enumerate(pages):
        made.text(LEFT, 300, f"第{'甲乙'[number]}段的内容。")
    found = [line for line in lines(read(*pages)) if line != FILL and "段的内容" not in line]
    assert found == said


def test_a_page_number_inside_a_table_is_no_cell() -> None:
    def table(number: int) -> Callable[[MadePage], None]:
        def draw(made: MadePage) -> None:
            ruled(made, 780, [["规章", ""]], [120, 300])
            made.text(300, 805, f"- {number} -")

        return draw

    document = read(page(table(1)), page(table(2)))
    assert all(
        row == ["规章", ""]
        for grid in grids_of(document)
        for row in [[cell.text for cell in row] for row in grid.rows]
    )


def test_figures_of_a_column_that_count_with_the_pages_are_no_page_numbers() -> None:
    document = two_pages(
        lambda made: ruled(made, 20, [["规章", "|7"], ["许可", "0"]], [60, 60]),
        lambda made: ruled(made, 20, [["处罚", "|8"], ["强制", "0"]], [60, 60]),
    )
    read = [[cell.text for cell in row] for grid in grids_of(document) for row in grid.rows]
    assert read == [["规章", "7"], ["许可", "0"], ["处罚", "8"], ["强制", "0"]]
