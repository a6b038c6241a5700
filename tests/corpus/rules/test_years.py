"""Rules between a report and the one of the year before."""

from collections.abc import Mapping

import pytest

from corpus.model import Finding, Form, Operand, Statistic, Status, Verdict
from corpus.rules import Rule, pack
from corpus.rules.evaluate import check_years
from corpus.rules.pack import BEFORE
from tests.corpus import written
from tests.corpus.written import statistic

RULES = pack("years")


def cells(given: Mapping[str, object], *, before: bool) -> list[Statistic]:
    """The cells of one year of an example."""
    return [
        Statistic(key.removeprefix(BEFORE), value, str(value), Status.PRINTED, "件", written.PLACE)
        for key, value in given.items()
        if key.startswith(BEFORE) is before and isinstance(value, int)
    ]


def found(given: Mapping[str, object]) -> list[Finding]:
    return list(check_years("now", cells(given, before=False), "then", cells(given, before=True)))


ALL = pytest.mark.parametrize("each", RULES, ids=lambda each: each.id)


@ALL
def test_every_rule_says_what_it_is_and_why(each: Rule) -> None:
    assert each.level in {"H", "S", "I"}
    assert each.title
    assert each.title_en.isascii()
    assert each.ground
    assert any(key.startswith(BEFORE) for key in each.right + each.left)


@ALL
def test_the_examples_hold(each: Rule) -> None:
    passed = {one.verdict for one in found(each.passes) if one.rule == each.id}
    failed = {one.verdict for one in found(each.fails) if one.rule == each.id}
    assert passed == {Verdict.PASS}
    assert failed == {Verdict.FAIL if each.level == "H" else Verdict.WARN}


def test_a_finding_says_in_which_report_each_cell_stands() -> None:
    given = {"before:t3.carried_out.total": 15, "t3.carried_in.total": 7}
    (one,) = [each for each in found(given) if each.rule == "X-CARRY"]
    assert one.cells == (
        Operand("t3.carried_out.total", 15, Status.PRINTED, "left", "then"),
        Operand("t3.carried_in.total", 7, Status.PRINTED, "right"),
    )
    assert "（上年）" in one.message
    assert "15" in one.message
    assert "相差 8" in one.message
    assert one.located is None


def test_a_lost_cell_of_last_year_is_no_zero() -> None:
    (one,) = [
        each
        for each in check_years(
            "now",
            [statistic("t3.carried_in.total", 3)],
            "then",
            [statistic("t3.carried_out.total", None)],
        )
        if each.rule == "X-CARRY"
    ]
    assert one.verdict is Verdict.NOT_ASSESSABLE
    assert "上年的结转下年度" in one.message


@pytest.mark.parametrize(
    ("now", "then", "absent"),
    [
        pytest.param(Form.Y2021, Form.Y2019, {"X-STOCK", "X-OLD", "X-OLDPUB"}, id="the form broke"),
        pytest.param(Form.Y2021, Form.Y2021, {"X-OLD", "X-OLDPUB"}, id="both of 2021"),
        pytest.param(Form.Y2019, Form.Y2019, {"X-STOCK", "T2-UNIT"}, id="both of 2019"),
    ],
)
def test_rules_apply_where_both_forms_have_the_cells(
    now: Form, then: Form, absent: set[str]
) -> None:
    rules = {
        one.rule
        for one in check_years("n", written.statistics(now, {}), "t", written.statistics(then, {}))
    }
    assert "X-CARRY" in rules
    assert not rules & absent
    assert rules | absent >= {rule.id for rule in RULES} - {"T2-LEVEL"}


def test_sound_years_that_follow_each_other_have_nothing_amiss() -> None:
    then = {"t3.new.total": 30, "t3.carried_out.total": 2, "t3.total_processed.total": 28}
    now = {"t3.new.total": 31, "t3.carried_in.total": 2, "t3.total_processed.total": 33}
    every = check_years(
        "now",
        [statistic(key, value) for key, value in now.items()],
        "then",
        [statistic(key, value) for key, value in then.items()],
    )
    assert {one.verdict for one in every if one.rule in {"X-CARRY", "X-JUMP", "X-COPYTAB"}} == {
        Verdict.PASS
    }
