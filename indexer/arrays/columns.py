"""Whoosh's columns (a value for every document) as arrays.

Numbers and truth values are one array, byte strings are codes into a list of the distinct ones; any
other kind of column is written by Whoosh itself into bytes that stand in our file.
"""

from io import BytesIO
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import (
    BitColumn,
    Column,
    ColumnReader,
    CompressedBytesColumn,
    NumericColumn,
    RefBytesColumn,
    VarBytesColumn,
)
from whoosh.filedb.structfile import BufferFile, StructFile

from indexer.arrays.layout import ArrayFile, FileWriter
from indexer.arrays.values import Coded, Coder

_KINDS = "i1 u1 i2 u2 i4 u4 i4 u4 i8 u8 f4 f8".split()
_NUMBERS = dict(zip("bBhHiIlLqQfd", _KINDS, strict=True))
"""Whoosh's type codes (those of `struct`, standard sizes) as kinds of arrays."""

_BYTES = (VarBytesColumn, RefBytesColumn, CompressedBytesColumn)


class ColumnPool(Protocol):
    """Collects a column while documents come in order, some of them without a value."""

    def put(self, document: int, value: Any) -> None:
        """Take the value of a document."""
        ...

    def write(self, file: FileWriter, name: str, documents: int) -> None:
        """Write the column of so many documents."""
        ...


def column_pool(column: Column) -> ColumnPool:
    """What collects the values of such a column."""
    if type(column) is NumericColumn:
        return _Numbers(column.default_value(), _NUMBERS[column._typecode])
    if type(column) is BitColumn:
        return _Numbers(False, "u1")
    return Coder() if type(column) in _BYTES else _Foreign(column)


class _Numbers:
    def __init__(self, default: Any, kind: str) -> None:
        self._default = default
        self._kind = kind
        self._values: list[Any] = []

    def put(self, document: int, value: Any) -> None:
        self._values.extend([self._default] * (document - len(self._values)))
        self._values.append(value)

    def write(self, file: FileWriter, name: str, documents: int) -> None:
        self._values.extend([self._default] * (documents - len(self._values)))
        file.add(f"{name}.numbers", np.array(self._values, self._kind))


class _Foreign:
    def __init__(self, column: Column) -> None:
        self._bytes = BytesIO()
        self._writer = column.writer(StructFile(self._bytes))

    def put(self, document: int, value: Any) -> None:
        self._writer.add(document, value)

    def write(self, file: FileWriter, name: str, documents: int) -> None:
        self._writer.finish(documents)
        file.add(f"{name}.whoosh", np.frombuffer(self._bytes.getvalue(), np.uint8))


def has_column(file: ArrayFile, name: str) -> bool:
    """Whether a column was written under that name."""
    return any(f"{name}.{kind}" in file for kind in ("numbers", "codes", "whoosh"))


def read_column(file: ArrayFile, name: str, column: Column, documents: int) -> Any:
    """Whoosh's reader for a column that was written under that name."""
    if f"{name}.numbers" in file:
        return NumberReader(file.array(f"{name}.numbers"), truth=isinstance(column, BitColumn))
    if f"{name}.codes" in file:
        return BytesReader(Coded(file, name), getattr(column, "_default", b""))
    data = file.array(f"{name}.whoosh")
    return column.reader(BufferFile(data.data), 0, len(data), documents)


class NumberReader(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column of numbers, or of truth values."""

    def __init__(self, numbers: NDArray[Any], *, truth: bool) -> None:
        self.numbers = numbers
        self._truth = truth
        self._reverse = False

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, document: int) -> Any:
        value = self.numbers.item(document)
        return bool(value) if self._truth else value

    def __iter__(self) -> Any:
        return iter(self.load())

    def load(self) -> list[Any]:
        """All values."""
        values: list[Any] = self.numbers.tolist()
        return [bool(value) for value in values] if self._truth else values

    def set_reverse(self) -> None:
        """Have `sort_key` sort the other way round."""
        self._reverse = True

    def sort_key(self, document: int) -> Any:
        """What to sort a document by."""
        value = self.numbers.item(document)
        if not self._reverse:
            return value
        return 1 - value if self._truth else 0 - value


class BytesReader(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column of byte strings."""

    def __init__(self, coded: Coded, default: bytes) -> None:
        self.coded = coded
        self._default = default

    def __len__(self) -> int:
        return len(self.coded.codes)

    def __getitem__(self, document: int) -> bytes:
        value = self.coded.of(document)
        return self._default if value is None else value

    def __iter__(self) -> Any:
        return iter(self.load())

    def load(self) -> list[bytes]:
        """All values."""
        values = [self._default, *self.coded.strings]
        return [values[code] for code in self.coded.codes.tolist()]
