"""The codec beside Whoosh's own: the same reader, the same answers, whatever is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from whoosh import highlight, sorting
from whoosh.analysis import SpaceSeparatedTokenizer, StemmingAnalyzer
from whoosh.columns import (
    BitColumn,
    CompressedBytesColumn,
    FixedBytesColumn,
    NumericColumn,
    RefBytesColumn,
    StructColumn,
    VarBytesColumn,
)
from whoosh.fields import COLUMN, ID, TEXT, FieldType, Schema
from whoosh.formats import CharacterBoosts, Format, PositionBoosts
from whoosh.index import create_in, open_dir
from whoosh.query import Every, FuzzyTerm, Or, Phrase, Prefix, Term
from whoosh.query.spans import SpanNear
from whoosh.reading import TermNotFound
from whoosh.searching import Results
from whoosh.writing import SegmentWriter

from indexer.arrays import ArrayCodec, ArrayWriter, DamagedIndex, View, answer, check
from indexer.arrays.codec import ArraySegment
from indexer.arrays.matcher import BLOCK
from indexer.arrays.plain import whoosh_match
from tests.indexer.arrays.making import SCHEMA, WRITERS, Corpus, Memory, corpora, everything, made

OURS = ("codec", "writer")
slow = settings(max_examples=15, deadline=timedelta(seconds=5))


@slow
@given(corpora)
def test_a_reader_says_the_same_as_with_whooshs_own_codec(corpus: Corpus) -> None:
    stock = everything(made(corpus, WRITERS["stock"]))
    for writer in OURS:
        assert everything(made(corpus, WRITERS[writer])) == stock


@slow
@given(corpora)
def test_merging_by_arrays_is_merging_posting_by_posting(corpus: Corpus) -> None:
    merged = []
    for name, writer in WRITERS.items():
        index = made(corpus, writer)
        if name == "stock" and any(segment.has_deletions() for segment in index._segments()):
            index = made(corpus, WRITERS["codec"])  # Whoosh's vectors get lost in its own merge
        one = writer(index)
        one.commit(optimize=True)
        assert len(index._segments()) == 1
        merged.append(everything(index))
    assert merged[1] == merged[2]
    assert merged[0]["documents"] == merged[1]["documents"]
    assert merged[0]["postings"] == merged[1]["postings"]


def test_segments_of_whooshs_own_codec_are_merged_into_ours() -> None:
    corpus = Corpus((({"text": "a b", "year": 2},), ({"text": "b", "year": 1},)), frozenset())
    index = made(corpus, WRITERS["stock"])
    before = everything(index)
    ArrayWriter(index).commit(optimize=True)
    assert [type(segment) for segment in index._segments()] == [ArraySegment]
    after = everything(index)
    assert {**after, "vectors": None} == {**before, "vectors": None}


def test_open_dir_is_told_nothing(tmp_path: Path) -> None:
    with ArrayWriter(create_in(str(tmp_path), SCHEMA)) as writer:
        writer.add_document(id="1", text="公开 条例")
    names = sorted(path.suffix for path in tmp_path.iterdir() if path.suffix)  # one is a lock
    assert names == [".doc", ".toc", ".trm"]
    index = open_dir(str(tmp_path))
    with index.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(Term("text", "条例"))] == ["1"]
        assert isinstance(searcher.reader().codec(), ArrayCodec)
    check(index)


def test_damage_is_found_by_the_full_check(tmp_path: Path) -> None:
    index = create_in(str(tmp_path), SCHEMA)
    with ArrayWriter(index) as writer:
        writer.add_document(id="1", text="公开 条例")
    (path,) = tmp_path.glob("*.trm")
    data = bytearray(path.read_bytes())
    data[64] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedIndex):
        check(index)


def test_words_that_are_cut_already_make_the_same_index() -> None:
    texts = ["a b a c", "", "b b", "公开 a"]
    cut, plain = (Memory().create_index(SCHEMA) for _ in range(2))
    with ArrayWriter(cut) as writer:
        for number, text in enumerate(texts):
            words = text.split()
            told = {"text": words, "heading": (words, [2 * place for place in range(len(words))])}
            writer.add_words({**told, "bag": words, "agency": words[:1]}, id=str(number), year=2020)
    with ArrayWriter(plain) as writer:
        for number, text in enumerate(texts):
            fields = {"text": text, "heading": text, "bag": text} if text else {}
            writer.add_document(id=str(number), **fields, year=2020, _stored_text=None)
    for name in ("text", "bag"):
        assert _of_field(everything(cut), name) == _of_field(everything(plain), name)
    ((*_, first), *_) = (posting for posting in _of_field(everything(cut), "heading"))
    assert first[0] == (0, 2.0, [2, [0, 4]])
    with cut.reader() as one, plain.reader() as other:
        for number in range(len(texts)):
            lengths = one.doc_field_length(number, "text"), other.doc_field_length(number, "text")
            assert len(set(lengths)) == 1


def _of_field(said: dict[str, Any], name: str) -> list[Any]:
    return [posting for posting in said["postings"] if posting[0] == name]


def test_documents_with_words_and_without_are_put_in_order() -> None:
    index = Memory().create_index(SCHEMA)
    with ArrayWriter(index) as writer:
        writer.add_words({"text": ["b", "a"]}, id="0")
        writer.add_document(id="1", text="a c")
        writer.add_words({"text": ["a"]}, id="2")
    postings = {term: found for _, term, _, _, found in _of_field(everything(index), "text")}
    assert [number for number, *_ in postings[b"a"]] == [0, 1, 2]
    assert postings[b"a"][0] == (0, 1.0, [1, [1]])
    assert list(postings) == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param({"nothing": ["a"]}, Exception, id="no such field"),
        pytest.param({"spans": ["a"]}, TypeError, id="a field that keeps characters"),
        pytest.param({"text": (["a"], [1, 2])}, ValueError, id="more places than words"),
    ],
)
def test_words_that_do_not_fit_are_refused(words: Any, error: type[Exception]) -> None:
    writer = ArrayWriter(Memory().create_index(SCHEMA))
    with pytest.raises(error):
        writer.add_words(words, id="1")
    writer.cancel()


def _long() -> Any:
    """An index whose postings take several blocks, in one segment."""
    index = Memory().create_index(Schema(id=ID(stored=True), text=TEXT(sortable=False)))
    with ArrayWriter(index) as writer:
        for number in range(3 * BLOCK + 5):
            words = ["all", *["odd"] * (number % 7), "even" if number % 2 else "third"]
            writer.add_words({"text": words}, id=str(number))
    return index


@pytest.mark.parametrize("target", [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 3, 3 * BLOCK + 4, 10**6])
@pytest.mark.parametrize("before", [0, 3, BLOCK + 1])
def test_skipping_goes_to_the_first_document_not_before(target: int, before: int) -> None:
    with _long().reader() as reader:
        matcher, all_ids = reader.postings("text", "even"), []
        all_ids = list(reader.postings("text", "even").all_ids())
        for _ in range(before):
            matcher.next()
        matcher.skip_to(target)
        left = [number for number in all_ids[before:] if number >= target]
        assert matcher.is_active() == bool(left)
        assert list(matcher.copy().all_ids()) == left


def test_the_best_are_the_same_when_blocks_are_passed_over() -> None:
    query = Or([Term("text", "odd"), Term("text", "even")])
    with _long().searcher() as searcher:
        best = searcher.search(query, limit=7, optimize=True)
        slow_ = searcher.search(query, limit=7, optimize=False)
        assert [hit.docnum for hit in best] == [hit.docnum for hit in slow_]
        assert [hit.score for hit in best] == [hit.score for hit in slow_]


def _asked(writer: Any = ArrayWriter) -> Any:
    corpus = Corpus(
        (
            ({"text": "ab a c", "agency": "乙局", "year": 2020, "tags": "x,y"},
             {"text": "b a", "agency": "甲局", "year": 2021, "tags": "y"}),
            ({"text": "abc a b", "agency": "丙局", "year": 2019, "tags": "z"},),
        ),
        frozenset(),
    )  # fmt: skip
    return made(corpus, writer)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param(Phrase("text", ["b", "a"]), {"1"}, id="phrase"),
        pytest.param(Phrase("text", ["a", "b"]), {"2"}, id="phrase the other way round"),
        pytest.param(Prefix("text", "ab"), {"0", "2"}, id="prefix"),
        pytest.param(FuzzyTerm("text", "abd", prefixlength=1), {"0", "2"}, id="fuzzy"),
        pytest.param(Every("year"), {"0", "1", "2"}, id="every"),
    ],
)
def test_whooshs_queries_run_on_it(query: Any, ids: set[str]) -> None:
    with _asked().searcher() as searcher:
        assert {hit["id"] for hit in searcher.search(query)} == ids


def test_sorting_facets_highlights_and_spelling() -> None:
    index = _asked()
    with index.searcher() as searcher:
        by_year = searcher.search(Every(), sortedby="year", reverse=True)
        assert [hit["id"] for hit in by_year] == ["1", "0", "2"]
        by_name = searcher.search(Every(), sortedby="agency")
        assert [hit["agency"] for hit in by_name] == ["丙局", "乙局", "甲局"]
        facet = sorting.FieldFacet("tags", allow_overlap=True)
        groups = searcher.search(Every(), groupedby={"tags": facet}).groups("tags")
        assert {tag: len(numbers) for tag, numbers in groups.items()} == {"x": 1, "y": 2, "z": 1}
        (hit,) = searcher.search(Term("text", "abc"))
        hit.results.formatter = highlight.UppercaseFormatter()
        assert hit.highlights("text") == "ABC a b"
        with _asked(SegmentWriter).searcher() as stock:
            said = [one.suggest("text", "abd", limit=9, prefix=1) for one in (searcher, stock)]
        assert said[0] == said[1] == ["a", "ab", "abc"]


def test_deleting_and_taking_it_back() -> None:
    index = _asked()
    writer = ArrayWriter(index)
    writer.delete_document(0)
    writer.commit(merge=False)
    assert index.doc_count() == 2
    writer = ArrayWriter(index)
    writer.delete_document(0, delete=False)
    writer.commit(merge=False)
    assert index.doc_count() == 3


COLUMNS = {
    "number": (NumericColumn("i", default=-1), 5),
    "big": (NumericColumn("Q"), 2**63),
    "truth": (BitColumn(), True),
    "bytes": (VarBytesColumn(), b"abc"),
    "short": (RefBytesColumn(), b"x"),
    "fixed": (FixedBytesColumn(2), b"xy"),
    "struct": (StructColumn("if", (0, 0.0)), (3, 0.5)),
}


BOTH_WAYS = [
    (name, reverse)
    for name, (column, _) in COLUMNS.items()
    for reverse in ((False, True) if column.reversible else (False,))
]


@pytest.mark.parametrize(("name", "reverse"), BOTH_WAYS)
def test_every_kind_of_column(name: str, reverse: bool) -> None:
    column, value = COLUMNS[name]
    schema, said = Schema(id=ID, c=COLUMN(column)), []
    for writer in WRITERS.values():
        index = Memory().create_index(schema)
        for part in ((None, value), (value, None, None)):
            with writer(index) as one:
                for each in part:
                    one.add_document(id="x", **({} if each is None else {"c": each}))
        with writer(index) as one:
            one.optimize = True
        with index.reader() as reader:
            values = reader.column_reader("c", reverse=reverse)
            keys = [values.sort_key(number) for number in range(5)]
            said.append(([values[number] for number in range(5)], list(values), keys))
    assert said[1] == said[0]
    assert said[2] == said[0]


def test_a_column_that_whoosh_cannot_read_where_a_value_is_missing() -> None:
    schema = Schema(id=ID, c=COLUMN(CompressedBytesColumn()))
    index = Memory().create_index(schema)
    with ArrayWriter(index) as writer:
        writer.add_document(id="x")
        writer.add_document(id="y", c=b"abcabc")
    with index.reader() as reader:
        assert list(reader.column_reader("c")) == [b"", b"abcabc"]


class Boosted(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field with boosts of its own for each place."""

    def __init__(self, format_: Format) -> None:
        self.analyzer, self.format = SpaceSeparatedTokenizer(), format_
        self.scorable, self.stored = True, False


