"""Word documents as a reader of the printed page sees them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.model import Document, Grid, Line
from corpus.read.docx import read_docx
from corpus.read.html import read_html
from tests.corpus.read.made_docx import (
    docx,
    docx_of,
    levels,
    numbered,
    p,
    run,
    table_of,
    tbl,
    tc,
    tr,
    zipped,
)
from tests.corpus.read.made_grids import SAMPLES, figures, grids, shape


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def body(content: str, **parts: str) -> Document:
    return read_docx("a.docx", docx(content, **parts))  # type: ignore[arg-type]


BOX = "<w:txbxContent>" + p("框中字") + "</w:txbxContent>"
OLD_FORM = f"<mc:Fallback><v:textbox>{BOX}</v:textbox></mc:Fallback>"
NEW_FORM = f"<mc:Choice><wps:txbx>{BOX}</wps:txbx></mc:Choice>"
TWICE = f"<mc:AlternateContent>{NEW_FORM}{OLD_FORM}</mc:AlternateContent>"
OLD = f"<mc:AlternateContent><mc:Choice/>{OLD_FORM}</mc:AlternateContent>"
TOC = '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(p("一") + p("二"), ["一", "二"], id="paragraphs"),
        pytest.param(p(run("公开3") + run("12件")), ["公开312件"], id="a number cut into runs"),
        pytest.param(p("一") + p("") + p(" "), ["一"], id="empty paragraphs are none"),
        pytest.param(p(run("上") + "<w:r><w:br/></w:r>" + run("下")), ["上", "下"], id="a break"),
        pytest.param(
            p(run("上") + '<w:r><w:br w:type="page"/></w:r>' + run("下")), ["上下"], id="page break"
        ),
        pytest.param(
            p(f"<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"),
            ["新"],
            id="tracked: what was put in stays, what was deleted goes",
        ),
        pytest.param(
            p(f"<w:moveFrom>{run('旧处')}</w:moveFrom>{run('留')}"), ["留"], id="moved away"
        ),
        pytest.param(
            p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半"), ["前半后半"], id="a deleted end"
        ),
        pytest.param(p(run("见") + run("不见", "<w:vanish/>")), ["见"], id="hidden text"),
        pytest.param(p(run("见", '<w:vanish w:val="0"/>')), ["见"], id="not hidden after all"),
        pytest.param(p(run("18") + run("21", "<w:strike/>")), ["18"], id="struck out"),
        pytest.param(p(run("18") + run("21", "<w:dstrike/>")), ["18"], id="struck out twice"),
        pytest.param(
            p(run("18") + run("1", '<w:vertAlign w:val="superscript"/>') + run("件")),
            ["18[1]件"],
            id="the sign of a note is no digit",
        ),
        pytest.param(
            p(run("12米") + run("2", '<w:vertAlign w:val="superscript"/>')),
            ["12米2"],
            id="square metres",
        ),
        pytest.param(
            p(f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('文')}"), ["文"], id="a field's code"
        ),
        pytest.param(
            p(f"<w:hyperlink>{run('链接')}</w:hyperlink>"), ["链接"], id="a link is text"
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>", ["控件"], id="a control"
        ),
        pytest.param(p(f"<w:r>{TWICE}</w:r>{run('段')}"), ["段", "框中字"], id="a text box, once"),
        pytest.param(p(f"<w:r>{OLD}</w:r>"), ["框中字"], id="a text box for old programs alone"),
        pytest.param(p("<w:r><w:noBreakHyphen/></w:r>"), ["-"], id="a hyphen that does not break"),
        pytest.param(p(run("局") + "<w:r><w:tab/></w:r>" + run("3月")), ["局 3月"], id="one tab"),
        pytest.param(
            p("<w:ruby><w:rt><w:r><w:t>hóng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>洪</w:t></w:r>"
              "</w:rubyBase></w:ruby>"),
            ["洪"],
            id="how a character is read",
        ),
    ],
)  # fmt: skip
def test_lines(content: str, said: list[str]) -> None:
    assert lines(body(content)) == said


def test_heads_and_feet_are_left_out() -> None:
    assert "页眉" not in body(p("正文")).text


def test_the_table_of_contents_is_left_out() -> None:
    content = p("一、总体情况\t1", '<w:pStyle w:val="T"/>') + p("一、总体情况")
    assert lines(body(content, styles=TOC)) == ["一、总体情况"]


STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="B"><w:name w:val="mine"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:styleId="O"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="L"><w:name w:val="loop"/><w:basedOn w:val="L"/></w:style>'
    '<w:style w:styleId="Z"><w:name w:val="标题 2"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        pytest.param("", 0, id="no style"),
        pytest.param('<w:pStyle w:val="1"/>', 1, id="a heading"),
        pytest.param('<w:pStyle w:val="B"/>', 1, id="based on a heading"),
        pytest.param('<w:pStyle w:val="O"/>', 3, id="by outline level"),
        pytest.param('<w:pStyle w:val="T"/>', 1, id="the title"),
        pytest.param('<w:pStyle w:val="Z"/>', 2, id="named in Chinese"),
        pytest.param('<w:pStyle w:val="L"/>', 0, id="based on itself"),
        pytest.param('<w:pStyle w:val="?"/>', 0, id="unknown style"),
        pytest.param('<w:outlineLvl w:val="1"/>', 2, id="outline level of its own"),
        pytest.param('<w:outlineLvl w:val="9"/>', 0, id="body text"),
    ],
)
def test_heading_levels(properties: str, level: int) -> None:
    (line,) = body(p("一、总体情况", properties), styles=STYLES).blocks
    assert isinstance(line, Line)
    assert line.level == level


HAN = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
DECIMAL = levels(("decimal", "%1"), ("decimal", "%1.%2"), ("bullet", "•"))
LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{HAN}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{DECIMAL}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        pytest.param([(1, 0), (1, 0), (1, 1), (1, 1)], "一、 二、 （一） （二）", id="two levels"),
        pytest.param(
            [(1, 0), (1, 1), (1, 0), (1, 1)], "一、 （一） 二、 （一）", id="lower begins anew"
        ),
        pytest.param([(1, 1), (1, 2), (1, 2)], "（一） 1. 2.", id="upper level never printed"),
        pytest.param([(2, 0), (2, 1), (2, 1)], "1 1.1 1.2", id="numbers of all levels"),
        pytest.param([(1, 0), (3, 0), (3, 0)], "一、 五、 六、", id="begun anew at five"),
        pytest.param([(2, 2), (0, 0), (9, 0)], "", id="bullets, no list, unknown list"),
        pytest.param(
            [(1, 0)] * 11, "一、 二、 三、 四、 五、 六、 七、 八、 九、 十、 十一、", id="past ten"
        ),
    ],
)
def test_automatic_numbers(items: list[tuple[int, int]], said: str) -> None:
    content = "".join(numbered("项", list_id, level) for list_id, level in items)
    labels = [line.removesuffix("项").strip() for line in lines(body(content, lists=LISTS))]
    assert " ".join(filter(None, labels)) == said


def test_numbers_of_a_style_count_in_cells_too() -> None:
    styles = (
        '<w:style w:styleId="N"><w:name w:val="n"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    item = p("项", '<w:pStyle w:val="N"/>')
    document = body(item + tbl(tr(tc(item), tc("0"))) + item, styles=styles, lists=LISTS)
    assert document.text == "一、项\n二、项\t0\n三、项"


V, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_stand_once() -> None:
    rows = (
        tr(tc("三", V), tc("头", '<w:gridSpan w:val="2"/>')),
        tr(tc("", GO_ON), tc("1"), tc("2")),
        tr(tc("", GO_ON), tc("3"), tc("4")),
    )
    (grid,) = body(tbl(*rows)).blocks
    assert isinstance(grid, Grid)
    assert shape(grid) == [
        ("三", 0, 0, 3, 1), ("头", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1),
        ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([tr(tc(p("12") + p("15")), tc("0"))], [["12 15", "0"]], id="two numbers"),
        pytest.param([tr(tc(p("本年") + p("新收")), tc("0"))], [["本年新收", "0"]], id="one label"),
        pytest.param(
            [tr(tc("一"), tc("1")), tr(tc("二"), tc("2"), properties="<w:del/>")], [["一", "1"]],
            id="a deleted row",
        ),
        pytest.param(
            [tr(f"<w:sdt><w:sdtContent>{tc('一')}</w:sdtContent></w:sdt>", tc("1"))], [["一", "1"]],
            id="a cell in a content control",
        ),
        pytest.param(
            [tr(tc("一", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1"))],
            [["一", "1"]], id="merged in the old way",
        ),
        pytest.param([tr(tc("", GO_ON), tc("1"))], [["", "1"]], id="goes on with nothing"),
        pytest.param(
            [tr(tc("一", V), tc("1", V)), tr(tc("", GO_ON), tc("", GO_ON)), tr(tc("二"), tc("2"))],
            [["一", "1"], ["二", "2"]], id="a row in which no cell begins",
        ),
        pytest.param([tr(tc("")), tr(tc("一"), tc("\t1\n"))], [[""], ["一", "1"]], id="blank"),
    ],
)  # fmt: skip
def test_tables(rows: list[str], said: list[list[str]]) -> None:
    assert tables(body(tbl(*rows))) == [said]


def test_a_row_that_begins_late_keeps_its_columns() -> None:
    late = tr(tc("2"), properties='<w:gridBefore w:val="1"/>')
    (grid,) = body(tbl(tr(tc("一"), tc("1")), late)).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1][0].column == 1


def test_an_outer_table_only_lays_out_the_inner() -> None:
    inner = tbl(tr(tc("规章"), tc("0")))
    document = body(tbl(tr(tc(p("上文") + inner + p("下文")))))
    assert document.text == "上文\n规章\t0\n下文"


def test_a_table_of_prose_is_prose() -> None:
    document = body(tbl(tr(tc("汉" * 301))))
    assert lines(document) == ["汉" * 301]


def test_tabs_that_part_columns_make_rows() -> None:
    row = p("<w:r><w:t>规章</w:t><w:tab/><w:t>0</w:t><w:tab/><w:tab/><w:t>2</w:t></w:r>")
    (grid,) = body(row).blocks
    assert isinstance(grid, Grid)
    assert not grid.spans
    assert [cell.text for cell in grid.rows[0]] == ["规章", "0", "", "2"]


def test_the_main_part_may_have_another_name() -> None:
    assert read_docx("a.docx", docx(p("文"), main="word/document2.xml")).text == "文"


@pytest.mark.parametrize("page", SAMPLES, ids=lambda page: page.stem)
def test_a_sample_page_as_a_word_file_says_the_same(page: Path) -> None:
    document = read_html(page.name, page.read_bytes())
    assert figures(read_docx("a.docx", docx_of(document.blocks))) == figures(document)


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(docx(p("文"))[:-40], "不完整", id="cut off"),
        pytest.param(zipped({"word/other.xml": ""}), "没有正文", id="no main part"),
        pytest.param(zipped({"word/document.xml": "<a"}), "损坏", id="no XML"),
        pytest.param(zipped({"word/document.xml": "<a/>"}), "没有正文", id="no body"),
        pytest.param(docx(p("<w:r><w:t>&x;</w:t></w:r>"), head=ENTITY), "实体", id="an entity"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as caught:
        read_docx("a.docx", data)
    assert caught.value.hint


@given(grids())
def test_any_grid_reads_back(grid: Grid) -> None:
    (read,) = read_docx("a.docx", docx(table_of(grid))).blocks
    assert isinstance(read, Grid)
    assert shape(read) == shape(grid)


@given(st.text(alphabet="政府1一、（）.\t &<>\u3000", max_size=30))
def test_any_text_reads_back_but_for_its_spaces(text: str) -> None:
    document = read_docx("a.docx", docx(p(run(text))))
    assert "".join(document.text.split()) == "".join(text.split())
