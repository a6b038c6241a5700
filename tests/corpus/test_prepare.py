"""One document to one checked report, or a reason why it is none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotAReport, SourceError
from corpus.forms import keys_of, load
from corpus.model import Form, Report, Status, Verdict
from corpus.prepare import line_spans, prepare
from corpus.read import read
from tests.corpus import written
from tests.corpus.written import HEADINGS, SHAPES, TITLE

NUMBERS = dict.fromkeys(keys_of(Form.Y2021), 0)


def prepared(data: str | bytes, name: str = "report.txt", path: str = "") -> Report:
    return prepare(read(name, data.encode() if isinstance(data, str) else data, path=path))


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_report_in_every_shape(shape: str) -> None:
    report = prepared(written.report(Form.Y2021, written.printed(NUMBERS), shape))
    assert report.title == TITLE
    assert (report.agency.name, report.year, report.form) == (
        "云澄市青屏区教育局",
        2023,
        Form.Y2021,
    )
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert [section.printed for section in report.sections] == list(HEADINGS)
    assert [section.text for section in report.sections] == [
        "全年主动公开信息三件。",
        "",
        "",
        "",
        "人手不足，明年加强培训。",
        "没有收费。",
    ]
    assert {cell.indicator: cell.value for cell in report.statistics} == NUMBERS
    amiss = {finding.rule for finding in report.findings if finding.verdict is not Verdict.PASS}
    assert amiss == {"S-S5", "S-CONT"}  # a section 5 of twelve characters, and no telephone
    assert (report.damage, report.notes) == ((), ())


def test_the_source_is_kept_whole() -> None:
    data = written.report(Form.Y2021, written.printed(NUMBERS))
    (source,) = prepared(data, "报告.txt", "/reports/报告.txt").sources
    assert (source.name, source.path, source.format, source.encoding) == (
        "报告.txt",
        "/reports/报告.txt",
        "txt",
        "utf-8",
    )
    assert source.text == data.decode()
    assert (source.url, source.fetched) == (None, None)


def test_the_id_is_made_of_agency_and_year_alone() -> None:
    one = prepared(
        written.report(Form.Y2021, written.printed(NUMBERS), "tabs"), "a.txt", "/x/a.txt"
    )
    two = prepared(
        written.report(Form.Y2019, written.printed(dict.fromkeys(keys_of(Form.Y2019), 1)), "page"),
        "b.html",
    )
    assert one.id == two.id
    assert one.id.startswith("2023-")
    other = prepared(
        written.report(Form.Y2021, written.printed(NUMBERS)).replace(
            "2023年".encode(), "2022年".encode(), 1
        )
    )
    assert other.id != one.id


def test_two_reports_of_nobody_differ() -> None:
    ids = {
        prepared(
            f"{HEADINGS[0]}\n{word}\n{HEADINGS[1]}\n第二十条第（一）项\n信息内容\t本年制发件数\n规章\t0"
        ).id
        for word in ("甲。", "乙。")
    }
    assert len(ids) == 2
    assert all(each.startswith("u-") for each in ids)


def test_what_could_not_be_read_is_noted() -> None:
    report = prepared(f"{TITLE}\n\n{HEADINGS[2]}\n\n一、本年新收政府信息公开申请数量\t3\t1\t0\t4\n")
    assert any("有 4 个数" in note for note in report.notes)
    assert report.damage == ("t3", "t4")
    assert report.form is Form.UNKNOWN


def test_a_table_that_stops_before_the_forms_differ_is_read_all_the_same() -> None:
    text = f"{TITLE}\n\n{HEADINGS[2]}\n\n一、本年新收政府信息公开申请数量\t3\t1\t0\t0\t0\t0\t4\n"
    report = prepared(text)
    values = {cell.indicator: cell.value for cell in report.statistics if cell.value is not None}
    assert [*values.values()] == [3, 1, 0, 0, 0, 0, 4]
    assert report.form is Form.UNKNOWN
    assert Verdict.FAIL not in {finding.verdict for finding in report.findings}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("今天天气很好。\n明天去公园。", "没有找到年度报告的标题", id="another text"),
        pytest.param("姓名\t年龄\n甲\t30", "没有找到年度报告的标题", id="another table"),
        pytest.param(
            f"{TITLE}\n\n一、总体情况\n\n公开三件。",
            "没有找到标准表格",
            id="a report without tables",
        ),
        pytest.param(
            "\n".join(f"{heading}\n甲。" for heading in HEADINGS),
            "没有找到标准表格",
            id="headings alone",
        ),
    ],
)
def test_other_documents_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NotAReport, match=reason) as caught:
        prepared(text)
    assert caught.value.hint


def whole(agency: str, year: int) -> str:
    """A report of one section and one figure."""
    return (
        f"{agency}{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n公开三件。\n\n"
        f"{HEADINGS[1]}\n第二十条第（一）项\n信息内容\t本年制发件数\n规章\t0\n\n{HEADINGS[5]}\n\n无。\n"
    )


ONE = whole("青屏区教育局", 2022)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(whole("青屏区教育局", 2021), id="of another year"),
        pytest.param(whole("青屏区财政局", 2022), id="of another body"),
    ],
)
def test_two_reports_in_one_file_are_refused_though_no_figure_differs(other: str) -> None:
    with pytest.raises(NotAReport, match="还有另一份报告：“青屏区") as refused:
        prepared(f"{ONE}\n{other}")
    assert refused.value.hint


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{ONE}\n青屏区教育局2021年政府信息公开工作年度报告\n", id="a link behind it"),
        pytest.param(f"青屏区财政局2022年政府信息公开工作年度报告\n\n{ONE}", id="a link before it"),
        pytest.param(
            ONE.replace("公开三件。", "见\n\n云澄市青屏区教育局2022年政府信息公开工作年度报告"),
            id="its own title again",
        ),
        pytest.param(
            f"青屏区教育局2022年政府信息公开工作年度报告\n一、总体情况\n六、其他\n\n{ONE}",
            id="a table of contents",
        ),
    ],
)
def test_reports_that_name_others_are_one(text: str) -> None:
    assert prepared(text).year == 2022


def test_reports_before_the_standard_tables_need_none() -> None:
    text = "青屏区教育局2018年政府信息公开工作年度报告\n\n一、概述\n\n公开三件。\n"
    report = prepared(text)
    assert (report.year, report.form) == (2018, Form.UNKNOWN)


def test_line_spans() -> None:
    assert line_spans("ab\n\nc") == [(0, 2), (3, 3), (4, 5)]
    assert line_spans("") == [(0, 0)]


@given(st.text())
def test_line_spans_are_the_lines(text: str) -> None:
    assert [text[start:end] for start, end in line_spans(text)] == text.split("\n")


LABELS = [
    *(row.label for row in load(Form.Y2021).table3.rows),
    *(row.label for row in load(Form.Y2019).table2.rows),
    *(column.label for column in load(Form.Y2019).table2.columns),
    *(column.label for column in load(Form.Y2021).table3.columns),
]
FRAGMENTS = st.sampled_from(
    [
        *LABELS,
        *HEADINGS,
        TITLE,
        *"信息内容 结果维持 总计 其他 3.其他 行政复议 未经复议直接起诉".split(),
        *"（三）不予公开 （四）无法提供 （六）其他处理 （一）主动公开".split(),
        *"（二）依申请公开：收到两件。 发布日期：2021-02-30 机构名称：青屏区教育局".split(),
        *"- 4 - 打印 关闭 ## ** |".split(),
        *"0 1 12 1,234 / — 00 约3 12② 3.5万元 2018年 2022年1月1日至2022年12月31日".split(),
        *"\n \n\n \t | \u3000 \xa0 。".split(" "),
        "\n",
        "\n\n",
        "\t",
        " | ",
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=5), max_size=60).map("".join)


def checked(report: Report) -> None:
    """What holds for every report, whatever it was read from."""
    text = report.sources[0].text
    keys = [cell.indicator for cell in report.statistics]
    assert len(keys) == len(set(keys))
    for cell in report.statistics:
        assert (cell.value is None) == (cell.status is not Status.PRINTED)
        assert cell.place is None or 1 <= cell.place.line <= text.count("\n") + 1
        assert cell.printed is None or cell.place is not None
        assert (cell.status is Status.MISSING) == (cell.printed is None)
    for passage in report.passages:
        start, end = passage.span
        assert 0 <= start < end <= len(text)
        assert passage.text
        assert passage.kind != "text" or len(passage.text) <= 400
    assert len({finding.id for finding in report.findings}) == len(report.findings)


@given(TEXTS)
def test_any_text_ends_as_a_report_or_a_reason(text: str) -> None:
    try:
        report = prepared(text)
    except SourceError as error:
        assert error.reason
        return
    checked(report)


@given(TEXTS)
def test_any_page_ends_as_a_report_or_a_reason(text: str) -> None:
    page = (
        text.replace("\n", "</p><p>").replace("\t", "</td><td>").replace("|", "</td></tr><tr><td>")
    )
    body = f"<h1>{TITLE}</h1><table><tr><td>规章</td><td>{page}</td></tr></table>"
    try:
        report = prepared(f"<html><body>{body}</body></html>")
    except SourceError as error:
        assert error.reason
        return
    checked(report)


@given(written.FORMS, st.sampled_from(sorted(SHAPES)), st.data())
def test_a_sound_report_passes_every_hard_rule(form: Form, shape: str, data: st.DataObject) -> None:
    numbers = data.draw(written.sound(form))
    report = prepared(written.report(form, written.printed(numbers), shape))
    assert report.form is form
    assert {cell.indicator: cell.value for cell in report.statistics} == numbers
    hard = {finding.verdict for finding in report.findings if finding.level == "H"}
    assert hard == {Verdict.PASS}
    checked(report)


def test_preparing_is_pure() -> None:
    document = read("a.txt", written.report(Form.Y2021, written.printed(NUMBERS)))
    assert prepare(document) == prepare(replace(document))
