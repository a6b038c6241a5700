"""A compiled report held against the reports of the bodies below it."""

from collections.abc import Sequence

import pytest

from corpus.model import Finding, Verdict
from corpus.rules.tree import Member, across, check_tree
from tests.corpus.written import statistic

CITY = "云澄市青屏区人民政府"
VERTICAL = "本报告数据未包含实行垂直领导的部门。"


def member(name: str, new: int | None, scope: str = "", text: str = "") -> Member:
    return Member(name, name, scope, text, (statistic("t3.new.total", new),))


def children(*new: int | None) -> list[Member]:
    return [member(f"第{at}局", value) for at, value in enumerate(new)]


def found(
    parent: Member, below: Sequence[Member], absent: Sequence[str] = ()
) -> dict[str, Finding]:
    return {each.rule: each for each in check_tree(parent, below, absent)}


def test_every_rule_says_what_it_is_and_why() -> None:
    for each in across().values():
        assert each.level in {"H", "S", "I"}
        assert each.title
        assert each.title_en.isascii()
        assert each.ground


@pytest.mark.parametrize(
    ("scope", "new", "below", "verdict"),
    [
        pytest.param("compiled", 10, (3, 4), Verdict.PASS, id="part of the sum"),
        pytest.param("compiled", 10, (6, 5), Verdict.FAIL, id="more than the whole"),
        pytest.param("", 10, (6, 5), Verdict.WARN, id="scope not said"),
        pytest.param("compiled", 10, (6, None), Verdict.PASS, id="a lost cell adds nothing"),
    ],
)
def test_the_parts_do_not_exceed_the_whole(
    scope: str, new: int, below: tuple[int | None, ...], verdict: Verdict
) -> None:
    assert found(member(CITY, new, scope), children(*below))["H-CAP"].verdict is verdict


def test_what_exceeds_is_named_with_both_sums() -> None:
    one = found(member(CITY, 10, "compiled"), children(6, 5))["H-CAP"]
    assert "下级合计 11，本级 10" in one.message
    assert [each.indicator for each in one.cells] == ["t3.new.total"]


def test_a_report_for_the_government_alone_is_held_against_nobody() -> None:
    assert found(member(CITY, 1, "own"), children(6, 5)) == {}


@pytest.mark.parametrize(
    ("new", "absent", "verdict"),
    [
        pytest.param(10, (), Verdict.PASS, id="all are there and add up"),
        pytest.param(12, (), Verdict.WARN, id="all are there and fall short"),
        pytest.param(12, ("第九局",), Verdict.NOT_ASSESSABLE, id="one reports in other years only"),
    ],
)
def test_the_sum_is_judged_only_if_nobody_is_missing(
    new: int, absent: tuple[str, ...], verdict: Verdict
) -> None:
    every = found(member(CITY, new, "compiled"), children(2, 2, 2, 2, 2), absent)
    assert every["H-SUM"].verdict is verdict
    assert ("H-MISS" in every) == bool(absent)


def test_a_few_bodies_say_nothing_of_a_region() -> None:
    assert "H-SUM" not in found(member(CITY, 12, "compiled"), children(2, 2))


def test_bodies_that_the_text_leaves_out_are_not_counted() -> None:
    below = [member("青屏区税务局", 9), member("青屏区教育局", 3)]
    with_them = found(member(CITY, 10, "compiled"), below)
    without = found(member(CITY, 10, "compiled", VERTICAL), below)
    assert with_them["H-CAP"].verdict is Verdict.FAIL
    assert without["H-CAP"].verdict is Verdict.PASS
    assert "青屏区税务局" in without["H-SCOPE"].message
    assert "H-SCOPE" not in with_them
