"""Synonyms: which wordings of a question are widened, and a file that changes under way."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import AllOf, AnyOf, Node, Words, parse
from indexer.synonyms import SynonymFile, Synonyms, own, parsed, widen
from indexer.text import squeeze

SOME = parsed("机管局 机关事务管理局\n行政诉讼 起诉 打官司\n# 年报 年鉴\n年报\n新收 本年新收")


def either(*texts: str) -> AnyOf:
    return AnyOf(tuple(map(Words, texts)))


WIDENED = [
    pytest.param("机管局", either("机管局", "机关事务管理局"), id="alone"),
    pytest.param("機管局", either("机管局", "机关事务管理局"), id="traditional"),
    pytest.param("机关事务管理局", either("机关事务管理局", "机管局"), id="of several words"),
    pytest.param("档案", Words("档案"), id="no synonym"),
    pytest.param(
        "机管局 复议",
        AllOf((either("机管局", "机关事务管理局"), Words("复议"))),
        id="beside a word",
    ),
    pytest.param(
        "如何打官司",
        either("打官司", "行政诉讼", "起诉"),
        id="function words go",
    ),
    pytest.param(
        "家长起诉学校",
        AllOf((Words("家长"), either("起诉", "行政诉讼", "打官司"), Words("学校"))),
        id="in the middle",
    ),
    pytest.param('"机管局"', parse('"机管局"').root, id="quoted"),
    pytest.param("家长 -机管局", parse("家长 -机管局").root, id="excluded"),
    pytest.param("年报", Words("年报"), id="a note, and a group of one"),
    pytest.param(
        "机管局 | 档案馆",
        AnyOf((either("机管局", "机关事务管理局"), Words("档案馆"))),
        id="in an alternative",
    ),
]


@pytest.mark.parametrize(("text", "root"), WIDENED)
def test_what_is_widened(text: str, root: Node) -> None:
    assert widen(parse(text), SOME).query.root == root


def test_what_was_used_is_said() -> None:
    assert widen(parse("机管局 复议"), SOME).used == (("机管局", ("机关事务管理局",)),)
    assert widen(parse("复议"), SOME).used == ()


@given(st.text(st.sampled_from('机管局关事务理起诉打官司的 "-()|年报，') | st.characters()))
def test_any_question_can_be_widened(text: str) -> None:
    query = parse(text)
    widened = widen(query, SOME)
    assert widened.query.text == query.text
    assert bool(widened.used) == (widened.query.root != query.root)


def test_our_own_are_in_normal_form_and_several() -> None:
    ours = parsed(own())
    assert len(ours.others) > 120
    assert all(squeeze(one).text == one for one in ours.others)
    assert ours.others["机管局"] == ("机关事务管理局",)
    assert "申请公开" in ours.others["依申请公开"]
    assert "起诉" in ours.others["行政诉讼"]


def test_a_file_may_come_change_and_go(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.txt"
    read = SynonymFile(path)
    assert read() == parsed(own())
    path.write_text("\ufeff松石墙 家门口公示栏\n", "utf-8")
    assert read().others["松石墙"] == ("家门口公示栏",)
    path.write_text("松石墙 公示栏 布告\n", "utf-8")
    assert read().others["松石墙"] == ("公示栏", "布告")
    assert read() is read()
    path.unlink()
    assert read() == parsed(own())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xfe\x00 \x80", id="no text"),
        pytest.param("一\n\n#\n 　 \n".encode(), id="no groups"),
    ],
)
def test_a_damaged_file_adds_nothing_known(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "synonyms.txt").write_bytes(data)
    read = SynonymFile(tmp_path / "synonyms.txt")()
    assert parsed(own()).others.items() <= read.others.items()


def test_no_synonyms_at_all() -> None:
    assert Synonyms({}).longest == 0
    assert widen(parse("机管局"), Synonyms({})).used == ()
