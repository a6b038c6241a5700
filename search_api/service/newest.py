"""What has come in lately: the passages of a search, those of the newest reports first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from corpus.catalogue import Arrival, Catalogue, ReportRow
from corpus.headings import SECTION_TITLES
from corpus.model import Passage, Span
from indexer.engine import SearchEngine
from search_api.answers import Asked
from search_api.service.library import Library
from search_api.service.phrases import Standing, marker, news
from search_api.service.question import check_limits, request_of, understand
from search_api.service.search import passage_url
from search_api.service.snippets import snippet

FEED_SIZE = 50
"""Passages of a feed: what a reader that asks once a day may find, of ten reports or so."""


@dataclass(frozen=True, slots=True)
class New:
    """A passage that answers, with the time its report came."""

    arrival: Arrival
    report: ReportRow
    passage: Passage
    section_title: str
    snippet: Span  # in passage.text
    url: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The passages of one page, and what there is in all."""

    asked: Asked
    passages: tuple[New, ...]
    total: int
    pages: int
    updated: str  # when a report of these, or of the whole catalogue where none is, last changed
    notes: tuple[str, ...]


def newest(library: Library, asked: Asked) -> Newest:
    """The passages a search finds, by when their reports came; those of one time by year and id.

    Order, grouping and folding are not those asked for. Raises BadQuestion beyond a limit, NoIndex.
    """
    asked = replace(asked, sort="relevance", group=False, fold=False, explain=False)
    check_limits(asked, library.settings)
    with library.catalogue.snapshot():
        came = library.once(_came)
        question = understand(asked, library.catalogue)
        fresh = news(library).passages if asked.new else None
        engine = Standing(library.engine(), asked.exact, fresh)
        request = request_of(question, library.catalogue)
        found = engine.search(replace(request, sort="values", values=came.order))
        texts = library.catalogue.passages(hit.passage for hit in found.hits)
        rows = library.catalogue.report_rows({hit.report for hit in found.hits})
    mark = marker(question.query, found)
    passages = tuple(
        New(
            came.arrivals[hit.report],
            rows[hit.report],
            (text := texts[hit.passage][1]),
            SECTION_TITLES.get(text.section, ""),
            snippet(text.text, mark(text.text)),
            passage_url(rows[hit.report], text, asked.q, exact=asked.exact),
        )
        for hit in found.hits
        if hit.passage in texts and hit.report in rows
    )
    return Newest(
        question.typed,
        passages,
        found.total,
        -(-found.total // asked.size),
        max((one.arrival.changed for one in passages), default=came.latest),
        (*question.notes, *found.notes),
    )


@dataclass(frozen=True, slots=True)
class _Came:
    arrivals: Mapping[str, Arrival]
    order: Mapping[str, float]  # report id -> seconds, as the engine sorts by
    latest: str


def _came(catalogue: Catalogue, _: SearchEngine) -> _Came:
    arrivals = {one.report: one for one in catalogue.arrivals()}
    return _Came(
        arrivals,
        {key: _seconds(one.ingested) for key, one in arrivals.items()},
        max((one.changed for one in arrivals.values()), default="1970-01-01T00:00:00Z"),
    )


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()
