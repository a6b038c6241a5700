"""What a segment knows of each document: stored values, lengths of fields, columns, vectors."""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import PerDocumentReader, PerDocumentWriter
from whoosh.columns import Column
from whoosh.matching import ListMatcher

from indexer.arrays.columns import ColumnPool, column_pool, has_column, read_column
from indexer.arrays.layout import FileWriter, narrowed, open_file
from indexer.arrays.values import Coded, Coder, pack, unpack

EXTENSION = ".doc"
_ALL_STORED = 4096  # documents whose stored values are put together at a time

Whole = NDArray[np.int64]


class DocumentWriter(PerDocumentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Collects documents and writes them into one file when it is closed."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._stored: dict[str, Coder] = {}
        self._columns: dict[str, ColumnPool] = {}
        self._vectors: dict[str, Coder] = {}
        self._lengths: dict[str, array[int]] = {}
        self._next = 0
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin the next document. Raises ValueError for one out of order."""
        if docnum != self._next:
            raise ValueError(f"document {docnum} where {self._next} was to come")
        self._next += 1

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int | None) -> None:
        """The stored value of a field, None for nothing, and its length in words."""
        document = self._next - 1
        if value is not None:
            self._stored.setdefault(fieldname, Coder()).put(document, pack(value))
        if length:
            lengths = self._lengths.setdefault(fieldname, array("I"))
            lengths.extend([0] * (document - len(lengths)))
            lengths.append(length)

    def add_column_value(self, fieldname: str, columnobj: Column, value: Any) -> None:
        """The value of a column."""
        if fieldname not in self._columns:
            self._columns[fieldname] = column_pool(columnobj)
        self._columns[fieldname].put(self._next - 1, value)

    def add_vector_items(
        self, fieldname: str, fieldobj: Any, items: Iterable[tuple[Any, float, bytes]]
    ) -> None:
        """The words of one document, with their weights and values."""
        made = [tuple(item) for item in items]
        if made:
            self._vectors.setdefault(fieldname, Coder()).put(self._next - 1, pack(made))

    def add_segment(self, reader: "DocumentReader", kept: Whole, fields: dict[str, Any]) -> None:
        """Those documents of another segment at once, as far as their fields are asked for."""
        first = self._next
        self._next += len(kept)
        for name, coded in reader.stored_columns().items():
            if name in fields:
                codes = coded.codes[kept]
                self._stored.setdefault(name, Coder()).put_all(first, list(coded.strings), codes)
        for name, field in fields.items():
            lengths = reader.lengths(name)
            if lengths is not None:
                mine = self._lengths.setdefault(name, array("I"))
                mine.extend([0] * (first - len(mine)))
                mine.frombytes(lengths[kept].astype(np.uint32).tobytes())
            if field.column_type is not None and reader.has_column(name):
                self._next = first  # for columns, which are put one by one
                values = reader.column_reader(name, field.column_type)
                for document in kept.tolist():
                    self._next += 1
                    self.add_column_value(name, field.column_type, values[document])
            if field.vector is not None:
                self._add_vectors(reader, name, kept, first)

    def _add_vectors(self, reader: "DocumentReader", name: str, kept: Whole, first: int) -> None:
        coded = reader.vectors(name)
        if coded is not None:
            coder = self._vectors.setdefault(name, Coder())
            coder.put_all(first, list(coded.strings), coded.codes[kept])

    def close(self) -> None:
        """Write the file."""
        file = FileWriter(self._segment.create_file(self._storage, EXTENSION))
        for kind, pools in (
            *(("stored", self._stored), ("column", self._columns), ("vector", self._vectors)),
        ):
            for name, pool in pools.items():
                pool.write(file, f"{kind}:{name}", self._next)
        for name, lengths in self._lengths.items():
            lengths.extend([0] * (self._next - len(lengths)))
            file.add(f"length:{name}", narrowed(np.frombuffer(lengths, np.uint32)))
        totals = {name: sum(lengths) for name, lengths in self._lengths.items()}
        about = {"documents": self._next, "stored": list(self._stored), "lengths": totals}
        file.close(about)
        self.is_closed = True


class DocumentReader(PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """What was written of each document. Threads may share it."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._segment = segment
        self.file = open_file(storage, segment.make_filename(EXTENSION))  # now: a merge removes it
        self._stored: dict[str, Coded] | None = None

    def doc_count(self) -> int:
        """Documents that have not been deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Documents, deleted ones counted."""
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        """Whether any document has been deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one has."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        """Those that have."""
        return self._segment.deleted_docs()

    def alive(self) -> NDArray[np.bool_]:
        """By document whether it has not been deleted."""
        alive = np.ones(self.doc_count_all(), bool)
        alive[list(self.deleted_docs())] = False
        return alive

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether any document has a value in that column."""
        return has_column(self.file, f"column:{fieldname}")

    def list_columns(self) -> list[str]:
        """The columns that have a value for any document."""
        names = {name.rpartition(".")[0] for name in self.file if name.startswith("column:")}
        return sorted(name.removeprefix("column:") for name in names)

    def column_reader(self, fieldname: str, column: Column) -> Any:
        """Whoosh's reader for that column. KeyError if there is none."""
        return read_column(self.file, f"column:{fieldname}", column, self.doc_count_all())

    def lengths(self, fieldname: str) -> NDArray[Any] | None:
        """By document how many words the field has; None if it has none in any."""
        return self.file.maybe(f"length:{fieldname}")

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """How many words the field has in a document, `default` if none."""
        lengths = self.lengths(fieldname)
        return default if lengths is None else lengths.item(docnum) or default

    def field_length(self, fieldname: str) -> int:
        """How many words the field has in all documents, deleted ones counted."""
        return int(self.file.about["lengths"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:
        """The length of the shortest value; 0 if a document has none."""
        lengths = self.lengths(fieldname)
        return 0 if lengths is None or not lengths.size else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """The length of the longest value."""
        lengths = self.lengths(fieldname)
        return 0 if lengths is None or not lengths.size else int(lengths.max())

    def vectors(self, fieldname: str) -> Coded | None:
        """The vectors of a field, packed; None if no document has one."""
        name = f"vector:{fieldname}"
        return Coded(self.file, name) if f"{name}.codes" in self.file else None

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Whether the words of a document were kept by themselves."""
        coded = self.vectors(fieldname)
        return coded is not None and bool(coded.codes.item(docnum))

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ListMatcher:
        """The words of a document. Raises KeyError if they were not kept."""
        coded = self.vectors(fieldname)
        packed = coded.of(docnum) if coded is not None else None
        if packed is None:
            raise KeyError(f"field {fieldname!r} has no vector in document {docnum}")
        texts, weights, values = zip(*unpack(packed), strict=True)
        return ListMatcher(list(texts), list(weights), list(values), format_)

    def stored_columns(self) -> dict[str, Coded]:
        """The stored values of each field, packed, as codes into the distinct ones."""
        if self._stored is None:
            names = self.file.about["stored"]
            self._stored = {name: Coded(self.file, f"stored:{name}") for name in names}
        return self._stored

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What was stored of a document."""
        found = ((name, coded.of(docnum)) for name, coded in self.stored_columns().items())
        return {name: unpack(packed) for name, packed in found if packed is not None}

    def iter_docs(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """All that have not been deleted, by number; each distinct value is unpacked but once."""
        for first in range(0, self.doc_count_all(), _ALL_STORED):
            part = range(first, min(first + _ALL_STORED, self.doc_count_all()))
            rows: list[dict[str, Any]] = [{} for _ in part]
            for name, coded in self.stored_columns().items():
                codes = coded.codes[part.start : part.stop].tolist()
                known = {code: unpack(coded.strings[code - 1]) for code in set(codes) if code}
                for row, code in zip(rows, codes, strict=True):
                    if code:
                        row[name] = known[code]
            for number, row in zip(part, rows, strict=True):
                if not self.is_deleted(number):
                    yield number, row

    def all_stored_fields(self) -> Iterator[dict[str, Any]]:
        """The same without the numbers."""
        return (row for _, row in self.iter_docs())
