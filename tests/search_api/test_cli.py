"""The command line: results on stdout, complaints on stderr, and an exit code that says which."""

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.model import Span
from search_api.cli import main
from search_api.cli.ask import excerpt
from search_api.cli.terminal import table, width

Gongkai = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]

# Windows cannot send Ctrl+C to one process alone.
INTERRUPTIBLE = pytest.mark.platform("linux", "darwin")

DONE, FAILED, MISUSE = 0, 1, 2


def said(result: Result, code: int = DONE) -> Any:
    """What a program reads from stdout."""
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


# ingest


def test_ingest_counts_on_stdout(gongkai: Gongkai, samples: Path) -> None:
    files = sorted(samples.glob("qingping_jiaoyu_*"))
    first = gongkai("ingest", *files)
    assert first.exit_code == DONE
    assert f"收录 {len(files)} 个文件" in first.stdout
    assert first.stderr == ""
    again = said(gongkai("ingest", "--json", *files))
    assert (again["ingested"], again["failed"]) == ([], [])
    assert len(again["unchanged"]) == len(files)
    assert again["generation"] == 1  # nothing was written


def test_a_changed_file_replaces_its_report(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "报告.txt"
    text = (samples / "qingping_renmin_zhengfu_2022.txt").read_text("utf-8")
    copy.write_text(text, "utf-8")
    gongkai("ingest", copy)
    before = said(gongkai("search", "--json", "暴雨如注"))
    copy.write_text(text.replace("。", "，暴雨如注。", 1), "utf-8")
    assert gongkai("ingest", copy).exit_code == DONE
    after = said(gongkai("search", "--json", "暴雨如注"))
    assert (before["total"], after["total"]) == (0, 1)
    assert said(gongkai("stats", "--json", "--indicator", "新收"))["total"] == 1


def missing(folder: Path) -> Path:
    return folder / "没有这个文件.txt"


def empty(folder: Path) -> Path:
    path = folder / "空.txt"
    path.write_bytes(b"")
    return path


def picture(folder: Path) -> Path:
    path = folder / "图.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8)
    return path


def without_tables(folder: Path) -> Path:
    path = folder / "无表.txt"
    lines = ["江川市教育局2022年政府信息公开工作年度报告", "一、总体情况", "全年工作平稳有序。"]
    path.write_text("\n".join(lines), "utf-8")
    return path


def one_line(folder: Path) -> Path:
    path = folder / "一行.txt"
    path.write_bytes("公开".encode() * (50_000_000 // 6 + 1))
    return path


BAD = [
    pytest.param(missing, "没有这个文件", id="a wrong path"),
    pytest.param(empty, "空", id="an empty file"),
    pytest.param(picture, "PNG", id="a picture named .txt"),
    pytest.param(without_tables, "表", id="a report without tables"),
    pytest.param(one_line, "50 MB", id="fifty megabytes in one line"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_file_costs_one_line_and_no_more(
    gongkai: Gongkai,
    samples: Path,
    tmp_path: Path,
    bad: Callable[[Path], Path],
    reason: str,
) -> None:
    path = bad(tmp_path)
    good = samples / "qingping_renmin_zhengfu_2022.txt"
    result = gongkai("ingest", path, good)
    assert result.exit_code == FAILED
    (line,) = result.stderr.splitlines()
    assert path.name in line
    assert reason in line
    assert "收录 1 个文件" in result.stdout
    assert "未能收录 1 个" in result.stdout
    assert said(gongkai("search", "--json", "公开"))["reports"] == 1


def test_failures_for_a_program(gongkai: Gongkai, samples: Path, tmp_path: Path) -> None:
    bad = [make(tmp_path) for make in (missing, empty, picture)]
    good = samples / "qingping_renmin_zhengfu_2022.txt"
    answer = said(gongkai("ingest", "--json", *bad, good), FAILED)
    assert [one["path"] for one in answer["failed"]] == list(map(str, bad))
    assert all(one["reason"] and one["hint"] for one in answer["failed"])
    assert [one["path"] for one in answer["ingested"]] == [str(good)]


def test_a_folder_without_files(gongkai: Gongkai, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = gongkai("ingest", tmp_path / "nothing")
    assert result.exit_code == FAILED
    assert "没有文件" in result.stderr


# search


def test_search_shows_passages_with_marks_and_figures(asked: Gongkai) -> None:
    result = asked("search", "第三方合法权益", "--year", "2022", "--size", "3")
    assert result.exit_code == DONE
    assert result.stderr == ""
    asked_for, *lines = result.stdout.splitlines()
    assert re.match(r"▶ 2022 年不予公开：保护第三方合法权益合计 \d+件；计入 \d+ 份", asked_for)
    assert re.fullmatch(r"找到 \d+ 段，来自 \d+ 份报告（\d+ 毫秒）", lines[0])
    assert sum("【第三方合法权益】" in line for line in lines) == 3
    assert sum("保护第三方合法权益 " in line and "▪" in line for line in lines) == 3
    assert "\x1b" not in result.stdout  # colour is for terminals


def test_search_for_a_program_answers_as_the_interface_does(asked: Gongkai, client: Any) -> None:
    here = said(asked("search", "--json", "不予公开", "2022年", "--size", "20"))
    there = client.get("/api/v1/search", params={"q": "不予公开 2022年"}).json()
    for answer in (here, there):
        answer.pop("took_ms")
    assert here == there


@pytest.mark.parametrize(
    ("options", "applied"),
    [
        pytest.param(["--year", "2021-2022"], {"year": [2021, 2022]}, id="a range"),
        pytest.param(["--year", "2022-2021"], {"year": [2021, 2022]}, id="a range backwards"),
        pytest.param(["--year", "2020", "--year", "2022"], {"year": [2020, 2022]}, id="two"),
        pytest.param(["--agency", "教育局"], {"agency": ["云澄市青屏区教育局"]}, id="short name"),
        pytest.param(
            ["--region", "青屏区", "--section", "3", "--form", "2021"],
            {"region": ["青屏区"], "section": [3], "form": ["2021"]},
            id="the others",
        ),
    ],
)
def test_search_is_narrowed(
    asked: Gongkai, options: Sequence[str], applied: Mapping[str, Any]
) -> None:
    answer = said(asked("search", "--json", "公开", *options))
    assert answer["query"]["applied"] == applied
    assert answer["total"] > 0


def test_a_minus_is_a_word_of_the_query(asked: Gongkai) -> None:
    some = said(asked("search", "--json", "--", "公开", "-不予公开"))
    every = said(asked("search", "--json", "公开"))
    assert 0 < some["total"] < every["total"]


def test_what_to_try_when_nothing_answers(asked: Gongkai) -> None:
    result = asked("search", "公开", "--year", "2012", "--section", "1")
    assert result.exit_code == DONE
    assert "找到 0 段" in result.stdout
    assert re.search(r"可以去掉全部限制（\d+ 段）", result.stdout)


def test_figures_where_no_passage_answers(asked: Gongkai) -> None:
    result = asked("search", '"纽约时报"', "新收", "--agency", "教育局")
    assert "报告的统计表中有" in result.stdout
    assert "本年新收" in result.stdout


# stats


def test_stats_in_columns(asked: Gongkai, gold: Mapping[str, Any]) -> None:
    result = asked("stats", "--indicator", "新收", "--agency", "青屏区教育局")
    rows = [line.split() for line in result.stdout.splitlines()]
    wanted = [
        (str(one["year"]), str(one["statistics"]["t3.new.total"]))
        for one in gold.values()
        if one["agency"] == "云澄市青屏区教育局"
    ]
    assert sorted((row[1], row[3]) for row in rows) == sorted(wanted)


def test_stats_as_a_table(asked: Gongkai) -> None:
    result = asked("stats", "--csv", "--indicator", "不予公开")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    items = said(asked("stats", "--json", "--indicator", "不予公开"))["items"]
    assert [row["指标代码"] for row in rows] == [item["indicator"] for item in items]
    assert len(rows) > 100


def test_stats_warn_of_counts_that_cannot_be_compared(asked: Gongkai) -> None:
    result = asked("stats", "--indicator", "行政许可", "--agency", "青屏区人民政府")
    assert "不能比较" in result.stderr
    one_form = asked("stats", "--indicator", "行政许可", "--form", "2021")
    assert one_form.stderr == ""


def test_stats_say_who_is_not_there(asked: Gongkai) -> None:
    result = asked("stats", "--agency", "天上市")
    assert result.stdout == ""
    assert "没有收录名为“天上市”的机关" in result.stderr


# show


def test_show(asked: Gongkai) -> None:
    items = said(asked("stats", "--json", "--year", "2022", "--indicator", "t3.new.total"))["items"]
    for item in items:
        result = asked("show", item["report"])
        assert result.exit_code == DONE
        assert item["agency"] in result.stdout
        assert {"表二", "表三", "表四"} <= {line[:2] for line in result.stdout.splitlines()}
        (row,) = (line for line in result.stdout.splitlines() if line.startswith("本年新收"))
        if item["value"] is not None:
            assert row.split()[-1].replace(",", "") == str(item["value"])


def test_show_for_a_program(asked: Gongkai, client: Any) -> None:
    (item, *_) = said(asked("stats", "--json", "--indicator", "t3.new.total"))["items"]
    there = client.get(f"/api/v1/reports/{item['report']}").json()
    assert said(asked("show", "--json", item["report"])) == there


# check


def test_check_tells_what_is_wrong_and_keeps_nothing(
    gongkai: Gongkai, samples: Path, gold: Mapping[str, Any], tmp_path: Path
) -> None:
    for path in sorted(samples.iterdir()):
        result = gongkai("check", path)
        wrong = bool(gold[path.name]["fails"])
        assert result.exit_code == (FAILED if wrong else DONE), result.output
        assert ("  不符  " in result.stdout) == wrong
        located = gold[path.name]["located"]
        assert ("可确定的一格" in result.stdout) == bool(located)
    assert not (tmp_path / "data").exists()


def test_check_lists_every_finding_if_asked(gongkai: Gongkai, samples: Path) -> None:
    path = samples / "qingping_renmin_zhengfu_2022.txt"
    (one,) = said(gongkai("check", "--json", path))["checked"]
    lines = gongkai("check", "--all", path).stdout.splitlines()
    for verdict, word in (("pass", "相符"), ("fail", "不符")):
        told = [line for line in lines if line.startswith(f"  {word}  ")]
        assert len(told) == one["counts"][verdict]


def test_check_of_what_is_no_report(gongkai: Gongkai, samples: Path, tmp_path: Path) -> None:
    good = samples / "qingping_renmin_zhengfu_2022.txt"
    result = gongkai("check", picture(tmp_path), good)
    assert result.exit_code == FAILED
    assert "PNG" in result.stderr
    assert "青屏区人民政府" in result.stdout
    answer = said(gongkai("check", "--json", picture(tmp_path), good), FAILED)
    assert (len(answer["checked"]), len(answer["failed"])) == (1, 1)


# index


def test_index(gongkai: Gongkai, samples: Path, tmp_path: Path) -> None:
    gongkai("ingest", samples / "qingping_renmin_zhengfu_2022.txt")
    assert "索引完好" in gongkai("index").stdout
    for file in (tmp_path / "data" / "generations").rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    assert gongkai("search", "公开").exit_code == FAILED
    assert "重新建立" in gongkai("index").stdout
    assert said(gongkai("search", "--json", "公开"))["total"] > 0
    assert "第 3 代" in gongkai("index", "--rebuild").stdout


# misuse and failures


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["ingest"], id="no path"),
        pytest.param(["search", "--year", "去年"], id="no year"),
        pytest.param(["search", "--section", "9"], id="no section"),
        pytest.param(["search", "--size", "1000", "公开"], id="more than a page has"),
        pytest.param(["search", "公" * 300], id="more than a query has"),
        pytest.param(["stats", "--indicator", "t9"], id="no indicator"),
        pytest.param(["stats", "--csv", "--json"], id="two forms at once"),
        pytest.param(["serve", "--port", "70000"], id="no port"),
        pytest.param(["dance"], id="no command"),
    ],
)
def test_misuse(asked: Gongkai, arguments: Sequence[str]) -> None:
    result = asked(*arguments)
    assert result.exit_code == MISUSE
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["search", "公开"], id="search"),
        pytest.param(["stats"], id="stats"),
        pytest.param(["show", "2022-x"], id="show"),
        pytest.param(["index"], id="index"),
    ],
)
def test_before_anything_is_ingested(gongkai: Gongkai, arguments: Sequence[str]) -> None:
    result = gongkai(*arguments)
    assert result.exit_code == FAILED
    assert result.stdout == ""
    assert "gongkai ingest" in result.stderr


