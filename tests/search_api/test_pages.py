"""The pages of the running program: sound HTML, the same answers as the API, errors for people."""

import csv
import gzip
import io
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from corpus.model import Report
from search_api.app import create_app
from search_api.settings import Settings
from tests.search_api.pages.made import Seen, seen

HTML = {"accept": "text/html"}
FIELDS = ("input", "select", "textarea")

PATHS = [
    pytest.param("/", id="empty"),
    pytest.param("/?q=不予公开", id="results"),
    pytest.param("/?q=不予公开&group=false", id="ungrouped"),
    pytest.param("/?q=2022年 行政复议&year=2022&section=1&sort=year", id="narrowed"),
    pytest.param("/?q=&year=2021", id="browsing"),
    pytest.param("/?q=不予公开&page=2", id="second page"),
    pytest.param("/?q=从来没有人写过的话&year=2018", id="nothing found"),
    pytest.param('/?q="没有收住的引号', id="odd syntax"),
    pytest.param("/?q=<script>alert(1)</script>\"'>", id="hostile words"),
    pytest.param("/batch", id="many queries, none yet"),
    pytest.param("/batch?queries=不予公开%0A复议 2022年&year_from=2021", id="many queries"),
    pytest.param("/batch?queries=<script>alert(1)</script>\"'>", id="many queries, hostile"),
    pytest.param("/reports", id="list"),
    pytest.param("/reports?check=fail&year=2021", id="list narrowed"),
    pytest.param("/reports?year=1999", id="list empty"),
    pytest.param("/docs", id="API"),
    pytest.param("/about", id="about"),
    pytest.param("/help", id="help"),
    pytest.param("/reports/none", id="no such report"),
    pytest.param("/nowhere", id="no such page"),
]


def get(client: TestClient, path: str) -> Seen:
    return seen(client.get(path, headers=HTML).text)


