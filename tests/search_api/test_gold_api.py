"""Every value of the transcripts of real reports, asked for through the API."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from search_api.app import create_app
from search_api.settings import Settings
from tests.search_api.conftest import run
from tests.test_gold import FRAGMENTS, WHOLE, transcribed

API = "/api/v1"
UNREAD = {"111": {"t3.new.total", "t3.carried_in.total"}}
"""One 0 a row in a layout that does not tell its column: not read, and never read wrongly."""


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The program with all real reports."""
    data = tmp_path_factory.mktemp("gold")
    ingested = run(data, "ingest", shared / "corpus" / "reports")
    assert ingested.exit_code == 0, ingested.stderr
    with TestClient(create_app(Settings(data=data))) as client:
        yield client


@pytest.fixture(scope="module")
def by_file(real: TestClient) -> Mapping[str, str]:
    """File name -> report id."""
    rows = real.get(f"{API}/reports", params={"size": 500}).json()["items"]
    found = {}
    for row in rows:
        for source in real.get(f"{API}/reports/{row['id']}").json()["sources"]:
            found[source["name"]] = row["id"]
    return found


@pytest.mark.parametrize("name", [*WHOLE, *FRAGMENTS])
def test_every_value_of_a_transcript(
    shared: Path, real: TestClient, by_file: Mapping[str, str], name: str
) -> None:
    folder = shared / "corpus"
    (path,) = (folder / "reports").glob(f"{name}_*")
    gold: dict[str, Any] = json.loads((folder / "gold" / f"{name}.json").read_text("utf-8"))
    answer = real.get(f"{API}/statistics", params={"report": by_file[path.name], "size": 500})
    cells = {one["indicator"]: one for one in answer.json()["items"]}
    wanted = transcribed(gold)
    assert answer.json()["total"] == len(cells)
    wrong = {key for key, value in wanted.items() if cells.get(key, {}).get("value") != value}
    assert wrong == UNREAD.get(name, set())
    assert all(cells[key]["value"] is None for key in wrong)
    numbers = {key for key, one in cells.items() if one["status"] == "printed"}
    assert numbers >= {key for key, value in wanted.items() if value is not None} - wrong


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        pytest.param("seed_000", (50.0, 1, 2), id="one of two"),
        pytest.param("seed_004", (39.14, 272, 695), id="granted and partial"),
        pytest.param("seed_003", (None, None, None), id="its table is cut off"),
    ],
)
def test_a_rate_is_worked_out_of_printed_cells(
    shared: Path,
    real: TestClient,
    by_file: Mapping[str, str],
    name: str,
    rate: tuple[float | None, int | None, int | None],
) -> None:
    (path,) = (shared / "corpus" / "reports").glob(f"{name}_*")
    params = {"report": by_file[path.name], "indicator": "实质公开率"}
    (one,) = real.get(f"{API}/statistics", params=params).json()["items"]
    assert (one["value"], one["numerator"], one["denominator"]) == rate
    assert one["status"] == ("missing" if rate[0] is None else "derived")
