"""The sample reports, ingested once by the program itself, and what asks them."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from corpus.model import Passage, Report
from search_api import service
from search_api.app import create_app
from search_api.cli import main
from search_api.settings import Settings
from search_api.store import Store

GOLD = Path(__file__).resolve().parent.parent / "gold"

Gongkai = Callable[..., Result]


def run(data: Path, *arguments: str | Path) -> Result:
    """The command line on this data folder. An error nobody foresaw fails the test."""
    given = ["--data", str(data), *map(str, arguments)]
    return CliRunner().invoke(main, given, catch_exceptions=False)


@pytest.fixture
def gongkai(tmp_path: Path) -> Gongkai:
    """The command line on a data folder of this test's own."""
    return lambda *arguments: run(tmp_path / "data", *arguments)


@pytest.fixture(scope="session")
def filled(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the samples. Nobody writes to it."""
    data = tmp_path_factory.mktemp("samples")
    ingested = run(data, "ingest", samples)
    assert ingested.exit_code == 0, ingested.stderr
    return data


@pytest.fixture(scope="session")
def asked(filled: Path) -> Gongkai:
    """The command line on the samples."""
    return lambda *arguments: run(filled, *arguments)


@pytest.fixture(scope="session")
def store(filled: Path) -> Iterator[Store]:
    opened = Store(Settings(data=filled))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(filled: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=filled))) as opened:
        yield opened


@pytest.fixture(scope="session")
def reports(store: Store) -> Mapping[str, Report]:
    """Every report of the samples, whole, by id, with what its neighbours say of it."""
    rows, _ = store.catalogue.reports()
    return {row.id: service.report(store, row.id) for row in rows}


@pytest.fixture(scope="session")
def everything(reports: Mapping[str, Report]) -> list[tuple[Report, Passage]]:
    """Every passage of the samples with its report: what answers are counted against."""
    return [(report, passage) for report in reports.values() for passage in report.passages]


@pytest.fixture(scope="session")
def gold() -> Mapping[str, Any]:
    """What the samples say, transcribed apart from the program, by file name."""
    read = (json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json")))
    return {one["file"]: one for one in read}
