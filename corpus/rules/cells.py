"""The cells of one report as the rules see them: the number to reckon with, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Number, Operand, Statistic, Status
from corpus.rules.pack import BEFORE

_TABLES = ("t1", "t2", "t3", "t4")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a report as the rules see them."""

    by_key: Mapping[str, Statistic]
    blank_is_zero: frozenset[str]  # tables ("t3") that use blanks for zeros

    def value(self, key: str) -> Number | None:
        """The number to reckon with, or None if there is none."""
        cell = self.by_key[key]
        if cell.status is Status.BLANK and key.split(".", maxsplit=1)[0] in self.blank_is_zero:
            return None if self._total_left_out(key) else 0
        return cell.value if cell.value is not None else cell.implied

    def _total_left_out(self, key: str) -> bool:
        """A blank total beside parts that are not 0 was left out; it is no zero."""
        place, column = key.rsplit(".", 1)
        parts = (cell for each, cell in self.by_key.items() if each.startswith(f"{place}."))
        return column == "total" and any(cell.value for cell in parts)

    def operand(self, key: str, side: str) -> Operand:
        """The cell as a finding shows it: as printed."""
        return Operand(key, self.by_key[key].value, self.by_key[key].status, side)

    def beside(self, before: "Cells") -> "Cells":
        """These cells and those of the year before, which get keys of their own."""
        earlier = {f"{BEFORE}{key}": cell for key, cell in before.by_key.items()}
        zeros = {f"{BEFORE}{table}" for table in before.blank_is_zero}
        return Cells({**self.by_key, **earlier}, self.blank_is_zero | zeros)


def cells_of(statistics: Sequence[Statistic]) -> Cells:
    """The cells by key, and the tables in which a blank stands for zero."""
    return Cells({cell.indicator: cell for cell in statistics}, _blank_is_zero(statistics))


def _blank_is_zero(statistics: Sequence[Statistic]) -> frozenset[str]:
    """Tables that print no zero, but blanks and some number."""
    met = {(cell.indicator[:2], cell.status) for cell in statistics}
    zeros = {cell.indicator[:2] for cell in statistics if cell.value == 0}
    return frozenset(
        table
        for table in _TABLES
        if {status for each, status in met if each == table} == {Status.BLANK, Status.PRINTED}
        and table not in zeros
    )
