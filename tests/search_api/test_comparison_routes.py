"""Sums, rankings, peers and coverage of the samples over HTTP."""

import pytest
from fastapi.testclient import TestClient

URL = "/api/v1/statistics"


def test_a_sum_of_the_samples(client: TestClient) -> None:
    answer = client.get(f"{URL}/sum", params={"indicator": "t3.new.total", "year": "2022"}).json()
    (one,) = answer["items"]
    assert one["year"] == 2022
    assert one["reports"] > 1
    rows = client.get(URL, params={"indicator": "t3.new.total", "year": "2022"}).json()["items"]
    left = set(one["left_out"])
    printed = [row["value"] for row in rows if row["agency"] not in left]
    assert one["value"] == sum(value for value in printed if value is not None)


def test_a_rate_cannot_be_summed(client: TestClient) -> None:
    answer = client.get(f"{URL}/sum", params={"indicator": "实质公开率"})
    assert answer.status_code == 422
    assert "比率" in answer.json()["detail"]


def test_a_ranking_by_a_rate(client: TestClient) -> None:
    answer = client.get(
        f"{URL}/ranking", params={"indicator": "实质公开率", "year": "2022", "size": 3}
    ).json()
    values = [each["figure"]["value"] for each in answer["items"]]
    assert values == sorted(values, reverse=True)
    assert answer["unit"] == "%"
    assert all(each["figure"]["denominator"] for each in answer["items"])


def test_too_few_peers_are_said(client: TestClient) -> None:
    report = client.get("/api/v1/reports", params={"size": 1}).json()["items"][0]["id"]
    answer = client.get(
        f"{URL}/peers", params={"report": report, "indicator": "t3.new.total"}
    ).json()
    assert answer["percentile"] is None
    assert "不足 10 个" in answer["note"]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        pytest.param("/peers", {"report": "x", "indicator": "新收"}, 404, id="no such report"),
        pytest.param("/ranking", {"indicator": "没有这个"}, 422, id="no such figure"),
        pytest.param("/ranking", {}, 422, id="no figure at all"),
        pytest.param("/sum", {"indicator": "新收", "size": 501}, 400, id="too many at once"),
    ],
)
def test_bad_questions(
    client: TestClient, path: str, params: dict[str, str | int], status: int
) -> None:
    assert client.get(URL + path, params=params).status_code == status


def test_coverage_of_the_samples(client: TestClient) -> None:
    answer = client.get("/api/v1/coverage").json()
    assert answer["years"] == list(range(2019, 2025))
    assert answer["total"] == len(answer["items"])
    for each in answer["items"]:
        there = {year for year, state in each["years"].items() if state != "missing"}
        assert there == set(each["reports"])
    states = {state for each in answer["items"] for state in each["years"].values()}
    assert states == {"present", "cut", "missing"}
