"""Many questions at once: how many passages each finds, by body and year.

    list of queries ─ understand, each as a search would ─ engine ─▶ Counted, one a query

Counts are those of a search with the same filters. A body and year without a report that was asked
about has no count; one whose report says nothing of it has 0.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue, Selection
from indexer.engine import SearchEngine
from search_api.answers import Asked, BadQuestion
from search_api.service.library import Library
from search_api.service.phrases import Standing, news
from search_api.service.question import (
    Question,
    check_limits,
    request_of,
    selection_of,
    understand,
)

QUERIES = 100
"""Queries in one list: a few seconds of work, and more lines than anybody reads beside another."""

BATCH_PASSAGES = 1_000
"""Passages of each query in a table of all of them: with 100 queries as many as a sheet can hold
that is still opened in seconds."""

At = tuple[str, int | None]
"""A body and a year; None where the report's year is not known."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One query of a list, counted."""

    number: int  # from 1
    query: str
    asked: Asked  # with the filters of the list
    read_as: tuple[str, ...]  # what of the query was taken for filters: "江川市 2022 年"
    notes: tuple[str, ...]
    total: int  # passages
    reports: int
    counts: Mapping[At, int]  # passages; bodies and years without any are left out
    asked_about: frozenset[At]  # bodies and years with a report that passes the filters

    def count(self, at: At) -> int | None:
        """Passages of that body and year; None where there is no report that was asked about."""
        return self.counts.get(at, 0 if at in self.asked_about else None)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Bodies that were asked about, those with most passages first."""
        found = Counter[str]()
        for (agency, _), count in self.counts.items():
            found[agency] += count
        return tuple(
            sorted({agency for agency, _ in self.asked_about}, key=lambda one: (-found[one], one))
        )


def queries_of(text: str) -> tuple[str, ...]:
    """The queries of a list: one a line; empty lines and those that begin with # are none."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def check_batch(library: Library, queries: Sequence[str], asked: Asked) -> None:
    """Raises BadQuestion for no query, too many, or one that is too long."""
    if not queries:
        raise BadQuestion("没有检索词", "请每行写一条，# 开头的行不算")
    if len(queries) > QUERIES:
        raise BadQuestion(f"有 {len(queries)} 条检索词，一次最多 {QUERIES} 条", "请分几次检索")
    for number, query in enumerate(queries, 1):
        try:
            check_limits(replace(asked, q=query), library.settings)
        except BadQuestion as error:
            raise BadQuestion(f"第 {number} 条：{error.reason}", error.hint) from error


def batch(library: Library, queries: Sequence[str], asked: Asked) -> Iterator[Counted]:
    """Every query counted, in order, with the filters of `asked`.

    Raises BadQuestion at once, not with the first that is taken; NoIndex likewise.
    """
    check_batch(library, queries, asked)
    library.engine()
    return _counted(library, queries, asked)


def batch_years(library: Library, asked: Asked) -> tuple[int | None, ...]:
    """Years of all reports that the filters of a list let through, oldest first; None, for reports
    without one, comes last."""
    years = {year for _, year in library.once(_places).values()}
    known = sorted(year for year in years if year is not None and _within(year, asked))
    unfiltered = not asked.year and asked.year_from is None and asked.year_to is None
    return (*known, *([None] if None in years and unfiltered else ()))


def _within(year: int, asked: Asked) -> bool:
    return (
        (not asked.year or year in asked.year)
        and (asked.year_from is None or year >= asked.year_from)
        and (asked.year_to is None or year <= asked.year_to)
    )


def _counted(library: Library, queries: Sequence[str], asked: Asked) -> Iterator[Counted]:
    about = _AskedAbout(library)
    for number, query in enumerate(queries, 1):
        yield _count(library, number, replace(asked, q=query), about)


def _count(library: Library, number: int, asked: Asked, about: "_AskedAbout") -> Counted:
    with library.catalogue.snapshot():  # the engine and the catalogue are of one generation
        at = library.once(_places)
        question = understand(asked, library.catalogue)
        fresh = news(library).passages if asked.new else None
        engine = Standing(library.engine(), asked.exact, fresh)
        request = request_of(question, library.catalogue)
        # One passage of each report, and how many more it has: every report counted in one search.
        found = engine.search(
            replace(request, group=True, per_group=1, start=0, size=len(at), sort="year")
        )
        asked_about = about(question, at)
    counts = Counter[At]()
    for hit in found.hits:
        counts[at[hit.report]] += 1 + hit.more
    return Counted(
        number,
        asked.q,
        asked,
        tuple(one.label for one in question.interpreted if one.kind != "indicator"),
        tuple(dict.fromkeys((*question.notes, *(found.notes if found.total else ())))),
        found.total,
        found.reports,
        counts,
        asked_about,
    )


def _places(catalogue: Catalogue, _: SearchEngine) -> Mapping[str, At]:
    """Whose each report is, and of which year."""
    return {one.report: (one.agency, one.year) for one in catalogue.arrivals()}


class _AskedAbout:
    """Bodies and years of the reports that pass the filters; most queries of a list have the same
    ones."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._at: Mapping[str, At] = {}
        self._known: dict[Selection, frozenset[At]] = {}

    def __call__(self, question: Question, at: Mapping[str, At]) -> frozenset[At]:
        """`at` is what the generation has; another one forgets what was known."""
        if at is not self._at:
            self._at, self._known = at, {}
        where = selection_of(question.asked)
        if where not in self._known:
            rows = self.library.catalogue.reports(where)[0] if where != Selection() else ()
            chosen = ((row.agency, row.year) for row in rows)
            self._known[where] = frozenset(chosen if where != Selection() else at.values())
        return self._known[where]
