"""Lists of words to cut with: what is in them, and what a difference between two can change."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.lexicon import FIELD, Lexicon, dictionary, lexicon, listed_in, names
from indexer.text import normalise
from indexer.words import words

MORE = (*dictionary(), "招生入学", "海州市", "松石墙")


def cut(text: str, known: Lexicon) -> list[str]:
    normal = normalise(text).text
    return [normal[slice(*span)] for span in known.cut(normal)]


@pytest.mark.parametrize(
    ("agency", "found"),
    [
        pytest.param(
            ("海州市云山区教育局", ("海州市", "云山区"), ("区教育局",)),
            {"海州市", "云山区", "教育局", "区教育局"},
            id="steps, the name inside, a short name",
        ),
        pytest.param(
            ("云山區市場監督管理局", ("云山區",), ()),
            {"云山区", "市场监督管理局"},
            id="traditional",
        ),
        pytest.param(
            ("云山区人力资源和社会保障局", ("云山区",), ("人社局",)),
            {"云山区", "人社局"},
            id="too long for a word",
        ),
        pytest.param(("某局(筹)", (), ()), {"某局"}, id="signs part"),
    ],
)
def test_names(agency: tuple[str, tuple[str, ...], tuple[str, ...]], found: set[str]) -> None:
    assert names([agency]) == found


def test_an_operators_list() -> None:
    assert listed_in("# 说明\n松石墙\n  機管局 \n字\n一个特别特别特别长的词\n") == {
        "松石墙",
        "机管局",
    }


def test_a_listed_word_is_cut_whole_and_those_inside_are_kept() -> None:
    known = lexicon(MORE)
    assert cut("海州市招生入学", known) == ["海州市", "招生入学"]
    assert [word.text for word in words("招生入学", known)] == ["招生入学", "招生", "入学"]
    assert [word.text for word in words("招生入学")] == ["招生", "入学"]


@given(st.text(st.sampled_from("海州市招生入学松石墙政府信息公开的申请条例，12")))
def test_only_a_text_with_a_word_of_the_difference_is_cut_otherwise(text: str) -> None:
    normal = normalise(text).text
    if not any(word in normal for word in ("招生入学", "海州市", "松石墙")):
        assert cut(text, lexicon(MORE)) == cut(text, FIELD)


def test_the_same_list_is_the_same_lexicon() -> None:
    assert lexicon(dictionary()) is FIELD
    assert pickle.loads(pickle.dumps(Lexicon(MORE))).listed == Lexicon(MORE).listed
