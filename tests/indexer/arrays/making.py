"""Small random corpora, written with Whoosh's own codec and with ours."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import getpid
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from hypothesis import strategies as st
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import BOOLEAN, DATETIME, ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.writing import SegmentWriter

from indexer.arrays import ArrayCodec, ArrayWriter

LETTERS = "abcde"
WORDS = ["a", "ab", "abc", "b", "ba", "c", "公开", "公", "条例", "e"]

SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    text=TEXT(SpaceSeparatedTokenizer(), stored=True),
    heading=TEXT(SpaceSeparatedTokenizer()),
    bag=TEXT(SpaceSeparatedTokenizer(), phrase=False),
    spans=TEXT(SpaceSeparatedTokenizer(), chars=True, vector=True),
    agency=ID(stored=True, sortable=True),
    tags=KEYWORD(stored=True, commas=True, scorable=True),
    year=NUMERIC(int, stored=True, sortable=True),
    share=NUMERIC(float, stored=True),
    when=DATETIME(stored=True),
    table=BOOLEAN(stored=True),
)

Document = dict[str, Any]


class Memory(RamStorage):  # type: ignore[misc]  # Whoosh has no types
    """An index in memory. Whoosh has one folder for what all such indexes of a machine leave for a
    moment, and each writer empties it; here each process has its own."""

    def temp_storage(self, name: str | None = None) -> FileStorage:
        """A folder for one writer, who removes it."""
        return FileStorage(str(Path(gettempdir()) / f"{name}-{getpid()}")).create()


_texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
documents = st.fixed_dictionaries(
    {"text": _texts},
    optional={
        "heading": _texts,
        "bag": _texts,
        "spans": _texts,
        "agency": st.sampled_from(["甲局", "乙局", "丙局"]),
        "tags": st.lists(st.sampled_from(["x", "y", "z"]), max_size=3, unique=True).map(",".join),
        "year": st.integers(2008, 2024),
        "share": st.floats(-9, 9),
        "when": st.datetimes(datetime(2008, 1, 1), datetime(2024, 1, 1)),
        "table": st.booleans(),
        "_text_boost": st.sampled_from([1.0, 2.5]),
    },
)


@dataclass(frozen=True)
class Corpus:
    """Segments of documents; ids count through. `gone` are ids deleted after all is written."""

    segments: tuple[tuple[Document, ...], ...]
    gone: frozenset[int]

    def numbered(self) -> Iterator[list[Document]]:
        at = 0
        for segment in self.segments:
            yield [{"id": str(at + place), **one} for place, one in enumerate(segment)]
            at += len(segment)


corpora = st.builds(
    Corpus,
    st.lists(st.lists(documents, min_size=1, max_size=8).map(tuple), min_size=1, max_size=3).map(
        tuple
    ),
    st.frozensets(st.integers(0, 20), max_size=3),
)

Writer = Callable[[Any], Any]
WRITERS: dict[str, Writer] = {
    "stock": SegmentWriter,
    "codec": lambda index: SegmentWriter(index, codec=ArrayCodec()),
    "writer": ArrayWriter,
}


def made(corpus: Corpus, writer: Writer, schema: Schema = SCHEMA) -> Any:
    """An index of the corpus in memory."""
    index = Memory().create_index(schema)
    for segment in corpus.numbered():
        with committed(writer(index)) as one:
            for document in segment:
                one.add_document(**document)
    if corpus.gone:
        with committed(writer(index)) as one:
            for number in corpus.gone:
                one.delete_by_term("id", str(number))
    return index


@contextmanager
def committed(writer: Any) -> Iterator[Any]:
    """Commit without merging, so that segments stay as they were made."""
    yield writer
    writer.commit(merge=False)


def everything(index: Any) -> dict[str, Any]:
    """All that a reader says of an index, as plain values."""
    with index.reader() as reader:
        size = reader.doc_count_all()
        return {
            "counts": (reader.doc_count(), size),
            "deleted": [reader.is_deleted(number) for number in range(size)],
            "documents": list(reader.iter_docs()),
            "postings": [_postings(reader, *term) for term in reader.all_terms()],
            "columns": {name: _column(reader, name) for name in ("agency", "year")},
            "vectors": [_vector(reader, number) for number in range(size)],
        }


def _postings(reader: Any, name: str, term: bytes) -> Any:
    format_ = reader.schema[name].format
    kinds = [kind for kind in ("frequency", "positions", "characters") if format_.supports(kind)]
    matcher, found = reader.postings(name, term), []
    while matcher.is_active():
        value = matcher.value()
        plain = [format_.decode_as(kind, value) for kind in kinds]
        assert [matcher.value_as(kind) for kind in kinds] == plain
        found.append((matcher.id(), matcher.weight(), plain))
        matcher.next()
    return name, term, reader.doc_frequency(name, term), reader.frequency(name, term), found


def _column(reader: Any, name: str) -> Sequence[Any]:
    return list(reader.column_reader(name)) if reader.has_column(name) else ()


def _vector(reader: Any, number: int) -> Any:
    if not reader.has_vector(number, "spans"):
        return None
    return list(reader.vector_as("characters", number, "spans"))
