"""Engines of others. What is imported here may be missing; `KINDS` has those that are there."""

import importlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench.engines.arrays import Arrays
from bench.engines.job import FACETS, Engine, Said
from bench.engines.passages import Passage, Question
from bench.engines.stock import Stock


def _installed(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


_tantivy: Any = _installed("tantivy")
_bm25s: Any = _installed("bm25s")


class Tantivy:
    """tantivy, in Rust, through its own Python package."""

    name = "tantivy"

    def __init__(self) -> None:
        made = _tantivy.SchemaBuilder()
        made.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        made.add_text_field("agency", tokenizer_name="raw", fast=True, index_option="basic")
        for name in ("year", "section"):
            made.add_integer_field(name, indexed=True, fast=True)
        self._schema = made.build()
        self._facets = {
            name: {"terms": {"field": name, "size": 1000, "segment_size": 1000}} for name in FACETS
        }

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        writer = _tantivy.Index(self._schema, str(folder)).writer(500_000_000, 1)
        for one in given:
            fields = {"agency": one.agency, "year": one.year, "section": one.section}
            writer.add_document(_tantivy.Document(text=" ".join(one.words), **fields))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        index = _tantivy.Index.open(str(folder))
        self._searcher = index.searcher()

    def ask(self, question: Question) -> Said | None:
        query = self._query(question)
        found = self._searcher.search(query, limit=10, count=True)
        facets = self._searcher.aggregate(query, self._facets)
        best = [place.doc for _, place in found.hits]
        return Said(found.count, best, [len(facets[name]["buckets"]) for name in FACETS])

    def close(self) -> None:
        del self._searcher

    def _query(self, question: Question) -> Any:
        make, must = _tantivy.Query, _tantivy.Occur.Must
        if question.kind == "phrase":
            parts = [(must, make.phrase_query(self._schema, "text", list(question.words)))]
        elif question.kind == "prefix":
            pattern = f"{question.words[0]}.*"
            parts = [(must, make.regex_query(self._schema, "text", pattern))]
        else:
            each = must if question.kind == "all" else _tantivy.Occur.Should
            terms = [(each, make.term_query(self._schema, "text", one)) for one in question.words]
            parts = [(must, make.boolean_query(terms))]
        return make.boolean_query(parts + [(must, one) for one in self._limits(question)])

    def _limits(self, question: Question) -> list[Any]:
        make, schema = _tantivy.Query, self._schema
        made = []
        if question.agency is not None:
            made.append(make.term_query(schema, "agency", question.agency, index_option="basic"))
        if question.years is not None:
            integer = _tantivy.FieldType.Integer
            made.append(make.range_query(schema, "year", integer, *question.years))
        if question.section is not None:
            made.append(make.term_query(schema, "section", question.section))
        return [make.const_score_query(one, 0.0) for one in made]


class Fts5:
    """SQLite's full-text index, without its texts, and a table for the facets."""

    name = "fts5"

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        with sqlite3.connect(folder / "index.sqlite") as db:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(text, content='', tokenize='ascii')")
            db.execute(
                "CREATE TABLE m (id INTEGER PRIMARY KEY, agency TEXT, year INT, section INT)"
            )
            for number, one in enumerate(given):
                row = (number, one.agency, one.year, one.section)
                db.execute("INSERT INTO m VALUES (?, ?, ?, ?)", row)
                db.execute("INSERT INTO t (rowid, text) VALUES (?, ?)",
                           (number, " ".join(one.words)))  # fmt: skip
        db.close()

    def open(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "index.sqlite")

    def ask(self, question: Question) -> Said | None:
        where, values = _where(question)
        table = f"FROM t JOIN m ON m.id = t.rowid WHERE t MATCH ?{where}"
        rows = self._db.execute(f"SELECT t.rowid {table} ORDER BY rank LIMIT 10", values)
        best = [number for (number,) in rows]
        facets = [
            dict(self._db.execute(f"SELECT {name}, count(*) {table} GROUP BY 1", values))
            for name in FACETS
        ]
        return Said(sum(facets[0].values()), best, [len(facet) for facet in facets])

    def close(self) -> None:
        self._db.close()


def _where(question: Question) -> tuple[str, list[Any]]:
    words = question.words
    text = {
        "all": " ".join(words),
        "any": " OR ".join(words),
        "phrase": f'"{" ".join(words)}"',
        "prefix": f"{words[0]}*",
    }[question.kind]
    where, values = "", [text, question.agency, *(question.years or ()), question.section]
    if question.agency is not None:
        where += " AND agency = ?"
    if question.years is not None:
        where += " AND year BETWEEN ? AND ?"
    if question.section is not None:
        where += " AND section = ?"
    return where, [value for value in values if value is not None]


class Bm25s:
    """bm25s: scores worked out when the index is made. It knows any of several words only."""

    name = "bm25s"

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        rows = list(given)
        model = _bm25s.BM25(k1=1.2, b=0.75)
        model.index([one.words for one in rows], show_progress=False)
        model.save(str(folder))
        for name in FACETS:
            values = np.array([getattr(one, name) for one in rows])
            np.save(folder / f"{name}.npy", np.unique(values, return_inverse=True)[1])
            np.save(folder / f"{name}.values.npy", np.unique(values))

    def open(self, folder: Path) -> None:
        self._model = _bm25s.BM25.load(str(folder), mmap=True)
        self._codes = {name: np.load(folder / f"{name}.npy") for name in FACETS}
        self._values = {name: np.load(folder / f"{name}.values.npy") for name in FACETS}

    def ask(self, question: Question) -> Said | None:
        if question.kind != "any" and (question.kind != "all" or len(question.words) > 1):
            return None
        scores = self._model.get_scores(list(question.words))
        there = scores > 0
        for name, fits in (
            ("agency", question.agency and (lambda value: value == question.agency)),
            ("year", question.years and (lambda value: _within(value, question.years))),
            ("section", question.section and (lambda value: value == question.section)),
        ):
            if fits:
                there &= fits(self._values[name])[self._codes[name]]
        docs = np.flatnonzero(there)
        best = docs[np.argsort(-scores[docs])[:10]] if len(docs) < 11 else _top(scores, docs)
        counts = [np.bincount(self._codes[name][docs]) for name in FACETS]
        return Said(len(docs), best.tolist(), [int((one > 0).sum()) for one in counts])

    def close(self) -> None:
        del self._model


def _within(values: Any, years: tuple[int, int] | None) -> Any:
    first, last = years or (0, 0)
    return (values >= first) & (values <= last)


def _top(scores: Any, docs: Any) -> Any:
    places = np.argpartition(-scores[docs], 10)[:10]
    return docs[places[np.argsort(-scores[docs[places]])]]


KINDS: dict[str, type[Engine]] = {
    "arrays": Arrays,
    "whoosh": Stock,
    **({"tantivy": Tantivy} if _tantivy else {}),
    "fts5": Fts5,
    **({"bm25s": Bm25s} if _bm25s else {}),
}
MISSING = [name for name in ("tantivy", "bm25s") if name not in KINDS]
