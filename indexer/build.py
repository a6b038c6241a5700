"""The catalogue and its index, changed together or not at all.

    files ─ outcomes ─▶ reports ─ what differs ─▶ generation N+1 beside N ─ one transaction ─▶ N+1

Only what is new or has changed is indexed; the rest of the new generation is the old one's files.
Where there is no sound generation made by this very program, all of it is made from the catalogue.
"""

import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.catalogue import Catalogue, ReportRow, with_sources
from corpus.errors import CatalogueError
from corpus.ingest import PIPELINE, Outcome, Prepared, outcomes, prepare
from corpus.model import Document, Passage, Report
from indexer import generations, whoosh_engine
from indexer.engine import IndexedPassage
from indexer.generations import Sealed, State

BATCH_REPORTS = 200
"""Reports in one generation while many files are taken in. Each generation costs about as much as
indexing five reports (links, hashes, syncs, one more segment), so a batch of 200 spends 2-3 % on
that; larger ones save little, and a crash loses one batch of reading."""

BATCH_CHARACTERS = 20_000_000
"""A batch also ends here: its reports are all in memory, each with the text of its file, and some
files have millions of characters."""

DISK_FLOOR = 256_000_000
"""Bytes that must be free before anything is written, or twice the index if that is more: a merge
may write all of it again. With no byte free, SQLite's log could not even be read."""

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

    Where nothing changes, that is the number there was (0 if there is none). Raises CatalogueError
    (another program writes, disk full, catalogue damaged); then everything is as it was.
    """
    with generations.writer_lock(data_dir, wait):
        build = _Build(data_dir, catalogue, writer, progress)
        return build.bring_in(_change(catalogue, reports, removed))


def ingest(
    data_dir: Path,
    catalogue: Catalogue,
    paths: Sequence[Path],
    told: Callable[[Outcome], None] | None = None,
    *,
    prepare: Callable[[Document], Report] = prepare,
    writer: IndexWriter = whoosh_engine,
    wait: float = 5.0,
) -> int:
    """Take in files and folders, in batches, and give the number of the last generation.

    `told` hears of each file as soon as it has been read; it is stored when this function returns.
    Where it raises (CatalogueError, or KeyboardInterrupt), whole batches before that are stored.
    """
    with generations.writer_lock(data_dir, wait):
        build, batch = _Build(data_dir, catalogue, writer), list[Report]()
        for outcome in outcomes(paths, catalogue.known(PIPELINE), prepare=prepare):
            if told:
                told(outcome)
            if isinstance(outcome, Prepared):
                batch.append(outcome.report)
            if _is_full(batch):
                build.bring_in(_change(catalogue, batch, ()))
                batch.clear()
        return build.bring_in(_change(catalogue, batch, ()))


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
        return _Build(data_dir, catalogue, writer, progress).advance(_Change(), state, None)


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
            build.advance(_Change(), state, None)
        return f"{reason}，已由数据库重新建立" if reason else ""


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs between the catalogue and what it is to hold."""

    put: tuple[Report, ...] = ()
    gone: frozenset[str] = frozenset()
    same: tuple[Report, ...] = ()  # given, but already there

    def __bool__(self) -> bool:
        return bool(self.put or self.gone)

    @property
    def touched(self) -> frozenset[str]:
        """Ids of reports whose passages in the index are out of date."""
        return self.gone | {report.id for report in self.put}


