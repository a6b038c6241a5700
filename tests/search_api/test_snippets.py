"""The part of a passage worth seeing first: whole sentences, as many of the words as can be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from search_api.service.snippets import ROOM, SHORT, marked_sentence, snippet

OTHER = "本年度各项工作按计划推进，没有需要说明的情况。"  # 23 characters
WORDS = re.compile("公开|复议")


def marks(text: str) -> list[Span]:
    return [found.span() for found in WORDS.finditer(text)]


def shown(text: str) -> str:
    start, end = snippet(text, marks(text))
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "主动公开信息。" + OTHER, "主动公开信息。" + OTHER, id="a short text is whole"
        ),
        pytest.param(OTHER * 9, OTHER * 5, id="nothing marked: the beginning"),
        pytest.param(
            OTHER * 9 + "公开信息三条。" + OTHER * 9,
            "公开信息三条。" + OTHER * 4,
            id="begins with the sentence of the mark",
        ),
        pytest.param(
            OTHER * 9 + "公开信息三条。",
            OTHER * 4 + "公开信息三条。",
            id="near the end: what comes before has the room",
        ),
        pytest.param(
            "公开。" + OTHER * 9 + "公开公开。" + OTHER * 9,
            "公开公开。" + OTHER * 5,
            id="more marks",
        ),
        pytest.param(
            "公开公开公开。" + OTHER * 9 + "公开复议。" + OTHER * 9,
            "公开复议。" + OTHER * 5,
            id="different words before the same word again",
        ),
        pytest.param(
            "公开一。" + OTHER * 9 + "公开二。" + OTHER * 9,
            "公开一。" + OTHER * 5,
            id="the first of two alike",
        ),
    ],
)
def test_snippet(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_an_endless_sentence_is_cut_at_clauses() -> None:
    text = "其中甲项工作进展顺利，" * 20 + "公开信息三条，" + "其中乙项工作进展顺利，" * 20
    found = shown(text)
    assert found.startswith("公开信息三条，")
    assert found.endswith("，")
    assert len(found) <= ROOM


@given(
    st.text(alphabet="公开复议申请。；，\n 1a", max_size=600),
)
def test_a_snippet_cuts_no_mark_and_is_no_longer_than_it_may_be(text: str) -> None:
    spans = marks(text)
    start, end = snippet(text, spans)
    assert 0 <= start <= end <= len(text)
    assert (start, end) == (0, len(text)) or end - start <= SHORT + 2
    assert not any(first < edge < last for edge in (start, end) for first, last in spans)
    if spans:
        assert any(start <= first and last <= end for first, last in spans)


def test_a_mark_over_a_line_end_is_not_cut() -> None:
    text = OTHER * 9 + "本年公\n开信息三条。" + OTHER * 9
    at = text.index("公\n开")
    start, end = snippet(text, [(at, at + 3)])
    assert text[start:end].startswith("本年公\n开信息三条。")


@pytest.mark.parametrize(
    ("sentences", "spans", "expected"),
    [
        pytest.param([], [(0, 2)], None, id="no sentence"),
        pytest.param([(0, 5), (5, 20)], [], 1, id="nothing marked: the longest"),
        pytest.param([(0, 5), (5, 20)], [(1, 2)], 0, id="the one with the mark"),
        pytest.param([(0, 5), (5, 20)], [(1, 2), (6, 7), (8, 9)], 1, id="the one with more"),
        pytest.param([(0, 5), (9, 20)], [(6, 7)], None, id="the mark is in neither"),
    ],
)
def test_marked_sentence(sentences: list[Span], spans: list[Span], expected: int | None) -> None:
    assert marked_sentence(sentences, spans) == expected
