"""A generation is opened only if it is, byte for byte, the one that the catalogue names."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.errors import CatalogueError
from indexer.generations import (
    MANIFEST,
    Sealed,
    State,
    begin,
    current,
    record,
    seal,
    size,
    state,
    sweep,
    verify,
    writer_lock,
)

VERSIONS = {"index": "plain-1"}


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


def sealed(data_dir: Path, number: int, base: Path | None = None) -> Sealed:
    """A generation with the files of `base` and one of its own."""
    building = begin(data_dir, base, number)
    (building / f"{number}.seg").write_bytes(f"第 {number} 代".encode() * 50)
    return seal(building, VERSIONS, base)


def committed(data_dir: Path, catalogue: Catalogue, *numbers: int) -> Path:
    """These generations, each built on the one before it, and each named by the catalogue."""
    base = None
    for number in numbers:
        made = sealed(data_dir, number, base)
        with catalogue.transaction():
            record(catalogue, made)
        base = made.folder
    assert base is not None
    return base


# Building


def test_a_sealed_folder_lists_its_files(tmp_path: Path) -> None:
    made = sealed(tmp_path, 7, sealed(tmp_path, 6).folder)
    assert made.folder == tmp_path / "generations" / "00000007"
    listed = json.loads((made.folder / MANIFEST).read_text("utf-8"))
    assert (listed["versions"], sorted(listed["files"])) == (VERSIONS, ["6.seg", "7.seg"])
    assert listed["files"]["7.seg"]["size"] == len("第 7 代".encode()) * 50
    assert verify(made.folder, made.manifest, full=True) is None
    assert size(made.folder) == 2 * len("第 7 代".encode()) * 50
    assert not list(tmp_path.glob("generations/*.tmp"))


def test_files_that_stay_take_no_room(tmp_path: Path) -> None:
    first = sealed(tmp_path, 1).folder
    second = sealed(tmp_path, 2, first).folder
    assert (second / "1.seg").samefile(first / "1.seg")
    assert not (second / MANIFEST).samefile(first / MANIFEST)


@pytest.mark.platform("linux")
def test_where_links_are_not_to_be_had_files_are_copied(tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm") / f"gongkai-{os.getpid()}"
    try:
        first = sealed(elsewhere, 1)
        assert first.folder.stat().st_dev != tmp_path.stat().st_dev
        second = sealed(tmp_path, 2, first.folder)
        assert (second.folder / "1.seg").read_bytes() == (first.folder / "1.seg").read_bytes()
        assert verify(second.folder, second.manifest, full=True) is None
    finally:
        subprocess.run(["rm", "-rf", str(elsewhere)], check=True)


def test_a_file_replaced_under_its_name_is_hashed_anew(tmp_path: Path) -> None:
    first = sealed(tmp_path, 1)
    building = begin(tmp_path, first.folder, 2)
    (building / "1.seg").unlink()
    (building / "1.seg").write_bytes(b"other")
    second = seal(building, VERSIONS, first.folder)
    assert verify(second.folder, second.manifest, full=True) is None
    assert verify(first.folder, first.manifest, full=True) is None


# Opening


def spoil_bit(folder: Path) -> None:
    data = bytearray((folder / "3.seg").read_bytes())
    data[100] ^= 1
    (folder / "3.seg").write_bytes(data)


def spoil_versions(folder: Path) -> None:
    text = (folder / MANIFEST).read_text("utf-8")
    (folder / MANIFEST).write_text(text.replace("plain-1", "plain-9"), "utf-8")


DAMAGES = [
    pytest.param(lambda folder: (folder / "3.seg").write_bytes(b"x"), "大小不符", id="truncated"),
    pytest.param(lambda folder: (folder / "3.seg").write_bytes(b""), "大小不符", id="emptied"),
    pytest.param(lambda folder: (folder / "3.seg").unlink(), "缺失或多余", id="a file lost"),
    pytest.param(
        lambda folder: (folder / "_MAIN_9.toc").touch(), "缺失或多余", id="a file dropped in"
    ),
    pytest.param(spoil_versions, "清单与数据库", id="another manifest"),
    pytest.param(lambda folder: (folder / MANIFEST).unlink(), "文件不在", id="manifest lost"),
    pytest.param(
        lambda folder: folder.rename(folder.with_name("away")), "文件不在", id="folder lost"
    ),
    pytest.param(spoil_bit, "内容已变", id="one bit: only seen when all is read"),
]


@pytest.mark.parametrize(("spoil", "reason"), DAMAGES)
def test_a_damaged_generation_gives_way_to_the_one_before(
    tmp_path: Path, catalogue: Catalogue, spoil: Callable[[Path], object], reason: str
) -> None:
    newest = committed(tmp_path, catalogue, 1, 2, 3)
    assert current(tmp_path, catalogue) == newest
    spoil(newest)
    found = state(tmp_path, catalogue, full=True)
    assert found.folder == newest.with_name("00000002")
    assert (found.number, found.sound, found.versions) == (3, False, VERSIONS)
    assert reason in found.reason
    if spoil is not spoil_bit:
        assert current(tmp_path, catalogue) == found.folder


@pytest.mark.parametrize("full", [False, True])
def test_where_both_are_damaged_there_is_nothing_to_open(
    tmp_path: Path, catalogue: Catalogue, full: bool
) -> None:
    newest = committed(tmp_path, catalogue, 1, 2)
    for folder in (newest, newest.with_name("00000001")):
        (folder / "1.seg").unlink()
    found = state(tmp_path, catalogue, full=full)
    assert (found.number, found.folder, found.sound) == (2, None, False)
    assert "第 2 代" in found.reason
    assert "第 1 代" in found.reason


def test_nothing_was_ever_built(tmp_path: Path, catalogue: Catalogue) -> None:
    assert state(tmp_path, catalogue) == State(0, None)
    assert current(tmp_path, catalogue) is None


def test_what_the_catalogue_does_not_name_is_never_opened(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """A folder that was sealed but not committed, and one that came from elsewhere."""
    newest = committed(tmp_path, catalogue, 1, 2)
    sealed(tmp_path, 3, newest)
    assert current(tmp_path, catalogue) == newest
    with catalogue.transaction():
        catalogue.set_meta("generation", "3")
    assert "没有记录" in state(tmp_path, catalogue).reason


def test_what_file_managers_leave_is_no_damage(tmp_path: Path, catalogue: Catalogue) -> None:
    newest = committed(tmp_path, catalogue, 1)
    (newest / ".DS_Store").touch()
    assert current(tmp_path, catalogue) == newest
    following = sealed(tmp_path, 2, newest)
    assert not (following.folder / ".DS_Store").exists()


class Overtaken(Catalogue):
    """A reader that is slow: whenever it has read the number, others have gone on."""

    others: Callable[[], object] | None = None

    def meta(self, key: str) -> str | None:
        value = super().meta(key)
        if key == "generation" and self.others:
            others, self.others = self.others, None
            others()
        return value


def test_a_reader_that_was_overtaken_looks_again(tmp_path: Path, catalogue: Catalogue) -> None:
    """Two commits later the generation it had read of is swept: that is no damage."""
    committed(tmp_path, catalogue, 1)

    def go_on() -> None:
        committed(tmp_path, catalogue, 2, 3)
        sweep(tmp_path, catalogue)

    with closing(Overtaken(tmp_path / FILE, readonly=True)) as reader:
        reader.others = go_on
        assert state(tmp_path, reader).reason == ""
        assert current(tmp_path, reader) == tmp_path / "generations" / "00000003"


def test_readers_are_never_told_of_damage_while_a_writer_goes_on(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    committed(tmp_path, catalogue, 1)
    stop, found = threading.Event(), list[State]()

    def look() -> None:
        with closing(Catalogue(tmp_path / FILE, readonly=True)) as reader:
            while not stop.is_set():
                found.append(state(tmp_path, reader))

    thread = threading.Thread(target=look)
    thread.start()
    for number in range(2, 80):
        committed(tmp_path, catalogue, number)
        sweep(tmp_path, catalogue)
    stop.set()
    thread.join()
    assert {one.reason for one in found} == {""}
    assert len({one.number for one in found}) > 10


# Sweeping


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path, catalogue: Catalogue) -> None:
    newest = committed(tmp_path, catalogue, 1, 2, 3, 4)
    begin(tmp_path, newest, 5)
    sealed(tmp_path, 6, newest)
    theirs = {"backup", "0004", "00000009.old", "00000003 (copy)"}
    for name in theirs:
        (newest.parent / name).mkdir()
    sweep(tmp_path, catalogue)
    left = {path.name for path in newest.parent.iterdir()}
    assert left == {"00000003", "00000004"} | theirs
    assert current(tmp_path, catalogue) == newest


def test_before_the_first_commit_everything_is_left_over(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    sealed(tmp_path, 1)
    sweep(tmp_path, catalogue)
    assert not list((tmp_path / "generations").iterdir())


# The lock

HOLD = """
import os, subprocess, sys, time
from pathlib import Path
from indexer.generations import writer_lock

