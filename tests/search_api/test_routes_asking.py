"""How an answer is asked for over HTTP: orders, explanations, snippets, folding, what is new."""

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.model import Report

API = "/api/v1"


def hits_of(client: TestClient, **asked: str | int) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = client.get("/api/v1/search", params=asked).json()["hits"]
    return hits


@pytest.mark.parametrize(
    ("sort", "highest"),
    [
        pytest.param("t3.new.total", True, id="largest first"),
        pytest.param("-t3.new.total", False, id="smallest first"),
    ],
)
def test_sorted_by_a_figure(
    client: TestClient, reports: Mapping[str, Report], sort: str, highest: bool
) -> None:
    values = {
        one.id: cell.value
        for one in reports.values()
        for cell in one.statistics
        if cell.indicator == "t3.new.total"
    }
    hits = hits_of(client, q="公开", sort=sort, size=100)
    found = [values[hit["report"]["id"]] for hit in hits]
    known = [value for value in found if value is not None]
    assert known == sorted(known, reverse=highest)
    assert found == known + [None] * (len(found) - len(known))
    assert len(set(known)) > 5


def test_a_search_explained(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "依申请公开", "explain": "1"}).json()
    assert "依申请公开" in answer["explained"]["units"]
    assert {"words", "pairs", "characters"} <= {one["view"] for one in answer["explained"]["terms"]}
    for hit in answer["hits"]:
        total = sum(part["score"] for part in hit["explained"])
        assert total == pytest.approx(hit["score"], abs=1e-3)


def test_a_search_that_is_not_explained(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "依申请公开"}).json()
    assert answer["explained"] is None
    assert {hit["explained"] for hit in answer["hits"]} == {None}


def test_exact_asks_for_no_synonyms(client: TestClient) -> None:
    wide = client.get("/api/v1/search", params={"q": "起诉"}).json()
    exact = client.get("/api/v1/search", params={"q": "起诉", "exact": "1"}).json()
    assert wide["query"]["synonyms"]
    assert exact["query"]["synonyms"] == {}
    assert exact["total"] < wide["total"]


def test_a_snippet_and_marks_are_places_in_the_text(client: TestClient) -> None:
    for hit in hits_of(client, q="依申请公开", size=50):
        passage = hit["passage"]
        start, end = passage["snippet"]
        assert 0 <= start < end <= len(passage["text"])
        assert not passage["highlights"] or any(
            start <= first and last <= end for first, last in passage["highlights"]
        )
        assert len(passage["heading_highlights"]) == len(passage["heading"])
        if hit["repeated"]:
            first, last = hit["repeated"]["sentence"]
            assert passage["text"][first:last].strip()
            assert hit["repeated"]["reports"] > 0


def test_folding_hides_passages_and_counts_them(client: TestClient) -> None:
    plain = client.get("/api/v1/search", params={"q": "未收取信息处理费", "size": 100}).json()
    folded = client.get(
        "/api/v1/search", params={"q": "未收取信息处理费", "size": 100, "fold": "1"}
    ).json()
    hidden = sum(hit["folded"] for hit in folded["hits"])
    assert hidden > 0
    assert len(folded["hits"]) == len(plain["hits"]) - hidden


def test_only_what_is_new(client: TestClient) -> None:
    plain = client.get("/api/v1/search", params={"q": "公开", "size": 100}).json()
    new = client.get("/api/v1/search", params={"q": "公开", "new": "1", "size": 100}).json()
    assert 0 < new["total"] < plain["total"]
    assert {hit["passage"]["kind"] for hit in new["hits"]} == {"text"}
    assert sum(one["count"] for one in new["facets"]["year"]) == new["total"]
    assert any("上一年度" in note for note in new["notes"])
