"""A search as a feed: valid Atom, newest first, the same ids wherever and whenever it is asked."""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from lxml import etree

from corpus.catalogue import FILE, Catalogue
from search_api.app import create_app
from search_api.settings import Settings

A = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(client: TestClient, **asked: Any) -> Any:
    reply = client.get("/feed.atom", params=asked)
    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(reply.content)


def one(element: Any, name: str) -> str:
    (found,) = element.findall(f"{A}{name}")
    return str(found.text or "")


def links(element: Any) -> Mapping[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{A}link")}


def check(feed: Any) -> None:
    """What RFC 4287 asks of a feed (4.1.1, 4.1.2)."""
    assert feed.tag == f"{A}feed"
    for element in (feed, *feed.findall(f"{A}entry")):
        assert one(element, "title")
        assert one(element, "id").startswith("urn:uuid:")
        assert TIME.fullmatch(one(element, "updated"))
        assert [author.find(f"{A}name").text for author in element.findall(f"{A}author")]
        assert links(element)["alternate"].startswith("http://")
    assert links(feed)["self"].startswith("http://")
    ids = [one(entry, "id") for entry in feed.iter(f"{A}entry")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"q": "不予公开"}, id="words"),
        pytest.param({}, id="everything"),
        pytest.param({"q": "复议", "year": 2022, "section": 4}, id="filters"),
        pytest.param({"q": "公开", "new": True}, id="only what is new"),
        pytest.param({"q": "zzzz 没有的词"}, id="nothing"),
        pytest.param({"q": '<b>&"\x0b\ufffe不予公开'}, id="hostile"),
    ],
)
def test_a_feed_is_valid_and_has_what_the_search_has(
    client: TestClient, asked: dict[str, Any]
) -> None:
    feed = read(client, **asked, size=100)
    check(feed)
    answer = client.get("/api/v1/search", params={**asked, "size": 100}).json()
    assert f"共 {answer['total']} 段" in one(feed, "subtitle")
    assert len(feed.findall(f"{A}entry")) == min(100, answer["total"])
    if answer["total"] <= 100:
        said = {one(entry, "content") for entry in feed.iter(f"{A}entry")}
        assert said == {hit["passage"]["text"] for hit in answer["hits"]}


def test_links_lead_to_the_passage_and_to_the_search(client: TestClient) -> None:
    feed = read(client, q="不予公开", region="青屏区", year=2022)
    search = client.get(links(feed)["alternate"].removeprefix("http://testserver"))
    assert "青屏区" in search.text
    entry = feed.find(f"{A}entry")
    page, _, place = links(entry)["alternate"].removeprefix("http://testserver").partition("#")
    assert f'id="{place}"' in client.get(page).text


def test_pages_are_linked_and_keep_size_and_filters(client: TestClient) -> None:
    seen, url, pages = list[str](), "/feed.atom?q=不予公开&year=2022&size=5", 0
    while url:
        feed = etree.fromstring(client.get(url).content)
        seen += [one(entry, "id") for entry in feed.iter(f"{A}entry")]
        url, pages = links(feed).get("next", "").removeprefix("http://testserver"), pages + 1
    assert pages == 3
    assert seen == [
        one(entry, "id") for entry in read(client, q="不予公开", year=2022).iter(f"{A}entry")
    ]


def test_the_search_page_announces_it(client: TestClient) -> None:
    page = client.get("/", params={"q": "不予公开", "year": 2022, "sort": "year"}).text
    (url,) = re.findall(
        r'<link rel="alternate" type="application/atom\+xml" [^>]*href="([^"]+)"', page
    )
    feed = etree.fromstring(client.get(url.replace("&amp;", "&")).content)
    assert one(feed, "subtitle").startswith("共 12 段")


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/feed.atom", params={"q": "不予公开"})
    tag, time = first.headers["etag"], first.headers["last-modified"]
    earlier = format_datetime(parsedate_to_datetime(time) - timedelta(days=1), usegmt=True)
    for headers, status in (
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": f'"x", W/{tag}'}, 304),
        ({"If-None-Match": '"x"', "If-Modified-Since": time}, 200),
        ({"If-Modified-Since": time}, 304),
        ({"If-Modified-Since": earlier}, 200),
        ({"If-Modified-Since": "some day"}, 200),
    ):
        reply = client.get("/feed.atom", params={"q": "不予公开"}, headers=headers)
        assert (reply.status_code, reply.headers["etag"]) == (status, tag), headers
        assert bool(reply.content) == (status == 200)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"q": "甲" * 300}, id="too long"),
        pytest.param({"size": 101}, id="too many"),
        pytest.param({"page": 10_000}, id="too far"),
    ],
)
def test_beyond_a_limit_is_a_problem(client: TestClient, asked: dict[str, Any]) -> None:
    assert client.get("/feed.atom", params=asked).status_code == 400


def test_a_report_that_came_later_comes_first(
    gongkai: Callable[..., Result], samples: Path, tmp_path: Path
) -> None:
    """And keeps its time when it is read again, until its text is another."""
    first, second = (tmp_path / name for name in ("一.txt", "二.txt"))
    shutil.copy(samples / "qingping_renmin_zhengfu_2022.txt", first)
    shutil.copy(samples / "yanxi_renmin_zhengfu_2022.txt", second)
    assert gongkai("ingest", first).exit_code == 0
    _shift(tmp_path, -3600)
    assert gongkai("ingest", second).exit_code == 0
    with opened(tmp_path) as client:
        before = read(client, q="申请", size=100)
    newest = before.find(f"{A}entry")
    assert one(newest, f"author/{A}name").endswith("砚溪区人民政府")
    _shift(tmp_path, -3600)
    text = first.read_text("utf-8")
    first.write_text(
        text.replace("总体情况\n", "总体情况\n本机关另有一句关于申请的话。\n", 1), "utf-8"
    )
    assert gongkai("ingest", first, second).exit_code == 0
    with opened(tmp_path) as client:
        after = read(client, q="申请", size=100)
    (ingested, changed), (same, unchanged) = _times(after)
    assert changed > unchanged == same > ingested
    assert one(after, "updated") == changed
    assert one(before, "id") == one(after, "id")


def opened(tmp_path: Path) -> TestClient:
    return TestClient(create_app(Settings(data=tmp_path / "data")))


def _times(feed: Any) -> list[tuple[str, str]]:
    """(published, updated) of the two reports, that of 青屏区 first."""
    found = {
        one(entry, f"author/{A}name"): (one(entry, "published"), one(entry, "updated"))
        for entry in feed.iter(f"{A}entry")
    }
    return [times for name, times in sorted(found.items(), key=lambda it: "砚溪" in it[0])]


def _shift(tmp_path: Path, seconds: int) -> None:
    """As if what is there had come some time earlier."""
    catalogue = Catalogue(tmp_path / "data" / FILE)
    with catalogue.transaction():
        for arrival in catalogue.arrivals():
            for column in ("ingested", "changed"):
                time = datetime.fromisoformat(getattr(arrival, column)) + timedelta(seconds=seconds)
                catalogue._database.run(
                    f"UPDATE arrivals SET {column} = ? WHERE report = ?",
                    [time.strftime("%Y-%m-%dT%H:%M:%SZ"), arrival.report],
                )
    catalogue.close()
