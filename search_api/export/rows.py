"""What a row of a downloaded table says: columns in a fixed order, labels beside keys.

A cell without a number is empty and its status says why; it is never a zero.
"""

from collections.abc import Iterable, Iterator, Sequence

from search_api.answers import Answered, Figure
from search_api.export.words import STATUSES, in_words, status_of
from search_api.service import form_title

Cell = str | int | float | None
Row = Sequence[Cell]

STATISTICS_COLUMNS = (
    "报告编号", "机关", "年度", "表样", "表样名称", "指标代码", "指标", "数值", "单位", "状态代码",
    "状态", "原文", "推算值", "所在行", "链接",
)  # fmt: skip
PASSAGES_COLUMNS = (
    "段落编号", "报告编号", "标题", "机关", "地区", "年度", "表样", "章节号", "章节", "小标题",
    "段落", "对应数据", "链接",
)  # fmt: skip


def statistics_rows(figures: Iterable[Figure]) -> Iterator[Row]:
    """One row a cell of a report."""
    for one in figures:
        yield (
            one.report, one.agency, one.year, one.form, form_title(one.form), one.indicator,
            one.label, one.value, one.unit, status_of(one), STATUSES[status_of(one)], one.printed,
            one.implied, one.line, one.url,
        )  # fmt: skip


def passages_rows(hits: Iterable[Answered]) -> Iterator[Row]:
    """One row a passage."""
    for hit in hits:
        yield (
            hit.passage.id, hit.report.id, hit.report.title, hit.report.agency,
            " / ".join(hit.report.region), hit.report.year, hit.report.form, hit.passage.section,
            hit.section_title, " › ".join(hit.passage.heading), hit.passage.text,
            "；".join(map(in_words, hit.statistics)), hit.url,
        )  # fmt: skip
