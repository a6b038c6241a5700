"""What is made once a generation: by one of many who ask, and anew for the next one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from indexer.build import apply
from indexer.engine import SearchEngine
from search_api.answers import NoIndex
from search_api.service.suggest import suggest
from search_api.settings import Settings
from search_api.store import Store
from tests.corpus.made_reports import made_report, made_source


def filled(data: Path, agency: str) -> None:
    with closing(Catalogue(data / FILE)) as catalogue:
        report_id = f"2022-{len(agency):010}"
        source = made_source(f"{agency}.txt", agency)
        apply(data, catalogue, [made_report(report_id, agency=agency, source=source)])


def counting() -> tuple[list[int], Callable[[Catalogue, SearchEngine], int]]:
    made: list[int] = []

    def make(catalogue: Catalogue, engine: SearchEngine) -> int:
        made.append(catalogue.reports(size=0)[1])
        return made[-1]

    return made, make


def test_many_ask_and_it_is_made_once(tmp_path: Path) -> None:
    filled(tmp_path, "青平区教育局")
    made, make = counting()
    with closing(Store(Settings(data=tmp_path))) as store, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: store.once(make), range(32))) == [1] * 32
    assert made == [1]


def test_it_is_made_anew_for_the_next_generation(tmp_path: Path) -> None:
    filled(tmp_path, "青平区教育局")
    made, make = counting()
    with closing(Store(Settings(data=tmp_path))) as store:
        assert [one.text for one in suggest(store, "qpqj")] == ["青平区教育局"]
        assert (store.once(make), store.once(make)) == (1, 1)
        filled(tmp_path, "宝丰县人民政府")
        assert store.once(make) == 2
        assert [one.text for one in suggest(store, "baofeng")] == ["宝丰县人民政府"]
    assert made == [1, 2]


def test_there_is_nothing_to_make_it_of(tmp_path: Path) -> None:
    with closing(Store(Settings(data=tmp_path))) as store, pytest.raises(NoIndex):
        suggest(store, "青")
