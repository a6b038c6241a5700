"""Who reports: names taken apart and made whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import (
    PROVINCES,
    canonical,
    describe,
    regions,
    unmistakable,
)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        pytest.param("上海市金山区人民政府", ("上海市", "金山区"), id="a municipality's district"),
        pytest.param("云澄市青屏区教育局", ("云澄市", "青屏区"), id="a city's district"),
        pytest.param("云澄市城市管理局", ("云澄市",), id="城市 is no city"),
        pytest.param(
            "江苏省宿迁市沭阳县人民政府", ("江苏省", "宿迁市", "沭阳县"), id="three steps"
        ),
        pytest.param("内蒙古自治区", ("内蒙古自治区",), id="a region is a province"),
        pytest.param(
            "新疆维吾尔自治区昌吉回族自治州",
            ("新疆维吾尔自治区", "昌吉回族自治州"),
            id="a prefecture",
        ),
        pytest.param("北京市", ("北京市",), id="a municipality is not its own city"),
        pytest.param("示范区教育局", (), id="a kind of zone without a name"),
        pytest.param("教育局", (), id="no region"),
        pytest.param("区市场监督管理局", (), id="a bureau seen from inside, no city called 区市"),
        pytest.param("教育局开发区分局", (), id="a body is no part of a place"),
        pytest.param("荆州市沙市区", ("荆州市", "沙市区"), id="市 inside the name of a district"),
        pytest.param("津市市教育局", ("津市市",), id="市 twice"),
        pytest.param("济南市市中区", ("济南市", "市中区"), id="a district that begins with 市"),
        pytest.param("河北省故城县", ("河北省", "故城县"), id="a step left out"),
        pytest.param("上海市闸北区", ("上海市", "闸北区"), id="a district that is no more"),
        pytest.param("巢湖市居巢区", ("巢湖市", "居巢区"), id="a city that is now a county"),
        pytest.param("安庆市枞阳县", ("安庆市", "枞阳县"), id="a county under its former city"),
        pytest.param("大理州祥云县", ("大理州", "祥云县"), id="the short name of a prefecture"),
        pytest.param(
            "杭州市钱江新区管委会", ("杭州市", "钱江新区"), id="a zone in a city of the list"
        ),
        pytest.param("晋城市城区", ("晋城市", "城区"), id="城区 by itself is no place, here it is"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_regions(name: str, path: tuple[str, ...]) -> None:
    assert regions(name) == path


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        pytest.param(
            "金山区",
            "由上海市金山区人民政府办公室编制",
            "上海市金山区人民政府",
            id="a region alone",
        ),
        pytest.param("上海市宝山区", "", "上海市宝山区人民政府", id="a region with its city"),
        pytest.param(
            "青屏区教育局",
            "云澄市青屏区教育局负责。",
            "云澄市青屏区教育局",
            id="parents from the text",
        ),
        pytest.param(
            "青屏区教育局", "全区中小学", "青屏区教育局", id="nothing is added that is not said"
        ),
        pytest.param("松石街道", "", "松石街道办事处", id="a subdistrict"),
        pytest.param("螅镇", "", "螅镇人民政府", id="a town"),
        pytest.param("太平镇政府", "", "太平镇人民政府", id="政府 for 人民政府"),
        pytest.param("青屏区人民", "", "青屏区人民政府", id="the title's 政府 serves twice"),
        pytest.param(
            "青屏区政府办公室", "", "青屏区人民政府办公室", id="an office of the government"
        ),
        pytest.param("青 屏 区", "", "青屏区人民政府", id="spaced out"),
        pytest.param("金山区", "", "上海市金山区人民政府", id="the only one of its name"),
        pytest.param("洪泽区", "", "淮安市洪泽区人民政府", id="a district goes by its city"),
        pytest.param("沭阳县", "", "沭阳县人民政府", id="a county goes by itself"),
        pytest.param("阿里地区", "", "阿里地区行政公署", id="no level of government"),
        pytest.param("西咸新区", "", "西咸新区管理委员会", id="a zone has a committee"),
        pytest.param(
            "浦东新区", "", "上海市浦东新区人民政府", id="a district that is called a zone"
        ),
        pytest.param(
            "杭州市政府办",
            "杭州市人民政府办公厅印发",
            "杭州市人民政府办公厅",
            id="as the text says",
        ),
        pytest.param("上海市政府办", "", "上海市人民政府办公厅", id="a province has a 办公厅"),
        pytest.param("全市", "云澄市人民政府门户网站", "云澄市人民政府", id="all of the city"),
        pytest.param("", "上海市", "", id="nobody"),
    ],
)
def test_canonical(subject: str, text: str, name: str) -> None:
    assert canonical(subject, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("", "宝山区教育局", id="nothing said: two places, neither guessed"),
        pytest.param("由上海市宝山区教育局编制", "上海市宝山区教育局", id="written before it"),
        pytest.param("上海宝山政府网", "上海市宝山区教育局", id="written in short"),
        pytest.param(
            "《上海市规定》第一条、《上海市规定》第二条", "上海市宝山区教育局", id="named twice"
        ),
        pytest.param("赴上海市学习一次", "宝山区教育局", id="named once, perhaps of a visit"),
        pytest.param("黑龙江省人民政府令", "双鸭山市宝山区教育局", id="the other one's province"),
        pytest.param("上海市2次上海市，双鸭山市2次双鸭山市", "宝山区教育局", id="both named"),
        pytest.param("reports/上海市/宝山区/1.txt", "上海市宝山区教育局", id="folders"),
        pytest.param("reports/上海市/1.txt", "上海市宝山区教育局", id="one folder"),
        pytest.param("首页>上海市>宝山区>年报", "上海市宝山区教育局", id="a trail of the site"),
        pytest.param(
            "云澄市宝山区教育局在云澄市宝山区", "云澄市宝山区教育局", id="a third, not on the list"
        ),
    ],
)
def test_two_places_of_one_name(text: str, name: str) -> None:
    assert canonical("宝山区教育局", text) == name


def test_a_like_named_place_elsewhere_is_believed_if_written_twice() -> None:
    assert canonical("金山区", "云澄市金山区公开。云澄市金山区印发。") == "云澄市金山区人民政府"
    assert canonical("金山区", "云澄市金山区公开。") == "上海市金山区人民政府"
    assert canonical("苏州市", "南京市苏州市无锡市。南京市苏州市无锡市。") == "苏州市人民政府"


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(
            [
                "江苏省宿迁市沭阳县人民政府",
                "江苏省沭阳县人民政府",
                "沭阳县政府",
                "江苏沭阳县",
                "宿迁沭阳县",
            ],
            id="more or less of its regions",
        ),
        pytest.param(
            [
                "云澄市青屏区人民政府办公室",
                "云澄市青屏区政府办公室",
                "云澄市青屏区政府办",
                "云澄市青屏区府办",
            ],
            id="the office",
        ),
        pytest.param(
            ["云澄市卫生健康委员会", "云澄市卫健委", "云澄市卫生健康委", "云澄市 卫健委"],
            id="委, 委员会",
        ),
        pytest.param(
            ["云澄市规划局（测绘局）", "云澄市规划局(测绘局)", "云澄市规划局 （ 测绘局 ）"],
            id="width",
        ),
        pytest.param(
            ["青屏区⼈民政府", "青屏区人民政府"], id="characters of a PDF that only look alike"
        ),
        pytest.param(
            ["云澄市青屏区", "云澄市青屏区（本级）", "云澄市青屏区(汇总)", "云澄市青屏区全区"],
            id="scope",
        ),
        pytest.param(["云澄开发区管委会", "云澄开发区管理委员会", "云澄开发区"], id="a zone"),
        pytest.param(["广西南宁市教育局", "广西壮族自治区南宁市教育局", "南宁市教育局"], id="广西"),
        pytest.param(
            ["民和县", "民和回族土族自治县人民政府", "青海省民和县"], id="an autonomous county"
        ),
        pytest.param(
            ["安庆市枞阳县", "铜陵市枞阳县", "枞阳县"], id="a county that changed its city"
        ),
        pytest.param(["襄樊市教育局", "襄阳市教育局", "湖北襄樊市教育局"], id="a city renamed"),
        pytest.param(["云澄市机管局", "云澄市机关事务管理局"], id="a department in short"),
        pytest.param(
            ["云澄市人力资源社会保障局", "云澄市人社局"], id="two ways to write one department"
        ),
    ],
)
def test_one_body_has_one_name(ways: list[str]) -> None:
    assert len({canonical(way, "") for way in ways}) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("区教育和体育局", "云澄市青屏区教育和体育局", id="one of several full names"),
        pytest.param(
            "区教育体育局，县教育体育局，区教育和体育局",
            "云澄市青屏区教育体育局",
            id="the more frequent",
        ),
        pytest.param("", "云澄市青屏区教体局", id="none: not guessed"),
        pytest.param(
            "区教育和体育局、区教育体育局", "云澄市青屏区教体局", id="both alike: not guessed"
        ),
    ],
)
def test_an_abbreviation_of_several_names(text: str, name: str) -> None:
    assert canonical("云澄市青屏区教体局", text) == name


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        pytest.param("区教育局", "云澄市青屏区教育局", "云澄市青屏区教育局", id="its own name"),
        pytest.param(
            "区府办", "上海市宝山区人民政府", "上海市宝山区人民政府办公室", id="its government"
        ),
        pytest.param(
            "区教育局",
            "云澄市青屏区人民政府、云澄市砚溪区人民政府",
            "区教育局",
            id="two governments",
        ),
        pytest.param("区教育局", "云澄市人民政府", "区教育局", id="a government of another kind"),
        pytest.param(
            "市场监督管理局", "云澄市市场监督管理局", "云澄市市场监督管理局", id="市场 is no city"
        ),
        pytest.param(
            "友谊路街道", "宝山区友谊路街道。两地", "宝山区友谊路街道办事处", id="half the way"
        ),
        pytest.param(
            "友谊路街道办",
            "上海市宝山区友谊路街道",
            "上海市宝山区友谊路街道办事处",
            id="all the way",
        ),
        pytest.param(
            "教育局", "reports/上海市/宝山区/教育局/1.txt", "上海市宝山区教育局", id="folders"
        ),
    ],
)
def test_a_name_as_it_is_said_inside_the_region(subject: str, text: str, name: str) -> None:
    assert canonical(subject, text) == name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("上海市宝山区教育局", True, id="a district with its city"),
        pytest.param("沭阳县教育局", True, id="the only one"),
        pytest.param("云澄市青屏区教育局", True, id="not on the list"),
        pytest.param("宝山区教育局", False, id="two of the name"),
        pytest.param("太平镇人民政府", False, id="a town of nowhere"),
        pytest.param("区教育局", False, id="seen from inside"),
        pytest.param("", False, id="nobody"),
    ],
)
def test_unmistakable(name: str, told: bool) -> None:
    assert unmistakable(name) is told


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        pytest.param("江苏省人民政府", "province", "government", id="a province"),
        pytest.param("云澄市人民政府", "prefecture", "government", id="a city"),
        pytest.param("云澄市青屏区人民政府", "county", "government", id="a district"),
        pytest.param("云澄市青屏区教育局", "county", "department", id="a bureau"),
        pytest.param("上海市宝山区行政服务中心", "county", "institution", id="a centre"),
        pytest.param("云澄市砚溪区松石街道办事处", "township", "subdistrict", id="a subdistrict"),
        pytest.param("太平镇人民政府", "township", "town", id="a town"),
        pytest.param("测试市人民政府", "prefecture", "government", id="not on the list"),
        pytest.param("昆山市人民政府", "county", "government", id="a city that is a county"),
        pytest.param("仙桃市人民政府", "county", "government", id="a county without a prefecture"),
        pytest.param(
            "东莞市人民政府", "prefecture", "government", id="a prefecture without counties"
        ),
        pytest.param(
            "大兴安岭地区行政公署", "prefecture", "government", id="an office of the province"
        ),
        pytest.param("云澄市开发区管理委员会", "prefecture", "zone", id="a zone without a name"),
        pytest.param("西咸新区管理委员会", "county", "zone", id="a zone"),
        pytest.param("市人民政府", "unknown", "government", id="a government of nowhere"),
        pytest.param("教育局", "unknown", "department", id="a bureau of nowhere"),
        pytest.param("", "unknown", "unknown", id="nobody"),
    ],
)
def test_level_and_kind(name: str, level: str, kind: str) -> None:
    found = describe(name, name, "")
    assert (found.level, found.kind) == (level, kind)


@pytest.mark.parametrize(
    ("name", "text", "short"),
    [
        pytest.param(
            "云澄市青屏区教育局",
            "",
            {"青屏区教育局", "教育局", "区教育局"},
            id="without its regions",
        ),
        pytest.param(
            "云澄市青屏区教育局",
            "青屏区教育局（以下简称“区教局”）",
            {"青屏区教育局", "教育局", "区教育局", "区教局"},
            id="what it calls itself",
        ),
        pytest.param(
            "云澄市青屏区教育局",
            "中小学生（以下简称“学生”）",
            {"青屏区教育局", "教育局", "区教育局"},
            id="what it calls others",
        ),
        pytest.param("云澄市青屏区人民政府", "", {"青屏区人民政府"}, id="a government"),
    ],
)
def test_short_names(name: str, text: str, short: set[str]) -> None:
    found = set(describe(name, name, text).short)
    assert found >= short
    assert not found & {name, "人民政府", "区人民政府", "学生"}  # these name nobody, or another


@pytest.mark.parametrize(
    ("name", "short"),
    [
        pytest.param(
            "云澄市青屏区人民政府", {"青屏区人民政府", "青屏区政府", "青屏"}, id="a government"
        ),
        pytest.param(
            "沭阳县人民政府",
            {"江苏省宿迁市沭阳县人民政府", "宿迁市沭阳县人民政府", "沭阳县政府", "沭阳"},
            id="longer than the name",
        ),
        pytest.param(
            "云澄市机关事务管理局",
            {"机关事务管理局", "市机关事务管理局"}
            | {"机管局", "市机管局", "云澄市机管局"}
            | {"机关事务局", "市机关事务局", "云澄市机关事务局"},
            id="abbreviated",
        ),
    ],
)
def test_all_short_names(name: str, short: set[str]) -> None:
    assert set(describe(name, name, "").short) == short


@pytest.mark.parametrize(
    ("name", "region"),
    [
        pytest.param(
            "沭阳县教育局", ("江苏省", "宿迁市", "沭阳县"), id="steps the name leaves out"
        ),
        pytest.param("安庆市枞阳县教育局", ("安徽省", "铜陵市", "枞阳县"), id="as it is now"),
        pytest.param("上海市闸北区教育局", ("上海市", "闸北区"), id="as it was"),
        pytest.param("杭州市钱江新区管理委员会", ("浙江省", "杭州市", "钱江新区"), id="a zone"),
        pytest.param("云澄市青屏区教育局", ("云澄市", "青屏区"), id="not on the list"),
        pytest.param("宝山区教育局", ("宝山区",), id="not known which"),
        pytest.param("教育局", (), id="nowhere"),
    ],
)
def test_region_path(name: str, region: tuple[str, ...]) -> None:
    assert describe(name, name, "").region == region


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("全市" * 50_000 + "x", "", id="a name without end"),
        pytest.param("宝山区", "云澄市宝山区" * 200_000, id="mentions without end"),
        pytest.param("区教育局", "各部门综合" * 200_000, id="one long word"),
        pytest.param(
            "宝山区", "综合各区数据各区报告不含" * 100_000, id="half of what tells the scope"
        ),
    ],
)
def test_hostile_texts_take_bounded_time(subject: str, text: str) -> None:
    """Without bounds some of these take minutes, and the watchdog of the test run ends it."""
    name = canonical(subject, text)
    assert describe(name, subject, text).name == name


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from(["", "青平市", "青平自治州", "青平地区"]),
    st.sampled_from(["", "云山区", "云山县", "云山自治县"]),
    st.sampled_from(["人民政府", "教育局", ""]),
)
def test_a_path_written_out_reads_back(province: str, city: str, county: str, body: str) -> None:
    assert regions(province + city + county + body) == tuple(filter(None, (province, city, county)))


NAMES = st.text(
    alphabet="省市区县镇乡街道办事处人民政府上海江苏云澄全各城教育局中心的（以下简称）“”宝山本级汇总委府办州地新",
    max_size=40,
)


@given(NAMES, NAMES)
def test_no_name_surprises(subject: str, text: str) -> None:
    name = canonical(subject, text)
    found = describe(name, subject, text)
    assert name.startswith("".join(regions(name)))
    assert bool(found.region) == bool(regions(name))
    assert found.name == name
    assert name not in found.short
    assert found.scope in {"", "own", "compiled"}


@given(NAMES, NAMES)
def test_a_name_once_made_whole_stays(subject: str, text: str) -> None:
    name = canonical(subject, text)
    assert canonical(name, text) == name


PIECES = st.lists(
    st.sampled_from(
        "上海市 上海 宝山区 宝山 双鸭山市 黑龙江省 金山区 鼓楼区 南京 江苏省 沭阳县 襄樊市 襄阳区 "
        "樊城区 民和县 广西 南宁市 云澄市 青屏区 西咸新区 松石街道 太平镇 人民政府 政府办 府办 "
        "教体局 教育体育局 教育和体育局 教育局 "
        "卫健委 管委会 区 市 全市 本级 （汇总） 由 和 。 /".split()
    ),
    max_size=8,
).map("".join)


@given(PIECES, PIECES)
def test_names_made_of_real_ones_stay_too(subject: str, text: str) -> None:
    name = canonical(subject, text)
    assert canonical(name, text) == name
    assert name.startswith("".join(regions(name)))
    assert describe(name, subject, text).name == name


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken(subject: str, text: str) -> None:
    describe(canonical(subject, text), subject, text)
