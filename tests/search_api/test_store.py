"""The store follows what others write, and lets go of what nobody reads any more."""

import gc
import shutil
import weakref
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from corpus.catalogue import FILE, Catalogue
from indexer import build, whoosh_engine
from indexer.engine import IndexedPassage
from search_api import service
from search_api.answers import Asked, NoIndex
from search_api.settings import Settings
from search_api.store import Store

EVERYTHING = Asked(interpret=False)


@pytest.fixture
def files(samples: Path) -> list[Path]:
    return sorted(samples.glob("qingping_renmin_*"))


def opened(tmp_path: Path) -> Store:
    return Store(Settings(data=tmp_path / "data"))


def test_before_anything_is_ingested(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(NoIndex, match="gongkai ingest"):
        store.engine()
    assert not store.is_ready()
    assert not (tmp_path / "data").exists()  # asking makes nothing


def test_what_is_ingested_later_is_found_without_a_restart(
    tmp_path: Path, files: list[Path], gongkai: Callable[..., Result]
) -> None:
    store = opened(tmp_path)
    assert not store.is_ready()
    found = []
    for file in files[:3]:
        assert gongkai("ingest", file).exit_code == 0
        found.append(service.search(store, EVERYTHING).reports)
    assert found == [1, 2, 3]
    store.close()


def test_an_old_generation_answers_as_long_as_it_is_held(
    tmp_path: Path, files: list[Path], gongkai: Callable[..., Result]
) -> None:
    gongkai("ingest", files[0])
    store = opened(tmp_path)
    held = store.engine()
    before = held.words(5)
    inside = weakref.ref(held.engine)  # type: ignore[attr-defined]  # what must go with it
    gongkai("ingest", files[1])
    assert store.engine() is not held
    assert store.engine() is store.engine()
    assert held.words(5) == before
    del held
    gc.collect()
    assert inside() is None
    store.close()


def test_a_damaged_index_is_no_answer_but_the_one_before_it_is(
    tmp_path: Path, files: list[Path], gongkai: Callable[..., Result]
) -> None:
    gongkai("ingest", files[0])
    gongkai("ingest", files[1])
    newest = max((tmp_path / "data" / "generations").iterdir())
    shutil.rmtree(newest)
    store = opened(tmp_path)
    assert service.search(store, EVERYTHING).reports == 1
    for folder in (tmp_path / "data" / "generations").iterdir():
        shutil.rmtree(folder)
    store.close()
    with pytest.raises(NoIndex, match="index --rebuild"):
        store.engine()
    assert gongkai("index", "--rebuild").exit_code == 0
    assert service.search(store, EVERYTHING).reports == 2
    store.close()


class Elder:
    """What an older program would have made the index with."""

    VERSION = "an older one"

    def create(self, folder: Path) -> None:
        whoosh_engine.create(folder)

    def learn(
        self, folder: Path, listed: Collection[str], names: Collection[str]
    ) -> frozenset[str]:
        return whoosh_engine.learn(folder, listed, names)

    def update(
        self, folder: Path, removed: Iterable[str], documents: Iterable[IndexedPassage]
    ) -> None:
        whoosh_engine.update(folder, removed, documents)


def test_an_index_of_another_version_is_not_read(
    tmp_path: Path, files: list[Path], gongkai: Callable[..., Result]
) -> None:
    gongkai("ingest", files[0])
    data = tmp_path / "data"
    with closing(Catalogue(data / FILE)) as catalogue:
        build.rebuild(data, catalogue, writer=Elder())
    store = opened(tmp_path)
    with pytest.raises(NoIndex, match="另一版本"):
        store.engine()
    assert "重新建立" in gongkai("index").stdout
    assert service.search(store, EVERYTHING).reports == 1
    store.close()


def test_many_ask_while_one_writes(
    tmp_path: Path, files: list[Path], gongkai: Callable[..., Result]
) -> None:
    """Each answer is of one state: its passages and its reports were there together."""
    gongkai("ingest", files[0])
    store = opened(tmp_path)

    def ask(_: int) -> tuple[int, int]:
        answer = service.search(store, Asked(q="公开", size=100))
        assert all(hit.statistics for hit in answer.hits)
        return answer.reports, len({hit.report.id for hit in answer.hits})

    with ThreadPoolExecutor(8) as pool:
        asking = pool.map(ask, range(120))
        for file in files[1:4]:
            assert gongkai("ingest", file).exit_code == 0
        answers = list(asking)
    assert {reports for reports, _ in answers} <= {1, 2, 3, 4}
    assert all(reports == shown for reports, shown in answers)
    assert service.search(store, Asked(q="公开")).reports == 4
    store.close()
