"""`gongkai export`: the catalogue as a folder of tables with their code book.

Written beside and put in place file by file when all is whole, so that a run that was broken off
leaves what was there before. The same catalogue gives the same bytes.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Self

from corpus.catalogue import Arrival, Catalogue, ReportRow, Selection
from search_api.export.codebook import NAME, Exported, codebook
from search_api.export.figures import reports, said_of
from search_api.export.lines import csv_lines, json_line
from search_api.export.tidy import (
    Row,
    Table,
    agency_rows,
    indicator_rows,
    of_report,
    rule_rows,
    tables,
)

Told = Callable[[int, int], None]
"""Called with the number of reports written so far and of all."""


class _Files:
    """Both files of a table, being written."""

    def __init__(self, folder: Path, table: Table, stack: ExitStack) -> None:
        self.columns = [one.name for one in table.columns]
        self.csv: IO[str] = stack.enter_context(_opened(folder / f"{table.name}.csv"))
        self.jsonl: IO[str] = stack.enter_context(_opened(folder / f"{table.name}.jsonl"))
        self.rows = 0
        self.csv.writelines(csv_lines(self.columns, ()))

    def add(self, row: Row) -> Self:
        """One row, which has exactly the columns of the table."""
        if row.keys() != set(self.columns):
            raise KeyError(row.keys() ^ set(self.columns))
        self.rows += 1
        cells = {name: row[name] for name in self.columns}
        _, line = csv_lines((), [tuple(cells.values())])
        self.csv.write(line)
        self.jsonl.write(json_line(cells))
        return self


def export(
    catalogue: Catalogue, where: Selection, folder: Path, told: Told | None = None
) -> Mapping[str, int]:
    """Write every table of the reports of the selection, and the code book; table -> rows.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(dir=folder, prefix=".export-"))
    try:
        with catalogue.snapshot():
            found = _write(catalogue, where, beside, told)
        text = codebook(found, tuple(said_of(where)))
        (beside / NAME).write_text(text, "utf-8", newline="\n")
        for made in sorted(beside.iterdir()):
            made.replace(folder / made.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return found.rows


def _write(catalogue: Catalogue, where: Selection, folder: Path, told: Told | None) -> Exported:
    found = Exported()
    came = {one.report: one for one in catalogue.arrivals()}
    total = catalogue.reports(where, size=0)[1]
    with ExitStack() as stack:
        files = {name: _Files(folder, table, stack) for name, table in tables().items()}
        for done, row in enumerate(reports(catalogue, where), 1):
            _one_report(catalogue, row, came.get(row.id), files, found)
            if told:
                told(done, total)
        _fill(files["agencies"], agency_rows(catalogue, found.years))
        _fill(files["indicators"], indicator_rows(found.printed))
        _fill(files["rules"], rule_rows())
        found.rows = {name: one.rows for name, one in files.items()}
    return found


def _one_report(
    catalogue: Catalogue,
    row: ReportRow,
    arrival: Arrival | None,
    files: Mapping[str, _Files],
    found: Exported,
) -> None:
    found.years.setdefault(row.agency, []).append(row.year)
    if arrival:
        found.latest = max(found.latest, arrival.changed, arrival.ingested)
    for name, rows in of_report(catalogue, row, arrival).items():
        for one in rows:
            files[name].add(one)
            _count(name, one, found)


def _count(name: str, row: Row, found: Exported) -> None:
    if name == "statistics":
        _more(found.statuses, str(row["status"]))
        if row["value"] is not None:
            _more(found.printed, str(row["indicator"]))
    elif name == "derived" and row["value"] is not None:
        _more(found.figures, str(row["figure"]))
    elif name == "findings":
        key = (str(row["rule"]), str(row["verdict"]))
        found.verdicts[key] = found.verdicts.get(key, 0) + 1


def _more(counts: dict[str, int], key: str) -> None:
    counts[key] = counts.get(key, 0) + 1


def _fill(files: _Files, rows: Iterable[Row]) -> None:
    for row in rows:
        files.add(row)


def _opened(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="", errors="replace")
