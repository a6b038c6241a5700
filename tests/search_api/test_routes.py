"""Each address: what it answers, what narrows it, what it refuses."""

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.forms import indicators
from corpus.forms.derived import derived
from corpus.model import Report, Status, Verdict
from search_api.app import create_app
from search_api.problems import MEDIA_TYPE
from search_api.settings import Settings

API = "/api/v1"


def ask(client: TestClient, address: str, **params: Any) -> Any:
    reply = client.get(f"{API}{address}", params=params)
    assert reply.status_code == 200, reply.text
    assert "NaN" not in reply.text
    return reply.json()


def every(client: TestClient, address: str, **params: Any) -> list[Any]:
    """All items of a list, page by page."""
    items: list[Any] = []
    page = 1
    while True:
        answer = ask(client, address, page=page, size=500, **params)
        assert set(answer) == {"total", "page", "size", "items"}
        items += answer["items"]
        if len(items) >= answer["total"]:
            assert len(items) == answer["total"]
            return items
        page += 1


def refused(client: TestClient, address: str, status: int, **params: Any) -> str:
    reply = client.get(f"{API}{address}", params=params)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == MEDIA_TYPE
    said: str = reply.json()["detail"]
    return said


# /search


def test_a_search_answers_in_the_agreed_form(client: TestClient) -> None:
    answer = ask(client, "/search", q="2022年 不予公开 第三方")
    assert answer["query"]["text"] == "2022年 不予公开 第三方"
    assert answer["query"]["applied"] == {"year": [2022]}
    assert answer["query"]["interpreted"] == [
        {"kind": "year", "text": "2022年", "value": 2022, "label": "2022 年"},
        {
            "kind": "indicator",
            "text": "第三方",
            "value": "t3.denied_4_third_party.total",
            "label": "不予公开：保护第三方合法权益",
        },
    ]
    assert answer["query"]["terms"]
    assert answer["total"] >= len(answer["hits"]) > 0
    for hit in answer["hits"]:
        assert hit["report"]["year"] == 2022
        assert hit["report"]["url"] == f"/reports/{hit['report']['id']}"
        assert hit["passage"]["id"].startswith(hit["report"]["id"])
        assert math.isfinite(hit["score"])
        for start, end in hit["passage"]["highlights"]:
            assert 0 <= start < end <= len(hit["passage"]["text"])
        for one in hit["statistics"]:
            assert one["label"] == "不予公开：保护第三方合法权益"
            assert one["why"] == "与“第三方”相符"
    assert set(answer["facets"]) == {"agency", "region", "year", "section", "form", "findings"}
    assert answer["statistics"]["indicators"] == [
        {
            "indicator": "t3.denied_4_third_party.total",
            "label": "不予公开：保护第三方合法权益",
            "why": "与“第三方”相符",
        }
    ]
    assert answer["suggestions"] == []


@pytest.mark.parametrize(
    ("params", "years"),
    [
        pytest.param({"year": ["2020", "2022"]}, {2020, 2022}, id="two of them"),
        pytest.param({"year": "2020..2022"}, {2020, 2021, 2022}, id="a range"),
        pytest.param({"year": "2022..2020"}, {2020, 2021, 2022}, id="a range backwards"),
        pytest.param({"year": "2023.."}, {2023, 2024}, id="from then on"),
        pytest.param({"year": "..2019"}, {2019}, id="until then"),
        pytest.param({"year_from": 2020, "year_to": 2021}, {2020, 2021}, id="two bounds"),
        pytest.param({"q": "公开 2020-2021年"}, {2020, 2021}, id="in words"),
    ],
)
def test_years(client: TestClient, params: Mapping[str, Any], years: set[int]) -> None:
    answer = ask(client, "/search", **{"q": "公开", "size": 100, **params})
    assert {hit["report"]["year"] for hit in answer["hits"]} == years


def test_interpretation_can_be_switched_off(client: TestClient) -> None:
    answer = ask(client, "/search", q="2022年 公开", interpret="false")
    assert answer["query"]["interpreted"] == []


def test_suggestions_can_be_asked_as_they_stand(client: TestClient) -> None:
    answer = ask(client, "/search", q="公开", year="2012", section=1)
    assert (answer["total"], answer["hits"]) == (0, [])
    assert answer["suggestions"]
    for one in answer["suggestions"]:
        again = ask(client, "/search", q=one["q"], interpret=one["interpret"], **one["applied"])
        assert again["total"] == one["count"] > 0


