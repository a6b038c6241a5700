"""Named arrays in one file that is mapped into memory: the ground the codec stands on.

    names and arrays ─ FileWriter ─▶ file ─ open_file ─▶ ArrayFile ─ array(name) ─▶ ndarray

A file is a header, the arrays one after the other, each on a boundary of 64 bytes, and a directory
in JSON. The header and the directory carry a checksum that is looked at on opening, every array one
that `ArrayFile.check` looks at. All numbers are little-endian. docs/INDEX_FORMAT.md has it in full.
"""

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage

VERSION: Final = 1
"""Raise it when a program of before could not read, or would misread, what this one writes."""

MAGIC: Final = b"GKARRAYS"
BOUNDARY: Final = 64  # a cache line: no element of an array lies across two for want of alignment

_HEADER = struct.Struct("<8sIIQQ")  # magic, version, checksum, directory's offset and length
_SUMMED = struct.Struct("<IQQ")  # what of the header the checksum covers, before the directory
_KINDS = frozenset("u1 u2 u4 u8 i1 i2 i4 i8 f4 f8".split())


class DamagedIndex(ValueError):
    """The file is not what was written: cut off, overwritten, or none of ours."""


class UnknownFormat(ValueError):
    """The file is of another format version: build the index again with this program."""


class FileWriter:
    """Writes one file. `stream` needs `write`, `seek` and `close`, and is at its beginning."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._entries: dict[str, list[Any]] = {}
        self._offset = _HEADER.size
        self._stream.write(bytes(_HEADER.size))

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Append an array of one dimension. Raises ValueError for a name given twice."""
        if name in self._entries:
            raise ValueError(f"array given twice: {name}")
        plain = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        kind = f"{plain.dtype.kind}{plain.dtype.itemsize}"
        if kind not in _KINDS or plain.ndim != 1:
            raise ValueError(f"no array for an index: {name}, {plain.dtype}, {plain.ndim}d")
        self._write(bytes(-self._offset % BOUNDARY))
        data = plain.data.cast("B") if plain.size else memoryview(b"")
        self._entries[name] = [kind, self._offset, plain.size, crc32(data)]
        self._write(data)

    def close(self, about: Mapping[str, Any]) -> None:
        """Write the directory with what is to be known beside the arrays, and the header."""
        made = {"about": about, "arrays": self._entries}
        directory = json.dumps(made, ensure_ascii=True, separators=(",", ":")).encode()
        place = (VERSION, self._offset, len(directory))
        checksum = crc32(directory, crc32(_SUMMED.pack(*place)))
        self._write(directory)
        self._stream.seek(0)
        self._stream.write(_HEADER.pack(MAGIC, VERSION, checksum, *place[1:]))
        self._stream.close()

    def _write(self, data: bytes | memoryview) -> None:
        self._stream.write(data)
        self._offset += len(data)


class ArrayFile:
    """The arrays of one file, none of them read before it is asked for. Threads may share it."""

    def __init__(self, data: Any) -> None:
        """`data` is a buffer that holds the whole file. Raises DamagedIndex or UnknownFormat."""
        self._data = data
        directory = _directory(memoryview(data))
        self.about: Mapping[str, Any] = directory["about"]
        self._entries: Mapping[str, Any] = directory["arrays"]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def array(self, name: str) -> NDArray[Any]:
        """The array of that name, a read-only view of the file. Raises KeyError if none is."""
        kind, offset, count, _ = self._entries[name]
        return np.frombuffer(self._data, f"<{kind}", count, offset)

    def maybe(self, name: str) -> NDArray[Any] | None:
        """The array of that name; None if there is none."""
        return self.array(name) if name in self._entries else None

    def check(self) -> None:
        """Read every array. Raises DamagedIndex for the first that is not as it was written."""
        for name, (_, _, _, checksum) in self._entries.items():
            values = self.array(name)
            if crc32(values.data.cast("B") if values.size else b"") != checksum:
                raise DamagedIndex(f"array {name} is not as it was written")


def _directory(data: memoryview) -> dict[str, Any]:
    if len(data) < _HEADER.size:
        raise DamagedIndex(f"file of {len(data)} bytes, too short for a header")
    magic, version, checksum, offset, length = _HEADER.unpack(data[: _HEADER.size])
    if magic != MAGIC:
        raise DamagedIndex("not a file of arrays")
    if version != VERSION:
        raise UnknownFormat(f"format {version}, this program reads {VERSION}")
    directory = data[offset : offset + length]
    if offset + length != len(data):
        raise DamagedIndex(f"file of {len(data)} bytes, written with {offset + length}")
    if crc32(directory, crc32(_SUMMED.pack(version, offset, length))) != checksum:
        raise DamagedIndex("header or directory is not as it was written")
    return dict(json.loads(bytes(directory)))


def open_file(storage: Any, name: str) -> ArrayFile:
    """Open a file of a Whoosh storage: mapped if it is one on disk, else read."""
    if isinstance(storage, FileStorage) and not isinstance(storage, CompoundStorage):
        with (Path(storage.folder) / name).open("rb") as file:
            try:
                return ArrayFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError as error:
                if isinstance(error, DamagedIndex | UnknownFormat):
                    raise
                raise DamagedIndex("empty file") from error  # cannot be mapped
    return ArrayFile(bytes(storage.open_file(name).read(storage.file_length(name))))


def narrowed(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers from 0 in the smallest type that holds them all.

    >>> narrowed(np.array([0, 255])).dtype.name, narrowed(np.array([256])).dtype.name
    ('uint8', 'uint16')
    """
    most = int(values.max()) if values.size else 0
    return values.astype(np.min_scalar_type(most), copy=False)


def one_after_another(counts: NDArray[Any]) -> NDArray[np.int64]:
    """Where runs of so many elements begin, and the end of the last: one more than there are runs.

    >>> one_after_another(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    edges = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=edges[1:])
    return edges


def runs(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """The places of all elements of several runs, one run after the other.

    >>> runs(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    edges = one_after_another(counts)
    shift = np.repeat(starts.astype(np.int64) - edges[:-1], counts)
    return shift + np.arange(edges[-1])


MUCH_LONGER: Final = 16
"""A list so many times longer is searched by halving, else a table of all is made: 16 halvings of a
list of 65,000 take as long as making the table."""


def places_of(wanted: NDArray[Any], among: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Where each number stands in a list, and whether it does; both are sorted, each number once.

    >>> places_of(np.array([2, 3, 9]), np.array([1, 2, 9]))[1].tolist()
    [True, False, True]
    """
    if not len(among) or not len(wanted):
        return np.zeros(len(wanted), np.intp), np.zeros(len(wanted), bool)
    size = max(int(wanted[-1]), int(among[-1])) + 1
    if len(wanted) * MUCH_LONGER < len(among) + size // MUCH_LONGER:
        same = wanted.astype(among.dtype, copy=False)  # else all of the long list would be widened;
        places = np.minimum(np.searchsorted(among, same), len(among) - 1)  # what wraps is not found
    else:
        table = np.zeros(size, np.int32)
        table[among] = np.arange(len(among), dtype=np.int32)
        places = table.take(wanted)
    return places, among.take(places) == wanted
