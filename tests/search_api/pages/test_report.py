"""The report page: each passage has its place, each heading stands once, nothing is left out."""

from dataclasses import replace

import pytest

from corpus.model import Form, Passage, Report, Source
from search_api.pages.report import (
    LINES_A_PAGE,
    ReportPage,
    report_page,
    source_page,
    source_url,
)
from tests.search_api.pages.made import made_report, made_row


def page(report: Report, q: str = "") -> ReportPage:
    def mark(text: str) -> list[tuple[int, int]]:
        at = text.find(q) if q else -1
        return [(at, at + len(q))] if at >= 0 else []

    return report_page(report, q, mark, [made_row("2021-aa", year=2021), made_row()])


def headings(found: ReportPage) -> list[tuple[int, str]]:
    return [
        (level, "".join(part.text for part in words))
        for section in found.sections
        for passage in section.passages
        for level, _, words in passage.headings
    ]


def test_sections_in_order_and_what_is_not_there_says_so() -> None:
    found = page(made_report())
    assert [(one.id, one.title, one.note) for one in found.sections] == [
        ("s1", "一、总体情况", ""),
        ("s2", "二、主动公开政府信息情况", "原文没有这一节，或未能识别"),
        ("s3", "三、收到和处理政府信息公开申请情况", ""),
        ("s4", "四、政府信息公开行政复议、行政诉讼情况", "原文没有这一节，或未能识别"),
        ("s6", "六、其他需要报告的事项", "标题未能识别"),
    ]


def test_a_heading_stands_once_above_its_first_passage() -> None:
    assert headings(page(made_report())) == [(3, "（一）公开"), (4, "1. 小标题")]


def test_a_heading_that_comes_back_stands_again() -> None:
    paths = [("甲",), ("乙",), ("乙", "丙"), ("甲", "丙")]
    passages = tuple(
        Passage(f"2022-aa.p{n}", n, 1, path, "文字", (0, 2)) for n, path in enumerate(paths, 1)
    )
    found = page(replace(made_report(), passages=passages))
    assert headings(found) == [(3, "甲"), (3, "乙"), (4, "丙"), (3, "甲"), (4, "丙")]


def test_every_passage_can_be_landed_on() -> None:
    found = page(made_report())
    places = {one.id for section in found.sections for one in section.passages}
    for section in found.sections:
        places |= {*section.anchors}
        if section.table is not None:
            rows = [row for grid in section.table.grids for row in grid.rows]
            places |= {anchor for row in rows for anchor in row.anchors}
    assert places == {"p1", "p2", "p3", "p4"}


def test_passages_of_a_table_that_is_not_drawn_keep_their_place() -> None:
    found = page(replace(made_report(), statistics=(), damage=("t3",)))
    assert next(one for one in found.sections if one.id == "s3").anchors == ("p3",)
    assert found.lost.startswith("表三在原文中不完整")


def test_words_lead_to_the_passages_that_have_them() -> None:
    found = page(made_report(), "公开")
    assert [(one.label, one.url, one.note) for one in found.matches] == [
        ("第 1 段", "#p1", "1 处"),
        ("第 2 段", "#p2", "1 处"),
        ("表三", "#t3-new", "9 行"),
    ]


def test_other_years_of_the_same_body() -> None:
    found = page(made_report()).neighbours
    assert [(one.label, one.url, one.current) for one in found] == [
        ("2022 年", "/reports/2022-aa", True),
        ("2021 年", "/reports/2021-aa", False),
    ]


def test_a_report_with_nothing_in_it_is_a_page() -> None:
    nothing = replace(
        made_report(Form.UNKNOWN, statistics=()),
        year=None, sections=(), passages=(), findings=(), notes=(),
    )  # fmt: skip
    found = page(nothing)
    assert (found.year, found.verdict) == ("年度不明", "")
    assert [one.table.lost for one in found.sections if one.table] == [True, True, True]


@pytest.mark.parametrize(
    ("line", "url"),
    [
        pytest.param(None, "/reports/2022-aa/source", id="the whole"),
        pytest.param(12, "/reports/2022-aa/source#L12", id="on the first page"),
        pytest.param(LINES_A_PAGE, f"/reports/2022-aa/source#L{LINES_A_PAGE}", id="its last line"),
        pytest.param(
            LINES_A_PAGE + 1,
            f"/reports/2022-aa/source?page=2#L{LINES_A_PAGE + 1}",
            id="the first of the second",
        ),
    ],
)
def test_source_url(line: int | None, url: str) -> None:
    assert source_url("2022-aa", line) == url


def test_the_source_in_pages() -> None:
    text = "\n".join(str(n) for n in range(1, 2 * LINES_A_PAGE + 2))
    report = replace(made_report(), sources=(Source("a", "txt", "0", "", None, text),))
    last = source_page(report, file=1, page=3)
    assert [(line.number, line.text) for line in last.lines] == [(6001, "6001")]
    assert [link.current for link in last.pages] == [False, False, True]
    assert last.pages[1].url == "/reports/2022-aa/source?page=2#L3001"


@pytest.mark.parametrize(("file", "number"), [(0, 1), (2, 1), (1, 0), (1, 2)])
def test_there_is_no_such_source(file: int, number: int) -> None:
    with pytest.raises(IndexError):
        source_page(made_report(), file, number)
