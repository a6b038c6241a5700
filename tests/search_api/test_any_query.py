"""Whatever is typed is answered, and whatever is quoted from a passage finds it: over the samples,
from the address to the answer.
"""

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corpus.model import Passage, Report
from indexer.engine import Filters, Request
from indexer.query import parse
from indexer.text import is_letter, squeeze
from indexer.words import find_terms
from search_api import service
from search_api.answers import Asked
from search_api.service.question import understand
from search_api.store import Store

Everything = list[tuple[Report, Passage]]

SIGNS = '"＂“”「」『』()（）|｜-－−*＊~～:：><=≥≤.…,，、。\\n 　\u200b\x00%'
PIECES = [
    *(
        "青屏区",
        "青屏",
        "教育局",
        "2021年",
        "21年",
        "2019-2022年",
        "不予公开",
        "行政处罚数量",
        "公开",
    ),
    *(
        "year:",
        "年份：",
        "agency:",
        "机关:(",
        "title:",
        "部分:",
        "2019..",
        "新收>",
        "t3.new.total:",
    ),
    *("1,000件", "1万", "OR ", "NOT ", "AND ", "或", "~2", "app", "a", "2件", "吗？", "多少"),
]
TYPED = st.text(max_size=60) | st.lists(
    st.sampled_from([*PIECES, *SIGNS]) | st.characters(), max_size=20
).map("".join)
ODD = [
    '"', "((((((((((((a", "a" * 400, "~" * 50, "*" * 50, "-" * 50, "\ud800", "\x00", "\u202e公开",
    "新收>" + "9" * 300, "year:99999999999999999999", "年份:..", "部分:99", "agency:" + "公" * 200,
    "新收>1e999", "公开~" * 20, "a* " * 70, "OR OR OR", "NOT NOT", "-(-(-(公开)))",
    "t3.new.total:..",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(TYPED, st.booleans(), st.booleans())
def test_the_service_answers_any_text(
    store: Store, text: str, interpret: bool, group: bool
) -> None:
    assume(len(text) <= store.settings.query_length)
    answer = service.search(store, Asked(q=text, interpret=interpret, group=group))
    assert answer.total >= len({hit.passage.id for hit in answer.hits})
    for hit in answer.hits:
        assert all(0 <= a < b <= len(hit.passage.text) for a, b in hit.highlights)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(TYPED)
def test_every_door_answers_any_text(client: TestClient, text: str) -> None:
    """The API, the page, and the page of a report with the same words marked."""
    reply = client.get("/api/v1/search", params={"q": text, "size": 1})
    assert reply.status_code in {200, 400}, reply.text
    if reply.status_code == 400:  # beyond a limit that is said
        assert "最多" in reply.json()["detail"]
    assert client.get("/", params={"q": text}).status_code in {200, 400}
    for hit in reply.json().get("hits", ()):
        page = client.get(f"/reports/{hit['report']['id']}", params={"q": text})
        assert page.status_code == 200


@pytest.mark.parametrize("text", [pytest.param(text, id=ascii(text)[:30]) for text in ODD])
def test_odd_texts(store: Store, client: TestClient, text: str) -> None:
    if len(text) <= store.settings.query_length:
        service.search(store, Asked(q=text))
        service.search(store, Asked(q=text, interpret=False))
    if "\ud800" not in text:  # no address can say it
        assert client.get("/api/v1/search", params={"q": text}).status_code in {200, 400}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_quoted_part_of_a_passage_finds_it(
    store: Store, everything: Everything, data: st.DataObject
) -> None:
    """Of 1 to 12 characters, unless it is only punctuation; what is marked is that part."""
    report, passage = everything[data.draw(st.integers(0, len(everything) - 1))]
    start = data.draw(st.integers(0, len(passage.text) - 1))
    part = passage.text[start : start + data.draw(st.integers(1, 12))]
    assume(any(map(is_letter, squeeze(part).text)))
    assume(not {*part} & {*'"“”„「」『』＂'})  # a quote cannot stand in quotes of its own kind
    query = understand(Asked(q=f'"{part}"'), store.catalogue).query
    only = Filters(report=frozenset({report.id}))
    answer = store.engine().search(Request(query, only, size=1000))
    assert passage.id in {hit.passage for hit in answer.hits}, answer.notes
    marked = {
        squeeze(passage.text[a:b]).text for a, b in find_terms(passage.text, parse(f'"{part}"'))
    }
    assert any(squeeze(part).text in one for one in marked)
