"""Stored values without pickle, and strings in order."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.arrays.layout import ArrayFile, FileWriter
from indexer.arrays.values import Coded, Coder, Strings, pack, unpack, write_strings

SIMPLE = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.binary(max_size=9)
    | st.text(st.characters(), max_size=9) | st.dates()
    | st.datetimes().map(lambda time: time.replace(fold=0))  # ISO 8601 has no word for it
    | st.decimals(allow_nan=False)
)  # fmt: skip
KEYS = st.text(max_size=3) | st.integers() | st.sampled_from(["$bytes", "$object", "$x"])
ANY = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(ANY)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = unpack(pack(value))
    assert back == value
    assert repr(back) == repr(value)  # 1 and True, 1 and 1.0 are not the same


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(datetime(2024, 1, 2, tzinfo=UTC), id="a time with its zone"),
        pytest.param(date(2024, 1, 2), id="a date is no time"),
        pytest.param(Decimal("98.280"), id="noughts at the end"),
        pytest.param("\ud800", id="half a character"),
        pytest.param({"$bytes": "YQ=="}, id="what looks like a mark"),
        pytest.param({1: 2}, id="keys that are no texts"),
    ],
)
def test_odd_values_come_back(value: Any) -> None:
    assert repr(unpack(pack(value))) == repr(value)


@pytest.mark.parametrize("value", [{1, 2}, object(), 1j, [np.int64(3)]], ids=repr)
def test_what_only_pickle_could_store_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="without pickle"):
        pack(value)


class _Kept(BytesIO):
    def close(self) -> None:
        self.seek(0)


def _file(fill: Any) -> ArrayFile:
    stream = _Kept()
    file = FileWriter(stream)
    fill(file)
    file.close({})
    return ArrayFile(stream.read())


@given(st.lists(st.binary(max_size=4), unique=True).map(sorted), st.binary(max_size=4))
def test_strings_are_found_by_halving(texts: list[bytes], wanted: bytes) -> None:
    strings = Strings.of(_file(lambda file: write_strings(file, "s", texts)), "s")
    assert list(strings) == texts
    assert [strings[place] for place in range(len(strings))] == texts
    place = strings.not_before(wanted)
    assert texts[:place] == [text for text in texts if text < wanted]
    assert list(strings.between(place, len(strings))) == texts[place:]


@given(st.lists(st.none() | st.binary(max_size=2), max_size=9), st.integers(0, 3))
def test_codes_give_back_each_documents_value(values: list[bytes | None], gap: int) -> None:
    def fill(file: FileWriter) -> None:
        first, both = Coder(), Coder()
        for number, value in enumerate(values):
            if value is not None:
                first.put(number, value)
                both.put(number, value)
        first.write(file, "first", len(values))
        inner = Coded(_file(lambda other: first.write(other, "f", len(values))), "f")
        both.put_all(len(values) + gap, list(inner.strings), inner.codes)
        both.write(file, "both", 2 * len(values) + gap)

    file = _file(fill)
    once, twice = Coded(file, "first"), Coded(file, "both")
    assert [once.of(number) for number in range(len(values))] == values
    expected = [*values, *[None] * gap, *values]
    assert [twice.of(number) for number in range(len(expected))] == expected
    assert len(twice.strings) == len(set(values) - {None})
