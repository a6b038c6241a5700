"""`gongkai ingest` over several files of one report, archives, refusals and its report."""

import json
import zipfile
from pathlib import Path
from typing import Any

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
    assert gongkai("show", failed["kept"]).exit_code == 0
    (line,) = gongkai("ingest", copy).stderr.splitlines()
    assert f"先前收录的内容仍保留：{failed['kept']}" in line


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
