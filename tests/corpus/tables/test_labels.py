"""The wording of labels: misprints are mended, what is in doubt is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.forms import Entry, all_forms
from corpus.tables.labels import Label, Named, name, take_apart

ROWS3 = ("row3", "column3", "group3", "head")
ROWS2 = ("row2", "column2", "article", "head")
TABLE4 = ("outcome4", "block4")


@pytest.mark.parametrize(
    ("text", "mark", "wording"),
    [
        pytest.param("一、本年新收", "一", "本年新收", id="a numeral"),
        pytest.param("（三） 不予公开", "三", "不予公开", id="in brackets"),
        pytest.param("(七)总计", "七", "总计", id="half width"),
        pytest.param("3.其他", "3", "其他", id="a figure"),
        pytest.param("3. 其他", "3", "其他", id="a space behind"),
        pytest.param("８．属于行政查询事项", "8", "属于行政查询事项", id="full width"),
        pytest.param("1属于国家秘密", "1", "属于国家秘密", id="the point is lost"),
        pytest.param("三、 本年 度办 理结 果", "三", "本年度办理结果", id="spaces inside"),
        pytest.param("总计", "", "总计", id="no mark"),
        pytest.param("（一）", "", "一", id="a mark alone names nothing"),
        pytest.param("2.5", "", "25", id="a decimal has no mark"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_take_apart(text: str, mark: str, wording: str) -> None:
    assert take_apart(text) == Label(mark, wording)


@pytest.mark.parametrize(
    ("text", "kinds", "key"),
    [
        pytest.param("一、本年新收政府信息公开申请数量", ROWS3, "new", id="as on the form"),
        pytest.param("本年新收", ROWS3, "new", id="a short wording"),
        pytest.param("其他法律行政止公开", ROWS3, "denied_2_law_forbids", id="two characters lost"),
        pytest.param("5.属于内部事务信息", ROWS3, "denied_5_internal", id="an older wording"),
        pytest.param("部分公开", ROWS3, "partial", id="without its remark"),
        pytest.param(
            "部分公开（区分处理的，只计这一情形，不计其他情形）", ROWS3, "partial", id="with it"
        ),
        pytest.param("社会组织", ROWS3, "social", id="a lost pair of characters"),
        pytest.param("本年新", ROWS3, None, id="too much lost"),
        pytest.param("予以公", ROWS3, None, id="too short to be like"),
        pytest.param("不予公开", ROWS3, "denied", id="a group, not the row 予以公开"),
        pytest.param("予以公开", ROWS3, "granted", id="a row, not the group 不予公开"),
        pytest.param("第二十条 第(一)项", ROWS2, "第二十条第（一）项", id="an article, spaced"),
        pytest.param("规范性文件", ROWS2, "normative", id="the older label"),
        pytest.param("本年增/减", ROWS2, "delta", id="a stroke"),
        pytest.param("本年收费金额", ROWS2, "amount", id="without its unit"),
        pytest.param("结果 维持", TABLE4, "maintained", id="an outcome, spaced"),
        pytest.param("未经复议直接起诉", TABLE4, "litigation_direct", id="a block by its head"),
        pytest.param("复议后起诉", TABLE4, "litigation_after_review", id="the other"),
        pytest.param("行政诉讼：复议后起诉", TABLE4, "litigation_after_review", id="by its label"),
        pytest.param("本年制止件数", ROWS2, None, id="as like 制发 as 废止"),
        pytest.param("青屏区教育局", ROWS3, None, id="another thing"),
        pytest.param("", ROWS3, None, id="nothing"),
        pytest.param("予以公开" * 30, ROWS3, None, id="far too long"),
    ],
)
def test_name(text: str, kinds: tuple[str, ...], key: str | None) -> None:
    found = name(text, kinds)
    assert (found.key if found else None) == key


def test_likeness_is_said() -> None:
    assert name("其他法律行政法规禁止公开", ROWS3) == Named(
        "row3", "denied_2_law_forbids", exact=True
    )
    assert name("其他法律行政法规禁止公", ROWS3) == Named(
        "row3", "denied_2_law_forbids", exact=False
    )


@pytest.mark.parametrize(
    ("text", "kinds", "kind"),
    [
        pytest.param("其他", ROWS3, "row3", id="a row and a column"),
        pytest.param("其他", ("column3", "row3"), "column3", id="the first kind asked for wins"),
        pytest.param("行政许可", ROWS2, "row2", id="a row alone"),
        pytest.param("信息内容", ROWS2, "head", id="a word of heads"),
    ],
)
def test_kind(text: str, kinds: tuple[str, ...], kind: str) -> None:
    found = name(text, kinds)
    assert found is not None
    assert found.kind == kind


def entries() -> list[tuple[tuple[str, ...], str, Entry]]:
    """Every label of every form: kinds to ask for, kind wanted, entry."""
    found: list[tuple[tuple[str, ...], str, Entry]] = []
    for form in all_forms():
        found += [(("row3", "group3"), "row3", row) for row in form.table3.rows]
        found += [(("row3", "group3"), "group3", group) for group in form.table3.groups]
        found += [(("column3", "head"), "column3", column) for column in form.table3.columns]
        found += [(ROWS2, "row2", row) for row in form.table2.rows]
        found += [(ROWS2, "column2", column) for column in form.table2.columns]
        found += [(TABLE4, "outcome4", outcome) for outcome in form.table4.columns]
        found += [(TABLE4, "block4", block) for block in form.table4.rows]
    return found


LABELS = entries()
MIXED = {"other", "other_all"}  # （六）其他处理 is a row of one form and a group of the other


@given(st.sampled_from(LABELS), st.sampled_from(["{}", "（三）{}", "1.{}", " {} ", "{}\xa0"]))
def test_every_label_of_the_forms_names_itself(
    label: tuple[tuple[str, ...], str, Entry], frame: str
) -> None:
    kinds, kind, entry = label
    for wording in (entry.label, *entry.variants):
        found = name(frame.format(wording), kinds)
        assert found is not None
        assert found.exact
        assert found.key == entry.key or {found.key, entry.key} == MIXED
        assert found.kind == kind or entry.key in MIXED


@given(st.sampled_from(LABELS), st.data())
def test_a_label_short_of_a_character_is_never_taken_for_another(
    label: tuple[tuple[str, ...], str, Entry], data: st.DataObject
) -> None:
    kinds, _, entry = label
    at = data.draw(st.integers(0, len(entry.label) - 1))
    found = name(entry.label[:at] + entry.label[at + 1 :], kinds)
    same = {entry.key} | (MIXED if entry.key in MIXED else set())
    assert found is None or found.key in same


@given(
    st.text() | st.text(alphabet="其他总计不予公开处理本年新收行政复议诉讼（一）1.、", max_size=20)
)
def test_no_text_surprises(text: str) -> None:
    label = take_apart(text)
    assert not label.mark or label.wording
    for kinds in (ROWS2, ROWS3, TABLE4):
        found = name(text, kinds)
        assert found is None or found.kind in kinds
