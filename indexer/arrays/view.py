"""All segments of a reader as one range of documents, and what scores and facets are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays.documents import DocumentReader
from indexer.arrays.forms import PLACE
from indexer.arrays.layout import places_of, runs
from indexer.arrays.postings import FieldTerms, TermPostings
from indexer.arrays.terms import ArrayTermsReader
from indexer.arrays.values import unpack

Docs = NDArray[np.intp]
"""Document numbers, ascending, each once."""

K1, B = 1.2, 0.75
"""BM25 as everyone has it, and as `whoosh_engine.scoring` has it."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One segment: its terms, its documents, and the number of the first of them."""

    terms: ArrayTermsReader
    documents: DocumentReader
    base: int


class Column:
    """One stored value of every document, as a code."""

    def __init__(self, values: tuple[Any, ...], codes: NDArray[Any], everything: Docs) -> None:
        self.values = values
        self.codes = codes  # by document: 0 for nothing, or 1 + the place in `values`
        self._all = self._counted(everything)

    @cached_property
    def _by_text(self) -> NDArray[np.intp]:
        """Codes in the order of what their values are written as."""
        texts = list(map(str, self.values))
        return np.array(sorted(range(len(texts)), key=texts.__getitem__), np.intp) + 1

    def counts(self, docs: Docs) -> dict[Any, int]:
        """Value -> how many of the documents have it, most first; those of 0 left out."""
        return self._sorted(self._counted(docs))

    def counts_but(self, rest: Docs) -> dict[Any, int]:
        """The same of all documents but these."""
        return self._sorted(self._all - self._counted(rest))

    def _counted(self, docs: Docs) -> NDArray[np.intp]:
        return np.bincount(self.codes.take(docs), minlength=len(self.values) + 1)

    def _sorted(self, counted: NDArray[np.intp]) -> dict[Any, int]:
        found = counted[self._by_text]
        order = np.argsort(-found, kind="stable")[: np.count_nonzero(found)]
        codes, counts = self._by_text[order].tolist(), found[order].tolist()
        return {self.values[code - 1]: count for code, count in zip(codes, counts, strict=True)}

    def coded(self, wanted: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.bool_]:
        """By code whether it is wanted, from the same by value; nothing is not."""
        return np.concatenate((np.zeros(1, bool), np.asarray(wanted, bool)))


