"""Cells of the standard tables as a table, some reports at a time: a country need not fit into
memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO

from corpus.catalogue import Catalogue, CellRow, ReportRow, Selection
from search_api.comparison import Amount, amounts, as_figure, parted
from search_api.export.found import CAUTION
from search_api.export.lines import csv_lines, json_line
from search_api.export.rows import STATISTICS_COLUMNS, Row, statistics_rows
from search_api.export.words import STATUSES
from search_api.export.workbook import Workbook
from search_api.statistics import Doubts, doubted, figure
from search_api.views.report import amount_item, statistic_view

CHUNK = 20
"""Reports read at once: some 4,000 cells, a megabyte or two."""

_LISTED = 500  # reports listed at once


def reports(catalogue: Catalogue, where: Selection) -> Iterator[ReportRow]:
    """Every report of the selection, in report order."""
    start, total = 0, 1
    while start < total:
        rows, total = catalogue.reports(where, start=start, size=_LISTED)
        yield from rows
        start += _LISTED


def statistics_csv(catalogue: Catalogue, where: Selection, keys: Sequence[str]) -> Iterator[str]:
    """Lines of CSV: one a cell, then one a figure that was worked out, if such are asked for."""
    return csv_lines(STATISTICS_COLUMNS, _rows(catalogue, where, keys))


def statistics_jsonl(catalogue: Catalogue, where: Selection, keys: Sequence[str]) -> Iterator[str]:
    """JSON Lines: the objects of `items` in the answer of the API, one a line."""
    for some, doubts in _cells(catalogue, where, keys):
        for cell in some:
            yield json_line(statistic_view(cell, doubts).model_dump(mode="json"))
    for one in _worked(catalogue, where, keys):
        yield json_line(amount_item(one).model_dump(mode="json"))


def statistics_xlsx(
    catalogue: Catalogue, where: Selection, keys: Sequence[str], file: IO[bytes]
) -> None:
    """A workbook: cells, notes."""
    with catalogue.snapshot(), Workbook(file) as book:
        sheet = book.sheet("统计", STATISTICS_COLUMNS)
        more = False
        for row in _rows(catalogue, where, keys):
            if more := sheet.is_full:
                break
            sheet.add(row)
        book.notes(_notes(where, keys, sheet.rows, more))


def _notes(
    where: Selection, keys: Sequence[str], rows: int, more: bool
) -> Iterator[tuple[str, str]]:
    yield from said_of(where)
    yield "指标", "、".join(keys) or "全部"
    yield "结果", f"本表有 {rows} 行，每格一行"
    if more:
        yield "未列出", f"本表只有前 {rows} 行；全部数据请用 CSV，或 gongkai export"
    for key, label in STATUSES.items():
        yield f"状态 {key}", label
    yield "口径", "表二自 2021 年度起改变口径，前后年度的数不宜比较"
    yield "说明", CAUTION


def said_of(where: Selection) -> Iterator[tuple[str, str]]:
    """A selection in words; nothing for what does not narrow it."""
    named: Mapping[str, Collection[str] | Collection[int]] = {
        "报告": where.report,
        "机关": where.agency,
        "地区": where.region,
        "年度": where.year,
        "表样": where.form,
        "层级": where.level,
        "类型": where.kind,
    }
    for name, values in named.items():
        if values:
            yield name, "、".join(sorted(map(str, values)))
    for name, bound in (("年度不早于", where.year_from), ("年度不晚于", where.year_to)):
        if bound is not None:
            yield name, str(bound)


def _rows(catalogue: Catalogue, where: Selection, keys: Sequence[str]) -> Iterator[Row]:
    for some, doubts in _cells(catalogue, where, keys):
        yield from statistics_rows(figure(cell, doubts=doubts) for cell in some)
    yield from statistics_rows(map(as_figure, _worked(catalogue, where, keys)))


def _cells(
    catalogue: Catalogue, where: Selection, keys: Sequence[str]
) -> Iterator[tuple[Sequence[CellRow], Doubts]]:
    """Cells in form order within report order, with what speaks against them; no keys means all."""
    wanted, _ = parted(keys)
    for some in _chunks(catalogue, where) if wanted or not keys else ():
        with catalogue.snapshot():
            found, _ = catalogue.cells(some, wanted)
            doubts = doubted(catalogue, {cell.report for cell in found})
        # Not inside: what takes the next lines may be another thread, with another connection.
        yield found, doubts


def _worked(catalogue: Catalogue, where: Selection, keys: Sequence[str]) -> Iterator[Amount]:
    """Figures that are worked out, one after the other."""
    _, made = parted(keys)
    for key in made:
        for some in _chunks(catalogue, where):
            yield from amounts(catalogue, some, key)


def _chunks(catalogue: Catalogue, where: Selection) -> Iterator[Selection]:
    """The reports of the selection, some at a time, in report order."""
    ids = [row.id for row in reports(catalogue, where)]
    for start in range(0, len(ids), CHUNK):
        yield Selection(report=frozenset(ids[start : start + CHUNK]))
