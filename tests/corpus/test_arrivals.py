"""When reports came: kept when they are read again, changed only with their text."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Arrival, Catalogue
from tests.corpus.made_reports import put, version

LONG_AGO = "2020-01-01T00:00:00Z"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """A catalogue with one report that came long ago."""
    made = Catalogue(tmp_path / FILE)
    put(made, version(1))
    made.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE arrivals SET ingested = ?, changed = ?", [LONG_AGO, LONG_AGO])
        connection.commit()
    return Catalogue(tmp_path / FILE)


def only(catalogue: Catalogue) -> Arrival:
    (one,) = catalogue.arrivals()
    return one


def test_a_report_that_comes_has_the_time(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        put(catalogue, version(1))
        one = only(catalogue)
    assert one.ingested == one.changed
    assert datetime.fromisoformat(one.ingested).utcoffset() is not None


def test_a_report_that_is_read_again_keeps_its_times(catalogue: Catalogue) -> None:
    with closing(catalogue):
        put(catalogue, replace(version(1), title="另一个标题"))
        one = only(catalogue)
    assert (one.ingested, one.changed) == (LONG_AGO, LONG_AGO)


def test_a_report_whose_text_is_another_has_changed(catalogue: Catalogue) -> None:
    with closing(catalogue):
        put(catalogue, version(2))
        one = only(catalogue)
    assert one.ingested == LONG_AGO < one.changed


def test_a_report_that_went_is_forgotten(catalogue: Catalogue) -> None:
    with closing(catalogue):
        with catalogue.transaction():
            catalogue.delete(version(1).id)
        assert catalogue.arrivals() == []
        put(catalogue, version(1))
        assert only(catalogue).ingested > LONG_AGO
