"""The evaluator: Whoosh's documents, and the scores of BM25F computed plainly."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, TEXT, Schema
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Require,
    Term,
    TermRange,
    Wildcard,
)
from whoosh.query.qcore import QueryError

from indexer.arrays import ArrayWriter, InFields, View
from indexer.arrays.evaluate import Evaluator
from indexer.arrays.plain import whoosh_match
from tests.indexer.arrays.making import SCHEMA, WORDS, WRITERS, Corpus, Memory, corpora, made
from tests.indexer.arrays.plainly import Plain

names = st.sampled_from(["text", "heading", "bag", "tags"])
words = st.sampled_from([*WORDS, "x", "nowhere"])
boosts = st.sampled_from([1.0, 0.5, 3.0])
flags = st.booleans()
years = st.none() | st.integers(2006, 2026)

leaves = st.one_of(
    st.builds(Term, names, words, boosts),
    st.builds(Term, st.just("agency"), st.sampled_from(["甲局", "丁局"]), boosts),
    st.builds(InFields, words, st.just({"text": 1.0, "heading": 0.5}), boosts),
    st.builds(Phrase, st.just("text"), st.lists(words, min_size=1, max_size=3)),
    st.builds(Prefix, names, st.sampled_from(["a", "ab", "公", "z"]), boosts),
    st.builds(Wildcard, names, st.sampled_from(["?b", "a*c", "?开"]), boosts),
    st.builds(FuzzyTerm, names, words, boosts, st.integers(1, 2), st.integers(0, 1)),
    st.builds(TermRange, names, st.none() | words, st.none() | words, flags, flags, boosts),
    st.builds(NumericRange, st.just("year"), years, years, flags, flags),
    st.builds(Every, st.sampled_from([None, "text", "tags"]), boosts),
)


def _trees(*pairs: Any) -> st.SearchStrategy[Query]:
    def branches(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        some = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            st.builds(And, some, boosts),
            st.builds(Or, some, boosts),
            st.builds(Not, inner),
            *(st.builds(kind, inner, inner) for kind in pairs),
            st.builds(ConstantScoreQuery, inner, boosts),
        )

    return st.recursive(leaves, branches, max_leaves=6)


trees = _trees(AndNot, AndMaybe, Require)
sound = _trees(AndMaybe)
"""Without what the matchers of Whoosh 2.7.4 get wrong: `Require`'s leaves out what it should
require, `AndNot`'s may keep its first document although the second part has it."""


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(corpora, st.lists(trees, min_size=1, max_size=8))
def test_documents_and_scores_are_those_of_a_plain_search(
    corpus: Corpus, queries: list[Query]
) -> None:
    plain = Plain(corpus)
    with made(corpus, ArrayWriter).reader() as reader:
        view = View(reader)
        for query in queries:
            evaluator = Evaluator(view)
            match = evaluator.match(query)
            expected = plain.scores(query)
            assert sorted(expected) == match.docs.tolist(), query
            wanted = [expected[number] for number in match.docs.tolist()]
            assert match.scores(match.docs) == pytest.approx(wanted, rel=1e-4, abs=1e-6), query
            assert not evaluator.strange


@settings(max_examples=25, deadline=timedelta(seconds=5), phases=[Phase.generate])
@given(corpora, st.lists(sound, min_size=1, max_size=4))
def test_documents_are_those_of_whooshs_matchers_and_codec(
    corpus: Corpus, queries: list[Query]
) -> None:
    stock = made(corpus, WRITERS["stock"])
    with made(corpus, ArrayWriter).reader() as reader, stock.searcher() as searcher:
        view, deleted = View(reader), reader.is_deleted  # Whoosh's `Not` may give a deleted one
        for query in queries:
            docs = Evaluator(view).match(query).docs.tolist()
            stock_docs = [one for one in searcher.docs_for_query(query) if not deleted(one)]
            assert sorted(stock_docs) == docs, query
            assert whoosh_match(view, query).docs.tolist() == docs, query


