"""The catalogue as tidy data: rows of every table, report by report.

Each row is an object by column; `columns.toml` says which columns a table has, in which order, and
what they mean. Nothing known is None.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.catalogue import Arrival, Catalogue, ReportRow
from corpus.forms import indicators
from corpus.forms.derived import derived, work_out
from corpus.headings import SECTION_TITLES
from corpus.model import Finding, Report, Status
from corpus.rules import rules
from search_api.export import words
from search_api.export.rows import Cell
from search_api.service import form_title
from search_api.statistics import UNCOMPARABLE

Row = Mapping[str, Cell]

LIST, PATH, HEADINGS = " ", " / ", " › "


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export."""

    name: str
    title: str
    columns: tuple[Column, ...]


@cache
def tables() -> Mapping[str, Table]:
    """Every table by name, in order."""
    read = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))["table"]
    return {
        one["name"]: Table(one["name"], one["title"], tuple(Column(*it) for it in one["columns"]))
        for one in read
    }


def of_report(
    catalogue: Catalogue, row: ReportRow, arrival: Arrival | None
) -> Mapping[str, Iterable[Row]]:
    """Table -> rows of one report; nothing for one that has just gone."""
    report = catalogue.report(row.id)
    if report is None:
        return {}
    findings = (*report.findings, *catalogue.across(row.id))
    return {
        "reports": [_report(row, report, arrival)],
        "passages": _passages(report),
        "statistics": _statistics(report),
        "derived": _derived(report),
        "findings": (_finding(report, one) for one in findings),
        "claims": _claims(report),
        "sources": _sources(report),
    }


def _whose(report: Report) -> dict[str, Cell]:
    return {"report": report.id, "agency": report.agency.name, "year": report.year}


def _where(report: Report) -> dict[str, Cell]:
    agency = report.agency
    return {
        **_whose(report),
        "region": PATH.join(agency.region),
        "level": agency.level,
        "form": report.form.value,
    }


def _report(row: ReportRow, report: Report, arrival: Arrival | None) -> Row:
    agency, cells = report.agency, report.statistics
    return {
        **_where(report),
        "title": report.title,
        "agency_printed": agency.printed,
        "level_label": words.LEVELS.get(agency.level, agency.level),
        "kind": agency.kind,
        "kind_label": words.KINDS.get(agency.kind, agency.kind),
        "scope": agency.scope,
        "scope_label": words.SCOPES.get(agency.scope, agency.scope),
        "form_label": form_title(report.form),
        "published": report.published,
        "sections": LIST.join(map(str, row.sections)),
        "damage": LIST.join(report.damage),
        "passages": len(report.passages),
        "cells": len(cells),
        "printed": sum(one.status is Status.PRINTED for one in cells),
        "failed": row.failed,
        "warned": row.warned,
        "not_assessable": row.not_assessable,
        "sources": len(report.sources),
        "ingested": arrival.ingested if arrival else None,
        "changed": arrival.changed if arrival else None,
        "notes": "\n".join(report.notes),
    }


def _passages(report: Report) -> Iterator[Row]:
    for one in report.passages:
        yield {
            **_whose(report),
            "passage": one.id,
            "order": one.order,
            "section": one.section,
            "section_label": SECTION_TITLES.get(one.section, ""),
            "heading": HEADINGS.join(one.heading),
            "kind": one.kind,
            "text": one.text,
            "start": one.span[0],
            "end": one.span[1],
        }


def _statistics(report: Report) -> Iterator[Row]:
    for one in report.statistics:
        made, place = indicators()[one.indicator], one.place
        yield {
            **_where(report),
            "form_label": form_title(report.form),
            "table": made.table,
            "indicator": one.indicator,
            "label": made.label,
            "value": one.value,
            "unit": one.unit or made.unit,
            "status": one.status.value,
            "status_label": words.STATUSES[one.status],
            "printed": one.printed,
            "implied": one.implied,
            "comparable": report.form.value if made.table == UNCOMPARABLE else "",
            "remark": one.remark,
            "source": place.source + 1 if place else None,
            "line": place.line if place else None,
            "page": place.page if place else None,
        }


