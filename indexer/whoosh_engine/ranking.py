"""In which order the documents of an answer stand: by score, by a facet, by a figure."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from indexer.whoosh_engine.rows import Rows

Key = Callable[[int], tuple[Any, ...]]


def order(
    rows: Rows, score: Mapping[int, float], sort: str, values: Mapping[str, float] | None = None
) -> Key:
    """The sort key of a document; ties fall by score, then by report and passage.

    "values" is by `values` of the reports, highest first; equal ones stay together, newest first.

    Raises ValueError for a `sort` that `Request` does not name.
    """
    rank = rows.rank
    if sort == "relevance":
        return lambda number: (-score[number], rank[number])
    if sort in {"year", "-year"}:
        years = _year_order(rows, newest_first=sort == "year")
        return lambda number: (years[number], -score[number], rank[number])
    if sort == "agency":
        names, years = rows.facets["agency"].places, _year_order(rows, newest_first=True)
        return lambda number: (names[number], years[number], -score[number], rank[number])
    if sort == "values":
        given, years = _value_order(rows, values or {}), _year_order(rows, newest_first=True)
        reports = rows.report.places
        return lambda number: (
            *(given[reports[number]], years[number], reports[number]),
            *(-score[number], rank[number]),
        )
    raise ValueError(f"no such order: {sort!r}")


def _year_order(rows: Rows, *, newest_first: bool) -> list[int]:
    """A number to sort each document by; those without a year come last either way."""
    column = rows.facets["year"]
    last = 10_000  # after every year
    keys = [last if year is None else -year if newest_first else year for year in column.values]
    return [keys[place] for place in column.places]


def _value_order(rows: Rows, values: Mapping[str, float]) -> list[float]:
    """By place of the report: what its passages are sorted by; no value comes last."""
    return [-values[report] if report in values else math.inf for report in rows.report.values]
