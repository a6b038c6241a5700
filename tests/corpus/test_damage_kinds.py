"""Every kind of damage that real files show, a case a line, on a report written here.

What is damaged in the tables is read as printed or not at all; what is damaged in the text does no
harm to the rest. How much each kind costs over many reports is measured by bench/quality.
"""

import re
from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from bench.quality.made import made
from corpus.errors import SourceError
from corpus.merge import merge
from corpus.model import Form, Report, Verdict
from corpus.prepare import prepare
from corpus.read import read
from tests.corpus.written import HEADINGS, TITLE, as_page, report, table3

FORM = Form.Y2021
Change = Callable[[str], str]


@cache
def figures(form: Form = FORM, seed: int = 3) -> dict[str, str]:
    """What each cell of the report prints."""
    return {key: str(value) for key, value in made(Random(seed), form=form).figures.items()}


def text(shape: str = "tabs", form: Form = FORM) -> str:
    """The report, undamaged. Shape "apart": one cell a line with blank lines between."""
    whole = report(form, figures(form), "lines" if shape == "apart" else shape).decode()
    return re.sub("\n+", "\n\n", whole) if shape == "apart" else whole


def prepared(damaged: str, name: str = "a.txt") -> Report:
    return prepare(read(name, damaged.encode()))


def wrong(made: Report, form: Form = FORM) -> list[str]:
    """Cells given another value than the report prints."""
    return [
        cell.indicator
        for cell in made.statistics
        if cell.value is not None and str(cell.value) != figures(form).get(cell.indicator)
    ]


def lost(made: Report, form: Form = FORM) -> int:
    """Figures that were not read."""
    values = {cell.indicator: cell.value for cell in made.statistics}
    return sum(values.get(key) is None for key in figures(form))


def row(label: str) -> str:
    """The line of that row of table 3, laid out with tabs."""
    return next(line for line in text().split("\n") if label in line)


def in_row(label: str, change: Callable[[list[str]], list[str]]) -> Change:
    """Changes the seven figures of a row of table 3."""

    def damage(whole: str) -> str:
        cells = row(label).split("\t")
        return whole.replace(row(label), "\t".join([*cells[:-7], *change(cells[-7:])]))

    return damage


def replaced(*pairs: tuple[str, str]) -> Change:
    """Puts the second words of each pair for the first, which must be there."""

    def damage(whole: str) -> str:
        for old, new in pairs:
            assert old in whole, old
            whole = whole.replace(old, new)
        return whole

    return damage


def padded(whole: str) -> str:
    lines = enumerate(whole.split("\n"))
    return "\n".join(line + "\t" * (at % 4) if "\t" in line else line for at, line in lines)


def page_break(whole: str) -> str:
    """Between heads and body, and before a row in a group; the group's label is lost."""
    cut = row("予以公开"), row("重复申请")
    for line in cut:
        whole = whole.replace(line, f"\n- 4 -\n\n{line}")
    return whole.replace("（五）不予处理", "")


def ends(whole: str) -> str:
    """Table 3 simply ends, the next section is missing."""
    start = whole.index(row("没有现成信息"))
    return whole[:start] + whole[whole.index(HEADINGS[4]) :]


def rows_disturbed(whole: str) -> str:
    one, two = row("重复申请"), row("部分公开")
    return whole.replace(one, "@").replace(two, one).replace("@", two)


def without_labels(whole: str) -> str:
    """Every row of table 3 has lost its label."""
    for line in whole.split("\n"):
        cells = line.split("\t")
        if len(cells) >= 8 and all(cell.isdigit() for cell in cells[-7:]):
            whole = whole.replace(line, "\t".join(cells[-7:]))
    return whole


def child_labels_lost(whole: str) -> str:
    """The eight reasons of 不予公开 are gone, their figures stand in one run."""
    first, last = whole.index(row("1.属于国家秘密")), whole.index(row("（四）无法提供"))
    numbers = [
        cell for line in whole[first:last].strip().split("\n") for cell in line.split("\t")[-7:]
    ]
    assert len(numbers) == 56
    return f"{whole[:first]}（三）不予公开\n{' '.join(numbers)}\n{whole[last:]}"


def column_wise(whole: str) -> str:
    """Table 3 by columns: all labels, then the figures of each column from top to bottom."""
    first, last = whole.index(row("本年新收")), whole.index(HEADINGS[3])
    lines = [line.split("\t") for line in whole[first:last].strip().split("\n")]
    labels = ["".join(cells[:-7]) for cells in lines]
    numbers = [cells[column] for column in range(-7, 0) for cells in lines]
    return whole[:first] + "\n".join([*labels, *numbers]) + f"\n\n{whole[last:]}"


