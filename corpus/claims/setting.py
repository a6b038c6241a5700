"""What a report says about itself that a sentence of it need not repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Agency, Form, Number, Report
from corpus.rules.cells import Cells, cells_of

GROUPS = ("denied", "unable", "refused", "other")
"""Groups of table 3 that prose gives one number for: the sum of their rows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the report says about itself that a sentence need not repeat."""

    agency: Agency
    year: int | None
    form: Form
    cells: Cells
    names: frozenset[str]
    groups: Mapping[str, Sequence[str]]  # "denied" -> "t3.denied_1_state_secret" ...


def setting_of(report: Report) -> Setting:
    """What this report says about itself."""
    agency, cells = report.agency, cells_of(report.statistics)
    names = frozenset((agency.name, agency.printed, *agency.short, *agency.region)) - {""}
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    for key in cells.by_key:
        table, row, column = key.split(".")
        group = row.partition("_")[0]
        if table == "t3" and column == "total" and group in groups:
            groups[group].append(f"t3.{row}")
    return Setting(agency, report.year, report.form, cells, names, groups)


def total(cells: Cells, keys: Sequence[str]) -> Number | None:
    """The sum of the cells; None where one of them has no number, or there are none."""
    values = [cells.value(key) if key in cells.by_key else None for key in keys]
    return (
        sum(value for value in values if value is not None)
        if values and None not in values
        else None
    )
