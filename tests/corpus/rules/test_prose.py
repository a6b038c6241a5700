"""Rules on whole sentences: their examples, and wordings on which they keep silent."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.model import Finding, Verdict
from corpus.rules.prose import ProseRule, check_prose, prose_rules, told_by
from corpus.rules.quoted import check_quoted
from tests.corpus.rules.test_text import report

BEFORE = "b"


def found(rule: str, example: Mapping[str, object]) -> Finding | None:
    """What the rule says of its example."""
    cells, before = example.get("cells", {}), example.get("before", {})
    assert isinstance(cells, dict)
    assert isinstance(before, dict)
    made = report(str(example["text"]), cells)
    then = {one.indicator: one for one in report("", before).statistics}
    every = [*check_prose(made), *check_quoted(made.id, told_by(made), BEFORE, then)]
    return next((one for one in every if one.rule == rule), None)


@pytest.mark.parametrize("rule", prose_rules().values(), ids=lambda rule: rule.id)
def test_examples(rule: ProseRule) -> None:
    passed = found(rule.id, rule.passes)
    assert passed is not None
    assert passed.verdict is Verdict.PASS
    if rule.level == "I":
        return  # information: it never warns
    failed = found(rule.id, rule.fails)
    assert failed is not None
    assert failed.verdict is Verdict.WARN
    assert failed.id != passed.id


@pytest.mark.parametrize(
    ("rule", "text", "cells"),
    [
        pytest.param("N-BRK", "不予公开4件（主要为行政查询3件）。", {}, id="not all parts"),
        pytest.param("N-BRK", "不予公开4件（分别为甲1件、乙2件等）。", {}, id="and so on"),
        pytest.param("N-BRK", "发布4件（分别为甲1件、乙2次）。", {}, id="other units"),
        pytest.param(
            "N-CHAN",
            "收到政府信息公开申请9件，其中网络申请7件。",
            {"t3.new.total": 9},
            id="one channel",
        ),
        pytest.param(
            "N-NEG", "到期的申请全部办结。", {"t3.carried_out.total": 1}, id="only those due"
        ),
        pytest.param(
            "N-NEG", "提案和建议申请均已办结。", {"t3.carried_out.total": 1}, id="other business"
        ),
        pytest.param("N-RATE", "主动公开率76.7%。", {"t3.new.total": 3}, id="another rate"),
        pytest.param(
            "N-KIND", "有1件不属于政府信息公开范围。", {"t3.new.total": 1}, id="another reason"
        ),
    ],
)
def test_what_leaves_another_reading_says_nothing(
    rule: str, text: str, cells: Mapping[str, object]
) -> None:
    assert found(rule, {"text": text, "cells": cells}) is None


@pytest.mark.parametrize(
    ("text", "then", "verdict"),
    [
        pytest.param("同比增长20%", 25, Verdict.PASS, id="exact"),
        pytest.param("同比增长33.3%", 22.5, Verdict.PASS, id="rounded"),
        pytest.param("同比增长21%", 25, Verdict.PASS, id="one off in the last place"),
        pytest.param("同比增长25%", 25, Verdict.WARN, id="wrong"),
        pytest.param("较上年减少20%", 25, Verdict.WARN, id="wrong way"),
        pytest.param("较上年有所增加", 25, Verdict.PASS, id="the way alone"),
        pytest.param("比去年下降", 25, Verdict.WARN, id="the way alone, wrong"),
        pytest.param("同比增长约30%", 25, Verdict.PASS, id="about"),
        pytest.param("同比增长，主要来自个人", 0, Verdict.PASS, id="from nothing"),
    ],
)
def test_growth(text: str, then: float, verdict: Verdict) -> None:
    made = report(f"全年收到政府信息公开申请30件，{text}。", {"t3.new.total": 30})
    cell = {one.indicator: one for one in report("", {}).statistics}["t3.new.total"]
    before = {"t3.new.total": replace(cell, value=then, printed=str(then))}
    (one,) = (
        each
        for each in check_quoted(made.id, told_by(made), BEFORE, before)
        if each.rule == "X-STATED"
    )
    assert one.verdict is verdict
    assert [cell.report for cell in one.cells] == [BEFORE, ""]


def test_growth_of_something_else_is_not_judged() -> None:
    made = report("发文12件，发文量同比减少91%。", {"t3.new.total": 30})
    then = {one.indicator: one for one in report("", {"t3.new.total": 10}).statistics}
    assert list(check_quoted(made.id, told_by(made), BEFORE, then)) == []
