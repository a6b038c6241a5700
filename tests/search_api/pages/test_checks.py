"""Findings: the equation in full, the cells in doubt, failing ones first."""

from dataclasses import replace

import pytest

from corpus.merge import RULE, merge
from corpus.model import Finding, Form, Operand, Status, Verdict
from search_api.pages.checks import Doubt, check, doubts, equation, states
from tests.search_api.pages.made import made_finding, made_report, made_statistics


def written(finding: Finding) -> str:
    return " ".join(
        f"{term.sign} {term.label} {term.shown.text}".strip() for term in equation(finding)
    )


def outcomes(*values: int | None, total: int) -> Finding:
    """A column of the outcome rows against its total."""
    rows = ("granted", "partial", "denied_1_state_secret", "denied_2_law_forbids",
            "denied_4_third_party", "unable_1_not_held", "refused_2_repeat", "other_3_other",
            "refused_1_petition", "denied_5_internal")  # fmt: skip
    left = tuple(
        Operand(
            f"t3.{row}.total", value, Status.MISSING if value is None else Status.PRINTED, "left"
        )
        for row, value in zip(rows, values, strict=False)
    )
    right = Operand("t3.total_processed.total", total, Status.PRINTED, "right")
    return replace(made_finding(located=False), rule="T3-OUT", about="total", cells=(*left, right))


def test_an_equation_names_what_tells_its_cells_apart() -> None:
    assert written(made_finding()) == (
        "自然人 2 + 商业企业 0 + 科研机构 0 + 社会公益组织 0 + 法律服务机构 0 + 其他 2 ≠ 总计 2"
    )
    assert written(outcomes(1, 2, total=4)) == "予以公开 1 + 部分公开 2 ≠ 办结总计 4"


def test_a_long_equation_counts_its_zeros() -> None:
    said = written(outcomes(1, 0, 0, 0, 2, 0, 0, 0, 0, 0, total=4))
    assert said == "予以公开 1 + 第三方合法权益 2 + 其余 8 项 0 ≠ 办结总计 4"


def test_a_cell_without_a_number_is_no_zero_in_an_equation() -> None:
    assert "部分公开 ?" in written(outcomes(1, None, total=4))
    assert check(outcomes(1, None, total=4)).sums == ""


def test_a_check_says_what_each_side_comes_to() -> None:
    found = check(made_finding())
    assert found.title == "“本年新收”行：各类申请人之和 = 总计"
    assert found.sums == "左边合计 4，右边合计 2"
    assert found.located == "可由一格解释：本年新收：其他，原文 2，按 2 项关系推算为 0"
    assert found.url == "#t3-new-natural_person"


def test_what_passes_needs_no_equation() -> None:
    assert check(made_finding(Verdict.PASS)).equation == ()


def test_failing_ones_come_first() -> None:
    found = states(made_finding(verdict) for verdict in reversed(Verdict))
    assert [state.word for state in found] == ["不符", "请留意", "无法判断", "相符"]


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.NOT_ASSESSABLE])
def test_what_did_not_fail_puts_nothing_in_doubt(verdict: Verdict) -> None:
    assert doubts([made_finding(verdict)]) == {}


def test_a_located_cell_is_in_doubt_alone() -> None:
    assert doubts([made_finding()]) == {"t3.new.other": Doubt("f-T3-ROW-new", True, 0)}


def test_without_a_located_cell_those_of_the_relation_are() -> None:
    found = doubts([made_finding(located=False)])
    assert len(found) == 7
    assert not any(doubt.located for doubt in found.values())


def test_of_a_long_relation_the_shorter_side_is() -> None:
    assert list(doubts([outcomes(*range(10), total=4)])) == ["t3.total_processed.total"]


def test_a_located_doubt_goes_before_another() -> None:
    located, other = made_finding(), made_finding(located=False, name="T3-BAL-other")
    for findings in ([located, other], [other, located]):
        assert doubts(findings)["t3.new.other"].located


def test_what_sources_print_differently_is_no_equation() -> None:
    """12 = 21 would be said of it, for nothing fails."""
    readings = [
        made_report(statistics=made_statistics(Form.Y2021, {"t3.new.total": total, **rest}))
        for total, rest in ((12, {}), (21, {"t4.review.total": None}))
    ]
    sources = [replace(readings[0].sources[0], sha256=letter * 64) for letter in "ab"]
    filed = [replace(one, sources=(file,)) for one, file in zip(readings, sources, strict=True)]
    same = {f"t3.granted.{column}": 3 for column in ("total", "other", "business")}
    filed = [
        replace(
            one,
            statistics=tuple(
                replace(cell, value=same.get(cell.indicator, cell.value)) for cell in one.statistics
            ),
        )
        for one in filed
    ]
    (found,) = (one for one in merge(filed).findings if one.rule == RULE)
    said = check(found)
    assert (said.title, said.equation, said.sums) == ("各来源的数相同", (), "")
    assert said.url == "#t3-new-total"
    assert list(doubts([found])) == ["t3.new.total"]
