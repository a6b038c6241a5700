"""What a batch of readings makes of the catalogue: which reports are written, and which go.

    readings, copies ─ change ─▶ reports merged anew, ids of reports that nobody speaks for any more

A source is told by its place (its path, or its name where it has none) and by its bytes. When other
bytes are read from a place, what was read there before is no longer said, unless the same bytes are
known to be somewhere else too. Reads the catalogue and writes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.catalogue import Catalogue
from corpus.merge import merge
from corpus.model import Report, Source

_Shelf = dict[str, Report]
"""The readings of one report by the sha256 of their bytes."""


@dataclass(frozen=True, slots=True)
class Put:
    """A report to be written, with the readings it was merged from."""

    report: Report
    readings: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between the catalogue and what it is to hold."""

    put: tuple[Put, ...] = ()
    gone: frozenset[str] = frozenset()  # ids; one that is in `put` too is written without its past
    same: frozenset[str] = frozenset()  # sha256 of what was read and changed nothing
    fresh: frozenset[str] = frozenset()  # sha256 of all that was read
    places: frozenset[str] = frozenset()  # where it was read
    copies: Mapping[str, str] = field(default_factory=dict)  # path -> sha256 of known bytes there

    def __bool__(self) -> bool:
        return bool(self.put or self.gone)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports to be written."""
        return tuple(one.report for one in self.put)

    @property
    def touched(self) -> frozenset[str]:
        """Ids of reports whose passages in the index are out of date."""
        return self.gone | {one.report.id for one in self.put}


def change(
    catalogue: Catalogue,
    readings: Sequence[Report],
    removed: Iterable[str] = (),
    copies: Mapping[str, str] | None = None,
) -> Change:
    """What the catalogue is to become.

    Each reading is a report with the one source it was read from; of two from one place the later
    counts. `removed` are ids of reports to be taken out before. `copies` are places (path ->
    sha256) where bytes were found that the catalogue has from somewhere else.
    """
    copies = dict(copies or {})
    gone = frozenset(catalogue.report_rows(removed))
    stored = _stored(catalogue, readings, copies, gone)
    shelves: dict[str, _Shelf] = {
        key: {one.sources[0].sha256: one for one in catalogue.readings(report)} if report else {}
        for key, report in stored.items()
    }
    work = _Work(shelves, _elsewhere(catalogue, shelves, readings, copies), copies)
    for place, sha256 in tuple(copies.items()):
        work.leave(place, sha256)
    for reading in readings:
        work.take(reading)
    for (
        reading
    ) in readings:  # a file that was moved: what stands in its old place has been read too
        copies.pop(reading.sources[0].path, None)
    return _told(stored, shelves, readings, gone, copies)


def _stored(
    catalogue: Catalogue,
    readings: Sequence[Report],
    copies: Mapping[str, str],
    gone: frozenset[str],
) -> dict[str, Report | None]:
    """Every report that may be touched, as it is: those read, and those read from these places
    before. None where there is no such report, or none any more."""
    sources = [one.sources[0] for one in readings]
    places = {source.path for source in sources if source.path} | copies.keys()
    speaking = catalogue.speaking(places, {source.sha256 for source in sources})
    ids = dict.fromkeys([*(one.id for one in readings), *speaking])
    return {one: None if one in gone else catalogue.report(one) for one in ids}


def _elsewhere(
    catalogue: Catalogue,
    shelves: Mapping[str, _Shelf],
    readings: Sequence[Report],
    copies: Mapping[str, str],
) -> dict[str, list[str]]:
    """sha256 -> where such bytes are besides the place they were read from, as far as is known."""
    now = {one.sources[0].path for one in readings} | copies.keys()
    noted = catalogue.copies({sha256 for shelf in shelves.values() for sha256 in shelf})
    found = {sha256: [one for one in paths if one not in now] for sha256, paths in noted.items()}
    for path, sha256 in copies.items():
        found.setdefault(sha256, []).append(path)
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """The readings while places are read again."""

    shelves: dict[str, _Shelf]
    elsewhere: dict[str, list[str]]  # sha256 -> other places of such bytes
    copies: dict[str, str]  # place -> sha256, to be noted

    def take(self, reading: Report) -> None:
        """A reading: what its place or its bytes said before is said no more."""
        source = reading.sources[0]
        if source.path:
            self.leave(source.path, source.sha256)
        else:
            self._leave_name(reading.id, source)
        for shelf in self.shelves.values():
            before = shelf.pop(source.sha256, None)
            if before and before.sources[0].path not in ("", source.path):
                self.copies[before.sources[0].path] = source.sha256  # they were read there first
        self.shelves[reading.id][source.sha256] = reading

    def leave(self, place: str, sha256: str) -> None:
        """At this place stand those bytes now, and no others."""
        for shelf in self.shelves.values():
            for other, reading in tuple(shelf.items()):
                if reading.sources[0].path == place and other != sha256:
                    self._drop(shelf, other)

    def _leave_name(self, report: str, source: Source) -> None:
        shelf = self.shelves[report]
        for sha256, reading in tuple(shelf.items()):
            old = reading.sources[0]
            if not old.path and old.name == source.name and sha256 != source.sha256:
                del shelf[sha256]

    def _drop(self, shelf: _Shelf, sha256: str) -> None:
        """Take a reading out, or move it to where its bytes are still known to be."""
        left = self.elsewhere.get(sha256)
        if not left:
            del shelf[sha256]
            return
        source = replace(shelf[sha256].sources[0], path=left.pop(0))
        shelf[sha256] = replace(shelf[sha256], sources=(source,))


def _told(
    stored: Mapping[str, Report | None],
    shelves: Mapping[str, _Shelf],
    readings: Sequence[Report],
    gone: frozenset[str],
    copies: Mapping[str, str],
) -> Change:
    """What of the shelves is not in the catalogue as it is."""
    put, same, left = list[Put](), set[str](), set[str]()
    for report_id, shelf in shelves.items():
        if not shelf:
            left |= {report_id} if stored[report_id] else set()
            continue
        merged = merge(tuple(shelf.values()))
        if merged == stored[report_id]:
            same |= shelf.keys()
        else:
            put.append(Put(merged, tuple(shelf.values())))
    sources = [one.sources[0] for one in readings]
    fresh = frozenset(source.sha256 for source in sources)
    return Change(
        put=tuple(put),
        gone=gone | left,
        same=fresh & same,
        fresh=fresh,
        places=frozenset(source.path for source in sources if source.path) | copies.keys(),
        copies=copies,
    )
