"""The empty state and the list of reports count what there is."""

from dataclasses import replace

import pytest

from search_api.pages.home import (
    ROWS_A_PAGE,
    SHOWN_AGENCIES,
    Chosen,
    directory_page,
    directory_url,
    home_page,
    lost_tables,
    telling,
    year_span,
)
from tests.search_api.pages.made import made_row


def test_coverage_is_counted() -> None:
    rows = [
        made_row("a", "甲", 2020),
        made_row("b", "甲", 2022, failed=2),
        made_row("c", "乙", None),
    ]
    page = home_page(rows, [("行政复议", 4)])
    assert page.coverage == "3 份报告 · 2 个机关 · 1 个地区 · 2020–2022 年"
    assert [(link.label, link.note) for link in page.years] == [
        ("2022 年", "1 份"),
        ("2020 年", "1 份"),
    ]
    assert [(link.label, link.note) for link in page.agencies] == [("甲", "2 份"), ("乙", "1 份")]
    assert page.failed == 1


def test_nothing_yet() -> None:
    page = home_page([], [])
    assert (page.coverage, page.reports, page.years) == ("0 份报告", 0, ())


def test_many_bodies_are_folded() -> None:
    page = home_page([made_row(str(n), f"机关{n}") for n in range(400)], [])
    assert (len(page.agencies), len(page.more_agencies)) == (SHOWN_AGENCIES, 400 - SHOWN_AGENCIES)


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        pytest.param(["行政复议", "公开"], ["行政复议"], id="short words say little"),
        pytest.param(["商业企业", "处理决定数量"], [], id="heads of columns"),
        pytest.param(["信息公开", "政府信息公开"], ["信息公开"], id="one within the other"),
    ],
)
def test_frequent_words_that_say_something(words: list[str], chosen: list[str]) -> None:
    assert [word for word, _ in telling([(word, 9) for word in words])] == chosen


@pytest.mark.parametrize(
    ("years", "said"),
    [([], ""), ([2022], "2022 年"), ([2024, 2019, 2020], "2019–2024 年")],
)
def test_year_span(years: list[int], said: str) -> None:
    assert year_span(years) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param({"failed": 2, "warned": 1}, ("fail", "2 项不符"), id="failed"),
        pytest.param({"warned": 1}, ("warn", "1 项请留意"), id="to be looked at"),
        pytest.param({"not_assessable": 3}, ("unknown", "3 项无法判断"), id="not assessable"),
        pytest.param({}, ("pass", "未见不符"), id="nothing against it"),
    ],
)
def test_state_of_checking(counts: dict[str, int], said: tuple[str, str]) -> None:
    row = replace(made_row(), **counts)  # type: ignore[arg-type]
    (line,) = directory_page([row], 1, Chosen(), (2022,), ()).lines
    assert (line.state, line.check) == said


def test_pages_of_the_list() -> None:
    page = directory_page([made_row()], 10 * ROWS_A_PAGE, Chosen(year=2022, page=5), (2022,), ())
    assert [link.label for link in page.pages] == ["1", "3", "4", "5", "6", "7", "10"]
    assert page.pages[1].url == "/reports?year=2022&page=3"


def test_the_address_of_the_list() -> None:
    assert directory_url(Chosen()) == "/reports"
    assert directory_url(Chosen(check="fail")) == "/reports?check=fail"


def test_lost_tables_by_name() -> None:
    assert lost_tables(("t4", "t3")) == "表三、表四"
