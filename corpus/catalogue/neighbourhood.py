"""Reports by where they stand among others, and what their neighbours say of them.

Findings between reports lie in the table of findings behind a report's own, from position ACROSS
on: they are counted, filtered and listed with the others, but are no part of `Report.findings`,
which a file alone decides.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence

from corpus.catalogue import rows
from corpus.catalogue.database import Database
from corpus.catalogue.selection import among
from corpus.catalogue.values import Standing
from corpus.model import Finding, Statistic

ACROSS = 1_000_000
"""First position of findings between reports: more than any report has of its own."""

_SELECT = "SELECT id, agency, year, form, scope, kind, region FROM reports"


def standing(database: Database, ids: Collection[str]) -> Sequence[Standing]:
    """Where these reports stand; ids that are not there are left out."""
    sql, values = among("id", ids)
    return database.read(_standing, f"{_SELECT} WHERE {sql} ORDER BY id", values)


def of_body(database: Database, agency: str, years: Collection[int] | None) -> Sequence[Standing]:
    """The reports of a body, oldest first: of these years, or (None) of all that are known."""
    if years is None:
        sql, values = "year IS NOT NULL", list[object]()
    else:
        sql, values = among("year", years)
    sql = f"{_SELECT} WHERE agency = ? AND {sql} ORDER BY year, id"
    return database.read(_standing, sql, [agency, *values])


def in_region(database: Database, region: Sequence[str], year: int | None) -> Sequence[Standing]:
    """The reports of bodies of this region or one step below it; () for no region."""
    if not region:
        return ()
    sql = f"""
        {_SELECT} WHERE id IN (SELECT report FROM regions WHERE position = ? AND step = ?)
        AND json_array_length(region) <= ? AND year IS NOT NULL AND (? IS NULL OR year = ?)
        ORDER BY id
    """
    depth = len(region)
    found = database.read(_standing, sql, [depth - 1, region[-1], depth + 1, year, year])
    return [one for one in found if one.region[:depth] == tuple(region)]


def put(database: Database, report: str, findings: Sequence[Finding]) -> None:
    """Write what neighbours say of a report, in place of what they said. Inside a transaction."""
    sql = "DELETE FROM findings WHERE report = ? AND position >= ?"
    database.run(sql, [report, ACROSS])
    made = [(report, ACROSS + i, *rows.finding_row(one)) for i, one in enumerate(findings)]
    database.run_many(rows.insert("findings"), made)


def findings(database: Database, report: str) -> Sequence[Finding]:
    """What neighbours say of a report."""
    sql = "SELECT * FROM findings WHERE report = ? AND position >= ? ORDER BY position"
    return database.read(rows.finding, sql, [report, ACROSS])


def statistics(database: Database, report: str) -> Sequence[Statistic]:
    """The cells of a report in form order."""
    sql = "SELECT * FROM statistics WHERE report = ? ORDER BY position"
    return database.read(rows.statistic, sql, [report])


def sentence_keys(database: Database, report: str) -> frozenset[int]:
    """Keys of the sentences of a report."""
    sql = "SELECT DISTINCT key FROM sentences WHERE report = ?"
    return frozenset(row["key"] for row in database.rows(sql, [report]))


def narrative(database: Database, report: str) -> str:
    """The text of all sections of a report, a line between them."""
    sql = "SELECT text FROM sections WHERE report = ? ORDER BY position"
    return "\n".join(row["text"] for row in database.rows(sql, [report]))


def _standing(row: sqlite3.Row) -> Standing:
    return Standing(
        report=row["id"],
        agency=row["agency"],
        year=row["year"],
        form=row["form"],
        scope=row["scope"],
        kind=row["kind"],
        region=tuple(json.loads(row["region"])),
    )
