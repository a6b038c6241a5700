"""Search: a question in, passages with figures beside them out.

    Asked ─ question ─▶ filters, words ─ engine ─▶ hits ─ catalogue, statistics ─▶ Answer

What the engine finds is looked up in the catalogue here; what is said about it is decided here and
in `statistics`, never in a route or a page.

Order: library, question, facets, instead, search, lookup
"""

from search_api.service.facets import facet_label, form_title
from search_api.service.library import Library
from search_api.service.lookup import as_checked, checked, report, selection, unknown_names
from search_api.service.question import SORTS, filters_of
from search_api.service.search import passage_url, search

__all__ = [
    "SORTS",
    "Library",
    "as_checked",
    "checked",
    "facet_label",
    "filters_of",
    "form_title",
    "passage_url",
    "report",
    "search",
    "selection",
    "unknown_names",
]
