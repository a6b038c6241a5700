"""Generations of the index: whole folders of files, built beside, named, never changed again.

    data/  catalogue.sqlite3      meta: "generation", and "manifests" with the hash of each
           writer.lock            who writes now
           generations/00000042/      MANIFEST.json and the files of the index
           generations/00000043.tmp/  being built: files that stay the same are hard links

The catalogue's transaction is the only commit point, and everything it names is durable before it:
`begin`, write, `seal` (sync, hash, rename), then one transaction that writes the rows and `record`s
the generation. Whatever kills the program before that leaves leftovers for `sweep` and no more.

An index is read as code by some engines (pickles). So a folder is opened only if every file in it
stands in its manifest, and the manifest's hash in the catalogue.
"""

import hashlib
import json
import logging
import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.errors import CatalogueError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

MANIFEST = "MANIFEST.json"

_FORMAT = 1  # of the manifest itself
_NAME = re.compile(r"\d{8}(\.tmp)?", re.ASCII)
_CHUNK = 1 << 20
_TRIES = 5
"""Each try but the first means that two whole generations were committed while one was looked at:
five in a row do not happen, and an endless loop must not."""

_held: set[int] = set()
"""Lock files open in this process. A forked child has them too, and would keep the lock alive after
its parent was killed: it closes them first thing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A generation that is whole and durable, but not yet named by the catalogue."""

    number: int
    folder: Path
    manifest: str  # sha256 of the manifest file


@dataclass(frozen=True, slots=True)
class State:
    """What there is to serve from."""

    number: int  # the generation that the catalogue names; 0 if none was ever made
    folder: Path | None  # to be opened; None if there is nothing sound
    reason: str = ""  # Chinese: why `folder` is not that of `number`; "" if it is
    versions: Mapping[str, str] = field(default_factory=dict)  # what `folder` was made with

    @property
    def sound(self) -> bool:
        """The generation that the catalogue names is there and can be opened."""
        return self.folder is not None and not self.reason


@contextmanager
def writer_lock(data_dir: Path, wait: float = 5.0) -> Iterator[None]:
    """Be the only one who writes. Held by one open file: it dies with the process.

    Raises CatalogueError, naming the owner, after `wait` seconds. Not to be entered twice by one
    thread.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Python opens files so that programs started later do not inherit them.
    opened = os.open(data_dir / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    _held.add(opened)
    try:
        until = time.monotonic() + wait
        while not _try_lock(opened):
            if time.monotonic() >= until:
                raise CatalogueError(*_owner(opened))
            time.sleep(0.05)  # short beside any commit, long beside the call itself
        _sign(opened)
        yield
    finally:
        if opened in _held:  # not so in a forked child
            _held.remove(opened)
            _release(opened)


def begin(data_dir: Path, current: Path | None, number: int) -> Path:
    """A folder to build generation `number` in, with the files of the current one in it.

    They are hard links (copies where links are not to be had): files that stand in a folder must be
    replaced or deleted, never written to. Holds the writer lock, as do all that follow.
    """
    folder = _home(data_dir) / f"{_called(number)}.tmp"
    folder.mkdir(mode=0o700)
    for file in _files(current) if current else ():
        _link(file, folder / file.name)
    return folder


def seal(building: Path, versions: Mapping[str, str], base: Path | None = None) -> Sealed:
    """Write the manifest, make everything durable and give the folder its name.

    Hashes of files that are links to those of `base` are carried over from its manifest. Raises
    OSError (disk full); the folder is then still a leftover.
    """
    known = _known_hashes(building, base)
    files = {
        file.name: {"size": file.stat().st_size, "sha256": known.get(file.name) or _hash(file)}
        for file in _files(building)
    }
    content = {"format": _FORMAT, "versions": dict(versions), "files": files}
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    (building / MANIFEST).write_bytes(data)
    for name in (*files, MANIFEST):
        _sync(building / name)
    _sync_folder(building)
    folder = building.with_suffix("")
    building.rename(folder)
    _sync_folder(folder.parent)
    return Sealed(int(folder.name), folder, hashlib.sha256(data).hexdigest())


def record(catalogue: Catalogue, sealed: Sealed) -> None:
    """Name the generation as the current one. Inside the transaction that writes its rows."""
    hashes = _hashes(catalogue)
    before = {key: value for key, value in hashes.items() if int(key) == sealed.number - 1}
    named = before | {str(sealed.number): sealed.manifest}
    catalogue.set_meta("manifests", json.dumps(named))
    catalogue.set_meta("generation", str(sealed.number))


def verify(folder: Path, manifest_sha256: str, full: bool) -> str | None:
    """Why the folder must not be opened, in Chinese; None if it is as it was sealed.

    Names and sizes are always compared. `full` reads every byte: about a second for a gigabyte.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        if hashlib.sha256(data).hexdigest() != manifest_sha256:
            return "清单与数据库所记不符"
        return _first_difference(folder, json.loads(data)["files"], full)
    except FileNotFoundError as error:
        return f"文件不在：{Path(error.filename).name}"
    except OSError as error:
        return f"无法读取：{error.strerror}"


