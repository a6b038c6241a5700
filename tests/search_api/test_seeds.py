"""The five real reports, from file to answer: every fact of their transcripts is found."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.text import squeeze
from search_api import service
from search_api.answers import Answer, Asked, Meant
from search_api.cli import main
from search_api.settings import Settings
from search_api.statistics import figures
from search_api.store import Store

SEEDS = ["seed_000", "seed_001", "seed_002", "seed_003", "seed_004"]


@pytest.fixture(scope="module")
def data(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the real reports."""
    folder = tmp_path_factory.mktemp("seeds")
    files = sorted(map(str, (shared / "corpus" / "reports").glob("seed_*.txt")))
    result = CliRunner().invoke(main, ["--data", str(folder), "ingest", *files])
    assert (result.exit_code, len(files)) == (0, 5)
    return folder


@pytest.fixture(scope="module")
def real(data: Path) -> Iterator[Store]:
    opened = Store(Settings(data=data))
    yield opened
    opened.close()


def transcript(shared: Path, name: str) -> Any:
    return json.loads((shared / "corpus" / "gold" / f"{name}.json").read_text("utf-8"))


def place(answer: Answer, quote: str, year: int) -> int | None:
    """The place, from 1, of the first passage of that year that has the quote."""
    wanted = squeeze(quote).text
    for number, hit in enumerate(answer.hits, 1):
        if hit.report.year == year and wanted in squeeze(hit.passage.text).text:
            return number
    return None


@pytest.mark.parametrize("name", SEEDS)
def test_every_fact_is_found_by_its_words_and_first_by_its_exact_words(
    shared: Path, real: Store, name: str
) -> None:
    known = transcript(shared, name)
    for fact in known["facts"]:
        quote = fact["quote"]
        by_words = place(service.search(real, Asked(q=quote)), quote, known["year"])
        exactly = place(service.search(real, Asked(q=f'"{quote}"')), quote, known["year"])
        assert by_words in {1, 2, 3}, quote
        assert exactly == 1, quote


def test_the_cell_of_one_district_is_shown_on_the_terminal(data: Path) -> None:
    arguments = ["--data", str(data), "search", "第三方合法权益", "--year", "2022"]
    result = CliRunner().invoke(main, arguments)
    blocks = result.stdout.split("\n\n")
    (jinshan,) = (block for block in blocks if "上海市金山区人民政府 2022 年" in block)
    assert "不予公开：保护第三方合法权益 6件" in jinshan


def test_the_wrong_cell_has_its_doubt_and_its_implied_value_beside_it(real: Store) -> None:
    where = service.selection(real.catalogue, agency=["宝山区行政服务中心"], year=[2022])
    wrong = Meant("t3.new.other", "", "")
    (row,) = figures(real.catalogue, where, [wrong])
    assert (row.value, row.printed, row.implied, len(row.findings)) == (2, "2", 0, 2)
