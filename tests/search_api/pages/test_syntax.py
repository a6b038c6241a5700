"""The page of the query language: every example on it works on the samples."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from search_api import service
from search_api.answers import Asked
from search_api.pages.syntax import CHAPTERS, Example
from search_api.store import Store

EXAMPLES = [pytest.param(one, id=one.q) for chapter in CHAPTERS for one in chapter.examples]
EXPLAINED = (
    "查找",
    "全部词语",
    "部分词语",
    "查询较长",
)  # notes that speak of the words, not of signs


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_finds_something_and_is_understood(store: Store, example: Example) -> None:
    answer = service.search(store, Asked(q=example.q))
    assert answer.total, answer.notes
    assert [note for note in answer.notes if not any(said in note for said in EXPLAINED)] == []


def test_every_example_is_a_link(client: TestClient) -> None:
    page = client.get("/help").text
    links = [unescape(link) for link in re.findall(r'<a href="(/\?q=[^"]+)"', page)]
    asked = [parse_qs(urlsplit(link).query)["q"][0] for link in links]
    assert asked == [one.q for chapter in CHAPTERS for one in chapter.examples]
    assert client.get(links[0]).status_code == 200
    for chapter in CHAPTERS:
        assert f'id="{chapter.id}"' in page


def test_the_limits_and_what_becomes_of_odd_input_are_on_the_page(client: TestClient) -> None:
    page = client.get("/help").text
    assert "256 个字符" in page
    assert "不会出错" in page
