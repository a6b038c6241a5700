"""A changed dictionary: only the reports that a changed word stands in are indexed anew."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import Term

from corpus.catalogue import FILE, Catalogue
from indexer import generations, whoosh_engine
from indexer.build import DICTIONARY, apply, recover
from indexer.engine import IndexedPassage
from tests.corpus.made_reports import made_report


class Counting:
    """The real writer, and how many passages it was given."""

    VERSION = whoosh_engine.VERSION
    create = staticmethod(whoosh_engine.create)
    learn = staticmethod(whoosh_engine.learn)

    def __init__(self) -> None:
        self.given: list[str] = []

    def update(
        self, folder: Path, removed: Collection[str], documents: Iterable[IndexedPassage], /
    ) -> None:
        passages = list(documents)
        self.given = [one.passage for one in passages]
        whoosh_engine.update(folder, removed, passages)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


def holding(tmp_path: Path, catalogue: Catalogue, word: str) -> int:
    """In how many passages the word was cut as one."""
    folder = generations.current(tmp_path, catalogue)
    assert folder is not None
    with open_dir(str(folder)).searcher() as searcher:
        return len(searcher.search(Term("text", word)))


def test_an_operators_word_is_cut_whole_after_the_next_start(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    report = made_report()
    word = report.passages[0].text[:6]  # two words until then: 本年新收 政府
    apply(tmp_path, catalogue, [report])
    assert (holding(tmp_path, catalogue, word), recover(tmp_path, catalogue)) == (0, "")
    (tmp_path / DICTIONARY).write_text(f"{word}\n", "utf-8")
    writer = Counting()
    assert "词典" in recover(tmp_path, catalogue, writer=writer)
    assert f"{report.id}.p1" in writer.given
    assert holding(tmp_path, catalogue, word) >= 1
    assert recover(tmp_path, catalogue) == ""


def test_a_word_that_stands_nowhere_indexes_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    apply(tmp_path, catalogue, [made_report()])
    (tmp_path / DICTIONARY).write_text("从未出现之词\n", "utf-8")
    writer = Counting()
    assert apply(tmp_path, catalogue, [], writer=writer) == 2
    assert writer.given == []
    assert apply(tmp_path, catalogue, [], writer=writer) == 2  # and only once


def test_names_of_the_catalogue_are_words(tmp_path: Path, catalogue: Catalogue) -> None:
    apply(tmp_path, catalogue, [made_report()])
    folder = generations.current(tmp_path, catalogue)
    assert folder is not None
    learnt = whoosh_engine.schema.lexicon_of(folder).listed
    assert {"海东市", "青平区", "人民政府"} <= {*learnt}
