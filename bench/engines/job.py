"""What every engine has to do, and how it is measured."""

import resource
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Protocol

from bench.engines.passages import Passage, Question, passages, questions

ROUNDS = 7
"""Times a question is asked. The least counts: what else runs on the machine only adds to it."""

FACETS = ("agency", "year", "section")


@dataclass(frozen=True, slots=True)
class Said:
    """What an engine answers."""

    total: int
    best: list[int]
    facets: list[int]  # distinct values of each facet among the matches


class Engine(Protocol):
    """One engine."""

    name: str

    def build(self, folder: Path, given: Iterable[Passage]) -> None:
        """Make an index in the folder."""
        ...

    def open(self, folder: Path) -> None:
        """Open it for questions."""
        ...

    def ask(self, question: Question) -> Said | None:
        """Answer; None for a kind of question that the engine has no answer to."""
        ...

    def close(self) -> None:
        """Give back files."""
        ...


@dataclass(frozen=True, slots=True)
class Measured:
    """Times in milliseconds of the processor, sizes in millions of bytes."""

    engine: str
    size: int  # passages
    build: float  # passages a second
    disk: float
    opening: float
    peak: float
    times: tuple[float | None, ...]  # by question
    totals: tuple[int | None, ...]


def measure(engine: Engine, folder: Path, size: int) -> Measured:
    """Build, open, ask. Making the passages is not counted."""
    given = list(passages(size))
    started = process_time()
    engine.build(folder, given)
    built = process_time() - started
    del given
    started = process_time()
    engine.open(folder)
    opening = process_time() - started
    answers = [_asked(engine, question) for question in questions()]
    return Measured(
        *(engine.name, size, size / built, _size(folder) / 1e6, opening * 1e3, _peak() / 1e6),
        tuple(time for time, _ in answers),
        tuple(total for _, total in answers),
    )


def _asked(engine: Engine, question: Question) -> tuple[float | None, int | None]:
    said = engine.ask(question)  # once without a clock: caches are warm in service too
    if said is None:
        return None, None
    times = []
    for _ in range(ROUNDS):
        started = process_time()
        engine.ask(question)
        times.append(process_time() - started)
    return min(times) * 1e3, said.total


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _peak() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
