"""Suggestions from the first character on, and corrections that are likely slips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.pinyin import readings
from indexer.suggest import SHOWN, Candidate, Suggestions

GOVERNMENT = "上海市金山区人民政府"
BUREAU = "上海市金山区教育局"


def word(text: str, count: int) -> tuple[Candidate, tuple[str, ...]]:
    return Candidate(text, "word", count), ()


def agency(name: str, *short: str) -> tuple[Candidate, tuple[str, ...]]:
    spoken = (one for called in (name, *short) for one in readings(called))
    return Candidate(name, "agency", 3, name), (*short, *spoken)


MADE = Suggestions(
    [
        agency(GOVERNMENT, "金山区人民政府", "金山"),
        agency(BUREAU, "金山区教育局", "教育局"),
        (Candidate("行政复议", "indicator", 5, "t4.review.total"), ("复议",)),
        (Candidate("第三方合法权益", "indicator", 5, "t3.x.total"), ("第三方", "商业秘密")),
        word("行政复议", 40),
        word("行政", 90),
        word("行业", 2),
        word("依申请公开", 12),
        word("主动公开", 30),
        word("公开", 99),
        word("教育局", 8),
        word("一网通办", 6),
        word("一网通", 9),
        word("covid", 1),
        *(word(f"公{char}", 1) for char in "平正示告报"),
    ]
)


def offered(typed: str) -> list[str]:
    return [offer.candidate.text for offer in MADE.complete(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("行", ["行政复议", "行政", "行业"], id="a single character"),
        pytest.param("依申", ["依申请公开"], id="half a word"),
        pytest.param("依申請", ["依申请公开"], id="traditional"),
        pytest.param("依 申", [], id="the last word counts"),
        pytest.param("ＣＯＶ", ["covid"], id="full width, capitals"),
        pytest.param("金山", [BUREAU, GOVERNMENT], id="a short name"),
        pytest.param("上海市金山区教", [BUREAU], id="the full name"),
        pytest.param("jinshan", [BUREAU, GOVERNMENT], id="pinyin"),
        pytest.param("JSQ", [BUREAU, GOVERNMENT], id="initials, capitals"),
        pytest.param("ｊｓｑｊ", [BUREAU], id="initials, full width"),
        pytest.param("jin shan qu jiao", [BUREAU], id="pinyin with spaces"),
        pytest.param("jīnshānqūjiào", [BUREAU], id="pinyin with tones"),
        pytest.param("教育局", [BUREAU, "教育局"], id="a body and a word"),
        pytest.param("商业", ["第三方合法权益"], id="an alias of an indicator"),
        pytest.param("公开", ["公开", "主动公开", "依申请公开"], id="words that end so come after"),
        pytest.param("", [], id="nothing"),
        pytest.param(" 　", [], id="space"),
        pytest.param("？！", [], id="punctuation"),
        pytest.param("龘", [], id="what nothing begins with"),
        pytest.param("行" * 500, [], id="endless"),
    ],
)
def test_complete(typed: str, first: list[str]) -> None:
    assert offered(typed)[: len(first) or None] == first


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        pytest.param("依申", "依申请公开", id="one word"),
        pytest.param("金山区 2022年 依申", "金山区 2022年 依申请公开", id="behind others"),
        pytest.param("“依申", "“依申请公开", id="in quotes"),
        pytest.param("公开 -依申", "公开 -依申请公开", id="behind a minus"),
        pytest.param("（依申", "（依申请公开", id="in brackets"),
        pytest.param("公开　依申", "公开　依申请公开", id="behind a wide space"),
    ],
)
def test_what_stands_before_stays(typed: str, question: str) -> None:
    assert MADE.complete(typed)[0].q == question


def test_bodies_and_indicators_leave_room_for_words() -> None:
    many = Suggestions(
        [
            *(agency(f"甲{n}局") for n in range(9)),
            *((Candidate(f"甲项{n}", "indicator", 1, f"k{n}"), ()) for n in range(9)),
            *(word(f"甲词{n}", 1) for n in range(9)),
        ]
    )
    kinds = [offer.candidate.kind for offer in many.complete("甲")]
    assert kinds == ["agency"] * 3 + ["indicator"] * 2 + ["word"] * 3


@given(st.text(max_size=12) | st.text(alphabet="行政公开jsq 　“-１", max_size=12))
def test_any_text_is_answered(typed: str) -> None:
    offers = MADE.complete(typed)
    texts = [offer.candidate.text for offer in offers]
    assert len(texts) == len(set(texts)) <= SHOWN
    assert all(offer.q.endswith(offer.candidate.text) for offer in offers)
    MADE.corrections(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("依审请公开", ("依申请公开",), id="sounds the same"),
        pytest.param("行政复仪", ("行政复议",), id="one that sounds the same"),
        pytest.param("一网通辩", ("一网通办", "一网通"), id="one other character, as long first"),
        pytest.param("行政复", ("行政复议",), id="one missing"),
        pytest.param("行政政复议", ("行政复议",), id="one too many"),
        pytest.param("行复政议", ("行政复议",), id="two changed places"),
        pytest.param("攻开", ("公开",), id="two characters, one sounds the same"),
        pytest.param("公办", (), id="two characters, one is another"),
        pytest.param("行正复议情况", ("行政复议情况",), id="a part"),
        pytest.param("行政復議", (), id="traditional is no slip"),
        pytest.param("行政复议", (), id="a word of the index"),
        pytest.param("covdi", ("covid",), id="letters"),
        pytest.param("行", (), id="a single character"),
        pytest.param("", (), id="nothing"),
        pytest.param("毫无关联之物", (), id="nothing alike"),
    ],
)
def test_corrections(typed: str, expected: tuple[str, ...]) -> None:
    assert MADE.corrections(typed) == expected
