"""PDF pages as their reader sees them: paragraphs, ruled tables, nothing from the margins."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.model import Cell, Grid, Line, Place
from corpus.read.html import read_html
from corpus.read.pdf import read_pdf
from corpus.tables import read_tables
from tests.corpus.read.laid_out import BOTTOM, LEADING, LEFT, RIGHT, Setter, laid_out
from tests.corpus.read.made_grids import SAMPLES, figures, grids, shape
from tests.corpus.read.made_pages import FILL, grids_of, lines, page, read, rows, ruled, the_grid
from tests.corpus.read.made_pdf import (
    HEIGHT,
    MadePage,
    em,
    pdf,
    pdf_of_objects,
    pdf_of_streams,
    stream,
)


@pytest.mark.parametrize("borders", ["lines", "boxes", "fills"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_page_as_a_pdf_says_the_same(sample: Path, borders: str) -> None:
    document = read_html(sample.name, sample.read_bytes())
    read = read_pdf("a.pdf", pdf(laid_out(document.blocks, borders)))
    assert figures(read) == figures(document)
    assert len(list(grids_of(read))) == len(list(grids_of(document)))  # joined over page breaks
    assert not any(line.strip().startswith("- ") for line in lines(read))


NAMES_2 = {
    "规章": "regulations",
    "行政规范性文件": "normative",
    "行政许可": "licence",
    "行政处罚": "penalty",
    "行政强制": "coercion",
    "行政事业性收费": "fee",
    "本年制发件数": "issued",
    "本年废止件数": "repealed",
    "现行有效件数": "valid",
    "本年处理决定数量": "decisions",
    "本年收费金额（万元）": "amount",
}


def gold(file: Path) -> dict[str, float | None]:
    """Indicator -> number, from a transcript of the real reports."""
    said = json.loads(file.read_text("utf-8"))
    cells = {
        f"t2.{NAMES_2[row]}.{NAMES_2[column]}": number
        for article in said["table2"].values()
        for row, columns in article.items()
        for column, number in columns.items()
    }
    for row in said["table3"].values():
        cells |= {f"t3.{row['key']}.{name}": n for name, n in row.items() if name != "key"}
    for block, columns in said["table4"].items():
        cells |= {f"t4.{block}.{name}": number for name, number in columns.items()}
    return cells


def test_a_real_report_in_every_value(shared: Path) -> None:
    file = shared / "corpus" / "reports" / "001_hongzequ_2023.pdf"
    document = read_pdf(file.name, file.read_bytes())
    read = {cell.indicator: cell for cell in read_tables(document).statistics}
    wanted = gold(shared / "corpus" / "gold" / "001.json")
    assert len(wanted) == 186
    assert {key: read[key].value for key in wanted} == wanted
    places = [read[key].place for key in wanted]
    assert all(place and place.page and place.box for place in places)


def test_a_cell_keeps_its_page_and_box() -> None:
    table = Grid(
        (
            (Cell("规章", Place(1, 1), 0, 0), Cell("12", Place(1, 2), 0, 1)),
            (Cell("收费", Place(2, 1), 1, 0), Cell("7", Place(2, 2), 1, 1)),
        ),
        True,
        Place(1),
    )
    setter = Setter(pages=[page(lambda made: None)], y=BOTTOM - 60)
    setter.table(table)
    found = the_grid(read(*setter.pages)).rows[0][1]
    assert found.text == "12"
    assert found.place.page == 1
    assert found.place.box is not None
    x0, top, x1, bottom = found.place.box
    assert (round(top), round(bottom)) == (716, 738)
    assert LEFT < x0 < x1 == pytest.approx(RIGHT, abs=1)


PARAGRAPH = (
    "区政府办公室汇总各部门各街道的年度数据后编制本报告，数据起止时间为2023年1月1日至12月31日，" * 3
)


def test_the_lines_of_a_paragraph_are_one() -> None:
    line = Line(PARAGRAPH + "共三份（见附件）。", 0, Place(1))
    made = laid_out([line, line])
    assert len(made) == 1
    assert lines(read(*made)) == ["\u3000\u3000" + line.text] * 2


def test_a_paragraph_over_a_page_break_is_one() -> None:
    setter = Setter(y=BOTTOM - 2.5 * LEADING)
    setter.paragraph(Line(PARAGRAPH + "完。", 0, Place(1)))
    assert len(setter.pages) == 2
    assert lines(read(*setter.numbered())) == ["\u3000\u3000" + PARAGRAPH + "完。"]


def test_lines_that_are_not_full_stay_apart() -> None:
    def draw(made: MadePage) -> None:
        for index, text in enumerate(("洪山区人民政府", "2023年年度报告", "一、总体情况")):
            made.text((595 - em(text) * 16) / 2 if index < 2 else LEFT, 150 + 30 * index, text, 16)

    assert lines(read(page(draw)))[1:] == ["洪山区人民政府", "2023年年度报告", "一、总体情况"]


def cell(draw: Callable[[MadePage], None], width: float = 60) -> str:
    """What is read from the second cell of a ruled row, where `draw` writes."""

    def both(made: MadePage) -> None:
        ruled(made, 200, [["规章", ""], ["收费", "0"]], [120, width])
        draw(made)

    return the_grid(read(page(both))).rows[0][1].text


@pytest.mark.parametrize(
    ("written", "width", "said"),
    [
        pytest.param([(195, 212, "12"), (195, 224, "15")], 60, "12 15", id="two figures, not 1215"),
        pytest.param([(195, 212, "2187"), (195, 224, "6")], 34, "21876", id="one that had no room"),
        pytest.param([(195, 212, "1,"), (195, 224, "234")], 60, "1,234", id="broken at its comma"),
        pytest.param([(195, 214, "总"), (225, 214, "计")], 60, "总 计", id="a label set wide"),
        pytest.param([(195, 214, "1"), (205, 214, "2")], 60, "1 2", id="digits set wide"),
        pytest.param([(195, 214, "743.38万元")], 80, "743.38万元", id="with its unit"),
        pytest.param(
            [(195, 214, "37"), (195.2, 214, "37")], 60, "37", id="drawn twice to look bold"
        ),
        pytest.param(
            [(180, 214, "1234567")], 60, "1234567", id="wider than its cell, over the line"
        ),
        pytest.param([(195, 210, "三"), (195, 222, "、")], 14, "三、", id="a label set downwards"),
        pytest.param([(195, 214, "⼀⻓")], 60, "一长", id="radicals for characters"),
    ],
)
def test_the_text_of_a_cell(
    written: list[tuple[float, float, str]], width: float, said: str
) -> None:
    def draw(made: MadePage) -> None:
        for x, base, text in written:
            made.text(x, base, text)

    assert cell(draw, width) == said


def test_cells_without_a_line_between_are_one() -> None:
    def draw(made: MadePage) -> None:
        for x in (72, 192, 312):
            made.line(x, 200 if x != 192 else 230, x, 260)
        for y in (200, 230, 260):
            made.line(72, y, 312, y)
        for x, y, text in ((150, 218, "合并"), (80, 248, "左"), (220, 248, "右")):
            made.text(x, y, text)

    grid = the_grid(read(page(draw)))
    assert shape(grid) == [("合并", 0, 0, 1, 2), ("左", 1, 0, 1, 1), ("右", 1, 1, 1, 1)]


def test_open_sides_doubled_and_dotted_lines() -> None:
    def draw(made: MadePage) -> None:
        for y in (200, 202, 230, 260):  # a double line above, no lines at the sides
            made.line(72, y, 312, y)
        for step in range(30):  # dots between the columns
            made.line(192, 200 + 2 * step, 192, 201.2 + 2 * step)
        for x, y, text in ((80, 218, "甲"), (200, 218, "1"), (80, 248, "乙"), (200, 248, "2")):
            made.text(x, y, text)

    assert rows(read(page(draw))) == [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda made: made.box(50, 50, 545, 790), id="a frame around the page"),
        pytest.param(lambda made: made.line(72, 110, 300, 110), id="an underline"),
        pytest.param(lambda made: made.box(72, 90, 500, 110, "f"), id="a coloured ground"),
        pytest.param(
            lambda made: (made.box(60, 60, 300, 110), made.box(60, 110, 300, 160)), id="boxes"
        ),
    ],
)
def test_lines_that_make_no_table(draw: Callable[[MadePage], None]) -> None:
    assert lines(read(page(draw))) == [FILL]


def test_boxes_with_room_between_them_are_cells() -> None:
    def draw(made: MadePage) -> None:
        for row in range(3):
            for column in range(3):
                x, y = 72 + 65 * column, 200 + 25 * row
                made.box(x, y, x + 60, y + 20)
                made.text(x + 5, y + 14, f"第{row}行" if column == 0 else str(row * column))

    assert rows(read(page(draw))) == [["第0行", "0", "0"], ["第1行", "1", "2"], ["第2行", "2", "4"]]


def test_an_inner_table_keeps_its_own_cells() -> None:
    def draw(made: MadePage) -> None:
        ruled(made, 200, [["外", ""]], [60, 300])
        for x in (150, 200, 250):
            made.line(x, 205, x, 225)
        for y in (205, 225):
            made.line(150, y, 250, y)
        made.text(160, 218, "里")
        made.text(210, 218, "5")

    inner = [[cell.text for cell in grid.rows[0]] for grid in grids_of(read(page(draw)))]
    assert ["里", "5"] in inner


def test_columns_parted_by_space_alone() -> None:
    table = [["规章", "0", "0", "0"], ["规范性文件", "9", "", "71"], ["其他文件", "1", "2", "3"]]

    def draw(made: MadePage) -> None:
        for index, row in enumerate(table):
            for x, text in zip((80, 220, 300, 380), row, strict=True):
                if text:
                    made.text(x, 200 + 20 * index, text)

    document = read(page(draw))
    assert rows(document) == table
    assert not the_grid(document).spans


def test_spaced_prose_is_no_table() -> None:
    def draw(made: MadePage) -> None:
        for index in range(3):
            for x, text in ((80, "联系人：张三"), (250, "电话：无"), (400, "地址：洪山区")):
                made.text(x, 200 + 20 * index, text)

    assert not grids_of(read(page(draw)))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("turn", "quarter"),
    [
        pytest.param("1 0 0 1", 0, id="text along"),
        pytest.param("0 1 -1 0", 90, id="text upwards"),
        pytest.param("-1 0 0 -1", 180, id="text upside down"),
        pytest.param("0 -1 1 0", 270, id="text downwards"),
    ],
)
def test_turned_pages_and_turned_text(turned: int, turn: str, quarter: int) -> None:
    made = MadePage(500, 500, turned)
    centre = 250.0
    for distance, text in ((0, "政府信息公开工作年度报告"), (20, "第二行也要有十个字才够")):
        # down the page, as the text itself sees it
        across, down = {
            0: (0.0, distance), 90: (distance, 0.0), 180: (0.0, -distance), 270: (-distance, 0.0)
        }[quarter]  # fmt: skip
        made.text(centre + across, centre + down, text, turn=turn)
    assert lines(read(made)) == ["政府信息公开工作年度报告", "第二行也要有十个字才够"]


def test_boxes_are_those_of_the_page_as_shown() -> None:
    made = MadePage(turned=90)
    made.text(100, 200, FILL)
    (line,) = read(made).blocks
    assert line.place.box is not None
    x0, top, x1, bottom = line.place.box
    assert x0 < HEIGHT - 200 < x1 + 3  # shown lying: the foot of the text is at its left
    assert top == pytest.approx(100, abs=1)
    assert bottom == pytest.approx(100 + em(FILL) * 10.5, abs=2)


def test_a_watermark_across_the_page_is_left_out() -> None:
    made = page(lambda made: made.text(200, 400, "内部资料", 40, turn="0.7 0.7 -0.7 0.7"))
    assert lines(read(made)) == [FILL]


def test_text_outside_the_page_is_left_out() -> None:
    assert lines(read(page(lambda made: made.text(700, 300, "看不见")))) == [FILL]


def test_a_page_that_is_a_picture_is_said_to_be_missing() -> None:
    scan = MadePage()
    scan.picture()
    document = read(page(lambda made: None), scan)
    assert document.notes == ("第 2 页是图片，没有文字，未能读取",)


def test_too_many_lines_are_left_out_and_said() -> None:
    def draw(made: MadePage) -> None:
        made.content.append("0 0 m 9 9 l S " * 60_000)
        ruled(made, 200, [["规章", "0"]], [120, 60])

    document = read(page(draw))
    assert not grids_of(document)
    assert document.notes == ("第 1 页线条过多，表格按文字的间隔识别",)


def test_a_file_without_its_end_is_said_to_be_so() -> None:
    data = pdf([page(lambda made: None)])
    document = read_pdf("a.pdf", data[: data.rindex(b"startxref")])
    assert document.notes == ("PDF 文件的结尾不完整，可能缺页",)


def scan(count: int) -> bytes:
    made = MadePage()
    made.picture()
    return pdf([made] * count)


LOCKED = pdf_of_objects(
    [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ],
    b"/Encrypt 3 0 R/ID[<00><00>]",
)
NO_UNICODE = pdf_of_objects(
    [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(b"BT /F1 12 Tf 72 700 Td <" + b"0102" * 60 + b"> Tj ET"),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>>>]>>",
    ]
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(LOCKED, "加密", id="encrypted"),
        pytest.param(scan(3), "共 3 页，是扫描件", id="a scan of three pages"),
        pytest.param(pdf([MadePage()]), "没有可读的文字", id="a blank page"),
        pytest.param(NO_UNICODE, "没有说明所画的是什么字", id="a font that keeps its secret"),
        pytest.param(b"%PDF-1.7\n" + b"\xff" * 999, "损坏", id="nothing behind the head"),
        pytest.param(pdf([page(lambda made: None)])[:300], "损坏", id="the head of a file"),
        pytest.param(pdf_of_streams([stream(b"")] * 2001), "2,001 页", id="too many pages"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as caught:
        read_pdf("a.pdf", data)
    assert caught.value.hint


@given(grids(), st.sampled_from(["lines", "boxes", "fills"]))
def test_any_ruled_grid_reads_back(grid: Grid, borders: str) -> None:
    setter = Setter(borders, pages=[page(lambda made: None)], y=200)
    setter.table(grid)
    assert shape(the_grid(read(*setter.pages))) == shape(grid)
