"""What became of the files of a run, for people and for programs."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from corpus.agencies import unmistakable
from corpus.catalogue import Catalogue, ReportRow
from corpus.ingest import Outcome, Prepared, Rejected, Unchanged
from corpus.recognise import UNKNOWN_AGENCY
from search_api.cli.terminal import complain, say

STORED, UNCHANGED, REJECTED = "ingested", "unchanged", "rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, or a folder or archive that could not be opened."""

    path: str
    url: str | None
    outcome: str  # STORED, UNCHANGED, REJECTED
    report: str | None  # None where it was rejected
    reason: str | None
    hint: str | None
    seconds: float
    kept: tuple[str, ...] = ()  # of what was rejected: reports it gave before, which stay

    @property
    def failure(self) -> Mapping[str, Any]:
        """A file that could not be read, for a program."""
        kept = {"kept": [*self.kept]} if self.kept else {}
        return {"path": self.path, "reason": self.reason or "", "hint": self.hint or "", **kept}


def entry(outcome: Outcome) -> Entry:
    """The line of a file."""
    path, url = _named(outcome), outcome.url
    match outcome:
        case Prepared():
            seconds = round(outcome.seconds, 3)
            return Entry(path, url, STORED, outcome.report.id, None, None, seconds)
        case Unchanged():
            return Entry(path, url, UNCHANGED, outcome.report_id, None, None, 0.0)
        case Rejected():
            error, kept = outcome.error, outcome.kept
            seconds = round(outcome.seconds, 3)
            return Entry(path, url, REJECTED, None, error.reason, error.hint, seconds, kept)


def _named(outcome: Outcome) -> str:
    """The file or address as it was given: a path has no room for the // of an address."""
    path, address = str(outcome.path), outcome.url or ""
    return address + path.removeprefix(str(Path(address))) if address else path


@dataclass(frozen=True, slots=True)
class Unknown:
    """A report that nothing says everything of that tells it from others."""

    path: str  # of a file it was read from
    report: str
    what: tuple[str, ...]  # "agency", "region" (where others have the same name), "year"


@dataclass(slots=True)
class Tally:
    """Every file in the order it was read."""

    entries: list[Entry] = field(default_factory=list)
    generation: int = 0  # of the index; 0 while there is none
    unknown: list[Unknown] = field(default_factory=list)
    complete: bool = False  # the run came to its end; else the last of them may not be stored

    @property
    def is_empty(self) -> bool:
        """Whether there was no file at all."""
        return not self.entries

    def add(self, outcome: Outcome) -> None:
        """One more file."""
        self.entries.append(entry(outcome))

    def of(self, outcome: str) -> list[Entry]:
        """Those that came out so."""
        return [one for one in self.entries if one.outcome == outcome]


def unknown(tally: Tally, catalogue: Catalogue) -> list[Unknown]:
    """The reports of this run whose body, its region or year stays unknown, each once."""
    paths = dict[str, str]()
    for one in tally.entries:
        if one.report:
            paths.setdefault(one.report, one.path)
    rows = catalogue.report_rows(paths)
    found = ((path, rows[report]) for report, path in paths.items() if report in rows)
    return [Unknown(path, row.id, what) for path, row in found if (what := _unknown_of(row))]


def _unknown_of(row: ReportRow) -> tuple[str, ...]:
    nobody = row.agency == UNKNOWN_AGENCY
    return (
        *(["agency"] if nobody else [] if unmistakable(row.agency) else ["region"]),
        *(["year"] if row.year is None else []),
    )


_UNKNOWN = {"agency": "机关", "region": "机关所在地区", "year": "年度"}


def say_tally(tally: Tally) -> None:
    """Failures and what stays unknown on stderr, the counts on stdout."""
    for one in tally.of(REJECTED):
        hint = f"；{one.hint}" if one.hint else ""
        complain(_one_line(f"未收录：{one.path}：{one.reason}{hint}{_kept(one)}"))
    for report in tally.unknown:
        what = "、".join(_UNKNOWN[one] for one in report.what)
        complain(_one_line(f"{what}不明：{report.path}（{report.report}）"))
    if tally.unknown:
        complain("以上报告照样收录；可把机关全称和年度写进文件名或文件夹名后再次收录")
    say(
        f"收录 {len(tally.of(STORED))} 个文件，未改动 {len(tally.of(UNCHANGED))} 个，"
        f"未能收录 {len(tally.of(REJECTED))} 个"
    )


def _kept(one: Entry) -> str:
    """What stands in the catalogue although it cannot be read from there any more."""
    if not one.kept:
        return ""
    more = f"等 {len(one.kept)} 份" if len(one.kept) > _SHOWN else ""
    return f"（先前收录的内容仍保留：{'、'.join(one.kept[:_SHOWN])}{more}）"


_SHOWN = 3  # ids in a line of the terminal; all of them are in the report of the run


def _one_line(text: str) -> str:
    """A file name may have a line end in it."""
    return " ".join(text.splitlines())


def summary(tally: Tally) -> Mapping[str, Any]:
    """The answer of `ingest --json`."""
    stored, unchanged = (
        [{"path": one.path, "report": one.report} for one in tally.of(outcome)]
        for outcome in (STORED, UNCHANGED)
    )
    return {
        "ingested": stored,
        "unchanged": unchanged,
        "failed": [one.failure for one in tally.of(REJECTED)],
        "unknown": [asdict(one) for one in tally.unknown],
        "generation": tally.generation,
    }


@contextmanager
def reported(tally: Tally, file: Path | None) -> Iterator[None]:
    """Write every file into the report, of a run that is broken off too. Raises ClickException."""
    if file is not None:
        _write(
            tally, file
        )  # now, not after an hour, is the time to learn that it cannot be written
    try:
        yield
    finally:
        if file is not None:
            _write(tally, file)


def _write(tally: Tally, file: Path) -> None:
    counts = {one: len(tally.of(one)) for one in (STORED, UNCHANGED, REJECTED)}
    value = {
        "complete": tally.complete,
        "generation": tally.generation,
        "counts": counts,
        "unknown": [asdict(one) for one in tally.unknown],
        "files": [asdict(one) for one in tally.entries],
    }
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    try:
        # A name that is no UTF-8 comes with surrogates, which JSON would carry and no file can.
        file.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise click.ClickException(
            f"无法写入 {file}（{error.strerror}）；请检查路径和权限"
        ) from error
