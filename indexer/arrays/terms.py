"""The inverted side of a segment: its file of terms and postings, written and read."""

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.codec.base import FieldCursor, FieldWriter, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from indexer.arrays.documents import DocumentReader
from indexer.arrays.forms import form_named
from indexer.arrays.layout import FileWriter, open_file
from indexer.arrays.matcher import ArrayMatcher
from indexer.arrays.pool import ArrayPool
from indexer.arrays.postings import FieldTerms, write_postings

EXTENSION = ".trm"
_DROPPED = (
    -1
)  # document of a posting that Whoosh means for its spelling graph, which it no longer has


class TermsWriter(FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes the postings of a segment into one file when it is closed."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage, self._segment = storage, segment
        self._pool: ArrayPool | None = None
        self._lengths: DocumentReader | None = None
        self.is_closed = False

    def add_pool(self, pool: ArrayPool, lengths: DocumentReader) -> None:
        """Write what is in the pool."""
        self._pool, self._lengths = pool, lengths

    def add_postings(
        self, schema: Any, lengths: Any, items: Iterable[tuple[str, bytes, int, float, bytes]]
    ) -> None:
        """Write postings that Whoosh has sorted; they are put back into a pool first."""
        pool = ArrayPool(schema)
        for item in items:
            if item[2] != _DROPPED:
                pool.add(item)
        self.add_pool(pool, lengths)

    def close(self) -> None:
        """Write the file."""
        file = FileWriter(self._segment.create_file(self._storage, EXTENSION))
        forms = {}
        for name, form, postings in self._pool.sorted_fields() if self._pool else ():
            forms[name] = form.name
            lengths = self._lengths.lengths(name) if self._lengths is not None else None
            write_postings(file, f"term:{name}", postings, lengths)
        file.close({"fields": forms})
        self.is_closed = True


class ArrayTermsReader(TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """Terms in order of field and bytes, and their postings. Threads may share it."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.file = open_file(storage, segment.make_filename(EXTENSION))  # now: a merge removes it
        self._fields: dict[str, FieldTerms] = {}

    def field(self, name: str) -> FieldTerms | None:
        """The terms of a field; None if it has none."""
        if name not in self._fields:
            form = self.file.about["fields"].get(name)
            if form is None:
                return None
            self._fields[name] = FieldTerms(self.file, f"term:{name}", form_named(form))
        return self._fields[name]

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms, in order."""
        return list(self.file.about["fields"])

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self.field(term[0])
        return field is not None and field.find(term[1]) >= 0

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        for name in self.indexed_field_names():
            yield from self._from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on, then those of the fields behind it."""
        if self.field(fieldname) is not None:
            yield from self._from(fieldname, prefix)
            names = self.indexed_field_names()
            for name in names[names.index(fieldname) + 1 :]:
                yield from self._from(name, b"")

    def _from(self, name: str, first: bytes) -> Iterator[tuple[str, bytes]]:
        field = self.field(name)
        if field is not None:
            strings = field.terms
            for term in strings.between(strings.not_before(first), len(strings)):
                yield name, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def _found(self, name: str, term: bytes) -> tuple[FieldTerms, int]:
        field = self.field(name)
        place = -1 if field is None else field.find(term)
        if field is None or place < 0:
            raise TermNotFound(f"No term {name}:{term!r}")
        return field, place

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term. Raises TermNotFound."""
        field, place = self._found(fieldname, text)
        return field.info(place)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The weights of a term in all. Raises KeyError, which Whoosh takes for 0."""
        try:
            field, place = self._found(fieldname, text)
        except TermNotFound as error:
            raise KeyError(text) from error
        return field.total(place)

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many documents a term stands, deleted ones counted. Raises KeyError likewise."""
        try:
            field, place = self._found(fieldname, text)
        except TermNotFound as error:
            raise KeyError(text) from error
        return field.frequency(place)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings of a term. Raises TermNotFound."""
        field, place = self._found(fieldname, text)
        shortest = field.info(place).min_length()
        return ArrayMatcher(field.of(place), shortest, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> "ArrayCursor":
        """A finger on the terms of a field."""
        return ArrayCursor(self.field(fieldname), fieldobj)


class ArrayCursor(FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """A finger on the terms of a field; a field without terms has none to point at."""

    def __init__(self, field: FieldTerms | None, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._size = len(field.terms) if field is not None else 0
        self._at = 0

    def first(self) -> Any:
        """Go to the first term; its text."""
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> Any:
        """Go to this term or the next behind it; its text."""
        wanted = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = self._field.terms.not_before(wanted) if self._field is not None else 0
        return self.text()

    def next(self) -> Any:
        """Go to the next term; its text."""
        self._at = min(self._at + 1, self._size)
        return self.text()

    def text(self) -> Any:
        """The term at hand as a value of the field; None behind the last."""
        if self._field is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.terms[self._at])

    term = text  # what Whoosh's cursor over several segments calls it

    def term_info(self) -> TermInfo | None:
        """What is known of the term at hand."""
        if self._field is None or not self.is_valid():
            return None
        return self._field.info(self._at)

    def is_valid(self) -> bool:
        """Whether there is a term at hand."""
        return self._at < self._size
