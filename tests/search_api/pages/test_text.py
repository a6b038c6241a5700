"""Text cut into marked and plain parts loses nothing; an excerpt shows a mark and cuts none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from search_api.pages.text import ROOM, SHORT, Part, excerpt, paragraphs, parts

SPANS = st.lists(st.tuples(st.integers(-3, 600), st.integers(-3, 600)), max_size=6)
TEXTS = st.text(alphabet="公开申请。\n ab", max_size=600)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param((), [("依申请公开", False)], id="nothing marked"),
        pytest.param([(3, 5)], [("依申请", False), ("公开", True)], id="at the end"),
        pytest.param([(0, 5)], [("依申请公开", True)], id="all of it"),
        pytest.param([(3, 9)], [("依申请", False), ("公开", True)], id="reaches outside"),
        pytest.param([(2, 4), (1, 3)], [("依", False), ("申请", True), ("公", True), ("开", False)],
                     id="overlapping, out of order"),
        pytest.param([(2, 2)], [("依申请公开", False)], id="empty span"),
    ],
)  # fmt: skip
def test_parts(spans: list[Span], expected: list[tuple[str, bool]]) -> None:
    assert parts("依申请公开", spans) == tuple(Part(*one) for one in expected)


@given(text=TEXTS, spans=SPANS)
def test_parts_lose_nothing(text: str, spans: list[Span]) -> None:
    found = parts(text, spans)
    assert "".join(part.text for part in found) == text
    assert all(part.text for part in found)


@given(text=TEXTS, spans=SPANS)
def test_paragraphs_are_the_lines_that_say_something(text: str, spans: list[Span]) -> None:
    lines = ["".join(part.text for part in one) for one in paragraphs(text, spans)]
    assert lines == [line for line in text.split("\n") if line.strip()]


@given(text=TEXTS, spans=SPANS)
def test_an_excerpt_is_a_piece_of_the_text(text: str, spans: list[Span]) -> None:
    proper = [(first, last) for first, last in spans if 0 <= first < last <= len(text)]
    found = excerpt(text, proper)
    shown = "".join(part.text for part in found.parts)
    assert found.whole == (len(text) <= SHORT)
    assert (shown == text) if found.whole else (shown.strip("…") in text)


def test_an_excerpt_shows_where_most_marks_stand() -> None:
    text = "公开。" + "无关的话。" * 60 + "公开公开公开" + "其余。" * 60
    spans = [(n, n + 2) for n in range(len(text)) if text.startswith("公开", n)]
    found = excerpt(text, spans)
    assert not found.whole
    assert sum(part.marked for part in found.parts) == 3
    assert found.parts[0] == found.parts[-1] == Part("…")


def test_an_excerpt_cuts_no_mark() -> None:
    text = "前" * (ROOM - 1) + "公开" + "后" * SHORT
    assert Part("公开", marked=True) in excerpt(text, [(ROOM - 1, ROOM + 1)]).parts