def spelled(whole: str) -> str:
    """Labels wrapped after every second character, as a narrow column prints them."""
    narrow = ("三、本年度办理结果", "（三）不予公开", "（四）无法提供", "结果维持", "尚未审结")
    return replaced(*((label, " ".join(re.findall("..?", label))) for label in narrow))(whole)


def bare_pipes(whole: str) -> str:
    """Merged cells as pipes alone, and a pipe on its own line between cells."""
    lines = whole.split("\n")
    cut = next(at for at, line in enumerate(lines) if "重复申请" in line)
    cells = [cell.strip() for cell in lines[cut].strip("|").split("|")]
    return "\n".join(
        [*lines[:cut], "|||", *"\n|\n".join(filter(None, cells)).split("\n"), *lines[cut + 1 :]]
    )


def in_spans(whole: str) -> str:
    return re.sub(r"(\d)(\d)", r"<span>\1</span><font>\2</font>", whole)


# The last number: how many figures may be lost; seven are one row, 21 three.
TABLES = [
    pytest.param("apart", lambda whole: whole, 0, id="one cell a line, blank lines between"),
    pytest.param(
        "tabs", in_row("重复申请", lambda cells: cells[1:]), 7, id="a value missing in a row"
    ),
    pytest.param("tabs", padded, 0, id="rows padded unevenly"),
    pytest.param("tabs", page_break, 0, id="table cut by a page break, group label lost"),
    pytest.param("tabs", rows_disturbed, 0, id="order of rows disturbed"),
    pytest.param("tabs", without_labels, 21, id="figures without labels"),
    pytest.param("tabs", child_labels_lost, 63, id="child labels lost, 56 figures in one run"),
    pytest.param("tabs", column_wise, 0, id="column-wise reading"),
    pytest.param(
        "pipes",
        replaced(("| 自然人 |", "| 列一 |"), ("申请人情况", "列二"), ("科研机构", "列三")),
        0,
        id="wrong heads invented by a conversion",
    ),
    pytest.param("tabs", spelled, 0, id="labels spelled over lines"),
    pytest.param(
        "tabs",
        replaced(
            ("结果维持", "结果 维持"),
            ("第二十条第（一）项", "第二十条 第（一）项"),
            ("（", "("),
            ("）", ")"),
            ("，", ","),
        ),
        0,
        id="spaces in labels, half-width punctuation",
    ),
    pytest.param(
        "tabs",
        replaced(
            ("其他法律行政法规禁止公开", "其他法律行政止公开"),
            ("社会公益组织", "社会组织"),
            ("第二十条第（一）项", "第二十条(一)项"),
        ),
        0,
        id="labels misprinted",
    ),
    pytest.param(
        "tabs", replaced(("本年新收政府信息公开申请数量", "本年新")), 7, id="a label cut short"
    ),
    pytest.param(
        "tabs",
        lambda whole: re.sub(r"\n((?:.*\t)?（[一二三]）.*)", r"\n- 4 -\n\1\n— 5 —\nP. 8", whole),
        0,
        id="page marks inside tables",
    ),
    pytest.param("pipes", bare_pipes, 0, id="bare pipes, a pipe on its own line"),
    pytest.param("page", in_spans, 0, id="numbers cut into spans"),
    pytest.param(
        "tabs",
        replaced(
            ("复议", "復議"), ("申请", "申請"), ("无法", "無法"), ("总计", "總計"), ("维持", "維持")
        ),
        0,
        id="half in traditional characters",
    ),
    pytest.param(
        "tabs",
        replaced(("属于国家秘密", "属于国?秘密"), ("重复申请", "?复?请"), ("规章", "规?")),
        7,
        id="characters replaced by ?",
    ),
    pytest.param(
        "tabs",
        replaced(*((heading, "一、" + heading[2:]) for heading in HEADINGS)),
        0,
        id="every section numbered one",
    ),
    pytest.param(
        "tabs",
        replaced(
            ("全年主动公开", "\n\n\n全年主动公开"), (f"\n\n{HEADINGS[3]}", f"\n{HEADINGS[3]}")
        ),
        0,
        id="四、 opens a row and the section next to it",
    ),
]


@pytest.mark.parametrize(("shape", "damage", "most"), TABLES)
def test_tables(shape: str, damage: Change, most: int) -> None:
    whole = text(shape)
    read_back = prepared(damage(whole), "a.html" if shape == "page" else "a.txt")
    assert wrong(read_back) == []
    assert lost(read_back) <= most
    assert [section.number for section in read_back.sections] == [1, 2, 3, 4, 5, 6]


