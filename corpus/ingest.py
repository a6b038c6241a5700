"""Many files to outcomes, one for each: a checked report, a refusal with its reason, or "known".

    files, addresses ─▶ Given ─ known? ─ pool ─ read, prepare ─▶ Prepared | Rejected | Unchanged

Files are read in processes of their own, as many at once as there are processors, and outcomes keep
the order of what was given. A few files are read in this process: starting others takes longer.
"""

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter

from corpus.agencies import Names, standard_names
from corpus.errors import NotReadable, SourceError
from corpus.files import MOST_BYTES, PACKED, files, walk
from corpus.model import Document, Report
from corpus.outcome import Given, Outcome, Prepared, Rejected, Unchanged
from corpus.pool import Lost, Pool, cores, rarely_collecting
from corpus.prepare import prepare
from corpus.read import read
from corpus.read.guard import Guard

__all__ = [
    "MOST_BYTES",
    "PIPELINE",
    "SECONDS",
    "Given",
    "Outcome",
    "Prepared",
    "Rejected",
    "Unchanged",
    "files",
    "outcomes",
    "prepare",
    "reading",
    "readings",
    "version",
    "walk",
    "why",
]

PIPELINE = 2
"""Version of the steps from file to report. Raise it when one of them changes what it gives: files
read by an older version are then read again although their bytes are known. See `version`."""

SECONDS = 60.0
"""Longest time for one file. A usual report takes a tenth of a second, the slowest real ones, PDFs
of hundreds of pages, ten."""

_GUARDED = 50.0
"""Longest time for the riskiest reader in it, which says more exactly why it was stopped."""

_FEW = 8
"""Files fewer than this are read in this process, which takes less than the second or two that
starting others does."""

_FEW_BYTES = 1_000_000
"""And together they are smaller, and none is packed. What is larger, or may become so, could take
long or much memory, which only another process can be kept from. A usual file has 100,000."""

_SLOW = 1.0  # seconds: where files come slowly, starting processes for them costs nobody any time

_MOST_WAITING = 64
"""Files given out, or read and not yet asked for. While a batch is written, reading goes on that
far; a report with its text takes about a megabyte."""

_MOST_WAITING_BYTES = 100_000_000  # of those files: two of the largest

_log = logging.getLogger(__name__)

Prepare = Callable[[Document], Report]


def version(names: Names | None = None) -> int:
    """What the catalogue keeps beside each file: PIPELINE, and 32 bits of the names in force.

    Where either changes, files are read again although their bytes are known.
    """
    return PIPELINE << 32 | int((names or standard_names()).digest, 16)


def outcomes(
    paths: Sequence[Path],
    known: Mapping[str, str],
    *,
    prepare: Prepare = prepare,
    workers: int | None = None,
) -> Generator[Outcome, None, None]:
    """One outcome for each file below these paths, in the order of `walk`. See `readings`."""
    return readings(files(paths), known, prepare=prepare, workers=workers)


def readings(
    inputs: Iterable[Given | Outcome],
    known: Mapping[str, str],
    *,
    prepare: Prepare = prepare,
    workers: int | None = None,
) -> Generator[Outcome, None, None]:
    """One outcome for each input, in order; an outcome among the inputs is passed on in its place.

    Close it (`contextlib.closing`) if it is not gone through to the end: that ends the processes.
    `known` has the sha256 of what need not be read again, with the id of its report. `prepare` must
    be a function that another process can import. `workers` is the number of processes, by default
    that of the processors.
    """
    rest = iter(inputs)
    first, few = _first(rest)
    submitting = _submitting(prepare, None if few else workers or cores())
    with submitting as submit, rarely_collecting():
        yield from _Run(dict(known), submit).outcomes(chain(first, rest))


def reading(given: Given, prepare: Prepare = prepare, guard: Guard | None = None) -> Outcome:
    """The one step from bytes to a report, wherever they come from: Prepared or Rejected."""
    started = perf_counter()
    try:
        # The year in an address is mostly that of publication: the report's is not told by it.
        path = "" if given.url else given.place
        document = read(given.name, given.data, path=path, guard=guard)
        report = prepare(document)
    except Exception as error:  # a mistake of ours in one file must not cost the others
        return _refused(given, _explained(error, given), perf_counter() - started)
    sources = tuple(
        replace(
            one,
            path=given.place,
            url=given.url or one.url,
            fetched=given.fetched or one.fetched,
        )
        for one in report.sources
    )
    report = replace(report, sources=sources, notes=(*report.notes, *given.notes))
    return Prepared(given.path, report, given.url, perf_counter() - started)


def _explained(error: Exception, given: Given) -> SourceError:
    if isinstance(error, SourceError):
        return error
    if isinstance(error, MemoryError):
        return NotReadable("读取时内存超出上限", "文件过大或有意做坏，请确认来源")
    _log.info("unexpected while reading %s", given.path, exc_info=error)
    return SourceError(f"处理时出错（{type(error).__name__}）", "请把此文件报告给开发者")


