"""Search: a question in, passages with figures beside them out.

    Asked ─ question ─▶ filters, words ─ engine ─▶ hits ─ catalogue, statistics ─▶ Answer

What the engine finds is looked up in the catalogue here; what is said about it is decided here and
in `statistics`, never in a route or a page.

Order: checking, library, conditions, question, suggest, snippets, phrases, sorting, facets,
instead, search, direct, batch, newest, sheet, lookup
"""

from search_api.service.batch import (
    BATCH_PASSAGES,
    QUERIES,
    Counted,
    batch,
    batch_years,
    check_batch,
    queries_of,
)
from search_api.service.checking import Checker
from search_api.service.direct import Direct, direct
from search_api.service.facets import facet_label, form_title
from search_api.service.library import Library
from search_api.service.lookup import as_checked, checked, report, selection, unknown_names
from search_api.service.newest import FEED_SIZE, New, Newest, newest
from search_api.service.question import SORTS, filters_of, query_of
from search_api.service.search import marks_of, passage_url, search
from search_api.service.sheet import Sheet
from search_api.service.suggest import suggest

__all__ = [
    "BATCH_PASSAGES",
    "FEED_SIZE",
    "QUERIES",
    "SORTS",
    "Checker",
    "Counted",
    "Direct",
    "Library",
    "New",
    "Newest",
    "Sheet",
    "as_checked",
    "batch",
    "batch_years",
    "check_batch",
    "checked",
    "direct",
    "facet_label",
    "filters_of",
    "form_title",
    "marks_of",
    "newest",
    "passage_url",
    "queries_of",
    "query_of",
    "report",
    "search",
    "selection",
    "suggest",
    "unknown_names",
]
