"""Readings that no choice for the other rows lets the sums hold with fall away, and no others."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Form, Number
from corpus.tables.align import COLUMNS, Row
from corpus.tables.consistent import Sum, consistent, settled
from tests.corpus import written

AB = Sum(("a", "b"), ("total",))


def row(*first: Number | None) -> Row:
    """A row with these figures in its first columns and zeros behind them."""
    return (*first, *(0,) * (COLUMNS - len(first)))


@pytest.mark.parametrize(
    ("readings", "kept"),
    [
        pytest.param(
            {"a": [row(1), row(2)], "b": [row(3)], "total": [row(5)]}, [row(2)], id="one fits"
        ),
        pytest.param(
            {"a": [row(1), row(2)], "b": [row(3), row(4)], "total": [row(5)]},
            [row(1), row(2)],
            id="each fits one of the other row's",
        ),
        pytest.param(
            {"a": [row(1), row(2)], "b": [row(2), row(4)], "total": [row(5)]},
            [row(1)],
            id="only one fits any of the other row's",
        ),
        pytest.param(
            {"a": [row(1, 4), row(4, 1)], "b": [row(1, 0), row(0, 1)], "total": [row(4, 2)]},
            [row(4, 1)],
            id="columns decide together",
        ),
        pytest.param(
            {"a": [row(1), row(9)], "total": [row(5)]}, [row(1)], id="a row that is not known"
        ),
        pytest.param(
            {"a": [row(1), row(9)], "b": [row(None)], "total": [row(5)]},
            [row(1)],
            id="a cell that is not known",
        ),
        pytest.param(
            {"a": [row(1), row(9)], "b": [row(0)]}, [row(1), row(9)], id="the total is not known"
        ),
    ],
)
def test_what_is_left_of_row_a(readings: dict[str, list[Row]], kept: list[Row]) -> None:
    assert consistent(readings, [AB])["a"] == kept


def test_nothing_is_left_of_rows_that_contradict_each_other() -> None:
    assert consistent({"a": [row(1)], "b": [row(1)], "total": [row(3)]}, [AB]) == {}
    assert consistent({"a": [row(4), row(5)], "total": [row(3)]}, [AB]) == {}


def test_a_reading_tried_shows_what_the_sums_one_by_one_do_not() -> None:
    """Whichever b is, a has to be the other: only trying both shows that none is row(5)."""
    readings = {
        "a": [row(0, 3), row(3, 0), row(5, 5)],
        "b": [row(3, 0), row(0, 3), row(-2, -2)],
        "c": [row(0, 0), row(1, 0)],
        "total": [row(3, 3)],
    }
    found = consistent(readings, [Sum(("a", "b", "c"), ("total",))], ("c", "a"))
    assert row(0, 3) in found["a"] and row(3, 0) in found["a"] and found["c"] == [row(0, 0)]


def test_settled() -> None:
    whole = {"a": [row(1), row(2)], "b": [row(3)], "total": [row(5)]}
    assert settled(whole, [AB], "a")
    assert not settled({**whole, "b": [row(None)]}, [AB], "a")
    assert not settled({"a": [row(1)], "total": [row(5)]}, [AB], "a")
    assert not settled(whole, [AB], "another row")


@given(written.FORMS, st.integers(0, 2**32), st.sampled_from(written.LARGEST))
def test_the_true_rows_are_always_left(form: Form, seed: int, most: int) -> None:
    chance = Random(seed)
    numbers = written.filled(form, chance, most)
    rows = written.rows_of(form)
    true: dict[str, Row] = {
        key: tuple(numbers[f"t3.{key}.{column}"] for column in written.COLUMNS) for key in rows
    }
    readings: dict[str, list[Row]] = {}
    for key in chance.sample(rows, chance.randint(1, len(rows))):
        others = [true[chance.choice(rows)] for _ in range(chance.randint(0, 4))]
        veiled = tuple(value if chance.random() < 0.8 else None for value in true[key])
        readings[key] = [*others, chance.choice([true[key], veiled])]
    sums = [
        Sum(("new", "carried_in"), ("total_processed", "carried_out")),
        Sum(written.outcomes_of(form), ("total_processed",)),
    ]
    found = consistent(readings, sums, rows)
    assert all(found[key][-1] == each[-1] for key, each in readings.items())
