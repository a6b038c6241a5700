"""Title, agency, year and date, and where each was taken from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document
from corpus.read import read
from corpus.read.text import blocks
from corpus.recognise import UNKNOWN_AGENCY, Identity, recognise

BODY = "\n\n一、总体情况\n\n全年公开信息三件。\n"


def recognised(text: str, name: str = "report.txt", path: str = "") -> Identity:
    return recognise(read(name, text.encode(), path=path))


@pytest.mark.parametrize(
    ("head", "title", "agency", "year"),
    [
        pytest.param(
            "云澄市青屏区教育局2024年政府信息公开工作年度报告",
            "云澄市青屏区教育局2024年政府信息公开工作年度报告",
            "云澄市青屏区教育局",
            2024,
            id="one line",
        ),
        pytest.param(
            "# **2020年青屏区政府信息公开工作年度报告**",
            "2020年青屏区政府信息公开工作年度报告",
            "青屏区人民政府",
            2020,
            id="the year first, marked up",
        ),
        pytest.param(
            "云澄市青屏区教育局\n2020年政府信息公开工作\n年度报告",
            "云澄市青屏区教育局2020年政府信息公开工作年度报告",
            "云澄市青屏区教育局",
            2020,
            id="three lines",
        ),
        pytest.param(
            "青屏区教育局二〇二一年度政府信息公开工作报告",
            "青屏区教育局二〇二一年度政府信息公开工作报告",
            "青屏区教育局",
            2021,
            id="the year in Chinese figures",
        ),
        pytest.param(
            "首页 > 政务公开 > 年度报告\n青屏区教育局2022年政府信息公开年报",
            "青屏区教育局2022年政府信息公开年报",
            "青屏区教育局",
            2022,
            id="a trail of the site above, a short form of the title",
        ),
        pytest.param(
            "青屏区信访局 2023 年 政府信息公开工作年度报告（修订）",
            "青屏区信访局 2023 年 政府信息公开工作年度报告（修订）",
            "青屏区信访局",
            2023,
            id="a remark behind",
        ),
        pytest.param(
            "青屏区教育局关于2022年政府信息公开工作的年度报告",
            "青屏区教育局关于2022年政府信息公开工作的年度报告",
            "青屏区教育局",
            2022,
            id="about its work",
        ),
        pytest.param(
            "２０２２年度青屏区教育局政府信息公开工作年度报告",
            "２０２２年度青屏区教育局政府信息公开工作年度报告",
            "青屏区教育局",
            2022,
            id="a full-width year in front",
        ),
        pytest.param(
            "青屏區教育局2022年政府信息公開工作年度報告",
            "青屏區教育局2022年政府信息公開工作年度報告",
            "青屏区教育局",
            2022,
            id="traditional script",
        ),
        pytest.param(
            "青屏区教育局2021-2022年政府信息公开工作年度报告",
            "青屏区教育局2021-2022年政府信息公开工作年度报告",
            "青屏区教育局",
            None,
            id="two years: which of them is not said",
        ),
    ],
)
def test_title(head: str, title: str, agency: str, year: int | None) -> None:
    found = recognised(head + BODY)
    assert (found.title, found.agency.name, found.year) == (title, agency, year)
    assert found.origins["title"] == "正文标题"


def test_lines_of_the_title_are_known() -> None:
    found = recognised("\n云澄市青屏区教育局\n2020年政府信息公开工作年度报告" + BODY)
    assert found.title_lines == {2, 3}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("本局按照要求编制2020年政府信息公开工作年度报告。", id="a sentence"),
        pytest.param("当前位置：首页 > 2020年政府信息公开工作年度报告", id="a trail of the site"),
        pytest.param("青屏区教育局2020年工作总结", id="another document"),
    ],
)
def test_no_title(head: str) -> None:
    found = recognised(head + BODY)
    assert (found.title, found.agency.name) == ("", UNKNOWN_AGENCY)
    assert "title" not in found.origins
    assert "agency" not in found.origins


def test_a_title_below_the_first_section_is_a_mention() -> None:
    assert recognised("一、总体情况\n\n青屏区教育局2020年政府信息公开工作年度报告\n").title == ""


@pytest.mark.parametrize(
    ("text", "path", "year", "origin"),
    [
        pytest.param(
            "统计期限为2021年1月1日至2021年12月31日。",
            "",
            2021,
            "正文所写统计期限",
            id="the period",
        ),
        pytest.param("2021年，本局公开信息三件。", "", 2021, "正文首句", id="the first sentence"),
        pytest.param("发布日期：2022-01-20", "", 2021, "发布日期的上一年", id="the year after"),
        pytest.param("本局公开信息三件。", "reports/2021/a.txt", 2021, "文件路径", id="the path"),
        pytest.param(
            "2021年3月5日，本局公开信息三件。", "", None, None, id="a day is no year covered"
        ),
        pytest.param(
            "本局公开信息三件。", "reports/120213/a.txt", None, None, id="digits in a number"
        ),
        pytest.param("本局公开信息三件。", "", None, None, id="said nowhere"),
    ],
)
def test_year_without_a_title(text: str, path: str, year: int | None, origin: str | None) -> None:
    found = recognised(text + BODY, path=path)
    assert (found.year, found.origins.get("year")) == (year, origin)


def test_the_title_comes_before_every_other_source_of_the_year() -> None:
    text = "青屏区教育局2020年政府信息公开工作年度报告\n\n统计期限为2019年1月1日至2019年12月31日。"
    assert recognised(text + BODY, path="2018/a.txt").year == 2020


@pytest.mark.parametrize(
    ("line", "date"),
    [
        pytest.param("发布日期：2021-01-12", "2021-01-12", id="a colon"),
        pytest.param("发布时间: 2021年1月2日", "2021-01-02", id="in words"),
        pytest.param("公开日期\t2021/3/31", "2021-03-31", id="a tab, strokes"),
        pytest.param("青屏区教育局\n2021年1月12日", "2021-01-12", id="the day under the report"),
        pytest.param("截至日期：2021-01-12", None, id="another date"),
    ],
)
def test_published(line: str, date: str | None) -> None:
    found = recognised(f"青屏区教育局2020年政府信息公开工作年度报告\n{line}" + BODY)
    assert found.published == date


@pytest.mark.parametrize(
    "day", [pytest.param("2021-13-01", id="no month"), pytest.param("2021-02-30", id="no day")]
)
def test_a_date_that_is_none_is_not_published(day: str) -> None:
    text = f"青屏区教育局2020年政府信息公开工作年度报告\n发布日期：{day}" + BODY
    assert recognised(text).published is None


@pytest.mark.parametrize(
    ("line", "agency", "origin"),
    [
        pytest.param(
            "机构名称：青屏区教育局", "青屏区教育局", "网页所列机构", id="the page's own list"
        ),
        pytest.param("信息来源:青屏区教育局", "青屏区教育局", "网页所列机构", id="its source"),
        pytest.param("联系人：王老师", UNKNOWN_AGENCY, None, id="a person"),
    ],
)
def test_agency_without_a_title(line: str, agency: str, origin: str | None) -> None:
    found = recognised(f"2020年政府信息公开工作年度报告\n{line}" + BODY)
    assert (found.agency.name, found.origins.get("agency")) == (agency, origin)


def test_a_page_names_its_title_and_date() -> None:
    page = (
        "<html><head><title>青屏区教育局2020年政府信息公开工作年度报告_云澄市</title>"
        '<meta name="PubDate" content="2021-01-20 10:00"></head>'
        "<body><p>一、总体情况</p></body></html>"
    )
    found = recognised(page, "page.html")
    assert found.title == "青屏区教育局2020年政府信息公开工作年度报告"
    assert (found.agency.name, found.year, found.published) == ("青屏区教育局", 2020, "2021-01-20")
    assert found.origins == {
        "title": "网页标题",
        "agency": "标题",
        "year": "标题",
        "published": "网页元数据",
    }
    assert found.title_lines == frozenset()


PIECES = st.sampled_from(
    [
        *"青屏区教育局 2020年 政府信息公开工作年度报告 年度报告 二〇二〇年度".split(),
        *"发布日期：2021-13-40 机构名称：（） 一、总体情况 《 》 关于 的 年 度 > 20 2099年".split(),
        "统计期限为2021年1月1日至2021年12月31日",
        "\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_no_text_surprises(text: str) -> None:
    found = recognise(Document("a.txt", "txt", "", text, tuple(blocks(text))))
    assert set(found.origins) <= {"title", "agency", "year", "published"}
    assert bool(found.title) == ("title" in found.origins)
    assert (found.year is None) == ("year" not in found.origins)


@pytest.mark.parametrize(
    ("path", "name", "origin"),
    [
        pytest.param(
            "/年报/云澄市青屏区教育局/2021.txt", "云澄市青屏区教育局", "文件夹名", id="its folder"
        ),
        pytest.param(
            "/年报/2021年云澄市青屏区教育局.txt", "云澄市青屏区教育局", "文件名", id="its file"
        ),
        pytest.param(
            "/a/云澄市青屏区教育局2021年政府信息公开工作年度报告.txt",
            "云澄市青屏区教育局",
            "文件名",
            id="a title as file name",
        ),
        pytest.param(
            "/下载/新建文件夹/2021.txt", UNKNOWN_AGENCY, None, id="folders that name nobody"
        ),
    ],
)
def test_agency_from_the_path(path: str, name: str, origin: str | None) -> None:
    found = recognised("一、总体情况\n\n2021年公开信息三件。\n", path=path)
    assert (found.agency.name, found.origins.get("agency")) == (name, origin)


UNTITLED = (
    "2022年政府信息公开工作年度报告\n\n{}\n\n一、总体情况\n\n全年公开三件。\n\n六、其他\n\n无。\n{}"
)


@pytest.mark.parametrize(
    ("head", "end", "agency", "origin"),
    [
        pytest.param(
            "本报告由云澄市青屏区教育局根据条例编制。",
            "",
            "云澄市青屏区教育局",
            "正文引言",
            id="who wrote it",
        ),
        pytest.param(
            "现将云澄市青屏区教育局2022年政府信息公开工作年度报告公布如下。",
            "",
            "云澄市青屏区教育局",
            "正文引言",
            id="the report named in a sentence",
        ),
        pytest.param(
            "",
            "云澄市青屏区审计局\n2023年1月20日\n",
            "云澄市青屏区审计局",
            "落款",
            id="the signature",
        ),
        pytest.param(
            "本报告由云澄市青屏区人民政府办公室编制。",
            "云澄市青屏区人民政府办公室\n2023年1月20日",
            UNKNOWN_AGENCY,
            None,
            id="an office writes for its government or for itself",
        ),
        pytest.param("本报告由本局编制。", "", UNKNOWN_AGENCY, None, id="our own bureau"),
        pytest.param(
            "由区教育局和区财政局编制。", "", UNKNOWN_AGENCY, None, id="two bodies, and so none"
        ),
        pytest.param("由区教育局、区财政局编制。", "", UNKNOWN_AGENCY, None, id="two, listed"),
    ],
)
def test_a_body_that_only_the_text_names(
    head: str, end: str, agency: str, origin: str | None
) -> None:
    found = recognised(UNTITLED.format(head, end))
    assert (found.agency.name, found.origins.get("agency")) == (agency, origin)
