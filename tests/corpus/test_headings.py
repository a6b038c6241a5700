"""Headings, told by their wording and their marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.headings import (
    SECTION_TITLES,
    SubHeading,
    bare,
    bold_heading,
    plain,
    section_number,
    sub_heading,
)

NUMERALS = "一二三四五六"
MARKS = ["{n}、", "{n}. ", "{n}．", "{n}：", "第{n}部分 ", "第{n}、"]
FRAMES = [
    "{}",
    "## {}",
    "#### {}",
    "**{}**",
    "### **{}**",
    "\u3000\u3000{}",
    " \xa0{}\xa0",
    "{}\u3000",
]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        pytest.param("一、总体情况", 1, id="as on the form"),
        pytest.param("二、行政机关主动公开政府信息情况", 2, id="long title"),
        pytest.param("三、收到和处理政府信息公开申请情况", 3, id="section 3"),
        pytest.param(
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4, id="longest title"
        ),
        pytest.param("五、存在的主要问题及整改措施", 5, id="another wording"),
        pytest.param("六、其他需要报告的事项", 6, id="section 6"),
        pytest.param("二、总体情况", 1, id="a wrong number: the wording decides"),
        pytest.param("总体情况", 1, id="the number is lost"),
        pytest.param("三、收到和处理政府信息公开申请情", 3, id="a lost character"),
        pytest.param("五、存在的主要问题以及改进情况", 5, id="a character too many"),
        pytest.param("四、政府信息公开行政复议，行政诉讼情况", 4, id="other punctuation"),
        pytest.param("四 、 政府信息公开 行政复议 、行政诉讼情况", 4, id="spaces inside"),
        pytest.param("五、存在的主要问题及改进情况：", 5, id="a colon behind"),
        pytest.param("第六部分 其他需要报告的事项", 6, id="part six"),
        pytest.param("三、本年度办理结果", None, id="a row of table 3"),
        pytest.param(
            "四、结转下年度继续办理", None, id="a row of table 3 with the mark of section 4"
        ),
        pytest.param("一、本年新收政府信息公开申请数量", None, id="first row of table 3"),
        pytest.param("（一）总体情况", None, id="a mark in brackets is a sub-heading's"),
        pytest.param("一、总体情况。本年共公开信息三条", None, id="a sentence behind the title"),
        pytest.param("行政复议", None, id="a head of table 4"),
        pytest.param("主动公开情况", None, id="like, but without a mark"),
        pytest.param("二、做好主动公开", None, id="marked, but another wording"),
        pytest.param("", None, id="nothing"),
        pytest.param("一、", None, id="a mark alone"),
        pytest.param("一、" + "总体情况" * 20, None, id="far too long"),
    ],
)
def test_section_number(line: str, number: int | None) -> None:
    assert section_number(line) == number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、主动公开", None),
        ("一、概述", 1),
        ("一、主要工作概述", 1),
        ("一、主要任务落实情况", 1),
        ("一、工作概况", 1),
        ("一、概况", 1),
        ("一、总体概况", 1),
        ("一、基本情况", 1),
        ("一、引言", None),
        ("一、政府信息公开工作概述", 1),
        ("二、主动公开政府信息情况", 2),
        ("二、政府信息主动公开情况", 2),
        ("二、主动公开政府信息的情况", 2),
        ("二、主动公开信息情况", 2),
        ("二、主动公开情况", 2),
        ("三、依申请公开政府信息情况", 3),
        ("三、政府信息依申请公开办理情况", 3),
        ("三、依申请公开政府信息办理情况", 3),
        ("三、政府信息公开申请办理情况", 3),
        ("三、依申请公开政府信息的情况", 3),
        ("三、政府信息依申请公开情况", 3),
        ("三、依申请公开情况", 3),
        ("四、政府信息公开咨询处理情况", 6),
        ("四、咨询处理情况", 6),
        ("四、政府信息咨询处理情况", 6),
        ("五、政府信息公开的收费及减免情况", 6),
        ("五、政府信息公开支出和收费情况", 6),
        ("五、政府信息公开支出与收费情况", 6),
        ("五、支出和收费", 6),
        ("五、支出和收费情况", 6),
        ("五、收费及减免情况", 6),
        ("五、依申请公开政府信息收费及减免情况", 6),
        ("五、政府信息公开收费及减免情况", 6),
        ("五、政府信息公开的收费情况", 6),
        ("六、行政复议、行政诉讼情况", 4),
        ("六、行政复议诉讼情况", 4),
        ("六、行政复议、行政诉讼、申诉情况", 4),
        ("六、行政复议、行政诉讼和举报情况", 4),
        ("六、因政府信息公开申请行政复议、提起行政诉讼的情况", 4),
        ("六、行政复议、行政诉讼及举报投诉情况", 4),
        ("六、复议、诉讼和申诉情况", 4),
        ("六、行政复议和行政诉讼情况", 4),
        ("六、政府信息公开复议、诉讼情况", 4),
        ("六、行政复议、诉讼和申诉情况", 4),
        ("六、行政复议、行政诉讼和行政申诉情况", 4),
        ("六、申诉情况", 4),
        ("七、存在的主要问题和改进措施", 5),
        ("七、存在问题和改进措施", 5),
        ("七、政府信息公开工作存在的主要问题和改进措施", 5),
        ("七、主要问题及改进措施", 5),
        ("七、工作中存在的主要问题和改进措施", 5),
        ("七、存在的不足和改进措施", 5),
        ("七、存在的主要问题、改进情况和其他需要报告的事项", 5),
        ("七、存在的主要问题", 5),
        ("八、需要说明的事项", 6),
        ("八、其他需要说明的事项", 6),
        ("八、需要说明的事项与附表", 6),
        ("八、附表", 6),
        ("八、附图", 6),
        ("九、附件", 6),
        ("八、说明与附表", 6),
        ("八、附表说明", 6),
        ("八、需要说明的其他事项与附表", 6),
        ("四、行政复议数量", None),
        ("五、行政诉讼数量", None),
        ("六、举报投诉数量", None),
        ("七、依申请公开信息收取的费用", None),
        ("一、本年新收政府信息公开申请数量", None),
        ("三、本年度办理结果", None),
        ("四、结转下年度继续办理", None),
        ("二、回应解读情况", None),
        ("九、政府信息公开会议和培训情况", None),
        ("八、机构建设和保障经费情况", None),
        ("二、做好主动公开", None),
        ("三、收费", 6),
        ("一、工作", None),
        ("一、政府信息公开工作情况", None),
        ("一、情况", None),
    ],
)
def test_headings_of_reports_before_2019(line: str, number: int | None) -> None:
    """Free sections go by topic: enquiries, fees and annexes stand with the other matters (6)."""
    assert section_number(line) == number


@given(
    st.sampled_from(sorted(SECTION_TITLES)[1:]),
    st.sampled_from(NUMERALS),
    st.sampled_from(MARKS),
    st.sampled_from(FRAMES),
)
def test_an_official_title_is_known_under_any_mark(
    number: int, numeral: str, mark: str, frame: str
) -> None:
    line = frame.format(mark.format(n=numeral) + SECTION_TITLES[number])
    assert section_number(line) == number


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        pytest.param("（一）主动公开", SubHeading("（一）主动公开", 1, ""), id="alone"),
        pytest.param(
            "(二) 依申请公开", SubHeading("(二) 依申请公开", 1, ""), id="half width, space"
        ),
        pytest.param(
            "### **（三）政府信息管理**", SubHeading("（三）政府信息管理", 1, ""), id="mark-up"
        ),
        pytest.param("（一）主动公开：", SubHeading("（一）主动公开", 1, ""), id="a colon behind"),
        pytest.param(
            "（四）平台建设。", SubHeading("（四）平台建设。", 1, ""), id="a full stop behind"
        ),
        pytest.param(
            "（二）依申请公开：全年收到申请6件。",
            SubHeading("（二）依申请公开", 1, "全年收到申请6件。"),
            id="text runs on behind a colon",
        ),
        pytest.param(
            "（五）监督保障。每月抽查一次。" + "年底通报。" * 6,
            SubHeading("（五）监督保障", 1, "每月抽查一次。" + "年底通报。" * 6),
            id="text runs on behind a full stop",
        ),
        pytest.param("1. 公开目录", SubHeading("1. 公开目录", 2, ""), id="an item"),
        pytest.param("2、更新指南：", SubHeading("2、更新指南", 2, ""), id="an item with a colon"),
        pytest.param("1.本年更新了指南。", None, id="an item that is a sentence"),
        pytest.param("1.2万人次", None, id="a decimal is no item"),
        pytest.param("主动公开", None, id="no mark"),
        pytest.param("一、总体情况", None, id="a section's mark"),
        pytest.param("（一）" + "长" * 60 + "。后文", None, id="too long before the full stop"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_sub_heading(line: str, heading: SubHeading | None) -> None:
    assert sub_heading(line) == heading


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("**工作亮点**", "工作亮点", id="bold"),
        pytest.param("### 工作亮点", "工作亮点", id="a Markdown sign"),
        pytest.param("#### **工作亮点：**", "工作亮点", id="both, and a colon"),
        pytest.param("工作亮点", None, id="plain"),
        pytest.param("**工作**亮点", None, id="bold in part"),
        pytest.param("**本年公开了三件。**", None, id="a bold sentence"),
        pytest.param("####", None, id="a sign alone"),
    ],
)
def test_bold_heading(line: str, text: str | None) -> None:
    assert bold_heading(line) == (None if text is None else SubHeading(text, 1, ""))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("第二十条 第（一）项", "第二十条第一项", id="spaces and brackets"),
        pytest.param("危及“三安全一稳定”", "危及三安全一稳定", id="quotation marks"),
        pytest.param("本年增/减", "本年增减", id="a stroke"),
        pytest.param("ＡＢ１２", "ab12", id="full width, upper case"),
        pytest.param("a_b", "ab", id="an underscore is no letter here"),
        pytest.param("、，。（）", "", id="punctuation alone"),
    ],
)
def test_bare(text: str, wanted: str) -> None:
    assert bare(text) == wanted


@given(st.text())
def test_bare_wording_is_bare(text: str) -> None:
    assert all(each.isalnum() for each in bare(text) if each.isascii())
    assert bare(text).strip() == bare(text)


def test_plain_keeps_the_words() -> None:
    assert plain("## **（一）主动公开** ") == "（一）主动公开"
    assert plain("\u3000\u30002 × 3 = 6") == "2 × 3 = 6"


ALPHABET = st.text(alphabet="一二三四五六（）()、.。：:#* \u3000总体情况主动公开12ab") | st.text()


@given(ALPHABET)
def test_no_text_surprises(line: str) -> None:
    assert section_number(line) in {None, 1, 2, 3, 4, 5, 6}
    for found in (sub_heading(line), bold_heading(line)):
        if found is not None:
            assert found.text
            assert found.text in plain(line)
            assert plain(line).endswith(found.rest)
