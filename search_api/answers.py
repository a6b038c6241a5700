"""What the services answer: plain values, before they become JSON, HTML or lines on a terminal.

    ServiceError             a question that cannot be answered
    ├── BadQuestion          it is beyond a limit
    │   └── BadValue         a parameter makes no sense
    ├── NotFound             there is nothing of that name
    └── NoIndex              nothing has been ingested yet, or the index is being built again

Errors say in Chinese what was wrong and what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corpus.catalogue import ReportRow
from corpus.model import Number, Passage, Span, Status
from indexer.engine import Explained


class ServiceError(Exception):
    """Base of all. `reason` says in Chinese what was wrong, `hint` what to do about it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(f"{reason}；{hint}" if hint else reason)


class BadQuestion(ServiceError):
    """A question beyond a limit."""


class BadValue(BadQuestion):
    """A parameter that makes no sense."""


class NotFound(ServiceError):
    """No report, or nothing else, of that name."""


class NoIndex(ServiceError):
    """There is nothing to search in yet."""


class Busy(ServiceError):
    """Too many others ask for the same just now."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell shown beside a passage or in a list, with its reason."""

    report: str
    agency: str
    year: int | None
    form: str
    indicator: str
    label: str  # 不予公开：保护第三方合法权益
    value: Number | None
    unit: str
    status: Status
    printed: str | None
    implied: Number | None
    line: int | None  # of the source text
    why: str  # Chinese: "与“第三方”相符", "本段所述", "本报告主要数字"
    findings: tuple[str, ...]  # ids of findings that name this cell and did not pass
    url: str  # /reports/<id>#t3-denied_4_third_party-total


class Meant(NamedTuple):
    """An indicator that was asked for, or that stands in for what was asked."""

    indicator: str  # key
    label: str
    why: str  # Chinese, as in `Figure`


class Repeated(NamedTuple):
    """A sentence of a passage that stands in other reports too, but for names and digits."""

    sentence: Span  # in Passage.text
    reports: int  # others, at least 1
    figures: bool  # it states figures: theirs may differ


@dataclass(frozen=True, slots=True)
class Answered:
    """One passage that answers, with its report and the figures beside it."""

    score: float
    report: ReportRow
    passage: Passage
    section_title: str
    highlights: tuple[Span, ...]  # in passage.text, sorted, not overlapping
    statistics: tuple[Figure, ...]
    url: str  # /reports/<id>?q=...#p12
    more: int = 0  # grouped: further passages of this report that answer
    snippet: Span = (0, 0)  # the part of passage.text worth seeing first
    heading_highlights: tuple[tuple[Span, ...], ...] = ()  # in each of passage.heading
    repeated: Repeated | None = None  # the sentence asked for, if other reports have it
    folded: int = 0  # passages that say the same and are not shown, only where that was asked for


@dataclass(frozen=True, slots=True)
class Interpreted:
    """Something the free text named that became a filter."""

    kind: str  # "agency", "region", "year", "section", "indicator"
    text: str  # as typed
    value: str | int
    label: str  # for the chip


@dataclass(frozen=True, slots=True)
class Facet:
    """One value a reader can choose, with its number of passages."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as the service takes it."""

    q: str = ""
    agency: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    section: tuple[int, ...] = ()
    form: tuple[str, ...] = ()
    has_findings: bool | None = None
    sort: str = "relevance"
    page: int = 1  # from 1
    size: int = 20
    group: bool = False
    interpret: bool = True
    exact: bool = False  # no synonyms
    new: bool = False  # only what the same body's report of the year before did not say
    fold: bool = False  # passages of which a better one says the same are counted, not shown
    explain: bool = False


class Alternative(NamedTuple):
    """The same question with fewer limits."""

    label: str  # Chinese: 去掉全部限制
    passages: int  # it would find
    asked: Asked


@dataclass(frozen=True, slots=True)
class Answer:
    """A search answered."""

    asked: Asked
    applied: Mapping[str, tuple[str | int, ...]]  # filters in force, by facet name
    interpreted: tuple[Interpreted, ...]
    terms: tuple[str, ...]  # what is highlighted
    notes: tuple[str, ...]
    total: int  # passages
    reports: int  # reports they stand in
    pages: int  # 0 if nothing was found
    took_ms: float
    hits: tuple[Answered, ...]
    facets: Mapping[str, tuple[Facet, ...]]  # agency, region, year, section, form, findings
    indicators: tuple[Meant, ...]  # key, label, why
    rows: tuple[Figure, ...]  # statistics for the whole answer
    synonyms: tuple[tuple[str, tuple[str, ...]], ...] = ()  # as typed -> searched for too
    explained: Explained | None = None  # how it was read and scored, only if asked for
    # Where words have no passage, or nothing was found; none that would find nothing either:
    suggestions: tuple[tuple[str, int], ...] = ()  # other words (a `q`), passages they would find
    alternatives: tuple[Alternative, ...] = ()  # the same words with fewer limits


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a reader may be about to type."""

    text: str  # the word, the body's name, the indicator's short name
    kind: str  # "word", "agency", "indicator"
    value: str  # the word, canonical name, indicator key
    count: int  # passages that have the word; reports of the body, or with the number printed
    unit: str  # 段 or 份, of the count
    q: str  # the whole question with it taken