def test_a_report_that_is_not_there(asked: Gongkai) -> None:
    result = asked("show", "2022-x")
    assert result.exit_code == FAILED
    assert "没有编号为“2022-x”的报告" in result.stderr


def test_the_data_folder_from_the_environment(filled: Path) -> None:
    given = {"GONGKAI_DATA": str(filled)}
    result = CliRunner().invoke(main, ["stats", "--json", "--indicator", "新收"], env=given)
    assert said(result)["total"] > 0


def test_every_command_has_help() -> None:
    for name in main.commands:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == DONE
        assert len(result.stdout.splitlines()) > 3


# serve and demo, as a person starts them


class Served:
    """The program in a process of its own, stopped by the signal that Ctrl+C sends."""

    def __init__(self, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "search_api.cli", *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def __enter__(self) -> "Served":
        return self

    def address(self) -> str:
        """The address it prints, once it listens."""
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://[\w.:\[\]]+/", line):
                return found[0]
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)


def fetched(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as reply:
        assert "server" not in {name.lower() for name in reply.headers}
        return json.loads(reply.read())


@INTERRUPTIBLE
def test_serve(filled: Path) -> None:
    with Served("--data", filled, "serve", "--port", "0") as served:
        address = served.address()
        assert fetched(f"{address}healthz")["ready"]
        assert fetched(f"{address}api/v1/search?q=2022")["total"] > 0
    assert served.process.returncode == DONE


def test_serve_on_a_port_that_is_taken(filled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["--data", str(filled), "serve", "--port", str(port)])
    assert result.exit_code == FAILED
    assert "--port" in result.stderr


@INTERRUPTIBLE
def test_demo_serves_the_samples_and_leaves_nothing_behind(samples: Path, tmp_path: Path) -> None:
    environment = {name: str(tmp_path) for name in ("TMPDIR", "TEMP", "TMP")}
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        with Served("demo", "--port", "0") as served:
            health = fetched(f"{served.address()}healthz")
            assert health["reports"] == len(list(samples.iterdir()))
            assert list(tmp_path.glob("gongkai-demo-*"))
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert not list(tmp_path.glob("gongkai-demo-*"))


@INTERRUPTIBLE
def test_demo_of_ones_own_files(samples: Path, tmp_path: Path) -> None:
    own = samples / "qingping_renmin_zhengfu_2022.txt"
    with Served("--data", tmp_path / "kept", "demo", own, "--port", "0") as served:
        assert fetched(f"{served.address()}healthz")["reports"] == 1
    assert (tmp_path / "kept" / "catalogue.sqlite3").exists()


# the terminal


def test_columns_line_up_whatever_the_characters() -> None:
    lines = list(table([["机关", "6"], ["ab", "1,234"]], right=frozenset({1})))
    assert lines == ["机关      6", "ab    1,234"]
    assert {width(line) for line in lines} == {11}


@pytest.mark.parametrize(
    ("text", "spans", "part", "shown", "marked"),
    [
        pytest.param("甲乙", [], (0, 2), "甲乙", [], id="all of it"),
        pytest.param("甲乙丙", [(2, 3)], (0, 2), "甲乙…", [], id="the mark outside"),
        pytest.param("甲乙丙", [(1, 2)], (1, 2), "…乙…", ["乙"], id="the mark inside"),
        pytest.param("甲乙丙", [(1, 3)], (1, 2), "…乙…", ["乙"], id="a mark that reaches outside"),
        pytest.param("甲\n乙", [(2, 3)], (0, 3), "甲 乙", ["乙"], id="one line"),
    ],
)
def test_an_excerpt_keeps_its_marks(
    text: str, spans: list[Span], part: Span, shown: str, marked: list[str]
) -> None:
    line, inside = excerpt(text, spans, part)
    assert line == shown
    assert [line[start:end] for start, end in inside] == marked
