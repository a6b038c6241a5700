"""What goes into reading and what comes out of it, one value for each file or address."""

from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import SourceError
from corpus.model import Report


@dataclass(frozen=True, slots=True)
class Given:
    """Bytes that may be a report, and where they come from."""

    path: Path  # as given by the person; of a file in an archive "archive.zip!/inner"
    data: bytes
    name: str  # without folders, as text that can be shown
    place: str  # the same path, absolute and as text: what tells this source from all others
    url: str | None = None  # address it was fetched from
    fetched: str | None = None  # when, ISO 8601, UTC
    notes: tuple[str, ...] = ()  # what else its page has, in Chinese: for the report or the refusal


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report, read and checked. Not stored yet. Its one source is the file."""

    path: Path
    report: Report
    url: str | None = None
    seconds: float = field(default=0.0, compare=False)  # from the bytes to the report


@dataclass(frozen=True, slots=True)
class Rejected:
    """No report could be made of this file, or it could not be had."""

    path: Path
    error: SourceError
    url: str | None = None
    seconds: float = field(default=0.0, compare=False)
    place: str = ""  # as in `Given`; "" where there were no bytes
    kept: tuple[str, ...] = ()  # ids of reports that it gave before, and that stay


@dataclass(frozen=True, slots=True)
class Unchanged:
    """These bytes have been read before, from this place or another."""

    path: Path
    report_id: str
    url: str | None = None
    sha256: str = field(default="", compare=False)
    place: str = field(default="", compare=False)  # as in `Given`


Outcome = Prepared | Rejected | Unchanged