def test_all_passages_as_a_table(client: TestClient) -> None:
    total = ask(client, "/search", q="公开")["total"]
    assert total > 100  # more than one page
    reply = client.get(f"{API}/search", params={"q": "公开", "format": "csv", "page": 3})
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''" in reply.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == total + 1
    assert len({tuple(row) for row in rows}) == len(rows)


def test_a_table_that_is_cut_says_so(filled: Path) -> None:
    settings = Settings(data=filled, page_size=20, window=60)
    with TestClient(create_app(settings)) as client:
        reply = client.get(f"{API}/search", params={"q": "公开", "format": "csv", "size": 5})
    rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 1 + 60 + 1
    assert "只有前 60 段" in rows[-1][0]


SIGNS = st.text(alphabet='公开不予第三方2022年-"“”()|*~:： OR<&\0%', max_size=30)


@given(q=st.text(max_size=40) | SIGNS)
def test_any_question_is_answered(client: TestClient, q: str) -> None:
    reply = client.get(f"{API}/search", params={"q": q, "size": 3})
    assert reply.status_code == 200, reply.text
    for hit in reply.json()["hits"]:
        places = [place for span in hit["passage"]["highlights"] for place in span]
        assert places == sorted(places)
        assert not places or places[-1] <= len(hit["passage"]["text"])


@pytest.mark.parametrize(
    ("params", "status", "says"),
    [
        pytest.param({"q": "公" * 300}, 400, "最多 256", id="too long"),
        pytest.param({"size": 1000}, 400, "100", id="too many at once"),
        pytest.param({"page": 9999}, 400, "10000", id="too deep"),
        pytest.param({"year": "去年"}, 422, "year=去年", id="no year"),
        pytest.param({"year": "2022..去年"}, 422, "不是年度", id="no range"),
        pytest.param({"section": 7}, 422, "section", id="no such section"),
        pytest.param({"size": "many"}, 422, "应为整数（收到“many”）", id="no number"),
        pytest.param({"sort": "best"}, 422, "relevance、year、-year、agency", id="no such order"),
        pytest.param({"group": "perhaps"}, 422, "true 或 false", id="neither yes nor no"),
        pytest.param({"page": 0}, 422, "不能小于 1", id="no such page"),
    ],
)
def test_what_a_search_refuses(
    client: TestClient, params: Mapping[str, Any], status: int, says: str
) -> None:
    assert says in refused(client, "/search", status, **params)


# /reports


def test_reports(client: TestClient, reports: Mapping[str, Report]) -> None:
    items = {item["id"]: item for item in every(client, "/reports")}
    assert set(items) == set(reports)
    for report_id, item in items.items():
        report = reports[report_id]
        verdicts = [one.verdict for one in report.findings]
        assert item["agency"] == report.agency.name
        assert item["completeness"]["damaged"] == list(report.damage)
        there = {section.number for section in report.sections}
        assert set(item["completeness"]["sections"]) == there
        assert set(item["completeness"]["missing"]) == set(range(1, 7)) - there
        assert item["findings"]["fail"] == verdicts.count(Verdict.FAIL)
        assert item["findings"]["not_assessable"] == verdicts.count(Verdict.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        pytest.param({"year": 2022}, lambda r: r.year == 2022, id="year"),
        pytest.param({"form": "2019"}, lambda r: r.form == "2019", id="form"),
        pytest.param({"region": "砚溪区"}, lambda r: "砚溪区" in r.agency.region, id="region"),
        pytest.param({"agency": "教育局"}, lambda r: "教育局" in r.agency.name, id="short name"),
        pytest.param(
            {"has_findings": "true"},
            lambda r: any(one.verdict is Verdict.FAIL for one in r.findings),
            id="failed rules",
        ),
        pytest.param({"year": 1999}, lambda r: False, id="none"),
    ],
)
def test_reports_are_narrowed(
    client: TestClient, reports: Mapping[str, Report], params: Mapping[str, Any], fits: Any
) -> None:
    found = {item["id"] for item in every(client, "/reports", **params)}
    assert found == {report_id for report_id, report in reports.items() if fits(report)}


def test_a_list_has_pages(client: TestClient) -> None:
    whole = [item["id"] for item in every(client, "/reports")]
    second = ask(client, "/reports", page=2, size=5)
    assert [item["id"] for item in second["items"]] == whole[5:10]
    assert (second["total"], second["page"], second["size"]) == (len(whole), 2, 5)
    assert ask(client, "/reports", page=1000)["items"] == []


def test_a_list_has_limits(client: TestClient) -> None:
    assert "500" in refused(client, "/reports", 400, size=501)
    refused(client, "/reports", 400, page=10**20)


