"""Numbers in prose through the API and on the report page, linked to their cells and back."""

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.model import Badge, Report
from tests.search_api.pages.made import seen


def said_of(client: TestClient, report: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/reports/{report}")
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


@pytest.fixture(scope="module")
def differing(reports: Mapping[str, Report]) -> Report:
    """The sample whose text states 268 requests where its table has 272."""
    (found,) = (
        one for one in reports.values() if any(c.badge is Badge.DIFFERS for c in one.claims)
    )
    return found


def test_claims_stand_where_their_spans_say(
    client: TestClient, reports: Mapping[str, Report]
) -> None:
    for report in reports.values():
        said = said_of(client, report.id)
        prose = {one["id"]: one["text"] for one in said["passages"]}
        assert said["claims"]
        for claim in said["claims"]:
            start, end = claim["span"]
            assert prose[claim["passage"]][start:end] == claim["printed"] != ""


def test_claims_and_cells_name_each_other(
    client: TestClient, reports: Mapping[str, Report]
) -> None:
    for report in reports.values():
        said = said_of(client, report.id)
        forth = {
            (cell["indicator"], claim["id"]) for claim in said["claims"] for cell in claim["cells"]
        }
        back = {
            (cell["indicator"], claim) for cell in said["statistics"] for claim in cell["claims"]
        }
        assert forth == back
        assert forth


def test_a_number_that_differs_from_its_cell(client: TestClient, differing: Report) -> None:
    said = said_of(client, differing.id)
    (claim,) = (one for one in said["claims"] if one["badge"] == "differs")
    assert (claim["value"], claim["stated"], claim["unit"]) == (268, 272, "件")
    assert [cell["indicator"] for cell in claim["cells"]] == ["t3.new.total"]
    (finding,) = (one for one in said["findings"] if one["rule"] == "N-NEW")
    assert finding["verdict"] == "warn"
    assert "268件" in finding["message"] and "272" in finding["message"]


def test_links_on_the_page_lead_both_ways(
    client: TestClient, reports: Mapping[str, Report]
) -> None:
    for report in reports.values():
        html = client.get(f"/reports/{report.id}", headers={"accept": "text/html"}).text
        for claim in report.claims:
            number = claim.id.rpartition(".")[2]
            if claim.cells:
                assert html.count(f'id="{number}"') == 1
                first = claim.cells[0].replace(".", "-")
                assert f'id="{number}" href="#{first}"' in html
                assert f'id="{first}"' in html
            else:
                assert f'id="{number}"' not in html
        back = {claim.id.rpartition(".")[2] for claim in report.claims if claim.stated is not None}
        assert all(f'href="#{number}"' in html for number in back)


def test_the_badge_is_read_out(client: TestClient, differing: Report) -> None:
    page = client.get(f"/reports/{differing.id}", headers={"accept": "text/html"}).text
    assert "与表格不符：本年新收 = 272" in page
    assert seen(page).text.count("≠") >= 1
