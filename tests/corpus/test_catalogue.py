"""The store gives back what was put, field by field, and lists it filtered and in order."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from corpus.catalogue import FILE, Catalogue, Selection, rows
from corpus.errors import CatalogueError
from corpus.forms import indicators
from corpus.merge import merge
from corpus.model import Form, Report, Statistic, Status, Verdict
from tests.corpus.made_reports import (
    any_report,
    dump,
    failing,
    made_report,
    made_source,
    put,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """One store for all examples of a law: making a file for each would be most of the time."""
    with closing(Catalogue(tmp_path_factory.mktemp("catalogue") / FILE)) as opened:
        yield opened


# What is written reads back


@given(report=any_report())
def test_a_report_reads_back_as_it_was_put(lasting: Catalogue, report: Report) -> None:
    put(lasting, report)
    back = lasting.report(report.id)
    with lasting.transaction():
        lasting.delete(report.id)
    assert back == report
    assert repr(back) == repr(report)  # 5 is not 5.0: whole numbers stay whole
    assert lasting.report(report.id) is None
    assert lasting.check() == ()


@given(report=any_report())
def test_nothing_of_a_deleted_report_stays(lasting: Catalogue, report: Report) -> None:
    path = lasting._database.path
    before = dump(path)
    put(lasting, report)
    with lasting.transaction():
        lasting.delete(report.id)
    assert dump(path) == before


def test_putting_the_same_report_again_changes_no_row(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, made_report("a"), made_report("b", year=2021))
    before = dump(tmp_path / FILE)
    put(catalogue, made_report("a"))
    assert sorted(dump(tmp_path / FILE)) == sorted(before)


def test_a_report_put_again_is_replaced_whole(catalogue: Catalogue) -> None:
    put(catalogue, made_report(words="旧"))
    newer = replace(made_report(words="新", new=7), statistics=(), passages=())
    put(catalogue, newer)
    assert catalogue.report(newer.id) == newer
    assert catalogue.cells() == ([], 0)


def test_a_number_longer_than_64_bits_sorts_above_all_others(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    put(catalogue, made_report("a", new=10**25), made_report("b", new=9))
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        sql = "SELECT report FROM statistics WHERE value > 5 ORDER BY value DESC"
        assert [row[0] for row in connection.execute(sql)] == ["a", "b"]


# Two files of one report

OLD, OTHER = made_source("a.txt", "旧"), made_source("b.html")


def test_what_each_source_says_is_kept_beside_the_report(catalogue: Catalogue) -> None:
    first, second = made_report(source=OLD), made_report(words="另", new=7, source=OTHER)
    merged = merge([first, second])
    with catalogue.transaction():
        catalogue.put(merged, [first, second])
    assert catalogue.report(merged.id) == merged
    kept = {one.sources[0].name: one for one in catalogue.readings(merged)}
    assert kept == {OLD.name: first, OTHER.name: second}
    with catalogue.transaction():
        catalogue.put(first)
    assert catalogue.readings(first) == (first,)  # alone, it says what the report says
    assert catalogue.check() == ()


@given(report=any_report())
def test_a_reading_is_kept_field_by_field(report: Report) -> None:
    source = made_source("a.txt")
    back = rows.unpacked(rows.packed(report), source)
    assert back == replace(report, sources=(source,))
    assert repr(back) == repr(replace(report, sources=(source,)))


def test_a_damaged_reading_is_said(catalogue: Catalogue, tmp_path: Path) -> None:
    both = made_report(source=OLD), made_report(source=OTHER)
    with catalogue.transaction():
        catalogue.put(merge(both), both)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("UPDATE readings SET contents = x'00' WHERE position = 1")
        connection.commit()
    with pytest.raises(CatalogueError, match="已损坏"):
        catalogue.readings(merge(both))


def test_known_files_are_those_read_by_the_pipeline_asked_for(catalogue: Catalogue) -> None:
    both = made_report(source=OLD), made_report(source=OTHER)
    report_id = both[0].id
    put(catalogue, both[0], pipeline=1)
    with catalogue.transaction():
        catalogue.put(merge(both), both, pipeline=2, fresh=[OTHER.sha256])
    assert catalogue.known() == {OLD.sha256: report_id, OTHER.sha256: report_id}
    assert catalogue.known(2) == {OTHER.sha256: report_id}
    with catalogue.transaction():
        catalogue.stamp([OLD.sha256], 2)
    assert catalogue.known(2) == catalogue.known()


def test_further_places_of_known_bytes_are_noted(catalogue: Catalogue) -> None:
    put(catalogue, made_report(source=OLD))
    copies = {"/b": OLD.sha256, "/a": OLD.sha256, OLD.path: OLD.sha256, "/c": "of nothing"}
    with catalogue.transaction():
        catalogue.note_copies([], copies)
    assert catalogue.copies([OLD.sha256, "of nothing"]) == {OLD.sha256: ["/a", "/b"]}
    assert catalogue.stands_at(OLD.sha256, "/a")
    assert catalogue.stands_at(OLD.sha256, OLD.path)
    assert not catalogue.stands_at(OLD.sha256, "/c")
    with catalogue.transaction():
        catalogue.note_copies(["/a"], {})
    assert catalogue.copies([OLD.sha256]) == {OLD.sha256: ["/b"]}


def test_who_speaks_from_a_place_or_with_these_bytes(catalogue: Catalogue) -> None:
    put(catalogue, made_report("a", source=OLD), made_report("b", source=OTHER))
    assert catalogue.speaking([OLD.path], ()) == ["a"]
    assert catalogue.speaking((), [OTHER.sha256]) == ["b"]
    assert catalogue.speaking([OLD.path], [OTHER.sha256]) == ["a", "b"]
    assert catalogue.speaking((), ()) == []


# Lists


def shelf() -> list[Report]:
    """Six reports of three bodies, in the order that lists have."""
    qing, song = "青平区人民政府", "松石街道办事处"
    return [
        failing(made_report("q24", agency=qing, year=2024), Verdict.FAIL),
        made_report("q23", agency=qing, year=2023),
        made_report("q19", agency=qing, year=2019, form=Form.Y2019),
        failing(made_report("q-", agency=qing, year=None), Verdict.NOT_ASSESSABLE),
        failing(
            made_report("s23", agency=song, year=2023, region=("海东市", "砚溪区", "松石街道")),
            Verdict.WARN,
        ),
        made_report("z23", agency="砚溪区人民政府", year=2023, region=()),
    ]


@pytest.fixture
def shelved(catalogue: Catalogue) -> Catalogue:
    made = shelf()
    random.Random(4).shuffle(made)  # a fixed order that is not the one asked for
    put(catalogue, *made)
    return catalogue


SELECTIONS = [
    pytest.param(Selection(), "s23 z23 q24 q23 q19 q-", id="no filter"),
    pytest.param(Selection(year=frozenset({2023})), "s23 z23 q23", id="a year"),
    pytest.param(Selection(year=frozenset({2019, 2024})), "q24 q19", id="either of two years"),
    pytest.param(Selection(year_from=2020), "s23 z23 q24 q23", id="from: no year is not in it"),
    pytest.param(Selection(year_from=2019, year_to=2023), "s23 z23 q23 q19", id="from and to"),
    pytest.param(Selection(agency=frozenset({"松石街道办事处"})), "s23", id="an agency"),
    pytest.param(Selection(region=frozenset({"海东市"})), "s23 q24 q23 q19 q-", id="widest step"),
    pytest.param(Selection(region=frozenset({"松石街道"})), "s23", id="narrowest step"),
    pytest.param(Selection(region=frozenset({"海东"})), "", id="half a step is no step"),
    pytest.param(Selection(form=frozenset({"2019"})), "q19", id="a form"),
    pytest.param(Selection(failed=True), "q24", id="with failed findings"),
    pytest.param(Selection(failed=False), "s23 z23 q23 q19 q-", id="warnings are no failures"),
    pytest.param(Selection(report=frozenset({"z23", "none"})), "z23", id="ids, one unknown"),
    pytest.param(
        Selection(year=frozenset({2023}), region=frozenset({"青平区"})), "q23", id="both must hold"
    ),
    pytest.param(Selection(agency=frozenset({"'; DROP TABLE reports; --"})), "", id="a quote"),
]


@pytest.mark.parametrize(("where", "ids"), SELECTIONS)
def test_lists_are_filtered_and_in_order(shelved: Catalogue, where: Selection, ids: str) -> None:
    wanted = ids.split()
    reports, total = shelved.reports(where)
    cells, cells_total = shelved.cells(where)
    findings, findings_total = shelved.findings(where)
    assert [row.id for row in reports] == wanted
    assert [cell.report for cell in cells] == [one for one in wanted for _ in range(2)]
    assert sorted(report for report, _ in findings) == sorted(wanted)
    assert (total, cells_total, findings_total) == (len(wanted), 2 * len(wanted), len(wanted))


@pytest.mark.parametrize(
    ("start", "size", "ids"),
    [
        pytest.param(0, None, "s23 z23 q24 q23 q19 q-", id="all"),
        pytest.param(0, 2, "s23 z23", id="first page"),
        pytest.param(4, 4, "q19 q-", id="last page, not full"),
        pytest.param(6, 2, "", id="behind the last page"),
        pytest.param(2, 0, "", id="a page of nothing"),
    ],
)
def test_pages_are_cut_from_the_whole_list(
    shelved: Catalogue, start: int, size: int | None, ids: str
) -> None:
    rows, total = shelved.reports(start=start, size=size)
    assert ([row.id for row in rows], total) == (ids.split(), 6)
    findings, total = shelved.findings(start=start, size=size)
    assert (len(findings), total) == (len(ids.split()), 6)
    cells, total = shelved.cells(start=2 * start, size=None if size is None else 2 * size)
    assert [cell.report for cell in cells[::2]] == ids.split()
    assert (len(cells), total) == (2 * len(ids.split()), 12)


def test_a_row_sums_up_its_report(shelved: Catalogue) -> None:
    row = shelved.report_rows(["q24", "none"])["q24"]
    assert (row.failed, row.warned, row.not_assessable, row.sources) == (1, 0, 0, 1)
    assert (row.agency, row.region, row.level) == ("青平区人民政府", ("海东市", "青平区"), "county")
    assert (row.year, row.form, row.sections, row.damage) == (2024, "2021", (1,), ())
    assert row.title == "青平区2024年政府信息公开工作年度报告"
    assert shelved.report_rows(["none"]) == {}


def test_a_row_names_the_sections_that_are_there_once_each(catalogue: Catalogue) -> None:
    (section,) = made_report().sections
    parts = tuple(replace(section, number=number) for number in (5, 0, 3, 3))
    put(
        catalogue, replace(made_report("a"), sections=parts), replace(made_report("b"), sections=())
    )
    rows = catalogue.report_rows(["a", "b"])
    assert (rows["a"].sections, rows["b"].sections) == ((0, 3, 5), ())


def test_cells_keep_the_order_of_their_report(catalogue: Catalogue) -> None:
    keys = ["t3.new.total", "t2.penalty.decisions", "t4.review.total"]
    cells = tuple(Statistic(key, 1, "1", Status.PRINTED) for key in keys)
    put(catalogue, replace(made_report(), statistics=cells))
    found, total = catalogue.cells(indicators=[keys[2], keys[0], "t9.none"])
    assert ([cell.statistic.indicator for cell in found], total) == ([keys[0], keys[2]], 2)
    assert (found[0].agency, found[0].year, found[0].form) == ("青平区人民政府", 2022, "2021")


def test_failing_findings_come_first(shelved: Catalogue) -> None:
    found, _ = shelved.findings()
    assert [(report, finding.verdict) for report, finding in found] == [
        ("q24", Verdict.FAIL),
        ("s23", Verdict.WARN),
        ("q-", Verdict.NOT_ASSESSABLE),
        ("z23", Verdict.PASS),
        ("q23", Verdict.PASS),
        ("q19", Verdict.PASS),
    ]
    assert shelved.findings(verdict=["fail"])[1] == 1
    assert shelved.findings(rule=["T3-ROW"], verdict=["fail", "warn"])[1] == 2
    assert shelved.findings(rule=["T3-OUT"]) == ([], 0)


def test_passages_are_found_by_id_and_by_report(shelved: Catalogue) -> None:
    assert {key: one[0] for key, one in shelved.passages(["q24.p1", "x.p1"]).items()} == {
        "q24.p1": "q24"
    }
    assert [one.id for _, one in shelved.passages_of(["s23", "none", "q24"])] == [
        "s23.p1",
        "q24.p1",
    ]


def test_more_ids_than_a_statement_takes_parameters(shelved: Catalogue) -> None:
    ids = {f"none{number}" for number in range(40_000)} | {"q24"}
    assert [row.id for row in shelved.reports(Selection(report=frozenset(ids)))[0]] == ["q24"]
    assert list(shelved.report_rows(ids)) == ["q24"]


def test_the_directory_of_bodies_sums_up_their_reports(catalogue: Catalogue) -> None:
    newest = made_report("n", year=2024, region=())
    agency = replace(newest.agency, level="unknown", short=("区政府", "青平区"))
    put(catalogue, replace(newest, agency=agency), made_report("o", year=2020), shelf()[4])
    assert catalogue.agencies() == [
        ("青平区人民政府", ("海东市", "青平区"), ("区政府", "青平区"), 2),
        ("松石街道办事处", ("海东市", "砚溪区", "松石街道"), ("松石街道办事处",), 1),
    ]
    with catalogue.transaction():
        catalogue.delete("n")
        catalogue.delete("s23")
    assert catalogue.agencies() == [("青平区人民政府", ("海东市", "青平区"), ("青平区",), 1)]


def test_a_page_is_cut_without_sorting_the_whole_catalogue(shelved: Catalogue) -> None:
    connection, asked = shelved._database._connection(), list[str]()
    connection.set_trace_callback(asked.append)
    shelved.reports(start=100, size=20)
    shelved.cells(start=100, size=20)
    connection.set_trace_callback(None)
    plans = [
        step[3]
        for sql in asked
        if sql.lstrip().startswith("SELECT")
        for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert any("reports_in_order" in step for step in plans)
    # Within a report it may sort ("FOR RIGHT PART OF ORDER BY"): 200 cells, not a million.
    assert "USE TEMP B-TREE FOR ORDER BY" not in plans


# For people with any SQLite tool


def test_the_tidy_view_speaks_in_words(shelved: Catalogue, tmp_path: Path) -> None:
    sql = (
        "SELECT agency, region, year, table_no, label, value, unit, status, line FROM tidy"
        " WHERE report = 's23' ORDER BY indicator DESC"
    )
    label = "本年新收政府信息公开申请数量"
    where = ("松石街道办事处", "海东市 / 砚溪区 / 松石街道", 2023, 3)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute(sql).fetchall() == [
            (*where, label, 12, "件", "printed", 9),
            (*where, f"{label}（自然人）", None, "件", "blank", 9),
        ]


def test_the_labels_are_those_of_the_forms_even_after_they_changed(tmp_path: Path) -> None:
    Catalogue(tmp_path / FILE).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        count = connection.execute("SELECT count(*) FROM indicators").fetchone()[0]
        connection.execute("UPDATE indicators SET label = '旧' WHERE key = 't3.new.total'")
        connection.commit()
        Catalogue(tmp_path / FILE).close()
        sql = "SELECT label FROM indicators WHERE key = 't3.new.total'"
        assert connection.execute(sql).fetchone()[0] == indicators()["t3.new.total"].label
    assert count == len(indicators())
