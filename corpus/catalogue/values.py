"""What the catalogue is asked with, and the short forms it answers in."""

from dataclasses import dataclass

from corpus.model import Statistic


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report without its contents, for lists."""

    id: str
    title: str
    agency: str
    region: tuple[str, ...]
    level: str
    year: int | None
    form: str
    published: str | None
    sections: tuple[int, ...]  # official numbers present
    damage: tuple[str, ...]  # tables cut or lost: "t3", "t4"
    failed: int  # findings with verdict fail
    warned: int
    not_assessable: int
    sources: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports. Values of one field are alternatives; an empty field is no filter."""

    report: frozenset[str] = frozenset()
    agency: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()  # one step of a region path
    year: frozenset[int] = frozenset()
    year_from: int | None = None  # inclusive
    year_to: int | None = None  # inclusive
    form: frozenset[str] = frozenset()
    failed: bool | None = None  # True: reports with failed findings; False: those without
    level: frozenset[str] = frozenset()  # of the body
    kind: frozenset[str] = frozenset()  # of the body


@dataclass(frozen=True, slots=True)
class CellRow:
    """A statistic with the report it stands in."""

    report: str
    agency: str
    year: int | None
    form: str
    statistic: Statistic


@dataclass(frozen=True, slots=True)
class News:
    """What reports say that the same body's report of the year before did not."""

    passages: frozenset[str]  # ids: less than half of their sentences stood there
    reports: frozenset[str]  # ids of those that could be compared: there is one of the year before


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands among others: whose it is, of which year, and over which region."""

    report: str
    agency: str
    year: int | None
    form: str
    scope: str  # "own", "compiled" or ""
    kind: str  # of the body
    region: tuple[str, ...]  # widest first


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a report came into this catalogue. Times are ISO 8601, UTC, to the second."""

    report: str
    agency: str
    year: int | None
    ingested: str  # kept when it is read again
    changed: str  # when a passage of it last read otherwise than before
