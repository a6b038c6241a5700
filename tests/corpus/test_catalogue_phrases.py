"""Sentences in the store: counted over reports, compared with the year before, made anew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.model import Passage, Report
from corpus.recognise import UNKNOWN_AGENCY
from tests.corpus.made_reports import made_report, put

SET = "本机关高度重视政府信息公开工作，不断完善制度。"
OWN = "新开设学位预警专栏，按月公布各校余额情况。"
OTHER = "开展校园食堂开放活动，邀请家长现场监督。"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


def report(report_id: str, *texts: str, year: int | None = 2022, agency: str = "甲局") -> Report:
    passages = tuple(
        Passage(f"{report_id}.p{n}", n, 1, (), text, (0, len(text)))
        for n, text in enumerate(texts, 1)
    )
    return replace(made_report(report_id, agency=agency, year=year), passages=passages)


def key(catalogue: Catalogue, passage: str) -> int:
    return catalogue.sentences([passage])[passage][0].key


def test_a_sentence_is_counted_once_a_report(catalogue: Catalogue) -> None:
    put(catalogue, report("a", SET + OWN, SET), report("b", SET, agency="乙局"), report("c", OTHER))
    assert catalogue.reports_with([key(catalogue, "a.p2")]) == {key(catalogue, "b.p1"): 2}
    assert catalogue.reports_with([1]) == {}


def test_sentences_stand_where_they_are_said_to(catalogue: Catalogue) -> None:
    put(catalogue, report("a", SET + OWN, "以上。"))
    found = catalogue.sentences(["a.p1", "a.p2", "a.p9"])
    assert found.keys() == {"a.p1"}
    assert [(SET + OWN)[one.start : one.end] for one in found["a.p1"]] == [SET, OWN]


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        pytest.param(SET, SET, False, id="all of it stood there"),
        pytest.param(SET, OWN, True, id="nothing did"),
        pytest.param(SET, SET + OWN, False, id="half of it did"),
        pytest.param(SET, SET + OWN + OTHER, True, id="a third did"),
        pytest.param(SET + OWN, OWN + SET, False, id="in another order"),
    ],
)
def test_new_against_the_year_before(
    catalogue: Catalogue, before: str, now: str, new: bool
) -> None:
    put(catalogue, report("old", before, year=2021), report("new", now))
    news = catalogue.news()
    assert news.passages == ({"new.p1"} if new else set())
    assert news.reports == {"new"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"year": 2020}, id="two years before"),
        pytest.param({"year": None}, id="no year"),
        pytest.param({"year": 2021, "agency": "乙局"}, id="another body"),
    ],
)
def test_a_report_without_one_of_the_year_before_is_not_compared(
    catalogue: Catalogue, other: dict[str, object]
) -> None:
    put(catalogue, report("old", SET, **other), report("new", OWN))  # type: ignore[arg-type]
    assert not catalogue.news().reports


def test_bodies_that_nothing_names_are_not_one_body(catalogue: Catalogue) -> None:
    put(
        catalogue,
        report("old", SET, year=2021, agency=UNKNOWN_AGENCY),
        report("new", SET, agency=UNKNOWN_AGENCY),
    )
    assert not catalogue.news().reports


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM sentences ORDER BY passage, start").fetchall()


def test_sentences_go_with_their_report(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, report("a", SET, OWN))
    put(catalogue, report("a", OTHER))
    assert len(rows(tmp_path / FILE)) == 1
    with catalogue.transaction():
        catalogue.delete("a")
    assert rows(tmp_path / FILE) == []


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("DELETE FROM meta WHERE key = 'sentences'", id="no version"),
        pytest.param("UPDATE meta SET value = '0' WHERE key = 'sentences'", id="an older version"),
    ],
)
def test_a_catalogue_with_other_keys_is_filled_anew(tmp_path: Path, before: str) -> None:
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        put(catalogue, report("a", SET + OWN), report("b", SET, agency="乙局"))
    whole = rows(tmp_path / FILE)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("UPDATE sentences SET key = 1")
        connection.execute("DELETE FROM sentences WHERE report = 'a'")
        connection.execute(before)
    Catalogue(tmp_path / FILE).close()
    assert rows(tmp_path / FILE) == whole
    assert len(whole) == 3
