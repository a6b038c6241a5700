"""Tables for other programs: CSV that opens in a spreadsheet as what it is.

With a byte-order mark, or Chinese Excel takes it for GBK; with nothing that a spreadsheet would
take for a formula. A cell without a number is empty and its status says why; it is never a zero.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from search_api.answers import Answered, Figure

BOM = "\ufeff"

STATISTICS_COLUMNS = (
    "报告编号", "机关", "年度", "表样", "指标代码", "指标", "数值", "单位", "状态",
    "原文", "推算值", "所在行", "链接",
)  # fmt: skip
PASSAGES_COLUMNS = (
    "报告编号", "标题", "机关", "年度", "章节", "小标题", "段落", "对应数据", "链接",
)  # fmt: skip

STATUSES = {
    "printed": "原文数字",
    "blank": "空白",
    "mark": "以符号代替",
    "text": "文字",
    "missing": "缺失",
}
"""What stands in a cell, in words."""

# Spreadsheets read these as the start of a formula, full-width ones in East Asian versions; tab,
# return and NUL hide what follows. A plain signed number is none: it stays a number.
_FORMULA = re.compile(r"[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0]")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)

Cell = str | int | float | None


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, the first with the byte-order mark."""
    yield BOM + _line(columns)
    for row in rows:
        yield _line([_safe(cell) for cell in row])


def statistics_rows(figures: Iterable[Figure]) -> Iterator[Sequence[Cell]]:
    """One row a cell of a report."""
    for one in figures:
        yield (
            one.report, one.agency, one.year, one.form, one.indicator, one.label, one.value,
            one.unit, STATUSES[one.status], one.printed, one.implied, one.line, one.url,
        )  # fmt: skip


def passages_rows(hits: Iterable[Answered]) -> Iterator[Sequence[Cell]]:
    """One row a passage."""
    for hit in hits:
        yield (
            hit.report.id, hit.report.title, hit.report.agency, hit.report.year,
            hit.section_title, " › ".join(hit.passage.heading), hit.passage.text,
            "；".join(map(in_words, hit.statistics)), hit.url,
        )  # fmt: skip


def in_words(figure: Figure) -> str:
    """A figure in a line: 本年新收 398件; what is not printed says so, and what it would be."""
    value = figure.value
    said = STATUSES[figure.status] if value is None else number(value, figure.unit)
    implied = "" if figure.implied is None else f"（推算 {number(figure.implied, figure.unit)}）"
    return f"{figure.label} {said}{implied}"


def number(value: float, unit: str = "") -> str:
    """A number as a reader writes it: 1,234件, 743.38万元."""
    return f"{value:,}{unit}"


def disposition(name: str, plain: str) -> str:
    """Content-Disposition (RFC 6266) for a file name in Chinese; `plain` for those who cannot."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _line(cells: Sequence[Cell]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)  # RFC 4180
    return text.getvalue()
