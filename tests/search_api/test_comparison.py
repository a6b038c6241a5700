"""Sums, rankings, peers and coverage, on reports made for each case."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, Selection
from corpus.forms import keys_of
from corpus.model import Agency, Form, Report
from corpus.prepare import prepare
from corpus.read import read
from search_api import comparison
from search_api.answers import BadValue
from tests.corpus import written

NEW, RATE = "t3.new.total", "d.rate_disclosed"
EVERY = Selection()
Put = Callable[..., str]
"""(name, values, year, level=, kind=, region=, scope=, damage=) -> id of the report."""


@pytest.fixture(scope="module")
def empty_report() -> Report:
    values = dict.fromkeys(keys_of(Form.Y2021), "0")
    return prepare(read("a.txt", written.report(Form.Y2021, values)))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    one = Catalogue(tmp_path / "catalogue.sqlite3")
    yield one
    one.close()


@pytest.fixture
def put(catalogue: Catalogue, empty_report: Report) -> Put:
    def written_down(
        name: str,
        values: Mapping[str, int | None],
        year: int = 2022,
        damage: tuple[str, ...] = (),
        **about: str,
    ) -> str:
        told = {"level": "county", "kind": "department", "scope": "", **about}
        agency = Agency(name, name, ("云澄市", "青屏区"), told["level"], told["kind"])
        agency = replace(agency, scope=told["scope"])
        cells = tuple(
            written.statistic(cell.indicator, values.get(cell.indicator, 0))
            for cell in empty_report.statistics
        )
        report = replace(
            empty_report,
            id=f"{year}-{name}",
            agency=agency,
            year=year,
            statistics=cells,
            passages=(),
            claims=(),
            findings=(),
            damage=damage,
        )
        with catalogue.transaction():
            catalogue.put(report)
        return report.id

    return written_down


def test_a_sum_says_how_many_reports_are_in_it(catalogue: Catalogue, put: Put) -> None:
    put("甲局", {NEW: 3})
    put("乙局", {NEW: 4})
    put("丙局", {NEW: None})
    (found,) = comparison.summed(catalogue, EVERY, NEW)
    assert (found.value, found.reports, found.without, found.unit) == (7, 2, 1, "件")


def test_nothing_printed_is_no_sum_of_zero(catalogue: Catalogue, put: Put) -> None:
    put("丙局", {NEW: None})
    (found,) = comparison.summed(catalogue, EVERY, NEW)
    assert (found.value, found.reports, found.without) == (None, 0, 1)


def test_years_are_summed_apart(catalogue: Catalogue, put: Put) -> None:
    put("甲局", {NEW: 3}, 2021)
    put("甲局", {NEW: 4}, 2022)
    assert [(one.year, one.value) for one in comparison.summed(catalogue, EVERY, NEW)] == [
        (2021, 3),
        (2022, 4),
    ]


@pytest.mark.parametrize(
    ("scope", "value", "left_out"),
    [
        pytest.param("compiled", 3, ("青屏区人民政府",), id="it holds the bureau's"),
        pytest.param("", 3, ("青屏区人民政府",), id="scope not said"),
        pytest.param("own", 13, (), id="for itself alone"),
    ],
)
def test_a_compilation_is_not_added_to_what_it_holds(
    catalogue: Catalogue, put: Put, scope: str, value: int, left_out: tuple[str, ...]
) -> None:
    put("甲局", {NEW: 3})
    put("青屏区人民政府", {NEW: 10}, kind="government", scope=scope)
    (found,) = comparison.summed(catalogue, EVERY, NEW)
    assert (found.value, found.left_out) == (value, left_out)


def test_rates_are_not_added(catalogue: Catalogue) -> None:
    with pytest.raises(BadValue, match="不能相加"):
        comparison.summed(catalogue, EVERY, RATE)


def test_a_ranking_shares_places_and_keeps_the_unknown_apart(
    catalogue: Catalogue, put: Put
) -> None:
    for name, value in {"甲局": 3, "乙局": 9, "丙局": 3, "丁局": 1, "戊局": None}.items():
        put(name, {NEW: value})
    found = comparison.ranking(catalogue, EVERY, NEW)
    assert [(one.place, one.amount.value) for one in found.ranked] == [
        (1, 9),
        (2, 3),
        (2, 3),
        (4, 1),
    ]
    assert [one.agency for one in found.without] == ["戊局"]
    assert found.notes == ()


def test_a_ranking_over_levels_says_so(catalogue: Catalogue, put: Put) -> None:
    put("甲局", {NEW: 3})
    put("乙厅", {NEW: 9}, level="province")
    assert "各级机关" in comparison.ranking(catalogue, EVERY, NEW).notes[0]


def test_a_rate_shows_what_it_is_made_of(catalogue: Catalogue, put: Put) -> None:
    put("甲局", {"t3.granted.total": 3, "t3.total_processed.total": 4})
    put("乙局", {})
    one, none = sorted(comparison.amounts(catalogue, EVERY, RATE), key=lambda one: one.why)
    assert (one.value, one.numerator, one.denominator) == (75.0, 3, 4)
    assert (none.value, none.denominator, none.why) == (None, 0, "分母为零")


def test_a_place_among_peers(catalogue: Catalogue, put: Put) -> None:
    for at in range(11):
        put(f"{at}局", {NEW: 10 * at})
    put("青屏区人民政府", {NEW: 5}, kind="government")
    put("1厅", {NEW: 5}, level="province")
    put("1局", {NEW: 5}, 2021)
    found = comparison.peers(catalogue, "2022-8局", NEW)
    assert found is not None
    assert (found.peers, found.percentile, found.median) == (11, 80.0, 50)
    assert (found.low, found.high) == (25, 75)


def test_equal_peers_count_half(catalogue: Catalogue, put: Put) -> None:
    for at in range(11):
        put(f"{at}局", {NEW: 7})
    found = comparison.peers(catalogue, "2022-8局", NEW)
    assert found is not None
    assert found.percentile == 50.0


def test_nine_peers_are_too_few(catalogue: Catalogue, put: Put) -> None:
    for at in range(9):
        put(f"{at}局", {NEW: at})
    found = comparison.peers(catalogue, "2022-8局", NEW)
    assert found is not None
    assert (found.percentile, found.median) == (None, None)
    assert "不足 10 个" in found.note


def test_a_report_that_is_not_there_has_no_peers(catalogue: Catalogue) -> None:
    assert comparison.peers(catalogue, "x", NEW) is None


def test_coverage_has_every_year_between_the_first_and_the_last(
    catalogue: Catalogue, put: Put
) -> None:
    put("甲局", {}, 2019)
    put("甲局", {}, 2022, damage=("t3",))
    put("乙局", {}, 2021)
    found = comparison.coverage(catalogue, EVERY)
    assert found.years == (2019, 2020, 2021, 2022)
    states = {body.agency: list(body.years.values()) for body in found.bodies}
    assert states == {
        "甲局": ["present", "missing", "missing", "cut"],
        "乙局": ["missing", "missing", "present", "missing"],
    }
    assert found.bodies[0].reports or found.bodies[1].reports


def test_no_report_covers_nothing(catalogue: Catalogue) -> None:
    assert comparison.coverage(catalogue, EVERY) == comparison.Coverage((), (), ())


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        pytest.param("实质公开率", ("d.rate_disclosed",), id="a rate by its label"),
        pytest.param("纠错率", ("d.rate_review_corrected",), id="by what people call it"),
        pytest.param("d.denied", ("d.denied",), id="by key"),
        pytest.param("t3.new.total", ("t3.new.total",), id="a cell"),
    ],
)
def test_figures_are_asked_for_by_key_or_name(asked: str, keys: tuple[str, ...]) -> None:
    assert comparison.keys_asked([asked]) == keys


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(BadValue):
        comparison.keys_asked(["没有这个"])