class View:
    """A reader of nothing but segments of arrays. Raises TypeError for any other.

    What is put together for all segments is kept: 4 bytes a document for each field that is scored
    or counted. Threads may share it; at worst two of them make the same array.
    """

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.schema = reader.schema
        self.size = int(reader.doc_count_all())
        self.shards = tuple(_shards(reader) if self.size else ())
        self._halves: dict[str, NDArray[np.float32] | None] = {}
        self._columns: dict[str, Column] = {}

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """By document whether it has not been deleted; None if none has."""
        if not self.reader.has_deletions():
            return None
        return np.concatenate([shard.documents.alive() for shard in self.shards])

    @cached_property
    def everything(self) -> Docs:
        """The documents that have not been deleted."""
        return np.arange(self.size) if self.alive is None else np.flatnonzero(self.alive)

    def left(self, docs: NDArray[Any]) -> NDArray[np.bool_] | slice:
        """What takes those that have not been deleted out of an array beside `docs`."""
        return slice(None) if self.alive is None else self.alive[docs]

    def fields(self, name: str) -> Iterator[tuple[FieldTerms, int]]:
        """The terms of a field in each segment that has any, with its first document."""
        for shard in self.shards:
            field = shard.terms.field(name)
            if field is not None:
                yield field, shard.base

    def term(self, name: str, term: bytes) -> Iterator[tuple[TermPostings, int]]:
        """The postings of a term in each segment that has it."""
        for field, base in self.fields(name):
            place = field.find(term)
            if place >= 0:
                yield field.of(place), base

    def postings(self, name: str, term: bytes) -> tuple[NDArray[Any], NDArray[Any]]:
        """Documents with the term, and its weight in each.

        Where there is but one segment and nothing deleted, views of the file as it is.
        """
        if len(self.shards) == 1 and self.alive is None:
            for postings, _ in self.term(name, term):
                return postings.docs, postings.weights
        docs, weights = [], []
        for postings, base in self.term(name, term):
            docs.append(postings.docs.astype(np.intp) + base)
            weights.append(postings.weights.astype(np.float32))
        if not docs:
            return np.zeros(0, np.intp), np.zeros(0, np.float32)
        whole = np.concatenate(docs) if len(docs) > 1 else docs[0]
        heavy = np.concatenate(weights) if len(weights) > 1 else weights[0]
        left = self.left(whole)
        return whole[left], heavy[left]

    def places(self, name: str, term: bytes, docs: Docs) -> tuple[Docs, NDArray[np.int64]]:
        """Every occurrence of a term in these documents: the document and the place in words."""
        found, places = [np.zeros(0, np.intp)], [np.zeros(0, np.int64)]
        for postings, base in self.term(name, term):
            own = postings.docs.astype(np.intp) + base
            at, there = places_of(docs, own)
            wanted = at[there]
            often, (edges, columns) = postings.often[wanted], postings.occurrences()
            found.append(np.repeat(own[wanted], often))
            places.append(columns[PLACE][runs(edges[:-1][wanted], often)].astype(np.int64))
        return np.concatenate(found), np.concatenate(places)

    def within(self, name: str, ranges: Iterator[tuple[FieldTerms, int, int, int]]) -> Docs:
        """Documents with any term of these ranges (field, first, behind the last, base)."""
        there = np.zeros(self.size, bool)
        for field, first, last, base in ranges:
            if first < last:
                part = slice(field.starts.item(first), field.starts.item(last))
                there[field.docs[part].astype(np.intp) + base] = True
        if self.alive is not None:
            there &= self.alive
        return np.flatnonzero(there)

    def mean_length(self, name: str) -> float:
        """Words that a document has in the field in the mean, those without any counted."""
        lengths = self._lengths(name)
        return float(lengths[self.everything].mean()) if self.everything.size else 0.0

    def _lengths(self, name: str) -> NDArray[np.float32]:
        found = np.zeros(self.size, np.float32)
        for shard in self.shards:
            lengths = shard.documents.lengths(name)
            if lengths is not None:
                found[shard.base : shard.base + len(lengths)] = lengths
        return found

    def halves(self, name: str) -> NDArray[np.float32] | None:
        """By document the weight that counts half of the most, for its length in the field.

        None for a field without lengths, where it is `K1` for all.
        """
        if name not in self._halves:
            mean = self.mean_length(name)
            made = None
            if mean:
                made = np.float32(K1 * (1 - B)) + np.float32(K1 * B / mean) * self._lengths(name)
            self._halves[name] = made
        return self._halves[name]

    def column(self, name: str) -> Column:
        """The stored values of a field as codes that hold for all segments."""
        if name not in self._columns:
            self._columns[name] = self._merged(name)
        return self._columns[name]

    def _merged(self, name: str) -> Column:
        numbers: dict[bytes, int] = {}
        codes = np.zeros(self.size, np.uint32)
        for shard in self.shards:
            coded = shard.documents.stored_columns().get(name)
            if coded is not None:
                mine = [0, *(numbers.setdefault(one, len(numbers) + 1) for one in coded.strings)]
                part = slice(shard.base, shard.base + len(coded.codes))
                codes[part] = np.array(mine, np.uint32)[coded.codes]
        return Column(tuple(map(unpack, numbers)), codes, self.everything)


def _shards(reader: Any) -> Iterator[Shard]:
    for leaf, base in reader.leaf_readers():
        terms, documents = getattr(leaf, "_terms", None), getattr(leaf, "_perdoc", None)
        if not isinstance(terms, ArrayTermsReader) or not isinstance(documents, DocumentReader):
            raise TypeError(f"not a segment of arrays: {leaf!r}")
        yield Shard(terms, documents, base)
