"""Rules on a report as a whole: each example of the file, and the places where nothing is said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpus.forms import keys_of
from corpus.headings import SECTION_TITLES
from corpus.model import Agency, Finding, Form, Place, Report, Section, Status, Verdict
from corpus.rules import StructureRule, structure
from corpus.rules.structure import check_structure, rule_ids
from tests.corpus.written import statistic

TEXTS = {
    0: "数据统计期限为2022年1月1日至12月31日。联系电话见门户网站。",
    1: "全年主动公开信息三件。",
    5: "公开的内容更新不够及时，村居一级的人手不足。明年将按季度检查，并为各村居培训一名专人。",
    6: "本年度未收取信息处理费。",
}
NUMERALS = "一二三四五六"


def report(given: Mapping[str, Any]) -> Report:
    """A sound report, but for what is given (see the head of structure.toml)."""
    form = Form(given.get("form", "2021"))
    zeros = {key: statistic(key, 0) for key in keys_of(form)}
    for key, value in given.get("cells", {}).items():
        if value == "missing":
            table = key.split(".")[0]
            gone = [each for each in zeros if each.startswith(table)]
            zeros |= {each: statistic(each, None) for each in gone}
        else:
            zeros[key] = statistic(key, value)
    return Report(
        id="r",
        title=given.get("title", "云澄市青屏区教育局2022年政府信息公开工作年度报告"),
        agency=Agency(
            "云澄市青屏区教育局",
            "青屏区教育局",
            ("云澄市", "青屏区"),
            given.get("level", "county"),
            given.get("kind", "department"),
        ),
        year=given.get("year", 2022),
        form=form,
        published=given.get("published"),
        sections=tuple(sections(given)),
        passages=(),
        statistics=tuple(zeros.values()),
        findings=(),
        sources=(),
    )


def sections(given: Mapping[str, Any]) -> list[Section]:
    texts = TEXTS | {int(number): text for number, text in given.get("texts", {}).items()}
    if "1" in given.get("texts", {}):
        texts[0] = ""  # what an example says of the period is all there is of it
    heads = {int(number): text for number, text in given.get("headings", {}).items()}
    return [
        Section(
            number,
            title,
            heads.get(number, f"{NUMERALS[number - 1]}、{title}" if number else ""),
            (),
            texts.get(number, ""),
            Place(number + 1),
        )
        for number, title in SECTION_TITLES.items()
        if number not in given.get("without", ())
    ]


def found(one: Report) -> dict[str, Finding]:
    return {each.rule: each for each in check_structure(one)}


ALL = pytest.mark.parametrize("each", structure(), ids=lambda each: each.id)


def test_every_rule_has_its_function() -> None:
    assert [each.id for each in structure()] == list(rule_ids())


@ALL
def test_every_rule_says_what_it_is_and_why(each: StructureRule) -> None:
    assert each.level in {"S", "I"}
    assert each.title
    assert each.title_en.isascii()
    assert each.ground


@ALL
def test_the_examples_hold(each: StructureRule) -> None:
    passed, failed = (found(report(given)).get(each.id) for given in (each.passes, each.fails))
    assert passed is not None
    assert passed.verdict is Verdict.PASS
    assert failed is not None
    assert failed.verdict is Verdict.WARN
    assert failed.message != passed.message
    assert failed.id != passed.id


def test_a_sound_report_has_nothing_amiss() -> None:
    assert {each.verdict for each in check_structure(report({}))} == {Verdict.PASS}


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        pytest.param({"form": "2014", "year": 2016}, "S-SEC", id="free sections before 2019"),
        pytest.param({"without": [5]}, "S-S5", id="no section 5: S-SEC says so"),
        pytest.param({"without": [6]}, "N-FEE", id="no section 6"),
        pytest.param({}, "S-DATE", id="no date of publication"),
        pytest.param(
            {"published": "2023-05-01", "kind": "subdistrict"}, "S-DATE", id="no day is set for it"
        ),
        pytest.param({"year": None}, "T2-FORM", id="year not known"),
        pytest.param({"year": 2019, "form": "2019"}, "N-FEE", id="before there were fees"),
    ],
)
def test_where_there_is_nothing_to_look_at_nothing_is_said(
    given: Mapping[str, Any], rule: str
) -> None:
    assert rule not in found(report(given))


@pytest.mark.parametrize(
    ("given", "rule", "said"),
    [
        pytest.param(
            {"without": [2, 4]},
            "S-SEC",
            "缺第二部分“主动公开政府信息情况”；缺第四部分“政府信息公开行政复议、行政诉讼情况”",
            id="two sections",
        ),
        pytest.param(
            {"headings": {6: "### 五、其他需要报告的事项"}}, "S-NUM", "应为第六部分", id="marked up"
        ),
        pytest.param({"texts": {5: ""}}, "S-S5", "没有内容", id="a section without words"),
        pytest.param({"published": "2026-01-05"}, "S-DATE", "重新发布", id="a date years later"),
        pytest.param(
            {"published": "2023-03-31", "kind": "government"},
            "S-DATE",
            "相符",
            id="governments later",
        ),
        pytest.param({"texts": {1: "截至2022112日。"}}, "N-TYPO", "2022112日", id="a digit lost"),
        pytest.param(
            {"title": "青屏区教育局2021年政府信息公开工作年度报告"},
            "N-YEAR",
            "标题写 2021 年",
            id="title",
        ),
    ],
)
def test_what_is_said(given: Mapping[str, Any], rule: str, said: str) -> None:
    assert said in found(report(given))[rule].message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("截至12月31日，2022年1月4日起", id="with its month"),
        pytest.param("第365日，共120日", id="counted days"),
        pytest.param("于31日公布", id="a day of a month named before"),
    ],
)
def test_a_date_that_has_lost_nothing(text: str) -> None:
    assert found(report({"texts": {1: text}}))["N-TYPO"].verdict is Verdict.PASS


def test_a_body_of_unknown_kind_cannot_be_said_to_lack_the_right() -> None:
    one = report({"kind": "unknown", "cells": {"t2.regulations.valid": 3}})
    assert found(one)["T2-REG"].verdict is Verdict.NOT_ASSESSABLE
    assert found(one)["T2-REG"].cells[0].status is Status.PRINTED


def test_findings_keep_their_ids_until_something_changes() -> None:
    one = report({"without": [4]})
    assert check_structure(one) == check_structure(replace(one, notes=("x",)))
    assert found(one)["S-SEC"].id != found(report({"without": [3]}))["S-SEC"].id
