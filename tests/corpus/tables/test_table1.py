"""The 统计表 of 2014-2018: one figure an item, told by its wording and what stands above it."""

import pytest

from corpus.forms import annex
from corpus.model import Form, Report, Status, Verdict
from corpus.prepare import prepare
from corpus.read import read
from corpus.tables import read_tables

FIGURES = {item.key: number for number, item in enumerate(annex.items(), 1)}
SEPARATORS = [
    pytest.param("\t", id="tabs"),
    pytest.param(" | ", id="pipes"),
    pytest.param("\n", id="one cell a line"),
    pytest.param("\n\n", id="one cell a line, blank lines between"),
]
BODY = """云澄市青屏区统计局2016年政府信息公开工作年度报告

一、概述

2016年按月公布数据十二期，每期附一段说明，市民来电比上一年少了一半。

四、政府信息公开的收费及减免情况

全年没有收费，也没有减免。

附：政府信息公开情况统计表

"""


def lines(sep: str) -> list[str]:
    """The whole 统计表, a line an item."""
    return [f"{item.label}{sep}{item.unit}{sep}{FIGURES[item.key]}" for item in annex.items()]


def report(table: str) -> Report:
    """A report of 2016 with this table."""
    return prepare(read("old.txt", (BODY + table).encode()))


@pytest.mark.parametrize("sep", SEPARATORS)
def test_every_item_is_read(sep: str) -> None:
    made = report("\n".join(lines(sep)))
    assert made.form is Form.Y2014
    found = {cell.indicator: cell.value for cell in made.statistics}
    assert found == {item.indicator: FIGURES[item.key] for item in annex.items()}


def test_a_page_is_read_as_well() -> None:
    rows = "".join(f"<tr><td>{'</td><td>'.join(line.split('|'))}</td></tr>" for line in lines("|"))
    text = f"<html><body><p>{BODY}</p><table>{rows}</table></body></html>"
    tables = read_tables(read("old.html", text.encode()))
    assert {cell.status for cell in tables.statistics} == {Status.PRINTED}


@pytest.mark.parametrize(
    ("above", "key"),
    [
        pytest.param("行政复议数量", "review_corrected", id="under 行政复议"),
        pytest.param("行政诉讼数量", "litigation_corrected", id="under 行政诉讼"),
    ],
)
def test_one_wording_for_two_items_is_told_by_what_stands_above(above: str, key: str) -> None:
    made = report("\n".join([*lines("\t")[:20], f"{above}\t件\t9", "2.被依法纠错数\t件\t4"]))
    found = {cell.indicator: cell.value for cell in made.statistics}
    assert found[f"t1.{key}.count"] == 4


def test_an_item_with_two_figures_is_not_read() -> None:
    made = report(
        "\n".join([*lines("\t"), ""]).replace("当面申请数\t件\t18", "当面申请数\t件\t18\t25")
    )
    cell = next(one for one in made.statistics if one.indicator == "t1.requests_in_person.count")
    assert (cell.value, cell.status) == (None, Status.MISSING)


def test_sums_of_parts_are_checked() -> None:
    table = "\n".join(lines("\t"))
    verdicts = {one.about: one.verdict for one in report(table).findings if one.rule == "T1-SUM"}
    assert verdicts["settled"] is Verdict.FAIL
    right = table.replace(
        f"申请办结数\t件\t{FIGURES['settled']}",
        f"申请办结数\t件\t{FIGURES['settled_on_time'] + FIGURES['settled_extended']}",
    )
    verdicts = {one.about: one.verdict for one in report(right).findings if one.rule == "T1-SUM"}
    assert verdicts["settled"] is Verdict.PASS


def test_free_sections_are_kept_by_topic_and_the_table_can_be_searched() -> None:
    made = report("\n".join(lines("\t")))
    assert [(one.number, one.printed) for one in made.sections] == [
        (1, "一、概述"),
        (6, "四、政府信息公开的收费及减免情况"),
    ]
    assert any(one.kind == "table" and "微博" in one.text for one in made.passages)


def test_a_newer_report_that_quotes_a_line_of_it_stays_what_it_is() -> None:
    table = (
        "第二十条第（一）项\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0"
    )
    text = f"{BODY}收到申请数\t件\t3\n\n二、主动公开政府信息情况\n\n{table}"
    assert prepare(read("new.txt", text.encode())).form is Form.Y2021
