"""Pages in two columns are read column by column; what only looks like two columns is not."""

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from corpus.errors import NotAReport
from corpus.model import Document, Line
from corpus.prepare import prepare
from corpus.read.html import read_html
from tests.corpus.read.laid_out import laid_out
from tests.corpus.read.made_grids import SAMPLES, figures
from tests.corpus.read.made_pages import grids_of, lines, read, ruled
from tests.corpus.read.made_pdf import MadePage

SIZE, LEADING, TOP = 10.5, 18.0, 150.0
LEFT, RIGHT = 60.0, 312.0  # where the columns begin
WIDE = 21  # characters of a line in a column, so that the gutter is as wide as three
LEFT_TEXT = (
    "镇政务公开办公室按季度核对村务公开栏，缺项的限期补齐，补齐情况在年底通报并归入考核档案。" * 5
)
RIGHT_TEXT = (
    "全年举办两次开放日活动，邀请居民查看窗口办事流程，收集到的意见由各科室逐条答复后公布。" * 5
)


def column(made: MadePage, x: float, text: str, top: float = TOP, leading: float = LEADING) -> None:
    """A paragraph in lines of WIDE characters."""
    for index in range(0, len(text), WIDE):
        made.text(x, top + leading * index / WIDE, text[index : index + WIDE], SIZE)


def two(shift: float = 0.0, leading: float = LEADING) -> MadePage:
    """A page of two columns; the right one stands lower by `shift`."""
    made = MadePage()
    column(made, LEFT, LEFT_TEXT)
    column(made, RIGHT, RIGHT_TEXT, TOP + shift, leading)
    return made


def titled(made: MadePage) -> MadePage:
    made.text(90, 90, "松溪镇人民政府2022年政府信息公开工作年度报告", 18)
    return made


@pytest.mark.parametrize(
    ("shift", "leading"),
    [
        pytest.param(0.0, LEADING, id="lines level with each other"),
        pytest.param(3.0, LEADING, id="nearly level"),
        pytest.param(9.0, LEADING, id="between each other"),
        pytest.param(0.0, 16.0, id="another leading"),
    ],
)
def test_columns_are_read_one_after_the_other(shift: float, leading: float) -> None:
    document = read(titled(two(shift, leading)))
    assert lines(document) == [
        "松溪镇人民政府2022年政府信息公开工作年度报告",
        LEFT_TEXT,
        RIGHT_TEXT,
    ]
    assert document.notes == ("第 1 页分两栏排，已按先左后右的顺序读取",)


def test_a_title_between_parts_the_columns_above_from_those_below() -> None:
    made = two()
    made.text(150, 400, "二、主动公开政府信息情况与重点领域公开情况", 15)
    column(made, LEFT, LEFT_TEXT[::-1], 440)
    column(made, RIGHT, RIGHT_TEXT[::-1], 440)
    assert lines(read(made)) == [
        LEFT_TEXT,
        RIGHT_TEXT,
        "二、主动公开政府信息情况与重点领域公开情况",
        LEFT_TEXT[::-1],
        RIGHT_TEXT[::-1],
    ]


def test_a_page_that_shows_too_little_has_the_gutter_of_the_others() -> None:
    last = MadePage()
    column(last, LEFT, "左栏" * 40)
    column(last, RIGHT, "右栏末尾" * 8)
    assert lines(read(two(), last))[-2:] == ["左栏" * 40, "右栏末尾" * 8]


def test_a_ruled_table_stays_in_its_column() -> None:
    made = two()
    ruled(made, 400, [["规章", "12"], ["行政规范性文件", "7"]], [120, 60])
    column(made, LEFT, LEFT_TEXT[::-1], 500)
    (grid,) = grids_of(document := read(made))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["规章", "12"],
        ["行政规范性文件", "7"],
    ]
    assert order(document) == [LEFT_TEXT, "规章", LEFT_TEXT[::-1], RIGHT_TEXT]


def order(document: Document) -> list[str]:
    """Each line, and the first cell of each table, in the order of the document."""
    return [
        block.text if isinstance(block, Line) else block.rows[0][0].text
        for block in document.blocks
    ]


