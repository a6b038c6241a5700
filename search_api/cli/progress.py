"""How far a long run is: how many files, how fast, and how long it will still take."""

import sys
from collections import deque
from dataclasses import dataclass, field
from time import monotonic

import click

from search_api.cli.terminal import width

_OFTEN = 0.2  # seconds between two looks on a terminal, which is as fast as one reads
_SELDOM = 30.0  # and between two lines in a file, where each stays
_WINDOW = 60.0  # seconds the rate is taken over: long enough to be steady, short enough to be true
_LEAST = 200  # and files: a whole batch, for reading stands still while one is stored


@dataclass(slots=True)
class Progress:
    """Told of each file, says on stderr how far it is. Short runs off a terminal say nothing."""

    total: int  # files known of; an archive counts once, whatever is in it
    done: int = 0  # of these
    outcomes: int = 0  # files read, those in archives too
    said: int = 0  # columns of the line that stands on the terminal
    _told: float = field(init=False)
    _times: deque[tuple[float, int]] = field(default_factory=deque)  # moment, files done by then

    def __post_init__(self) -> None:
        self._told = monotonic()
        self._times.append((self._told, 0))

    def add(self, done: int) -> None:
        """One more outcome, with the number of files that are through by now."""
        self.done, self.outcomes = min(done, self.total), self.outcomes + 1
        now = monotonic()
        if now - self._told >= (_OFTEN if sys.stderr.isatty() else _SELDOM):
            self._told = now
            self._times.append((now, self.done))
            while now - self._times[0][0] > _WINDOW and self.done - self._times[1][1] >= _LEAST:
                self._times.popleft()
            self._say(now)

    def end(self) -> None:
        """Take the line away."""
        if self.said:
            click.echo(f"\r{' ' * self.said}\r", err=True, nl=False)

    def _say(self, now: float) -> None:
        since, before = self._times[0]
        line = told(self.done, self.total, self.outcomes, (self.done - before) / (now - since))
        if not sys.stderr.isatty():
            click.echo(line, err=True)
            return
        click.echo(f"\r{line}{' ' * (self.said - width(line))}", err=True, nl=False)
        self.said = width(line)


def told(done: int, total: int, outcomes: int, rate: float) -> str:
    """The line. `rate` is files a second; `outcomes` are more where archives were opened.

    >>> told(120, 2000, 120, 85.4)
    '读取文件 120/2,000（6%），每秒 85 个，约需 22 秒'
    """
    inside = f"，连同压缩包内共 {outcomes:,} 个" if outcomes > done else ""
    share = f"（{100 * done // total}%）" if total else ""
    line = f"读取文件 {done:,}/{total:,}{share}{inside}"
    if rate <= 0:
        return line
    speed = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    return f"{line}，每秒 {speed} 个，约需 {duration((total - done) / rate)}"


def duration(seconds: float) -> str:
    """As people say it: 22 秒, 3 分 20 秒, 2 小时 5 分."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    if whole < 3600:
        return f"{whole // 60} 分 {whole % 60} 秒"
    return f"{whole // 3600} 小时 {whole % 3600 // 60} 分"
