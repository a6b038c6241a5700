"""A question understood: what is filtered for, what is searched, what is meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from corpus.catalogue import Catalogue, Selection
from indexer.engine import Filters, Request
from indexer.query import Query, parse
from search_api.answers import Asked, BadQuestion, BadValue, Meant
from search_api.interpret import Names, Reading, agency_named, names_of, narrowest, read
from search_api.settings import Settings
from search_api.statistics import meant_by

T = TypeVar("T")

SORTS = ("relevance", "year", "-year", "agency")
"""Orders of an answer: best first, newest first, oldest first, by name."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood."""

    typed: Asked  # as it came
    asked: Asked  # with the filters in force, those named in the text included
    query: Query
    reading: Reading
    meant: tuple[Meant, ...]
    notes: tuple[str, ...]


def check_limits(asked: Asked, settings: Settings) -> None:
    """Raises BadQuestion for what is beyond a limit or means nothing."""
    if len(asked.q) > settings.query_length:
        raise BadQuestion(
            f"检索词有 {len(asked.q)} 个字，最多 {settings.query_length} 个", "请只留下关键的词语"
        )
    if not 1 <= asked.size <= settings.page_size:
        raise BadQuestion(
            f"size={asked.size} 不在 1 到 {settings.page_size} 之间", "请调整每页条数"
        )
    if asked.page < 1 or asked.page * asked.size > settings.window:
        raise BadQuestion(
            f"只能翻到第 {settings.window} 条，第 {asked.page} 页超出了范围", "请用筛选条件缩小范围"
        )
    if asked.sort not in SORTS:
        raise BadValue(f"没有名为“{asked.sort}”的排序", f"可用：{'、'.join(SORTS)}")


def understand(asked: Asked, catalogue: Catalogue) -> Question:
    """The question with what its words name taken for filters, unless that is not wanted."""
    names = names_of(tuple(catalogue.agencies()))
    reading = read(asked.q, names) if asked.interpret else Reading(asked.q)
    query = parse(reading.words)
    chosen, unknown = chosen_agencies(asked.agency, names)
    effective = replace(
        asked,
        agency=_union(chosen, map(str, reading.values("agency"))),
        region=_union(asked.region, narrowest(map(str, reading.values("region")), names)),
        year=_union(asked.year, map(int, reading.values("year"))),
        section=_union(asked.section, map(int, reading.values("section"))),
    )
    return Question(
        asked,
        effective,
        query,
        reading,
        meant_by(_wanted(reading.words)),
        (*reading.notes, *query.notes, *unknown, *unknown_regions(asked.region, names)),
    )


def unknown_regions(asked: Sequence[str], names: Names) -> tuple[str, ...]:
    """A note for each region that no report is from."""
    return tuple(f"没有收录名为“{name}”的地区" for name in asked if name not in names.inside)


def _union(one: Sequence[T], two: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *two)))


def chosen_agencies(asked: Sequence[str], names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Filter values as canonical names. A name of several, or of no one, filters as it stands."""
    chosen, notes = [], []
    for name in asked:
        meant = agency_named(name, names)
        chosen.append(meant[0] if len(meant) == 1 else name)
        if not meant:
            notes.append(f"没有收录名为“{name}”的机关")
        elif len(meant) > 1 and name not in meant:
            notes.append(f"“{name}”可能指{'、'.join(meant)}，请写全称")
    return tuple(chosen), tuple(notes)


def _wanted(words: str) -> str:
    """The words without those that must not occur: they name nothing to be shown."""
    return re.sub(r"(?:^|(?<=\s))[-－]\S+", " ", words)


def request_of(question: Question, catalogue: Catalogue) -> Request:
    """The question as the engine takes it."""
    asked = question.asked
    return Request(
        query=question.query,
        filters=engine_filters(asked, with_findings(asked.has_findings, catalogue)),
        start=(asked.page - 1) * asked.size,
        size=asked.size,
        sort=asked.sort,
        group=asked.group,
    )


def engine_filters(asked: Asked, reports: frozenset[str] | None) -> Filters:
    """The filters as the engine takes them; `reports` are the ids that are allowed, None all."""
    return Filters(
        agency=frozenset(asked.agency),
        region=frozenset(asked.region),
        year=frozenset(asked.year),
        year_from=asked.year_from,
        year_to=asked.year_to,
        section=frozenset(asked.section),
        form=frozenset(asked.form),
        report=reports,
    )


def with_findings(wanted: bool | None, catalogue: Catalogue) -> frozenset[str] | None:
    """Ids of the reports with (or without) failed rules; None is no filter."""
    if wanted is None:
        return None
    return frozenset(row.id for row in catalogue.reports(Selection(failed=wanted))[0])


def selection_of(asked: Asked) -> Selection:
    """The same filters for the catalogue. A section is no property of a report."""
    return Selection(
        agency=frozenset(asked.agency),
        region=frozenset(asked.region),
        year=frozenset(asked.year),
        year_from=asked.year_from,
        year_to=asked.year_to,
        form=frozenset(asked.form),
        failed=asked.has_findings,
    )


def filters_of(asked: Asked) -> Mapping[str, tuple[str | int, ...]]:
    """The filters in force by name, as an address would say them."""
    several: Mapping[str, tuple[str | int, ...]] = {
        "agency": asked.agency,
        "region": asked.region,
        "year": asked.year,
        "section": asked.section,
        "form": asked.form,
    }
    findings = None if asked.has_findings is None else str(asked.has_findings).lower()
    single = {"year_from": asked.year_from, "year_to": asked.year_to, "has_findings": findings}
    return {
        **{name: values for name, values in several.items() if values},
        **{name: (value,) for name, value in single.items() if value is not None},
    }
