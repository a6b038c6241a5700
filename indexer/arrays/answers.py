"""One search: how many documents, which of them come first, and how they are shared out.

Match, Filters ─ passing ─▶ documents ─┬ ranked, grouped ─▶ the page asked for
                                       └ shares ─────────▶ counts, each without its own filter
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.query import Query

from indexer.arrays.evaluate import Evaluator
from indexer.arrays.matches import Scores, without
from indexer.arrays.view import Column, Docs, View

Split = Callable[[Any], Sequence[Any]]
"""From a stored value to what it is counted as: a region path to its steps."""


_PART = 64  # a bound from one in so many leaves that many times more than are wanted, no more


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of a query. Fields are stored ones."""

    start: int = 0
    size: int = 10
    filters: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)  # by field: whether
    # a document with this value passes; one without a value never does
    facets: Sequence[str] = ()
    split: Mapping[str, Split] = field(default_factory=dict)  # for facets with several values
    sort: str = ""  # a field; "" for best first
    reverse: bool = False  # greatest value first; documents without a value come last either way
    group: str = ""  # a field: page over its values, at most `per_group` documents of each
    per_group: int = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One document of an answer."""

    document: int
    score: float
    more: int = 0  # further documents of its group, on the last that is shown of it


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. Equal scores stand in the order of documents."""

    places: tuple[Place, ...]
    total: int
    facets: Mapping[str, Mapping[Any, int]]
    strange: tuple[str, ...]  # classes of queries that Whoosh's matchers had to look for


def answer(view: View, query: Query, asked: Asked = Asked()) -> Answer:
    """Search."""
    evaluator = Evaluator(view)
    match = evaluator.match(query)
    fails = {name: ~_allowed(view, name, fits) for name, fits in asked.filters.items()}
    failing = {name: fail[view.column(name).codes[match.docs]] for name, fail in fails.items()}
    docs = _passing(match.docs, failing)
    scores = match.scores(docs)
    made = _grouped if asked.group else _page
    if failing or 2 * len(docs) < len(view.everything):
        rest = None
    else:  # fewer are left out than found: count those
        rest = without(view.size, view.everything, docs)
    shares = {
        name: _share(view, name, match.docs, failing, asked, rest=rest) for name in asked.facets
    }
    return Answer(made(view, docs, scores, asked), len(docs), shares, tuple(evaluator.strange))


def _allowed(view: View, name: str, fits: Callable[[Any], bool]) -> NDArray[np.bool_]:
    column = view.column(name)
    return column.coded([fits(value) for value in column.values])


def _passing(docs: Docs, failing: Mapping[str, NDArray[np.bool_]], but: str = "") -> Docs:
    """Documents that pass every filter, or every one but this; the same list if none is left."""
    others = [fail for name, fail in failing.items() if name != but]
    return docs[~np.logical_or.reduce(others)] if others else docs


def _share(
    view: View,
    name: str,
    docs: Docs,
    failing: Mapping[str, NDArray[np.bool_]],
    asked: Asked,
    *,
    rest: Docs | None,
) -> Mapping[Any, int]:
    """Value -> documents that have it; what the field's own filter hides is counted.

    `rest` are all that are not found, where it is quicker to count those.
    """
    if rest is None:
        whole = view.column(name).counts(_passing(docs, failing, name))
    else:
        whole = view.column(name).counts_but(rest)
    split, found = asked.split.get(name), Counter[Any]()
    if split is None:
        return whole
    for value, count in whole.items():
        for step in split(value):
            found[step] += count
    return dict(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))


def _page(view: View, docs: Docs, scores: Scores, asked: Asked) -> tuple[Place, ...]:
    chosen = ranked(scores, _keys(view, docs, asked), asked.start + asked.size)[asked.start :]
    return tuple(Place(int(docs[place]), float(scores[place])) for place in chosen.tolist())


def _keys(view: View, docs: Docs, asked: Asked) -> NDArray[np.int64] | None:
    """What documents are sorted by before their scores, least first; None for nothing."""
    if not asked.sort:
        return None
    column = view.column(asked.sort)
    ranks = _ranks(column, reverse=asked.reverse)
    return np.asarray(ranks[column.codes[docs]], np.int64)


def _ranks(column: Column, *, reverse: bool) -> NDArray[np.int64]:
    """By code, the place of its value among all in order; nothing comes last."""
    ordered = sorted(range(len(column.values)), key=column.values.__getitem__, reverse=reverse)
    ranks = np.full(len(ordered) + 1, len(ordered), np.int64)
    ranks[np.array(ordered, np.int64) + 1] = np.arange(len(ordered))
    return ranks


def ranked(
    scores: Scores, keys: NDArray[np.int64] | None = None, size: int | None = None
) -> NDArray[np.intp]:
    """Places of the first so many, or of all: by key, then by score, then as they stand."""
    first = -scores if keys is None else keys
    if size is None or not 0 < size < len(scores):
        places = np.arange(len(scores))
    else:
        # What is not among the first of a part of them is not among the first of all.
        part = first[::_PART] if len(scores) >= size * _PART else first
        places = np.flatnonzero(first <= _last_of(part, size))
        places = places[first[places] <= _last_of(first[places], size)]
    order = np.lexsort((places, -scores[places], first[places]))
    return places[order[:size]]


def _last_of(keys: NDArray[Any], size: int) -> Any:
    """The last of the so many least; there must be as many."""
    return np.partition(keys, size - 1)[size - 1]


def _grouped(view: View, docs: Docs, scores: Scores, asked: Asked) -> tuple[Place, ...]:
    """The groups asked for, each where its first document stands, its first documents in order."""
    order = ranked(scores, _keys(view, docs, asked))
    groups = view.column(asked.group).codes[docs[order]]
    _, heads = np.unique(groups, return_index=True)
    shown = groups[np.sort(heads)[asked.start : asked.start + asked.size]]
    made = []
    for group in shown.tolist():
        members = order[np.flatnonzero(groups == group)]
        places = [Place(int(docs[at]), float(scores[at])) for at in members[: asked.per_group]]
        last = places[-1]
        made += [*places[:-1], Place(last.document, last.score, len(members) - len(places))]
    return tuple(made)
