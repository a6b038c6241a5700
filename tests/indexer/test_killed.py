"""A writer killed at any moment leaves the old state or the new one, and nothing else."""

import json
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import FILE, Catalogue
from indexer import generations
from indexer.build import apply, recover
from tests.corpus.made_reports import made_report


def campaign(folder: Path, mode: str, rounds: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.indexer.killed", str(folder), mode, str(rounds)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def expected(number: int) -> dict[str, str]:
    """What `killed.version` puts: three reports, of which the third comes and goes."""
    names = [] if not number else ["r0", "r1", "r2"] if number % 2 else ["r0", "r1"]
    return dict.fromkeys(names, f"第{number}版公开")


def judge(rounds: list[dict[str, Any]]) -> list[int]:
    """How far behind the kill came: 0 the acknowledged state, 1 the next, whole as well."""
    ahead = list[int]()
    for found in rounds:
        states = [expected(found["acknowledged"] + step) for step in (0, 1)]
        assert found["catalogue"] in states
        assert found["index"] == found["catalogue"]
        assert found["ails"] == []
        assert len(found["left"]) <= 2
        assert not [name for name in found["left"] if not name.isdigit()]
        ahead.append(states.index(found["catalogue"]))
    return ahead


@pytest.mark.platform("linux", "darwin")
@pytest.mark.parametrize("mode", ["points", "first"])
def test_killed_wherever_it_touches_the_disk(tmp_path: Path, mode: str) -> None:
    """Every point of a first commit and of a later one: the old state or the new one."""
    ahead = judge(campaign(tmp_path, mode, 45))
    assert set(ahead) == {0, 1}  # both sides of the commit point were met


@pytest.mark.platform("linux", "darwin")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    rounds = campaign(tmp_path, "random", 20)
    judge(rounds)
    assert len({found["acknowledged"] for found in rounds}) > 5  # it was killed at work


@pytest.mark.soak
@pytest.mark.platform("linux", "darwin")
def test_killed_a_thousand_times(tmp_path: Path) -> None:
    judge(campaign(tmp_path / "random", "random", 800))
    judge(campaign(tmp_path / "points", "points", 200))


@pytest.mark.soak
def test_flipped_bits_are_all_found(tmp_path: Path) -> None:
    """Any byte of any file of the index that serves: found before it is opened, and mended."""
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        flip_bits(tmp_path, catalogue)


def flip_bits(tmp_path: Path, catalogue: Catalogue) -> None:
    apply(tmp_path, catalogue, [made_report("a"), made_report("b")])
    chance = random.Random(3)
    for _ in range(200):
        folder = generations.current(tmp_path, catalogue)
        assert folder is not None
        file = chance.choice([path for path in folder.iterdir() if path.stat().st_size])
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        assert not generations.state(tmp_path, catalogue, full=True).sound
        assert recover(tmp_path, catalogue)
        assert generations.state(tmp_path, catalogue, full=True).sound
