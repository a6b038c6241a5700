"""What is said plainly becomes a filter; everything else stays a word."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.interpret import AgencyRow, agency_named, names_of, narrowest, read, region_named

AGENCIES: tuple[AgencyRow, ...] = (
    ("江川市云岭区人民政府", ("江川市", "云岭区"), ("云岭区人民政府", "云岭区政府"), 3),
    ("江川市云岭区教育局", ("江川市", "云岭区"), ("云岭区教育局", "教育局", "区教育局"), 2),
    ("江川市南浦县人民政府", ("江川市", "南浦县"), ("南浦县人民政府",), 4),
    ("江川市云岭区松石街道办事处", ("江川市", "云岭区"), ("松石街道办事处", "办事处"), 1),
    ("江川市云岭区机关事务管理局", ("江川市", "云岭区"), ("云岭区机管局", "机管局", "区机管局"), 1),
    ("江川市南浦县教育局", ("江川市", "南浦县"), ("南浦县教育局", "教育局", "县教育局"), 1),
    ("平湖市鼓楼区人民政府", ("平湖市", "鼓楼区"), ("鼓楼区人民政府",), 1),
    ("临港市鼓楼区人民政府", ("临港市", "鼓楼区"), ("鼓楼区人民政府",), 1),
)
NAMES = names_of(AGENCIES)


def understood(text: str) -> tuple[str, list[tuple[str, str | int]]]:
    reading = read(text, NAMES)
    return reading.words, [(one.kind, one.value) for one in reading.interpreted]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("2022年 复议", "复议", [("year", 2022)], id="year"),
        pytest.param("复议 2022", "复议", [("year", 2022)], id="four digits alone"),
        pytest.param("2022年度", "", [("year", 2022)], id="nothing left to search"),
        pytest.param("21年 复议", "复议", [("year", 2021)], id="two digits"),
        pytest.param("２０２２年 复议", "复议", [("year", 2022)], id="full width"),
        pytest.param("2019-2021年 复议", "复议", [("year", "2019..2021")], id="range"),
        pytest.param("2019年至2021年 复议", "复议", [("year", "2019..2021")], id="range in words"),
        pytest.param("19-21年", "", [("year", "2019..2021")], id="range of two digits"),
        pytest.param("2021-2019年", "", [("year", "2019..2021")], id="range backwards"),
        pytest.param(
            "2019、2021年 复议", "复议", [("year", 2019), ("year", 2021)], id="several years"
        ),
        pytest.param(
            "云岭区2020年不予公开",
            "不予公开",
            [("region", "云岭区"), ("year", 2020)],
            id="nothing between",
        ),
        pytest.param(
            "不予公开2020年", "不予公开", [("year", 2020)], id="a year behind other words"
        ),
        pytest.param("云岭区 复议", "复议", [("region", "云岭区")], id="a region of several"),
        pytest.param(
            "平湖市 复议", "复议", [("agency", "平湖市鼓楼区人民政府")], id="a region of one"
        ),
        pytest.param(
            "云岭 机管局 21年",
            "",
            [
                ("region", "云岭区"),
                ("agency", "江川市云岭区机关事务管理局"),
                ("year", 2021),
            ],
            id="a region without its kind, a short name, a short year",
        ),
        pytest.param(
            "云岭机管局 公开",
            "公开",
            [("agency", "江川市云岭区机关事务管理局")],
            id="the same in one word",
        ),
        pytest.param(
            "南浦县 2021年 教育局",
            "",
            [("region", "南浦县"), ("year", 2021), ("agency", "江川市南浦县教育局")],
            id="a short name that the region makes clear",
        ),
        pytest.param(
            "云岭区 和 2021年", "", [("region", "云岭区"), ("year", 2021)], id="joined by and"
        ),
        pytest.param(
            "云岭 2021年度", "", [("region", "云岭区"), ("year", 2021)], id="beside a year"
        ),
        pytest.param(
            "(复议 OR 诉讼) 云岭区 2022年",
            "(复议 OR 诉讼)",
            [("region", "云岭区"), ("year", 2022)],
            id="beside a bracket",
        ),
        pytest.param(
            "-复议 2022年 “公开 2021年”",
            "-复议 “公开 2021年”",
            [("year", 2022)],
            id="beside an exclusion and a quote",
        ),
        pytest.param("新收>100 2022年", "新收>100", [("year", 2022)], id="beside a condition"),
        pytest.param(
            "云岭区2022年行政处罚数量",
            "行政处罚数量",
            [("region", "云岭区"), ("year", 2022)],
            id="run together",
        ),
        pytest.param(
            "云岭区政府 复议", "复议", [("agency", "江川市云岭区人民政府")], id="a short name"
        ),
        pytest.param(
            "江川市云岭区人民政府",
            "",
            [("agency", "江川市云岭区人民政府")],
            id="the full name, not its first part",
        ),
        pytest.param(
            "松石街道办事处 2021年",
            "",
            [("agency", "江川市云岭区松石街道办事处"), ("year", 2021)],
            id="a name of its own",
        ),
        pytest.param("雲嶺區 复议", "复议", [("region", "云岭区")], id="traditional characters"),
        pytest.param("总体情况 复议", "复议", [("section", 1)], id="a section by its title"),
        pytest.param(
            "存在的主要问题及改进情况", "", [("section", 5)], id="a section and nothing else"
        ),
        pytest.param("", "", [], id="nothing at all"),
    ],
)
def test_what_becomes_a_filter(text: str, words: str, found: list[tuple[str, str | int]]) -> None:
    assert understood(text) == (words, found)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("不予公开", id="words of the form"),
        pytest.param("不予公开 第三方", id="an indicator"),
        pytest.param("30号 2件", id="bare numbers"),
        pytest.param("12345", id="a long number"),
        pytest.param("2022件", id="a number with another measure"),
        pytest.param("2035", id="no year of a report"),
        pytest.param("近10年", id="a span of time"),
        pytest.param("2022年底", id="a date"),
        pytest.param("2022年1月1日", id="another date"),
        pytest.param("自2022年", id="since then"),
        pytest.param("2021年以来", id="since then, the other way round"),
        pytest.param('"2022年" 复议', id="in quotes"),
        pytest.param("“云岭区” 复议", id="in Chinese quotes"),
        pytest.param("-2022年 复议", id="excluded"),
        pytest.param("云岭区 OR 南浦县", id="beside OR"),
        pytest.param("(云岭区 2022年)", id="in brackets"),
        pytest.param("云岭区 OR 2022年", id="both beside OR"),
        pytest.param("年份:2022年 公开", id="a field says it already"),
        pytest.param("时间：2022年", id="behind a colon"),
        pytest.param("云岭", id="a region without its kind, alone"),
        pytest.param("云岭 公开", id="the same beside a word"),
        pytest.param("机管局", id="a short name, alone"),
        pytest.param("前年 公开", id="a year that is not named"),
        pytest.param("云岭区|南浦县", id="beside a bar"),
        pytest.param('"2022年 复议', id="a quote left open"),
        pytest.param("教育局 复议", id="a kind of body"),
        pytest.param("办事处", id="another kind of body"),
        pytest.param("人民政府", id="no one's name"),
        pytest.param("主动公开情况总体情况好", id="a title inside a longer word"),
    ],
)
def test_what_stays_a_word(text: str) -> None:
    assert understood(text) == (text, [])


def test_a_name_of_several_is_offered_and_not_chosen() -> None:
    reading = read("鼓楼区 复议", NAMES)
    assert (reading.words, reading.interpreted) == ("鼓楼区 复议", ())
    assert "平湖市鼓楼区" in reading.notes[0]
    assert "临港市鼓楼区" in reading.notes[0]


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        pytest.param("鼓楼区 复议", ["平湖市鼓楼区", "临港市鼓楼区"], id="two regions"),
        pytest.param("鼓楼 2021年", ["平湖市鼓楼区", "临港市鼓楼区"], id="without their kind"),
        pytest.param("教育局 公开", ["江川市云岭区教育局", "江川市南浦县教育局"], id="two bodies"),
        pytest.param("机管局", ["江川市云岭区机关事务管理局"], id="one, but a word too"),
        pytest.param("云岭", ["云岭区"], id="a region, but a word too"),
        pytest.param("云岭区 教育局", [], id="clear beside its region"),
        pytest.param("不予公开", [], id="no name"),
        pytest.param("“教育局”", [], id="quoted"),
    ],
)
def test_what_a_name_may_mean_is_offered(text: str, offers: list[str]) -> None:
    assert [one.label for one in read(text, NAMES).offers] == offers


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        pytest.param("云岭区", ("云岭区",), id="by its name"),
        pytest.param("雲嶺", ("云岭区",), id="without its kind"),
        pytest.param("天上", (), id="none"),
    ],
)
def test_regions_by_name(said: str, steps: tuple[str, ...]) -> None:
    assert region_named(said, NAMES) == steps


def test_a_range_is_each_of_its_years() -> None:
    assert read("2019-2021年 复议", NAMES).values("year") == (2019, 2020, 2021)


def test_a_region_in_another_is_the_narrower_one() -> None:
    named = read("江川市云岭区", NAMES).values("region")
    assert named == ("江川市", "云岭区")
    assert narrowest(map(str, named), NAMES) == ("云岭区",)
    assert narrowest(["江川市", "平湖市"], NAMES) == ("江川市", "平湖市")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("江川市云岭区教育局", ("江川市云岭区教育局",), id="full name"),
        pytest.param("机管局", ("江川市云岭区机关事务管理局",), id="short, and nobody else's"),
        pytest.param("教育局", ("江川市云岭区教育局", "江川市南浦县教育局"), id="short, of two"),
        pytest.param("云岭区", ("江川市云岭区人民政府",), id="a region is its government"),
        pytest.param(
            "鼓楼区",
            ("平湖市鼓楼区人民政府", "临港市鼓楼区人民政府"),
            id="two of that name",
        ),
        pytest.param("天上", (), id="no one"),
    ],
)
def test_an_agency_asked_for_by_name(name: str, meant: tuple[str, ...]) -> None:
    assert agency_named(name, NAMES) == meant


PIECES = st.sampled_from(
    [
        "云岭区",
        "云岭",
        "机管局",
        "江川市",
        "“",
        "OR ",
        "-",
        "(",
        "2022年",
        "2019-2021年",
        "教育局",
        "不予公开",
        "总体情况",
        "、",
        "的",
        " ",
    ]
)


@given(st.text(max_size=40) | st.lists(PIECES, max_size=8).map("".join))
def test_any_text_is_read_and_nothing_is_made_up(text: str) -> None:
    reading = read(text, NAMES)
    for one in reading.interpreted:
        assert one.text in text  # as typed, so that a page can take it out again
    assert set(reading.words) <= set(text) | {" "}
    # Nothing leaves the words but what became a filter, and signs and particles beside it.
    gone = Counter(text) - Counter(reading.words)
    taken = {*"".join(one.text for one in reading.interpreted)}
    assert all(
        char in taken or char.isspace() or char in "、,，。.;；的之在与與和及且AND&"
        for char in gone
    )
    if not reading.interpreted:
        assert reading.words == text
