"""Every file has one outcome, in a fixed order, and none of them ends the run."""

import os
import socket
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import NotAReport, NotReadable, SourceError
from corpus.ingest import MOST_BYTES, Outcome, Prepared, Rejected, Unchanged, outcomes, walk
from corpus.model import Document, Report, Source
from tests.corpus.made_reports import made_report

TEXT = "一、总体情况\n本年新收政府信息公开申请 12 件。\n"


def as_report(document: Document) -> Report:
    """A step from document to report that is simple and real enough to walk files with."""
    match document.text.strip():
        case "无":
            raise NotAReport("没有标题", "请确认")
        case "错":
            raise ZeroDivisionError("我们的错误")
        case "深":
            raise RecursionError
    source = Source(
        *(document.name, document.format, document.sha256, document.path),
        *(document.encoding, document.text),
    )
    return made_report(f"2022-{document.sha256[:10]}", words=document.text, source=source)


def tree(root: Path, *names: str) -> Path:
    """Files of different contents below `root`; a name that ends in / is a folder."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_text(f"{TEXT}{name}", "utf-8")
    return root


def run(*paths: Path, known: dict[str, str] | None = None) -> list[Outcome]:
    return list(outcomes(paths, known or {}, prepare=as_report))


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
        (refused,) = run(tmp_path / "inside" / link)
        assert isinstance(refused, Rejected)
        assert "链接" in refused.error.reason


@pytest.mark.platform("linux", "darwin")
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for a writer for ever."""
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(tmp_path / "socket"))
        assert list(walk([tmp_path])) == []
    (refused,) = run(tmp_path / "pipe")
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


# Outcomes


def test_each_file_has_one_outcome_in_order(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_text("无", "utf-8")
    got = run(tmp_path, tmp_path / "none.txt")
    assert [type(outcome) for outcome in got] == [Prepared, Rejected, Prepared, Rejected, Rejected]
    assert [outcome.path.name for outcome in got] == [
        "a.txt",
        "b.txt",
        "c.txt",
        "d.txt",
        "none.txt",
    ]


def test_a_report_knows_its_file(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    (got,) = run(tmp_path)
    assert isinstance(got, Prepared)
    (source,) = got.report.sources
    assert (source.name, source.path) == ("a.txt", str(tmp_path / "a.txt"))
    assert source.sha256 == sha256((tmp_path / "a.txt").read_bytes()).hexdigest()


def test_known_bytes_are_not_read_again(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "b.txt")
    known = {sha256((tmp_path / "b.txt").read_bytes()).hexdigest(): "2020-b"}
    first, second = run(tmp_path, known=known)
    assert isinstance(first, Prepared)
    assert second == Unchanged(tmp_path / "b.txt", "2020-b")
    assert len(known) == 1  # what the caller handed in is not changed


def test_the_same_bytes_twice_in_one_run_are_one_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    first, second = run(tmp_path)
    assert isinstance(first, Prepared)
    assert second == Unchanged(tmp_path / "b.txt", first.report.id)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        pytest.param(b"", NotReadable, "空", id="empty"),
        pytest.param(PNG, NotReadable, "", id="a picture named .txt"),
        pytest.param("无".encode(), NotAReport, "没有标题", id="no report"),
        pytest.param("错".encode(), SourceError, "ZeroDivisionError", id="a mistake of ours"),
        pytest.param("深".encode(), SourceError, "RecursionError", id="too deep for us"),
        pytest.param(b"a" * MOST_BYTES, NotReadable, "50 MB", id="one line of 50 MB"),
    ],
)
def test_a_bad_file_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, data: bytes, kind: type[SourceError], reason: str
) -> None:
    tree(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b.txt").write_bytes(data)
    first, bad, last = run(tmp_path)
    assert isinstance(first, Prepared)
    assert isinstance(last, Prepared)
    assert isinstance(bad, Rejected)
    assert type(bad.error) is kind
    assert reason in bad.error.reason
    assert bad.error.hint


def test_a_file_of_holes_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte that takes no room
    (refused,) = run(tmp_path)
    assert isinstance(refused, Rejected)
    assert "MB" in refused.error.reason


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param("none.txt", "没有这个文件", id="no such file"),
        pytest.param("a.txt/b.txt", "没有这个文件", id="a file taken for a folder"),
        pytest.param("字" * 300, "无法读取", id="a name too long"),
    ],
)
def test_a_wrong_path_is_said(tmp_path: Path, path: str, reason: str) -> None:
    tree(tmp_path, "a.txt")
    wrong, right = run(tmp_path / path, tmp_path)
    assert isinstance(right, Prepared)
    assert isinstance(wrong, Rejected)
    assert reason in wrong.error.reason
    assert wrong.error.hint


@pytest.mark.platform("linux", "darwin")
def test_what_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.txt", "b/b.txt", "c.txt").chmod(0o755)
    monkeypatch.chdir(tmp_path)  # so that only what stands here is asked for permission
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").chmod(0)
    root = os.geteuid() == 0
    if root:  # whom no permission stops: be nobody for a moment
        os.seteuid(65534)
    try:
        file, folder, read = run(Path())
    finally:
        if root:
            os.seteuid(0)
        (tmp_path / "b").chmod(0o700)  # or nobody could clean up
    assert isinstance(read, Prepared)
    for refused, name in ((file, "a.txt"), (folder, "b")):
        assert isinstance(refused, Rejected)
        assert (refused.path.name, refused.error.reason) == (name, "没有读取权限")


@pytest.mark.platform("linux")
def test_a_name_that_is_no_text_can_still_be_shown_and_stored(tmp_path: Path) -> None:
    """公开.txt in GBK, as old archives unpack: 公 is b9 ab there."""
    name = os.fsdecode("公开.txt".encode("gbk"))
    (tmp_path / name).write_text(TEXT, "utf-8")
    (got,) = run(tmp_path)
    assert isinstance(got, Prepared)
    assert got.report.sources[0].name == r"\xb9\xab\xbf\xaa.txt"
    assert got.path == tmp_path / name
