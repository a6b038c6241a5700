"""The official list of places: what it holds, and that every place of it is read back."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from bench.places import entries
from corpus.agencies import PROVINCES, regions
from corpus.agencies.paths import formal, path_of, resolve
from corpus.agencies.places import LIST, Place, named, stem

LINES = [line.split("\t") for line in LIST.read_text("utf-8").splitlines() if line[0] != "#"]
PLACES = list(dict.fromkeys(place for _, name, *_ in LINES for place in named(name)))


def test_the_list_is_as_long_as_the_country_is_wide() -> None:
    """As of January 2025; four of the districts of 大兴安岭 are its own and not on every list."""
    now = [code for code, _, *until in LINES if not until]
    provinces = [code for code in now if code.endswith("0000")]
    prefectures = [code for code in now if code.endswith("00") and code not in provinces]
    assert (len(provinces), len(prefectures)) == (34, 333)
    assert len(now) - 34 - 333 == 2846 + 4


def test_every_line_is_a_place_once() -> None:
    assert len({(code, name) for code, name, *_ in LINES}) == len(LINES)
    assert all(code.isdigit() and len(code) == 6 for code, *_ in LINES)
    assert all(2007 <= int(until[0]) <= 2020 for _, _, *until in LINES if until)


def test_the_provinces_are_those_of_the_list() -> None:
    listed = {name for code, name, *_ in LINES if code.endswith("0000")}
    assert listed == {*PROVINCES, "香港特别行政区", "澳门特别行政区"}


def test_every_place_stands_below_a_province() -> None:
    assert {place.path[0] for place in PLACES} == {
        name for code, name, *_ in LINES if code.endswith("0000")
    }
    assert {len(place.path) for place in PLACES if place.level == "prefecture"} == {2}


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda place: "".join(place.path), id="its whole path"),
        pytest.param(formal, id="as its bodies are named"),
    ],
)
def test_every_place_is_read_back(write: Callable[[Place], str]) -> None:
    """No text is needed to tell which place a name with its regions means."""
    for place in PLACES:
        path = path_of(write(place) + "教育局")
        assert path.text == write(place)
        assert resolve(path, "") == place


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        pytest.param(
            "宝山区", [("黑龙江省", "双鸭山市", "宝山区"), ("上海市", "宝山区")], id="two"
        ),
        pytest.param("金山区", [("上海市", "金山区")], id="one"),
        pytest.param("云澄市", [], id="none"),
        pytest.param(
            "枞阳县", [("安徽省", "铜陵市", "枞阳县")], id="moved to another city: one place"
        ),
        pytest.param("平安县", [("青海省", "海东市", "平安县")], id="where it was last"),
        pytest.param(
            "巢湖市", [("安徽省", "合肥市", "巢湖市")], id="a city made a county: one place"
        ),
        pytest.param(
            "民和县",
            [("青海省", "海东市", "民和回族土族自治县")],
            id="an autonomous county in short",
        ),
        pytest.param("市辖区", [], id="a counter, no place"),
    ],
)
def test_named(name: str, paths: list[tuple[str, ...]]) -> None:
    assert [place.path for place in named(name)] == paths


def test_what_is_there_now_comes_first() -> None:
    assert [place.until for place in named("桥西区")] == [None, None, 2019]


@pytest.mark.parametrize(
    ("wide", "name", "inside"),
    [
        pytest.param("上海市", "闸北区", True, id="a district that is no more"),
        pytest.param("巢湖市", "居巢区", True, id="in a city that is now a county"),
        pytest.param("安庆市", "枞阳县", True, id="as it was once"),
        pytest.param("铜陵市", "枞阳县", True, id="as it is now"),
        pytest.param("上海市", "沭阳县", False, id="elsewhere"),
        pytest.param("沭阳县", "沭阳县", False, id="itself"),
        pytest.param("沭阳县", "宿迁市", False, id="the other way round"),
    ],
)
def test_holds(wide: str, name: str, inside: bool) -> None:
    assert named(wide)[0].holds(named(name)[0]) is inside


@pytest.mark.parametrize(
    ("name", "short"),
    [
        pytest.param("宝山区", "宝山", id="a district"),
        pytest.param("赵县", "赵县", id="one character would be left"),
        pytest.param("内蒙古自治区", "内蒙古", id="a people inside the name"),
        pytest.param("融水苗族自治县", "融水", id="水 is here no people"),
        pytest.param("双江拉祜族佤族布朗族傣族自治县", "双江", id="four peoples"),
        pytest.param("东乡族自治县", "东乡", id="named for a people alone"),
        pytest.param("青屏区", "青屏", id="not on the list"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_stem(name: str, short: str) -> None:
    assert stem(name) == short


def test_a_place_is_a_plain_value() -> None:
    (place,) = named("沭阳县")
    assert place == Place(("321322",), None, ("江苏省", "宿迁市", "沭阳县"))
    assert regions("沭阳县") == ("沭阳县",)


@pytest.mark.parametrize(
    ("now", "old", "expected"),
    [
        pytest.param(
            {"110000": "北京市", "110101": "东城区"},
            [("110101", "东城区", "2020")],
            [("110000", "北京市", ""), ("110101", "东城区", "")],
            id="still there",
        ),
        pytest.param(
            {"310000": "上海市"},
            [("310108", "闸北区", "2014")],
            [("310000", "上海市", ""), ("310108", "闸北区", "2014")],
            id="no more",
        ),
        pytest.param(
            {"350000": "福建省", "350400": "三明市", "350404": "三元区"},
            [("350403", "三元区", "2020")],
            [("350000", "福建省", ""), ("350400", "三明市", ""), ("350404", "三元区", "")],
            id="another code, the same place",
        ),
        pytest.param(
            {"420000": "湖北省", "420600": "襄阳市"},
            [("420600", "襄樊市", "2009")],
            [("420000", "湖北省", ""), ("420600", "襄樊市", "2009"), ("420600", "襄阳市", "")],
            id="another name, the same code",
        ),
        pytest.param(
            {"110000": "北京市"},
            [("110100", "市辖区", "2014")],
            [("110000", "北京市", "")],
            id="no place",
        ),
    ],
)
def test_how_the_list_is_put_together(
    now: dict[str, str], old: list[tuple[str, str, str]], expected: list[tuple[str, str, str]]
) -> None:
    assert entries(now, old) == expected


def test_the_list_is_read_only_when_asked_for() -> None:
    code = (
        "import corpus.agencies.places as places, corpus.agencies as agencies;"
        "assert places._codes.cache_info().currsize == 0;"
        "agencies.regions('宝山区');"
        "assert places._codes.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
