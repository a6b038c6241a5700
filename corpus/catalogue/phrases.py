"""The table of sentences: which of them stand in many reports, and which stood in last year's."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Any

from corpus.catalogue import rows
from corpus.catalogue.database import Database
from corpus.catalogue.selection import among
from corpus.catalogue.values import News
from corpus.model import Agency, Report
from corpus.recognise import UNKNOWN_AGENCY
from corpus.sentences import VERSION, Sentence, names_of, of_report, sentences

_INSERT = "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)"
_META = "sentences"

# Reports with the one of the same body of the year before. Bodies that nothing names are no one.
_PAIRS = """
    SELECT later.id AS report, earlier.id AS before
    FROM reports AS later
    JOIN reports AS earlier ON earlier.agency = later.agency AND earlier.year = later.year - 1
    WHERE later.agency <> ?
"""
_NEW = f"""
    WITH pairs AS MATERIALIZED ({_PAIRS})
    SELECT passage FROM sentences
    WHERE report IN (SELECT report FROM pairs)
    GROUP BY passage
    HAVING 2 * sum(EXISTS (
        SELECT 1 FROM pairs CROSS JOIN sentences AS old
        ON old.key = sentences.key AND old.report = pairs.before
        WHERE pairs.report = sentences.report
    )) < count(*)
"""


def put(database: Database, report: Report) -> None:
    """Write the sentences of a report that has just been written. Inside a transaction."""
    database.run_many(
        _INSERT, (_row(report.id, passage.id, one) for passage, one in of_report(report))
    )


def fill(database: Database) -> None:
    """Make all keys anew if they are not of this version: once after a migration, or a change of
    what is masked. Report by report, in one transaction."""
    found = database.rows("SELECT value FROM meta WHERE key = ?", [_META])
    if found and found[0]["value"] == VERSION:
        return
    with database.transaction():
        database.run("DELETE FROM sentences")
        for report in database.rows("SELECT * FROM reports ORDER BY id"):
            database.run_many(_INSERT, _made(database, report["id"], rows.agency(report)))
        database.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [_META, VERSION])


def of_passages(
    database: Database, passages: Collection[str]
) -> Mapping[str, tuple[Sentence, ...]]:
    """Passage id -> its sentences in order; passages without any are left out."""
    sql, values = among("passage", passages)
    sql = f"SELECT * FROM sentences WHERE {sql} ORDER BY passage, start"
    found = database.read(_sentence, sql, values)
    return {
        passage: tuple(one for _, one in some)
        for passage, some in groupby(found, lambda row: row[0])
    }


def reports_with(database: Database, keys: Iterable[int]) -> Mapping[int, int]:
    """Key -> number of reports that have such a sentence; keys of none are left out."""
    sql, values = among("key", set(keys))
    sql = f"SELECT key, count(DISTINCT report) AS many FROM sentences WHERE {sql} GROUP BY key"
    return {row["key"]: row["many"] for row in database.rows(sql, values)}


def news(database: Database) -> News:
    """What is new in each report against the same body's report of the year before."""
    new = database.rows(_NEW, [UNKNOWN_AGENCY])
    compared = database.rows(f"SELECT report FROM ({_PAIRS})", [UNKNOWN_AGENCY])
    return News(
        frozenset(row["passage"] for row in new),
        frozenset(row["report"] for row in compared),
    )


def _made(database: Database, report: str, agency: Agency) -> list[tuple[Any, ...]]:
    own = names_of(agency)
    sql = "SELECT * FROM passages WHERE report = ? ORDER BY position"
    found = database.read(rows.passage, sql, [report])
    return [_row(report, one.id, each) for one in found for each in sentences(one, own)]


def _row(report: str, passage: str, one: Sentence) -> tuple[Any, ...]:
    return passage, report, one.start, one.end, one.key, int(one.figures)


def _sentence(row: rows.Stored) -> tuple[str, Sentence]:
    return row["passage"], Sentence(row["start"], row["end"], row["key"], bool(row["figures"]))
