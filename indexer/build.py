"""The catalogue and its index, changed together or not at all.

    files ─ outcomes ─▶ reports ─ what differs ─▶ generation N+1 beside N ─ one transaction ─▶ N+1

Only what is new or has changed is indexed; the rest of the new generation is the old one's files.
Where the dictionary has changed, so are the reports that a changed word stands in. Where there is
no sound generation made by this very program, all of it is made from the catalogue.
"""

import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Protocol

from corpus.catalogue import Catalogue, ReportRow
from corpus.changes import Change, change
from corpus.errors import CatalogueError
from corpus.files import files
from corpus.ingest import prepare, readings, version
from corpus.model import Document, Passage, Report
from corpus.neighbours import around, recheck
from corpus.outcome import Given, Outcome, Prepared, Rejected, Unchanged
from indexer import generations, whoosh_engine
from indexer.engine import IndexedPassage
from indexer.generations import Sealed, State
from indexer.lexicon import dictionary, listed_in, names

BATCH_REPORTS = 200
"""Reports in one generation while many files are taken in. Each generation costs about as much as
indexing five reports (links, hashes, syncs, one more segment), so a batch of 200 spends 2-3 % on
that; larger ones save little, and a crash loses one batch of reading."""

BATCH_CHARACTERS = 20_000_000
"""A batch also ends here: its reports are all in memory, each with the text of its file, and some
files have millions of characters."""

BATCH_SECONDS = 30.0
"""And here: minutes of reading, of PDF for instance, are not to be lost in a crash."""

DISK_FLOOR = 256_000_000
"""Bytes that must be free before anything is written, or twice the index if that is more: a merge
may write all of it again. With no byte free, SQLite's log could not even be read."""

DICTIONARY = "dictionary.txt"
"""In the data folder: the operator's own words, one a line, beside those of the program."""

_WORDS = "words"  # what the manifest calls the hash of the words that were known
_DOCUMENTS = "1"  # version of what a passage becomes in the index

Progress = Callable[[int, int], None]
"""Called with the number of reports indexed so far and of all to be indexed."""

_log = logging.getLogger(__name__)


class IndexWriter(Protocol):
    """What makes the files of an index. A folder it is given is its own until it returns.

    Files that are there may be replaced or deleted but not written to: they are links to those of
    the generation that is being read.
    """

    VERSION: str  # of its files and of the words in them; anything else is built anew

    def create(self, folder: Path, /) -> None:
        """An index without passages."""
        ...

    def update(
        self, folder: Path, removed: Collection[str], documents: Iterable[IndexedPassage], /
    ) -> None:
        """Take out all passages of the removed reports, then add the documents."""
        ...

    def learn(
        self, folder: Path, listed: Collection[str], names: Collection[str], /
    ) -> frozenset[str]:
        """Cut by these words from now on; ids of reports that the index has cut otherwise."""
        ...


def apply(
    data_dir: Path,
    catalogue: Catalogue,
    reports: Iterable[Report],
    removed: Iterable[str] = (),
    progress: Progress | None = None,
    *,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
) -> int:
    """Put these reports, remove those, and give the number of the generation that has them.

    Each report has the one source it was read from; several of one report are merged. Where nothing
    changes, the number is that there was (0 if there is none). Raises CatalogueError (another
    program writes, disk full, catalogue damaged); then everything is as it was.
    """
    with generations.writer_lock(data_dir, wait):
        build = _Build(data_dir, catalogue, writer, progress)
        return build.bring_in(change(catalogue, tuple(reports), removed))


def ingest(
    data_dir: Path,
    catalogue: Catalogue,
    paths: Sequence[Path],
    told: Callable[[Outcome], None] | None = None,
    *,
    prepare: Callable[[Document], Report] = prepare,
    pipeline: int | None = None,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
    workers: int | None = None,
) -> int:
    """Take in files, folders and archives: `take_in` for all that is below these paths."""
    return take_in(
        data_dir,
        catalogue,
        files(paths),
        told,
        prepare=prepare,
        pipeline=pipeline,
        writer=writer,
        wait=wait,
        workers=workers,
    )


def take_in(
    data_dir: Path,
    catalogue: Catalogue,
    inputs: Iterable[Given | Outcome],
    told: Callable[[Outcome], None] | None = None,
    *,
    prepare: Callable[[Document], Report] = prepare,
    pipeline: int | None = None,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
    workers: int | None = None,
) -> int:
    """Take in whatever is given, in batches, and give the number of the last generation.

    `told` hears of each input as soon as it has been read; it is stored when this function returns.
    Where it raises (CatalogueError, or KeyboardInterrupt), whole batches before that are stored,
    and the same call once more goes on from there. `pipeline` is the version of `prepare`, by
    default that of the steps with the names of this project.
    """
    with generations.writer_lock(data_dir, wait):
        pipeline = version() if pipeline is None else pipeline
        build, batch = _Build(data_dir, catalogue, writer, pipeline=pipeline), _Batch()
        known = catalogue.known(pipeline)
        with closing(readings(inputs, known, prepare=prepare, workers=workers)) as outcomes:
            for outcome in outcomes:
                batch.add(outcome, catalogue)
                if told:
                    told(_with_kept(outcome, catalogue))
                if batch.is_full:
                    build.bring_in(batch.change(catalogue))
                    batch = _Batch()
        return build.bring_in(batch.change(catalogue))


