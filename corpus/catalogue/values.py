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


@dataclass(frozen=True, slots=True)
class CellRow:
    """A statistic with the report it stands in."""

    report: str
    agency: str
    year: int | None
    form: str
    statistic: Statistic
