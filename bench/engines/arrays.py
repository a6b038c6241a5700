"""Ours: a Whoosh index on arrays, asked through the evaluator."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import And, Or, Phrase, Prefix, Query, Term

from bench.engines.job import FACETS, Said
from bench.engines.passages import Passage, Question
from indexer.arrays import ArrayWriter, Asked, View, answer

SCHEMA = Schema(
    text=TEXT(SpaceSeparatedTokenizer()),
    agency=ID(stored=True, sortable=True),
    year=NUMERIC(int, stored=True, sortable=True, shift_step=0),
    section=NUMERIC(int, stored=True, sortable=True, shift_step=0),
)


def whoosh_query(question: Question) -> Query:
    """The question without its filters."""
    if question.kind == "phrase":
        return Phrase("text", list(question.words))
    if question.kind == "prefix":
        return Prefix("text", question.words[0])
    terms = [Term("text", word) for word in question.words]
    return And(terms) if question.kind == "all" else Or(terms)


class Arrays:
    """The index of arrays."""

    name = "arrays"

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        with ArrayWriter(create_in(str(folder), SCHEMA)) as writer:
            for one in given:
                words = {"text": one.words}
                writer.add_words(words, agency=one.agency, year=one.year, section=one.section)

    def open(self, folder: Path) -> None:
        self._view = View(open_dir(str(folder)).reader())

    def ask(self, question: Question) -> Said | None:
        asked = Asked(filters=_filters(question), facets=FACETS)
        said = answer(self._view, whoosh_query(question), asked)
        best = [place.document for place in said.places]
        return Said(said.total, best, [len(said.facets[name]) for name in FACETS])

    def close(self) -> None:
        self._view.reader.close()


def _filters(question: Question) -> dict[str, Callable[[Any], bool]]:
    made: dict[str, Callable[[Any], bool]] = {}
    if question.agency is not None:
        made["agency"] = question.agency.__eq__
    if question.years is not None:
        first, last = question.years
        made["year"] = lambda year: first <= year <= last
    if question.section is not None:
        made["section"] = question.section.__eq__
    return made
