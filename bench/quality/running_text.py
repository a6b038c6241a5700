"""Damage around the tables: titles, headings, sentences, the site, a second report."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.quality.draw import draw
from bench.quality.made import made
from bench.quality.scene import Drawn, Part, Row, Slot, Table, Text


def sentences_cut(drawn: Drawn, random: Random) -> Drawn:
    """Paragraphs are cut in the middle of a sentence, by a page mark or an empty line."""

    def change(text: Text) -> Sequence[Part]:
        if text.role != "prose" or len(text.text) < 30:
            return [text]
        at = random.randint(18, len(text.text) - 5)
        mark = random.choice(["", "- 3 -", "— 7 —"])
        between = [Text(mark, "page mark")] if mark else []
        return [
            replace(text, text=text.text[:at]),
            *between,
            replace(text, text=text.text[at:]),
        ]

    return drawn.map_text(change)


def title_over_lines(drawn: Drawn, random: Random) -> Drawn:
    """The title stands on two or three lines."""

    def change(text: Text) -> Sequence[Part]:
        if text.role != "title":
            return [text]
        year = f"{drawn.year}年"
        pieces = [drawn.agency, year, "政府信息公开工作年度报告"]
        if random.random() < 0.5:
            pieces = [drawn.agency, year + pieces[2]]
        return [replace(text, text=piece) for piece in pieces]

    return drawn.map_text(change)


def title_without_year(drawn: Drawn, random: Random) -> Drawn:
    """The title does not name the year."""
    return _retitled(drawn, f"{drawn.agency}政府信息公开工作年度报告")


def title_without_agency(drawn: Drawn, random: Random) -> Drawn:
    """The title does not say who reports."""
    return _retitled(drawn, f"{drawn.year}年政府信息公开工作年度报告")


def _retitled(drawn: Drawn, title: str) -> Drawn:
    return drawn.map_text(lambda text: replace(text, text=title) if text.role == "title" else text)


def title_lost(drawn: Drawn, random: Random) -> Drawn:
    """There is no title at all."""
    return drawn.map_text(lambda text: [] if text.role == "title" else text)


def headings_drift(drawn: Drawn, random: Random) -> Drawn:
    """Markdown signs of any level before headings and list items, some in bold."""

    def change(text: Text) -> Text:
        if text.role == "heading":
            sign = "#" * random.randint(1, 5)
            bold = random.random() < 0.5
            return replace(text, text=f"{sign} **{text.text}**" if bold else f"{sign} {text.text}")
        if text.role == "prose" and random.random() < 0.4:
            return replace(text, text=f"{'#' * random.randint(2, 4)} {text.text}")
        return text

    return drawn.map_text(change)


def sections_misnumbered(drawn: Drawn, random: Random) -> Drawn:
    """Section numbers are wrong, restart or all the same."""
    numerals = random.choice(["一一二三四五", "一二三一二三", "二三四五六七", "一一一一一一"])

    def change(text: Text) -> Text:
        if text.role != "heading":
            return text
        return replace(text, text=f"{numerals[text.section - 1]}{text.text[1:]}")

    return drawn.map_text(change)


def headings_lost(drawn: Drawn, random: Random) -> Drawn:
    """The headings of sections 2 to 4, or of all sections, are gone."""
    gone = random.choice([{2, 3, 4}, {1, 2, 3, 4, 5, 6}, {3}, {4}])
    return drawn.map_text(
        lambda text: [] if text.role == "heading" and text.section in gone else text
    )


def site_chrome(drawn: Drawn, random: Random) -> Drawn:
    """Menus, a list of data about the page, a publisher that is not who reports, page counters."""
    before = [
        "首页 > 政务公开 > 法定主动公开内容 > 年度报告",
        f"索 引 号：CY{random.randint(10000, 99999)}/{drawn.year + 1}-{random.randint(1, 999):05d}",
        "发布机构：政务公开办公室",
        f"发布日期：{drawn.year + 1}-01-{random.randint(10, 29)}",
        f"浏览次数：{random.randint(1, 9999)}",
        "字号：[大 中 小]",
    ]
    after = "上一篇：上年度报告 打印本页 关闭窗口 版权所有：门户网站管理处 1 2 3".split()
    first, *rest = drawn.parts
    site = [Text(text, "site") for text in random.sample(before, random.randint(3, 6))]
    tail = [Text(text, "site") for text in after[: random.randint(2, 7)]]
    return drawn.with_parts([*site, first, *rest, *tail])


def page_marks_in_text(drawn: Drawn, random: Random) -> Drawn:
    """Page marks between paragraphs, before and behind tables."""

    def mark(number: int) -> Text:
        return Text(random.choice(["- {} -", "— {} —", "第 {} 页"]).format(number), "page mark")

    parts: list[Part] = []
    for number, part in enumerate(drawn.parts, 1):
        parts += [mark(number), part] if random.random() < 0.4 else [part]
    return drawn.with_parts(parts)


def second_report(drawn: Drawn, random: Random) -> Drawn:
    """Another body's report of another year stands behind it in the same file."""
    return replace(drawn, beside=draw(made(random)))


def own_table(drawn: Drawn, random: Random) -> Drawn:
    """A table of the agency's own in section one, in words that the form uses too."""
    words = random.sample(_OWN_ROWS, 4)
    head = tuple(Slot(word, "own") for word in ("公开渠道", "数量", "占比"))
    rows: list[Row] = [
        (
            Slot(word, "own"),
            Slot(str(random.randint(0, 900)), "figure"),
            Slot(f"{random.randint(1, 99)}%", "own"),
        )
        for word in words
    ]
    parts: list[Part] = []
    for part in drawn.parts:
        parts.append(part)
        if isinstance(part, Text) and part.role == "heading" and part.section == 1:
            parts.append(Table(1, (head, *rows)))
    return drawn.with_parts(parts)


_OWN_ROWS = (
    "行政许可 行政处罚 规范性文件 行政强制 部分公开 予以公开 不予公开 重复申请".split()
    + "其他 总计 合计 规章 自然人 行政复议".split()
)


def tables_named_in_text(drawn: Drawn, random: Random) -> Drawn:
    """Short lines of prose beside the tables that use their words and have numbers."""
    lines = [
        f"本年新收政府信息公开申请{random.randint(1, 99)}件",
        f"行政复议{random.randint(1, 9)}件",
        f"部分公开：{random.randint(1, 99)}",
        f"结转下年度继续办理 {random.randint(1, 9)}件",
        "说明：本表数据含所属单位",
        "单位：件",
    ]

    def change(table: Table) -> Sequence[Part]:
        before, after = random.sample(lines, 2)
        return [Text(before, "prose", table.number), table, Text(after, "prose", table.number)]

    return drawn.map_tables(change)