@dataclass(frozen=True, slots=True)
class _Build:
    """What stays the same while one holder of the writer lock works."""

    data_dir: Path
    catalogue: Catalogue
    writer: IndexWriter
    progress: Progress | None = None

    @property
    def versions(self) -> Mapping[str, str]:
        """What must be equal for an index to be built upon."""
        return {"index": self.writer.VERSION, "documents": _DOCUMENTS}

    def bring_in(self, change: _Change) -> int:
        """Commit the change, mending the index where it must be; nothing where nothing differs."""
        # What is built upon is read in full first: damage must not get a new and valid hash.
        state = generations.state(self.data_dir, self.catalogue, full=bool(change))
        number, reason = state.number, self.why_anew(state)
        if reason:
            _log.warning("building the whole index: %s", reason)
        if reason or change:
            number = self.advance(change, state, None if reason else state.folder)
        self.stamp(change.same)
        return number

    def why_anew(self, state: State) -> str:
        """Why the index cannot be built upon, in Chinese; "" if it can, or if none is needed."""
        if state.sound:
            return "" if state.versions == self.versions else "索引由另一版本的程序建立"
        if state.number or self.catalogue.reports(size=0)[1]:
            return state.reason or "没有索引"
        return ""

    def advance(self, change: _Change, state: State, base: Path | None) -> int:
        """Commit the next generation, made of `base` or (None) of the whole catalogue."""
        _refuse_full_disk(self.data_dir, state.folder)
        generations.sweep(self.data_dir, self.catalogue)
        sealed = self.built(change, state.number + 1, base)
        with self.catalogue.transaction():
            for report_id in change.gone:
                self.catalogue.delete(report_id)
            for report in change.put:
                self.catalogue.put(report, pipeline=PIPELINE)
            generations.record(self.catalogue, sealed)
        # Not if the commit failed: it may have happened all the same, and the next sweep will know.
        generations.sweep(self.data_dir, self.catalogue)
        return sealed.number

    def built(self, change: _Change, number: int, base: Path | None) -> Sealed:
        """The generation, whole and durable, but not committed."""
        building = generations.begin(self.data_dir, base, number)
        try:
            if base is None:
                self.writer.create(building)
            removed = change.touched if base else frozenset[str]()
            self.writer.update(building, removed, self.documents(change, whole=base is None))
            return generations.seal(building, self.versions, base)
        except OSError as error:
            raise CatalogueError(
                f"无法写入索引（{error.strerror or error}）",
                "请检查磁盘空间和权限；已有内容没有改变",
            ) from error
        finally:
            shutil.rmtree(building, ignore_errors=True)  # gone already where it was sealed

    def documents(self, change: _Change, *, whole: bool) -> Iterator[IndexedPassage]:
        """Passages of what changed; `whole`: of every other report in the catalogue too."""
        rows = self.catalogue.reports()[0] if whole else ()
        kept = [row for row in rows if row.id not in change.touched]
        reports: list[ReportRow | Report] = [*kept, *change.put]
        for done, report in enumerate(reports, 1):
            yield from _indexed(report, self.catalogue)
            if self.progress:
                self.progress(done, len(reports))

    def stamp(self, reports: Iterable[Report]) -> None:
        """Note that these files, read by the present pipeline, gave what was there already."""
        read = {source.sha256 for report in reports for source in report.sources}
        if read - self.catalogue.known(PIPELINE).keys():
            with self.catalogue.transaction():
                self.catalogue.stamp(read, PIPELINE)


def _change(catalogue: Catalogue, reports: Iterable[Report], removed: Iterable[str]) -> _Change:
    gone = frozenset(catalogue.report_rows(removed))
    wanted = _by_id(reports)
    put, same = list[Report](), list[Report]()
    for report in wanted.values():
        stored = None if report.id in gone else catalogue.report(report.id)
        is_there = stored is not None and with_sources(report, stored.sources) == stored
        (same if is_there else put).append(report)
    gone |= catalogue.superseded(put) - wanted.keys()
    return _Change(tuple(put), gone, tuple(same))


def _by_id(reports: Iterable[Report]) -> Mapping[str, Report]:
    """Each report once: of two files of one report the later gives the contents, as in `put`."""
    wanted = dict[str, Report]()
    for report in reports:
        earlier = wanted.get(report.id)
        wanted[report.id] = with_sources(report, earlier.sources if earlier else ())
    return wanted


def _is_full(batch: Sequence[Report]) -> bool:
    characters = sum(len(source.text) for report in batch for source in report.sources)
    return len(batch) >= BATCH_REPORTS or characters >= BATCH_CHARACTERS


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
