"""Files of a search and of statistics: all that the answer has, the same in every form."""

import csv
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from corpus.catalogue import Selection
from search_api.app import create_app
from search_api.export import statistics_csv
from search_api.settings import Settings
from search_api.store import Store

API = "/api/v1"
SEARCH: dict[str, Any] = {"q": "不予公开", "year": 2022}
FIGURES: dict[str, Any] = {"indicator": ["t3.new.total", "实质公开率"], "year": 2022}


def rows_of_csv(text: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    # A sheet has one kind of number: 50.0 comes back as 50.
    return [{key: value.removesuffix(".0") for key, value in row.items()} for row in rows]


def rows_of_sheet(data: bytes, name: str) -> list[dict[str, Any]]:
    head, *rows = load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def as_text(row: dict[str, Any]) -> dict[str, str]:
    return {key: "" if value is None else str(value) for key, value in row.items()}


@pytest.mark.parametrize(
    ("path", "asked", "sheet"),
    [
        pytest.param("/search", SEARCH, "段落", id="search"),
        pytest.param("/statistics", FIGURES, "统计", id="statistics"),
    ],
)
def test_csv_and_xlsx_say_the_same(
    client: TestClient, path: str, asked: dict[str, Any], sheet: str
) -> None:
    text, data = (
        client.get(API + path, params={**asked, "format": kind}).content for kind in ("csv", "xlsx")
    )
    table = rows_of_csv(text.decode())
    assert len(table) > 5
    assert [as_text(row) for row in rows_of_sheet(data, sheet)] == table


@pytest.mark.parametrize(
    ("path", "asked", "items"),
    [
        pytest.param("/search", SEARCH, "hits", id="search"),
        pytest.param("/statistics", FIGURES, "items", id="statistics"),
    ],
)
def test_json_lines_are_the_objects_of_the_answer(
    client: TestClient, path: str, asked: dict[str, Any], items: str
) -> None:
    reply = client.get(API + path, params={**asked, "format": "jsonl"})
    assert reply.headers["content-type"].startswith("application/jsonl")
    lines = [json.loads(line) for line in reply.text.splitlines()]
    assert lines == client.get(API + path, params={**asked, "size": 100}).json()[items]


def test_numbers_are_numbers_and_nothing_is_nothing(client: TestClient) -> None:
    asked = {"indicator": "t3", "format": "xlsx"}
    rows = rows_of_sheet(client.get(f"{API}/statistics", params=asked).content, "统计")
    assert {type(row["数值"]) for row in rows} <= {int, float, type(None)}
    assert all((row["数值"] is None) == (row["状态代码"] != "printed") for row in rows)


def test_the_notes_say_what_was_asked(client: TestClient) -> None:
    data = client.get(f"{API}/search", params={**SEARCH, "format": "xlsx"}).content
    notes = {row["项目"]: row["内容"] for row in rows_of_sheet(data, "说明")}
    assert (notes["检索词"], notes["年度"]) == ("不予公开", "2022")
    assert notes["结果"] == "12 段，来自 6 份报告；本表有 12 段"
    figures = rows_of_sheet(data, "统计")
    cells = [(row["报告编号"], row["指标代码"]) for row in figures]
    assert len(set(cells)) == len(cells) > 6


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_a_table_that_is_cut_says_so(filled: Path, kind: str) -> None:
    settings = Settings(data=filled, window=30, page_size=20)
    with TestClient(create_app(settings)) as client:
        reply = client.get(f"{API}/search", params={"q": "公开", "size": 5, "format": kind})
        total = client.get(f"{API}/search", params={"q": "公开", "size": 5}).json()["total"]
    note = f"共 {total} 段，本表只有前 20 段；请用筛选条件缩小范围"
    if kind == "xlsx":
        rows = rows_of_sheet(reply.content, "说明")
        assert {"项目": "未列出", "内容": note} in rows
        assert len(rows_of_sheet(reply.content, "段落")) == 20
    else:
        last = reply.text.splitlines()[-1]
        assert last == (note if kind == "csv" else json.dumps({"note": note}, ensure_ascii=False))
        assert reply.text.count("\n") >= 21


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_a_mistake_is_a_problem_and_no_file(client: TestClient, kind: str) -> None:
    reply = client.get(f"{API}/search", params={"q": "甲" * 300, "format": kind})
    assert (reply.status_code, reply.json()["title"]) == (400, "请求无法执行")


def test_the_command_line_says_the_same(
    asked: Callable[..., Result], client: TestClient, tmp_path: Path
) -> None:
    words = ("search", "不予公开", "--year", "2022")
    csv_text = client.get(f"{API}/search", params={**SEARCH, "format": "csv"}).text
    lines = client.get(f"{API}/search", params={**SEARCH, "format": "jsonl"}).text
    assert rows_of_csv(asked(*words, "--csv").stdout) == rows_of_csv(csv_text)
    ours, theirs = (
        [json.loads(line)["passage"]["id"] for line in text.splitlines()]
        for text in (asked(*words, "--jsonl").stdout, lines)
    )
    assert ours == theirs
    result = asked(*words, "--xlsx", tmp_path / "甲.xlsx")
    assert (result.exit_code, result.stdout) == (0, "")
    rows = rows_of_sheet((tmp_path / "甲.xlsx").read_bytes(), "段落")
    assert [as_text(row) for row in rows] == rows_of_csv(csv_text)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(["--csv", "--jsonl"], 2, id="two forms"),
        pytest.param(["--xlsx", "{}/none/a.xlsx"], 1, id="no such folder"),
    ],
)
@pytest.mark.parametrize("command", ["search", "stats"])
def test_what_cannot_be_written_is_said(
    asked: Callable[..., Result], tmp_path: Path, command: str, options: list[str], code: int
) -> None:
    result = asked(command, *(option.format(tmp_path) for option in options))
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Error: " in result.stderr


def test_lines_are_made_by_whatever_thread_comes(store: Store) -> None:
    """A server takes each block in another thread, and each has a connection of its own."""
    lines = statistics_csv(store.catalogue, Selection(), ())
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as two:
        turns = cycle((one, two))
        made = list(iter(lambda: next(turns).submit(next, lines, "").result(), ""))
        held = [it.submit(_holds_a_snapshot, store).result() for it in (one, two)]
    assert len(made) == store.catalogue.cells(size=0)[1] + 1
    assert held == [False, False]


def _holds_a_snapshot(store: Store) -> bool:
    return store.catalogue._database._connection().in_transaction


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_levels_and_kinds_narrow_figures_too(client: TestClient, kind: str) -> None:
    asked = {"indicator": "t3.new.total", "level": "township", "kind": "subdistrict"}
    whole = client.get(f"{API}/statistics", params=asked).json()
    assert {one["agency"] for one in whole["items"]} == {"云澄市砚溪区松石街道办事处"}
    lines = client.get(f"{API}/statistics", params={**asked, "format": kind}).text.splitlines()
    assert len(lines) - (kind == "csv") == whole["total"]
