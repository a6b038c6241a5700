"""Names as they are typed in pinyin, and characters that are taken for one another."""

import pytest

from indexer.pinyin import alike, readings, sounds


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        pytest.param("金山区", "jinshanqu", id="whole"),
        pytest.param("金山区", "jsq", id="initials"),
        pytest.param("重庆市", "chongqingshi", id="a place with a reading of its own"),
        pytest.param("六安市", "luanshi", id="another"),
        pytest.param("长宁区", "changningqu", id="the dictionary's second choice"),
        pytest.param("长宁区", "cnq", id="initials of that"),
        pytest.param("绿园区", "lvyuanqu", id="ü is v"),
        pytest.param("第3街道", "di3jiedao", id="a digit stands as it is"),
    ],
)
def test_readings(name: str, typed: str) -> None:
    assert typed in readings(name)


@pytest.mark.parametrize("name", ["", "abc", "12"])
def test_what_is_not_chinese_has_no_reading(name: str) -> None:
    assert readings(name) == ()


def test_syllables_do_not_run_together() -> None:
    assert sounds("西安") != sounds("先")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("申", "申", True, id="the same"),
        pytest.param("申", "审", True, id="sound"),
        pytest.param("议", "义", True, id="sound, another tone"),
        pytest.param("山", "三", True, id="sh and s"),
        pytest.param("信", "行", True, id="in and ing"),
        pytest.param("己", "已", True, id="look"),
        pytest.param("复", "议", False, id="nothing"),
    ],
)
def test_alike(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected
    assert alike(other, one) is expected