@pytest.mark.parametrize("format_", [PositionBoosts(), CharacterBoosts()], ids=repr)
def test_formats_with_boosts(format_: Format) -> None:
    said = []
    for writer in WRITERS.values():
        index = Memory().create_index(Schema(text=Boosted(format_)))
        with writer(index) as one:
            one.add_document(text="a b a")
        with index.reader() as reader:
            matcher = reader.postings("text", "a")
            kinds = ("positions", "position_boosts", "frequency")
            said.append([matcher.weight(), *map(matcher.value_as, kinds)])
    assert said[1:] == said[:1] * 2


class Strange(PositionBoosts):  # type: ignore[misc]  # Whoosh has no types
    """Nobody knows what stands in its values."""


def test_a_format_that_is_not_whooshs_own_is_refused() -> None:
    writer = ArrayWriter(Memory().create_index(Schema(text=Boosted(Strange()))))
    with pytest.raises(TypeError, match="no array form"):
        writer.add_document(text="a")
    writer.cancel()


def test_words_kept_for_spelling() -> None:
    schema = Schema(text=TEXT(StemmingAnalyzer(), spelling=True))
    index = Memory().create_index(schema)
    with SegmentWriter(index, codec=ArrayCodec()) as writer:
        writer.add_document(text="rendering shading")
    with index.searcher() as searcher:
        assert searcher.suggest("text", "renderin") == ["rendering"]


