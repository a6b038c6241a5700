"""Table 2: rows by their label, columns by the heads above them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Form, Number, Status
from corpus.read import read
from corpus.tables.readings import Readings
from corpus.tables.stream import runs
from corpus.tables.table2 import read_table2
from tests.corpus import written


def table(text: str | bytes) -> tuple[Readings, Form]:
    data = text.encode() if isinstance(text, str) else text
    found = [run for run in runs(read("a.txt", data).blocks) if run.table == 2]
    return read_table2(found)


def values(text: str) -> dict[str, Number | None]:
    return {key: cell.value for key, cell in table(text)[0].found.items()}


ARTICLE = "第二十条第（一）项\n"
HEADS = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
NORMATIVE = {"t2.normative.issued": 4, "t2.normative.repealed": 1, "t2.normative.valid": 9}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(HEADS + "行政规范性文件\t4\t1\t9", NORMATIVE, id="as on the form"),
        pytest.param(HEADS + "规范性文件\t4\t1\t9", NORMATIVE, id="the older label"),
        pytest.param(
            "信息内容\t现行有效件数\t本年制发件数\t本年废止件数\n规范性文件\t9\t4\t1",
            NORMATIVE,
            id="columns in another order",
        ),
        pytest.param(HEADS + "规范性文件\t\t4\t1\t9", NORMATIVE, id="a blank cell in front"),
        pytest.param(HEADS + "规范性文件\t4\t1\t9\t\t", NORMATIVE, id="blank cells behind"),
        pytest.param(
            "信息内容\t本年制发件数\t本年废止数\t现行\n规范性文件\t4\t1\t9",
            NORMATIVE,
            id="a head too short to know",
        ),
        pytest.param(
            HEADS + "- 4 -\n规范性文件\t4\t1\t9", NORMATIVE, id="heads above a page break"
        ),
        pytest.param(
            HEADS.replace("\t", "\n")
            + "规范性文件\n4\n1\n9\n第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n35",
            {**NORMATIVE, "t2.licence.decisions": 35},
            id="one cell a line",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t1",
            dict.fromkeys(NORMATIVE),
            id="a figure lost: which is not to be told",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t9\t",
            dict.fromkeys(NORMATIVE),
            id="a figure lost beside padding, or the last one blank",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t9\t备注",
            dict.fromkeys(NORMATIVE),
            id="a word is not the lost figure",
        ),
        pytest.param(
            "信息内容\t本年制发件数\t本年废止件数\t\n规范性文件\t4\t\t9",
            {**NORMATIVE, "t2.normative.repealed": None},
            id="a head lost, and a figure where the row shows it",
        ),
        pytest.param(
            "信息内容\n本年废止件数\n现行有效件数\n规范性文件\n4\n9",
            dict.fromkeys(NORMATIVE),
            id="a head and a figure lost",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t1\t9\t2", dict.fromkeys(NORMATIVE), id="a figure too many"
        ),
        pytest.param(
            HEADS + "规范性文件\t\t\t",
            dict.fromkeys(NORMATIVE),
            id="a blank row",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t/\t9",
            {**NORMATIVE, "t2.normative.repealed": None},
            id="a mark keeps its column",
        ),
        pytest.param(
            HEADS + "规范性文件\t4\t\t9",
            {**NORMATIVE, "t2.normative.repealed": None},
            id="a blank keeps its column",
        ),
        pytest.param(
            "信息内容\t本年处理决定数量\n行政处罚\t7\n行政强制\t0",
            {"t2.penalty.decisions": 7, "t2.coercion.decisions": 0},
            id="two rows under one head",
        ),
        pytest.param(
            "信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t21147.95",
            {"t2.fee.amount": 21147.95},
            id="money",
        ),
        pytest.param(
            "信息内容\t采购项目数量\t采购总金额\n政府集中采购\t37\t3128.45万元",
            {"t2.procurement.count": 37, "t2.procurement.amount": 3128.45},
            id="money with its unit",
        ),
        pytest.param(HEADS + "其他主动公开文件\t4\t1\t9", {}, id="a row of no form"),
        pytest.param(
            "信息内容\t本年处理决定数量\n规章\t\t", {}, id="a blank row that has not this head"
        ),
        pytest.param("没有表格。", {}, id="nothing"),
    ],
)
def test_values(text: str, wanted: dict[str, Number | None]) -> None:
    assert values(text) == wanted


def test_heads_of_one_article_do_not_reach_into_the_next() -> None:
    text = HEADS + "第二十条第（五）项\t\n行政许可\t35\t2\t7\n"
    assert values(text) == {"t2.licence.decisions": None}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param(HEADS + "规章\t0\t0\t0", Form.Y2021, id="heads of 2021"),
        pytest.param(
            "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t3\t-1\t7",
            Form.Y2019,
            id="heads of 2019",
        ),
        pytest.param(
            "信息内容\t本年处理决定数量\n行政许可\t7", Form.UNKNOWN, id="heads that both have"
        ),
        pytest.param("没有表格。", Form.UNKNOWN, id="no heads"),
    ],
)
def test_form(text: str, form: Form) -> None:
    assert table(text)[1] is form


def test_what_is_lost_says_why() -> None:
    found = table(HEADS + "规范性文件\t4\t1")[0].found["t2.normative.issued"]
    assert (found.status, found.implied) == (Status.MISSING, None)
    assert found.place is not None
    assert found.place.line == 2
    assert "2 个数，应有 3 个" in (found.remark or "")


def test_the_unit_is_the_one_printed_or_the_forms() -> None:
    text = (
        "信息内容\t采购项目数量\t采购总金额\n政府集中采购\t37\t251000元\n\n"
        + HEADS
        + "规章\t0\t0\t0"
    )
    found = table(text)[0].found
    assert found["t2.procurement.amount"].unit == "元"
    assert found["t2.procurement.count"].unit == "项"
    assert found["t2.regulations.valid"].unit == "件"


def test_columns_of_a_page_are_told_by_where_they_stand() -> None:
    page = (
        "<html><body><table><tr><td>信息内容</td><td>本年制发件数</td>"
        "<td colspan='2'>本年废止件数</td><td>现行有效件数</td></tr>"
        "<tr><td>规范性文件</td><td></td><td colspan='2'>1</td><td>9</td></tr>"
        "</table></body></html>"
    )
    found = table(page)[0].found
    assert [found[key].value for key in NORMATIVE] == [None, 1, 9]
    assert found["t2.normative.issued"].status is Status.BLANK


@given(written.FORMS, st.sampled_from(sorted(written.SHAPES)), st.data())
def test_every_cell_in_every_shape(form: Form, shape: str, data: st.DataObject) -> None:
    numbers = data.draw(written.sound(form))
    readings, seen = table(written.report(form, written.printed(numbers), shape))
    assert seen is form
    assert {key: cell.value for key, cell in readings.found.items()} == {
        key: value for key, value in numbers.items() if key.startswith("t2.")
    }
