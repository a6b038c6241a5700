"""The promise every engine keeps, and the values that cross it.

An engine is opened on one generation of the index and never changes what it says. It knows passages
and their facets; titles, statistics and findings are looked up in the catalogue by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.query import Query

FACETS = ("agency", "region", "year", "section", "form")
"""What passages are counted by, in the order the page shows them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a passage must be. Values of one field are alternatives; an empty field is no filter."""

    agency: frozenset[str] = frozenset()  # canonical names
    region: frozenset[str] = frozenset()  # one step of a region path each: "金山区"
    year: frozenset[int] = frozenset()
    year_from: int | None = None  # inclusive
    year_to: int | None = None  # inclusive
    section: frozenset[int] = frozenset()  # 0-6
    form: frozenset[str] = frozenset()  # "2019", "2021"
    report: frozenset[str] | None = None  # report ids; None is no filter, empty matches nothing


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine. `start` counts hits (or reports, when grouped) from 0."""

    query: Query
    filters: Filters = Filters()
    start: int = 0
    size: int = 20
    sort: str = "relevance"  # "relevance", "year" (newest first), "-year" (oldest first), "agency"
    group: bool = False  # True: page over reports, at most `per_group` passages of each
    per_group: int = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that answers. `score` orders the hits of one answer and means nothing else."""

    passage: str  # passage id
    report: str  # report id
    score: float
    more: int = 0  # grouped: further passages of this report that answer, on its last hit


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers. Facets count all matches, each without its own filter."""

    hits: tuple[Hit, ...]
    total: int  # passages
    reports: int  # reports they stand in
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # Chinese: "没有同时含有全部词语的段落，已列出含有部分词语的" ...


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """One passage as an index takes it in: its words, and the facets of its report."""

    passage: str  # passage id
    report: str  # report id
    agency: str  # canonical name
    region: tuple[str, ...]  # widest first; () if not known
    year: int | None  # the year covered; None if no source names it
    section: int  # official number 1-6, 0 for the preface
    form: str  # "2019", "2021", "unknown"
    title: str  # of the report, as printed
    heading: tuple[str, ...]  # sub-headings above the passage, outermost first
    text: str  # as printed
    kind: str  # "text" or "table"


class SearchEngine(Protocol):
    """Whatever can answer a reader. Safe to call from several threads."""

    def search(self, request: Request) -> Found:
        """Best first. An empty query matches every passage that passes the filters."""
        ...

    def words(self, limit: int) -> Sequence[tuple[str, int]]:
        """The most frequent words of two characters or more, with their number of passages."""
        ...

    def close(self) -> None:
        """Give back files. The engine must not be used afterwards."""
        ...
