"""Sections, sub-headings and paragraphs; page breaks mended, the site's own words left out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from corpus.outline import Outline, outline
from corpus.read.text import blocks

LONG = "本局全年围绕群众关心的事项主动公开政府信息"  # 21 characters, as wide as a narrow page


def outlined(
    text: str, *, tables: frozenset[int] = frozenset(), title: frozenset[int] = frozenset()
) -> Outline:
    return outline(Document("a.txt", "txt", "", text, tuple(blocks(text))), tables, title)


def texts(found: Outline, number: int) -> list[str]:
    return [section.text for section in found.sections if section.number == number]


def test_preface_and_sections_in_order() -> None:
    found = outlined(
        "标题\n\n根据规定，现公布本年度报告。\n\n一、总体情况\n\n甲。\n\n六、其他需要报告的事项\n\n无。\n",
        title=frozenset({1}),
    )
    assert [(section.number, section.title, section.text) for section in found.sections] == [
        (0, "引言", "根据规定，现公布本年度报告。"),
        (1, "总体情况", "甲。"),
        (6, "其他需要报告的事项", "无。"),
    ]
    assert [section.printed for section in found.sections] == [
        "",
        "一、总体情况",
        "六、其他需要报告的事项",
    ]
    assert [section.place.line for section in found.sections] == [3, 5, 9]


def test_a_section_that_is_not_there_is_not_made_up() -> None:
    assert [
        section.number
        for section in outlined("一、总体情况\n甲。\n五、存在的主要问题及改进情况\n乙。").sections
    ] == [1, 5]


def test_text_without_any_section_is_the_preface() -> None:
    found = outlined("本年公开信息三件。\n\n没有收费。")
    assert [section.number for section in found.sections] == [0]
    assert texts(found, 0) == ["本年公开信息三件。\n没有收费。"]


def test_nothing_has_no_sections() -> None:
    assert outlined("") == Outline((), ())


def test_a_section_with_nothing_but_a_table_has_no_text() -> None:
    found = outlined(
        "二、主动公开政府信息情况\n规章\t0\t0\t0\n三、收到和处理政府信息公开申请情况\n合计见下\n",
        tables=frozenset({2, 4}),
    )
    assert texts(found, 2) == [""]
    assert texts(found, 3) == [""]


def test_a_list_of_contents_opens_no_sections() -> None:
    contents = (
        "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        "四、政府信息公开行政复议、行政诉讼情况\n"
    )
    found = outlined(contents + "正文由此开始。\n一、总体情况\n甲。\n")
    assert [section.number for section in found.sections if section.number] == [1]
    assert texts(found, 1) == ["甲。"]


HEADED = [
    pytest.param("（一）主动公开\n\n甲。", id="its own line"),
    pytest.param("### （一）主动公开\n\n甲。", id="a Markdown heading"),
    pytest.param("**（一）主动公开**\n\n甲。", id="bold"),
    pytest.param("### **（一）主动公开**\n甲。", id="both"),
    pytest.param("(一)主动公开\n甲。", id="half width"),
    pytest.param("\u3000\u3000（一）主动公开：\n甲。", id="indented, a colon behind"),
]


@pytest.mark.parametrize("body", HEADED)
def test_headings_whatever_their_mark_up(body: str) -> None:
    (section,) = outlined(f"一、总体情况\n\n{body}\n").sections
    assert [heading.replace("(", "（").replace(")", "）") for heading in section.headings] == [
        "（一）主动公开"
    ]
    (paragraph,) = outlined(f"一、总体情况\n\n{body}\n").paragraphs
    assert paragraph.heading == section.headings
    assert paragraph.text == "甲。"


def test_a_heading_runs_in_behind_a_full_stop() -> None:
    found = outlined("一、总体情况\n（一）主动公开：公开三件。（二）依申请公开：收到申请两件。")
    assert found.sections[0].headings == ("（一）主动公开", "（二）依申请公开")
    assert [(each.heading, each.text) for each in found.paragraphs] == [
        (("（一）主动公开",), "（一）主动公开：公开三件。"),
        (("（二）依申请公开",), "（二）依申请公开：收到申请两件。"),
    ]


def test_items_stand_under_their_heading() -> None:
    found = outlined(
        "六、其他需要报告的事项\n（一）收费\n1.信息处理费\n未收取。\n2.其他费用\n没有。\n（二）其他\n无。"
    )
    assert [each.heading for each in found.paragraphs] == [
        ("（一）收费", "1.信息处理费"),
        ("（一）收费", "2.其他费用"),
        ("（二）其他",),
    ]


def test_a_heading_of_one_section_is_none_of_the_next() -> None:
    found = outlined("一、总体情况\n（一）主动公开\n甲。\n五、存在的主要问题及改进情况\n乙。")
    assert [each.heading for each in found.paragraphs] == [("（一）主动公开",), ()]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\n", id="a line break"),
        pytest.param("\n\n", id="a blank line"),
        pytest.param("\n\n- 4 -\n\n", id="a page mark"),
        pytest.param("\n— 12 —\n", id="a page mark with dashes"),
        pytest.param("\n第 3 页 共 9 页\n", id="a page mark in words"),
    ],
)
def test_a_sentence_cut_by_a_page_break_is_joined(between: str) -> None:
    found = outlined(f"一、总体情况\n{LONG}并向社{between}会公众代表介绍。\n")
    assert texts(found, 1) == [f"{LONG}并向社会公众代表介绍。"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(f"{LONG}。", "全年没有收费。", id="a full stop ends it"),
        pytest.param(f"{LONG}：", "公开三件。", id="a colon ends it"),
        pytest.param(LONG, "\u3000\u3000另有一段。", id="an indent opens another"),
        pytest.param(LONG, "二是加强培训。", id="an ordinal opens another"),
        pytest.param(LONG, "（二）依申请公开", id="a heading opens another"),
        pytest.param("公开情况", "全年三件。", id="too short to be cut by a page"),
    ],
)
def test_two_paragraphs_stay_two(first: str, second: str) -> None:
    found = outlined(f"一、总体情况\n{first}\n{second}\n")
    assert texts(found, 1) == [f"{first}\n{second.strip()}"]


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param("青屏区教育局\n2021年1月20日", id="a signature"),
        pytest.param("（青屏区教育局）\n二〇二一年一月二十日", id="a signature in brackets"),
        pytest.param("上一篇：通知\n下一篇：公告", id="other pages"),
        pytest.param("打印 关闭窗口\n主办单位：青屏区人民政府\n京ICP备123号", id="the site's foot"),
        pytest.param("• 关于我们\n• 网站地图", id="links"),
    ],
)
def test_what_follows_the_report_is_left_out(tail: str) -> None:
    found = outlined(f"六、其他需要报告的事项\n本年没有收费。\n\n{tail}\n")
    assert texts(found, 6) == ["本年没有收费。"]


def test_sentences_that_speak_of_printing_are_kept() -> None:
    text = "六、其他需要报告的事项\n群众可在窗口打印和复制政府信息，联系我们即可。\n"
    assert texts(outlined(text), 6) == ["群众可在窗口打印和复制政府信息，联系我们即可。"]


def test_mark_up_and_odd_spaces_are_left_out_but_the_way_back_is_kept() -> None:
    text = "一、总体情况\n\u3000\u3000全年**主动公开**\xa03 件。"
    (paragraph,) = outlined(text).paragraphs
    assert paragraph.text == "全年主动公开 3 件。"
    assert [text[at] for at in paragraph.sources] == [*"全年主动公开\xa03 件。"]


PIECES = st.sampled_from(
    [
        "一、总体情况",
        "三、收到和处理政府信息公开申请情况",
        "六、其他需要报告的事项",
        "（一）主动公开",
        "（二）依申请公开：收到两件。",
        "**亮点**",
        "- 4 -",
        LONG,
        f"{LONG}。（三）平台建设：公开三件。",
        "2021年1月20日",
        "青屏区教育局",
        "打印",
        "",
        "\u3000\u3000根据规定，现公布。",
        "1.公开目录",
        "a\tb",
    ]
)


@given(st.lists(PIECES | st.text(max_size=30), max_size=15).map("\n".join))
def test_every_character_of_a_paragraph_stands_in_the_source(text: str) -> None:
    found = outlined(text)
    for paragraph in found.paragraphs:
        assert len(paragraph.sources) == len(paragraph.text)
        assert list(paragraph.sources) == sorted(set(paragraph.sources))
        there = "".join(text[at] for at in paragraph.sources)
        border = r"[\xa0\u3000\t|｜│┃]"
        assert re.sub(border, " ", there) == re.sub(border, " ", paragraph.text)
        assert paragraph.text == paragraph.text.strip() != ""


@given(st.lists(PIECES | st.text(max_size=30), max_size=15).map("\n".join))
def test_no_text_surprises(text: str) -> None:
    found = outlined(text)
    taken = [at for paragraph in found.paragraphs for at in paragraph.sources]
    assert taken == sorted(set(taken))  # nothing stands in two paragraphs
    numbers = {section.number for section in found.sections}
    assert {paragraph.section for paragraph in found.paragraphs} <= numbers
    headings = {heading for section in found.sections for heading in section.headings}
    assert {step for paragraph in found.paragraphs for step in paragraph.heading} <= headings
