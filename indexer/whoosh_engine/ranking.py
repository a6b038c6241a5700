"""In which order the documents stand: BM25 over several views of the text, or a facet."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from typing import Any

from indexer.query import AllOf, AnyOf, Exact, Node, Query, Words
from indexer.whoosh_engine.matching import Lookup
from indexer.whoosh_engine.rows import Rows
from indexer.words import characters, grams, words

K1, B = 1.2, 0.75
"""BM25 as everyone has it; no cell of a wide grid was better by more than 0.003 nDCG@10."""

WEIGHTS = {"text": 1.0, "heading": 0.5, "title": 0.5, "grams": 0.5, "chars": 0.6}
"""What a match in each view counts. Words 1, pairs 0.5 and characters 0.6 did best on five of six
public collections; more than 0.5 for titles does harm where many passages share one, as here."""

TABLE = 0.5
"""What a passage of kind "table" counts: its words are the labels of the form, the same in every
report, and would otherwise crowd out the sentences that speak of the matter."""

LARGE = 20_000
"""Passages from which very common terms no longer take part in the score (they do in the match)."""

COMMON = 0.1
"""Part of the passages that makes a term very common."""

Key = Callable[[int], tuple[Any, ...]]


def scores(
    lookup: Lookup, query: Query, documents: Collection[int], full: Set[int]
) -> Mapping[int, float]:
    """Score of each of the documents; those that have everything asked for, `full`, stand first."""
    found: dict[int, float] = dict.fromkeys(documents, 0.0)
    for (name, term), weight in _terms(lookup, query.root).items():
        _add(lookup, name, term, weight, found)
    for number in lookup.rows.tables & found.keys():
        found[number] *= TABLE
    first = found.keys() & full
    if len(first) < len(found):
        top = max(found.values())
        for number in first:
            found[number] += top
    return found


def order(rows: Rows, score: Mapping[int, float], sort: str) -> Key:
    """The sort key of a document; ties fall by score, then by report and passage.

    Raises ValueError for a `sort` that `Request` does not name.
    """
    rank = rows.rank
    if sort == "relevance":
        return lambda number: (-score[number], rank[number])
    if sort in {"year", "-year"}:
        years = _year_order(rows, newest_first=sort == "year")
        return lambda number: (years[number], -score[number], rank[number])
    if sort == "agency":
        names, years = rows.facets["agency"].places, _year_order(rows, newest_first=True)
        return lambda number: (names[number], years[number], -score[number], rank[number])
    raise ValueError(f"no such order: {sort!r}")


def _year_order(rows: Rows, *, newest_first: bool) -> list[int]:
    """A number to sort each document by; those without a year come last either way."""
    column = rows.facets["year"]
    last = 10_000  # after every year
    keys = [last if year is None else -year if newest_first else year for year in column.values]
    return [keys[place] for place in column.places]


def _terms(lookup: Lookup, root: Node) -> Mapping[tuple[str, str], float]:
    """(field, term) -> weight of everything that adds to the score."""
    found: Counter[tuple[str, str]] = Counter()
    for text in _texts(root):
        for word in words(text):
            found.update(
                {(name, word.text): WEIGHTS[name] for name in ("text", "heading", "title")}
            )
        found.update({("grams", word.text): WEIGHTS["grams"] for word in grams(text)})
        found.update({("chars", word.text): WEIGHTS["chars"] for word in characters(text)})
    size = len(lookup.rows.everything)
    if size < LARGE:
        return found
    rare = {term: one for term, one in found.items() if lookup.frequency(*term) <= COMMON * size}
    return rare or found


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Words(text) | Exact(text):
            yield text
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _texts(part)


def _add(lookup: Lookup, name: str, term: str, weight: float, found: dict[int, float]) -> None:
    """Add what one term gives to the documents in `found`."""
    postings, lengths = lookup.postings(name, term), lookup.rows.lengths[name]
    idf = _idf(len(lookup.rows.everything), len(postings))
    for number in _fewer(postings, found):
        often = postings[number]
        found[number] += (
            weight * idf * often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[number]))
        )


def _fewer(one: Collection[int], other: Collection[int]) -> list[int]:
    """What both have."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return [number for number in small if number in large]


def _idf(size: int, holding: int) -> float:
    """How much a term tells: nearly nothing if every document has it, never less than nothing."""
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))
