"""Facets: what a reader can narrow by, each value with its passages."""

from collections.abc import Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.forms import load
from corpus.headings import SECTION_TITLES
from corpus.model import Form
from indexer.engine import Found, Request, SearchEngine
from search_api.answers import Facet
from search_api.service.question import Question, engine_filters, filters_of, with_findings

FACET_VALUES = 50
"""Values listed of one facet; nobody reads further, and chosen ones are listed in any case."""


def facets_of(
    question: Question, found: Found, catalogue: Catalogue, engine: SearchEngine
) -> Mapping[str, tuple[Facet, ...]]:
    """Every facet, each counted without its own filter."""
    asked = question.asked
    chosen = {name: tuple(map(str, values)) for name, values in filters_of(asked).items()}
    counted = {
        name: _facet(name, found.facets.get(name, ()), chosen.get(name, ()))
        for name in ("agency", "region", "year", "section", "form")
    }
    return {**counted, "findings": _findings_facet(question, found, catalogue, engine)}


def _facet(
    name: str, counts: Sequence[tuple[str, int]], chosen: Sequence[str]
) -> tuple[Facet, ...]:
    """The values in reading order, the chosen ones among them even where they count nothing."""
    known = {**dict.fromkeys(chosen, 0), **dict(counts)}
    values = sorted(known.items(), key=lambda item: _reading_order(name, *item))
    first = values[:FACET_VALUES]
    kept = first + [item for item in values[FACET_VALUES:] if item[0] in chosen]
    return tuple(
        Facet(value, facet_label(name, value), count, value in chosen) for value, count in kept
    )


def _reading_order(name: str, value: str, count: int) -> tuple[float, str]:
    if name == "year":
        return -float(value), value  # newest first
    if name in {"section", "form"}:
        return 0.0, value
    return -float(count), value


def facet_label(name: str, value: str) -> str:
    """How a value is shown: 2022 年, 总体情况, 2019年试行格式."""
    if name == "year":
        return f"{value} 年"
    if name == "section":
        return SECTION_TITLES.get(int(value), value)
    return form_title(value) if name == "form" else value


def form_title(form: str) -> str:
    """The title of a form version as on the form, or what is known instead."""
    if form in (Form.Y2019, Form.Y2021):
        return load(Form(form)).title
    older: Mapping[str, str] = {Form.Y2008: "早年地方统计表", Form.Y2014: "2014年统计表"}
    return older.get(form, "表样未能识别")


def _findings_facet(
    question: Question, found: Found, catalogue: Catalogue, engine: SearchEngine
) -> tuple[Facet, ...]:
    """Passages of reports with and without failed rules, whichever of them was asked for."""
    asked = question.asked

    def count(wanted: bool | None) -> int:
        if asked.has_findings is wanted:
            return found.total
        filters = engine_filters(asked, with_findings(wanted, catalogue))
        return engine.search(Request(question.query, filters, size=0)).total

    failed, everything = count(True), count(None)
    return (
        Facet("true", "有不符项", failed, asked.has_findings is True),
        Facet("false", "未见不符项", everything - failed, asked.has_findings is False),
    )
