"""Many files to outcomes, one for each: a checked report, a refusal with its reason, or "known".

    files and folders ─ walk ─▶ paths ─ read, prepare ─▶ Prepared | Rejected | Unchanged

A file is never trusted and never ends the run: whatever goes wrong with it becomes its outcome.
"""

import hashlib
import logging
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NotReadable, SourceError
from corpus.model import Document, Report
from corpus.prepare import prepare
from corpus.read import read

__all__ = [
    "MOST_BYTES",
    "PIPELINE",
    "Outcome",
    "Prepared",
    "Rejected",
    "Unchanged",
    "outcomes",
    "prepare",
    "walk",
]

PIPELINE = 1
"""Version of the steps from file to report. Raise it when one of them changes what it gives: files
read by an older version are then read again although their bytes are known."""

MOST_BYTES = 50_000_000
"""A report of a district with its pictures has some hundred thousand bytes, the largest scans of
reports a few million. Files of this size and more are refused unread."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report, read and checked. Not stored yet."""

    path: Path
    report: Report


@dataclass(frozen=True, slots=True)
class Rejected:
    """No report could be made of this file, or the path could not be read."""

    path: Path
    error: SourceError


@dataclass(frozen=True, slots=True)
class Unchanged:
    """These bytes have been read before, from this path or another."""

    path: Path
    report_id: str


Outcome = Prepared | Rejected | Unchanged


def outcomes(
    paths: Sequence[Path],
    known: Mapping[str, str],
    *,
    prepare: Callable[[Document], Report] = prepare,
) -> Iterator[Outcome]:
    """One outcome for each file, in the order of `walk`.

    `known` has the sha256 of what need not be read again, with the id of its report.
    """
    seen = dict(known)
    for found in walk(paths):
        outcome = found if isinstance(found, Rejected) else _outcome(found, seen, prepare)
        if isinstance(outcome, Prepared):
            seen |= {source.sha256: outcome.report.id for source in outcome.report.sources}
        yield outcome


def walk(paths: Sequence[Path]) -> Iterator[Path | Rejected]:
    """Every file that is named or stands below a folder that is named, once each.

    Folders are gone through by name. In them, hidden files, links and what is no file (pipes,
    sockets) are left out; named outright, hidden files are read and the others refused.
    """
    seen = set[Path]()
    for named in paths:
        waiting = [named]
        while waiting:
            path = waiting.pop()
            found = _look(path, named=path is named)
            if isinstance(found, list):
                waiting.extend(reversed(found))
            elif isinstance(found, Rejected):
                yield found
            elif found is not None and (place := path.resolve()) not in seen:
                seen.add(place)
                yield found


def _look(path: Path, *, named: bool) -> Path | Rejected | list[Path] | None:
    """A file as it is, a folder's entries in order, a refusal, or None for what is left out."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            return path
        if stat.S_ISDIR(mode):
            return sorted(one for one in path.iterdir() if not one.name.startswith("."))
    except OSError as error:
        return Rejected(path, _unreadable(error))
    if not named:
        return None
    if stat.S_ISLNK(mode):
        return Rejected(path, NotReadable("这是一个链接，没有读取", "请给出它所指的文件或文件夹"))
    return Rejected(path, NotReadable("这不是普通文件", "请给出文件或文件夹"))


def _outcome(
    path: Path, known: Mapping[str, str], prepare: Callable[[Document], Report]
) -> Outcome:
    try:
        data = _bytes(path)
        report_id = known.get(hashlib.sha256(data).hexdigest())
        if report_id is not None:
            return Unchanged(path, report_id)
        document = read(_shown(path.name), data, path=_shown(str(path.resolve())))
        return Prepared(path, prepare(document))
    except SourceError as error:
        return Rejected(path, error)
    except OSError as error:
        return Rejected(path, _unreadable(error))
    except Exception as error:  # a mistake of ours in one file must not cost the others
        _log.info("unexpected while reading %s", path, exc_info=True)
        name = type(error).__name__
        return Rejected(path, SourceError(f"处理时出错（{name}）", "请把此文件报告给开发者"))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        # Not by its size alone: a file may grow while it is read.
        size = os.fstat(file.fileno()).st_size
        data = file.read(MOST_BYTES) if size < MOST_BYTES else b""
    if max(size, len(data)) >= MOST_BYTES:
        raise NotReadable(
            f"文件有 {size / 1e6:,.0f} MB，达到或超过上限 {MOST_BYTES / 1e6:,.0f} MB",
            "年度报告不会这样大，请确认文件或拆分后再试",
        )
    return data


def _unreadable(error: OSError) -> NotReadable:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotReadable("没有这个文件或文件夹", "请检查路径")
    if isinstance(error, PermissionError):
        return NotReadable("没有读取权限", "请检查文件和文件夹的权限")
    return NotReadable(f"无法读取（{error.strerror}）", "请检查路径和磁盘")


def _shown(name: str) -> str:
    """A file name as text. Bytes in it that are no UTF-8 are written out: \\xb9\\xab."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
