"""How near texts are, against the definition said once more."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.alike import is_near, near_spans, pieces

TEXTS = st.text(st.sampled_from("张三丰山，"), max_size=12)
NAMES = st.text(st.sampled_from("张三丰山"), min_size=3, max_size=6)


@cache
def distance(one: str, other: str) -> int:
    """Characters put in, left out or replaced, by the definition."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    rest = (distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:]))
    return 1 + min(rest)


@given(TEXTS, TEXTS, st.integers(0, 3))
def test_nearness_is_the_distance(one: str, other: str, most: int) -> None:
    assert is_near(one, other, most) == (distance(one, other) <= most)


@given(TEXTS, NAMES, st.integers(1, 2))
def test_a_near_part_is_found_where_there_is_one(text: str, name: str, most: int) -> None:
    parts = [text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1)]
    there = any(distance(part, name) <= most for part in parts)
    found = list(near_spans(text, name, most))
    assert bool(found) == there
    # What is cut off at the ends is punctuation, which was no part of the name.
    assert all(distance(text[start:end], name) <= most for start, end in found)


@given(NAMES, st.integers(1, 2))
def test_pieces_make_the_whole(name: str, most: int) -> None:
    made = pieces(name, most)
    assert "".join(piece for _, piece in made) == name
    assert len(made) == most + 1
    assert all(piece and name.startswith(piece, offset) for offset, piece in made)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        pytest.param("由张山丰办理", "张三丰", "张山丰", id="one replaced"),
        pytest.param("由张三三丰办理", "张三丰", "张三三丰", id="one more"),
        pytest.param("张三，李四", "张三丰", "张三", id="one less, no punctuation"),
        pytest.param("由张三丰和张山丰", "张三丰", "张三丰张山丰", id="two"),
        pytest.param("由李四办理", "张三丰", "", id="none"),
    ],
)
def test_what_is_marked(text: str, name: str, found: str) -> None:
    places = {place for span in near_spans(text, name, 1) for place in range(*span)}
    assert "".join(text[place] for place in sorted(places)) == found
