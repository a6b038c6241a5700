"""Pages, facets, orders and groups of an answer, beside what a plain search makes of them."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import Every, Or, Phrase, Query, Term

from indexer.arrays import ArrayWriter, Asked, View, answer
from indexer.arrays.answers import ranked
from tests.indexer.arrays.making import Corpus, corpora, made
from tests.indexer.arrays.plainly import Plain

QUERIES: list[Query] = [
    Every(),
    Term("text", "a"),
    Or([Term("text", "ab"), Term("heading", "公开", boost=2.0)]),
]
FILTERS: list[dict[str, Any]] = [
    {},
    {"agency": {"甲局", "乙局"}},
    {"agency": {"甲局"}, "year": set(range(2010, 2018))},
    {"year": {2008}, "table": {True}},
]
brief = settings(max_examples=30, deadline=timedelta(seconds=5))


def _passes(document: dict[str, Any], filters: dict[str, Any], but: str = "") -> bool:
    return all(document.get(name) in wanted for name, wanted in filters.items() if name != but)


@brief
@given(corpora, st.sampled_from(QUERIES), st.sampled_from(FILTERS), st.integers(0, 3))
def test_totals_facets_and_the_best(
    corpus: Corpus, query: Query, filters: dict[str, Any], start: int
) -> None:
    plain = Plain(corpus)
    scores = plain.scores(query)
    left = [one for one in sorted(scores) if _passes(plain.documents[one], filters)]
    asked = Asked(
        start=start,
        size=4,
        filters={name: wanted.__contains__ for name, wanted in filters.items()},
        facets=("agency", "year", "tags"),
        split={"tags": lambda value: value.split(",") if value else ()},
    )
    with made(corpus, ArrayWriter).reader() as reader:
        said = answer(View(reader), query, asked)
    assert said.total == len(left)
    best = sorted((scores[one] for one in left), reverse=True)[start : start + 4]
    assert [place.score for place in said.places] == pytest.approx(best, rel=1e-4)
    for place in said.places:
        assert place.document in left
        assert place.score == pytest.approx(scores[place.document], rel=1e-4)
    for name in asked.facets:
        counted: Counter[Any] = Counter()
        for one in scores:
            document = plain.documents[one]
            if _passes(document, filters, but=name) and document.get(name) is not None:
                value = document[name]
                counted.update(plain.words(one, name) if name == "tags" else [value])
        assert said.facets[name] == dict(counted)


@brief
@given(corpora, st.booleans())
def test_sorted_by_a_field_then_by_score(corpus: Corpus, reverse: bool) -> None:
    plain, query = Plain(corpus), Or([Every(), Term("text", "a")])
    scores = plain.scores(query)

    def key(number: int) -> tuple[Any, ...]:
        year = plain.documents[number].get("year")
        return year is None, (-year if reverse else year) if year else 0, -scores[number]

    with made(corpus, ArrayWriter).reader() as reader:
        view = View(reader)
        whole, page = (
            answer(view, query, Asked(start=start, size=size, sort="year", reverse=reverse))
            for start, size in ((0, 100), (1, 3))
        )
    keys = [key(place.document) for place in whole.places]
    assert [one[:2] for one in keys] == sorted(one[:2] for one in keys)
    assert all(one[2] <= other[2] + 1e-4 for one, other in pairwise(keys) if one[:2] == other[:2])
    assert sorted(place.document for place in whole.places) == sorted(scores)
    assert page.places == whole.places[1:4]


@brief
@given(corpora, st.integers(0, 2), st.integers(1, 3))
def test_grouped_by_a_field(corpus: Corpus, start: int, per_group: int) -> None:
    plain, query = Plain(corpus), Or([Every(), Term("text", "a")])
    with made(corpus, ArrayWriter).reader() as reader:
        view = View(reader)
        flat = answer(view, query, Asked(size=100)).places
        asked = Asked(start=start, size=2, group="agency", per_group=per_group)
        said = answer(view, query, asked).places
    groups: dict[Any, list[Any]] = {}
    for place in flat:
        groups.setdefault(plain.documents[place.document].get("agency"), []).append(place.document)
    expected = []
    for members in list(groups.values())[start : start + 2]:
        shown = members[:per_group]
        expected += [(one, 0) for one in shown[:-1]]
        expected.append((shown[-1], len(members) - len(shown)))
    assert [(place.document, place.more) for place in said] == expected


@pytest.mark.parametrize("size", [None, 0, 1, 3, 5, 9])
def test_equal_scores_stand_in_the_order_of_documents(size: int | None) -> None:
    scores = np.array([1, 3, 1, 3, 2], np.float32)
    assert ranked(scores, size=size).tolist() == [1, 3, 4, 0, 2][:size]


@given(
    st.lists(st.integers(0, 9), max_size=400),
    st.sampled_from([1, 2, 3, 5, 64, 100]),
    st.none() | st.integers(2, 9),
)
def test_the_first_so_many_are_the_first_of_all(
    numbers: list[int], size: int, keys: int | None
) -> None:
    scores = np.array(numbers, np.float32)
    by = None if keys is None else np.arange(len(numbers)) * 7 % keys
    whole = sorted(
        range(len(numbers)),
        key=lambda place: (0 if by is None else int(by[place]), -numbers[place], place),
    )
    assert ranked(scores, by, size).tolist() == whole[:size]


def test_an_answer_says_what_whoosh_had_to_match() -> None:
    index = made(Corpus((({"text": "a b c"},),), frozenset()), ArrayWriter)
    with index.reader() as reader:
        view = View(reader)
        assert answer(view, Phrase("text", ["a", "b"])).strange == ()
        assert answer(view, Phrase("text", ["a", "c"], slop=2)).strange == ("Phrase",)


def test_values_of_several_segments_are_counted_together() -> None:
    parts: Any = (({"text": "a", "agency": "甲局"}, {"text": "b", "agency": "乙局"}),) * 3
    index = made(Corpus(parts, frozenset({0})), ArrayWriter)
    with index.reader() as reader:
        said = answer(View(reader), Every(), Asked(facets=("agency",), size=1))
    assert said.facets == {"agency": {"乙局": 3, "甲局": 2}}
    assert said.total == 5
