"""Orders of an answer: by relevance, year or body, and by any figure of the forms."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.forms import indicators
from indexer.engine import Found, Request, SearchEngine
from search_api.answers import Asked, Meant
from search_api.service.question import selection_of
from search_api.statistics import UNCOMPARABLE, label_of

BY_VALUE = "values"
"""What the engine calls an order that it is given."""


def sorted_by(sort: str) -> Meant | None:
    """The figure that `sort` names (t3.new.total, -t3.new.total); None for the other orders."""
    key = sort.removeprefix("-")
    return Meant(key, label_of(key), "排序所依") if key in indicators() else None


def in_order(request: Request, asked: Asked, catalogue: Catalogue) -> Request:
    """The request with the order that was asked for; highest first, with a minus lowest first.

    Only a number that is printed counts: a blank is no zero, and what is implied is not printed.
    """
    by = sorted_by(asked.sort)
    if by is None:
        return request
    sign = -1 if asked.sort.startswith("-") else 1
    values = {report: sign * value for report, value in _values(asked, catalogue, by.indicator)}
    return replace(request, sort=BY_VALUE, values=values)


def notes_on_order(
    request: Request, asked: Asked, found: Found, engine: SearchEngine
) -> Iterator[str]:
    """Which reports could not be sorted, and which should not be compared."""
    by = sorted_by(asked.sort)
    if by is None or not found.total:
        return
    valued = replace(request.filters, report=_both(request.filters.report, request.values))
    counted = engine.search(replace(request, filters=valued, start=0, size=0)).reports
    if left := found.reports - counted:
        yield f"{left} 份报告没有可用的“{by.label}”，排在最后"
    forms = [form for form, count in found.facets.get("form", ()) if count]
    if indicators()[by.indicator].table == UNCOMPARABLE and len(forms) > 1:
        yield "表二自 2021 年度起改变口径，前后年度的数不宜比较大小"


def _values(asked: Asked, catalogue: Catalogue, key: str) -> Iterator[tuple[str, float]]:
    for cell in catalogue.cells(selection_of(asked), (key,))[0]:
        if cell.statistic.value is not None:
            yield cell.report, cell.statistic.value


def _both(reports: frozenset[str] | None, values: Mapping[str, float]) -> frozenset[str]:
    return frozenset(values) if reports is None else reports & values.keys()