def test_a_whole_report(client: TestClient, reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        said = ask(client, f"/reports/{report.id}")
        assert [one["text"] for one in said["passages"]] == [one.text for one in report.passages]
        assert [one["number"] for one in said["sections"]] == [
            section.number for section in report.sections
        ]
        assert {one["indicator"]: (one["value"], one["status"]) for one in said["statistics"]} == {
            one.indicator: (one.value, one.status) for one in report.statistics
        }
        assert len(said["findings"]) == len(report.findings)
        assert said["sources"][0]["sha256"] == report.sources[0].sha256
        assert "path" not in said["sources"][0]


def test_a_report_that_is_not_there(client: TestClient) -> None:
    assert "2022-x" in refused(client, "/reports/2022-x", 404)
    refused(client, "/reports/2022-x/source", 404)


@pytest.fixture(scope="session")
def one(reports: Mapping[str, Report]) -> Report:
    return next(iter(reports.values()))


@pytest.mark.parametrize(
    ("params", "accept", "is_text"),
    [
        pytest.param({}, "*/*", False, id="a program that does not care"),
        pytest.param({}, "application/json", False, id="a program"),
        pytest.param({}, "text/html,application/xhtml+xml,*/*", True, id="a browser"),
        pytest.param({}, "text/plain", True, id="text, please"),
        pytest.param({"format": "text"}, "application/json", True, id="text, whatever it takes"),
        pytest.param({"format": "json"}, "text/plain", False, id="lines, whatever it takes"),
    ],
)
def test_the_text_a_report_was_read_from(
    client: TestClient, one: Report, params: Mapping[str, str], accept: str, is_text: bool
) -> None:
    address = f"{API}/reports/{one.id}/source"
    reply = client.get(address, params=params, headers={"Accept": accept})
    text = one.sources[0].text
    if is_text:
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert reply.text == text
    else:
        lines = reply.json()["lines"]
        assert "\n".join(line["text"] for line in lines) == text
        assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))


def test_every_place_can_be_looked_up(client: TestClient, one: Report) -> None:
    lines = ask(client, f"/reports/{one.id}/source", format="json")["lines"]
    for cell in ask(client, f"/reports/{one.id}")["statistics"]:
        if cell["status"] == Status.PRINTED:
            assert cell["printed"] in lines[cell["place"]["line"] - 1]["text"]


def test_a_source_that_is_not_there(client: TestClient, one: Report) -> None:
    assert "第 9 个来源文件" in refused(client, f"/reports/{one.id}/source", 404, file=9)


# /statistics


def test_every_cell(client: TestClient, reports: Mapping[str, Report]) -> None:
    items = every(client, "/statistics")
    assert len(items) == sum(len(report.statistics) for report in reports.values())
    for item in items:
        assert (item["value"] is None) == (item["status"] != "printed")
        table = item["indicator"][:2]
        assert item["comparable_within"] == (item["form"] if table == "t2" else None)


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        pytest.param({"indicator": "t3.new.total"}, lambda r, k: k == "t3.new.total", id="a key"),
        pytest.param(
            {"indicator": ["新收", "t4.review"]},
            lambda r, k: k == "t3.new.total" or k.startswith("t4.review."),
            id="words and a row",
        ),
        pytest.param(
            {"indicator": "不予公开", "year": "2021..2022"},
            lambda r, k: "denied" in k and k.endswith("total") and r.year in {2021, 2022},
            id="a group in two years",
        ),
        pytest.param(
            {"agency": "教育局", "indicator": "t2"},
            lambda r, k: "教育局" in r.agency.name and k.startswith("t2."),
            id="a table of one agency",
        ),
    ],
)
def test_cells_are_narrowed(
    client: TestClient, reports: Mapping[str, Report], params: Mapping[str, Any], fits: Any
) -> None:
    found = {(item["report"], item["indicator"]) for item in every(client, "/statistics", **params)}
    assert found == {
        (report.id, one.indicator)
        for report in reports.values()
        for one in report.statistics
        if fits(report, one.indicator)
    }


def test_the_cells_are_those_of_the_transcripts(
    client: TestClient, gold: Mapping[str, Any]
) -> None:
    said = {
        (item["agency"], item["year"], item["indicator"]): (item["value"], item["status"])
        for item in every(client, "/statistics")
    }
    for one in gold.values():
        for key, value in one["statistics"].items():
            status = one["status"].get(key, "printed")
            assert said[one["agency"], one["year"], key] == (value, status), (one["file"], key)


