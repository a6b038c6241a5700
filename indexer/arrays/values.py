"""Byte strings and stored values: as bytes without pickle, and as codes into a list of them."""

import json
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays.layout import ArrayFile, FileWriter, narrowed

_MARK = "$"  # first character of the only key of an object that stands for something else
_TO_TEXT: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (bytes, "$bytes", lambda value: b64encode(value).decode()),
    (tuple, "$tuple", lambda value: [_marked(part) for part in value]),
    (datetime, "$datetime", datetime.isoformat),  # before `date`, which it is one of
    (date, "$date", date.isoformat),
    (Decimal, "$decimal", str),
)
_FROM_TEXT: dict[str, Callable[[Any], Any]] = {
    "$bytes": b64decode,
    "$tuple": lambda parts: tuple(map(_unmarked, parts)),
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$decimal": Decimal,
    "$object": lambda pairs: {_unmarked(key): _unmarked(value) for key, value in pairs},
}


def pack(value: Any) -> bytes:
    """A value as JSON in UTF-8; what JSON has no form for is marked.

    >>> pack("公开"), pack((1, b"a"))
    (b'"\\xe5\\x85\\xac\\xe5\\xbc\\x80"', b'{"$tuple":[1,{"$bytes":"YQ=="}]}')

    Raises TypeError for anything else than None, texts, numbers, bytes, dates, Decimal, and lists,
    tuples and dictionaries of them.
    """
    if type(value) is str:  # most are, and `dumps` takes ten times as long to find that out
        text = encode_basestring(value)
    else:
        text = json.dumps(_marked(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> Any:
    """The value that `pack` made these bytes of."""
    return _unmarked(json.loads(data.decode("utf-8", "surrogatepass")))


def _marked(value: Any) -> Any:
    if value is None or type(value) in {str, int, float, bool}:
        return value
    for kind, mark, to_text in _TO_TEXT:
        if isinstance(value, kind):
            return {mark: to_text(value)}
    if type(value) is list:
        return [_marked(part) for part in value]
    if type(value) is not dict:
        raise TypeError(f"not to be stored without pickle: {type(value).__name__}")
    if all(type(key) is str and not key.startswith(_MARK) for key in value):
        return {key: _marked(part) for key, part in value.items()}
    return {"$object": [[_marked(key), _marked(part)] for key, part in value.items()]}


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(part) for part in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (mark, inner), *_ = value.items()
        if mark in _FROM_TEXT:
            return _FROM_TEXT[mark](inner)
    return {key: _unmarked(part) for key, part in value.items()}


class Strings:
    """Byte strings one after the other in one array. Places count from 0."""

    def __init__(self, ends: NDArray[Any], data: NDArray[np.uint8]) -> None:
        self._ends = ends
        self._data = data.data

    @classmethod
    def of(cls, file: ArrayFile, name: str) -> "Strings":
        """Those written under that name."""
        return cls(file.array(f"{name}.ends"), file.array(f"{name}.bytes"))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        start = self._ends.item(place - 1) if place else 0
        return bytes(self._data[start : self._ends.item(place)])

    def __iter__(self) -> Iterator[bytes]:
        return self.between(0, len(self))

    def between(self, first: int, last: int) -> Iterator[bytes]:
        """Those from one place up to another, which is left out."""
        start = self._ends.item(first - 1) if first else 0
        for at in range(first, last, 4096):  # some at a time: one look at a number costs as much
            for end in self._ends[at : min(at + 4096, last)].tolist():
                yield bytes(self._data[start:end])
                start = end

    def not_before(self, wanted: bytes) -> int:
        """The place of the first that is not less, where they are sorted; `len` if all are less."""
        return bisect_left(self, wanted)


def write_strings(file: FileWriter, name: str, strings: Iterable[bytes]) -> None:
    """Write byte strings under a name."""
    made = list(strings)
    ends = np.cumsum(np.fromiter(map(len, made), np.int64, len(made)))
    file.add(f"{name}.ends", narrowed(ends))
    file.add(f"{name}.bytes", np.frombuffer(b"".join(made), np.uint8))


class Coder:
    """Collects a byte string or nothing for each document, equal ones once."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._codes: list[int] = []

    def put(self, document: int, value: bytes) -> None:
        """Documents come in order; those left out have nothing."""
        self._codes.extend([0] * (document - len(self._codes)))
        self._codes.append(self._numbers.setdefault(value, len(self._numbers) + 1))

    def put_all(self, first: int, values: Sequence[bytes], codes: NDArray[Any]) -> None:
        """A whole run of documents at once: codes count from 1 in `values`, 0 is nothing."""
        numbers = self._numbers
        mine = np.zeros(len(values) + 1, np.int64)
        for code in np.unique(codes).tolist():
            if code:
                mine[code] = numbers.setdefault(values[code - 1], len(numbers) + 1)
        self._codes.extend([0] * (first - len(self._codes)))
        self._codes.extend(mine[codes].tolist())

    def write(self, file: FileWriter, name: str, documents: int) -> None:
        """Write codes and values; a code is the place of the value plus 1, or 0 for nothing."""
        self._codes.extend([0] * (documents - len(self._codes)))
        file.add(f"{name}.codes", narrowed(np.array(self._codes, np.int64)))
        write_strings(file, name, self._numbers)


class Coded:
    """What a `Coder` wrote: for each document a place in a list of byte strings, or nothing."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.codes: NDArray[Any] = file.array(f"{name}.codes")
        self.strings = Strings.of(file, name)

    def of(self, document: int) -> bytes | None:
        """What the document has; None if it has nothing."""
        code = self.codes.item(document)
        return self.strings[code - 1] if code else None
