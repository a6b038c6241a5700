"""Selections to SQL. Values always travel as parameters; sets as one JSON text each.

A JSON text has no limit on its number of values, and an empty set needs no case of its own.
"""

import json
from collections.abc import Collection
from typing import Any

from corpus.catalogue.values import Selection

Condition = tuple[str, list[Any]]
"""A condition on the rows of a query, and the values of its question marks in order."""

ORDER = "reports.agency, reports.year DESC, reports.id"
"""By agency, newest year first, reports without a year last: what `reports_in_order` holds."""

SUMMARY = """
    SELECT
        reports.id, reports.title, reports.agency, reports.region, reports.level, reports.year,
        reports.form, reports.published, reports.damage,
        (SELECT group_concat(number) FROM (
            SELECT DISTINCT number FROM sections WHERE report = reports.id ORDER BY number
        )) AS sections,
        (SELECT count(*) FROM findings WHERE report = reports.id AND verdict = 'fail') AS failed,
        (SELECT count(*) FROM findings WHERE report = reports.id AND verdict = 'warn') AS warned,
        (SELECT count(*) FROM findings WHERE report = reports.id AND verdict = 'not_assessable')
            AS not_assessable,
        (SELECT count(*) FROM sources WHERE report = reports.id) AS sources
    FROM reports
"""
"""What `rows.report_row` reads."""

_FAILED = "EXISTS (SELECT 1 FROM findings WHERE report = reports.id AND verdict = 'fail')"
_IN_REGION = "EXISTS (SELECT 1 FROM regions WHERE report = reports.id AND {})"


def condition(where: Selection) -> Condition:
    """The reports of a selection, in terms of the table `reports`."""
    parts = [
        one_of("reports.id", where.report),
        one_of("reports.agency", where.agency),
        one_of("reports.year", where.year),
        one_of("reports.form", where.form),
        one_of("reports.level", where.level),
        one_of("reports.kind", where.kind),
    ]
    if where.region:
        step, values = one_of("step", where.region)
        parts.append((_IN_REGION.format(step), values))
    if where.year_from is not None:
        parts.append(("reports.year >= ?", [where.year_from]))
    if where.year_to is not None:
        parts.append(("reports.year <= ?", [where.year_to]))
    if where.failed is not None:
        parts.append((_FAILED if where.failed else f"NOT {_FAILED}", []))
    return all_of(*parts)


def one_of(column: str, values: Collection[str] | Collection[int]) -> Condition:
    """The column has one of the values; an empty collection is no condition."""
    if not values:
        return "TRUE", []
    return among(column, values)


def among(column: str, values: Collection[str] | Collection[int]) -> Condition:
    """The column has one of the values; an empty collection has none."""
    return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(sorted(values))]


def all_of(*parts: Condition) -> Condition:
    """Every condition holds."""
    said = [sql for sql, _ in parts if sql != "TRUE"]
    return " AND ".join(said) or "TRUE", [value for _, values in parts for value in values]
