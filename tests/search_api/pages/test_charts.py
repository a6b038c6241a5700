"""Points stand where they should; a missing year and a change of the form part the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.pages.charts import BOTTOM, LEFT, RIGHT, TOP, Series, ceiling, line_chart, share


def made(values: dict[int, int], groups: dict[int, str] | None = None, name: str = "甲") -> Series:
    return Series(name, dict(values), groups or dict.fromkeys(values, ""))


def years_of(segments: tuple[tuple[object, ...], ...]) -> list[list[int]]:
    return [[point.year for point in segment] for segment in segments]  # type: ignore[attr-defined]


def test_a_missing_year_parts_the_line_and_says_so() -> None:
    chart = line_chart("题", "件", [made({2019: 1, 2020: 2, 2022: 3})], {2019, 2020, 2022})
    assert chart is not None
    assert years_of(chart.lines[0].segments) == [[2019, 2020], [2022]]
    assert [tick.text for tick in chart.years] == ["2019", "2020", "2021", "2022"]
    assert [(tick.at, tick.text) for tick in chart.gaps] == [(chart.years[2].at, "缺报告")]


def test_a_year_with_a_report_but_no_number_is_no_missing_report() -> None:
    chart = line_chart("题", "件", [made({2019: 1, 2021: 2})], {2019, 2020, 2021})
    assert chart is not None
    assert years_of(chart.lines[0].segments) == [[2019], [2021]]
    assert chart.gaps == ()


def test_no_line_over_a_change_of_the_form() -> None:
    values, forms = {2020: 5, 2021: 6, 2022: 7}, {2020: "2019", 2021: "2021", 2022: "2021"}
    chart = line_chart("题", "件", [made(values, forms)], set(values))
    assert chart is not None
    assert years_of(chart.lines[0].segments) == [[2020], [2021, 2022]]
    assert [tick.text for tick in chart.breaks] == ["表样变更"]
    assert chart.years[0].at < chart.breaks[0].at < chart.years[1].at


@pytest.mark.parametrize(
    "series",
    [
        pytest.param([], id="no line"),
        pytest.param([made({})], id="no number"),
        pytest.param([made({2022: 5})], id="one point"),
        pytest.param([made({2021: 5, 2022: -3})], id="below zero"),
    ],
)
def test_nothing_to_draw(series: list[Series]) -> None:
    assert line_chart("题", "件", series, {2022}) is None


def test_no_more_lines_than_can_be_told_apart() -> None:
    chart = line_chart("题", "件", [made({2021: n, 2022: n}, name=str(n)) for n in range(9)], set())
    assert chart is not None
    assert [line.order for line in chart.lines] == [0, 1, 2, 3]


@given(st.dictionaries(st.integers(2008, 2030), st.integers(0, 10**9), min_size=2))
def test_every_point_stands_within_the_frame(values: dict[int, int]) -> None:
    chart = line_chart("题", "件", [made(values)], set(values))
    assert chart is not None
    points = [point for segment in chart.lines[0].segments for point in segment]
    assert {point.year: point.value for point in points} == values
    assert all(LEFT <= point.x <= RIGHT and TOP <= point.y <= BOTTOM for point in points)
    assert all(point.y == BOTTOM for point in points if point.value == 0)


@given(st.floats(0, 1e9))
def test_the_axis_ends_above_every_value(value: float) -> None:
    assert value <= ceiling(value) <= max(4, value * 2.5)


@pytest.mark.parametrize(
    ("value", "end"),
    [(0, 4), (3, 4), (5, 8), (9, 20), (663, 800), (734, 800), (841, 1000)],
)
def test_the_axis_ends_at_a_round_number(value: int, end: int) -> None:
    assert ceiling(value) == end


@pytest.mark.parametrize(
    ("value", "length"),
    [
        pytest.param(0, 0, id="nothing"),
        pytest.param(1, 1, id="little is still to be seen"),
        pytest.param(500, 50, id="half"),
        pytest.param(1000, 100, id="the largest"),
        pytest.param(-3, 0, id="below zero"),
    ],
)
def test_share(value: int, length: float) -> None:
    assert share(value, 1000) == length
