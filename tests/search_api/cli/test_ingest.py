"""`gongkai ingest` over several files of one report, archives, refusals and its report."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import files
from corpus.read import Member, archive
from search_api.cli.ingest import run
from search_api.cli.tally import STORED, UNCHANGED
from tests.search_api.conftest import Gongkai

ONE = "qingping_renmin_zhengfu_2022.txt"
OTHER = "qingping_jiaoyu_ju_2022.html"


def reported(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def test_every_file_stands_in_the_report(gongkai: Gongkai, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    file = tmp_path / "结果.json"
    gongkai("ingest", samples / OTHER)
    result = gongkai(
        "ingest", "--report", file, samples / ONE, samples / OTHER, tmp_path / "空.txt"
    )
    assert result.exit_code == 1
    said = reported(file)
    assert said["complete"]
    assert said["counts"] == {"ingested": 1, "unchanged": 1, "rejected": 1}
    first, second, third = said["files"]
    assert (first["outcome"], first["path"]) == ("ingested", str(samples / ONE))
    assert first["report"].startswith("2022-")
    assert first["seconds"] > 0
    assert second["outcome"] == "unchanged"
    assert (third["outcome"], third["report"]) == ("rejected", None)
    assert "空" in third["reason"]
    assert third["hint"]


def test_a_report_file_that_cannot_be_written_stops_the_run_before_it_begins(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    result = gongkai("ingest", "--report", tmp_path / "none" / "r.json", samples / ONE)
    assert result.exit_code == 1
    assert "无法写入" in result.stderr
    assert not (tmp_path / "data" / "catalogue.sqlite3").exists()


def test_a_known_file_that_cannot_be_read_any_more_keeps_its_report(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "报告.txt"
    copy.write_bytes((samples / ONE).read_bytes())
    gongkai("ingest", copy)
    copy.write_bytes(b"")
    result = gongkai("ingest", "--json", copy)
    assert result.exit_code == 1
    (failed,) = json.loads(result.stdout)["failed"]
    assert gongkai("show", *failed["kept"]).exit_code == 0
    (line,) = gongkai("ingest", copy).stderr.splitlines()
    assert f"先前收录的内容仍保留：{failed['kept'][0]}" in line


def test_two_files_of_one_report_are_one_report_with_two_sources(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    whole = (samples / ONE).read_text("utf-8")
    copy = tmp_path / "镜像.txt"
    copy.write_text(f"{whole}\n（转自区政府网站）\n", "utf-8")
    first = json.loads(gongkai("ingest", "--json", samples / ONE).stdout)["ingested"]
    second = json.loads(gongkai("ingest", "--json", copy).stdout)["ingested"]
    assert first[0]["report"] == second[0]["report"]
    shown = json.loads(gongkai("show", "--json", first[0]["report"]).stdout)
    assert sorted(one["name"] for one in shown["sources"]) == sorted([ONE, copy.name])
    assert {one["place"]["source"] for one in shown["statistics"] if one["place"]} == {1}
    assert not [one for one in shown["findings"] if one["rule"] == "SRC-DIFF"]


def test_an_archive_is_one_file_of_the_progress_and_many_of_the_tally(
    samples: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in (ONE, OTHER):
            archive.writestr(f"2022/{name}", (samples / name).read_bytes())
    tally = run(tmp_path / "data", [tmp_path / "a.zip", samples / ONE])
    assert [one.path for one in tally.of(STORED)] == [
        f"{tmp_path / 'a.zip'}!/2022/{name}" for name in (ONE, OTHER)
    ]
    assert [one.path for one in tally.of(UNCHANGED)] == [str(samples / ONE)]
    assert tally.complete


def test_the_number_of_processes_can_be_chosen(gongkai: Gongkai, samples: Path) -> None:
    count = len(list(samples.iterdir()))
    result = gongkai("ingest", "--jobs", "1", samples)
    assert f"收录 {count} 个文件" in result.stdout
    assert gongkai("ingest", "--jobs", "0", samples).exit_code == 2


# What stands of a file that is not there any more


def test_a_file_that_has_vanished_keeps_its_report(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "报告.txt"
    copy.write_bytes((samples / ONE).read_bytes())
    (stored,) = json.loads(gongkai("ingest", "--json", copy).stdout)["ingested"]
    copy.unlink()
    result = gongkai("ingest", copy)
    assert (
        f"没有这个文件或文件夹；请检查路径（先前收录的内容仍保留：{stored['report']}）"
        in result.stderr
    )


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
def test_what_was_in_a_folder_or_archive_that_has_vanished_is_kept(
    gongkai: Gongkai, samples: Path, tmp_path: Path, packed: bool
) -> None:
    whole = tmp_path / ("全部.zip" if packed else "全部")
    if packed:
        with zipfile.ZipFile(whole, "w") as file:
            for name in (ONE, OTHER):
                file.write(samples / name, name)
    else:
        whole.mkdir()
        for name in (ONE, OTHER):
            (whole / name).write_bytes((samples / name).read_bytes())
    stored = json.loads(gongkai("ingest", "--json", whole).stdout)["ingested"]
    whole.rename(tmp_path / "别处")
    (failed,) = json.loads(gongkai("ingest", "--json", whole).stdout)["failed"]
    assert sorted(failed["kept"]) == sorted(one["report"] for one in stored)
    assert len(failed["kept"]) == 2


# Names of one's own

USERS = """
[[body]]
name = "云澄市青屏区数据局"
was = ["云澄市青屏区人民政府"]
"""


def agency(gongkai: Gongkai) -> str:
    """The body of the only report."""
    (one,) = {one["agency"] for one in json.loads(gongkai("stats", "--json").stdout)["items"]}
    return str(one)


def test_names_of_ones_own_rename_at_the_next_run(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    gongkai("ingest", samples / ONE)
    assert agency(gongkai) == "云澄市青屏区人民政府"
    own = tmp_path / "data" / "names.toml"
    own.write_text(USERS, "utf-8")
    assert len(json.loads(gongkai("ingest", "--json", samples / ONE).stdout)["ingested"]) == 1
    assert agency(gongkai) == "云澄市青屏区数据局"
    assert len(json.loads(gongkai("ingest", "--json", samples / ONE).stdout)["unchanged"]) == 1
    asked = json.loads(gongkai("search", "--json", "云澄市青屏区人民政府", "公开").stdout)
    assert [one["value"] for one in asked["query"]["interpreted"]] == ["云澄市青屏区数据局"]
    own.unlink()
    gongkai("ingest", samples / ONE)
    assert agency(gongkai) == "云澄市青屏区人民政府"


def test_names_reach_the_processes_that_read(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(USERS, "utf-8")
    result = gongkai("ingest", "--names", tmp_path / "own.toml", "--jobs", "1", samples)
    assert result.exit_code == 0, result.stderr
    found = json.loads(gongkai("stats", "--json", "--agency", "云澄市青屏区数据局").stdout)
    assert found["total"]


@pytest.mark.parametrize("command", ["ingest", "check"])
def test_a_mistake_in_the_names_is_misuse(
    gongkai: Gongkai, samples: Path, tmp_path: Path, command: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('# 说明\n\n[[body]]\nname = "甲局"\n', "utf-8")
    result = gongkai(command, "--names", own, samples / ONE)
    assert result.exit_code == 2
    assert "own.toml 第 3 行：应有且只有 name 和 was 两项" in result.stderr


# What stays unknown


def test_reports_of_nobody_and_no_year_are_listed(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    body = (samples / ONE).read_text("utf-8").partition("## 一、")[2]
    text = re.sub(r"20\d\d|青屏区", "", f"# 政府信息公开工作年度报告\n\n## 一、{body}")
    (tmp_path / "报告.txt").write_text(text, "utf-8")
    for turn in ("ingested", "unchanged"):
        said = json.loads(gongkai("ingest", "--json", tmp_path / "报告.txt").stdout)
        (report,) = said[turn]
        (listed,) = said["unknown"]
        assert (listed["report"], listed["what"]) == (report["report"], ["agency", "year"])
    assert "机关、年度不明" in gongkai("ingest", tmp_path / "报告.txt").stderr


# Archives


def test_an_archive_that_is_known_is_not_opened_again(
    gongkai: Gongkai, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "全部.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for name in (ONE, OTHER):
            file.write(samples / name, f"2022/{name}")
    first = json.loads(gongkai("ingest", "--json", packed).stdout)
    opened = list[bytes]()
    really = archive.members

    def watched(data: bytes) -> Iterator[Member]:
        opened.append(data)
        return really(data)

    monkeypatch.setattr(files, "members", watched)
    again = json.loads(gongkai("ingest", "--json", packed).stdout)
    assert again["unchanged"] == first["ingested"]
    assert not opened
    (tmp_path / "data" / "names.toml").write_text(USERS, "utf-8")
    assert len(json.loads(gongkai("ingest", "--json", packed).stdout)["ingested"]) == 2
    assert opened


def test_an_archive_of_which_something_was_refused_is_opened_again(
    gongkai: Gongkai, samples: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "全部.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(samples / ONE, ONE)
        file.writestr("说明.txt", "这不是报告。")
    for turn in ("ingested", "unchanged"):
        said = json.loads(gongkai("ingest", "--json", packed).stdout)
        assert len(said[turn]) == 1
        assert [one["path"] for one in said["failed"]] == [f"{packed}!/说明.txt"]