def test_blank_cells_that_vanish_shift_nothing() -> None:
    values = {key: "" if value == "0" else value for key, value in figures().items()}
    read_back = prepared(report(FORM, values, "lines").decode())
    assert wrong(read_back) == []


def test_a_total_repeated_in_its_neighbour_is_read_as_printed_and_fails_its_sum() -> None:
    """2 0 0 0 0 2 2: nobody may mend it, and nobody may pass over it."""
    damage = in_row("重复申请", lambda cells: ["2", "0", "0", "0", "0", "2", "2"])
    read_back = prepared(damage(text()))
    cells = {cell.indicator: cell.value for cell in read_back.statistics}
    keys = [key for key in figures() if key.startswith("t3.refused_2_repeat.")]
    assert [cells[key] for key in keys] == [2, 0, 0, 0, 0, 2, 2]
    (finding,) = [
        one for one in read_back.findings if (one.rule, one.about) == ("T3-ROW", "refused_2_repeat")
    ]
    assert finding.verdict is Verdict.FAIL


def test_a_table_that_ends_is_said_to_be_cut() -> None:
    read_back = prepared(ends(text()))
    assert wrong(read_back) == []
    assert read_back.damage == ("t3", "t4")
    values = {cell.indicator: cell.value for cell in read_back.statistics}
    assert all(values[key] is not None for key in figures() if key.startswith("t2."))
    assert [section.number for section in read_back.sections] == [1, 2, 3, 5, 6]


def test_labels_without_figures_have_none() -> None:
    read_back = prepared(re.sub(r"\t\d+", "\t", text()))
    assert {cell.value for cell in read_back.statistics} == {None}


def test_a_sign_lost_beside_a_stroke_keeps_its_column() -> None:
    """本年增/减 that has become 本年增/: a systematic fault of a converter."""
    form = Form.Y2019
    read_back = prepared(text(form=form).replace("本年增/减", "本年增/"))
    assert wrong(read_back, form) == []
    assert lost(read_back, form) == 0


def with_body(body: str, title: str = TITLE) -> str:
    """The report with this text in its first section, and this title."""
    return text().replace("全年主动公开信息三件。", body).replace(TITLE, title)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            "截至1231日，按《2023政务公开工作要点》（2021112印发）推进。",
            "截至1231日，按《2023政务公开工作要点》（2021112印发）推进。",
            id="characters lost next to digits",
        ),
        pytest.param(
            "全部民生实项目进展按月公开。", "全部民生实项目进展按月公开。", id="事 lost in 实事项目"
        ),
        pytest.param(
            "街道全年通过政务公开栏和社区微信群公开信息合计\n\n- 3 -\n\n三十七件，含政策十二件。",
            "街道全年通过政务公开栏和社区微信群公开信息合计三十七件，含政策十二件。",
            id="a sentence cut by a page break",
        ),
        pytest.param(
            "街道全年通过政务公开栏和社区微信群一共公开信息\n— 5 —\n三十七件，含政策十二件。",
            "街道全年通过政务公开栏和社区微信群一共公开信息三十七件，含政策十二件。",
            id="a page mark inside a sentence",
        ),
    ],
)
def test_text_stays_as_printed_and_whole(body: str, found: str) -> None:
    read_back = prepared(with_body(body))
    assert found in [one.text for one in read_back.passages if one.section == 1]
    assert (read_back.year, read_back.published, lost(read_back)) == (2023, None, 0)


CHROME = """<html><head><meta name="ContentSource" content="云澄市人民政府办公室">
<meta name="PubDate" content="2024-01-20 10:00"></head><body>
<div>首页 &gt; 政务公开 &gt; 年报</div><ul><li>索引号：A-2024-003</li>
<li>发布机构：云澄市人民政府办公室</li><li>成文日期：2024-01-18</li></ul>{}<div>上一篇：无</div>
<div>主办单位：云澄市人民政府办公室 京ICP备0号</div></body></html>"""


def test_site_chrome_and_a_publisher_that_is_not_the_body() -> None:
    page = text("page").removeprefix("<html><body>").removesuffix("</body></html>")
    read_back = prepared(CHROME.format(page), "a.html")
    assert read_back.agency.name == "云澄市青屏区教育局"
    assert (read_back.year, lost(read_back), wrong(read_back)) == (2023, 0, [])
    words = "".join(one.text for one in read_back.passages)
    assert not any(each in words for each in ("索引号", "主办单位", "上一篇", "首页"))