def _derived(report: Report) -> Iterator[Row]:
    values = {one.indicator: one.value for one in report.statistics}
    for figure in derived().values():
        if values.keys().isdisjoint(figure.cells):
            continue  # a form without such cells
        worked = work_out(figure, values)
        yield {
            **_where(report),
            "figure": figure.key,
            "label": figure.label,
            "value": worked.value,
            "unit": figure.unit,
            "numerator": worked.numerator,
            "denominator": worked.denominator,
            "why": worked.why,
            "missing": LIST.join(worked.missing),
        }


def _finding(report: Report, one: Finding) -> Row:
    known, located = rules().get(one.rule), one.located
    cells = (f"{it.report}:{it.indicator}" if it.report else it.indicator for it in one.cells)
    return {
        **_whose(report),
        "finding": one.id,
        "rule": one.rule,
        "rule_label": known.title if known else "",
        "about": one.about,
        "level": one.level,
        "level_label": words.RULE_LEVELS.get(one.level, one.level),
        "verdict": one.verdict.value,
        "verdict_label": words.VERDICTS[one.verdict],
        "message": one.message,
        "message_en": one.message_en,
        "cells": LIST.join(cells),
        "located": located.indicator if located else None,
        "located_printed": located.printed if located else None,
        "located_implied": located.implied if located else None,
    }


def _claims(report: Report) -> Iterator[Row]:
    texts = {passage.id: passage.text for passage in report.passages}
    for one in report.claims:
        yield {
            **_whose(report),
            "claim": one.id,
            "passage": one.passage,
            "start": one.span[0],
            "end": one.span[1],
            "text": texts[one.passage][slice(*one.span)],
            "subject": one.subject,
            "value": one.value,
            "unit": one.unit,
            "kind": one.kind,
            "kind_label": words.CLAIM_KINDS.get(one.kind, one.kind),
            "approximate": int(one.approximate),
            "scope": one.scope,
            "scope_label": words.CLAIM_SCOPES.get(one.scope, one.scope),
            "claim_year": one.year,
            "cells": LIST.join(one.cells),
            "stated": one.stated,
            "badge": one.badge.value,
            "badge_label": words.BADGES[one.badge],
        }


def _sources(report: Report) -> Iterator[Row]:
    for number, one in enumerate(report.sources, 1):
        yield {
            "report": report.id,
            "source": number,
            "name": one.name,
            "format": one.format,
            "sha256": one.sha256,
            "encoding": one.encoding,
            "url": one.url,
            "fetched": one.fetched,
            "characters": len(one.text),
        }


def agency_rows(catalogue: Catalogue, years: Mapping[str, list[int | None]]) -> Iterator[Row]:
    """Bodies by name; `years` has the year of each of their reports."""
    known = {name: (region, short) for name, region, short, _ in catalogue.agencies()}
    for name in sorted(years):
        region, short = known.get(name, ((), ()))
        dated = [year for year in years[name] if year is not None]
        yield {
            "agency": name,
            "region": PATH.join(region),
            "short": LIST.join(short),
            "reports": len(years[name]),
            "first_year": min(dated, default=None),
            "last_year": max(dated, default=None),
        }


def indicator_rows(printed: Mapping[str, int]) -> Iterator[Row]:
    """Every kind of cell; `printed` has the number of reports that print a number there."""
    for key, made in indicators().items():
        yield {
            "indicator": key,
            "table": made.table,
            "row": made.row,
            "column": made.column,
            "label": made.label,
            "short": made.short,
            "unit": made.unit,
            "forms": LIST.join(made.forms),
            "comparable": "同一表样之内" if made.table == UNCOMPARABLE else "各年",
            "printed": printed.get(key, 0),
        }


def rule_rows() -> Iterator[Row]:
    """Every rule."""
    for one in rules().values():
        yield {
            "rule": one.id,
            "level": one.level,
            "level_label": words.RULE_LEVELS.get(one.level, one.level),
            "scope": one.scope,
            "scope_label": words.RULE_SCOPES.get(one.scope, one.scope),
            "title": one.title,
            "title_en": one.title_en,
            "ground": one.ground,
        }