def rebuild(
    data_dir: Path,
    catalogue: Catalogue,
    progress: Progress | None = None,
    *,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
) -> int:
    """Make the whole index anew from the catalogue, and give its number."""
    with generations.writer_lock(data_dir, wait):
        state = generations.state(data_dir, catalogue)
        return _Build(data_dir, catalogue, writer, progress).advance(Change(), state, None)


def recover(
    data_dir: Path,
    catalogue: Catalogue,
    progress: Progress | None = None,
    *,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
) -> str:
    """At start: read every byte of the index, drop leftovers, build it anew where it must be.

    Gives what was wrong and has been mended, in Chinese; "" if nothing was. Raises CatalogueError
    where another program writes just now.
    """
    with generations.writer_lock(data_dir, wait):
        generations.sweep(data_dir, catalogue)
        build = _Build(data_dir, catalogue, writer, progress)
        state = generations.state(data_dir, catalogue, full=True)
        reason = build.why_anew(state)
        if reason:
            build.advance(Change(), state, None)
            return f"{reason}，已由数据库重新建立"
        if build.speaks_otherwise(state):
            build.advance(Change(), state, state.folder)
            return "词典有变动，已更新所涉报告的索引"
        return ""


@dataclass(slots=True)
class _Batch:
    """What has been read and is not stored yet."""

    reports: list[Report] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)  # place -> sha256 of known bytes there
    characters: int = 0
    begun: float = field(default_factory=monotonic)

    def add(self, outcome: Outcome, catalogue: Catalogue) -> None:
        """Keep what has to be stored; a refusal changes nothing."""
        if isinstance(outcome, Prepared):
            (source,) = outcome.report.sources
            self.reports.append(outcome.report)
            self.copies.pop(source.path, None)
            self.characters += len(source.text)
        elif isinstance(outcome, Unchanged) and not _is_noted(outcome, catalogue):
            self.copies[outcome.place] = outcome.sha256

    @property
    def is_full(self) -> bool:
        """Whether it is time to store it."""
        many = max(len(self.reports), len(self.copies)) >= BATCH_REPORTS
        long = bool(self.reports) and monotonic() - self.begun >= BATCH_SECONDS
        return many or long or self.characters >= BATCH_CHARACTERS

    def change(self, catalogue: Catalogue) -> Change:
        """What it makes of the catalogue."""
        return change(catalogue, self.reports, copies=self.copies)


def _is_noted(outcome: Unchanged, catalogue: Catalogue) -> bool:
    """Whether the catalogue knows that these bytes stand there, or need not: they have no place."""
    return not outcome.place or catalogue.stands_at(outcome.sha256, outcome.place)


def _with_kept(outcome: Outcome, catalogue: Catalogue) -> Outcome:
    """A refusal with the reports that the file, folder or archive gave before: they are kept."""
    if not isinstance(outcome, Rejected) or not outcome.place:
        return outcome
    kept = catalogue.kept_from(outcome.place)
    return replace(outcome, kept=tuple(kept)) if kept else outcome


