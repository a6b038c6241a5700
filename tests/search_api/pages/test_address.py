"""The address is the whole state: what is written reads back, and nothing in it is an error."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.answers import Asked
from search_api.pages.address import (
    PASSAGES_A_PAGE,
    REPORTS_A_PAGE,
    SORTS,
    anchor,
    is_filtered,
    pairs_of,
    read,
    report_url,
    search_url,
    without_filters,
)

WORDS = st.text(min_size=1, max_size=8).filter(lambda text: text == text.strip() != "")
SEVERAL = st.lists(WORDS, max_size=3, unique=True).map(tuple)
YEARS = st.integers(1900, 2999)
ASKED = st.builds(
    Asked,
    q=WORDS | st.just(""),
    agency=SEVERAL,
    region=SEVERAL,
    year=st.lists(YEARS, max_size=3, unique=True).map(tuple),
    year_from=st.none() | YEARS,
    year_to=st.none() | YEARS,
    section=st.lists(st.integers(0, 6), max_size=3, unique=True).map(tuple),
    form=SEVERAL,
    has_findings=st.none() | st.booleans(),
    sort=st.sampled_from(tuple(SORTS)),
    page=st.integers(1, 999),
    size=st.integers(1, 50),
    group=st.booleans(),
    interpret=st.booleans(),
)


def pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


@given(ASKED)
def test_what_is_written_reads_back(asked: Asked) -> None:
    assert read(pairs_of(asked)).asked == asked
    assert read(pairs(search_url(asked, page=asked.page))).asked == asked


@given(ASKED)
def test_a_change_leads_to_the_first_page(asked: Asked) -> None:
    assert read(pairs(search_url(asked, sort="year"))).asked == replace(asked, sort="year", page=1)


@given(st.lists(st.tuples(st.sampled_from(["year", "page", "sort", "group", "q", "x"]), st.text())))
def test_any_address_is_read(given_: list[tuple[str, str]]) -> None:
    found = read(given_)
    assert found.asked.page >= 1
    assert found.asked.sort in SORTS


@pytest.mark.parametrize(
    ("pair", "note"),
    [
        pytest.param(("year", "去年"), "year=去年", id="no year"),
        pytest.param(("year", "20222"), "year=20222", id="no such year"),
        pytest.param(("year", "２０２２"), "year=２０２２", id="full width"),
        pytest.param(("section", "9"), "section=9", id="no such section"),
        pytest.param(("sort", "price"), "sort=price", id="no such order"),
        pytest.param(("page", "-1"), "page=-1", id="no such page"),
        pytest.param(("size", "9999"), "size=9999", id="too many"),
        pytest.param(("has_findings", "maybe"), "has_findings=maybe", id="no yes or no"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_named(pair: tuple[str, str], note: str) -> None:
    found = read([("q", "公开"), pair])
    assert found.asked == read([("q", "公开")]).asked
    assert note in found.notes[0]


def test_usual_values_stay_out_of_the_address() -> None:
    usual = read([]).asked
    assert (usual.group, usual.size) == (True, REPORTS_A_PAGE)
    assert search_url(usual) == "/"
    assert pairs(search_url(usual, q="公开")) == [("q", "公开")]


def test_the_usual_size_follows_the_grouping() -> None:
    loose = read(pairs(search_url(read([]).asked, group=False))).asked
    assert (loose.group, loose.size) == (False, PASSAGES_A_PAGE)
    chosen = replace(read([]).asked, size=3)
    assert read(pairs(search_url(chosen, group=False))).asked.size == 3


@given(ASKED)
def test_filters_can_be_told_and_taken_off(asked: Asked) -> None:
    bare = without_filters(asked)
    assert not is_filtered(bare)
    assert bare.q == asked.q


def test_addresses_of_reports_and_cells() -> None:
    assert report_url("2022-aa", "第三方", "p3") == (
        "/reports/2022-aa?q=%E7%AC%AC%E4%B8%89%E6%96%B9#p3"
    )
    assert report_url("a/../b") == "/reports/a%2F..%2Fb"
    assert anchor("t3.new.total") == "t3-new-total"
