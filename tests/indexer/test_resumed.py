"""A run over many files, killed wherever it is, and run once more: as if nothing had happened."""

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bench.quality.draw import draw
from bench.quality.kinds import HTML, ROWS, render
from bench.quality.made import made
from corpus.catalogue import FILE, Catalogue
from corpus.model import Report
from tests.indexer.plain_writer import indexed, stored

FILES = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Different reports, and a second file for every fifth of them."""
    below = tmp_path_factory.mktemp("reports")
    for number in range(FILES):
        random = Random(number // 5 * 5 if number % 5 == 1 else number)
        report = draw(made(random))
        layouts = HTML if number % 2 else ROWS
        file = render(report, layouts[number % len(layouts)], random)
        (below / f"{number:03}_{file.name}").write_bytes(file.data)
    return below


def start(data: Path, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.indexer.resumed", str(data), str(folder)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(data: Path, folder: Path) -> list[str]:
    """The files told of by a run that comes to its end."""
    run = start(data, folder)
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0
    return said.splitlines()


def contents(data: Path) -> dict[str, Report | None]:
    with closing(Catalogue(data / FILE)) as catalogue:
        assert catalogue.check() == ()
        assert indexed(data, catalogue) == stored(catalogue)
        return {row.id: catalogue.report(row.id) for row in catalogue.reports()[0]}


@pytest.mark.platform("linux", "darwin")
def test_killed_and_run_again_is_as_run_once(tmp_path: Path, folder: Path) -> None:
    assert len(finish(tmp_path / "whole", folder)) == FILES
    wanted = contents(tmp_path / "whole")
    assert any(report and len(report.sources) > 1 for report in wanted.values())
    kept = list[int]()
    for after in (3, 17):
        data = tmp_path / f"{after}"
        run = start(data, folder)
        assert run.stdout
        for _ in range(after):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
        run.communicate()
        kept.append(len(contents(data)) if after > 10 else 0)  # before, there is no index yet
        assert len(finish(data, folder)) == FILES
        assert contents(data) == wanted
    assert 0 < kept[1] < len(wanted)  # whole batches were there before the second run


@pytest.mark.platform("linux")
def test_a_killed_run_leaves_no_process_behind(tmp_path: Path, folder: Path) -> None:
    run = start(tmp_path, folder)
    assert run.stdout
    run.stdout.readline()
    children = descendants(run.pid)
    assert children
    run.send_signal(signal.SIGKILL)
    run.communicate()
    until = time.monotonic() + 20
    while any(map(is_running, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [one for one in children if is_running(one)]


def descendants(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # each thread has its own
    return [int(one) for each in lists for one in each.read_text("ascii").split()]


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"  # a zombie has ended
