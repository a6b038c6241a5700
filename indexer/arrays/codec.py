"""The codec as Whoosh sees it, and the segment that makes Whoosh find it again.

A segment stands in the table of contents of its index and names its codec, so `open_dir` needs to
be told nothing. To write with it, give `ArrayCodec()` to a `SegmentWriter`, or use `ArrayWriter`.
"""

from collections.abc import Iterable
from typing import Any

from whoosh.codec.base import Codec, Segment

from indexer.arrays import documents, terms
from indexer.arrays.layout import open_file


class ArrayCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """Postings, lengths, stored values and columns as arrays that are mapped into memory."""

    def per_document_writer(self, storage: Any, segment: "ArraySegment") -> Any:
        """What takes documents in."""
        return documents.DocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: "ArraySegment") -> Any:
        """What takes postings in."""
        return terms.TermsWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: "ArraySegment") -> Any:
        """What knows of documents."""
        return documents.DocumentReader(storage, segment)

    def terms_reader(self, storage: Any, segment: "ArraySegment") -> Any:
        """What knows of terms."""
        return terms.ArrayTermsReader(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> "ArraySegment":
        """An empty segment."""
        return ArraySegment(indexname)


class ArraySegment(Segment):  # type: ignore[misc]  # Whoosh has no types
    """One segment: how many documents it has, and which of them have been deleted since."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._documents = 0
        self._deleted: set[int] = set()

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """No: its two files are few enough, and each is mapped as a whole."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Say how many documents it has."""
        self._documents = count

    def doc_count_all(self) -> int:
        """How many documents it has, deleted ones counted."""
        return self._documents

    def deleted_count(self) -> int:
        """How many have been deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterable[int]:
        """Those that have."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, or take that back."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document has been deleted."""
        return docnum in self._deleted


def check(index: Any) -> None:
    """Read every array of an index and compare checksums. Raises DamagedIndex for the first wrong.

    Segments of other codecs are passed over: they have no checksums.
    """
    for segment in index._segments():
        if isinstance(segment, ArraySegment):
            for extension in (documents.EXTENSION, terms.EXTENSION):
                open_file(index.storage, segment.make_filename(extension)).check()
