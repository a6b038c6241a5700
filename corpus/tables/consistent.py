"""Which readings of the damaged rows of table 3 hold together with every sum of the table?

Each row has one or more readings: seven numbers, None where one is not known. In every column what
came in is what went out or is carried on, and the outcomes add up to their total. A reading that no
choice of readings for the other rows lets these sums hold with falls away. What is left need not be
one reading a row, but whatever all of them agree on is proved.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isinf

from corpus.model import Number
from corpus.tables.align import COLUMNS, Row

_MOST_SUMS = 2000  # sums of a column held at once; beyond them only their least and greatest count
_MOST_TRIES = 60  # readings tried one by one; a damaged table has some hundred

Readings = Mapping[str, Sequence[Row]]
"""Row key -> its possible readings."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows that in every column add up to the same as other rows."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """All rows of the sum."""
        return (*self.left, *self.right)


def consistent(readings: Readings, sums: Sequence[Sum], tried: Sequence[str] = ()) -> Readings:
    """The readings that hold together; {} if none do.

    `tried`: rows whose readings are taken one by one to see whether the rest can still hold; those
    that many sums rest on. A row of a sum that has no readings may hold anything.
    """
    found = _narrowed(readings, sums)
    tries = 0
    for row in tried:
        kept: list[Row] = []
        for reading in _several(found.get(row, ())):
            tries += 1
            if tries > _MOST_TRIES or _narrowed({**found, row: [reading]}, sums):
                kept.append(reading)
        if kept and len(kept) < len(found[row]):
            found = _narrowed({**found, row: kept}, sums)
    return found


def settled(readings: Readings, sums: Sequence[Sum], row: str) -> bool:
    """Whether the sums this row is part of have nothing unknown in them."""
    mine = [each for each in sums if row in each.rows]
    return bool(mine) and all(
        other in readings and not any(None in reading for reading in readings[other])
        for each in mine
        for other in each.rows
    )


def _several(readings: Sequence[Row]) -> Sequence[Row]:
    return readings if len(readings) > 1 else ()


def _narrowed(readings: Readings, sums: Sequence[Sum]) -> Readings:
    """Every reading kept that each sum by itself allows, until nothing changes; {} if none is."""
    found = dict(readings)
    waiting = [(each, column) for each in sums for column in range(COLUMNS)]
    while waiting:
        each, column = waiting.pop()
        for row, allowed in _allowed(found, each, column):
            kept = [reading for reading in found[row] if reading[column] in allowed]
            if len(kept) == len(found[row]):
                continue
            if not kept:
                return {}
            found[row] = kept
            again = [(other, at) for other in sums if row in other.rows for at in range(COLUMNS)]
            waiting += [pair for pair in again if pair not in waiting]
    return found


_Domain = frozenset[Number | None]
_Open = tuple[str, int, _Domain]
"""Row key, its side of the sum (1 left, -1 right), and the values it may have in a column."""


def _allowed(readings: Readings, sum_: Sum, column: int) -> Iterator[tuple[str, _Domain]]:
    """Each row and those of its values in this column that the sum allows.

    Nothing is allowed to any row of a sum that cannot hold.
    """
    rows: list[_Open] = [
        (row, 1 if row in sum_.left else -1, frozenset(each[column] for each in readings[row]))
        for row in sum_.rows
        if row in readings
    ]
    lost = [row for row in sum_.rows if row not in readings]
    low, high = _bounds(rows)
    low, high = (
        -inf if any(row in sum_.right for row in lost) else low,
        inf if any(row in sum_.left for row in lost) else high,
    )
    within = [_within(each, (low, high)) for each in rows]
    known = not lost and all(None not in values for _, _, values in within)
    exact = _exact(within) if known and all(values for _, _, values in within) else None
    yield from ((row, values) for row, _, values in exact or within)


def _bounds(rows: Sequence[_Open]) -> tuple[float, float]:
    """The least and the greatest difference of the two sides."""
    spans = [_span(side, values) for _, side, values in rows]
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def _span(side: int, values: Iterable[Number | None]) -> tuple[float, float]:
    """The least and greatest that a row adds to the difference; unknown is 0 or more."""
    ends = [end * side for value in values for end in ((0, inf) if value is None else (value,))]
    return min(ends), max(ends)


def _within(row: _Open, bounds: tuple[float, float]) -> _Open:
    """The row's values with which the two sides can still be equal."""
    key, side, values = row
    own = _span(side, values)
    kept = []
    for value in values:
        low, high = _span(side, (value,))
        least, most = _less(bounds[0], own[0]) + low, _less(bounds[1], own[1]) + high
        if least <= 0 <= most:
            kept.append(value)
    return key, side, frozenset(kept)


def _less(bound: float, own: float) -> float:
    """The bound without this row's part; an open bound stays open."""
    return bound if isinf(bound) else bound - own


def _exact(rows: Sequence[_Open]) -> list[_Open] | None:
    """Values that are part of a choice for all rows that adds up to 0; None if there are too many.

    Sums reached from the first row on, then from the last row back only those that end in 0.
    """
    reached: list[set[Number]] = [{0}]
    for _, side, values in rows:
        reached.append({at + side * (value or 0) for at in reached[-1] for value in values})
        if len(reached[-1]) > _MOST_SUMS:
            return None
    alive: set[Number] = reached[-1] & {0}
    found: list[_Open] = []
    for (key, side, values), before in zip(reversed(rows), reversed(reached[:-1]), strict=True):
        steps = [(at, value) for at in before for value in values]
        good = [(at, value) for at, value in steps if at + side * (value or 0) in alive]
        alive = {at for at, _ in good}
        found.append((key, side, frozenset(value for _, value in good)))
    return found
