"""Sets of documents with scores, and what And, Or and the others make of them.

A `Match` knows its documents at once and scores only those it is asked for: a conjunction of a rare
and a common word scores the common one in the documents of the rare one, and nowhere else.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.arrays.layout import MUCH_LONGER, places_of
from indexer.arrays.view import K1, Docs, View

Scores = NDArray[np.float32]
Found = tuple[NDArray[Any], NDArray[np.bool_]]
"""For each of some documents where it stands in a list, and whether it does."""


class Match(Protocol):
    """Documents that match."""

    @property
    def docs(self) -> Docs:
        """Them."""
        ...

    def scores(self, docs: Docs) -> Scores:
        """The score of each of these documents, 0 for one that does not match."""
        ...


class Fixed:
    """Documents that all have the same score."""

    def __init__(self, docs: Docs, score: float) -> None:
        self.docs, self._score = docs, score

    def scores(self, docs: Docs) -> Scores:
        """The score, or 0."""
        return np.float32(self._score) * _among(docs, self.docs)


class Known:
    """Documents with scores that are known already."""

    def __init__(self, docs: Docs, scores: Scores) -> None:
        self.docs, self._scores = docs, scores

    def scores(self, docs: Docs) -> Scores:
        """Those."""
        if docs is self.docs:
            return self._scores
        places, there = places_of(docs, self.docs)
        return np.where(there, self._scores[places], 0).astype(np.float32)


class Weighed:
    """Documents with a term, by BM25: as much of the most as its weight is of itself and `half`."""

    def __init__(
        self,
        view: View,
        own: NDArray[Any],
        weights: NDArray[Any],
        boost: float,
        halves: Scores | None,
    ) -> None:
        self._own = own  # documents in whatever type of number they are kept in
        self._weights = weights  # beside them
        self._halves = halves  # by document; None for `K1`
        self._most = np.float32(boost * idf(view, len(own)) * (K1 + 1))

    def __len__(self) -> int:
        return len(self._own)

    @cached_property
    def docs(self) -> Docs:
        """Them; not made where a few of them are looked for."""
        return self._own.astype(np.intp, copy=False)

    def find(self, docs: Docs) -> Found:
        """Which of these documents have the term, and where those stand among all that have."""
        return places_of(docs, self._own)

    def at(self, docs: Docs, places: NDArray[Any]) -> Scores:
        """Scores of documents that have the term, and stand at these places among all that do."""
        return self._score(docs, self._weights.take(places))

    def scores(self, docs: Docs) -> Scores:
        """What the term tells of each."""
        if docs is self.docs:
            return self._score(docs, self._weights)
        places, there = self.find(docs)
        found = np.zeros(len(docs), np.float32)
        found[there] = self.at(docs[there], places[there])
        return found

    def _score(self, docs: Docs, kept: NDArray[Any]) -> Scores:
        weights = kept.astype(np.float32, copy=False)
        half = np.float32(K1) if self._halves is None else self._halves.take(docs)
        made: Scores = weights + half
        np.divide(weights, made, out=made)
        made *= self._most
        return made


def idf(view: View, holding: int) -> float:
    """How much a term tells that so many documents have: never less than nothing."""
    return math.log(1 + (len(view.everything) - holding + 0.5) / (holding + 0.5))


def term_match(view: View, name: str, term: bytes, boost: float) -> Match:
    """Documents with a term in one field."""
    docs, weights = view.postings(name, term)
    return Weighed(view, docs, weights, boost, view.halves(name))


def fields_match(view: View, terms: Sequence[tuple[str, bytes, float]], boost: float) -> Match:
    """Documents with a term in any of several fields (name, term, weight of the field): BM25F."""
    found = [(name, weight, *view.postings(name, term)) for name, term, weight in terms]
    docs = union(view.size, [own for _, _, own, _ in found])
    whole = np.zeros(len(docs), np.float32)
    for name, weight, own, weights in found:
        halves = view.halves(name)
        amounts = weights if halves is None else weights * np.float32(K1) / halves.take(own)
        whole[places_of(own, docs)[0]] += np.float32(weight) * amounts
    return Weighed(view, docs, whole, boost, None)


class AllOf:
    """Documents that match every part; scores are summed."""

    def __init__(self, view: View, parts: Sequence[Match], boost: float) -> None:
        self._boost = boost
        self._parts = sorted(parts, key=_size)
        docs = self._parts[0].docs
        places: list[NDArray[Any] | None] = [None]  # of the documents in each part, where known
        for part in self._parts[1:]:
            at, there = _find(part, docs)
            if not there.all():
                docs, at = docs[there], at[there]
                places[0] = there.nonzero()[0] if places[0] is None else places[0][there]
                places[1:] = [None if one is None else one[there] for one in places[1:]]
            places.append(at)
        self.docs, self._places = docs, places

    def scores(self, docs: Docs) -> Scores:
        """The sum, or 0 for a document that lacks a part."""
        found = np.zeros(len(docs), np.float32)
        if docs is self.docs:
            for part, at in zip(self._parts, self._places, strict=True):
                if isinstance(part, Weighed) and at is not None:
                    found += part.at(docs, at)
                else:
                    found += part.scores(docs)
        else:
            for part in self._parts:
                found += part.scores(docs)
            found *= _among(docs, self.docs)
        return np.float32(self._boost) * found


class AnyOf:
    """Documents that match some part; scores are summed."""

    def __init__(self, view: View, parts: Sequence[Match], boost: float) -> None:
        self._size, self._parts, self._boost = view.size, parts, boost

    @cached_property
    def docs(self) -> Docs:
        """All of them."""
        return union(self._size, [part.docs for part in self._parts])

    def scores(self, docs: Docs) -> Scores:
        """The sum over the parts that match."""
        if docs is self.docs and len(docs) * MUCH_LONGER > self._size:
            everywhere = np.zeros(self._size, np.float32)
            for part in self._parts:
                everywhere[part.docs] += part.scores(part.docs)
            found = everywhere.take(docs)
        else:
            found = np.zeros(len(docs), np.float32)
            for part in self._parts:
                found += part.scores(docs)
        return np.float32(self._boost) * found


class Limited:
    """Documents of a match that a second one leaves; scores are those of the first."""

    def __init__(self, match: Match, docs: Docs) -> None:
        self._match, self.docs = match, docs

    def scores(self, docs: Docs) -> Scores:
        """Of the first."""
        scores = self._match.scores(docs)
        return scores if docs is self.docs else scores * _among(docs, self.docs)


class Lifted:
    """Documents of the first match, those of the second with both scores."""

    def __init__(self, match: Match, more: Match) -> None:
        self._match, self._more, self.docs = match, more, match.docs

    def scores(self, docs: Docs) -> Scores:
        """The sum, or 0 for a document that the first does not match."""
        more = self._more.scores(docs)
        there = True if docs is self.docs else _among(docs, self.docs)
        return self._match.scores(docs) + more * there


def _size(match: Match) -> int:
    return len(match) if isinstance(match, Weighed) else len(match.docs)


def _find(match: Match, docs: Docs) -> Found:
    return match.find(docs) if isinstance(match, Weighed) else places_of(docs, match.docs)


def _among(docs: Docs, among: Docs) -> NDArray[np.bool_]:
    return np.ones(len(docs), bool) if docs is among else places_of(docs, among)[1]


def common(size: int, short: Docs, long: Docs) -> Docs:
    """What two lists have in common, of so many documents in all."""
    if len(long) > MUCH_LONGER * len(short):
        return short[_among(short, long)]
    there = np.zeros(size, bool)
    there[long] = True
    return short[there[short]]


def union(size: int, lists: Sequence[Docs]) -> Docs:
    """What any of the lists has."""
    filled = [docs for docs in lists if len(docs)]
    if len(filled) == 1:
        return filled[0].astype(np.intp, copy=False)
    if sum(map(len, filled)) * MUCH_LONGER < size:
        return np.unique(np.concatenate([np.zeros(0, np.intp), *filled]))
    there = np.zeros(size, bool)
    for docs in filled:
        there[docs] = True
    return np.flatnonzero(there)


def without(size: int, docs: Docs, others: Docs) -> Docs:
    """What the second list does not have."""
    there = np.ones(size, bool)
    there[others] = False
    return np.flatnonzero(there) if len(docs) == size else docs[there[docs]]
