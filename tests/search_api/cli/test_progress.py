"""How far a run is, in one line."""

import re
import sys

import pytest

from search_api.cli import progress
from search_api.cli.progress import Progress, duration, told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            told(120, 2000, 120, 85.4),
            "读取文件 120/2,000（6%），每秒 85 个，约需 22 秒",
            id="under way",
        ),
        pytest.param(
            told(3, 10, 3, 0.25), "读取文件 3/10（30%），每秒 0.2 个，约需 28 秒", id="slow"
        ),
        pytest.param(told(0, 10, 0, 0), "读取文件 0/10（0%）", id="no rate yet"),
        pytest.param(
            told(1, 1, 40, 0), "读取文件 1/1（100%），连同压缩包内共 40 个", id="an archive"
        ),
        pytest.param(told(0, 0, 0, 0), "读取文件 0/0", id="nothing to do"),
    ],
)
def test_the_line(line: str, said: str) -> None:
    assert line == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        pytest.param(0.4, "0 秒", id="none"),
        pytest.param(59.4, "59 秒", id="seconds"),
        pytest.param(59.6, "1 分 0 秒", id="rounded up into a minute"),
        pytest.param(3599.9, "1 小时 0 分", id="and into an hour"),
        pytest.param(7500, "2 小时 5 分", id="hours"),
    ],
)
def test_durations_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said


class Clock:
    """Time that goes on only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress, "monotonic", made)
    return made


def test_a_short_run_off_a_terminal_says_nothing(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Progress(100)
    for number in range(100):
        clock.now += 0.1
        shown.add(number + 1)
    shown.end()
    assert capsys.readouterr() == ("", "")


def test_a_long_run_off_a_terminal_says_a_line_now_and_then(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Progress(1000)
    for number in range(100):
        clock.now += 1
        shown.add(number + 1)
    shown.end()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[-1] == "读取文件 90/1,000（9%），每秒 1.0 个，约需 15 分 10 秒"


def test_the_rate_is_that_of_the_last_minute(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Progress(10_000)
    for number in range(3000):  # fast ones first
        clock.now += 0.01
        shown.add(number + 1)
    for number in range(3000, 3300):
        clock.now += 1
        shown.add(number + 1)
    assert "每秒 1.0 个" in capsys.readouterr().err.splitlines()[-1]


def test_a_pause_for_storing_is_part_of_the_rate_and_not_all_of_it(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = Progress(400)
    for number in range(200):
        clock.now += 1
        shown.add(number + 1)
    clock.now += 200
    shown.add(201)
    assert capsys.readouterr().err.splitlines()[-1].endswith("每秒 0.5 个，约需 6 分 36 秒")


def test_on_a_terminal_one_line_is_written_over(
    clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = Progress(30)
    for number in range(30):
        clock.now += 0.1
        shown.add(number + 1)
    shown.end()
    said = capsys.readouterr().err
    assert "\n" not in said
    assert len(re.findall("读取文件", said)) == 15  # no more often than one can read
    assert said.endswith(f"\r{' ' * shown.said}\r")


def test_more_outcomes_than_files_known_of(clock: Clock) -> None:
    """Files that came while the run went on."""
    shown = Progress(1)
    shown.add(1)
    shown.add(2)
    assert (shown.done, shown.total) == (1, 1)
