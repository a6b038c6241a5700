"""How an answer is asked for on the command line: orders, explanations, folding, what is new."""

import json

import pytest

from tests.search_api.conftest import Gongkai


def test_a_search_explained(asked: Gongkai) -> None:
    said = asked("search", "依申请公开", "--explain", "--size", "2").stdout
    assert "切分：依申请公开" in said
    assert "词：依申请公开×1" in said
    assert said.count("得分 ") == 2


def test_the_same_sentence_is_listed_once(asked: Gongkai) -> None:
    plain = asked("search", "未收取信息处理费").stdout
    folded = asked("search", "未收取信息处理费", "--fold").stdout
    assert "同一句话另见于" in plain
    assert "已折叠" in folded
    assert folded.count("未收取信息处理费】") < plain.count("未收取信息处理费】")


def test_only_what_is_new(asked: Gongkai) -> None:
    said = asked("search", "公开", "--new").stdout
    assert "没有同机关上一年度的报告可比，未列入" in said


def test_no_synonyms(asked: Gongkai) -> None:
    totals = [
        json.loads(asked("search", "起诉", "--json", *more).stdout)["total"]
        for more in ((), ("--exact",))
    ]
    assert totals[0] > totals[1]


def test_a_slip_is_offered_put_right(asked: Gongkai) -> None:
    assert "可以改为：行政复议（" in asked("search", "行政复仪").stdout


@pytest.mark.parametrize("sort", ["t3.new.total", "-t3.new.total"])
def test_sorted_by_a_figure(asked: Gongkai, sort: str) -> None:
    answer = json.loads(asked("search", "公开", "--sort", sort, "--size", "100", "--json").stdout)
    first = [hit["statistics"][0] for hit in answer["hits"] if hit["statistics"]]
    values = [one["value"] for one in first if one["indicator"] == "t3.new.total"]
    known = [value for value in values if value is not None]
    assert len(set(known)) > 5
    assert known == sorted(known, reverse=sort[0] != "-")


def test_an_order_that_there_is_not(asked: Gongkai) -> None:
    refused = asked("search", "公开", "--sort", "t9.no.thing")
    assert refused.exit_code == 2
    assert "t3.new.total" in refused.stderr
