"""Many queries at once: the counts of each are those of its own search, whoever asks."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from corpus.model import Report
from search_api import service
from search_api.answers import Asked
from search_api.store import Store

API = "/api/v1"
QUERIES = ("不予公开", "复议 2022年", "青屏区教育局 申请", '"重大行政决策"', "没有的词儿", "")


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        pytest.param("不予公开\n复议", ("不予公开", "复议"), id="one a line"),
        pytest.param("\ufeff不予公开\r\n复议\r\n", ("不予公开", "复议"), id="from Windows"),
        pytest.param("# 检索词\n不予公开\n\n  # 又\n", ("不予公开",), id="comments, empty lines"),
        pytest.param("  不予公开\t\n不予公开", ("不予公开", "不予公开"), id="spaces, twice"),
        pytest.param("公开 #1", ("公开 #1",), id="a sign further in"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_a_list_is_read(text: str, queries: tuple[str, ...]) -> None:
    assert service.queries_of(text) == queries


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(Asked(), id="no filter"),
        pytest.param(Asked(region=("青屏区",)), id="a region"),
        pytest.param(Asked(year_from=2021, section=(1,)), id="years and a section"),
        pytest.param(Asked(has_findings=True), id="failed checks"),
        pytest.param(Asked(new=True), id="only what is new"),
        pytest.param(Asked(interpret=False, exact=True), id="literally"),
    ],
)
def test_counts_are_those_of_the_searches(
    store: Store, reports: Mapping[str, Report], limits: Asked
) -> None:
    for one in service.batch(store, QUERIES, limits):
        asked = Asked(**{**_fields(limits), "q": one.query, "size": 100})
        answer = service.search(store, asked)
        assert (one.total, one.reports) == (answer.total, answer.reports)
        assert sum(one.counts.values()) == one.total
        assert one.counts.keys() <= one.asked_about
        if answer.pages == 1:
            at = [(hit.report.agency, hit.report.year) for hit in answer.hits]
            assert one.counts == {each: at.count(each) for each in at}


def _fields(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


def test_no_report_is_not_a_zero(store: Store, reports: Mapping[str, Report]) -> None:
    """The samples have no report of 青屏区教育局 for 2023; of 2021 they have one."""
    (one,) = service.batch(store, ["zzzz"], Asked())
    (name,) = {report.agency.name for report in reports.values() if "教育局" in report.agency.name}
    assert one.count((name, 2023)) is None
    assert one.count((name, 2021)) == 0


def test_a_year_in_the_query_narrows_what_was_asked_about(store: Store) -> None:
    (one,) = service.batch(store, ["复议 2022年"], Asked())
    assert one.read_as == ("2022 年",)
    assert {year for _, year in one.asked_about} == {2022}


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        pytest.param([], "没有检索词", id="none"),
        pytest.param(["公开"] * 101, "有 101 条检索词，一次最多 100 条", id="too many"),
        pytest.param(["公开", "甲" * 257], "第 2 条：检索词有 257 个字", id="one too long"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "jsonl"])
def test_limits_are_said(client: TestClient, queries: list[str], said: str, kind: str) -> None:
    for table in ("matrix", "passages"):
        asked = {"format": kind, "table": table}
        reply = client.post(f"{API}/batch", params=asked, json={"queries": queries})
        assert reply.status_code == 400
        assert reply.json()["detail"].startswith(said)


def test_the_longest_list_passes(client: TestClient) -> None:
    reply = client.post(f"{API}/batch", json={"queries": ["公" * 256] * 100})
    assert reply.status_code == 200


def matrix_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_form_says_the_same(client: TestClient) -> None:
    def ask(kind: str, table: str = "matrix") -> Any:
        asked: dict[str, Any] = {"format": kind, "table": table, "year_from": 2021}
        return client.post(f"{API}/batch", params=asked, json={"queries": QUERIES[:3]})

    whole = ask("json").json()
    assert whole["years"] == [2021, 2022, 2023, 2024]
    rows = matrix_of(ask("csv").text)
    said = [
        [str(one["number"]), body["agency"], *("" if n is None else str(n) for n in body["counts"])]
        for one in whole["queries"]
        for body in one["matrix"]
    ]
    assert [
        [row["序号"], row["机关"], *(row[f"{y}年"] for y in whole["years"])] for row in rows
    ] == said
    cells = [json.loads(line) for line in ask("jsonl").text.splitlines()]
    assert sum(cell["passages"] for cell in cells) == sum(one["total"] for one in whole["queries"])
    book = load_workbook(io.BytesIO(ask("xlsx").content))
    assert book.sheetnames == ["检索词", "矩阵", "段落", "说明"]
    _, *sheet = book["矩阵"].iter_rows(values_only=True)
    assert [["" if v is None else str(v) for v in row] for row in sheet] == [
        [*row.values()] for row in rows
    ]
    passages = matrix_of(ask("csv", "passages").text)
    assert len(passages) == sum(one["total"] for one in whole["queries"])
    assert book["段落"].max_row == len(passages) + 1
    assert len(ask("jsonl", "passages").text.splitlines()) == len(passages)


def test_passages_that_are_left_out_are_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_api.export.matrix.BATCH_PASSAGES", 10)
    asked = {"format": "csv", "table": "passages"}
    rows = matrix_of(client.post(f"{API}/batch", params=asked, json={"queries": ["不予公开"]}).text)
    assert len(rows) == 11
    assert rows[-1]["段落编号"] == "共 53 段，本表只有前 10 段；请用筛选条件缩小范围"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_command_line(
    asked: Callable[..., Result], client: TestClient, tmp_path: Path, encoding: str
) -> None:
    listed = tmp_path / "检索词.txt"
    listed.write_bytes("# 检索词\r\n不予公开\r\n行政复议的情况\r\n".encode(encoding))
    ours = asked("search", "--batch", listed, "--json", "--year", "2022")
    queries = {"queries": ["不予公开", "行政复议的情况"]}
    theirs = client.post(f"{API}/batch", params={"year": 2022}, json=queries)
    assert json.loads(ours.stdout) == theirs.json()
    csv_text = client.post(
        f"{API}/batch", params={"year": 2022, "format": "csv"}, json=queries
    ).text
    assert matrix_of(
        asked("search", "--batch", listed, "--csv", "--year", "2022").stdout
    ) == matrix_of(csv_text)
    shown = asked("search", "--batch", listed).stdout
    assert "1. 不予公开：53 段，来自 28 份报告" in shown
    assert "—" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["公开"], 2, id="words too"),
        pytest.param(["--csv", "--json"], 2, id="two forms"),
        pytest.param(["--passages"], 2, id="passages of no table"),
    ],
)
def test_misuse(
    asked: Callable[..., Result], tmp_path: Path, arguments: list[str], code: int
) -> None:
    (tmp_path / "a.txt").write_text("公开\n", "utf-8")
    assert asked("search", "--batch", tmp_path / "a.txt", *arguments).exit_code == code


def test_an_empty_list(asked: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    result = asked("search", "--batch", tmp_path / "a.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "没有检索词" in result.stderr


def test_the_page(client: TestClient) -> None:
    empty = client.get("/batch")
    assert empty.status_code == 200
    assert "一次最多 100 条" in empty.text
    page = client.get("/batch", params={"queries": "不予公开\r\n<b>公开", "year_from": 2021})
    assert '<input type="hidden" name="year_from" value="2021">' in page.text
    assert "&lt;b&gt;公开</textarea>" in page.text
    assert "段，来自" in page.text
    links = [unescape(url) for url in re.findall(r'href="(/[^"]+)"', page.text)]
    files = [client.get(url) for url in links if "format=" in url]
    assert [file.status_code for file in files] == [200] * 4
    assert all("attachment" in file.headers["content-disposition"] for file in files)
    searches = [url for url in links if url.startswith("/?q=")]
    assert len(searches) > 8
    assert all(client.get(url).status_code == 200 for url in searches[:3])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("甲\n" * 101, "有 101 条检索词", id="too many"),
        pytest.param("甲" * 5_001, "共 5,001 个字", id="too long for an address"),
        pytest.param("甲" * 300, "第 1 条：检索词有 300 个字", id="one too long"),
    ],
)
def test_the_page_says_its_limits_and_keeps_what_was_typed(
    client: TestClient, text: str, said: str
) -> None:
    page = client.get("/batch", params={"queries": text})
    assert page.status_code == 400
    assert said in page.text
    assert f">{text}</textarea>" in page.text
