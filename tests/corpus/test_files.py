"""Which files are found, in which order, and what of them is handed on."""

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest

from corpus.archives import INSIDE
from corpus.files import files, walk
from corpus.outcome import Given, Rejected, Unchanged


def tree(root: Path, *names: str) -> Path:
    """Files of different contents below `root`; a name that ends in / is a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_text(f"报告 {name}", "utf-8")
    return root


# Walking


@pytest.mark.parametrize(
    ("names", "found"),
    [
        pytest.param(["b.txt", "a.txt"], ["a.txt", "b.txt"], id="by name"),
        pytest.param(
            ["b/2.txt", "b/1.txt", "c", "a"], ["a", "b/1.txt", "b/2.txt", "c"], id="folders too"
        ),
        pytest.param([".a.txt", ".git/b.txt", "c.txt"], ["c.txt"], id="hidden ones left out"),
        pytest.param(["empty/", "a/b/c/"], [], id="empty folders"),
        pytest.param(["公开.txt", "a b.html", "x"], ["a b.html", "x", "公开.txt"], id="any name"),
    ],
)
def test_folders_are_gone_through_by_name(
    tmp_path: Path, names: list[str], found: list[str]
) -> None:
    assert list(walk([tree(tmp_path, *names)])) == [tmp_path / name for name in found]


def test_paths_are_gone_through_as_named_and_each_file_once(tmp_path: Path) -> None:
    tree(tmp_path, "b/2.txt", "a/1.txt")
    named = [tmp_path / "b" / "2.txt", tmp_path / "a" / ".." / "b", tmp_path]
    assert list(walk(named)) == [named[0], tmp_path / "a" / "1.txt"]


def test_a_hidden_file_named_outright_is_read(tmp_path: Path) -> None:
    hidden = tree(tmp_path, ".a.txt") / ".a.txt"
    assert list(walk([hidden])) == [hidden]


def test_links_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "outside/a.txt", "inside/b.txt")
    (tmp_path / "inside" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "inside" / "a.txt").symlink_to(tmp_path / "outside" / "a.txt")
    (tmp_path / "inside" / "loose").symlink_to(tmp_path / "nowhere")
    assert list(walk([tmp_path / "inside"])) == [tmp_path / "inside" / "b.txt"]
    for link in ("up", "a.txt", "loose"):
        (refused,) = given(tmp_path / "inside" / link)
        assert isinstance(refused, Rejected)
        assert "链接" in refused.error.reason


@pytest.mark.platform("linux", "darwin")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for a writer for ever."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(tmp_path / "socket"))
        assert list(walk([tmp_path])) == []
    (refused,) = given(tmp_path / "pipe")
    assert isinstance(refused, Rejected)
    assert "不是普通文件" in refused.error.reason


@pytest.mark.platform("linux")
def test_folders_deeper_than_the_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python gives up at 1,000 calls; a path has room for 2,000 folders of one letter."""
    monkeypatch.chdir(tmp_path)
    depth = 1500
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").touch()
    os.chdir(tmp_path)
    try:
        assert len(list(walk([Path("d")]))) == 1
    finally:  # by hand: what cleans up after tests goes as deep as the stack
        os.chdir("/".join("d" * depth))
        Path("a.txt").unlink()
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()


# Archives


def given(*paths: Path) -> list[Given | Rejected | Unchanged]:
    return list(files(paths))


def packed(*members: tuple[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


def test_an_archive_is_its_files(tmp_path: Path) -> None:
    archive = tmp_path / "全省.zip"
    archive.write_bytes(packed(("2023/甲.txt", b"one"), ("2023/乙.html", b"two")))
    tree(tmp_path, "后.txt")
    got = given(tmp_path)
    assert [(str(one.path), one.place) for one in got] == [
        (f"{archive}{INSIDE}2023/甲.txt", f"{archive}{INSIDE}2023/甲.txt"),
        (f"{archive}{INSIDE}2023/乙.html", f"{archive}{INSIDE}2023/乙.html"),
        (str(tmp_path / "后.txt"), str(tmp_path / "后.txt")),
    ]
    assert [(one.name, one.data) for one in got if isinstance(one, Given)] == [
        ("甲.txt", b"one"),
        ("乙.html", b"two"),
        ("后.txt", "报告 后.txt".encode()),
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_an_archive_stay_two(tmp_path: Path) -> None:
    """They would be taken for an older and a newer version of one file."""
    (tmp_path / "a.zip").write_bytes(packed(("a.txt", b"one"), ("./a.txt", b"two")))
    places = [Path(one.place).name for one in given(tmp_path)]
    assert places == ["a.txt", "a.txt#2"]


def test_an_archive_without_files_is_one_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("a/", b"")))
    (refused,) = given(tmp_path)
    assert isinstance(refused, Rejected)
    assert (refused.place, refused.error.reason) == (
        str(tmp_path / "a.zip"),
        "压缩包里没有文件",
    )


def test_a_damaged_archive_is_handed_on_for_reading_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(("a.txt", b"x" * 99))[:-40])
    (one,) = given(tmp_path)
    assert isinstance(one, Given)


def test_what_is_wrong_with_one_member_is_said_of_it(tmp_path: Path) -> None:
    data = bytearray(packed(("a.txt", b"one"), ("b.txt", b"two")))
    data[data.index(b"one")] ^= 1  # its checksum speaks of other bytes now
    (tmp_path / "a.zip").write_bytes(data)
    first, second = given(tmp_path)
    assert isinstance(first, Rejected)
    assert first.path == tmp_path / f"a.zip{INSIDE}a.txt"
    assert isinstance(second, Given)
    assert second.data == b"two"