def test_two_tables_side_by_side_are_two() -> None:
    made = two()
    for x in (LEFT, RIGHT):
        for edge in (x, x + 120, x + 180):
            made.line(edge, 400, edge, 430)
        for y in (400, 430):
            made.line(x, y, x + 180, y)
        made.text(x + 3, 420, "规章")
        made.text(x + 125, 420, "3" if x == LEFT else "8")
    document = read(made)
    assert [[cell.text for cell in grid.rows[0]] for grid in grids_of(document)] == [
        ["规章", "3"],
        ["规章", "8"],
    ]
    assert order(document) == [LEFT_TEXT, "规章", RIGHT_TEXT, "规章"]


LABELS = (
    "予以公开的政府信息公开申请",
    "部分公开区分处理的只计这一情形",
    "属于国家秘密的政府信息",
    "其他法律行政法规禁止公开",
    "保护第三方合法权益的情形",
    "属于三类内部事务信息",
    "属于四类过程性信息",
    "属于行政执法案卷信息",
)


def labelled(made: MadePage, right: Sequence[str]) -> MadePage:
    for index, label in enumerate(LABELS):
        made.text(LEFT, TOP + 22 * index, label, SIZE)
        for place, text in enumerate(right):
            made.text(RIGHT + 34 * place, TOP + 22 * index, text, SIZE)
    return made


@pytest.mark.parametrize(
    "right",
    [
        pytest.param(["1", "2", "0", "0", "0", "0", "3"], id="figures beside labels"),
        pytest.param(["12"], id="one figure"),
        pytest.param(["二十三件"], id="a figure in words"),
    ],
)
def test_a_table_without_rules_is_read_across(right: list[str]) -> None:
    text = read(labelled(MadePage(), right)).text
    assert [line.split()[0] for line in text.split("\n")] == list(LABELS)
    assert all(right[-1] in line for line in text.split("\n"))


def test_a_table_without_rules_on_a_page_behind_columns_is_read_across() -> None:
    text = read(two(), labelled(MadePage(), ["1", "2", "0", "0", "0", "0", "3"])).text
    assert text.split("\n")[-1].split() == [LABELS[-1], *"1200003"]


def test_pairs_about_a_page_are_read_across() -> None:
    made = MadePage()
    for index in range(4):
        made.text(LEFT, TOP + 22 * index, f"索引号：松政办公开字第{index}号", SIZE)
        made.text(RIGHT, TOP + 22 * index, f"发布机构：松溪镇人民政府办公室{index}", SIZE)
    column(made, LEFT, "一", 300)
    for index in range(12):
        made.text(
            LEFT, 320 + 18 * index, "这一行从左到右写满整页，与平常的报告一样没有分栏。" * 2, 9
        )
    document = read(made)
    assert lines(document)[0] == "索引号：松政办公开字第0号 发布机构：松溪镇人民政府办公室0"
    assert document.notes == ()


def sheets(left: Sequence[MadePage], right: Sequence[MadePage]) -> list[MadePage]:
    """Pages side by side on sheets twice as wide."""
    made = []
    for one, other in zip_longest(left, right, fillvalue=MadePage()):
        sheet = MadePage(width=2 * one.width, height=one.height)
        for x, page in ((0.0, one), (one.width, other)):
            sheet.content += [f"q 1 0 0 1 {x} 0 cm", *page.content, "Q"]
        made.append(sheet)
    return made


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_two_pages_on_a_sheet_give_every_figure(sample: Path) -> None:
    document = read_html(sample.name, sample.read_bytes())
    pages = laid_out(document.blocks, "lines")
    back = read(*sheets(pages[::2], pages[1::2]))
    values, found = figures(document), figures(back)
    assert {key: value for key, value in found.items() if value != values[key]} == {}
    assert len(found) == len(values)
    assert not any("- 1 -" in line for line in lines(back))


def test_two_reports_on_a_sheet_are_refused() -> None:
    pair = [laid_out(read_html(one.name, one.read_bytes()).blocks, "lines") for one in SAMPLES[:2]]
    with pytest.raises(NotAReport, match="两份报告"):
        prepare(read(*sheets(*pair)))
