"""Files, folders and archives to bytes, one file at a time.

    paths ─ walk ─▶ files ─ bytes, or the files in an archive ─▶ Given | Rejected | Unchanged

A file is never trusted and never ends the run: what cannot be had becomes its outcome.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.archives import INSIDE, Archives, digest
from corpus.errors import NotReadable
from corpus.outcome import Given, Rejected, Unchanged
from corpus.read.archive import members
from corpus.read.sniff import sniff

MOST_BYTES = 50_000_000
"""A report of a district with its pictures has some hundred thousand bytes, the largest scans of
reports a few million. Files of this size and more are refused unread."""

PACKED = b"PK\x03\x04"
"""What a ZIP begins with, and a Word document, which is one."""


Found = Given | Rejected | Unchanged
"""Unchanged are only files in an archive that need not be opened again."""


def files(paths: Sequence[Path], archives: Archives | None = None) -> Iterator[Found]:
    """The bytes of every file in the order of `walk`; of an archive, those of the files in it.

    An archive that `archives` knows is not opened.
    """
    for found in walk(paths):
        if isinstance(found, Rejected):
            yield found
            continue
        try:
            given = Given(found, _bytes(found), shown(found.name), place_of(found))
        except (NotReadable, OSError) as error:
            yield Rejected(found, _explained(error), place=place_of(found))
        else:
            yield from opened(given, archives)


def opened(given: Given, archives: Archives | None = None) -> Iterator[Found]:
    """The file itself; where it is an archive, the files in it."""
    if not _is_archive(given):
        yield given
    elif archives is None:
        yield from _members(given)
    elif known := archives.unchanged(given):
        yield from known
    else:
        yield from _noted(given, archives)


def _noted(archive: Given, archives: Archives) -> Iterator[Found]:
    """The files in an archive. If none was refused, it need not be opened again."""
    found = list[tuple[str, str]]()
    refused = False
    for one in _members(archive):
        if isinstance(one, Given):
            found.append((one.place.removeprefix(f"{archive.place}{INSIDE}"), digest(one.data)))
        refused = refused or isinstance(one, Rejected)
        yield one
    if not refused:
        archives.note(archive, found)


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


def place_of(path: Path) -> str:
    """What tells a file from all others: its absolute path, as text."""
    return shown(str(path.resolve()))


def shown(name: str) -> str:
    """A file name as text. Bytes in it that are no UTF-8 are written out: \\xb9\\xab."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _look(path: Path, *, named: bool) -> Path | Rejected | list[Path] | None:
    """A file as it is, a folder's entries in order, a refusal, or None for what is left out."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            return path
        if stat.S_ISDIR(mode):
            return sorted(one for one in path.iterdir() if not one.name.startswith("."))
    except OSError as error:
        return Rejected(path, _explained(error), place=place_of(path))
    if not named:
        return None
    if stat.S_ISLNK(mode):
        return Rejected(path, NotReadable("这是一个链接，没有读取", "请给出它所指的文件或文件夹"))
    return Rejected(path, NotReadable("这不是普通文件", "请给出文件或文件夹"))


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


def _is_archive(given: Given) -> bool:
    """Whether it holds files of their own. A Word document is a ZIP too, and is not."""
    if not given.data.startswith(PACKED):
        return False
    try:
        return sniff(given.name, given.data) == "zip"
    except NotReadable:  # reading says why
        return False


def _members(archive: Given) -> Iterator[Given | Rejected]:
    """The files in an archive. Where two have one name, the later gets a number."""
    times = dict[str, int]()
    try:
        for member in members(archive.data):
            times[member.name] = times.get(member.name, 0) + 1
            number = "" if times[member.name] == 1 else f"#{times[member.name]}"
            inside = f"{INSIDE}{member.name}{number}"
            path, place = Path(f"{archive.path}{inside}"), f"{archive.place}{inside}"
            if member.refused is None:
                name = member.name.rpartition("/")[2]
                yield replace(archive, path=path, data=member.data, name=name, place=place)
            else:
                yield Rejected(path, member.refused, archive.url, place=place)
    except NotReadable as error:
        yield Rejected(archive.path, error, archive.url, place=archive.place)
        return
    if not times:
        empty = NotReadable("压缩包里没有文件", "请确认压缩包完整")
        yield Rejected(archive.path, empty, archive.url, place=archive.place)


def _explained(error: NotReadable | OSError) -> NotReadable:
    if isinstance(error, NotReadable):
        return error
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotReadable("没有这个文件或文件夹", "请检查路径")
    if isinstance(error, PermissionError):
        return NotReadable("没有读取权限", "请检查文件和文件夹的权限")
    return NotReadable(f"无法读取（{error.strerror}）", "请检查路径和磁盘")
