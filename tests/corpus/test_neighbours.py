"""Findings between reports: written with the reports, judged anew when a neighbour changes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.claims import claims
from corpus.forms import keys_of
from corpus.model import Agency, Finding, Form, Passage, Place, Report, Section, Verdict
from corpus.neighbours import around, beside, recheck
from corpus.prepare import prepare
from corpus.read import read
from tests.corpus import written

BUREAU = "上海市金山区教育局"
DISTRICT = "上海市金山区人民政府"
REGION = ("上海市", "金山区")
SOUND = dict.fromkeys(keys_of(Form.Y2021), 0)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    one = Catalogue(tmp_path / "catalogue.sqlite3")
    yield one
    one.close()


def report(
    name: str, year: int, values: Mapping[str, int], kind: str = "department", scope: str = ""
) -> Report:
    data = written.report(Form.Y2021, written.printed({**SOUND, **values}))
    made = prepare(read(f"{name}{year}.txt", data))
    agency = Agency(name, name, REGION, "county", kind, scope=scope)
    return replace(made, id=f"{year}-{name}", agency=agency, year=year, passages=(), claims=())


def put(catalogue: Catalogue, *reports: Report) -> None:
    ids = [one.id for one in reports]
    with catalogue.transaction():
        left = around(catalogue, ids)
        for one in reports:
            catalogue.put(one)
        recheck(catalogue, left | around(catalogue, ids))


def take_out(catalogue: Catalogue, report_id: str) -> None:
    with catalogue.transaction():
        left = around(catalogue, [report_id])
        catalogue.delete(report_id)
        recheck(catalogue, left)


def said(catalogue: Catalogue, one: Report) -> dict[str, Finding]:
    return {each.rule: each for each in catalogue.across(one.id)}


def carried(out: int = 0, into: int = 0) -> dict[str, int]:
    return {
        "t3.carried_out.natural_person": out,
        "t3.carried_out.total": out,
        "t3.carried_in.natural_person": into,
        "t3.carried_in.total": into,
    }


def test_growth_told_in_prose_is_held_against_last_year(catalogue: Catalogue) -> None:
    told = "收到政府信息公开申请30件，较上年度有所下降。"
    now = spoken(report(BUREAU, 2022, {"t3.new.total": 30}), told)
    then = report(BUREAU, 2021, {"t3.new.total": 25, "t4.review.pending": 2})
    put(catalogue, then, now)
    growth, carried = said(catalogue, now)["X-STATED"], said(catalogue, now)["T4-NOCARRY"]
    assert growth.verdict is Verdict.WARN
    assert [(cell.report, cell.value) for cell in growth.cells] == [(then.id, 25), ("", 30)]
    assert (carried.verdict, [cell.value for cell in carried.cells]) == (Verdict.PASS, [2])
    there = {one.rule: one for one in beside(catalogue, now).findings}
    assert there["X-STATED"] == growth


def test_a_file_without_an_earlier_report_is_told_why(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2019, {}), report(BUREAU, 2022, {})
    assert beside(catalogue, now).why
    put(catalogue, then)
    found = beside(catalogue, now)
    assert found.before is None
    assert "2021" in found.why
    assert [one.rule for one in found.findings] == ["X-GAP"]


def spoken(one: Report, text: str) -> Report:
    """The report with one passage that says so."""
    passage = Passage(f"{one.id}.p1", 1, 1, ("依申请公开",), text, (0, len(text)))
    made = replace(one, passages=(passage,), sections=(section(text),))
    return replace(made, claims=claims(made))


def section(text: str) -> Section:
    return Section(1, "总体情况", "一、总体情况", (), text, Place(1))


def test_the_later_year_is_judged_whichever_comes_first(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2021, carried(out=5)), report(BUREAU, 2022, carried(into=4))
    put(catalogue, now)
    assert said(catalogue, now) == {}
    put(catalogue, then)
    assert said(catalogue, now)["X-CARRY"].verdict is Verdict.FAIL
    assert said(catalogue, then) == {}


def test_a_corrected_neighbour_changes_the_verdict_and_the_id(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2021, carried(out=5)), report(BUREAU, 2022, carried(into=4))
    put(catalogue, then, now)
    before = said(catalogue, now)["X-CARRY"]
    put(catalogue, now)
    assert said(catalogue, now)["X-CARRY"] == before
    put(catalogue, report(BUREAU, 2021, carried(out=4)))
    after = said(catalogue, now)["X-CARRY"]
    assert after.verdict is Verdict.PASS
    assert after.id != before.id


def test_a_neighbour_that_goes_takes_its_findings_along(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2021, {}), report(BUREAU, 2022, {})
    put(catalogue, then, now)
    assert "X-CARRY" in said(catalogue, now)
    take_out(catalogue, then.id)
    assert said(catalogue, now) == {}


def test_a_gap_is_said_and_closed(catalogue: Catalogue) -> None:
    first, last = report(BUREAU, 2019, {}), report(BUREAU, 2022, {})
    put(catalogue, first, last)
    assert "2020—2021" in said(catalogue, last)["X-GAP"].message
    assert "X-CARRY" not in said(catalogue, last)
    put(catalogue, report(BUREAU, 2021, {}))
    assert "X-GAP" not in said(catalogue, last)


def test_findings_between_reports_are_none_of_the_reports_own(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2021, carried(out=5)), report(BUREAU, 2022, carried(into=4))
    put(catalogue, then, now)
    stored = catalogue.report(now.id)
    assert stored is not None
    assert stored.findings == now.findings
    listed = {each.rule for of, each in catalogue.findings()[0] if of == now.id}
    assert "X-CARRY" in listed
    assert catalogue.report_rows([now.id])[now.id].failed > sum(
        each.verdict is Verdict.FAIL for each in now.findings
    )


def test_a_compilation_is_judged_when_a_body_below_reports(catalogue: Catalogue) -> None:
    whole = report(DISTRICT, 2022, carried(into=3), kind="government", scope="compiled")
    put(catalogue, whole)
    assert said(catalogue, whole) == {}
    put(catalogue, report(BUREAU, 2022, carried(into=4)))
    assert said(catalogue, whole)["H-CAP"].verdict is Verdict.FAIL
    assert "H-MISS" not in said(catalogue, whole)
    put(catalogue, report("上海市金山区司法局", 2023, {}))
    assert "上海市金山区司法局" in said(catalogue, whole)["H-MISS"].message


def test_two_reports_of_one_name_and_year_are_compared_with_nobody(catalogue: Catalogue) -> None:
    then, now = report(BUREAU, 2021, {}), report(BUREAU, 2022, {})
    put(catalogue, then, replace(then, id="another"), now)
    assert said(catalogue, now) == {}
