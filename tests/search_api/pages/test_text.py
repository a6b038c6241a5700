"""Text cut into marked and plain parts loses nothing; an excerpt says where it left some out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from search_api.pages.text import Part, excerpt, paragraphs, parts

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


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param((0, 8), "【公开】申请三件。", id="all of it"),
        pytest.param((0, 4), "【公开】申请…", id="the beginning"),
        pytest.param((2, 8), "…申请三件。", id="the end, without the mark"),
        pytest.param((1, 6), "…【开】申请三件…", id="a mark that reaches outside"),
    ],
)
def test_excerpt(part: Span, expected: str) -> None:
    found = excerpt("公开申请三件。", [(0, 2)], (part[0], min(part[1], 7)))
    shown = "".join(f"【{one.text}】" if one.marked else one.text for one in found.parts)
    assert shown == expected
    assert found.whole == ("…" not in expected)
