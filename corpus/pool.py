"""Work that may hang, crash or take all memory, done in processes of its own, several at once.

    tasks ─ submit ─▶ one thread, one child ─▶ future of the result, or Lost
                      one thread, one child

A child works on one task at a time. If it is late or breaks down, it costs that task alone: the
next task gets a new child. Children end when the pool is closed, and when this process is killed.
"""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

if sys.platform != "win32":
    import resource

MOST_MEMORY = 1 << 30
"""Bytes a child may use. Reading a usual report takes 100 MB."""

_START_SECONDS = 60.0
"""Longest time for a child to be ready; on a busy machine the imports take a few seconds."""

_MOST_TASKS = 5_000
"""Tasks of one child. A new one costs two seconds, which is 3 % of a thousand web pages, and what
readers leave behind adds up to little: all processes together grow by 14 MB in 3,000 reports."""

_OBJECTS = (100_000, 20, 20)
"""When to look for cycles. A report is some 5,000 objects without any, and by Python's own numbers
(700, 10, 10) looking for them takes a sixth of the time of reading and half of that of unpickling;
these look once in twenty reports, which holds 10 MB more at most."""

Task = TypeVar("Task")
Result = TypeVar("Result")

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
_log = logging.getLogger(__name__)


class Lost(Exception):
    """There is no result: the child was killed because it was late, or ended by itself."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("late" if late else "ended")


class Pool(Generic[Task, Result]):
    """So many children, started when there is work for them. Use in a `with` block.

    `setup` is called once in every child and gives the function that does the work; it, the tasks
    and the results are pickled. Where no child can be started, the work is done in this process.
    """

    def __init__(
        self, setup: Callable[[], Callable[[Task], Result]], size: int, seconds: float
    ) -> None:
        self._setup, self._seconds = setup, seconds
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="pool")
        self._mine = threading.local()
        self._guard = threading.Lock()
        self._children: set[_Child] = set()
        self._here: Callable[[Task], Result] | None = None
        self._closed = False

    def submit(self, task: Task) -> "Future[Result]":
        """The result when it is there; else its exception is Lost, also where the work raised."""
        return self._threads.submit(self._done, task)

    def close(self) -> None:
        """End every child, busy or not. Results that are not there yet are Lost or cancelled."""
        with self._guard:
            self._closed = True
            for child in self._children:
                child.kill()
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            child.end()
        self._children.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _done(self, task: Task) -> Result:
        child = self._child()
        if child is None:
            return self._done_here(task)
        try:
            result: Result = child.ask(task, self._seconds)
        except BaseException:
            self._end(child)
            raise
        if child.tasks >= _MOST_TASKS:
            self._end(child)
        return result

    def _child(self) -> "_Child | None":
        """That of this thread, started if need be; None where that is not possible."""
        child: _Child | None = getattr(self._mine, "child", None)
        if child is not None:
            return child
        with self._guard:
            if self._closed:
                raise Lost(late=False)
            if self._here is not None:
                return None
            try:
                child = self._mine.child = _Child(self._setup)
            except (OSError, AssertionError):  # no room, or a process that may have no children
                return None
            self._children.add(child)
        if child.is_ready():
            return child
        self._end(child)
        _log.warning("no child process could be started; working in this one")
        return None

    def _done_here(self, task: Task) -> Result:
        with self._guard:
            if self._closed:
                raise Lost(late=False)
            if self._here is None:
                self._here = self._setup()
            return self._here(task)

    def _end(self, child: "_Child") -> None:
        self._mine.child = None
        child.kill()
        child.end()
        with self._guard:
            self._children.discard(child)


class _Child:
    """A running child, and the pipe to it."""

    def __init__(self, setup: Callable[[], Callable[[Any], Any]]) -> None:
        self.tasks = 0
        self._pipe, theirs = _SPAWN.Pipe()
        # Daemon: it ends with this process even where that forgets to close the pool.
        self._process = _SPAWN.Process(target=_serve, args=(theirs, setup), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends when the child does

    def is_ready(self) -> bool:
        """Wait until it is; False if it ended before that."""
        try:
            return self._pipe.poll(_START_SECONDS) and self._pipe.recv() is None
        except (EOFError, OSError):
            return False

    def ask(self, task: object, seconds: float) -> Any:
        """Its answer. Raises Lost."""
        self.tasks += 1
        try:
            self._pipe.send(task)
            if not self._pipe.poll(seconds):
                raise Lost(late=True)
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise Lost(late=False) from error

    def kill(self) -> None:
        """End it at once. May be called from any thread."""
        self._process.kill()

    def end(self) -> None:
        """Wait for its end and give back what it took."""
        self._process.join()
        self._pipe.close()


def _serve(pipe: "Connection[Any, Any]", setup: Callable[[], Callable[[Any], Any]]) -> None:
    """A child: answers until the pipe is closed, which a killed parent does too."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C is for the parent, which ends its children
    work = setup()
    limit_memory(MOST_MEMORY)
    with suppress(EOFError, OSError), rarely_collecting():
        pipe.send(None)
        while True:
            pipe.send(work(pipe.recv()))


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for cycles of objects less often, and not among those that are there already."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def limit_memory(most: int) -> None:
    """Bytes this process may use from now on, where the system knows such a limit."""
    if sys.platform != "win32":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def cores() -> int:
    """Processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    else:
        return os.cpu_count() or 1
