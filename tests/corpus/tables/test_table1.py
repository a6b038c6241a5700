"""The 统计表 before 2019: one figure an item, told by its wording and what stands above it."""

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


def test_the_leaders_visits_are_told_apart_by_what_stands_above() -> None:
    extra = [
        "参加或举办新闻发布会总次数\t次\t6",
        "其中：主要负责同志参加\t次\t2",
        "政府网站在线访谈次数\t次\t8",
        "其中：主要负责同志参加\t次\t1",
    ]
    found = {
        cell.indicator: cell.value
        for cell in report("\n".join([*lines("\t")[:9], *extra])).statistics
    }
    assert found["t1.press_leader.count"] == 2
    assert found["t1.interviews_leader.count"] == 1


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("（一）{label}\t{unit}\t{figure}", id="a mark"),
        pytest.param("其中：1．{label}\t{unit}\t{figure}", id="a mark behind 其中"),
        pytest.param("{label}（{unit}）\t{figure}", id="the unit behind the label"),
        pytest.param("{label}\t{unit}\t\t{figure}\t", id="blank cells"),
        pytest.param("{label}\t{figure}{unit}", id="the unit behind the figure"),
    ],
)
def test_an_item_is_known_however_its_line_is_printed(line: str) -> None:
    listed = (
        line.format(label=item.label, unit=item.unit, figure=FIGURES[item.key])
        for item in annex.items()
    )
    found = {cell.indicator: cell.value for cell in report("\n".join(listed)).statistics}
    assert found == {item.indicator: FIGURES[item.key] for item in annex.items()}


@pytest.mark.parametrize("sep", SEPARATORS)
def test_headings_between_the_items_do_no_harm(sep: str) -> None:
    heads = {
        "disclosed": "一、主动公开情况",
        "via_gazette": "（二）通过不同渠道和方式公开政府信息的情况",
        "hot_topics": "二、回应解读情况",
        "requests": "三、依申请公开情况",
        "bodies": "八、机构建设和保障经费情况",
        "meetings": "九、政府信息公开会议和培训情况",
    }
    rest = "" if "\n" in sep else sep * 2
    listed = zip(annex.items(), lines(sep), strict=True)
    between = "\n\n" if sep == "\n\n" else "\n"
    table = between.join(
        f"{heads[item.key]}{rest}{between}{line}" if item.key in heads else line
        for item, line in listed
    )
    made = report(table)
    assert [cell.value for cell in made.statistics] == list(FIGURES.values())
    assert [section.number for section in made.sections] == [1, 6]
    assert made.notes == ()


def test_what_is_no_item_of_the_form_is_named_and_not_read() -> None:
    made = report("\n".join([*lines("\t"), "市民热线转来的公开类咨询数\t件\t77"]))
    assert 77 not in {cell.value for cell in made.statistics}
    line = BODY.count("\n") + len(annex.items()) + 1
    said = f"统计表的第 {line} 行“市民热线转来的公开类咨询数”不是表样中的指标，没有收录"
    assert made.notes == (said,)


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


LOCAL = annex.items(Form.Y2008)
PERIOD = {item.key: number for number, item in enumerate(LOCAL)}
YEAR = {item.key: 200 + number for number, item in enumerate(LOCAL)}


def local(line: str, head: str = "", sep: str = "\t") -> str:
    """The older local table, a line an item."""
    listed = (
        line.format(
            label=item.label,
            unit=item.unit,
            code=item.code,
            period=PERIOD[item.key],
            year=YEAR[item.key],
        )
        for item in LOCAL
    )
    between = sep if "\n" in sep else "\n"
    return between.join([head, *listed]).replace("\t", sep)


WHOLE = "{label}\t{code}\t{unit}\t{period}\t{year}"
HEAD = "指标名称\t代码\t计量单位\t本期实际\t本年累计"


@pytest.mark.parametrize("sep", SEPARATORS)
def test_the_local_table_gives_the_figure_of_the_year(sep: str) -> None:
    made = report(local(WHOLE, HEAD, sep))
    assert made.form is Form.Y2008
    found = {cell.indicator: cell.value for cell in made.statistics}
    assert found == {item.indicator: YEAR[item.key] for item in LOCAL}


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param(
            "指标\t单位\t本年累计\t本期实际",
            "{label}\t{unit}\t{year}\t{period}",
            id="the year first",
        ),
        pytest.param(
            "指标\t单位\t本期实际\t本年累计\t备注",
            "{label}\t{unit}\t{period}\t{year}\t",
            id="a column of remarks",
        ),
        pytest.param("序号\t" + HEAD, "{code}\t" + WHOLE, id="numbers before the labels, too"),
        pytest.param("指标\t单位\t数量", "{label}\t{unit}\t{year}", id="one column of figures"),
        pytest.param("", "{label}\t{code}\t{year}", id="numbers, and one column without a head"),
    ],
)
def test_the_columns_of_the_local_table_are_told_by_their_heads(head: str, line: str) -> None:
    found = {cell.indicator: cell.value for cell in report(local(line, head)).statistics}
    assert found == {item.indicator: YEAR[item.key] for item in LOCAL}


def test_two_columns_without_heads_are_not_read() -> None:
    made = report(local("{label}\t{unit}\t{period}\t{year}", "指标\t单位"))
    assert {cell.status for cell in made.statistics} == {Status.MISSING}
    assert {cell.remark for cell in made.statistics} == {"原文此项有 2 个数，应有 1 个"}


def test_a_figure_alone_below_two_heads_is_not_read() -> None:
    """One cell a line: which of the two columns was blank leaves no trace."""
    table = local("{label}\t{unit}\t{period}\t{year}", HEAD.replace("代码\t", ""), "\n")
    period, year = PERIOD["review"], YEAR["review"]
    made = report(
        table.replace(f"行政复议数\n件\n{period}\n{year}\n", f"行政复议数\n件\n{period}\n")
    )
    cell = next(one for one in made.statistics if one.indicator == "t1.review.count")
    assert (cell.value, cell.status) == (None, Status.MISSING)
    assert cell.remark == "表头有 2 列（本期、累计），此项有 1 个数，分不清是哪一列"


def test_sums_of_the_local_table_are_its_own() -> None:
    """E-mail counts here, and 信息不存在 is part of what was refused."""
    figures = {"requests": 21, "answered": 21, "local_refused": 7}
    ones = {item.key for item in LOCAL if item.parent and item.how == "part"} - {*figures}
    parts = dict.fromkeys(ones, 1) | {"answered_granted": 9, "answered_partial": 5}
    parts |= {"requests_in_person": 16, "local_refused_other": -3}
    said = figures | parts
    table = "\n".join(f"{item.label}\t{said.get(item.key, 0)}" for item in LOCAL)
    rules = [one for one in report(table).findings if one.rule == "T1-SUM"]
    assert {one.about: one.verdict for one in rules} == {
        "requests": Verdict.PASS,
        "answered": Verdict.PASS,
        "local_refused": Verdict.PASS,
    }