INTRO = "本报告由云澄市青屏区教育局编制，所列数据的统计期限为2023年1月1日至12月31日。"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        pytest.param(
            "云澄市青屏区教育局\n2023年政府信息公开\n工作年度报告", "", id="on three lines"
        ),
        pytest.param("云澄市青屏区教育局政府信息公开工作年度报告", INTRO, id="without year"),
        pytest.param(
            "2023年政府信息公开工作年度报告", "编制单位：云澄市青屏区教育局", id="without agency"
        ),
        pytest.param("区教育局2023年政府信息公开工作年度报告", INTRO, id="a relative name"),
    ],
)
def test_titles(title: str, said: str) -> None:
    read_back = prepared(with_body("全年公开三件。", f"{title}\n\n{said}" if said else title))
    assert read_back.agency.name.endswith("青屏区教育局")
    assert (read_back.year, lost(read_back)) == (2023, 0)


def test_a_look_alike_in_a_name_is_kept_as_printed() -> None:
    """沐 for 沭: the name on the page is what the page says, not what it may have meant."""
    read_back = prepared(with_body("全年公开三件。", "沐阴县教育局2023年政府信息公开工作年度报告"))
    assert read_back.agency.printed == "沐阴县教育局"


def test_headings_at_drifting_levels_and_items_promoted_to_headings() -> None:
    marks = ("# ", "#### ", "**", "## ", "###### ", "### ")
    whole = text()
    for mark, heading in zip(marks, HEADINGS, strict=True):
        whole = whole.replace(heading, f"{mark}{heading}{'**' if mark == '**' else ''}")
    whole = whole.replace("全年主动公开", "# 1.更新目录\n\n## （二）依申请公开\n\n全年主动公开")
    read_back = prepared(whole)
    assert [section.number for section in read_back.sections] == [1, 2, 3, 4, 5, 6]
    assert read_back.sections[0].headings == ("1.更新目录", "（二）依申请公开")
    assert lost(read_back) == 0


def test_a_report_of_mojibake_gives_no_number() -> None:
    broken = text().encode().decode("gb18030", "replace")
    with pytest.raises(SourceError):
        prepared(broken)


def other_report() -> str:
    """A report of another body, with other figures."""
    return report(FORM, figures(seed=4)).decode().replace("教育局", "水务局")


def test_two_reports_in_one_file_are_refused() -> None:
    with pytest.raises(SourceError, match="两份报告"):
        prepared(f"{text()}\n\n{other_report()}")


def test_two_reports_side_by_side_are_refused() -> None:
    """A page laid out in two columns by a table, a report in each."""
    pair = (as_page(table3(FORM, values)) for values in (figures(), figures(seed=4)))
    cells = "".join(f"<td><h1>{TITLE}</h1>{table}</td>" for table in pair)
    page = f"<html><body><table><tr>{cells}</tr></table></body></html>"
    with pytest.raises(SourceError, match="两份报告"):
        prepared(page, "a.html")


def test_one_report_in_two_extractions_is_one() -> None:
    cut = prepared(ends(text()))
    whole = prepared(text("page"), "a.html")
    assert cut.id == whole.id
    both = merge([cut, whole])
    assert len(both.sources) == 2
    assert (wrong(both), lost(both)) == ([], 0)


def test_a_governments_own_report_and_that_of_its_district_are_two() -> None:
    title = "云澄市青屏区人民政府2023年政府信息公开工作年度报告"
    own = with_body("本报告仅统计区政府本机关的数据，不含各部门、各街道。全年公开三件。", title)
    district = with_body("本报告由区政府各部门、各街道的数据汇总而成。全年公开三件。", title)
    ids = {prepared(each).id for each in (own, district)}
    assert len(ids) == 2


def test_what_is_implausible_is_read_as_printed_and_said() -> None:
    """A town has no 规章 of its own."""
    title = "云澄市青屏区松溪镇人民政府2023年政府信息公开工作年度报告"
    line = next(each for each in text().split("\n") if each.startswith("规章\t"))
    read_back = prepared(with_body("全年公开三件。", title).replace(line, "规章\t12\t0\t88"))
    cells = {cell.indicator: cell.value for cell in read_back.statistics}
    assert (cells["t2.regulations.issued"], cells["t2.regulations.valid"]) == (12, 88)
    (finding,) = [one for one in read_back.findings if one.rule == "T2-REG"]
    assert finding.verdict is Verdict.WARN