def test_a_reader_keeps_what_it_was_opened_on(tmp_path: Path) -> None:
    index = create_in(str(tmp_path), SCHEMA)
    for number in range(2):
        with ArrayWriter(index) as writer:
            writer.add_document(id=str(number), text=f"公开 {number}")
            writer.merge = False
    with index.reader() as before:
        ArrayWriter(index).commit(optimize=True)  # removes the files of both segments
        assert before.doc_frequency("text", "公开") == 2
        assert [stored["id"] for _, stored in before.iter_docs()] == ["0", "1"]
    with index.reader() as after:
        assert after.is_atomic()
        assert list(after.postings("text", "公开").all_ids()) == [0, 1]


def test_threads_share_one_reader() -> None:
    with _long().reader() as reader:
        view, query = View(reader), Or([Term("text", "odd"), Phrase("text", ["odd", "even"])])
        alone = answer(view, query)

        def asked(_: int) -> Any:
            matched = whoosh_match(view, query).docs.tolist()
            return answer(View(reader), query), answer(view, query), matched

        with ThreadPoolExecutor(4) as pool:
            said = list(pool.map(asked, range(12)))
    assert all(one[:2] == (alone, alone) for one in said)
    assert len({tuple(one[2]) for one in said}) == 1


def test_what_is_not_there() -> None:
    with _asked().reader() as reader:
        assert reader.readers[0]._perdoc.list_columns() == ["agency", "year"]
        assert ("text", "nothing") not in reader
        assert reader.doc_frequency("text", "nothing") == 0
        assert reader.frequency("when", b"x") == 0
        assert list(reader.expand_prefix("heading", "a")) == []
        with pytest.raises(TermNotFound):
            reader.postings("text", "nothing")


