"""The smallest report in which a cell is still read wrong, or not read.

What a reader could have known the cell by is kept: the heads of its table and the rows around it.
"""

from collections.abc import Iterator
from dataclasses import replace

from bench.quality.kinds import Kind
from bench.quality.measure import Judged, judge, read_file
from bench.quality.scene import Drawn, Part, Row, Table, figures

_MOST_TRIES = 400  # readings; enough for the 60 or so parts and rows of one report
_ROWS_BEFORE, _ROWS_AFTER = 1, 2  # of the cell's own row


def shrink(kind: Kind, seed: int, report: Drawn, key: str) -> Drawn:
    """Parts and rows are taken away, largest first, as long as the same cell fares as badly."""
    goal = _fares(kind, seed, report, key)
    tries, again = 0, True
    while again and tries < _MOST_TRIES:
        again = False
        for smaller in _smaller(report, key):
            tries += 1
            if _fares(kind, seed, smaller, key) == goal:
                report, again = smaller, True
                break
    return report


def _fares(kind: Kind, seed: int, report: Drawn, key: str) -> tuple[bool, bool]:
    """Whether the cell is unsure, and whether it is wrong."""
    found: Judged = judge(report, read_file(kind.rendered(seed, report)))
    return key in found.unsure, key in [wrong.key for wrong in found.wrong]


def _smaller(report: Drawn, key: str) -> Iterator[Drawn]:
    if report.beside is not None:
        yield replace(report, beside=None)
    row = key.rsplit(".", 1)[0] + "."
    for at, part in enumerate(report.parts):
        if not (isinstance(part, Table) and _kept(part, row)):
            yield replace(report, parts=report.parts[:at] + report.parts[at + 1 :])
    for at, part in enumerate(report.parts):
        if isinstance(part, Table):
            for rows in _fewer_rows(part, _kept(part, row)):
                less: Part = replace(part, rows=rows)
                yield replace(report, parts=(*report.parts[:at], less, *report.parts[at + 1 :]))


def _kept(table: Table, row: str) -> set[int]:
    """Indices of rows that stay: heads and surroundings of the row; none if it is not here."""
    here = [at for at, cells in enumerate(table.rows) if any(s.key.startswith(row) for s in cells)]
    if not here:
        return set()
    heads = next(at for at, cells in enumerate(table.rows) if figures(cells))
    around = range(max(here[0] - _ROWS_BEFORE, 0), here[-1] + _ROWS_AFTER + 1)
    return {*range(heads), *around}


def _fewer_rows(table: Table, kept: set[int]) -> Iterator[tuple[Row, ...]]:
    """Without halves, quarters ... single rows of those that may go."""
    free = [at for at in range(len(table.rows)) if at not in kept]
    size = len(free) // 2 or len(free)
    while size:
        for start in range(0, len(free), size):
            gone = set(free[start : start + size])
            if len(gone) < len(table.rows):
                yield tuple(cells for at, cells in enumerate(table.rows) if at not in gone)
        size //= 2
