"""How fast files become reports, and how much memory that takes: python -m bench.ingest

Made-up reports of each format are written into a folder; then a fresh process has them all read
with `corpus.ingest.outcomes` (stage "read"), or takes them into an empty catalogue and index as
`gongkai ingest` does (stage "ingest"). Either way the reading is done by worker processes, one a
processor. Time and memory are those of all of them together, beginning with the start of the first.

Memory is the most that was held up to a quarter, half and the end of the files: flat means that the
last is little above the first. What processes share counts for each. Only Linux tells the memory of
processes still at work; elsewhere the column says "not measured".
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random

from bench.quality.draw import draw
from bench.quality.kinds import DOCX, HTML, LINES, PDF, ROWS, render
from bench.quality.made import Made, made
from corpus.catalogue import Catalogue
from corpus.ingest import Outcome, Prepared, outcomes
from indexer.build import ingest

LAYOUTS: Mapping[str, Sequence[str]] = {
    "txt": (*ROWS, *LINES),
    "html": HTML,
    "docx": DOCX,
    "pdf": PDF,
}
"""Format -> layouts its files are rendered in, in turn."""

STAGES = ("read", "ingest")
_SHARES = (0.25, 0.5, 1.0)  # of the files, behind which the most memory so far is told
_EVERY = 0.1  # seconds between two looks at memory; a look takes less than a millisecond
_LONG = 25  # times section one is told, to reach the 10,000 characters of a real report


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `peaks` are megabytes up to each of _SHARES; () where nothing tells them."""

    files: int
    reports: int
    seconds: float
    busy: float  # processor seconds of all processes, whatever else runs
    peaks: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.files / self.seconds


def write(folder: Path, layouts: Sequence[str], count: int) -> None:
    """So many different reports, each of a body of its own."""
    for number in range(count):
        random = Random(number)
        report = draw(_longer(made(random), number))
        file = render(report, layouts[number % len(layouts)], random)
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:06}_{file.name}").write_bytes(file.data)


def _longer(report: Made, number: int) -> Made:
    """The same report of another body, as long as real ones are. No paragraph stands twice."""
    agency = f"{''.join(report.region)}第{number}街道办事处"
    again = tuple(
        f"{text}以上为第{number}号单位第{turn}次记录。"
        for turn in range(_LONG)
        for text in report.prose[1]
    )
    prose = {**report.prose, 1: again}
    return replace(report, agency=agency, prose=prose)


def measure(folder: Path, stage: str) -> Measured:
    """Have every file of the folder read, by worker processes below this one."""
    count = sum(path.is_file() for path in folder.rglob("*"))
    watch = _Watch([max(round(count * share), 1) for share in _SHARES])
    started = time.perf_counter()
    if stage == "read":
        for outcome in outcomes([folder], {}):
            watch.see(outcome)
    else:
        with tempfile.TemporaryDirectory() as data:
            catalogue = Catalogue(Path(data) / "catalogue.sqlite3")
            ingest(Path(data), catalogue, [folder], watch.see)
            catalogue.close()
    seconds = time.perf_counter() - started
    return Measured(watch.files, watch.reports, seconds, watch.busy, tuple(watch.peaks))


@dataclass(slots=True)
class _Watch:
    """Counts what comes by; looks at processors and memory now and then, and at every stop."""

    stops: Sequence[int]  # files seen, at which the peak so far is noted
    peaks: list[float] = field(default_factory=list)
    files: int = 0
    reports: int = 0
    busy: float = 0.0  # seconds
    peak: float = 0.0  # megabytes
    looked: float = 0.0

    def see(self, outcome: Outcome) -> None:
        self.files += 1
        self.reports += isinstance(outcome, Prepared)
        stop = self.files in self.stops
        if stop or time.perf_counter() - self.looked > _EVERY:
            self._look()
        if stop and self.peak:
            self.peaks.append(self.peak)

    def _look(self) -> None:
        self.looked = time.perf_counter()
        if sys.platform != "linux":
            used = [resource.getrusage(user) for user in _USERS]
            self.busy = sum(each.ru_utime + each.ru_stime for each in used)
            return
        everyone = list(_family(os.getpid()))
        self.busy = sum(map(_busy, everyone))
        self.peak = max(self.peak, sum(map(_memory, everyone)))


_USERS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _family(pid: int) -> Iterator[int]:
    """This process and all below it: the workers, and the children that guard them from PDF."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread or process has ended meanwhile
            for child in thread.read_text().split():
                yield from _family(int(child))


def _busy(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _memory(pid: int) -> float:
    """Megabytes a process holds; 0 if it has ended."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def measure_apart(folder: Path, stage: str) -> Measured:
    """The same in a process of its own, so that writing the files costs no memory."""
    command = [sys.executable, "-m", "bench.ingest", "--measure", str(folder), "--stage", stage]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(done.stdout))


def runs(formats: Sequence[str], stages: Sequence[str], count: int) -> Iterator[str]:
    """A line for every format and stage."""
    for name in formats:
        with tempfile.TemporaryDirectory() as made_here:
            write(Path(made_here), LAYOUTS[name], count)
            for stage in stages:
                yield _line(name, stage, measure_apart(Path(made_here), stage))


def _line(name: str, stage: str, found: Measured) -> str:
    peaks = ", ".join(f"{peak:.0f}" for peak in found.peaks) or "not measured"
    return (
        f"{name:5} {stage:7} {found.reports} reports of {found.files} files in "
        f"{found.seconds:.1f} s: {found.rate:.0f}/s, {found.busy / found.files * 1000:.1f} ms of "
        f"processor each; peak memory in MB at a quarter, half, all: {peaks}"
    )


def main() -> None:
    """Results to stdout, a line each."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--reports", type=int, default=1000, help="files of each format (1000)")
    parser.add_argument("--format", action="append", choices=LAYOUTS, help="only this format")
    parser.add_argument("--stage", action="append", choices=STAGES, help="only this stage")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)  # what the child is told
    asked = parser.parse_args()
    stages = asked.stage or STAGES
    if asked.measure:
        print(json.dumps(asdict(measure(asked.measure, stages[0]))))
        return
    for line in runs(asked.format or tuple(LAYOUTS), stages, asked.reports):
        print(line, flush=True)


if __name__ == "__main__":
    main()
