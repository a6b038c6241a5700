"""A list of queries as tables: passages by query, body and year, and the passages themselves.

A cell of the matrix is empty where there is no report of that body and year among those asked
about, and 0 where the report says nothing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO, Any

from search_api import service
from search_api.answers import Asked
from search_api.export.found import CAUTION, left_out, pages
from search_api.export.lines import csv_lines, json_line
from search_api.export.rows import PASSAGES_COLUMNS, Row, passages_rows
from search_api.export.workbook import Workbook
from search_api.service import BATCH_PASSAGES, Counted, Library
from search_api.views.answer import answer_view

QUERY_COLUMNS = ("序号", "检索词", "识别出的筛选", "段数", "报告数", "注意")

Years = Sequence[int | None]


def matrix_columns(years: Years) -> tuple[str, ...]:
    """The first row of a matrix."""
    named = (f"{year}年" if year else "年度不明" for year in years)
    return ("序号", "检索词", "机关", *named, "合计")


def matrix_rows(one: Counted, years: Years) -> Iterator[Row]:
    """One row a body, those with most passages first."""
    for agency in one.agencies:
        counts = [one.count((agency, year)) for year in years]
        yield one.number, one.query, agency, *counts, sum(filter(None, counts))


def batch_csv(library: Library, queries: Sequence[str], asked: Asked, table: str) -> Iterator[str]:
    """Lines of CSV: of the "matrix", or of the "passages" of every query."""
    if table == "passages":
        service.check_batch(library, queries, asked)
        columns = ("序号", "检索词", *PASSAGES_COLUMNS)
        return csv_lines(columns, _passages(library, queries, asked))
    years = service.batch_years(library, asked)
    counted = service.batch(library, queries, asked)
    rows = (row for one in counted for row in matrix_rows(one, years))
    return csv_lines(matrix_columns(years), rows)


def batch_jsonl(
    library: Library, queries: Sequence[str], asked: Asked, table: str
) -> Iterator[str]:
    """JSON Lines: one object a body and year with a report, or a passage, of every query."""
    if table == "passages":
        service.check_batch(library, queries, asked)
        return _hits(library, queries, asked)
    counted = service.batch(library, queries, asked)
    return (json_line(cell) for one in counted for cell in cells_of(one))


def cells_of(one: Counted) -> Iterator[dict[str, Any]]:
    """The cells of a query's matrix that have a count, by body and year."""
    for agency, year in sorted(one.asked_about, key=lambda at: (at[0], at[1] or 0)):
        yield {
            "number": one.number,
            "query": one.query,
            "agency": agency,
            "year": year,
            "passages": one.count((agency, year)),
        }


def batch_xlsx(library: Library, queries: Sequence[str], asked: Asked, file: IO[bytes]) -> None:
    """A workbook: queries, matrix, passages, notes."""
    with library.catalogue.snapshot(), Workbook(file) as book:
        years = service.batch_years(library, asked)
        summary = book.sheet("检索词", QUERY_COLUMNS)
        matrix = book.sheet("矩阵", matrix_columns(years))
        passages = book.sheet("段落", ("序号", "检索词", *PASSAGES_COLUMNS))
        for one in service.batch(library, queries, asked):
            read_as = "、".join(one.read_as)
            notes = " ".join(one.notes)
            summary.add((one.number, one.query, read_as, one.total, one.reports, notes))
            for row in matrix_rows(one, years):
                matrix.add(row)
        for row in _passages(library, queries, asked):
            passages.add(row)
        book.notes(_notes())


def _notes() -> Iterator[tuple[str, str]]:
    yield (
        "矩阵",
        "各机关、各年度的段数；空格表示所问的范围内没有这一年的报告，0 表示有报告而没有提到",
    )
    yield "段落", f"每条检索词最多列出 {BATCH_PASSAGES} 段；更多时另起一行注明"
    yield "说明", CAUTION


def _passages(library: Library, queries: Sequence[str], asked: Asked) -> Iterator[Row]:
    for number, query in enumerate(queries, 1):
        shown, answer = 0, None
        for answer in pages(library, replace(asked, q=query), BATCH_PASSAGES):
            shown += len(answer.hits)
            for row in passages_rows(answer.hits):
                yield number, query, *row
        if answer and (note := left_out(answer, shown)):
            yield number, query, note


def _hits(library: Library, queries: Sequence[str], asked: Asked) -> Iterator[str]:
    for number, query in enumerate(queries, 1):
        shown, answer = 0, None
        for answer in pages(library, replace(asked, q=query), BATCH_PASSAGES):
            shown += len(answer.hits)
            for hit in answer_view(answer).hits:
                yield json_line({"number": number, "query": query, **hit.model_dump(mode="json")})
        if answer and (note := left_out(answer, shown)):
            yield json_line({"number": number, "query": query, "note": note})
