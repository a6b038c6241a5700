"""Whoosh's own matchers over the same documents, with the score that the evaluator gives.

For queries that the evaluator does not know, and to compare it with.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.query import Query, Term
from whoosh.query.compound import Or
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import SearchContext, Searcher

from indexer.arrays.matches import Known, idf
from indexer.arrays.view import K1, B, View


class Bm25(WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """BM25 with exact lengths and an inverse frequency that is never below nothing."""

    def __init__(self, view: View) -> None:
        self._view = view

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        """What scores the postings of a term."""
        holding = len(self._view.postings(fieldname, text)[0])
        most = idf(self._view, holding) * (K1 + 1)
        return _Scorer(most, self._view.mean_length(fieldname), fieldname, searcher)


class _Scorer(BaseScorer):  # type: ignore[misc]  # Whoosh has no types
    def __init__(self, most: float, mean: float, fieldname: str, searcher: Any) -> None:
        self._most, self._mean, self._field, self._searcher = most, mean, fieldname, searcher

    def score(self, matcher: Any) -> float:
        norm = 1.0
        if self._mean:
            length = self._searcher.doc_field_length(matcher.id(), self._field, 0)
            norm = 1 - B + B * length / self._mean
        amount = matcher.weight() / norm
        return float(self._most * amount / (amount + K1))


def whoosh_match(view: View, query: Query) -> Known:
    """The documents of a query and their scores, as Whoosh's matchers find them."""
    found = dict(_found(view, query))
    docs = np.fromiter(found, np.intp, len(found))
    return Known(docs, np.fromiter(found.values(), np.float32, len(found)))


def _found(view: View, query: Query) -> Iterator[tuple[int, float]]:
    searcher = Searcher(view.reader, weighting=Bm25(view), closereader=False)
    for leaf, base in searcher.leaf_searchers():
        context = SearchContext(needs_current=True, weighting=leaf.weighting)
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            number = base + matcher.id()
            if view.alive is None or view.alive[number]:
                yield number, matcher.score()
            matcher.next()


class InFields(Query):  # type: ignore[misc]  # Whoosh has no types
    """A word in any of several fields, which saturate together: BM25F.

    Whoosh's matchers give the same documents, but sum the fields.
    """

    def __init__(self, text: str, fields: dict[str, float], boost: float = 1.0) -> None:
        self.text, self.fields, self.boost = text, fields, boost

    def __repr__(self) -> str:
        return f"InFields({self.text!r}, {self.fields!r}, boost={self.boost})"

    def normalize(self) -> "InFields":
        """It is as simple as can be."""
        return self

    def estimate_size(self, reader: Any) -> int:
        """How many documents it may have."""
        return int(self._either().estimate_size(reader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Whoosh's matcher."""
        return self._either().matcher(searcher, context)

    def _either(self) -> Or:
        terms = [Term(name, self.text, boost=weight) for name, weight in self.fields.items()]
        return Or(terms, boost=self.boost)
