"""The search itself, from question to answer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from urllib.parse import urlencode

from corpus.catalogue import Catalogue, ReportRow, Selection
from corpus.headings import SECTION_TITLES
from corpus.model import Passage
from indexer.engine import Found, SearchEngine
from indexer.query import terms
from indexer.words import find_terms
from search_api.answers import Answer, Answered, Asked, Figure
from search_api.service.facets import facets_of
from search_api.service.instead import freed, reworded
from search_api.service.library import Library
from search_api.service.question import (
    Question,
    check_limits,
    filters_of,
    request_of,
    selection_of,
    understand,
)
from search_api.statistics import beside, figures, headline

ROWS_OF = 20
"""Reports whose figures are shown when no passage answers: as many as a page of passages."""


def search(library: Library, asked: Asked) -> Answer:
    """The passages that answer, best first, with their figures, facets and notes.

    Raises BadQuestion beyond a limit, NoIndex before anything was ingested.
    """
    started = perf_counter()
    check_limits(asked, library.settings)
    catalogue = library.catalogue
    with catalogue.snapshot():  # passages, figures and the engine are all of one generation
        answer = _answer(understand(asked, catalogue), catalogue, library.engine())
    return replace(answer, took_ms=round((perf_counter() - started) * 1000, 1))


def _answer(question: Question, catalogue: Catalogue, engine: SearchEngine) -> Answer:
    found = engine.search(request_of(question, catalogue))
    return Answer(
        asked=question.typed,
        applied=filters_of(question.asked),
        interpreted=question.reading.interpreted,
        terms=terms(question.query),
        notes=tuple(notes_on(question, found, catalogue)),
        total=found.total,
        reports=found.reports,
        pages=pages_of(question.asked, found),
        took_ms=0.0,
        hits=hits_of(question, found, catalogue),
        facets=facets_of(question, found, catalogue, engine),
        indicators=question.meant or headline(),
        rows=rows_of(question, found, catalogue),
        suggestions=tuple(reworded(question, found, catalogue, engine)),
        alternatives=tuple(freed(question, found, catalogue, engine)),
    )


def pages_of(asked: Asked, found: Found) -> int:
    """Pages of passages, or of reports if grouped; 0 if nothing was found."""
    return math.ceil((found.reports if asked.group else found.total) / asked.size)


def notes_on(question: Question, found: Found, catalogue: Catalogue) -> Iterator[str]:
    """What the reader must know: how odd input was read, and what is not there."""
    yield from dict.fromkeys((*question.notes, *(found.notes if found.total else ())))
    if found.total and not found.hits:
        pages = pages_of(question.asked, found)
        yield f"第 {question.asked.page} 页超出范围，共 {pages} 页"
    yield from _years_without_reports(question.asked.year, catalogue)


def _years_without_reports(years: Sequence[int], catalogue: Catalogue) -> Iterator[str]:
    for year in years:
        if not catalogue.reports(Selection(year=frozenset({year})), size=1)[1]:
            yield f"没有 {year} 年的报告"


def hits_of(question: Question, found: Found, catalogue: Catalogue) -> tuple[Answered, ...]:
    """The hits with all that is shown of them. One that has just been replaced is left out."""
    passages = catalogue.passages(hit.passage for hit in found.hits)
    rows = catalogue.report_rows({hit.report for hit in found.hits})
    there = [hit for hit in found.hits if hit.passage in passages and hit.report in rows]
    aside = beside(catalogue, [passages[hit.passage] for hit in there], question.meant)
    return tuple(
        Answered(
            score=hit.score if math.isfinite(hit.score) else 0.0,
            report=rows[hit.report],
            passage=passage,
            section_title=SECTION_TITLES.get(passage.section, ""),
            highlights=find_terms(passage.text, question.query),
            statistics=shown,
            url=passage_url(rows[hit.report], passage, question.asked.q),
            more=hit.more,
        )
        for hit, shown in zip(there, aside, strict=True)
        for passage in (passages[hit.passage][1],)
    )


def passage_url(row: ReportRow, passage: Passage, q: str = "") -> str:
    """Where the passage stands on the report's page, with the words to be marked there."""
    query = f"?{urlencode({'q': q})}" if q else ""
    return f"/reports/{row.id}{query}#p{passage.order}"


def rows_of(question: Question, found: Found, catalogue: Catalogue) -> tuple[Figure, ...]:
    """The figures of the whole answer: of the reports on this page, else of those filtered for."""
    meant, asked = question.meant or headline(), question.asked
    reports = dict.fromkeys(hit.report for hit in found.hits)
    if not reports and not found.total and (question.meant or filters_of(asked)):
        first, _ = catalogue.reports(selection_of(asked), size=ROWS_OF)
        reports = dict.fromkeys(row.id for row in first)
    if not reports:
        return ()
    order = {report_id: place for place, report_id in enumerate(reports)}
    shown = figures(catalogue, Selection(report=frozenset(reports)), meant)
    return tuple(sorted(shown, key=lambda one: order[one.report]))