with writer_lock(Path(sys.argv[1])):
    speaker = os.getpid()
    if sys.argv[2] == "start":
        sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
        speaker = subprocess.Popen(sleep, close_fds=False).pid
    if sys.argv[2] != "fork":
        print(speaker, flush=True)
    elif not os.fork():
        print(os.getpid(), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Another process that holds the lock: its id, and that of its child if it has one."""
    command = [sys.executable, "-c", HOLD, str(tmp_path), request.param]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        yield process.pid, child
        process.kill()
        if child != process.pid:
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("holder", ["alone"], indirect=True)
def test_a_second_writer_is_told_who_is_first(tmp_path: Path, holder: tuple[int, int]) -> None:
    started = time.monotonic()
    refused = pytest.raises(CatalogueError, match=rf"进程 {holder[0]}，.*已运行 \d+ 秒")
    with refused as caught, writer_lock(tmp_path, wait=0.3):
        raise AssertionError("two writers")
    assert 0.3 <= time.monotonic() - started < 5
    assert caught.value.hint


@pytest.mark.parametrize(
    "holder",
    ["alone", pytest.param("fork", marks=pytest.mark.platform("linux", "darwin"))],
    indirect=True,
)
def test_the_lock_dies_with_its_holder(tmp_path: Path, holder: tuple[int, int]) -> None:
    """Killed, not ended: and a child that lives on, forked or started, does not keep it."""
    os.kill(holder[0], signal.SIGKILL)
    with writer_lock(tmp_path, wait=5):
        text = (tmp_path / "writer.lock").read_text("utf-8")
    assert json.loads(text)["pid"] == os.getpid()


def test_a_writer_waits_for_its_turn(tmp_path: Path) -> None:
    order = list[str]()
    ready = threading.Event()

    def first() -> None:
        with writer_lock(tmp_path):
            ready.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    ready.wait()
    with writer_lock(tmp_path, wait=10):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_holder_that_has_not_signed_is_not_named(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        (tmp_path / "writer.lock").write_bytes(b"")
        with pytest.raises(CatalogueError, match="进程不明"), writer_lock(tmp_path, wait=0):
            raise AssertionError("two writers")
