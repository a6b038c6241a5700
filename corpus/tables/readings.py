"""Cells found for keys of one table, on their way to statistics."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.model import Cell, Number, Place, Statistic, Status
from corpus.tables.numbers import Reading, read_cell


@dataclass(slots=True)
class Readings:
    """What one table gave: a statistic for each key met, and what could not be aligned."""

    found: dict[str, Statistic] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unlabelled: bool = False  # its rows were told by their number and sums alone
    twice: bool = False  # the table stands twice with other figures: two reports in one file

    def cell(self, key: str, cell: Cell, unit: str) -> None:
        """The cell that stands in this key's place."""
        reading = _in_unit(cell.text, unit)
        self._keep(
            Statistic(
                key,
                reading.value,
                cell.text,
                reading.status,
                reading.unit or unit or None,
                cell.place,
                remark=reading.remark,
            )
        )

    def lost(self, key: str, unit: str, place: Place, why: str, implied: Number | None) -> None:
        """The row is there, but which figure belongs to this key is not to be told."""
        self._keep(
            Statistic(key, None, None, Status.MISSING, unit or None, place, implied, remark=why)
        )

    def _keep(self, statistic: Statistic) -> None:
        """The first reading of a cell stands; a later one replaces a cell that said nothing."""
        known = self.found.get(statistic.indicator)
        if known is None or (_says(statistic) and not _says(known)):
            self.found[statistic.indicator] = statistic
        elif _says(statistic) and statistic.value != known.value:
            self.notes.append(
                f"第 {_line(statistic)} 行的“{statistic.printed}”与第 {_line(known)} 行的"
                f"“{known.printed}”同属一格（{statistic.indicator}），采用先出现的"
            )


def _in_unit(text: str, unit: str) -> Reading:
    """The cell as read; where the table counts money, 3万 is short for 3万元, not 30000 of 万元."""
    reading = read_cell(text)
    short = unit.endswith("元") and reading.unit is None and text.strip()[-1:] in ("万", "亿")
    return read_cell(f"{text.strip()}元") if short else reading


def complete(
    found: Mapping[str, Statistic], keys: Iterable[str], units: Mapping[str, str]
) -> tuple[Statistic, ...]:
    """A statistic for every key: found, or missing without a place."""
    return tuple(
        found.get(key) or Statistic(key, None, None, Status.MISSING, units.get(key) or None)
        for key in keys
    )


def _says(statistic: Statistic) -> bool:
    return statistic.status in (Status.PRINTED, Status.MARK, Status.TEXT)


def _line(statistic: Statistic) -> int:
    return statistic.place.line if statistic.place else 0
