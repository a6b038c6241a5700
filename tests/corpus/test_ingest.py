"""Every file has one outcome, in a fixed order, and none of them ends the run."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from corpus import ingest
from corpus.errors import NotAReport, NotReadable, SourceError
from corpus.ingest import (
    MOST_BYTES,
    Given,
    Outcome,
    Prepared,
    Rejected,
    Unchanged,
    outcomes,
    readings,
)
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
        case "亡":  # as the system does when memory is short
            os.kill(os.getpid(), signal.SIGKILL)
        case "久":
            time.sleep(600)
        case "贪":
            bytearray(1 << 40)
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


def many(root: Path, count: int = 20) -> Path:
    """More files than are read in this process."""
    return tree(root, *(f"{number:03}.txt" for number in range(count)))


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


# Many files, read by others


def test_many_files_come_out_as_few_do(tmp_path: Path) -> None:
    """Whoever reads them: the same outcomes, in the same order."""
    many(tmp_path)
    (tmp_path / "005.txt").write_text("无", "utf-8")
    (tmp_path / "006.txt").write_bytes((tmp_path / "004.txt").read_bytes())
    (tmp_path / "007.txt").write_bytes(PNG)
    together = run(tmp_path)
    known: dict[str, str] = {}
    alone = list[Outcome]()
    for path in sorted(tmp_path.iterdir()):
        (one,) = run(path, known=known)
        alone.append(one)
        if isinstance(one, Prepared):
            known |= {source.sha256: one.report.id for source in one.report.sources}
    assert [_plain(one) for one in together] == [_plain(one) for one in alone]
    assert isinstance(together[6], Unchanged)


def _plain(outcome: Outcome) -> tuple[object, ...]:
    if isinstance(outcome, Rejected):  # errors are equal only to themselves
        return outcome.path, str(outcome.error), outcome.place
    return (outcome,)


@pytest.mark.platform("linux", "darwin")
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        pytest.param("亡", "被系统结束", id="killed"),
        pytest.param("久", "超过 2 秒", id="never ending"),
        pytest.param("贪", "内存", id="wants a terabyte"),
        pytest.param("深", "RecursionError", id="too deep"),
    ],
)
def test_a_file_that_takes_its_reader_along_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, reason: str
) -> None:
    monkeypatch.setattr(ingest, "SECONDS", 2.0)
    many(tmp_path)
    for number in (0, 9, 10):
        (tmp_path / f"{number:03}.txt").write_text(word + "\n" * number, "utf-8")
    got = run(tmp_path)
    bad = [number for number, one in enumerate(got) if isinstance(one, Rejected)]
    assert bad == [0, 9, 10]
    assert len(got) == 20
    for number in bad:
        refused = got[number]
        assert isinstance(refused, Rejected)
        assert reason in refused.error.reason
        assert refused.error.hint
        assert refused.place == str(tmp_path / f"{number:03}.txt")


def test_the_same_bytes_are_read_once_even_while_they_are_being_read(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:03}.txt").write_text(TEXT, "utf-8")
    first, *others = run(tmp_path)
    assert isinstance(first, Prepared)
    assert others == [
        Unchanged(tmp_path / f"{number:03}.txt", first.report.id) for number in range(1, 12)
    ]


def test_bytes_refused_in_one_place_are_read_again_in_another(tmp_path: Path) -> None:
    """A title without a year is no report in one folder and one in another, which has it."""
    for number in range(12):
        (tmp_path / f"{number:03}.txt").write_text("无", "utf-8")
    got = run(tmp_path)
    assert [type(one) for one in got] == [Rejected] * 12


def test_inputs_are_asked_for_only_as_far_as_needed(tmp_path: Path) -> None:
    """Memory stays flat: so many files are held and no more."""
    asked = 0

    def inputs() -> Iterator[Given]:
        nonlocal asked
        for number in range(500):
            asked += 1
            data = f"{TEXT}{number}".encode()
            yield Given(Path(f"{number}"), data, f"{number}", f"/{number}")

    with closing(readings(inputs(), {}, prepare=as_report, workers=2)) as got:
        for number, outcome in enumerate(got):
            assert outcome.path.name == f"{number}"
            assert asked - number <= ingest._MOST_WAITING
            if number == 200:
                break


def test_processes_end_when_nobody_asks_any_more(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    with closing(outcomes([many(tmp_path)], {}, prepare=as_report, workers=2)) as got:
        next(got)
        assert set(multiprocessing.active_children()) - before
    assert not set(multiprocessing.active_children()) - before


def test_an_outcome_among_the_inputs_keeps_its_place() -> None:
    refused = Rejected(Path("b"), NotReadable("没有取得", "请稍后再试"), "https://example.com/b")
    inputs: list[Given | Outcome] = [
        Given(Path("a"), f"{TEXT}a".encode(), "a", "/a", "https://example.com/a", "2024-05-01"),
        refused,
        Given(Path("c"), f"{TEXT}c".encode(), "c", "/c"),
    ]
    first, second, third = readings(inputs, {}, prepare=as_report)
    assert isinstance(first, Prepared)
    (source,) = first.report.sources
    assert (source.url, source.fetched, source.path) == (
        "https://example.com/a",
        "2024-05-01",
        "/a",
    )
    assert first.url == "https://example.com/a"
    assert second is refused
    assert isinstance(third, Prepared)
    assert third.report.sources[0].url is None


def test_two_reports_in_one_file_are_refused(tmp_path: Path, samples: Path) -> None:
    """Their figures would be mixed."""
    names = ("qingping_renmin_zhengfu_2022.txt", "qingping_shichang_jianguan_ju_2022.txt")
    found = [samples / name for name in names]
    (tmp_path / "two.txt").write_text("\n".join(one.read_text("utf-8") for one in found), "utf-8")
    (refused,) = outcomes([tmp_path], {})
    assert isinstance(refused, Rejected)
    assert type(refused.error) is NotAReport
    assert "两份报告" in refused.error.reason
    assert "拆成两个文件" in refused.error.hint


def test_every_sample_is_read_the_same_by_processes_of_their_own(samples: Path) -> None:
    together = list(outcomes([samples], {}, workers=2))
    alone = [one for path in sorted(samples.iterdir()) for one in outcomes([path], {})]
    assert together == alone
    assert all(isinstance(one, Prepared) for one in together)