USES: dict[str, Any] = {
    "frequent terms": lambda one: one.reader().most_frequent_terms("text", 3),
    "first document": lambda one: one.reader().first_id("text", "公开"),
    "key terms": lambda one: one.search(Term("text", "公开")).key_terms("text"),
    "more alike": lambda one: one.search(Term("text", "公开"))[0].more_like_this("text"),
    "corrections": lambda one: one.suggest("text", "条列"),
    "by a value": lambda one: one.documents(agency="甲局"),
    "sorted by two": lambda one: one.search(
        Every(), sortedby=sorting.MultiFacet(["agency", "year"])
    ),
    "sorted by words": lambda one: one.search(Every(), sortedby="text"),
    "grouped": lambda one: one.search(Every(), groupedby="year").groups("year"),
    "collapsed": lambda one: one.search(Term("text", "b"), collapse="agency"),
    "near": lambda one: one.search(SpanNear(Term("text", "a"), Term("text", "c"), slop=3)),
    "filtered": lambda one: one.search(Every(), filter=Term("agency", "乙局")),
    "a page": lambda one: one.search_page(Every(), 2, pagelen=2).results,
}


@pytest.mark.parametrize("name", USES)
def test_what_people_do_with_whoosh(name: str) -> None:
    first = {"text": "a b c", "year": 2020, "agency": "甲局", "tags": "x,y"}
    second = {"text": "b b 公开", "agency": "乙局"}
    third = {"text": "c 公开 条例 e", "year": 2019, "tags": "y"}
    corpus, said = Corpus(((first, second), (third,)), frozenset()), []
    for writer in WRITERS.values():
        with made(corpus, writer).searcher() as searcher:
            found = USES[name](searcher)
            listed = isinstance(found, Results | Iterator)
            said.append([dict(one) for one in found] if listed else found)
    assert said[1:] == said[:1] * 2