def _refused(given: Given, error: SourceError, seconds: float) -> Rejected:
    if given.notes:
        error = type(error)(error.reason, "；".join(filter(None, (error.hint, *given.notes))))
    return Rejected(given.path, error, given.url, seconds, given.place)


Submit = Callable[[Given], "Future[Outcome]"]


@contextmanager
def _submitting(prepare: Prepare, workers: int | None) -> Iterator[Submit]:
    """How a file is given to be read: to so many processes, or (None) at once and here."""
    if workers is not None:
        with Pool(partial(_reader, prepare), workers, SECONDS) as pool:
            yield pool.submit
        return
    with Guard(_GUARDED) as guard:

        def at_once(given: Given) -> "Future[Outcome]":
            done = Future[Outcome]()
            done.set_result(reading(given, prepare, guard))
            return done

        yield at_once


def _reader(prepare: Prepare) -> Callable[[Given], Outcome]:
    """What a child process does with each file. Its guard lives as long as it does."""
    return partial(reading, prepare=prepare, guard=Guard(_GUARDED))


def _first(inputs: Iterator[Given | Outcome]) -> tuple[list[Given | Outcome], bool]:
    """Inputs taken to see whether they are few, and whether they are."""
    started, found, size = perf_counter(), list[Given | Outcome](), 0
    for one in inputs:
        found.append(one)
        if isinstance(one, Given):
            size += _FEW_BYTES if one.data.startswith(PACKED) else len(one.data)
        slow = perf_counter() - started > _SLOW
        if len(found) >= _FEW or size >= _FEW_BYTES or slow:
            return found, False
    return found, True


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An input whose outcome is not known yet."""

    given: Given  # without its bytes where another process has them
    sha256: str
    size: int  # bytes held for it
    future: "Future[Outcome] | None"  # None: the same bytes are being read already


class _Run:
    """One run over the inputs: what has been given out, in order, and what has been seen."""

    def __init__(self, seen: dict[str, str], submit: Submit) -> None:
        self._seen, self._submit = seen, submit  # sha256 -> id of its report
        self._window = deque[_Waiting | Outcome]()
        self._reading = set[str]()
        self._bytes = 0

    def outcomes(self, inputs: Iterable[Given | Outcome]) -> Iterator[Outcome]:
        """Give out inputs as they come; tell of the first as soon as it is known."""
        for one in inputs:
            waiting = one if not isinstance(one, Given) else self._begun(one)
            self._bytes += waiting.size if isinstance(waiting, _Waiting) else 0
            self._window.append(waiting)
            while self._window and (self._is_full() or _is_known(self._window[0])):
                yield self._ended(self._window.popleft())
        while self._window:
            yield self._ended(self._window.popleft())

    def _is_full(self) -> bool:
        return len(self._window) >= _MOST_WAITING or self._bytes >= _MOST_WAITING_BYTES

    def _begun(self, given: Given) -> _Waiting | Outcome:
        sha256 = hashlib.sha256(given.data).hexdigest()
        if sha256 in self._seen:
            return self._unchanged(given, sha256)
        size = len(given.data)
        if sha256 in self._reading:
            return _Waiting(given, sha256, size, None)
        self._reading.add(sha256)
        return _Waiting(replace(given, data=b""), sha256, size, self._submit(given))

    def _ended(self, waiting: _Waiting | Outcome) -> Outcome:
        if not isinstance(waiting, _Waiting):
            return waiting
        self._bytes -= waiting.size
        if waiting.sha256 in self._seen:  # read from another place in the meantime
            return self._unchanged(waiting.given, waiting.sha256)
        # The same bytes may be refused in one place and not in another, whose folder has the year.
        outcome = self._result(waiting.given, waiting.future or self._submit(waiting.given))
        self._reading.discard(waiting.sha256)
        if isinstance(outcome, Prepared):
            self._seen[waiting.sha256] = outcome.report.id
        return outcome

    def _result(self, given: Given, future: "Future[Outcome]") -> Outcome:
        started = perf_counter()
        try:
            return future.result()
        except Lost as lost:
            return _refused(
                given, why(lost, SECONDS), SECONDS if lost.late else perf_counter() - started
            )

    def _unchanged(self, given: Given, sha256: str) -> Unchanged:
        return Unchanged(given.path, self._seen[sha256], given.url, sha256, given.place)


def _is_known(waiting: _Waiting | Outcome) -> bool:
    return not isinstance(waiting, _Waiting) or waiting.future is None or waiting.future.done()


def why(lost: Lost, seconds: float) -> NotReadable:
    """Why a file that had `seconds` has no outcome."""
    if lost.late:
        return NotReadable(
            f"读取超过 {seconds:.0f} 秒，已停止", "文件可能有意做坏，请确认来源或另存后再试"
        )
    return NotReadable(
        "读取程序被系统结束，可能是内存不足或文件有意做坏", "请确认来源；若文件正常，请单独再试"
    )
