"""Which figure stands in which column, when a row of table 3 has lost some?

The identities of the form are the evidence. Every way to set the figures into the seven columns in
order is tried; ways that break the row's own sum, or put more into a column than the column can
hold, fall away. Unless one of them lets the figures add up as they stand, nothing vouches for them:
two may have run together (1, 2 to 12), and the row is not read. What all remaining ways agree on is
known. The rest is not, and is said not to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from corpus.model import Number

COLUMNS = 7
_TOTAL = COLUMNS - 1

Way = tuple[int | None, ...]
"""For each column the index of the figure that stands there, None if its figure is lost."""

Row = tuple[Number | None, ...]
"""The seven numbers of a row; None where they are not known."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """`places[c]`: index of the figure in column c, or None; `implied[c]`: what must be there."""

    places: Way
    implied: tuple[Number | None, ...]

    @property
    def certain(self) -> bool:
        """Whether every figure found its column."""
        return any(place is not None for place in self.places)


UNKNOWN = Aligned((None,) * COLUMNS, (None,) * COLUMNS)


def align(
    figures: Sequence[Number], caps: Mapping[int, Number], *, vanished: bool = False
) -> Aligned:
    """Set fewer than seven figures into seven columns.

    `caps[c]` is the most column c can hold, from rows that are whole; columns without one are free.
    `vanished`: the layout lets blank cells vanish, so which of several zeros is missing is not told
    by its value, and only figures that every way sets into the same column are placed.

    >>> align([1, 0, 0, 0, 0, 1], {1: 0, 5: 0, 6: 2}).places
    (0, 1, 2, 3, 4, None, 5)
    >>> align([5, 2, 0, 0, 0, 7], {}) == UNKNOWN
    True
    """
    return among(figures, possible(figures, caps), vanished=vanished)


def among(
    figures: Sequence[Number],
    ways: Sequence[Way],
    *,
    vanished: bool = False,
    vouched: bool = False,
) -> Aligned:
    """What all these ways agree on. `vouched`: more than the row itself speaks for the figures."""
    if not ways or not (vouched or any(_adds_up(way, figures) for way in ways)):
        return UNKNOWN
    rows = [completed(way, figures) for way in ways]
    if all(row == rows[0] and None not in row for row in rows) and not vanished:
        return Aligned(ways[0], _implied(ways[0], rows[0]))
    return _agreed(ways)


def possible(figures: Sequence[Number], caps: Mapping[int, Number]) -> list[Way]:
    """Every way that breaks neither the row's own sum nor a limit, lost cells being 0 or more."""
    return [way for way in _ways(len(figures)) if _possible(way, figures, caps)]


@cache
def _ways(count: int) -> list[Way]:
    """Every order-keeping way; those that keep the total and lose the last leaves come first."""
    chosen = sorted(
        combinations(range(COLUMNS), count), key=lambda taken: (_TOTAL not in taken, taken)
    )
    return [
        tuple(taken.index(column) if column in taken else None for column in range(COLUMNS))
        for taken in chosen
    ]


def _value(way: Way, column: int, figures: Sequence[Number]) -> Number | None:
    place = way[column]
    return None if place is None else figures[place]


def _possible(way: Way, figures: Sequence[Number], caps: Mapping[int, Number]) -> bool:
    """Whether the row's sum can hold and no column is overfull, lost cells being 0 or more."""
    for column in range(COLUMNS):
        value = _value(way, column, figures)
        if value is not None and column in caps and value > caps[column]:
            return False
    leaves = [_value(way, column, figures) for column in range(_TOTAL)]
    known = sum(leaf for leaf in leaves if leaf is not None)
    total = _value(way, _TOTAL, figures)
    if total is None:
        return _TOTAL not in caps or known <= caps[_TOTAL]
    return known <= total if None in leaves else known == total


def _adds_up(way: Way, figures: Sequence[Number]) -> bool:
    """Whether the total is there and is the sum of the leaves that are."""
    leaves = [_value(way, column, figures) for column in range(_TOTAL)]
    return sum(leaf for leaf in leaves if leaf is not None) == _value(way, _TOTAL, figures)


def completed(way: Way, figures: Sequence[Number]) -> Row:
    """The row with its lost cells filled in where the sum leaves one value, else None."""
    row = [_value(way, column, figures) for column in range(COLUMNS)]
    lost = [column for column in range(_TOTAL) if row[column] is None]
    known = sum(leaf for leaf in row[:_TOTAL] if leaf is not None)
    total = row[_TOTAL]
    if total is None:
        row[_TOTAL] = None if lost else known
    elif len(lost) == 1 or total == known:
        for column in lost:
            row[column] = total - known
    return tuple(row)


def _implied(way: Way, row: Row) -> Row:
    """The numbers of lost cells; not of a lost total, which agencies do not always add up right."""
    lost = tuple(value if place is None else None for place, value in zip(way, row, strict=True))
    return (*lost[:_TOTAL], None)


def _agreed(ways: Sequence[Way]) -> Aligned:
    """Cells that every remaining way gives the same figure; nothing is implied."""
    places: list[int | None] = []
    for column in range(COLUMNS):
        taken = {way[column] for way in ways}
        places.append(taken.pop() if len(taken) == 1 else None)
    return Aligned(tuple(places), (None,) * COLUMNS)
