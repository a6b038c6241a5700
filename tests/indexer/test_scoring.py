"""Scores: what comes first and why, and that the parts told add up."""

from collections.abc import Iterator
from dataclasses import replace
from math import fsum
from pathlib import Path

import pytest

from indexer.engine import Explained, IndexedPassage
from indexer.synonyms import SynonymFile
from indexer.whoosh_engine import WhooshEngine, create, scoring, update
from tests.indexer.passages import PASSAGES, ask, found, passage

QUERIES = [
    "行政复议",
    "依申请公开 218件",
    "教育局 招生",
    "怎么申请复议？",
    "家长 -复议",
    '"维持"',
    "馆",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("scored")
    create(folder)
    update(folder, [], PASSAGES)
    opened = WhooshEngine.open(folder)
    yield opened
    opened.close()


def explained(engine: WhooshEngine, text: str) -> Explained:
    answer = ask(engine, text, explain=True)
    assert answer.explained is not None
    return answer.explained


@pytest.mark.parametrize("text", QUERIES)
def test_the_parts_of_a_score_add_up_to_it(engine: WhooshEngine, text: str) -> None:
    answer = ask(engine, text, explain=True)
    assert answer.explained is not None
    assert answer.hits
    for hit in answer.hits:
        parts = answer.explained.hits[hit.passage]
        assert fsum(part.score for part in parts) == pytest.approx(hit.score)
        assert sum(part.score for part in parts if part.field == "lift") == hit.lift


def test_explaining_changes_nothing_else(engine: WhooshEngine) -> None:
    told, plain = ask(engine, "行政复议 维持", explain=True), ask(engine, "行政复议 维持")
    assert replace(told, explained=None) == plain


def test_what_is_told_of_the_question(engine: WhooshEngine) -> None:
    read = explained(engine, "行政复议2件")
    assert read.units == ("行政复议", "2件")
    terms = {(term.view, term.text): term for term in read.terms}
    assert {("words", "行政复议"), ("words", "复议"), ("pairs", "议2"), ("characters", "件")} <= {
        *terms
    }
    assert terms["words", "复议"].weight == 1.0
    assert terms["characters", "件"].weight == 0.6
    assert terms["words", "行政复议"].frequency == sum("行政复议" in one.text for one in PASSAGES)
    assert not any(term.common or term.synonym_of for term in read.terms)


def made(*texts: str, heading: str = "") -> list[IndexedPassage]:
    headings = (heading,) if heading else ()
    return [passage("2022-b", place, 1, text, *headings) for place, text in enumerate(texts, 1)]


def opened(folder: Path, passages: list[IndexedPassage]) -> WhooshEngine:
    create(folder)
    update(folder, [], passages)
    return WhooshEngine.open(folder)


def test_a_synonym_counts_less_than_what_was_typed(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("花圃 苗床\n", "utf-8")
    create(tmp_path / "index")
    update(tmp_path / "index", [], made("苗床已经验收。", "花圃已经验收。", "道路已经验收。"))
    engine = WhooshEngine.open(tmp_path / "index", SynonymFile(tmp_path / "own.txt"))
    answer = ask(engine, "花圃", explain=True)
    assert found(answer) == ["2022-b.p2", "2022-b.p1"]
    assert answer.synonyms == (("花圃", ("苗床",)),)
    assert answer.notes == ("“花圃”也按“苗床”查找。",)
    assert answer.explained is not None
    assert {term.text for term in answer.explained.terms if term.synonym_of} == {"苗床"}
    exact = ask(engine, "花圃", exact=True)
    assert (found(exact), exact.synonyms, exact.notes) == (["2022-b.p2"], (), ())
    (tmp_path / "own.txt").write_text("", "utf-8")
    assert found(ask(engine, "花圃")) == ["2022-b.p2"]  # from the next question on
    engine.close()


def test_a_synonym_that_stands_nowhere_is_not_spoken_of(engine: WhooshEngine) -> None:
    answer = ask(engine, "机关事务管理局 档案馆")
    assert answer.synonyms == ()
    assert not any("也按" in note for note in answer.notes)


def test_a_title_of_its_own_counts_and_a_shared_one_hardly(tmp_path: Path) -> None:
    alone = replace(passage("u-d", 1, 1, "收支一览见附件。"), title="图书馆章程")
    shared = [replace(one, title="图书馆章程2022年") for one in made(*["收支一览见附件。"] * 9)]
    engine = opened(tmp_path, [alone])
    (own,) = explained(engine, "图书馆章程 收支").hits.values()
    engine.close()
    update(tmp_path, [], shared)
    engine = WhooshEngine.open(tmp_path)
    both = explained(engine, "图书馆章程 收支").hits["u-d.p1"]
    engine.close()
    assert sum(part.score for part in own if part.field == "title") > 0
    shares = [one for one in both if one.field == "title" and one.text == "图书馆"]
    assert all(part.score < 0.1 for part in shares)


def test_very_common_terms_of_a_large_index_are_counted_without_postings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened(tmp_path, [replace(one, title="") for one in PASSAGES])
    before = ask(engine, "行政复议的申请", explain=True)
    monkeypatch.setattr(scoring, "LARGE", 5)
    after = ask(engine, "行政复议的申请", explain=True)
    engine.close()
    assert after.explained is not None
    assert {"申", "行政"} <= {term.text for term in after.explained.terms if term.common}
    assert sorted(found(after)) == sorted(found(before))
    assert found(after)[0] == found(before)[0]
    pairs = zip(sorted(before.hits, key=str), sorted(after.hits, key=str), strict=True)
    assert all(one.score == pytest.approx(other.score, rel=0.35) for one, other in pairs)