def sound(page: Seen) -> None:
    """What must hold for every page."""
    assert page.unpaired == []
    assert page.opened == []
    assert len(page.ids()) == len(set(page.ids()))
    assert len(list(page.all("h1"))) == 1
    assert len(list(page.all("title"))) >= 1
    labelled = {one.attributes.get("for") for one in page.all("label")}
    for field in (one for one in page.elements if one.tag in FIELDS):
        assert field.attributes.get("type") == "hidden" or field.attributes["id"] in labelled
    for one in page.elements:
        assert not [name for name in one.attributes if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action"):
            address = one.attributes.get(name) or ""
            assert not urlsplit(address).netloc, address
            assert not address.startswith("#") or address[1:] in page.ids(), address
        for name in ("aria-labelledby", "aria-describedby"):
            assert {*(one.attributes.get(name) or "").split()} <= {*page.ids()}


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound(client: TestClient, path: str) -> None:
    sound(get(client, path))


def test_every_report_page_and_its_source_are_sound(
    client: TestClient, reports: dict[str, Report]
) -> None:
    for report_id, report in reports.items():
        page = get(client, f"/reports/{report_id}?q=不予公开")
        sound(page)
        assert {f"p{passage.order}" for passage in report.passages} <= {*page.ids()}
        assert {f"f-{finding.id}" for finding in report.findings} <= {*page.ids()}
        sound(get(client, f"/reports/{report_id}/source"))


def test_every_cell_is_shown_as_it_stands(client: TestClient, reports: dict[str, Report]) -> None:
    for report_id, report in reports.items():
        html = client.get(f"/reports/{report_id}").text
        for one in report.statistics:
            place = one.indicator.replace(".", "-")
            cell = re.search(rf'<td id="{place}"[^>]*>(.*?)</td>', html, re.DOTALL)
            if cell is None:  # its table is lost as a whole: there is no value to be shown
                assert one.value is None
                continue
            bare = re.sub(r'<(a|span) [^>]*class="(warn|implied|vh|remark)".*?</\1>', "", cell[1])
            said = re.sub(r"<[^>]*>", "", bare).replace("−", "-").replace(",", "")
            number = re.match(r"\s*(-?[\d.]+)", said)
            assert (float(number[1]) if number else None) == one.value, one


def test_links_of_the_pages_lead_somewhere(client: TestClient) -> None:
    pages = [get(client, path) for path in ("/", "/?q=不予公开", "/reports", "/help", "/docs")]
    for address in sorted(inner_links(pages)):
        answer = client.get(address, headers=HTML)
        assert answer.status_code in {200, 422 if address.startswith("/api") else 200}, address


def inner_links(pages: Iterable[Seen]) -> set[str]:
    """Addresses of links, without the place on the page."""
    found = {one.attributes.get("href") or "" for page in pages for one in page.all("a")}
    return {address.partition("#")[0] for address in found} - {""}


def test_figures_lead_to_their_cells(client: TestClient) -> None:
    page = get(client, "/?q=不予公开 第三方")
    links = {one.attributes.get("href") or "" for one in page.all("a")}
    cells = [link.partition("#") for link in links if "#t3-" in link or "#t4-" in link]
    assert cells
    for path, _, place in cells:
        assert place in get(client, path).ids()


@pytest.mark.parametrize("group", ["", "&group=false"])
def test_a_page_has_the_hits_of_the_api(client: TestClient, group: str) -> None:
    page = get(client, f"/?q=不予公开{group}")
    links = [one.attributes.get("href") or "" for one in page.all("a")]
    shown = [link for link in links if re.search(r"#p\d+$", link)]
    json_url = next(
        link for link in links if link.startswith("/api/v1/search?") and "format=" not in link
    )
    answer = client.get(json_url).json()
    assert shown == [hit["passage"]["url"] for hit in answer["hits"]]
    assert f"找到 {answer['total']} 条段落" in page.text


def test_the_download_has_all_passages(client: TestClient) -> None:
    page = get(client, "/?q=不予公开&year=2022")
    links = [one.attributes.get("href") or "" for one in page.all("a")]
    csv_url = next(link for link in links if "format=csv" in link)
    lines = list(csv.reader(io.StringIO(client.get(csv_url).text)))
    total = client.get("/api/v1/search?q=不予公开&year=2022&size=1").json()["total"]
    assert len(lines) == total + 1


@pytest.mark.parametrize(
    "path",
    [
        "/?q=不予公开",
        "/?q=公开&group=false",
        "/?year=2021&year=2022",
        "/?q=行政复议 行政诉讼 不予公开 第三方",
    ],
)
def test_a_page_of_results_is_small(client: TestClient, path: str) -> None:
    html = client.get(path).content
    assert len(html) <= 80_000
    assert len(gzip.compress(html)) <= 18_000
    assert len(seen(html.decode()).elements) <= 1_500


def test_words_are_marked(client: TestClient) -> None:
    html = client.get("/?q=不予公开").text
    assert "<mark>不予公开</mark>" in html


def test_a_page_beyond_the_last_is_the_last(client: TestClient) -> None:
    answer = client.get("/?q=不予公开&page=99", follow_redirects=False)
    assert answer.status_code == 303
    assert get(client, answer.headers["location"]).text.count("第 1 页") == 1


def test_what_makes_no_sense_is_named_and_left_out(client: TestClient) -> None:
    page = get(client, "/?q=不予公开&year=去年&sort=best")
    assert "“year=去年”无法识别" in page.text
    assert "“sort=best”无法识别" in page.text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        pytest.param("/reports/none", 404, "没有编号为“none”的报告", id="no such report"),
        pytest.param("/reports/none/source", 404, "没有编号为“none”的报告", id="no such source"),
        pytest.param("/nowhere", 404, "没有这个地址", id="no such page"),
        pytest.param("/static/../pyproject.toml", 404, "没有", id="outside the static files"),
        pytest.param("/static/site.css.map", 404, "没有这个文件", id="no such static file"),
        pytest.param("/?q=" + "公" * 300, 400, "最多", id="too many words"),
    ],
)
def test_errors_are_pages_for_people(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    page = seen(answer.text)
    sound(page)
    assert said in page.text


def test_a_source_page_that_is_not_there(client: TestClient, reports: dict[str, Report]) -> None:
    report_id = next(iter(reports))
    answer = client.get(f"/reports/{report_id}/source?page=99", headers=HTML)
    assert answer.status_code == 404
    assert client.get(f"/reports/{report_id}/source?page=x", headers=HTML).status_code == 422


def test_before_anything_was_ingested(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = create_app(Settings(data=tmp_path_factory.mktemp("empty")))
    with TestClient(empty) as client:
        answer = client.get("/", headers=HTML)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "gongkai" in seen(answer.text).text


def test_static_files_are_kept_and_pages_are_asked_for_again(client: TestClient) -> None:
    page = client.get("/", headers=HTML)
    assert page.headers["cache-control"] == "no-cache"
    addresses = [one.attributes["href"] or "" for one in seen(page.text).all("link")]
    style = client.get(next(one for one in addresses if "site.css" in one))
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]


def test_nothing_may_run_that_is_not_ours(client: TestClient) -> None:
    policy = client.get("/", headers=HTML).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_browser_can_offer_this_search(client: TestClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://testserver/?q={searchTerms}"' in answer.text
