"""Whoosh as it comes: its own codec, its own search with groups and a filter."""

from collections.abc import Iterable
from pathlib import Path

from whoosh.index import create_in, open_dir
from whoosh.query import And, NumericRange, Query, Term
from whoosh.sorting import FieldFacet

from bench.engines.arrays import SCHEMA, whoosh_query
from bench.engines.job import FACETS, Said
from bench.engines.passages import Passage, Question


class Stock:
    """Whoosh 2.7.4."""

    name = "whoosh"

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        writer = create_in(str(folder), SCHEMA).writer(limitmb=512)
        for one in given:
            text = " ".join(one.words)
            writer.add_document(text=text, agency=one.agency, year=one.year, section=one.section)
        writer.commit()

    def open(self, folder: Path) -> None:
        self._searcher = open_dir(str(folder)).searcher()

    def ask(self, question: Question) -> Said | None:
        groups = {name: FieldFacet(name, maptype=None) for name in FACETS}
        limits = _limits(question)
        found = self._searcher.search(
            whoosh_query(question), limit=10, groupedby=groups, filter=limits
        )
        best = [hit.docnum for hit in found]
        return Said(len(found), best, [len(found.groups(name)) for name in FACETS])

    def close(self) -> None:
        self._searcher.close()


def _limits(question: Question) -> Query | None:
    made: list[Query] = []
    if question.agency is not None:
        made.append(Term("agency", question.agency))
    if question.years is not None:
        made.append(NumericRange("year", *question.years))
    if question.section is not None:
        made.append(Term("section", question.section))
    return And(made) if made else None