@dataclass(frozen=True, slots=True)
class _Build:
    """What stays the same while one holder of the writer lock works."""

    data_dir: Path
    catalogue: Catalogue
    writer: IndexWriter
    progress: Progress | None = None
    pipeline: int = 0  # version of the steps that read what is brought in

    @property
    def versions(self) -> Mapping[str, str]:
        """What must be equal for an index to be built upon."""
        return {"index": self.writer.VERSION, "documents": _DOCUMENTS}

    @property
    def words(self) -> frozenset[str]:
        """The words of the field, and the operator's."""
        try:
            own = (self.data_dir / DICTIONARY).read_text("utf-8-sig", "replace")
        except OSError:
            own = ""
        return listed_in(own).union(dictionary())

    def speaks_otherwise(self, state: State) -> bool:
        """Whether the words have changed since the index was made; names count with a change."""
        return state.sound and state.versions.get(_WORDS) != _digest(self.words)

    def names(self, change: Change) -> frozenset[str]:
        """Those of all bodies that have a report, or are getting one."""
        old = ((name, region, short) for name, region, short, _ in self.catalogue.agencies())
        new = ((one.agency.name, one.agency.region, one.agency.short) for one in change.reports)
        return names((*old, *new))

    def bring_in(self, change: Change) -> int:
        """Commit the change, mending the index where it must be; nothing where nothing differs."""
        # What is built upon is read in full first: damage must not get a new and valid hash.
        state = generations.state(self.data_dir, self.catalogue, full=bool(change))
        number, reason = state.number, self.why_anew(state)
        if reason:
            _log.warning("building the whole index: %s", reason)
        if reason or change or self.speaks_otherwise(state):
            number = self.advance(change, state, None if reason else state.folder)
        elif change.same or change.copies:
            self.note(change)
        return number

    def why_anew(self, state: State) -> str:
        """Why the index cannot be built upon, in Chinese; "" if it can, or if none is needed."""
        if state.sound:
            made = {name: state.versions.get(name) for name in self.versions}
            return "" if made == self.versions else "索引由另一版本的程序建立"
        if state.number or self.catalogue.reports(size=0)[1]:
            return state.reason or "没有索引"
        return ""

    def advance(self, change: Change, state: State, base: Path | None) -> int:
        """Commit the next generation, made of `base` or (None) of the whole catalogue."""
        _refuse_full_disk(self.data_dir, state.folder)
        generations.sweep(self.data_dir, self.catalogue)
        sealed = self.built(change, state.number + 1, base)
        with self.catalogue.transaction():
            left = around(self.catalogue, change.touched)
            for report_id in change.gone:
                self.catalogue.delete(report_id)
            for one in change.put:
                self.catalogue.put(
                    one.report, one.readings, pipeline=self.pipeline, fresh=change.fresh
                )
            self.catalogue.stamp(change.same, self.pipeline)
            self.catalogue.note_copies(change.places, change.copies)
            recheck(self.catalogue, left | around(self.catalogue, change.touched))
            generations.record(self.catalogue, sealed)
        # Not if the commit failed: it may have happened all the same, and the next sweep will know.
        generations.sweep(self.data_dir, self.catalogue)
        return sealed.number

    def built(self, change: Change, number: int, base: Path | None) -> Sealed:
        """The generation, whole and durable, but not committed."""
        building = generations.begin(self.data_dir, base, number)
        try:
            if base is None:
                self.writer.create(building)
            words = self.words
            stale = self.writer.learn(building, words, self.names(change)) - change.touched
            removed = change.touched | stale if base else frozenset[str]()
            self.writer.update(
                building, removed, self.documents(change, None if not base else stale)
            )
            return generations.seal(building, {**self.versions, _WORDS: _digest(words)}, base)
        except OSError as error:
            raise CatalogueError(
                f"无法写入索引（{error.strerror or error}）",
                "请检查磁盘空间和权限；已有内容没有改变",
            ) from error
        finally:
            shutil.rmtree(building, ignore_errors=True)  # gone already where it was sealed

    def documents(self, change: Change, stale: Collection[str] | None) -> Iterator[IndexedPassage]:
        """Passages of what changed and of the stale reports; with None, of all in the catalogue."""
        catalogue = self.catalogue
        rows = catalogue.reports()[0] if stale is None else catalogue.report_rows(stale).values()
        kept = [row for row in rows if row.id not in change.touched]
        reports: list[ReportRow | Report] = [*kept, *change.reports]
        for done, report in enumerate(reports, 1):
            yield from _indexed(report, self.catalogue)
            if self.progress:
                self.progress(done, len(reports))

    def note(self, change: Change) -> None:
        """What changes no report: files that the present pipeline has read, and where files are."""
        if change.copies or change.same - self.catalogue.known(self.pipeline).keys():
            with self.catalogue.transaction():
                self.catalogue.stamp(change.same, self.pipeline)
                self.catalogue.note_copies(change.places, change.copies)


def _digest(listed: Iterable[str]) -> str:
    return sha256("\n".join(sorted(listed)).encode()).hexdigest()[:16]


def _refuse_full_disk(data_dir: Path, folder: Path | None) -> None:
    wanted = max(DISK_FLOOR, 2 * generations.size(folder) if folder else 0)
    free = shutil.disk_usage(data_dir).free
    if free < wanted:
        raise CatalogueError(
            f"磁盘只剩 {free / 1e6:,.0f} MB，写入需要 {wanted / 1e6:,.0f} MB",
            "请腾出空间后再试；已有内容没有改变",
        )


def _indexed(report: Report | ReportRow, catalogue: Catalogue) -> Iterator[IndexedPassage]:
    if isinstance(report, ReportRow):
        agency, region, form = report.agency, report.region, report.form
        passages: Iterable[Passage] = (one for _, one in catalogue.passages_of([report.id]))
    else:
        agency, region, form = report.agency.name, report.agency.region, report.form.value
        passages = report.passages
    for one in passages:
        yield IndexedPassage(
            passage=one.id,
            report=report.id,
            agency=agency,
            region=region,
            year=report.year,
            section=one.section,
            form=form,
            title=report.title,
            heading=one.heading,
            text=one.text,
            kind=one.kind,
        )
