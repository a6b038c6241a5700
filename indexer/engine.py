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
    passage: frozenset[str] | None = None  # passage ids, likewise


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine. `start` counts hits (or reports, when grouped) from 0."""

    query: Query
    filters: Filters = Filters()
    start: int = 0
    size: int = 20
    # "relevance", "year" (newest first), "-year" (oldest first), "agency", "values"
    sort: str = "relevance"
    values: Mapping[str, float] = field(default_factory=dict)  # "values": by report id, highest
    # first; reports that are not in it come last
    group: bool = False  # True: page over reports, at most `per_group` passages of each
    per_group: int = 3
    exact: bool = False  # True: no synonyms
    explain: bool = False  # True: say how the question was read and where each score is from


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a question was read as and that adds to scores."""

    view: str  # "words", "pairs" or "characters"
    text: str  # in normal form
    weight: float  # what it counts: that of its view, times how often it was asked for
    frequency: int  # passages that have it (some that have been replaced may count)
    common: bool = False  # so frequent in a large index that it is counted in the best hits only
    synonym_of: str = ""  # the wording of the question that it stands for; "" if it is asked for


@dataclass(frozen=True, slots=True)
class Part:
    """What one term adds to the score of one hit by one field, or one rule takes from it.

    `field` is "text", "heading", "title", "pairs" or "characters"; for what is no term it is "kind"
    (a table counts less) or "lift" (everything asked for is there, so it comes first).
    """

    field: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Explained:
    """How a question was read, and where the scores are from: the parts of a hit add up to it."""

    units: tuple[str, ...]  # what a passage must have, each as one sequence of characters
    terms: tuple[Term, ...]  # heaviest view first, in the order of the question
    hits: Mapping[str, tuple[Part, ...]]  # by passage, what adds most first


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that answers. `score` orders the hits of one answer and means nothing else."""

    passage: str  # passage id
    report: str  # report id
    score: float
    more: int = 0  # grouped: further passages of this report that answer, on its last hit
    lift: float = 0.0  # part of the score that only puts passages with everything asked for first


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers. Facets count all matches, each without its own filter."""

    hits: tuple[Hit, ...]
    total: int  # passages
    reports: int  # reports they stand in
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()  # wording of the question -> what else
    # was searched for; `notes` says it too
    explained: Explained | None = None  # only if asked for
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

    def vocabulary(self, limit: int) -> Sequence[tuple[str, int]]:
        """The same without a second look, for many thousands of words: a passage that has been
        replaced may still be counted, but no word is there that no passage has."""
        ...

    def close(self) -> None:
        """Give back files. The engine must not be used afterwards."""
        ...
