"""Taking in files: each once, changed ones again, in batches, into an index that finds them."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.errors import NotAReport
from corpus.ingest import PIPELINE, Outcome, Prepared, Rejected, Unchanged
from corpus.model import Document, Report, Source
from indexer import build, generations, whoosh_engine
from indexer.build import IndexWriter, apply, ingest, rebuild, recover
from indexer.engine import Request
from indexer.query import parse
from indexer.whoosh_engine import WhooshEngine
from tests.corpus.made_reports import made_report
from tests.indexer.plain_writer import PlainWriter, everything, indexed, stored


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


@pytest.fixture
def plain() -> PlainWriter:
    return PlainWriter()


def as_report(document: Document) -> Report:
    """The first line is the id, the rest the words."""
    report_id, _, words = document.text.partition("\n")
    if report_id == "无":
        raise NotAReport("没有标题")
    source = Source(
        *(document.name, document.format, document.sha256, document.path),
        *(document.encoding, document.text),
    )
    return made_report(report_id, words=words, source=source)


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def take_in(
    data_dir: Path, catalogue: Catalogue, files: Path, writer: IndexWriter
) -> tuple[int, list[Outcome]]:
    told = list[Outcome]()
    number = ingest(
        data_dir, catalogue, [files], told.append, prepare=as_report, writer=writer, wait=0
    )
    return number, told


def test_ingesting_twice_changes_nothing(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    files = write(tmp_path / "files", a="2021-a\n甲", b="2022-b\n乙", c="无")
    number, told = take_in(tmp_path, catalogue, files, plain)
    assert [type(one) for one in told] == [Prepared, Prepared, Rejected]
    before = everything(tmp_path)
    again, told = take_in(tmp_path, catalogue, files, plain)
    assert [type(one) for one in told] == [Unchanged, Unchanged, Rejected]
    assert (again, everything(tmp_path)) == (number, before)


def test_a_changed_file_replaces_its_report(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    files = write(tmp_path / "files", a="2021-a\n甲", b="2022-b\n乙")
    take_in(tmp_path, catalogue, files, plain)
    write(files, a="2021-a\n改")
    number, told = take_in(tmp_path, catalogue, files, plain)
    assert [type(one) for one in told] == [Prepared, Unchanged]
    assert (number, plain.given) == (2, 3)
    assert (
        stored(catalogue) == indexed(tmp_path, catalogue) == {"2021-a.p1": "改", "2022-b.p1": "乙"}
    )
    assert len(catalogue.sources("2021-a")) == 1


def test_a_known_file_that_is_refused_leaves_its_report_and_it_is_said(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    files = write(tmp_path / "files", a="2021-a\n甲", b="无")
    take_in(tmp_path, catalogue, files, plain)
    write(files, a="无")
    number, told = take_in(tmp_path, catalogue, files, plain)
    assert [one.kept for one in told if isinstance(one, Rejected)] == [("2021-a",), ()]
    assert (number, stored(catalogue)) == (1, {"2021-a.p1": "甲"})


def test_a_copy_is_known_by_both_its_places(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    """Whichever of the two changes, the other still speaks for the report."""
    files = write(tmp_path / "files", a="2021-a\n甲", b="2021-a\n甲")
    _, told = take_in(tmp_path, catalogue, files, plain)
    assert [type(one) for one in told] == [Prepared, Unchanged]
    write(files, a="2022-b\n乙")
    take_in(tmp_path, catalogue, files, plain)
    assert sorted(stored(catalogue)) == ["2021-a.p1", "2022-b.p1"]
    assert [Path(one.path).name for one in catalogue.sources("2021-a")] == ["b.txt"]
    before = everything(tmp_path)
    _, told = take_in(tmp_path, catalogue, files, plain)
    assert [type(one) for one in told] == [Unchanged, Unchanged]
    assert everything(tmp_path) == before
    write(files, b="2022-b\n丙")
    take_in(tmp_path, catalogue, files, plain)
    assert list(stored(catalogue)) == ["2022-b.p1"]


def test_copies_alone_are_noted_without_a_new_index(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    files = write(tmp_path / "files", a="2021-a\n甲")
    take_in(tmp_path, catalogue, files, plain)
    write(files, b="2021-a\n甲")
    number, _ = take_in(tmp_path, catalogue, files, plain)
    (source,) = catalogue.sources("2021-a")
    assert number == 1
    assert catalogue.copies([source.sha256]) == {source.sha256: [str(files / "b.txt")]}


def test_an_archive_gives_its_files(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("甲/a.txt", "2021-a\n甲")
        archive.writestr("乙/b.txt", "2022-b\n乙")
    _, told = take_in(tmp_path, catalogue, tmp_path / "a.zip", plain)
    assert [type(one) for one in told] == [Prepared, Prepared]
    assert catalogue.sources("2021-a")[0].path == f"{tmp_path / 'a.zip'}!/甲/a.txt"
    again = take_in(tmp_path, catalogue, tmp_path / "a.zip", plain)[1]
    assert [type(one) for one in again] == [Unchanged, Unchanged]


def test_many_files_go_in_batches(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path / "files", **{f"f{n}": f"r{n}\n第{n}份" for n in range(7)})
    monkeypatch.setattr(build, "BATCH_REPORTS", 3)
    assert take_in(tmp_path, catalogue, files, plain)[0] == 3
    assert indexed(tmp_path, catalogue) == stored(catalogue)
    assert len(stored(catalogue)) == 7
    monkeypatch.setattr(build, "BATCH_CHARACTERS", 30)
    write(files, **{f"g{n}": f"s{n}\n{'字' * 20}" for n in range(4)})
    assert take_in(tmp_path, catalogue, files, plain)[0] == 5


def test_an_interrupted_run_keeps_its_whole_batches(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path / "files", **{f"f{n}": f"r{n}\n第{n}份" for n in range(7)})
    monkeypatch.setattr(build, "BATCH_REPORTS", 2)

    def stop(outcome: Outcome) -> None:
        if outcome.path.stem == "f5":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(tmp_path, catalogue, [files], stop, prepare=as_report, writer=plain)
    assert sorted(stored(catalogue)) == ["r0.p1", "r1.p1", "r2.p1", "r3.p1"]
    assert take_in(tmp_path, catalogue, files, plain)[0] == 4
    assert len(stored(catalogue)) == 7


def test_slow_files_are_stored_before_a_batch_is_full(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path / "files", **{f"f{n}": f"r{n}\n第{n}份" for n in range(3)})
    monkeypatch.setattr(build, "BATCH_SECONDS", 0.0)
    stored_by_then = list[int]()

    def told(_: Outcome) -> None:
        stored_by_then.append(len(catalogue.known()))

    ingest(tmp_path, catalogue, [files], told, prepare=as_report, writer=plain)
    assert stored_by_then == [0, 1, 2]


def test_a_newer_pipeline_reads_known_files_again(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path / "files", a="2021-a\n甲")
    take_in(tmp_path, catalogue, files, plain)
    monkeypatch.setattr("corpus.ingest.PIPELINE", PIPELINE + 1)
    number, told = take_in(tmp_path, catalogue, files, plain)
    assert isinstance(told[0], Prepared)
    assert number == 1  # the newer steps gave the same
    assert isinstance(take_in(tmp_path, catalogue, files, plain)[1][0], Unchanged)


def test_the_index_that_serves_is_built_the_same_way(tmp_path: Path, catalogue: Catalogue) -> None:
    """With Whoosh: put, change, remove, and build anew."""

    def found(words: str) -> list[str]:
        folder = generations.current(tmp_path, catalogue)
        assert folder is not None
        with closing(WhooshEngine.open(folder)) as engine:
            hits = engine.search(Request(parse(f'"{words}"'))).hits
        return sorted(hit.passage for hit in hits)

    files = write(tmp_path / "files", a="2021-a\n保护第三方合法权益", b="2022-b\n信访举报投诉")
    assert take_in(tmp_path, catalogue, files, whoosh_engine)[0] == 1
    assert (found("第三方"), found("信访")) == (["2021-a.p1"], ["2022-b.p1"])
    write(files, a="2021-a\n重复申请")
    assert take_in(tmp_path, catalogue, files, whoosh_engine)[0] == 2
    assert (found("第三方"), found("重复"), found("信访")) == ([], ["2021-a.p1"], ["2022-b.p1"])
    assert apply(tmp_path, catalogue, [], ["2022-b"]) == 3
    assert (found("信访"), found("重复")) == ([], ["2021-a.p1"])
    assert rebuild(tmp_path, catalogue) == 4
    assert (found("信访"), found("重复")) == ([], ["2021-a.p1"])
    assert recover(tmp_path, catalogue) == ""
