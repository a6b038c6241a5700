"""The pages on figures, coverage and findings over the samples, and the commands beside them."""

import json
import re
from collections.abc import Mapping
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from corpus.model import Report
from corpus.rules import rules
from tests.search_api.conftest import Gongkai

BUREAU = "云澄市青屏区教育局"  # no report for 2023


def page(client: TestClient, path: str, **params: str) -> str:
    reply = client.get(path, params=params)
    assert reply.status_code == 200, reply.text[:300]
    return reply.text


# Findings


def test_the_counts_by_rule_are_those_of_the_reports(
    client: TestClient, reports: Mapping[str, Report]
) -> None:
    text = page(client, "/checks")
    for verdict in ("fail", "warn", "not_assessable", "pass"):
        counted: dict[str, int] = {}
        link = rf'rule=([A-Z0-9-]+)&amp;verdict={verdict}">([\d,]+)<'
        for rule, number in re.findall(link, text):
            counted[rule] = int(number.replace(",", ""))
        found = [one.rule for each in reports.values() for one in each.findings]
        kinds = [one.verdict for each in reports.values() for one in each.findings]
        there = [rule for rule, kind in zip(found, kinds, strict=True) if kind.value == verdict]
        assert counted == {rule: there.count(rule) for rule in {*there} & {*rules()}}


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        pytest.param({"rule": "T3-BAL"}, lambda one: one.rule == "T3-BAL", id="a rule"),
        pytest.param({"verdict": "fail"}, lambda one: one.verdict.value == "fail", id="a verdict"),
        pytest.param({"rule": "无"}, lambda one: True, id="no such rule"),
    ],
)
def test_findings_are_narrowed(
    client: TestClient, reports: Mapping[str, Report], params: dict[str, str], wanted: object
) -> None:
    assert callable(wanted)
    text = page(client, "/checks", **params)
    against = ("fail",) if "verdict" in params else ("fail", "warn")
    every = [one for each in reports.values() for one in each.findings]
    count = sum(one.verdict.value in against and wanted(one) for one in every)
    assert f"（{count:,} 项）" in text


def test_a_finding_leads_to_its_cell(client: TestClient) -> None:
    text = page(client, "/checks", rule="T3-ROW", verdict="fail")
    for report, place in re.findall(r'href="/reports/([\w-]+)#([\w-]+)"', text):
        assert f'id="{place}"' in page(client, f"/reports/{report}")


def test_a_page_behind_the_last_goes_to_the_last(client: TestClient) -> None:
    reply = client.get("/checks", params={"page": "99"}, follow_redirects=False)
    assert reply.status_code == 303
    assert "page=" in reply.headers["location"]


# Figures


def test_the_matrix_has_every_figure_of_the_api(client: TestClient) -> None:
    text = page(client, "/statistics", indicator="t3.new.total")
    rows = client.get("/api/v1/statistics", params={"indicator": "t3.new.total", "size": "500"})
    for one in rows.json()["items"]:
        shown = "—" if one["value"] is None else f"{one['value']:,}"
        assert re.search(rf'href="{re.escape(one["url"])}">(?:<[^>]+>)?{shown}<', text), one


def test_a_year_without_a_report_parts_the_line(client: TestClient) -> None:
    text = page(client, "/statistics", agency=BUREAU)
    assert text.count("<polyline") == 1  # 2019 to 2022; 2024 stands alone
    assert "缺报告" in text


def test_a_change_of_the_form_parts_the_line(client: TestClient) -> None:
    text = page(client, "/statistics", agency=BUREAU, indicator="t2.penalty.decisions")
    assert "表样变更" in text
    assert "口径不同" in text


def test_a_rate_shows_its_parts_and_is_not_summed(client: TestClient) -> None:
    text = page(client, "/statistics", indicator="实质公开率", year_from="2022", year_to="2022")
    assert "15/34" in text
    assert "不能相加" in text
    assert "2022 年排名" in text


def test_odd_addresses_are_told_and_answered(client: TestClient) -> None:
    text = page(client, "/statistics", indicator="没有这个", level="国", page="x", agency="无名局")
    assert "没有名为“没有这个”的指标" in text
    assert "“国”无法识别" in text


def test_coverage(client: TestClient) -> None:
    text = page(client, "/coverage", region="青屏区")
    matrix = client.get("/api/v1/coverage", params={"region": "青屏区"}).json()
    states = [state for one in matrix["items"] for state in one["years"].values()]
    assert f"已收录 {states.count('present')} · 残缺 {states.count('cut')}" in text
    assert all(
        f'href="/reports/{each}"' in text
        for one in matrix["items"]
        for each in one["reports"].values()
    )


# The answer itself


def test_the_figure_asked_for_stands_above_the_passages(client: TestClient) -> None:
    text = page(client, "/", q="青屏区教育局 2022年 实质公开率")
    assert re.search(r"云澄市青屏区教育局 2022 年</b> 实质公开率：<a [^>]+>44.1%", text)
    assert "15/34" in text
    (one,) = client.get("/api/v1/search", params={"q": "青屏区教育局 2022年 实质公开率"}).json()[
        "statistics"
    ]["direct"]
    assert (one["figure"]["numerator"], one["figure"]["denominator"]) == (15, 34)
    assert [each["year"] for each in one["years"]] == [2019, 2020, 2021, 2022, 2024]
    assert one["peers"]["percentile"] is None
    assert "不足 10 个" in one["peers"]["note"]


