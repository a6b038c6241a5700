"""Suggestions and corrections over the samples, and complaints known of other searches."""

import time
from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient

from corpus.model import Passage, Report
from indexer.text import squeeze
from search_api import service
from search_api.answers import Asked
from search_api.service.suggest import suggest
from search_api.statistics import meant_by
from search_api.store import Store

Everything = list[tuple[Report, Passage]]

EDUCATION = "云澄市青屏区教育局"
STREET = "云澄市砚溪区松石街道办事处"


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        pytest.param("行", ("行政", "word"), id="one character"),
        pytest.param("依申", ("依申请公开", "word"), id="half a word"),
        pytest.param("依申請", ("依申请公开", "word"), id="traditional"),
        pytest.param("　依申", ("依申请公开", "word"), id="behind a wide space"),
        pytest.param("青", (EDUCATION, "agency"), id="one character of a place"),
        pytest.param("教育", (EDUCATION, "agency"), id="half a short name"),
        pytest.param("青屏區教", (EDUCATION, "agency"), id="traditional name"),
        pytest.param("qingpingqujiao", (EDUCATION, "agency"), id="pinyin"),
        pytest.param("QPQJYJ", (EDUCATION, "agency"), id="initials, capitals"),
        pytest.param("ｑｐｑｊ", (EDUCATION, "agency"), id="initials, full width"),
        pytest.param("song shi", (STREET, "agency"), id="pinyin with a space"),
        pytest.param("本年新", ("本年新收", "indicator"), id="an indicator"),
        pytest.param("商业秘", ("第三方合法权益", "indicator"), id="an alias of one"),
        pytest.param("不予公開", ("不予公开", "word"), id="traditional, whole"),
    ],
)
def test_complaints(client: TestClient, typed: str, offer: tuple[str, str]) -> None:
    items = client.get("/api/v1/suggest", params={"q": typed}).json()["items"]
    assert offer in [(one["text"], one["kind"]) for one in items]


def test_an_answer_is_a_list_like_the_others(client: TestClient) -> None:
    answer = client.get("/api/v1/suggest", params={"q": "青屏区 依申", "size": 3}).json()
    assert {name: answer[name] for name in ("total", "page", "size")} == {
        "total": len(answer["items"]),
        "page": 1,
        "size": 3,
    }
    (one,) = (one for one in answer["items"] if one["text"] == "依申请公开")
    assert one["q"] == "青屏区 依申请公开"
    assert (one["kind"], one["value"], one["unit"]) == ("word", "依申请公开", "段")


@pytest.mark.parametrize("typed", ["", " ", "？", "龘龘", "字" * 300, "\x00", '"', "((("])
def test_what_offers_nothing(client: TestClient, typed: str) -> None:
    reply = client.get("/api/v1/suggest", params={"q": typed})
    assert (reply.status_code, reply.json()["items"]) == (200, [])


@pytest.mark.parametrize("typed", ["行", "依申", "公开", "政", "第三", "复议"])
def test_words_are_counted_in_passages(store: Store, everything: Everything, typed: str) -> None:
    offers = [one for one in suggest(store, typed) if one.kind == "word"]
    assert offers
    for one in offers:
        texts = (squeeze(passage.text).text for _, passage in everything)
        assert 0 < one.count <= sum(one.text in text for text in texts)


def test_bodies_are_counted_in_reports(store: Store, reports: Mapping[str, Report]) -> None:
    for one in suggest(store, "云澄市", 50):
        if one.kind == "agency":
            named = [each for each in reports.values() if each.agency.name == one.value]
            assert (one.count, one.unit) == (len(named), "份")


@pytest.mark.parametrize("typed", ["本", "行", "不", "第", "上年", "自然"])
def test_indicators_are_understood_and_counted(
    store: Store, reports: Mapping[str, Report], typed: str
) -> None:
    for one in suggest(store, typed, 50):
        if one.kind == "indicator":
            assert one.value in {made.indicator for made in meant_by(one.text)}
            printed = [
                each
                for each in reports.values()
                if any(s.indicator == one.value and s.value is not None for s in each.statistics)
            ]
            assert one.count == len(printed)


def test_suggestions_are_there_at_once(store: Store) -> None:
    suggest(store, "政")  # made on first use
    started = time.process_time()
    for typed in ("政", "依申", "jsq", "青屏区 公"):
        suggest(store, typed)
    assert time.process_time() - started < 4 * 0.020


# Corrections: offered with their counts, never applied


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("依审请公开", "依申请公开", id="sounds the same"),
        pytest.param("行政复仪", "行政复议", id="one that sounds the same"),
        pytest.param("政策解毒", "政策解读", id="the last character"),
        pytest.param("政務公开 行政复仪", "政務公开 行政复议", id="beside other words, as typed"),
    ],
)
def test_a_word_without_a_passage_is_offered_put_right(
    store: Store, typed: str, meant: str
) -> None:
    answer = service.search(store, Asked(q=typed))
    offered = dict(answer.suggestions)
    assert meant in offered
    assert offered[meant] == service.search(store, Asked(q=meant)).total
    assert answer.asked.q == typed
    assert all(meant.rsplit(maxsplit=1)[-1] not in term for term in answer.terms)


def test_what_is_found_is_not_put_right(store: Store) -> None:
    assert service.search(store, Asked(q="依申请公开")).suggestions == ()


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        pytest.param(Asked(q='"依申请公开" "龘龘"'), "", id="nothing helps a sequence of no one"),
        pytest.param(Asked(q="依申请公开 year:1999"), "", id="a field"),
        pytest.param(Asked(q="教育", year=(2011,), section=(5,)), "去掉全部限制", id="filters"),
        pytest.param(Asked(q="教育", year=(2011,), section=(5,)), "不限年度", id="one of them"),
    ],
)
def test_nothing_is_offered_that_finds_nothing(store: Store, asked: Asked, label: str) -> None:
    answer = service.search(store, asked)
    assert answer.total == 0
    assert not label or label in [one.label for one in answer.alternatives]
    for one in answer.alternatives:
        assert one.passages == service.search(store, one.asked).total > 0
    for q, count in answer.suggestions:
        assert count == service.search(store, Asked(q=q, year=asked.year)).total > 0


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("云澄市青屏区教育局", id="in full"),
        pytest.param("青屏区教育局", id="short"),
        pytest.param("青屏區教育局", id="traditional"),
        pytest.param("青屏区 教育局", id="with a space"),
        pytest.param("　青屏区教育局", id="with a wide space"),
    ],
)
def test_complaints_of_the_agency_filter(client: TestClient, name: str) -> None:
    answer = client.get("/api/v1/search", params={"q": "公开", "agency": name}).json()
    assert {hit["report"]["agency"] for hit in answer["hits"]} == {EDUCATION}
