"""Names that no rule can know, from our file and a user's own."""

from pathlib import Path

import pytest

from corpus.agencies import canonical, read_names, standard_names
from corpus.errors import CorpusError, NamesError

USERS = """
[abbreviations]
"水务中心" = ["水务事业发展中心"]
"机管局" = ["机关服务局"]

[[place]]
name = "云澄市青屏区"
was = ["云澄市青坪县"]

[[body]]
name = "云澄市青屏区市场监督管理局"
was = ["云澄市青屏区工商局", "云澄市青屏区质量技术监督局"]

[[body]]
name = "云澄市青屏区市监和知识产权局"
was = ["云澄市青屏区市场监督管理局"]
"""


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        pytest.param("云澄市水务中心", "云澄市水务事业发展中心", id="a further abbreviation"),
        pytest.param("云澄市机管局", "云澄市机关服务局", id="one that wins over ours"),
        pytest.param("云澄市卫健委", "云澄市卫生健康委员会", id="ours stay"),
        pytest.param("云澄市青坪县教育局", "云澄市青屏区教育局", id="a place renamed"),
        pytest.param("云澄市青坪县", "云澄市青屏区人民政府", id="its government"),
        pytest.param(
            "云澄市青屏区质监局",
            "云澄市青屏区市监和知识产权局",
            id="merged, and the new one renamed",
        ),
        pytest.param(
            "云澄市青坪县工商局", "云澄市青屏区市监和知识产权局", id="place and body at once"
        ),
        pytest.param(
            "云澄市砚溪区工商局", "云澄市砚溪区工商行政管理局", id="the same elsewhere is not meant"
        ),
    ],
)
def test_names_of_ones_own(tmp_path: Path, subject: str, name: str) -> None:
    file = tmp_path / "names.toml"
    file.write_text(USERS, "utf-8")
    assert canonical(subject, "", read_names(file)) == name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[abbreviations", id="no TOML"),
        pytest.param('[abbreviation]\n"甲" = ["乙"]', id="a table that is not known"),
        pytest.param('[abbreviations]\n"甲" = "乙"', id="no list"),
        pytest.param('[[body]]\nname = "甲"', id="nothing it was"),
        pytest.param('[[body]]\nwas = ["甲"]', id="no name"),
        pytest.param('body = ["甲"]', id="a text for a table"),
        pytest.param('[[body]]\nname = 1\nwas = ["甲"]', id="a number for a name"),
        pytest.param(
            '[[body]]\nname = "甲"\nwas = ["乙"]\n[[body]]\nname = "乙"\nwas = ["甲"]',
            id="a circle",
        ),
        pytest.param("\udcff", id="no UTF-8"),
    ],
)
def test_a_file_of_names_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "names.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CorpusError) as refused:
        read_names(file)
    assert refused.value.hint


def test_a_file_of_names_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        read_names(tmp_path / "names.toml")


def test_full_names_are_no_abbreviations() -> None:
    """Else a name once made whole would not stay."""
    names = standard_names()
    for short, full in names.full.items():
        assert full
        assert not [one for one in full if one != short and one in names.full]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('# 说明\n[abbreviations]\n"甲" = [乙]\n', 3, id="no TOML"),
        pytest.param('[abbreviations]\n"甲" = ["乙"]\n"丙" = "丁"\n', 3, id="no list"),
        pytest.param("[abbreviations]\n\n[places]\n", 3, id="a table that is not known"),
        pytest.param(
            '[[body]]\nname = "甲"\nwas = ["乙"]\n\n[[body]]\nname = "丙"\n', 5, id="an entry"
        ),
        pytest.param(
            '[[body]]\nname = "甲"\nwas = ["乙"]\n[[body]]\nname = "丙"\nwas = ["乙"]',
            4,
            id="twice",
        ),
    ],
)
def test_the_line_of_a_mistake_is_told(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "names.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(NamesError, match=f"第 {line} 行"):
        read_names(file)


def test_the_digest_follows_what_the_names_say(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text("# 没有内容\n", "utf-8")
    assert read_names(file).digest == standard_names().digest
    file.write_text(USERS, "utf-8")
    assert read_names(file).digest != standard_names().digest
