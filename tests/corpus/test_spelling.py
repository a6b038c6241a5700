"""Regions misprinted by a character: set right where one place alone can be meant, else left."""

from pathlib import Path

import pytest

from corpus.agencies import body_named, canonical, read_names
from corpus.agencies.places import every_name
from corpus.agencies.spelling import Misprint, misprint
from corpus.read import read
from corpus.recognise import recognise


@pytest.mark.parametrize(
    ("subject", "text", "name"),
    [
        pytest.param("沐阳县教育局", "", "沭阳县教育局", id="a look-alike"),
        pytest.param("沐阳县", "", "沭阳县人民政府", id="a government"),
        pytest.param("江苏省沐阳县教育局", "", "沭阳县教育局", id="in its province"),
        pytest.param("宿迁市沐阳县教育局", "", "沭阳县教育局", id="in its prefecture"),
        pytest.param("宿迂市沐阳县教育局", "", "沭阳县教育局", id="both steps"),
        pytest.param("毫州市教育局", "", "亳州市教育局", id="a prefecture"),
        pytest.param("教育局", "由沐阳县教育局编制", "沭阳县教育局", id="a region from the text"),
        pytest.param(
            "沐阳县教育局", "沐阳县教育局。" * 9, "沭阳县教育局", id="misprinted all along"
        ),
        pytest.param(
            "邱州市教育局",
            "邱州市教育局\n邳州市教育局编制\n邳州市教育局",
            "邳州市教育局",
            id="the text spells it otherwise, and more often",
        ),
    ],
)
def test_a_misprinted_place_is_set_right(subject: str, text: str, name: str) -> None:
    assert canonical(subject, text) == name


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("安徽省沐阳县教育局", "", id="not in the province that is named"),
        pytest.param("云澄市沐阳县教育局", "", id="in a prefecture that nobody knows"),
        pytest.param("邱州市教育局", "", id="unlike, and the text does not say"),
        pytest.param("邱州市教育局", "邳州市人民政府的要求", id="another body of such a place"),
        pytest.param("邱州市教育局", "邱州市教育局。邳州市教育局", id="each as often as the other"),
        pytest.param("云澄市青屏区教育局", "", id="a place that does not exist"),
        pytest.param("东区教育局", "", id="a name too short to tell"),
        pytest.param("临港新区管理委员会", "", id="a zone"),
    ],
)
def test_what_is_not_certain_stays_as_it_is_printed(subject: str, text: str) -> None:
    assert body_named(subject, text) == (canonical(subject, text), ())
    assert subject.removesuffix("教育局") in canonical(subject, text)


def test_where_two_places_are_possible_the_name_or_the_text_must_tell() -> None:
    """溧 looks like 滦 and like 灌."""
    assert misprint("溧南县教育局", "") is None
    assert misprint("唐山市溧南县教育局", "") == Misprint("溧南县", "滦南县")
    assert misprint("溧南县教育局", "灌南县教育局编制") == Misprint("溧南县", "灌南县")
    assert misprint("溧南县教育局", "灌南县教育局。滦南县教育局") is None


def test_no_place_of_the_list_is_a_misprint() -> None:
    assert not [name for name in every_name() if misprint(f"{name}教育局", "")]


def test_a_place_of_ones_own_is_spelt_as_meant(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('[[body]]\nname = "沐阳县教育局"\nwas = ["沐阳县教委"]\n', "utf-8")
    assert canonical("沐阳县教育局", "", read_names(file)) == "沐阳县教育局"


def test_the_title_stays_as_printed_and_the_origin_is_recorded() -> None:
    text = "沐阳县教育局2022年政府信息公开工作年度报告\n\n一、总体情况\n\n全年公开三件。\n"
    found = recognise(read("r.txt", text.encode()))
    assert found.title == "沐阳县教育局2022年政府信息公开工作年度报告"
    assert (found.agency.name, found.agency.printed) == ("沭阳县教育局", "沐阳县教育局")
    assert found.agency.region == ("江苏省", "宿迁市", "沭阳县")
    assert found.origins["agency"] == "标题，“沐阳县”按官方地名作“沭阳县”"
    assert found.notes == ("机关名称中的“沐阳县”按官方地名作“沭阳县”",)