@pytest.mark.parametrize(
    ("q", "keys"),
    [
        pytest.param("青屏区教育局 新收", ["t3.new.total"], id="a cell"),
        pytest.param("青屏区教育局 2022年 不予公开", ["d.denied"], id="a group is its sum"),
        pytest.param("青屏区教育局 不予公开率", ["d.rate_denied"], id="a rate with a cell in it"),
        pytest.param("青屏区 2022年 新收", ["t3.new.total"], id="a region: the sum"),
        pytest.param("青屏区 2022年 实质公开率", [], id="a rate of a region is none"),
        pytest.param("新收", [], id="nobody's"),
        pytest.param("青屏区教育局 政务公开", [], id="no figure"),
    ],
)
def test_what_is_answered_at_once(client: TestClient, q: str, keys: list[str]) -> None:
    said = client.get("/api/v1/search", params={"q": q}).json()["statistics"]["direct"]
    assert [one["indicator"] for one in said] == keys


def test_the_sum_of_a_region_says_what_is_in_it(client: TestClient) -> None:
    said = client.get("/api/v1/search", params={"q": "青屏区 2022年 新收"}).json()
    (one,) = said["statistics"]["direct"]
    assert one["figure"] is None
    assert one["total"]["left_out"] == ["云澄市青屏区人民政府"]


# The command line


def test_stats_of_a_rate(asked: Gongkai) -> None:
    result = asked("stats", "--indicator", "实质公开率", "--agency", BUREAU, "--year", "2022")
    assert result.stdout.split() == [BUREAU, "2022", "实质公开率", "44.12", "%（15/34）"]


@pytest.mark.parametrize(
    ("way", "path"),
    [pytest.param("--sum", "sum", id="sum"), pytest.param("--rank", "ranking", id="ranking")],
)
def test_stats_are_those_of_the_api(
    asked: Gongkai, client: TestClient, way: str, path: str
) -> None:
    said = asked("stats", "--indicator", "新收", "--level", "county", "--json", way).stdout
    params = {"indicator": "新收", "level": "county", "size": "500"}
    there = client.get(f"/api/v1/statistics/{path}", params=params).json()
    items = json.loads(said)["items"]
    if path == "sum":
        assert items == there["items"]
    else:
        (one,) = items
        assert one["items"] == there["items"]


def test_peers_on_the_terminal(asked: Gongkai, client: TestClient) -> None:
    report = client.get("/api/v1/reports", params={"agency": BUREAU}).json()["items"][0]["id"]
    result = asked("stats", "--peers", report, "--indicator", "新收")
    assert "不足 10 个" in result.stdout
    assert asked("stats", "--peers", "x", "--indicator", "新收").exit_code == 1


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--sum", "--rank"], id="two ways"),
        pytest.param(["--sum", "--csv"], id="a sum as a file"),
        pytest.param(["--sum", "--indicator", "实质公开率"], id="a sum of rates"),
        pytest.param(["--indicator", "没有这个"], id="no such figure"),
    ],
)
def test_stats_that_make_no_sense(asked: Gongkai, options: list[str]) -> None:
    assert asked("stats", *options).exit_code == 2


def test_coverage_on_the_terminal(asked: Gongkai, client: TestClient) -> None:
    lines = asked("coverage").stdout.splitlines()
    there = client.get("/api/v1/coverage").json()
    assert lines[0].split() == ["机关", *map(str, there["years"])]
    assert len(lines) == len(there["items"]) + 2
    assert json.loads(asked("coverage", "--json").stdout)["items"] == there["items"]


def test_a_rate_in_a_download(client: TestClient) -> None:
    params = {"indicator": "实质公开率", "agency": BUREAU, "format": "csv"}
    lines = client.get("/api/v1/statistics", params=params).text.splitlines()
    assert len(lines) == 6
    assert all(",derived,推算," in line for line in lines[1:])


def test_statistics_are_narrowed_by_level_and_kind(client: TestClient) -> None:
    params = {"indicator": "t3.new.total", "level": "township", "size": "500"}
    items = client.get("/api/v1/statistics", params=params).json()["items"]
    assert {one["agency"] for one in items} == {"云澄市砚溪区松石街道办事处"}
    params = {"indicator": "t3.new.total", "kind": "government", "size": "500"}
    items = client.get("/api/v1/statistics", params=params).json()["items"]
    assert {one["agency"][-4:] for one in items} == {"人民政府"}


def test_indicators_tell_how_a_rate_is_made(client: TestClient) -> None:
    items = client.get("/api/v1/indicators", params={"size": "500", "page": "1"}).json()
    every = list(items["items"])
    if items["total"] > len(every):
        every += client.get("/api/v1/indicators", params={"size": "500", "page": "2"}).json()[
            "items"
        ]
    (one,) = (each for each in every if each["indicator"] == "d.rate_disclosed")
    assert (one["unit"], one["summable"], one["denominator"]) == (
        "%",
        False,
        ["t3.total_processed.total"],
    )
    assert one["ground"]


def test_links_of_these_pages_lead_somewhere(client: TestClient) -> None:
    for path in ("/checks", "/checks?by=year", "/statistics", "/coverage", "/check"):
        text = client.get(path).text
        links = set(re.findall(r'(?:href|action)="(/[^"#]*)', text)) - {"/check"}
        for link in sorted(links)[:40]:
            reply = client.get(unquote(link.replace("&amp;", "&")))
            assert reply.status_code == 200, link
