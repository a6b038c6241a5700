"""The words of prose: every spelling has one meaning."""

import pytest

from corpus.claims.wording import spelled, wording


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        pytest.param("办结", ["办结"], id="plain"),
        pytest.param("{办|审}结", ["办结", "审结"], id="a choice"),
        pytest.param("{|已}办结", ["办结", "已办结"], id="or nothing"),
        pytest.param("{甲{乙|丙}|丁}", ["甲乙", "甲丙", "丁"], id="a choice within a choice"),
    ],
)
def test_spellings(word: str, spellings: list[str]) -> None:
    assert list(spelled(word)) == spellings


@pytest.mark.parametrize(
    ("word", "kind", "name"),
    [
        pytest.param("上年度结转", "flow", "carried_in", id="from wording.toml"),
        pytest.param(
            "属于行政执法案卷", "outcome", "denied_7_enforcement_file", id="from the forms"
        ),
        pytest.param("未经复议直接起诉", "block", "litigation_direct", id="begins like a denial"),
        pytest.param("，", "stop", ",", id="a stop"),
    ],
)
def test_the_longest_word_is_found(word: str, kind: str, name: str) -> None:
    found = wording().pattern.match(f"{word}甲")
    assert found is not None and found[0] == word
    meaning = wording().meanings[word]
    assert (meaning.kind, meaning.name) == (kind, name)
