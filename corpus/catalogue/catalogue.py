"""The store as the rest of the program sees it."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from corpus.catalogue import arrivals, neighbourhood, phrases, rows, selection
from corpus.catalogue.database import Database, Made
from corpus.catalogue.selection import Condition, all_of, among, one_of
from corpus.catalogue.values import Arrival, CellRow, News, ReportRow, Selection, Standing
from corpus.forms import indicators as all_indicators
from corpus.model import Finding, Passage, Report, Source, Statistic
from corpus.sentences import Sentence

FILE = "catalogue.sqlite3"
"""Its name in the data folder."""

_EVERY = Selection()
_INSIDE = ("/", "\\", "!/")  # between a folder or an archive and what is in it
_ALL_OF = "SELECT * FROM {} WHERE report = ? ORDER BY position"
_PARTS = ("sections", "passages", "statistics", "findings", "claims", "sources")
_FAILING_FIRST = (
    "CASE verdict WHEN 'fail' THEN 0 WHEN 'warn' THEN 1 WHEN 'not_assessable' THEN 2 ELSE 3 END"
)


class Catalogue:
    """One open store. Safe to use from several threads: each gets its own connection.

    Every method raises CatalogueError where the file turns out to be damaged, locked or not there,
    and the disk full or not writable.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Open, creating it unless `readonly`. Raises CatalogueError (damaged, newer schema)."""
        self._database = Database(path, readonly=readonly)
        if not readonly:
            self._name_indicators()
            phrases.fill(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """BEGIN IMMEDIATE ... COMMIT; any exception rolls back."""
        return self._database.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """All reads of this thread inside see one state, whatever is written meanwhile."""
        return self._database.snapshot()

    def put(
        self,
        report: Report,
        readings: Collection[Report] = (),
        *,
        pipeline: int = 0,
        fresh: Collection[str] | None = None,
    ) -> None:
        """Write the report, replacing an earlier one of the same id. Inside a transaction.

        `readings` has what each source says by itself, where there are several. `pipeline` is the
        version of the steps that read `fresh`, the sha256 of some of the sources (None: of all);
        the others keep theirs.
        """
        read_by = {row["sha256"]: row["pipeline"] for row in self._rows_of("sources", report.id)}
        ours = [source.sha256 for source in report.sources]
        read_by |= dict.fromkeys(ours if fresh is None else set(ours) & set(fresh), pipeline)
        times = arrivals.times(self._database, report)
        self.delete(report.id)
        for table, written in rows.written(report, [read_by.get(one, 0) for one in ours]):
            self._database.run_many(rows.insert(table), written)
        arrivals.put(self._database, report.id, *times)
        phrases.put(self._database, report)
        if len(readings) > 1:
            packed = (
                (report.id, ours.index(one.sources[0].sha256), rows.packed(one)) for one in readings
            )
            self._database.run_many("INSERT INTO readings VALUES (?, ?, ?)", packed)
        self._describe_agency(report.agency.name)

    def delete(self, report_id: str) -> None:
        """Remove a report and all its rows; nothing if it is not there. Inside a transaction."""
        found = self._database.rows("SELECT agency FROM reports WHERE id = ?", [report_id])
        self._database.run("DELETE FROM reports WHERE id = ?", [report_id])
        for row in found:
            self._describe_agency(row["agency"])

    def meta(self, key: str) -> str | None:
        """A setting of the store: "generation", "manifests" ..."""
        found = self._database.rows("SELECT value FROM meta WHERE key = ?", [key])
        return str(found[0]["value"]) if found else None

    def set_meta(self, key: str, value: str) -> None:
        """Inside a transaction."""
        self._database.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [key, value])

    def known(self, pipeline: int | None = None) -> Mapping[str, str]:
        """sha256 of every source -> report id; only of those read by that pipeline, if given."""
        sql = "SELECT sha256, report FROM sources WHERE ? IS NULL OR pipeline = ?"
        found = self._database.rows(sql, [pipeline, pipeline])
        return {row["sha256"]: row["report"] for row in found}

    def stamp(self, sha256s: Iterable[str], pipeline: int) -> None:
        """Note that these files gave the same reports with this pipeline. Inside a transaction."""
        values = ((pipeline, sha256) for sha256 in sha256s)
        self._database.run_many("UPDATE sources SET pipeline = ? WHERE sha256 = ?", values)

    def note_copies(self, places: Collection[str], copies: Mapping[str, str]) -> None:
        """Further places (path -> sha256) where bytes of sources are, and forget what was noted of
        `places`: other files stand there now. Inside a transaction."""
        sql, values = among("path", places)
        self._database.run(f"DELETE FROM copies WHERE {sql}", values)
        self._database.run_many("INSERT OR REPLACE INTO copies VALUES (?, ?)", copies.items())
        self._database.run("""
            DELETE FROM copies WHERE sha256 NOT IN (SELECT sha256 FROM sources)
            OR EXISTS (
                SELECT 1 FROM sources
                WHERE sources.sha256 = copies.sha256 AND sources.path = copies.path
            )
        """)

    def stands_at(self, sha256: str, place: str) -> bool:
        """Whether it is known that these bytes are at this place."""
        sql = " UNION ALL ".join(
            f"SELECT 1 FROM {table} WHERE sha256 = ? AND path = ?"
            for table in ("sources", "copies")
        )
        return bool(self._database.rows(sql, [sha256, place] * 2))

    def copies(self, sha256s: Collection[str]) -> Mapping[str, Sequence[str]]:
        """sha256 -> further places where such bytes are, in order; only of those that have any."""
        sql, values = among("sha256", sha256s)
        found = dict[str, list[str]]()
        for row in self._database.rows(f"SELECT * FROM copies WHERE {sql} ORDER BY path", values):
            found.setdefault(row["sha256"], []).append(row["path"])
        return found

    def speaking(self, places: Collection[str], sha256s: Collection[str]) -> Sequence[str]:
        """Ids of reports with a source at one of these places, or of such bytes."""
        path, paths = among("path", places)
        sha256, wanted = among("sha256", sha256s)
        sql = f"SELECT DISTINCT report FROM sources WHERE {path} OR {sha256} ORDER BY report"
        return [row["report"] for row in self._database.rows(sql, [*paths, *wanted])]

    def kept_from(self, place: str) -> Sequence[str]:
        """Ids of reports read from this file, or from any in this folder or archive, in order."""
        inside = [(f"{place}{mark}", f"{place}{_after(mark)}") for mark in _INSIDE]
        found = set[str]()
        for table in ("sources", "sources JOIN copies USING (sha256)"):
            path = "copies.path" if "JOIN" in table else "path"
            for first, end in [(place, f"{place}\x01"), *inside]:
                sql = f"SELECT DISTINCT report FROM {table} WHERE {path} >= ? AND {path} < ?"
                found |= {row["report"] for row in self._database.rows(sql, [first, end])}
        return sorted(found)

    def archive(self, sha256: str) -> Sequence[tuple[str, str]]:
        """(name inside, sha256) of every file in an archive of these bytes; () if not known."""
        sql = "SELECT members FROM archives WHERE sha256 = ?"
        found = self._database.rows(sql, [sha256])
        with self._database.intact():
            return [(name, one) for row in found for name, one in json.loads(row["members"])]

    def note_archives(self, archives: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """What is in archives of these bytes, by sha256. Inside a transaction."""
        values = ((sha256, rows.as_json(members)) for sha256, members in archives.items())
        self._database.run_many("INSERT OR REPLACE INTO archives VALUES (?, ?)", values)

    def readings(self, report: Report) -> tuple[Report, ...]:
        """What each source of a stored report says by itself.

        A source of which that was never kept is left out.
        """
        stored = self._rows_of("readings", report.id)
        if not stored:
            return (replace(report, sources=report.sources[:1]),)
        with self._database.intact():
            return tuple(
                rows.unpacked(row["contents"], report.sources[row["position"]]) for row in stored
            )

    def report(self, report_id: str) -> Report | None:
        """The whole report, or None."""
        with self.snapshot():
            found = self._database.rows("SELECT * FROM reports WHERE id = ?", [report_id])
            parts = {table: self._rows_of(table, report_id) for table in _PARTS if found}
        own = [row for row in parts.get("findings", ()) if row["position"] < neighbourhood.ACROSS]
        with self._database.intact():
            return rows.read(found[0], {**parts, "findings": own}) if found else None

    def reports(
        self, where: Selection = _EVERY, *, start: int = 0, size: int | None = None
    ) -> tuple[Sequence[ReportRow], int]:
        """Rows (by agency, then newest year first) and the total without paging."""
        return self._page(
            rows.report_row,
            select=selection.SUMMARY,
            count="SELECT count(*) FROM reports",
            where=selection.condition(where),
            order=selection.ORDER,
            start=start,
            size=size,
        )

    def report_rows(self, ids: Iterable[str]) -> Mapping[str, ReportRow]:
        """Rows of just these reports by id; ids that are not there are left out."""
        sql, values = among("reports.id", set(ids))
        found = self._database.read(rows.report_row, f"{selection.SUMMARY} WHERE {sql}", values)
        return {row.id: row for row in found}

    def passages(self, ids: Iterable[str]) -> Mapping[str, tuple[str, Passage]]:
        """Passage id -> (report id, passage); ids that are not there are left out."""
        sql, values = among("id", set(ids))
        sql = f"SELECT * FROM passages WHERE {sql}"
        found = self._database.read(_with_report(rows.passage), sql, values)
        return {passage.id: (report, passage) for report, passage in found}

    def passages_of(self, report_ids: Iterable[str]) -> Iterator[tuple[str, Passage]]:
        """(report id, passage) of whole reports, in order."""
        for report_id in report_ids:
            # Whole reports at a time: an open cursor would hold the connection in the past.
            for passage in self._database.read(
                rows.passage, _ALL_OF.format("passages"), [report_id]
            ):
                yield report_id, passage

    def spoken(self, passages: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Passage id -> indicators its numbers speak of for certain, in order of mention, each
        once; passages without any are left out."""
        sql, values = among("passage", set(passages))
        found: dict[str, dict[str, None]] = {}
        for row in self._database.rows(
            f"SELECT passage, cells FROM claims WHERE {sql} AND cells != '[]' ORDER BY position",
            values,
        ):
            keys = dict.fromkeys(json.loads(row["cells"]))
            found[row["passage"]] = found.get(row["passage"], {}) | keys
        return {passage: tuple(keys) for passage, keys in found.items()}

    def sentences(self, passages: Iterable[str]) -> Mapping[str, tuple[Sentence, ...]]:
        """Passage id -> its sentences in order; passages without any are left out."""
        return phrases.of_passages(self._database, set(passages))

    def reports_with(self, keys: Iterable[int]) -> Mapping[int, int]:
        """Key of a sentence -> number of reports that have it; keys of none are left out."""
        return phrases.reports_with(self._database, keys)

    def news(self) -> News:
        """What is new in each report against the one of the year before. Reads all sentences:
        about a second for 100,000 passages."""
        return phrases.news(self._database)

    def cells(
        self,
        where: Selection = _EVERY,
        indicators: Sequence[str] = (),
        *,
        start: int = 0,
        size: int | None = None,
    ) -> tuple[Sequence[CellRow], int]:
        """Statistics in form order within report order, and the total without paging.

        Form order is the order of `Report.statistics`. No indicators means all.
        """
        joined = "FROM reports CROSS JOIN statistics ON statistics.report = reports.id"
        return self._page(
            _cell,
            select=f"SELECT agency, year, form, statistics.* {joined}",
            count=f"SELECT count(*) {joined}",
            where=all_of(selection.condition(where), one_of("indicator", indicators)),
            order=f"{selection.ORDER}, statistics.position",
            start=start,
            size=size,
        )

    def printed(self) -> Mapping[str, int]:
        """Indicator -> number of reports that print a number there; those of none are left out."""
        sql = "SELECT indicator, count(*) FROM statistics WHERE status = 'printed' GROUP BY 1"
        return dict(map(tuple, self._database.rows(sql)))

    def findings(
        self,
        where: Selection = _EVERY,
        *,
        rule: Sequence[str] = (),
        verdict: Sequence[str] = (),
        start: int = 0,
        size: int | None = None,
    ) -> tuple[Sequence[tuple[str, Finding]], int]:
        """(report id, finding), failing ones first, and the total without paging.

        Then come warnings, what cannot be assessed, and what passed; each in report order.
        """
        joined = "FROM findings JOIN reports ON reports.id = findings.report"
        chosen = (one_of("rule", rule), one_of("verdict", verdict))
        return self._page(
            _with_report(rows.finding),
            select=f"SELECT findings.* {joined}",
            count=f"SELECT count(*) {joined}",
            where=all_of(selection.condition(where), *chosen),
            order=f"{_FAILING_FIRST}, {selection.ORDER}, findings.position",
            start=start,
            size=size,
        )

    def tally(
        self, by: str, where: Selection = _EVERY, rule: Sequence[str] = ()
    ) -> Mapping[str | int | None, Mapping[str, int]]:
        """Findings by "rule", "agency" or "year" and verdict, in no order that means anything.

        Raises KeyError for anything else to count by.
        """
        column = {"rule": "findings.rule", "agency": "reports.agency", "year": "reports.year"}[by]
        sql, values = all_of(selection.condition(where), one_of("rule", rule))
        found: dict[str | int | None, dict[str, int]] = {}
        for row in self._database.rows(
            f"SELECT {column} AS named, verdict, count(*) AS findings FROM findings "
            f"JOIN reports ON reports.id = findings.report WHERE {sql} GROUP BY 1, 2",
            values,
        ):
            found.setdefault(row["named"], {})[row["verdict"]] = row["findings"]
        return found

    def standing(self, ids: Collection[str]) -> Sequence[Standing]:
        """Where these reports stand among others; ids that are not there are left out."""
        return neighbourhood.standing(self._database, ids)

    def of_body(self, agency: str, years: Collection[int] | None) -> Sequence[Standing]:
        """The reports of a body, oldest first: of these years, or (None) of all that are known."""
        return neighbourhood.of_body(self._database, agency, years)

    def in_region(self, region: Sequence[str], year: int | None) -> Sequence[Standing]:
        """The reports of bodies of this region or one step below it; of all known years (None)."""
        return neighbourhood.in_region(self._database, region, year)

    def put_across(self, report_id: str, findings: Sequence[Finding]) -> None:
        """Write what neighbours say of a report, in place of what they said. In a transaction."""
        neighbourhood.put(self._database, report_id, findings)

    def across(self, report_id: str) -> Sequence[Finding]:
        """What neighbours say of a report: findings between years and between levels."""
        return neighbourhood.findings(self._database, report_id)

    def statistics(self, report_id: str) -> Sequence[Statistic]:
        """The cells of a report in form order."""
        return neighbourhood.statistics(self._database, report_id)

    def sentence_keys(self, report_id: str) -> frozenset[int]:
        """Keys of the sentences of a report."""
        return neighbourhood.sentence_keys(self._database, report_id)

    def narrative(self, report_id: str) -> str:
        """The text of all sections of a report, a line between them."""
        return neighbourhood.narrative(self._database, report_id)

    def sources(self, report_id: str) -> Sequence[Source]:
        """The files a report was read from, text included; the first is the base of the others."""
        return self._database.read(rows.source, _ALL_OF.format("sources"), [report_id])

    def agencies(self) -> Sequence[tuple[str, tuple[str, ...], tuple[str, ...], int]]:
        """(canonical name, region path, short names, number of reports), most reports first."""
        return self._database.read(
            _directory_row,
            """
            SELECT name, agencies.region, agencies.short, count(*) AS reports
            FROM agencies JOIN reports ON reports.agency = agencies.name
            GROUP BY name ORDER BY count(*) DESC, name
        """,
        )

    def arrivals(self) -> Sequence[Arrival]:
        """When each report came and last changed, by id."""
        return arrivals.every(self._database)

    def check(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file; () if nothing. Reads all of it."""
        return self._database.check()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def _rows_of(self, table: str, report_id: str) -> list[sqlite3.Row]:
        return self._database.rows(_ALL_OF.format(table), [report_id])

    def _page(
        self,
        make: Callable[[sqlite3.Row], Made],
        *,
        select: str,
        count: str,
        where: Condition,
        order: str,
        start: int,
        size: int | None,
    ) -> tuple[Sequence[Made], int]:
        """Values of one page and the number of all, both of the same state."""
        sql, values = where
        limit = -1 if size is None else size  # SQLite reads a negative limit as none
        paged = f"{select} WHERE {sql} ORDER BY {order} LIMIT ? OFFSET ?"
        with self.snapshot():
            total = self._database.rows(f"{count} WHERE {sql}", values)[0][0]
            return self._database.read(make, paged, [*values, limit, start]), total

    def _describe_agency(self, name: str) -> None:
        """Write the directory's row of a body anew from all its reports; none if there are none.

        The newest report that says where a body stands, and of what kind it is, is believed; short
        names of all years are kept, for people ask by old names too.
        """
        self._database.run("DELETE FROM agencies WHERE name = ?", [name])
        sql = "SELECT * FROM reports WHERE agency = ? ORDER BY year DESC, id"
        found = self._database.rows(sql, [name])
        if not found:
            return
        regions = (row["region"] for row in found if row["region"] != "[]")
        short = dict.fromkeys(one for row in found for one in rows.strings(row["short"]))
        self._database.run(
            "INSERT INTO agencies (name, region, level, kind, short) VALUES (?, ?, ?, ?, ?)",
            [
                *(name, next(regions, "[]")),
                *(_first_known(row[column] for row in found) for column in ("level", "kind")),
                rows.as_json(tuple(short)),
            ],
        )

    def _name_indicators(self) -> None:
        """Make the labels of the file those of the forms; written only where they differ."""
        wanted = [
            (one.key, position, one.table, one.label, one.short, one.unit)
            for position, one in enumerate(all_indicators().values())
        ]
        there = self._database.rows("SELECT * FROM indicators ORDER BY position")
        if [tuple(row) for row in there] == wanted:
            return
        with self.transaction():
            self._database.run("DELETE FROM indicators")
            self._database.run_many("INSERT INTO indicators VALUES (?, ?, ?, ?, ?, ?)", wanted)


def _after(mark: str) -> str:
    """The least text greater than all that begin with the mark."""
    return mark[:-1] + chr(ord(mark[-1]) + 1)


def _cell(row: sqlite3.Row) -> CellRow:
    return CellRow(row["report"], row["agency"], row["year"], row["form"], rows.statistic(row))


def _with_report(
    make: Callable[[sqlite3.Row], Made],
) -> Callable[[sqlite3.Row], tuple[str, Made]]:
    return lambda row: (row["report"], make(row))


def _directory_row(row: sqlite3.Row) -> tuple[str, tuple[str, ...], tuple[str, ...], int]:
    return row["name"], rows.strings(row["region"]), rows.strings(row["short"]), row["reports"]


def _first_known(values: Iterable[str]) -> str:
    return next((value for value in values if value != "unknown"), "unknown")
