"""The search itself, from question to answer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from urllib.parse import urlencode

from corpus.catalogue import Catalogue, ReportRow, Selection
from corpus.headings import SECTION_TITLES
from corpus.model import Passage, Report
from indexer.engine import Explained, Found, Hit, Request
from indexer.query import Query, terms
from indexer.text import squeeze
from indexer.words import pieces, spellings, units
from search_api.answers import Answer, Answered, Asked, Figure, NoIndex
from search_api.service.facets import facets_of
from search_api.service.instead import freed, reworded
from search_api.service.library import Library
from search_api.service.phrases import Folded, Marks, Standing, folded, marker, news, repeated
from search_api.service.phrases import in_order as phrases_last
from search_api.service.question import (
    Question,
    check_limits,
    filters_of,
    query_of,
    request_of,
    selection_of,
    understand,
)
from search_api.service.snippets import snippet
from search_api.service.sorting import in_order, notes_on_order, sorted_by
from search_api.service.suggest import corrections
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
        fresh = news(library).passages if asked.new else None
        engine = Standing(library.engine(), asked.exact, fresh)
        answer = _answer(library, _with_order(understand(asked, catalogue)), engine)
    return replace(answer, took_ms=round((perf_counter() - started) * 1000, 1))


def _with_order(question: Question) -> Question:
    """The figure that passages are sorted by is the first of those that stand beside them."""
    by = sorted_by(question.asked.sort)
    if by is None:
        return question
    others = (one for one in question.meant if one.indicator != by.indicator)
    return replace(question, meant=(by, *others))


def _answer(library: Library, question: Question, engine: Standing) -> Answer:
    catalogue, asked = library.catalogue, question.asked
    plain = replace(request_of(question, catalogue), explain=asked.explain)
    request = in_order(plain, asked, catalogue)
    page = _page(request, question, catalogue, engine)
    found = page.found
    return Answer(
        asked=question.typed,
        applied=filters_of(asked),
        interpreted=question.interpreted,
        terms=terms(question.query),
        notes=(
            *notes_on(question, page, catalogue),
            *notes_on_order(request, asked, found, engine),
            *(_notes_on_news(library) if asked.new else ()),
        ),
        total=found.total,
        reports=found.reports,
        pages=pages_of(asked, page),
        took_ms=0.0,
        hits=hits_of(question, page, catalogue),
        facets=facets_of(question, found, catalogue, engine),
        indicators=question.meant or headline(),
        rows=rows_of(question, found, catalogue),
        synonyms=found.synonyms,
        explained=_explained(found),
        suggestions=tuple(reworded(question, found, catalogue, engine, corrections(library))),
        alternatives=tuple(freed(question, found, catalogue, engine)),
    )


def _page(request: Request, question: Question, catalogue: Catalogue, engine: Standing) -> Folded:
    """The hits of the page: set phrases further down where relevance is the order."""
    if question.asked.fold:
        return folded(replace(request, group=False), catalogue, engine)
    if request.sort == "relevance" and terms(question.query):
        return Folded(phrases_last(request, catalogue, engine), {})
    return Folded(engine.search(request), {})


def _explained(found: Found) -> Explained | None:
    """What was explained, without the passages that are on other pages."""
    if found.explained is None:
        return None
    here = {hit.passage for hit in found.hits}
    hits = {one: parts for one, parts in found.explained.hits.items() if one in here}
    return replace(found.explained, hits=hits)


def pages_of(asked: Asked, page: Folded) -> int:
    """Pages of passages, or of reports if grouped; 0 if nothing was found."""
    found = page.found
    grouped = asked.group and not asked.fold
    return math.ceil((found.reports if grouped else found.total - page.hidden) / asked.size)


def notes_on(question: Question, page: Folded, catalogue: Catalogue) -> Iterator[str]:
    """What the reader must know: how odd input was read, and what is not there."""
    found = page.found
    yield from dict.fromkeys((*question.notes, *(found.notes if found.total else ())))
    if found.total and not found.hits:
        pages = pages_of(question.asked, page)
        yield f"第 {question.asked.page} 页超出范围，共 {pages} 页"
    if page.hidden:
        yield f"{page.hidden} 段与所列段落说的是同一句话，已折叠"
    yield from _years_without_reports(question.asked.year, catalogue)


def _notes_on_news(library: Library) -> Iterator[str]:
    """How many reports cannot be compared: nobody knows what is new in them."""
    total = library.catalogue.reports(size=0)[1]
    if alone := total - len(news(library).reports):
        yield f"{total} 份报告中有 {alone} 份没有同机关上一年度的报告可比，未列入"


def _years_without_reports(years: Sequence[int], catalogue: Catalogue) -> Iterator[str]:
    for year in years:
        if not catalogue.reports(Selection(year=frozenset({year})), size=1)[1]:
            yield f"没有 {year} 年的报告"


def hits_of(question: Question, page: Folded, catalogue: Catalogue) -> tuple[Answered, ...]:
    """The hits with all that is shown of them. One that has just been replaced is left out."""
    found = page.found
    passages = catalogue.passages(hit.passage for hit in found.hits)
    rows = catalogue.report_rows({hit.report for hit in found.hits})
    there = [hit for hit in found.hits if hit.passage in passages and hit.report in rows]
    texts = {hit.passage: passages[hit.passage][1] for hit in there}
    aside = beside(catalogue, [passages[hit.passage] for hit in there], question.meant)
    mark = marker(question.query, found)
    marks = {passage: mark(one.text) for passage, one in texts.items()}
    elsewhere = repeated(texts, marks, catalogue)
    return tuple(
        replace(
            _answered(hit, rows[hit.report], texts[hit.passage], mark, question.asked),
            statistics=shown,
            repeated=elsewhere.get(hit.passage),
            folded=page.under.get(hit.passage, 0),
        )
        for hit, shown in zip(there, aside, strict=True)
    )


def _answered(hit: Hit, row: ReportRow, passage: Passage, mark: Marks, asked: Asked) -> Answered:
    """A hit by itself."""
    marks = mark(passage.text)
    return Answered(
        score=hit.score if math.isfinite(hit.score) else 0.0,
        report=row,
        passage=passage,
        section_title=SECTION_TITLES.get(passage.section, ""),
        highlights=marks,
        statistics=(),
        url=passage_url(row, passage, asked.q, exact=asked.exact),
        more=hit.more,
        snippet=snippet(passage.text, marks),
        heading_highlights=tuple(map(mark, passage.heading)),
    )


def marks_of(library: Library, q: str, whole: Report, *, exact: bool = False) -> Marks:
    """What marks on a report's page what a search for the same words marks; names it took for
    filters aside. Pieces of a word are marked only where the report nowhere has the whole of it.
    Synonyms need the index; where there is none just now, they are not marked."""
    query = query_of(q, library.catalogue)
    try:
        found = library.engine().search(Request(query, size=0, exact=exact))
    except NoIndex:
        found = Found((), 0, 0)
    mark, pieces_only = marker(query, found), _pieces(query, whole)
    return lambda text: tuple(
        (start, end)
        for start, end in mark(text)
        if squeeze(text[start:end]).text not in pieces_only
    )


def _pieces(query: Query, whole: Report) -> frozenset[str]:
    """Pieces of those words of the query that the report has as they are."""
    texts = [squeeze(one.text).text for one in whole.passages]
    wanted = {unit for text in terms(query) for unit in units(text)}
    there = {
        unit
        for unit in wanted
        if any(spelling in text for spelling in spellings(unit) for text in texts)
    }
    return frozenset(piece for unit in there for piece in pieces(unit)) - wanted


def passage_url(row: ReportRow, passage: Passage, q: str = "", *, exact: bool = False) -> str:
    """Where the passage stands on the report's page, with the words to be marked there."""
    query = f"?{urlencode({'q': q, **({'exact': 'true'} if exact else {})})}" if q else ""
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