def state(data_dir: Path, catalogue: Catalogue, *, full: bool = False) -> State:
    """The generation that the catalogue names; where it is damaged, the one before it, or none.

    The one before knows older passages: ids that the catalogue no longer has must be passed over.
    """
    for _ in range(_TRIES):
        number = _number(catalogue)
        found = _sound(data_dir, catalogue, number, full=full)
        if found.sound or number == _number(catalogue):
            break  # not sound, though nothing was committed meanwhile: then it is damage
    if found.reason:
        _log.warning("generation %d cannot be used: %s", number, found.reason)
    return found


def current(data_dir: Path, catalogue: Catalogue) -> Path | None:
    """The folder to open; None if there is none. `state` says more."""
    return state(data_dir, catalogue).folder


def sweep(data_dir: Path, catalogue: Catalogue) -> None:
    """Remove what was never finished, and every generation but the current one and the one before.

    Only names that this module gives are touched. A folder that cannot be removed (on Windows: a
    file is still open) is left for the next time.
    """
    number = _number(catalogue)
    kept = {_called(number), _called(number - 1)} if number else set()
    for folder in _home(data_dir).iterdir():
        if _NAME.fullmatch(folder.name) and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def size(folder: Path) -> int:
    """Bytes of all files of a generation."""
    return sum(file.stat().st_size for file in _files(folder))


def _first_difference(folder: Path, listed: Mapping[str, Any], full: bool) -> str | None:
    there = _files(folder)
    if strange := sorted({file.name for file in there} ^ set(listed)):
        return f"文件缺失或多余：{strange[0]}"
    for file in there:
        if file.stat().st_size != listed[file.name]["size"]:
            return f"文件大小不符：{file.name}"
        if full and _hash(file) != listed[file.name]["sha256"]:
            return f"文件内容已变：{file.name}"
    return None


def _sound(data_dir: Path, catalogue: Catalogue, number: int, *, full: bool) -> State:
    if not number:
        return State(0, None)
    hashes, reasons = _hashes(catalogue), list[str]()
    for tried in (number, number - 1):
        folder = _home(data_dir) / _called(tried)
        recorded = hashes.get(str(tried))
        why = verify(folder, recorded, full) if recorded else "没有记录"
        if why is None:
            return State(number, folder, "；".join(reasons), _versions(folder))
        reasons.append(f"第 {tried} 代索引不可用（{why}）")
    return State(number, None, "；".join(reasons))


def _number(catalogue: Catalogue) -> int:
    return int(catalogue.meta("generation") or 0)


def _hashes(catalogue: Catalogue) -> dict[str, str]:
    """Manifest hashes by number: those of the current generation and of the one before it."""
    return dict(json.loads(catalogue.meta("manifests") or "{}"))


def _versions(folder: Path) -> Mapping[str, str]:
    return dict(json.loads((folder / MANIFEST).read_bytes())["versions"])


def _home(data_dir: Path) -> Path:
    home = data_dir / "generations"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def _called(number: int) -> str:
    return f"{number:08}"


def _files(folder: Path) -> list[Path]:
    """What the index is made of. Hidden files are what file managers leave (.DS_Store)."""
    names = (path for path in folder.iterdir() if not path.name.startswith("."))
    return sorted(path for path in names if path.name != MANIFEST)


def _known_hashes(building: Path, base: Path | None) -> Mapping[str, str]:
    if base is None:
        return {}
    listed = json.loads((base / MANIFEST).read_bytes())["files"]
    return {
        file.name: listed[file.name]["sha256"]
        for file in _files(building)
        if file.name in listed and file.samefile(base / file.name)
    }


def _link(file: Path, to: Path) -> None:
    try:
        to.hardlink_to(file)
    except OSError:  # other file systems, or a system that has none
        shutil.copyfile(file, to)


def _hash(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _sync(file: Path) -> None:
    with file.open("r+b") as opened:  # Windows wants a file that could be written to
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform != "win32":  # which has no such call; NTFS journals names by itself
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _let_go() -> None:
    for opened in _held:
        os.close(opened)
    _held.clear()


if sys.platform == "win32":

    def _try_lock(opened: int) -> bool:
        # A locked byte cannot be read by others: one far behind the text that they want to read.
        os.lseek(opened, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _release(opened: int) -> None:
        os.close(opened)

else:
    os.register_at_fork(after_in_child=_let_go)

    def _try_lock(opened: int) -> bool:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(opened: int) -> None:
        # Not by closing alone: a program being started just now has the file for a moment longer.
        fcntl.flock(opened, fcntl.LOCK_UN)
        os.close(opened)


def _sign(opened: int) -> None:
    """Write into the lock file who holds it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"pid": os.getpid(), "host": platform.node(), "started": now})
    os.ftruncate(opened, 0)
    os.lseek(opened, 0, os.SEEK_SET)
    os.write(opened, text.encode())


def _owner(opened: int) -> tuple[str, str]:
    """What to say of a lock that another holds, and what to do."""
    os.lseek(opened, 0, os.SEEK_SET)
    try:
        said = json.loads(os.read(opened, 4096))
        age = datetime.now(UTC) - datetime.fromisoformat(said["started"])
        who = f"进程 {said['pid']}，主机 {said['host']}，已运行 {age.total_seconds():.0f} 秒"
    except (ValueError, LookupError, TypeError):  # it has the lock but has not signed yet
        who = "进程不明"
    return f"另一个程序正在写入（{who}）", "请等它结束；若它已不响应，请先结束该进程再试"