@given(corpora, trees, st.sets(st.integers(0, 24)))
@settings(max_examples=40, deadline=timedelta(seconds=5))
def test_scores_of_some_documents_are_those_of_all(
    corpus: Corpus, query: Query, some: set[int]
) -> None:
    with made(corpus, ArrayWriter).reader() as reader:
        view = View(reader)
        match = Evaluator(view).match(query)
        whole = dict(zip(match.docs.tolist(), match.scores(match.docs).tolist(), strict=True))
        docs = np.array(sorted(number for number in some if number < view.size), np.intp)
        wanted = [whole.get(number, 0.0) for number in docs.tolist()]
        assert match.scores(docs) == pytest.approx(wanted, rel=1e-5, abs=1e-6)


def _few() -> Any:
    return made(
        Corpus((({"text": "a b c"}, {"text": "a c b"}), ({"text": "公开 条例 a"},)), frozenset()),
        ArrayWriter,
    )


@pytest.mark.parametrize(
    ("query", "docs", "strange"),
    [
        pytest.param(NullQuery, [], (), id="nothing asked for"),
        pytest.param(And([]), [], (), id="nothing to have all of"),
        pytest.param(Or([]), [], (), id="nothing to have any of"),
        pytest.param(Term("nowhere", "a"), [], (), id="no such field"),
        pytest.param(Term("year", "abc"), [], (), id="no number"),
        pytest.param(Phrase("text", []), [], (), id="empty phrase"),
        pytest.param(Phrase("text", ["a", "c"], slop=2), [0, 1], ("Phrase",), id="loose phrase"),
        pytest.param(Or([Term("text", "b")], scale=0.5), [0, 1], ("Or",), id="coordination"),
        pytest.param(
            *(And([DisjunctionMax([Term("text", "b"), Term("text", "公开")]), Every()]), [0, 1, 2]),
            ("DisjunctionMax",), id="the best of several",
        ),
        pytest.param(Regex("text", "^[bc]$"), [0, 1], (), id="regular expression"),
        pytest.param(Prefix("text", ""), [0, 1, 2], (), id="any prefix"),
        pytest.param(Wildcard("text", "*"), [0, 1, 2], (), id="any word"),
        pytest.param(Prefix("text", "公", constantscore=False), [2], (), id="scored prefix"),
    ],
)  # fmt: skip
def test_odd_queries(query: Query, docs: list[int], strange: tuple[str, ...]) -> None:
    with _few().reader() as reader:
        evaluator = Evaluator(View(reader))
        match = evaluator.match(query)
        assert match.docs.tolist() == docs
        assert len(match.scores(match.docs)) == len(docs)
        assert tuple(evaluator.strange) == strange


def test_scores_of_whooshs_matchers_are_ours() -> None:
    query = Or([Term("text", "a"), Term("text", "b"), Term("id", "2")])
    with _few().reader() as reader:
        view = View(reader)
        ours, theirs = Evaluator(view).match(query), whoosh_match(view, query)
        assert ours.docs.tolist() == theirs.docs.tolist()
        assert ours.scores(ours.docs) == pytest.approx(theirs.scores(theirs.docs), rel=1e-5)


def test_a_phrase_where_no_places_are_kept_is_an_error_as_it_is_in_whoosh() -> None:
    schema = Schema(id=ID, bag=TEXT(phrase=False))
    index = Memory().create_index(schema)
    with ArrayWriter(index) as writer:
        writer.add_document(bag="one two")
    with index.reader() as reader, pytest.raises(QueryError, match="no positions"):
        Evaluator(View(reader)).match(Phrase("bag", ["one", "two"]))


def test_only_segments_of_arrays_are_viewed() -> None:
    index = made(Corpus((({"text": "a"},),), frozenset()), WRITERS["stock"])
    with index.reader() as reader, pytest.raises(TypeError, match="not a segment of arrays"):
        View(reader)


def test_an_empty_index_has_nothing() -> None:
    with Memory().create_index(SCHEMA).reader() as reader:
        view = View(reader)
        for query in (Term("text", "a"), Every(), Every("text"), Not(Term("text", "a"))):
            assert Evaluator(view).match(query).docs.tolist() == []
