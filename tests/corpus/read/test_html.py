"""Saved pages: what a reader of the page sees, as lines and grids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.model import Document, Grid, Line
from corpus.read.html import read_html


def page(body: str, head: str = "") -> Document:
    return read_html("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def seen(body: str) -> list[str]:
    return [block.text for block in page(body).blocks if isinstance(block, Line)]


def grid(body: str) -> Grid:
    (found,) = [block for block in page(body).blocks if isinstance(block, Grid)]
    return found


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>甲</p><p>乙</p>", ["甲", "乙"], id="paragraphs"),
        pytest.param("甲<br>乙<br/>丙", ["甲", "乙", "丙"], id="line breaks"),
        pytest.param("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"], id="nested blocks"),
        pytest.param(
            "<p>全年<b>公开</b><span>三</span>件</p>", ["全年公开三件"], id="text cut into runs"
        ),
        pytest.param(
            "<p>公开<font>1</font><span>2</span>件</p>", ["公开12件"], id="a number cut into runs"
        ),
        pytest.param(
            "<p>全年\n  公开\n三件</p>",
            ["全年公开三件"],
            id="a break between Han characters is none",
        ),
        pytest.param("<p>see\n  page\t3</p>", ["see page 3"], id="other white space is one space"),
        pytest.param("<p>\n  </p><div></div>", [], id="nothing in it"),
        pytest.param("<ul><li>一</li><li>二</li></ul>", ["一", "二"], id="a list"),
        pytest.param("<p>3 &lt; 5 &amp; 2&nbsp;件</p>", ["3 < 5 & 2\xa0件"], id="entities"),
        pytest.param("<p>甲<!-- 乙 --></p><?php 丙 ?>", ["甲"], id="comments and instructions"),
        pytest.param(
            "<script>var a='甲'</script><style>p{}</style><p>乙</p>",
            ["乙"],
            id="scripts and styles",
        ),
        pytest.param(
            '<p style="display: none">甲</p><p hidden>乙</p><p>丙</p>', ["丙"], id="hidden"
        ),
        pytest.param(
            "<select><option>甲</option></select><button>乙</button><p>丙</p>",
            ["丙"],
            id="controls",
        ),
        pytest.param("<p>甲<script>乙</script>丙</p>", ["甲丙"], id="text behind a script"),
    ],
)
def test_lines(body: str, lines: list[str]) -> None:
    assert seen(body) == lines


def test_heading_levels() -> None:
    found = page("<h1>题</h1><p>甲</p><h3><span>乙</span></h3><div>丙</div>").blocks
    assert [(block.text, block.level) for block in found if isinstance(block, Line)] == [
        ("题", 1),
        ("甲", 0),
        ("乙", 3),
        ("丙", 0),
    ]


def test_merged_cells() -> None:
    found = grid(
        '<table><tr><td rowspan="2">甲</td><td colspan="2">乙</td><td>丙</td></tr>'
        "<tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert found.spans
    assert [[(cell.text, cell.row, cell.column) for cell in row] for row in found.rows] == [
        [("甲", 0, 0), ("乙", 0, 1), ("丙", 0, 3)],
        [("1", 1, 1), ("2", 1, 2), ("3", 1, 3)],
    ]
    assert (found.rows[0][0].rowspan, found.rows[0][1].colspan) == (2, 2)


def test_overlapping_spans_do_no_harm() -> None:
    found = grid(
        '<table><tr><td>1</td><td rowspan="3">2</td></tr>'
        '<tr><td colspan="2" rowspan="2">3</td><td>4</td></tr>'
        "<tr><td>5</td></tr></table>"
    )
    assert [[cell.text for cell in row] for row in found.rows] == [["1", "2"], ["3", "4"], ["5"]]


@pytest.mark.parametrize(
    ("attributes", "rowspan", "colspan"),
    [
        pytest.param('rowspan="3" colspan="2"', 3, 2, id="numbers"),
        pytest.param('rowspan="0" colspan="0"', 1, 1, id="zeros"),
        pytest.param('rowspan="-2" colspan="x"', 1, 1, id="no numbers"),
        pytest.param('rowspan="" colspan', 1, 1, id="nothing"),
        pytest.param('rowspan="3px" colspan=" 2 "', 3, 2, id="a unit, spaces"),
        pytest.param('rowspan="999999999" colspan="999999999"', 400, 64, id="a lie is bounded"),
    ],
)
def test_spans(attributes: str, rowspan: int, colspan: int) -> None:
    cell = grid(f"<table><tr><td {attributes}>1</td></tr></table>").rows[0][0]
    assert (cell.rowspan, cell.colspan) == (rowspan, colspan)


def test_a_cell_is_one_text_whatever_is_in_it() -> None:
    found = grid(
        "<table><tr><td><p>商业</p><p>企业</p></td><th>\xa0 12\n</th><td>&nbsp;</td></tr></table>"
    )
    assert [cell.text for cell in found.rows[0]] == ["商业企业", "12", ""]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param("18<sup>1</sup>", "18[1]", id="the sign of a note is no digit"),
        pytest.param("<b>18</b><sup>[2]</sup>件", "18[2]件", id="in brackets already"),
        pytest.param("18<sup>①</sup>", "18①", id="no digit at all"),
        pytest.param("面积12米<sup>2</sup>", "面积12米2", id="square metres"),
        pytest.param("<s>21</s>18", "18", id="struck out"),
        pytest.param("<span style='text-decoration:line-through'>21</span>18", "18", id="by style"),
        pytest.param("<del>2</del><ins>3</ins>", "3", id="mended"),
        pytest.param("<span style='display: none'>5</span>18", "18", id="hidden"),
        pytest.param("18<script>var n = 5</script>", "18", id="a script"),
        pytest.param("<p>12</p><p>3</p>", "12 3", id="two numbers in paragraphs"),
        pytest.param("12<br>3", "12 3", id="two numbers on two lines"),
        pytest.param("<br>12<br>", "12", id="room around"),
        pytest.param("<p>行政</p>\n<p>许可</p>", "行政许可", id="words in paragraphs"),
        pytest.param("<p><span>1</span><span>8</span></p>", "18", id="a number cut into runs"),
        pytest.param("<p>前<s>废</s>后</p>尾", "前后尾", id="what stands behind stays"),
    ],
)
def test_a_cell_is_what_is_shown(cell: str, text: str) -> None:
    assert grid(f"<table><tr><td>{cell}</td></tr></table>").rows[0][0].text == text


def test_struck_words_and_raised_digits_in_lines() -> None:
    body = "<p>公开<s>21件</s>18<sup>1</sup>件</p><p><s>全句作废</s></p>"
    assert seen(body) == ["公开18[1]件"]


def test_cells_of_a_row_are_a_line_of_the_text() -> None:
    document = page("<p>题</p><table><tr><td>规章</td><td>0</td></tr></table><p>完</p>")
    assert document.text == "题\n规章\t0\n完"
    (_, found, last) = document.blocks
    assert isinstance(found, Grid)
    assert isinstance(last, Line)
    assert [(cell.place.line, cell.place.cell) for cell in found.rows[0]] == [(2, 1), (2, 2)]
    assert (last.start, last.place.line) == (7, 3)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(
            f"<table><tr><td>{'公开' * 200}</td></tr></table>", ["公开" * 200], id="prose in a cell"
        ),
        pytest.param("<table></table><p>甲</p>", ["甲"], id="no cells"),
        pytest.param("<table><tr></tr></table><p>甲</p>", ["甲"], id="no cells in its row"),
    ],
)
def test_tables_that_lay_out_a_page_are_text(body: str, lines: list[str]) -> None:
    assert not any(isinstance(block, Grid) for block in page(body).blocks)
    assert seen(body) == lines


def test_the_table_inside_a_layout_table_is_data() -> None:
    found = grid(
        "<table><tr><td>左<table><tr><td>规章</td><td>0</td></tr></table></td></tr></table>"
    )
    assert [cell.text for cell in found.rows[0]] == ["规章", "0"]


def test_what_the_head_says() -> None:
    head = (
        "<title> 年度\n报告 </title><meta name='PubDate' content=' 2021-01-02 '>"
        "<meta property='og:title' content='题'>"
        "<meta name='empty' content=''><meta charset='utf-8'>"
    )
    assert page("<p>甲</p>", head).meta == {
        "title": "年度 报告",
        "pubdate": "2021-01-02",
        "og:title": "题",
    }


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        pytest.param("gb18030", "gb2312", id="an older name declared"),
        pytest.param("utf-8", "gb2312", id="declared wrongly"),
        pytest.param("gb18030", "", id="nothing declared"),
        pytest.param("gb18030", "iso-8859-1", id="an encoding that can write no Chinese"),
        pytest.param("utf-8", "unicode_escape", id="no encoding of pages"),
    ],
)
def test_encoding(codec: str, declared: str) -> None:
    meta = (
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        if declared
        else ""
    )
    source = f"<html><head>{meta}</head><body><p>全年公开信息三件，收到申请两件。</p></body></html>"
    document = read_html("a.html", source.encode(codec))
    assert document.text == "全年公开信息三件，收到申请两件。"
    assert document.encoding == codec


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p>甲", id="not closed"),
        pytest.param("甲", id="no mark-up"),
        pytest.param(
            "<?xml version='1.0' encoding='gbk'?><html><body><p>甲</p></body></html>", id="XHTML"
        ),
        pytest.param("</div></p>甲<table><td>", id="in disorder"),
        pytest.param("<html><frameset></frameset><p>甲</p></html>", id="frames"),
    ],
)
def test_broken_pages_are_read(source: str) -> None:
    assert "甲" in read_html("a.html", source.encode()).text


def test_what_stands_behind_the_end_of_a_page_is_read() -> None:
    second = "<!DOCTYPE html><html><head><title>二</title></head><body><p>乙</p></BODY ></html>"
    source = f"<html><head><title>一</title></head><body><p>甲</p></body></html>{second}<p>丙</p>"
    found = read_html("a.html", source.encode())
    assert [line for line in found.text.split("\n") if line in "甲乙丙"] == ["甲", "乙", "丙"]
    assert found.meta["title"] == "一"


def test_deep_nesting_is_read() -> None:
    assert seen("<div>" * 200 + "甲" + "</div>" * 200) == ["甲"]


def test_nesting_beyond_the_parser_is_refused() -> None:
    with pytest.raises(NotReadable, match="嵌套"):
        page("<div>" * 100_000 + "甲")


TAGS = (
    "<table> </table> <tr> <td> <td&nbsp;rowspan=3> <th&nbsp;colspan=99> </td> <p> </p> <br> <b> "
    "</b> <h2> </h2> <!-- --> <script> </script> <div&nbsp;hidden> </div> <![CDATA[ ]]> <"
)
PIECES = st.sampled_from(
    [*TAGS.replace("&nbsp;", "\xa0").split(" "), "甲", "12", "&nbsp;", "&#0;", "&bogus;"]
).map(lambda piece: piece.replace("\xa0", " "))


@given(st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_any_page_is_read_or_refused_and_every_place_is_right(body: str) -> None:
    try:
        document = page(body)
    except NotReadable:
        return
    lines = document.text.split("\n")
    for block in document.blocks:
        if isinstance(block, Line):
            assert document.text[block.start : block.start + len(block.text)] == block.text
            assert lines[block.place.line - 1] == block.text
            continue
        taken: set[tuple[int, int]] = set()
        for row in block.rows:
            for cell in row:
                assert lines[cell.place.line - 1].split("\t")[cell.place.cell - 1] == cell.text
                assert (cell.row, cell.column) not in taken
                taken.add((cell.row, cell.column))
