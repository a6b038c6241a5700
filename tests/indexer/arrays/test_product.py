"""The product's own engine on an index of arrays: what `ArrayWriter` in its place changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import FileIndex, open_dir

from indexer.arrays import ArrayWriter, View, check
from indexer.engine import Found, Request
from indexer.query import parse
from indexer.whoosh_engine import WhooshEngine, create, update
from tests.indexer.passages import PASSAGES

QUESTIONS = ["公开", "行政复议", "申请 办理结果", "“信息公开”", "2", "公开 -申请", "pub*"]


def _asked(folder: Path) -> list[Found]:
    create(folder)
    update(folder, [], PASSAGES)
    update(folder, [PASSAGES[0].report], PASSAGES[:3])
    engine = WhooshEngine.open(folder)
    said = [engine.search(Request(parse(text), size=100, explain=True)) for text in QUESTIONS]
    said_words = engine.words(10)
    engine.close()
    assert said_words
    return said


@pytest.fixture
def on_arrays(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[Found]]:
    """Asks an index that is written by `ArrayWriter` where the product asks for a writer."""

    def asked(folder: Path) -> list[Found]:
        with monkeypatch.context() as patch:
            patch.setattr(FileIndex, "writer", _array_writer)
            return _asked(folder)

    return asked


def _array_writer(index: Any, procs: int = 1, **options: Any) -> ArrayWriter:
    return ArrayWriter(index, **options)


def test_the_engine_answers_the_same(
    tmp_path: Path, on_arrays: Callable[[Path], list[Found]]
) -> None:
    ours, stock = on_arrays(tmp_path / "arrays"), _asked(tmp_path / "stock")
    assert {path.suffix for path in (tmp_path / "arrays").iterdir()} >= {".doc", ".trm"}
    for one, other in zip(ours, stock, strict=True):
        assert {hit.passage for hit in one.hits} == {hit.passage for hit in other.hits}
        assert (one.total, one.facets, one.notes) == (other.total, other.facets, other.notes)
        scores = {hit.passage: hit.score for hit in other.hits}
        for hit in one.hits:  # Whoosh keeps lengths in a byte, so long ones but roughly
            assert hit.score == pytest.approx(scores[hit.passage], rel=0.2)


def test_the_index_is_whole_and_can_be_viewed(
    tmp_path: Path, on_arrays: Callable[[Path], list[Found]]
) -> None:
    on_arrays(tmp_path)
    index = open_dir(str(tmp_path))
    check(index)
    with index.reader() as reader:
        view = View(reader)
        assert len(view.everything) == reader.doc_count()
        assert set(view.column("agency").values) == {one.agency for one in PASSAGES}
