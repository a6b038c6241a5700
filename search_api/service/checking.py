"""Files that strangers send to be checked, read by processes of their own.

Such a file kills at most the process that reads it, which may use so much time and memory (see
`corpus.pool`). Who comes while others are waiting is asked to come again, so that no flood of slow
files takes the threads that answer everybody else.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore, Lock

from corpus.agencies import Names
from corpus.ingest import Given, Outcome, Prepared, Rejected, prepare, reading, why
from corpus.model import Report
from corpus.pool import Lost, Pool, cores
from corpus.read.guard import Guard
from search_api.answers import Busy

SECONDS = 30.0
"""Longest time for one file: somebody waits for the answer. The slowest real ones take ten."""

_GUARDED = 25.0  # for the riskiest reader in it, which says more exactly why it was stopped
_WAITING = 4  # files for each process, the one being read too: a minute or two at the very worst

Task = tuple[Given, Names]


class Checker:
    """Reads files for whoever asks, some at once. Processes start with the first file."""

    def __init__(self, seconds: float = SECONDS, size: int | None = None) -> None:
        size = cores() if size is None else size
        self._seconds, self._size = seconds, size
        self._guard = Lock()
        self._pool: Pool[Task, Outcome] | None = None
        self._places = BoundedSemaphore(size * _WAITING)

    def report(self, name: str, data: bytes, names: Names) -> Report:
        """The report in these bytes.

        Raises NotReadable, NotAReport, SourceError; Busy while too many others wait.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("正在校验的文件太多", "请过半分钟再试")
        try:
            outcome = self._outcome(Given(Path(name), data, name, ""), names)
        finally:
            self._places.release()
        if isinstance(outcome, Prepared):
            return outcome.report
        assert isinstance(outcome, Rejected)
        raise outcome.error

    def close(self) -> None:
        """End the processes. The next file would start others."""
        with self._guard:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def _outcome(self, given: Given, names: Names) -> Outcome:
        with self._guard:
            if self._pool is None:
                self._pool = Pool(_reader, self._size, self._seconds)
            future = self._pool.submit((given, names))
        try:
            return future.result()
        except Lost as lost:
            raise why(lost, self._seconds) from lost


def _reader() -> Callable[[Task], Outcome]:
    """What a process does with each file."""
    return partial(_read, Guard(_GUARDED))


def _read(guard: Guard, task: Task) -> Outcome:
    given, names = task
    return reading(given, partial(prepare, names=names), guard)
