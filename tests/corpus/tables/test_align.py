"""Fewer than seven figures: what the sums leave no doubt of is read, the rest is not."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.model import Number
from corpus.tables.align import COLUMNS, UNKNOWN, align

NONE = (None,) * COLUMNS


@pytest.mark.parametrize(
    ("figures", "caps", "places", "implied"),
    [
        pytest.param(
            [1, 0, 0, 0, 0, 1],
            {1: 0, 5: 0, 6: 2},
            (0, 1, 2, 3, 4, None, 5),
            (None, None, None, None, None, 0, None),
            id="one lost, and it was a zero",
        ),
        pytest.param(
            [0, 0, 0, 0, 0, 0],
            {},
            (0, 1, 2, 3, 4, None, 5),
            (None, None, None, None, None, 0, None),
            id="all zeros",
        ),
        pytest.param([5, 2, 0, 0, 0, 7], {}, NONE, NONE, id="nothing limits the columns"),
        pytest.param(
            [5, 2, 0, 0, 0, 7],
            {0: 9, 1: 3, 2: 0, 3: 0, 4: 0, 5: 0, 6: 12},
            (0, 1, 2, 3, 4, None, 5),
            (None, None, None, None, None, 0, None),
            id="the columns hold no more",
        ),
        pytest.param(
            [5, 0, 0, 0, 0, 7], {6: 9}, NONE, NONE, id="the figures do not add up as they stand"
        ),
        pytest.param([140, 0, 0, 0, 0, 14], {}, NONE, NONE, id="two figures run together"),
        pytest.param(
            [3, 0, 0, 0, 0, 25], {5: 0}, NONE, NONE, id="the total run together with its neighbour"
        ),
        pytest.param([5, 2, 0, 0, 0, 0], {}, NONE, NONE, id="the total is lost"),
        pytest.param([7], {}, NONE, NONE, id="one figure"),
        pytest.param([0], {}, NONE, NONE, id="one zero"),
        pytest.param(
            [3, 3],
            {1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 3},
            (0, *NONE[1:6], 1),
            (None, *(0,) * 5, None),
            id="first and last",
        ),
        pytest.param([8, 8], {0: 3, 6: 9}, (*NONE[:6], 1), NONE, id="only the total is certain"),
        pytest.param([9, 9], {6: 3}, NONE, NONE, id="more than the columns hold"),
    ],
)
def test_align(
    figures: Sequence[Number],
    caps: Mapping[int, Number],
    places: tuple[int | None, ...],
    implied: tuple[Number | None, ...],
) -> None:
    aligned = align(figures, caps)
    assert (aligned.places, aligned.implied) == (places, implied)
    assert aligned.certain == (places != NONE)


ROWS = st.lists(st.integers(0, 30) | st.just(0), min_size=6, max_size=6).map(
    lambda leaves: [*leaves, sum(leaves)]
)


@st.composite
def damaged(draw: st.DrawFn, *, most: int = 2) -> tuple[list[int], list[int], dict[int, Number]]:
    """A sound row, what is left of it, and limits that hold for it."""
    row = draw(ROWS)
    lost = draw(st.sets(st.integers(0, 6), min_size=1, max_size=most))
    caps: dict[int, Number] = {
        column: row[column] + draw(st.integers(0, 5)) for column in draw(st.sets(st.integers(0, 6)))
    }
    return row, [value for column, value in enumerate(row) if column not in lost], caps


@given(damaged(most=4))
def test_what_is_read_of_a_damaged_row_is_right(
    case: tuple[list[int], list[int], dict[int, Number]],
) -> None:
    row, figures, caps = case
    aligned = align(figures, caps)
    for column, (place, implied) in enumerate(zip(aligned.places, aligned.implied, strict=True)):
        if place is not None:
            assert figures[place] == row[column]
        if implied is not None:
            assert implied == row[column]


@given(ROWS, st.integers(0, 5), st.data())
def test_two_figures_run_together_are_never_read(
    row: list[int], at: int, data: st.DataObject
) -> None:
    """As where a line break between two cells is lost. 0 and 3 give 03, which is no number."""
    assume(row[at] > 0)
    joined = [*row[:at], int(f"{row[at]}{row[at + 1]}"), *row[at + 2 :]]
    caps: dict[int, Number] = {
        column: row[column] + data.draw(st.integers(0, 200))
        for column in data.draw(st.sets(st.integers(0, 6)))
    }
    assert align(joined, caps) == UNKNOWN


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=6),
    st.dictionaries(st.integers(0, 6), st.integers(0, 99)),
)
def test_places_keep_the_order_and_are_never_implied_too(
    figures: list[int], caps: dict[int, Number]
) -> None:
    aligned = align(figures, caps)
    places = [place for place in aligned.places if place is not None]
    assert places == sorted(set(places))
    assert all(
        place is None or implied is None
        for place, implied in zip(aligned.places, aligned.implied, strict=True)
    )
    for column, place in enumerate(aligned.places):
        if place is not None and column in caps:
            assert figures[place] <= caps[column]
