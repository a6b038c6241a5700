"""The sheet of a report before it is published: by itself, through API, page and command line."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.model import Finding, Located, Operand, Report, Status, Verdict
from corpus.prepare import prepare
from corpus.read import read
from corpus.rules import rules
from search_api import service
from search_api.app import create_app
from search_api.service.sheet import line_of, sheet
from search_api.settings import Settings
from search_api.store import Store
from tests.search_api.conftest import Gongkai

FAULTY = "qingping_jiaoyu_ju_2022.html"
SOUND = "qingping_renmin_zhengfu_2022.txt"


@pytest.fixture(scope="module")
def faulty(samples: Path) -> Report:
    return prepare(read(FAULTY, (samples / FAULTY).read_bytes()))


def finding(rule: str, left: list[int | None], right: list[int | None]) -> Finding:
    sides = [("left", value) for value in left] + [("right", value) for value in right]
    cells = tuple(
        Operand(f"t3.row{n}.total", value, Status.PRINTED, side)
        for n, (side, value) in enumerate(sides)
    )
    return Finding("x", rule, "", "H", Verdict.FAIL, cells, "", "")


@pytest.mark.parametrize(
    ("made", "printed", "expected", "relation"),
    [
        pytest.param(finding("T3-ROW", [1, 2], [4]), 4, 3, "=", id="parts and their sum"),
        pytest.param(finding("T3-OUT", [4], [1, 2]), 4, 3, "=", id="the sum on the left"),
        pytest.param(finding("T3-BAL", [1, 2], [3, 4]), 7, 3, "=", id="two sums"),
        pytest.param(finding("X-CARRY", [5], [4]), 4, 5, "=", id="one against one"),
        pytest.param(finding("T4-AFT", [5], [1, 2]), 5, 3, "≤", id="a bound"),
        pytest.param(finding("T3-ROW", [1, None], [4]), 4, None, "", id="a lost part"),
        pytest.param(finding("T3-SHAPE", [], []), None, None, "", id="no numbers"),
    ],
)
def test_printed_and_expected(
    made: Finding, printed: int | None, expected: int | None, relation: str
) -> None:
    line = line_of(made)
    assert (line.printed, line.expected, line.relation) == (printed, expected, relation)


def test_a_located_cell_goes_before_the_sums() -> None:
    made = finding("T3-ROW", [1, 2], [4])
    located = Located("t3.row0.total", 1, 2, 2)
    line = line_of(Finding("x", "T3-ROW", "", "H", Verdict.FAIL, made.cells, "", "", located))
    assert (line.cell, line.printed, line.expected) == ("t3.row0.total", 1, 2)


def test_every_rule_stands_on_the_sheet_once(store: Store, faulty: Report) -> None:
    made = service.as_checked(store, faulty)
    assert [one.rule.id for one in made.rules] == list(rules())
    shown = [line.finding for one in made.rules for line in one.lines]
    assert sorted(one.id for one in shown) == sorted(one.id for one in made.report.findings)
    for one in made.rules:
        assert bool(one.lines) is (one.verdict is not None)
        assert bool(one.why) is not bool(one.lines)


def test_last_year_is_that_of_the_same_body(store: Store, faulty: Report) -> None:
    made = service.as_checked(store, faulty)
    before = store.catalogue.report(made.before)
    assert before is not None
    assert (before.agency.name, before.year) == (faulty.agency.name, 2021)
    new = next(one for one in made.figures if one.indicator == "t3.new.total")
    there = {one.indicator: one.value for one in before.statistics}
    assert new.then is not None
    assert new.then.value == there["t3.new.total"]
    assert {one.finding.rule for rule in made.rules for one in rule.lines} >= {"X-CARRY"}


def test_a_file_is_judged_as_if_it_were_stored(store: Store, samples: Path) -> None:
    """Checked as a file, each sample says what it says in the catalogue, but for other levels."""
    rows, _ = store.catalogue.reports()
    stored = {(row.agency, row.year): service.report(store, row.id) for row in rows}
    for path in sorted(samples.iterdir()):
        report = prepare(read(path.name, path.read_bytes()))
        made = service.as_checked(store, report).report.findings
        there = stored[report.agency.name, report.year].findings
        levels = {one.id for one in there if one.rule.startswith("H-")}
        assert {one.id for one in made} == {one.id for one in there} - levels, path.name


def test_without_a_catalogue_there_is_no_last_year(faulty: Report) -> None:
    made = sheet(None, faulty)
    assert (made.before, made.figures) == ("", ())
    assert made.why
    assert made.failed


def test_the_sheet_as_json(client: TestClient, samples: Path) -> None:
    data = (samples / FAULTY).read_bytes()
    said = client.post("/api/v1/check", files={"file": (FAULTY, data)}).json()
    wrong = [line for rule in said["rules"] for line in rule["lines"] if line["verdict"] == "fail"]
    assert {(line["printed"], line["expected"]) for line in wrong} == {(4, 2)}
    assert said["failed"] is True
    assert said["before"]
    assert {one["indicator"] for one in said["figures"]} >= {"t3.new.total", "t2.normative.issued"}


# The page


def test_the_page_of_a_file(client: TestClient, samples: Path) -> None:
    data = (samples / FAULTY).read_bytes()
    reply = client.post("/check", files={"file": (FAULTY, data)})
    assert reply.status_code == 200
    assert "有算术关系不符" in reply.text
    assert 'href="#t3-granted-business"' in reply.text
    assert 'id="t3-granted-business"' in reply.text
    assert reply.text.count('id="') == len(set(re.findall(r' id="([^"]+)"', reply.text)))


def test_a_pasted_text_is_checked_and_stays_in_the_field(client: TestClient, samples: Path) -> None:
    text = (samples / SOUND).read_text("utf-8")
    reply = client.post("/check", data={"text": text})
    assert reply.status_code == 200
    assert "算术关系未见不符" in reply.text
    assert "</textarea>" in reply.text
    assert text.splitlines()[0] in reply.text


@pytest.mark.parametrize(
    ("form", "file", "status", "said"),
    [
        pytest.param({}, ("", b""), 422, "没有选文件", id="nothing at all"),
        pytest.param({"text": "  \n"}, None, 422, "没有选文件", id="only room"),
        pytest.param({"text": "今天天气很好。"}, None, 422, "⚠", id="no report"),
        pytest.param({}, ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), 422, "⚠", id="a picture"),
    ],
)
def test_what_cannot_be_checked_is_said_on_the_page(
    client: TestClient, form: dict[str, str], file: tuple[str, bytes] | None, status: int, said: str
) -> None:
    files = {"file": file} if file else None
    reply = client.post("/check", data=form, files=files)
    assert reply.status_code == status
    assert said in reply.text
    assert "<textarea" in reply.text


def test_a_hostile_text_is_shown_as_text(client: TestClient) -> None:
    reply = client.post("/check", data={"text": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in reply.text


def test_what_is_too_large_is_a_page_for_a_person(filled: Path) -> None:
    with TestClient(create_app(Settings(data=filled, upload_bytes=1_000))) as client:
        files = {"file": ("a.txt", b"x" * 10_000)}
        reply = client.post("/check", files=files, headers={"accept": "text/html"})
        assert reply.status_code == 413
        assert "<h1>" in reply.text
        assert "超过 1 KB" in reply.text
        assert client.post("/api/v1/check", files=files).json()["status"] == 413


def test_a_text_that_is_too_long_is_refused_in_words(client: TestClient) -> None:
    files = {"text": (None, "公" * 400_000)}
    reply = client.post("/check", files=files, headers={"accept": "text/html"})
    assert reply.status_code == 400
    assert "30 万字" in reply.text


# The command line


def test_the_command_saves_a_page_of_all_files(
    asked: Gongkai, samples: Path, tmp_path: Path
) -> None:
    page = tmp_path / "核验.html"
    result = asked("check", samples / SOUND, samples / FAULTY, "--html", page)
    assert result.exit_code == 1
    text = page.read_text("utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    inside = {link[1:] for link in re.findall(r'href="(#[^"]+)"', text)}
    assert inside <= set(ids)
    assert 'href="/' not in text
    assert "<script" not in text


def test_the_command_shows_last_year_and_what_was_expected(asked: Gongkai, samples: Path) -> None:
    result = asked("check", samples / FAULTY)
    assert result.exit_code == 1
    assert "应为 2" in result.stdout
    assert "上年：2021-" in result.stdout
    assert asked("check", samples / SOUND).exit_code == 0


def test_the_command_as_json_is_the_answer_of_the_api(
    asked: Gongkai, client: TestClient, samples: Path
) -> None:
    (one,) = json.loads(asked("check", "--json", samples / FAULTY).stdout)["checked"]
    data = (samples / FAULTY).read_bytes()
    said = client.post("/api/v1/check", files={"file": (FAULTY, data)}).json()
    assert {key: value for key, value in one.items() if key != "path"} == said
