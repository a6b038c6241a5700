"""What became of each file, on the terminal and in the report of a run."""

import json
from pathlib import Path

import click
import pytest

from corpus.errors import NotReadable, SourceError
from corpus.ingest import Outcome, Prepared, Rejected, Unchanged
from search_api.cli.tally import Tally, Unknown, reported, say_tally, summary
from tests.corpus.made_reports import made_report

URL = "https://example.com/e"
ERROR = NotReadable("文件是空的", "请确认保存时内容完整")
OUTCOMES: list[Outcome] = [
    Prepared(Path("a.txt"), made_report("2022-a"), seconds=0.12345),
    Unchanged(Path("b.txt"), "2022-b"),
    Rejected(Path("c\nd.txt"), ERROR, seconds=0.5),
    Rejected(Path(URL), SourceError("没有取得"), URL, kept=("2021-e",)),
]


@pytest.fixture
def tally() -> Tally:
    made = Tally(generation=3, complete=True)
    for outcome in OUTCOMES:
        made.add(outcome)
    return made


def test_failures_are_lines_and_counts_the_result(
    tally: Tally, capsys: pytest.CaptureFixture[str]
) -> None:
    say_tally(tally)
    out, err = capsys.readouterr()
    assert out == "收录 1 个文件，未改动 1 个，未能收录 2 个\n"
    assert err.splitlines() == [
        "未收录：c d.txt：文件是空的；请确认保存时内容完整",
        "未收录：https://example.com/e：没有取得（先前收录的内容仍保留：2021-e）",
    ]


def test_the_summary_for_a_program(tally: Tally) -> None:
    assert summary(tally) == {
        "ingested": [{"path": "a.txt", "report": "2022-a"}],
        "unchanged": [{"path": "b.txt", "report": "2022-b"}],
        "failed": [
            {"path": "c\nd.txt", "reason": "文件是空的", "hint": "请确认保存时内容完整"},
            {"path": URL, "reason": "没有取得", "hint": "", "kept": ["2021-e"]},
        ],
        "unknown": [],
        "generation": 3,
    }


def test_the_report_has_every_file_in_order(tally: Tally, tmp_path: Path) -> None:
    with reported(tally, tmp_path / "r.json"):
        pass
    said = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert said["complete"]
    assert said["generation"] == 3
    assert said["counts"] == {"ingested": 1, "unchanged": 1, "rejected": 2}
    assert said["files"] == [
        {
            "path": "a.txt",
            "url": None,
            "outcome": "ingested",
            "report": "2022-a",
            "reason": None,
            "hint": None,
            "seconds": 0.123,
            "kept": [],
        },
        {
            "path": "b.txt",
            "url": None,
            "outcome": "unchanged",
            "report": "2022-b",
            "reason": None,
            "hint": None,
            "seconds": 0.0,
            "kept": [],
        },
        {
            "path": "c\nd.txt",
            "url": None,
            "outcome": "rejected",
            "report": None,
            "reason": "文件是空的",
            "hint": "请确认保存时内容完整",
            "seconds": 0.5,
            "kept": [],
        },
        {
            "path": URL,
            "url": URL,
            "outcome": "rejected",
            "report": None,
            "reason": "没有取得",
            "hint": "",
            "seconds": 0.0,
            "kept": ["2021-e"],
        },
    ]


def test_what_stays_unknown_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    made = Tally(unknown=[Unknown("a\nb.txt", "u-1", ("agency", "year"))], complete=True)
    say_tally(made)
    assert capsys.readouterr().err.splitlines()[0] == "机关、年度不明：a b.txt（u-1）"
    assert summary(made)["unknown"] == [
        {"path": "a\nb.txt", "report": "u-1", "what": ("agency", "year")}
    ]


def test_of_many_reports_that_are_kept_some_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    ids = tuple(f"2022-{number}" for number in range(5))
    made = Tally()
    made.add(Rejected(Path("f"), NotReadable("没有这个文件或文件夹"), kept=ids))
    say_tally(made)
    assert "仍保留：2022-0、2022-1、2022-2等 5 份" in capsys.readouterr().err
    assert summary(made)["failed"][0]["kept"] == [*ids]


def test_a_run_that_is_broken_off_leaves_its_report(tmp_path: Path) -> None:
    tally = Tally()

    def broken() -> None:
        with reported(tally, tmp_path / "r.json"):
            tally.add(OUTCOMES[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    said = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert (said["complete"], len(said["files"])) == (False, 1)


def test_a_report_that_cannot_be_written_is_said_before_the_run(tmp_path: Path) -> None:
    begun = False

    def run() -> None:
        nonlocal begun
        with reported(Tally(), tmp_path / "none" / "r.json"):
            begun = True

    with pytest.raises(click.ClickException, match="无法写入"):
        run()
    assert not begun


@pytest.mark.platform("linux")
def test_a_name_that_is_no_text_can_be_reported(tmp_path: Path) -> None:
    tally = Tally()
    tally.add(Unchanged(Path("\udcb9\udcab.txt"), "2022-b"))
    with reported(tally, tmp_path / "r.json"):
        pass
    assert "udcb9" in (tmp_path / "r.json").read_text("utf-8")
