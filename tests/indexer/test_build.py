"""Catalogue and index change together: all of it or nothing, and only where something differs."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalogue import FILE, Catalogue
from corpus.errors import CatalogueError
from corpus.merge import merge
from corpus.model import Report
from indexer import build, generations
from indexer.build import apply, ingest, rebuild, recover
from indexer.engine import IndexedPassage
from tests.corpus.made_reports import made_report, made_source
from tests.indexer.plain_writer import PlainWriter, contents, everything, indexed, stored


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


@pytest.fixture
def plain() -> PlainWriter:
    return PlainWriter()


# What apply does


def test_a_passage_goes_into_the_index_with_its_facets(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    assert apply(tmp_path, catalogue, [made_report()], writer=plain) == 1
    folder = generations.current(tmp_path, catalogue)
    assert folder is not None
    report = made_report()
    assert contents(folder)[f"{report.id}.p1"] == {
        "passage": f"{report.id}.p1",
        "report": report.id,
        "agency": "青平区人民政府",
        "region": ["海东市", "青平区"],
        "year": 2022,
        "section": 1,
        "form": "2021",
        "title": report.title,
        "heading": ["（一）主动公开"],
        "text": report.passages[0].text,
        "kind": "text",
    }


def test_what_is_read_back_is_indexed_as_what_was_put(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    """An index built anew from the catalogue is that built from the reports."""
    apply(tmp_path, catalogue, [made_report("a"), made_report("b", year=None)], writer=plain)
    first = generations.current(tmp_path, catalogue)
    assert rebuild(tmp_path, catalogue, writer=plain) == 2
    second = generations.current(tmp_path, catalogue)
    assert first is not None
    assert second is not None
    assert contents(first) == contents(second)


def test_the_same_again_changes_nothing(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    reports = [made_report("a"), made_report("b")]
    assert apply(tmp_path, catalogue, reports, writer=plain) == 1
    before = everything(tmp_path)
    assert apply(tmp_path, catalogue, reports, writer=plain) == 1
    assert apply(tmp_path, catalogue, [], ["unknown"], writer=plain) == 1
    assert everything(tmp_path) == before
    assert plain.given == 2


def test_only_what_is_new_or_changed_is_indexed(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    many = [made_report(f"r{number}") for number in range(9)]
    apply(tmp_path, catalogue, many, writer=plain)
    changed = made_report("r3", words="改", source=made_source("r3.txt", "改"))
    assert apply(tmp_path, catalogue, [*many[:3], changed, made_report("r9")], writer=plain) == 2
    assert plain.given == 9 + 2
    assert indexed(tmp_path, catalogue) == stored(catalogue)
    assert stored(catalogue)["r3.p1"] == "改"


def test_a_removed_report_is_gone_from_both(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report("a"), made_report("b")], writer=plain)
    assert apply(tmp_path, catalogue, [], ["a"], writer=plain) == 2
    assert list(stored(catalogue)) == list(indexed(tmp_path, catalogue)) == ["b.p1"]
    assert apply(tmp_path, catalogue, [], ["b"], writer=plain) == 3
    assert stored(catalogue) == indexed(tmp_path, catalogue) == {}


def test_removed_and_put_at_once_is_put_without_its_past(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report(source=made_source("old.txt"))], writer=plain)
    fresh = made_report(source=made_source("new.txt"))
    apply(tmp_path, catalogue, [fresh], [fresh.id], writer=plain)
    assert catalogue.report(fresh.id) == fresh


def test_two_files_of_one_report_are_one_report(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    both = [
        made_report(words="甲", source=made_source("a.txt")),
        made_report(words="乙", source=made_source("b.txt")),
    ]
    assert apply(tmp_path, catalogue, both, writer=plain) == 1
    merged = merge(both)
    assert catalogue.report(merged.id) == merged
    assert [one.name for one in merged.sources] == ["a.txt", "b.txt"]
    assert list(indexed(tmp_path, catalogue).values()) == ["甲"]
    assert apply(tmp_path, catalogue, both, writer=plain) == 1
    assert apply(tmp_path, catalogue, both[1:], writer=plain) == 1


def test_a_report_that_lost_a_file_is_indexed_anew(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    """The file that gave its contents speaks for another report now."""
    both = [
        made_report("r", words="甲", source=made_source("a.txt")),
        made_report("r", words="乙", source=made_source("b.txt")),
    ]
    apply(tmp_path, catalogue, both, writer=plain)
    apply(tmp_path, catalogue, [made_report("s", source=made_source("a.txt", "改"))], writer=plain)
    assert stored(catalogue)["r.p1"] == "乙"
    assert indexed(tmp_path, catalogue) == stored(catalogue)


def test_a_file_that_became_another_report_leaves_none_behind(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report("2021-a", source=made_source("a", "旧"))], writer=plain)
    apply(tmp_path, catalogue, [made_report("2022-a", source=made_source("a", "新"))], writer=plain)
    assert list(stored(catalogue)) == list(indexed(tmp_path, catalogue)) == ["2022-a.p1"]


def test_progress_counts_reports(tmp_path: Path, catalogue: Catalogue, plain: PlainWriter) -> None:
    told = list[tuple[int, int]]()

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    apply(tmp_path, catalogue, map(made_report, "abc"), progress=progress, writer=plain)
    rebuild(tmp_path, catalogue, progress, writer=plain)
    assert told == [(1, 3), (2, 3), (3, 3)] * 2


IDS = st.sampled_from(["a", "b", "c", "d"])
STEPS = st.lists(
    st.tuples(st.lists(st.tuples(IDS, st.integers(0, 3)), max_size=3), st.lists(IDS, max_size=2)),
    min_size=1,
    max_size=8,
)


@given(steps=STEPS)
@settings(max_examples=25)
def test_any_sequence_of_changes_is_what_a_dictionary_would_hold(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[tuple[str, int]], list[str]]]
) -> None:
    """Catalogue and index against the plainest model there is, after every step."""
    folder, model, plain, last = (
        tmp_path_factory.mktemp("model"),
        dict[str, str](),
        PlainWriter(),
        0,
    )
    with closing(Catalogue(folder / FILE)) as catalogue:
        for changes, removed in steps:
            reports = [
                made_report(one, words=f"第{text}稿", source=made_source(one, str(text)))
                for one, text in changes
            ]
            before = dict(model)
            model = {key: words for key, words in model.items() if key not in removed}
            model |= {report.id: report.passages[0].text for report in reports}
            number = apply(folder, catalogue, reports, removed, writer=plain)
            assert stored(catalogue) == {f"{key}.p1": words for key, words in model.items()}
            if number:
                assert indexed(folder, catalogue) == stored(catalogue)
            assert number - last in ({0, 1} if model == before else {1})
            last = number


# Whatever goes wrong, the old state serves


class Failing(PlainWriter):
    """An index on a disk that fills up, or that is made by a program with a mistake."""

    def __init__(self, error: BaseException, *, late: bool) -> None:
        super().__init__()
        self.error, self.late = error, late

    def update(self, folder: Path, removed: Any, documents: Iterable[IndexedPassage], /) -> None:
        if self.late:
            super().update(folder, removed, documents)
        (folder / "half").write_bytes(b"half")
        raise self.error


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("error", "seen"),
    [
        pytest.param(OSError(28, "No space left on device"), CatalogueError, id="disk full"),
        pytest.param(ZeroDivisionError(), ZeroDivisionError, id="a mistake"),
        pytest.param(KeyboardInterrupt(), KeyboardInterrupt, id="interrupted"),
    ],
)
def test_an_index_that_cannot_be_built_changes_nothing(
    tmp_path: Path,
    catalogue: Catalogue,
    error: BaseException,
    seen: type[BaseException],
    late: bool,
) -> None:
    apply(tmp_path, catalogue, [made_report("a")], writer=PlainWriter())
    before = everything(tmp_path)
    with pytest.raises(seen):
        apply(tmp_path, catalogue, [made_report("b")], ["a"], writer=Failing(error, late=late))
    assert everything(tmp_path) == before
    assert apply(tmp_path, catalogue, [made_report("b")], writer=PlainWriter()) == 2


def test_a_transaction_that_fails_leaves_the_old_generation_serving(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    """The new generation is whole and has its name, but the catalogue refuses the rows."""
    apply(tmp_path, catalogue, [made_report("a")], writer=plain)
    rows, _ = everything(tmp_path)
    good = made_report("b")
    with pytest.raises(CatalogueError, match="拒绝"):
        spoilt = replace(good, statistics=good.statistics * 2)
        apply(tmp_path, catalogue, [made_report("c"), spoilt], writer=plain)
    assert (tmp_path / "generations" / "00000002").is_dir()
    assert everything(tmp_path)[0] == rows
    assert indexed(tmp_path, catalogue) == stored(catalogue)
    assert apply(tmp_path, catalogue, [good], writer=plain) == 2
    assert indexed(tmp_path, catalogue) == stored(catalogue)
    assert list(stored(catalogue)) == ["a.p1", "b.p1"]


def test_nothing_is_written_to_a_disk_that_is_nearly_full(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "DISK_FLOOR", 10**18)
    with pytest.raises(CatalogueError, match="磁盘只剩") as caught:
        apply(tmp_path, catalogue, [made_report()], writer=plain)
    assert caught.value.hint
    assert catalogue.reports()[1] == 0


def test_a_second_writer_is_refused_and_a_reader_is_not(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report("a")], writer=plain)
    with generations.writer_lock(tmp_path):
        with pytest.raises(CatalogueError, match="正在写入"):
            apply(tmp_path, catalogue, [made_report("b")], writer=plain, wait=0)
        with pytest.raises(CatalogueError, match="正在写入"):
            ingest(tmp_path, catalogue, [], writer=plain, wait=0)
        assert list(indexed(tmp_path, catalogue)) == ["a.p1"]


def test_no_reader_ever_sees_rows_of_one_state_and_an_index_of_another(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    def version(number: int) -> list[Report]:
        words = f"第{number}版"
        return [made_report(one, words=words, source=made_source(one, words)) for one in "abc"]

    apply(tmp_path, catalogue, version(0), writer=plain)
    stop, seen, wrong = threading.Event(), set[str](), list[object]()

    def look() -> None:
        with closing(Catalogue(tmp_path / FILE, readonly=True)) as reader:
            while not stop.is_set():
                with reader.snapshot():
                    rows = stored(reader)
                    folder = generations.current(tmp_path, reader)
                    try:
                        index = contents(folder) if folder else {}
                    except FileNotFoundError:  # two commits later: it has been swept
                        continue
                if {key: one["text"] for key, one in index.items()} != rows and folder:
                    wrong.append((rows, index))
                seen.update(rows.values())

    thread = threading.Thread(target=look)
    thread.start()
    for number in range(1, 40):
        apply(tmp_path, catalogue, version(number), writer=plain)
    stop.set()
    thread.join()
    assert wrong == []
    assert len(seen) > 5


# Damage and other versions


def spoil(data_dir: Path, catalogue: Catalogue, name: str = "0001.json") -> None:
    folder = generations.current(data_dir, catalogue)
    assert folder is not None
    data = bytearray((folder / name).read_bytes())
    data[-3] ^= 1
    (folder / name).unlink()  # or the damage would be in the linked generation before it too
    (folder / name).write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        pytest.param(lambda *_: None, "", id="nothing is wrong"),
        pytest.param(spoil, "文件内容已变", id="a bit is wrong"),
        pytest.param(
            lambda data_dir, catalogue: (data_dir / "generations").rename(data_dir / "away"),
            "文件不在",
            id="all generations are lost",
        ),
    ],
)
def test_damage_is_found_at_start_mended_and_said(
    tmp_path: Path,
    catalogue: Catalogue,
    plain: PlainWriter,
    harm: Callable[[Path, Catalogue], object],
    reason: str,
) -> None:
    for one in "abc":
        apply(tmp_path, catalogue, [made_report(one)], writer=plain)
    harm(tmp_path, catalogue)
    said = recover(tmp_path, catalogue, writer=plain)
    assert reason in said
    assert bool(said) == bool(reason)
    assert recover(tmp_path, catalogue, writer=plain) == ""
    assert generations.state(tmp_path, catalogue, full=True).sound
    assert indexed(tmp_path, catalogue) == stored(catalogue)


def test_damage_is_never_built_upon(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report("a")], writer=plain)
    spoil(tmp_path, catalogue)
    assert apply(tmp_path, catalogue, [made_report("b")], writer=plain) == 2
    assert indexed(tmp_path, catalogue) == stored(catalogue)
    assert generations.state(tmp_path, catalogue, full=True).sound


def test_an_index_of_another_version_is_built_anew(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    apply(tmp_path, catalogue, [made_report("a"), made_report("b")], writer=plain)
    newer = PlainWriter("plain-2")
    assert apply(tmp_path, catalogue, [], writer=newer) == 2
    assert newer.given == 2
    assert apply(tmp_path, catalogue, [], writer=newer) == 2
    assert "另一版本" in recover(tmp_path, catalogue, writer=plain)
    assert indexed(tmp_path, catalogue) == stored(catalogue)


def test_a_catalogue_that_never_had_an_index_gets_one(
    tmp_path: Path, catalogue: Catalogue, plain: PlainWriter
) -> None:
    assert recover(tmp_path, catalogue, writer=plain) == ""  # nothing in it: nothing to build
    assert apply(tmp_path, catalogue, [], writer=plain) == 0
    with catalogue.transaction():
        catalogue.put(made_report())
    assert "没有索引" in recover(tmp_path, catalogue, writer=plain)
    assert indexed(tmp_path, catalogue) == stored(catalogue)
