"""What is drawn: parts of a page, and for every figure what a reader must make of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from corpus.model import Number, Status


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a drawn table. A merged cell stands once, at its upper left corner."""

    text: str  # as printed
    role: str  # "figure", or of a label: "row", "group", "article", "column", "block", "head" ...
    key: str = ""  # indicator whose figure stands here; "" for labels and for stray figures
    value: Number | None = None  # what a reader must give; None unless `status` is PRINTED
    status: Status = Status.PRINTED  # of a figure
    unit: str = ""  # as printed in the cell; "" if it names none
    was: Number | None = None  # the number that damage has made unreadable or left out
    down: int = 1
    across: int = 1

    @property
    def number(self) -> Number | None:
        """The number that stands here, or stood here before the damage."""
        return self.was if self.value is None else self.value


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One of the tables 2, 3 and 4, or a piece of one."""

    number: int
    rows: tuple[Row, ...]
    how: str = ""  # layout this piece keeps in text whatever the file's layout is, e.g. "lines"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text outside tables."""

    text: str
    role: str  # "title", "heading", "prose", "page mark", "site"
    section: int = 0  # official number of the section it belongs to


Part = Table | Text


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report as it is to be printed."""

    parts: tuple[Part, ...]
    agency: str
    year: int
    lost: Mapping[str, Number | None] = field(default_factory=dict)  # figures damage took away
    beside: "Drawn | None" = None  # a second report in the same file

    def slots(self) -> Iterator[Slot]:
        """Every cell of every table in reading order."""
        for part in self.parts:
            if isinstance(part, Table):
                for row in part.rows:
                    yield from row

    def standing(self) -> dict[str, Slot]:
        """Key -> the figure that stands there."""
        return {slot.key: slot for slot in self.slots() if slot.key}

    def strays(self) -> Iterator[tuple[str, Number]]:
        """Figures printed twice: a key of the row they stand in, and their number."""
        for part in self.parts:
            for row in part.rows if isinstance(part, Table) else ():
                keys = [slot.key for slot in row if slot.key]
                for slot in row if keys else ():
                    if not slot.key and slot.value is not None:
                        yield keys[0], slot.value

    def map_tables(self, change: Callable[[Table], Table | Sequence[Part]]) -> "Drawn":
        """Every table changed, or replaced by several parts."""
        parts: list[Part] = []
        for part in self.parts:
            made = change(part) if isinstance(part, Table) else part
            parts += [made] if isinstance(made, Table | Text) else made
        return self.with_parts([part for part in parts if isinstance(part, Text) or part.rows])

    def map_rows(self, change: Callable[[Table, Row], Row]) -> "Drawn":
        """Every row of every table changed."""
        return self.map_tables(
            lambda table: replace(table, rows=tuple(change(table, row) for row in table.rows))
        )

    def map_slots(self, change: Callable[[Slot], Slot]) -> "Drawn":
        """Every cell of every table changed."""
        return self.map_rows(lambda _, row: tuple(map(change, row)))

    def map_text(self, change: Callable[[Text], Text | Sequence[Part]]) -> "Drawn":
        """Every line outside tables changed, or replaced by several parts."""
        parts: list[Part] = []
        for part in self.parts:
            made = change(part) if isinstance(part, Text) else part
            parts += [made] if isinstance(made, Table | Text) else made
        return self.with_parts(parts)

    def with_parts(self, parts: Sequence[Part]) -> "Drawn":
        """The same report with other parts; figures no longer there are counted as lost."""
        made = replace(self, parts=tuple(parts))
        now = made.standing()
        gone = {key: slot.number for key, slot in self.standing().items() if key not in now}
        return replace(made, lost={**self.lost, **gone})


Damage = Callable[[Drawn, Random], Drawn]
"""A named pure function. Randomness comes from the argument alone."""


def is_label(slot: Slot) -> bool:
    """Whether the cell is a label of the form."""
    return slot.role != "figure"


def figures(row: Row) -> list[Slot]:
    """The figures of a row."""
    return [slot for slot in row if slot.role == "figure"]
