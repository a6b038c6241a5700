"""When reports came into the catalogue, and when their text last changed.

The one thing here that the files do not decide: a catalogue that is made anew has new times.
"""

import sqlite3
from datetime import UTC, datetime

from corpus.catalogue.database import Database
from corpus.catalogue.values import Arrival
from corpus.model import Report

_EVERY = """
    SELECT reports.id, agency, year, ingested, changed
    FROM reports JOIN arrivals ON arrivals.report = reports.id ORDER BY reports.id
"""
_BEFORE = "SELECT ingested, changed FROM arrivals WHERE report = ?"
_TEXTS = "SELECT text FROM passages WHERE report = ? ORDER BY position"


def times(database: Database, report: Report) -> tuple[str, str]:
    """The times of a report that is about to be written over: asked before the old one goes."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = database.rows(_BEFORE, [report.id])
    if not found:
        return now, now
    texts = [row["text"] for row in database.rows(_TEXTS, [report.id])]
    same = texts == [passage.text for passage in report.passages]
    return found[0]["ingested"], found[0]["changed"] if same else now


def put(database: Database, report_id: str, ingested: str, changed: str) -> None:
    """Write the times of a report that has just been written. Inside a transaction."""
    database.run("INSERT INTO arrivals VALUES (?, ?, ?)", [report_id, ingested, changed])


def every(database: Database) -> list[Arrival]:
    """All reports by id."""
    return database.read(_arrival, _EVERY)


def _arrival(row: sqlite3.Row) -> Arrival:
    return Arrival(row["id"], row["agency"], row["year"], row["ingested"], row["changed"])