def test_cells_as_a_table(client: TestClient) -> None:
    items = every(client, "/statistics", indicator="t3")
    reply = client.get(f"{API}/statistics", params={"indicator": "t3", "format": "csv"})
    assert reply.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(items) > 2000  # more than is read at once
    for row, item in zip(rows, items, strict=True):
        assert row["指标代码"] == item["indicator"]
        assert row["数值"] == ("" if item["value"] is None else str(item["value"]))


def test_an_indicator_that_is_none(client: TestClient) -> None:
    assert "没有名为“t9”的指标" in refused(client, "/statistics", 422, indicator="t9")


# /findings, /indicators, /agencies


def test_findings(client: TestClient, reports: Mapping[str, Report]) -> None:
    items = every(client, "/findings")
    assert len(items) == sum(len(report.findings) for report in reports.values())
    order = ["fail", "warn", "not_assessable", "pass"]
    places = [order.index(item["verdict"]) for item in items]
    assert places == sorted(places)


def test_findings_are_narrowed(client: TestClient, reports: Mapping[str, Report]) -> None:
    found = every(client, "/findings", rule=["T3-BAL", "T3-ROW"], verdict="fail")
    assert found
    assert {item["id"] for item in found} == {
        one.id
        for report in reports.values()
        for one in report.findings
        if one.rule in {"T3-BAL", "T3-ROW"} and one.verdict is Verdict.FAIL
    }
    (report_id,) = {found[0]["report"]}
    assert {item["report"] for item in every(client, "/findings", report=report_id)} == {report_id}
    refused(client, "/findings", 422, verdict="maybe")


def test_the_located_cells_are_those_made_wrong_on_purpose(
    client: TestClient, gold: Mapping[str, Any]
) -> None:
    agency_year = {item["id"]: (item["agency"], item["year"]) for item in every(client, "/reports")}
    said = {
        (*agency_year[item["report"]], item["located"]["indicator"]): item["located"]["implied"]
        for item in every(client, "/findings", verdict="fail")
        if item["located"]
    }
    wanted = {
        (one["agency"], one["year"], one["located"]["indicator"]): one["located"]["implied"]
        for one in gold.values()
        if one["located"]
    }
    assert said == wanted


def test_indicators(client: TestClient) -> None:
    items = every(client, "/indicators")
    assert [item["indicator"] for item in items] == [*indicators(), *derived()]
    assert {item["comparable"] for item in items if item["table"] == 2} == {False}


def test_agencies(client: TestClient, reports: Mapping[str, Report]) -> None:
    counts = {item["name"]: item["reports"] for item in every(client, "/agencies")}
    names = [report.agency.name for report in reports.values()]
    assert counts == {name: names.count(name) for name in names}


# /check, /healthz


def test_a_file_is_checked_and_not_kept(client: TestClient, samples: Path) -> None:
    before = ask(client, "/reports")["total"]
    for path in sorted(samples.glob("yanxi_renmin_*")):
        reply = client.post(f"{API}/check", files={"file": (path.name, path.read_bytes())})
        assert reply.status_code == 200, reply.text
        said = reply.json()
        verdicts = [one["verdict"] for one in said["findings"]]
        assert said["name"] == path.name
        assert said["counts"] == {one.value: verdicts.count(one.value) for one in Verdict}
        assert verdicts == sorted(verdicts, key=["fail", "warn", "not_assessable", "pass"].index)
    assert ask(client, "/reports")["total"] == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("图.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, id="a picture"),
        pytest.param("空.txt", b"", id="empty"),
        pytest.param("信.txt", "今天天气很好。".encode(), id="no report"),
        pytest.param("../../etc/passwd", "今天天气很好。".encode(), id="a name that is a path"),
    ],
)
def test_a_file_that_is_no_report(client: TestClient, name: str, data: bytes) -> None:
    reply = client.post(f"{API}/check", files={"file": (name, data)})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == MEDIA_TYPE
    assert reply.json()["hint"]


def test_a_check_without_a_file(client: TestClient) -> None:
    reply = client.post(f"{API}/check")
    assert reply.status_code == 422
    assert "缺少" in reply.json()["detail"]


@pytest.mark.parametrize("address", ["/healthz", f"{API}/healthz"])
def test_health(client: TestClient, reports: Mapping[str, Report], address: str) -> None:
    said = client.get(address).json()
    assert (said["status"], said["ready"], said["reports"]) == ("ok", True, len(reports))
    assert int(said["generation"]) > 0
