"""Sentences: where they stand, and which of them are one and the same but for names and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Agency, Passage
from corpus.sentences import names_of, sentences, spans

GOVERNMENT = Agency(
    "海东市青平区人民政府",
    "青平区",
    ("海东市", "青平区"),
    "county",
    "government",
    ("青平区政府",),
)
BUREAU = Agency("海东市教育局", "市教育局", ("海东市",), "prefecture", "department", ("教育局",))
STREET = Agency("云岭街道办事处", "云岭街道", (), "township", "subdistrict")


def keys(text: str, agency: Agency = GOVERNMENT, kind: str = "text") -> list[int]:
    passage = Passage("r.p1", 1, 1, (), text, (0, len(text)), kind)
    return [one.key for one in sentences(passage, names_of(agency))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [], id="only space"),
        pytest.param("主动公开信息。", ["主动公开信息。"], id="one"),
        pytest.param("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"], id="every end, and none"),
        pytest.param("一是甲；二是乙。", ["一是甲；", "二是乙。"], id="items of a list"),
        pytest.param("他说：“甲。”乙。", ["他说：“甲。”", "乙。"], id="the quote closes behind"),
        pytest.param("甲\n  乙 \n", ["甲", "乙"], id="lines, without their spaces"),
        pytest.param("公开率98.5%；", ["公开率98.5%；"], id="a point in a figure ends nothing"),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == expected


@given(st.text(alphabet="甲乙。；\n ”.12"))
def test_spans_are_in_order_and_leave_out_only_space(text: str) -> None:
    found = spans(text)
    ends = [0, *(edge for span in found for edge in span), len(text)]
    assert ends == sorted(ends)
    between = zip(ends[::2], ends[1::2], strict=True)
    assert not "".join(text[start:end] for start, end in between).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "2021年，区政府认真落实条例各项要求。",
            "2022年，区政府认真落实条例各项要求。",
            id="the year",
        ),
        pytest.param("二〇二一年全面落实条例要求。", "2022年全面落实条例要求。", id="Chinese year"),
        pytest.param("主动公开政府信息1,206条。", "主动公开政府信息37条。", id="figures"),
        pytest.param("依申请公开答复率98.5%。", "依申请公开答复率100%。", id="shares"),
        pytest.param("認真落實條例各項要求。", "认真落实条例各项要求。", id="traditional"),
        pytest.param("认真落实“条例”各项要求。", "认真落实条例各项要求", id="punctuation"),
        pytest.param("答复率９８％，均按时办结。", "答复率98%,均按时办结.", id="full width"),
    ],
)
def test_the_same_sentence_of_one_body(one: str, other: str) -> None:
    assert keys(one) == keys(other)
    assert len(keys(one)) == 1


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        pytest.param("海东市青平区人民政府高度重视政务公开工作。", GOVERNMENT, id="full name"),
        pytest.param("青平区政府高度重视政务公开工作。", GOVERNMENT, id="short name"),
        pytest.param("青平区高度重视政务公开工作。", GOVERNMENT, id="the place"),
        pytest.param("我区高度重视政务公开工作。", GOVERNMENT, id="我区"),
        pytest.param("市教育局高度重视政务公开工作。", BUREAU, id="a bureau"),
        pytest.param("我局高度重视政务公开工作。", BUREAU, id="我局"),
        pytest.param("云岭街道高度重视政务公开工作。", STREET, id="a street"),
        pytest.param("本机关高度重视政务公开工作。", STREET, id="本机关"),
    ],
)
def test_the_same_sentence_of_many_bodies(text: str, agency: Agency) -> None:
    assert keys(text, agency) == keys("本单位高度重视政务公开工作。")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("未收取政府信息公开费用。", "已收取政府信息公开费用。", id="one character"),
        pytest.param("申请数量比上年有所增加。", "申请数量比上年有所减少。", id="the opposite"),
        pytest.param(
            "与宝丰县政府签订公开协议。", "与青平区政府签订公开协议。", id="another body's name"
        ),
    ],
)
def test_other_sentences(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("具体情况如下。", "text", id="too short"),
        pytest.param("2022年，海东市青平区人民政府：", "text", id="nothing but names and figures"),
        pytest.param("不予公开：保护第三方合法权益 6。", "table", id="cells"),
    ],
)
def test_what_has_no_key(text: str, kind: str) -> None:
    assert keys(text, kind=kind) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("主动公开政府信息1206条。", True, id="a figure"),
        pytest.param("主动公开政府信息１２条。", True, id="full width"),
        pytest.param("依法依规办理各类申请。", False, id="none"),
        pytest.param("2022年依法依规办理各类申请。", False, id="a year"),
        pytest.param("自2022年1月1日起至12月31日止。", False, id="dates"),
        pytest.param("根据国办发〔2019〕60号文件编制。", False, id="a document"),
        pytest.param("根据国务院令第711号编制。", False, id="a decree"),
        pytest.param("1.进一步健全公开工作机制。", False, id="the number of an item"),
        pytest.param("1.主动公开政府信息1206条。", True, id="an item with a figure"),
    ],
)
def test_figures(text: str, figures: bool) -> None:
    passage = Passage("r.p1", 1, 1, (), text, (0, len(text)))
    (one,) = sentences(passage, ())
    assert one.figures is figures
