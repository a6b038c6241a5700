"""The container of arrays: what is written comes back, and damage is seen."""

import mmap
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from indexer.arrays.layout import (
    BOUNDARY,
    ArrayFile,
    DamagedIndex,
    FileWriter,
    UnknownFormat,
    narrowed,
    one_after_another,
    open_file,
    places_of,
    runs,
)


class Kept(BytesIO):
    """A stream whose bytes are still there after it was closed."""

    data = b""

    def close(self) -> None:
        self.data = self.getvalue()
        super().close()


def written(about: dict[str, Any], **arrays: NDArray[Any]) -> bytes:
    stream = Kept()
    file = FileWriter(stream)
    for name, values in arrays.items():
        file.add(name, values)
    file.close(about)
    return stream.data


WHOLE = written({"a": "公开"}, one=np.arange(5, dtype=np.uint32), two=np.array([1.5]))


def test_what_is_written_comes_back() -> None:
    file = ArrayFile(WHOLE)
    assert file.about == {"a": "公开"}
    assert list(file) == ["one", "two"]
    assert file.array("one").tolist() == [0, 1, 2, 3, 4]
    assert file.array("two").dtype == "<f8"
    assert file.maybe("three") is None
    file.check()


def test_arrays_stand_on_boundaries_and_cannot_be_written_to() -> None:
    array = ArrayFile(WHOLE).array("two")
    offset = array.__array_interface__["data"][0] - np.frombuffer(WHOLE, np.uint8).ctypes.data
    assert offset % BOUNDARY == 0
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


def test_bytes_are_little_endian_whatever_was_given() -> None:
    file = ArrayFile(written({}, big=np.array([1, 258], ">u2")))
    assert file.array("big").tobytes() == b"\x01\x00\x02\x01"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(WHOLE[:20], id="header cut off"),
        pytest.param(WHOLE[:-1], id="last byte cut off"),
        pytest.param(WHOLE + b"\0", id="a byte too many"),
        pytest.param(b"x" + WHOLE[1:], id="not ours"),
        pytest.param(WHOLE[:-3] + b"x" + WHOLE[-2:], id="directory changed"),
        pytest.param(WHOLE[:16] + b"\1" + WHOLE[17:], id="directory's place changed"),
    ],
)
def test_damage_is_seen_on_opening(data: bytes) -> None:
    with pytest.raises(DamagedIndex):
        ArrayFile(data)


def test_a_damaged_array_is_seen_by_the_full_check_only() -> None:
    data = bytearray(WHOLE)
    data[64] ^= 1
    file = ArrayFile(bytes(data))
    with pytest.raises(DamagedIndex, match="one"):
        file.check()


def test_another_version_is_refused() -> None:
    with pytest.raises(UnknownFormat, match="format 2"):
        ArrayFile(WHOLE[:8] + b"\2" + WHOLE[9:])


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.zeros((2, 2)), id="two dimensions"),
        pytest.param(np.array(["a"]), id="texts"),
        pytest.param(np.array([True]), id="truth values"),
    ],
)
def test_what_is_no_array_for_an_index_is_refused(values: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="no array for an index"):
        written({}, bad=values)


def test_a_name_given_twice_is_refused() -> None:
    file = FileWriter(BytesIO())
    file.add("a", np.zeros(1))
    with pytest.raises(ValueError, match="twice"):
        file.add("a", np.zeros(1))


def test_a_file_on_disk_is_mapped(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(WHOLE)
    (tmp_path / "empty").touch()
    file = open_file(FileStorage(str(tmp_path)), "a")
    assert isinstance(file._data, mmap.mmap)
    assert file.array("one").sum() == 10
    with pytest.raises(DamagedIndex):
        open_file(FileStorage(str(tmp_path)), "empty")


@given(st.lists(st.integers(0, 2**63), max_size=9))
def test_narrowed_holds_the_same(numbers: list[int]) -> None:
    assert narrowed(np.array(numbers, np.uint64)).tolist() == numbers


@given(
    st.sets(st.integers(0, 70_000), max_size=5) | st.sets(st.integers(0, 600), max_size=300),
    st.sets(st.integers(0, 255), max_size=200),
    st.sampled_from(["u1", "u2", "u4", "i8"]),
)
def test_numbers_are_found_in_a_list_of_narrower_ones(
    wanted: set[int], among: set[int], kind: str
) -> None:
    ordered, there = sorted(wanted), sorted(among)
    places, found = places_of(np.array(ordered, np.intp), np.array(there, kind))
    assert found.tolist() == [number in among for number in ordered]
    kept = np.array(ordered, int)[found].tolist()
    assert [there[place] for place in places[found].tolist()] == kept


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=8))
def test_runs_are_ranges_one_after_another(pairs: list[tuple[int, int]]) -> None:
    starts, counts = np.array(pairs, int).reshape(-1, 2).T
    assert runs(starts, counts).tolist() == [
        place for start, count in pairs for place in range(start, start + count)
    ]
    assert one_after_another(counts)[-1] == counts.sum()
