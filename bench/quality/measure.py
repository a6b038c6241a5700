"""What a reader made of damaged files, cell by cell: right, declared unsure, or silently wrong."""

import atexit
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from bench.quality.render_text import File
from bench.quality.scene import Drawn, Slot
from corpus.errors import SourceError
from corpus.model import Document, Number, Statistic, Status
from corpus.read import read
from corpus.read.guard import Guard
from corpus.tables import read_tables


@dataclass(slots=True)
class Tally:
    """Counts of cells. A cell that stands in the file is right, unsure or wrong."""

    files: int = 0
    refused: int = 0  # files with figures of which none was given
    standing: int = 0  # cells the damaged file still holds
    right: int = 0  # read as printed: its number, or that it is blank, a mark or words
    unsure: int = 0  # no value was given for it
    wrong: int = 0  # another value was given: silently wrong
    lost: int = 0  # figures the damage took away
    invented: int = 0  # values given where no figure stands: silently wrong too
    implied_right: int = 0  # values worked out and shown as such, beside the printed
    implied_wrong: int = 0

    def add(self, other: "Tally") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def share_right(self) -> float:
        return self.right / self.standing if self.standing else 1.0

    @property
    def silently_wrong(self) -> int:
        """Values given that are not what the file prints in their cell."""
        return self.wrong + self.invented


@dataclass(frozen=True, slots=True)
class Wrong:
    """A silently wrong cell."""

    key: str
    stands: str | None  # what the file prints in that cell; None if its figure is not there
    given: Number


_Equals = Counter[tuple[str, Number | None]]
"""Row of the form and a number -> how many figures of that number could stand in for another."""


@dataclass(slots=True)
class Judged:
    """One file, judged."""

    tally: Tally
    wrong: list[Wrong] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)  # keys of figures that stand and were not read


_GUARD = Guard()
"""The child process that reads PDF files: one for all of them."""

atexit.register(_GUARD.close)


def read_document(file: File) -> Document:
    """The file, read. Raises SourceError."""
    return read(file.name, file.data, guard=_GUARD)


def read_file(file: File) -> Sequence[Statistic] | None:
    """What the product reads; None if it refuses the file with a reason."""
    try:
        return read_tables(read_document(file)).statistics
    except SourceError:
        return None


def judge(report: Drawn, statistics: Sequence[Statistic] | None) -> Judged:
    """Against what the damaged report prints; of two reports in a file, against the nearer one."""
    readings = {cell.indicator: cell for cell in statistics or ()}
    made = _judged(report, readings)
    if report.beside is not None:
        made = min(made, _judged(report.beside, readings), key=lambda each: len(each.wrong))
    nothing = all(cell.value is None for cell in statistics or ())
    made.tally.files, made.tally.refused = 1, int(nothing and made.tally.standing > 0)
    return made


def _judged(report: Drawn, readings: dict[str, Statistic]) -> Judged:
    standing = report.standing()
    made = Judged(Tally(standing=len(standing), lost=len(report.lost)))
    for key, slot in standing.items():
        _judge_standing(key, slot, readings.get(key), made)
    spare = Counter((_row(key), standing[key].value) for key in made.unsure)
    twice: _Equals = Counter((_row(key), value) for key, value in report.strays())
    for key, cell in readings.items():
        if key not in standing and cell.value is not None:
            _judge_absent(key, cell.value, report, (spare, twice), made)
    _judge_implied(report, standing, readings, made.tally)
    return made


def _judge_standing(key: str, slot: Slot, cell: Statistic | None, made: Judged) -> None:
    if cell is None or (cell.value is None and cell.status is not slot.status):
        made.tally.unsure += 1
        made.unsure.append(key)
    elif _is_right(slot, cell):
        made.tally.right += 1
    else:
        made.tally.wrong += 1
        assert cell.value is not None
        made.wrong.append(Wrong(key, slot.text, cell.value))


def _is_right(slot: Slot, cell: Statistic) -> bool:
    """As printed. A number that can only be guessed may be guessed right, never wrong."""
    if slot.status is Status.TEXT and cell.value is not None:
        return cell.value == slot.was
    same_unit = not slot.unit or cell.unit == slot.unit
    return cell.status is slot.status and cell.value == slot.value and same_unit


def _judge_absent(
    key: str, value: Number, report: Drawn, equals: tuple[_Equals, _Equals], made: Judged
) -> None:
    """A value for a figure that is not in the file.

    Of equal figures in one row it cannot be told which was lost: if the row has an equal one that
    was not read, or that is printed twice, the two have changed places and the number is right.
    """
    unread, twice = equals
    same = key in report.lost and report.lost[key] == value
    if same and unread[_row(key), value]:
        unread[_row(key), value] -= 1
        made.tally.right += 1
        made.tally.unsure -= 1
    elif same and twice[_row(key), value]:
        twice[_row(key), value] -= 1
    else:
        made.tally.invented += 1
        made.wrong.append(Wrong(key, None, value))


def _row(key: str) -> str:
    return key.rsplit(".", 1)[0]


def _judge_implied(
    report: Drawn, standing: dict[str, Slot], readings: dict[str, Statistic], tally: Tally
) -> None:
    for key, cell in readings.items():
        if cell.implied is not None and cell.value is None:
            slot = standing.get(key)
            true = report.lost.get(key) if slot is None else slot.number
            tally.implied_right += cell.implied == true
            tally.implied_wrong += cell.implied != true
