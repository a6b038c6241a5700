"""All passages of a search as a table: page by page, as far as a search may page.

    Asked ─ service, a page at a time ─▶ Answers ─▶ CSV, JSON Lines, XLSX

What is not in the table is said in it: in a last line, or on the sheet of notes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import IO

from search_api import service
from search_api.answers import Answer, Answered, Asked, Figure
from search_api.export.lines import csv_lines, json_line
from search_api.export.rows import (
    PASSAGES_COLUMNS,
    STATISTICS_COLUMNS,
    Row,
    passages_rows,
    statistics_rows,
)
from search_api.export.words import FILTERS
from search_api.export.workbook import Sheet, Workbook
from search_api.service import Library
from search_api.views.answer import answer_view

CAUTION = "数字取自各机关公开的年度报告，空白、缺失都不是 0；校验为系统推算，一切以原文为准。"


def pages(library: Library, asked: Asked, most: int | None = None) -> Iterator[Answer]:
    """Every page of the answer, at most `most` passages; the first even where nothing was found.

    Raises what a search raises at once, not with the first page that is taken.
    """
    window = min(library.settings.window, most or library.settings.window)
    size = min(library.settings.page_size, window)
    whole = replace(asked, page=1, size=size, group=False, explain=False)
    first = service.search(library, whole)
    last = min(first.pages, window // size)
    further = (replace(whole, page=page) for page in range(2, last + 1))
    return chain([first], (service.search(library, one) for one in further))


def left_out(answer: Answer, shown: int) -> str:
    """What is to be said where `answer`, the last page of `shown` passages given, is not the last
    there is; "" where it is."""
    if answer.asked.page >= answer.pages:
        return ""
    return f"共 {answer.total} 段，本表只有前 {shown} 段；请用筛选条件缩小范围"


def search_csv(library: Library, asked: Asked) -> Iterator[str]:
    """Lines of CSV, one a passage."""
    return csv_lines(PASSAGES_COLUMNS, _rows(pages(library, asked)))


def search_jsonl(library: Library, asked: Asked) -> Iterator[str]:
    """JSON Lines: the objects of `hits` in the answer of the API, one a line."""
    return _json_lines(pages(library, asked))


def search_xlsx(library: Library, asked: Asked, file: IO[bytes]) -> None:
    """A workbook: passages, the figures beside them, notes."""
    with library.catalogue.snapshot(), Workbook(file) as book:
        passages, figures = (
            book.sheet("段落", PASSAGES_COLUMNS),
            book.sheet("统计", STATISTICS_COLUMNS),
        )
        told, answer = set[tuple[str, str]](), None
        for answer in pages(library, asked):
            _fill(passages, passages_rows(answer.hits))
            _fill(figures, statistics_rows(_fresh(answer.hits, told)))
        if answer:
            book.notes(notes_of(answer, passages.rows))


def notes_of(answer: Answer, shown: int) -> Iterator[tuple[str, str]]:
    """What was asked and what was found, for the sheet of notes. `answer` is the last page."""
    yield "检索词", answer.asked.q or "（无）"
    for name, values in answer.applied.items():
        yield FILTERS.get(name, name), "、".join(map(str, values))
    yield "排序", answer.asked.sort
    yield "结果", f"{answer.total} 段，来自 {answer.reports} 份报告；本表有 {shown} 段"
    if note := left_out(answer, shown):
        yield "未列出", note
    for note in answer.notes:
        yield "注意", note
    yield "统计", "各段旁边所列的数据，每格一行；没有印出数字的格没有数值，状态说明原因"
    yield "说明", CAUTION


def _rows(answers: Iterable[Answer]) -> Iterator[Row]:
    shown, answer = 0, None
    for answer in answers:
        shown += len(answer.hits)
        yield from passages_rows(answer.hits)
    if answer and (note := left_out(answer, shown)):
        yield (note,)


def _json_lines(answers: Iterable[Answer]) -> Iterator[str]:
    shown, answer = 0, None
    for answer in answers:
        shown += len(answer.hits)
        for hit in answer_view(answer).hits:
            yield json_line(hit.model_dump(mode="json"))
    if answer and (note := left_out(answer, shown)):
        yield json_line({"note": note})


def _fill(sheet: Sheet, rows: Iterable[Row]) -> None:
    for row in rows:
        sheet.add(row)


def _fresh(hits: Iterable[Answered], told: set[tuple[str, str]]) -> Iterator[Figure]:
    """The figures beside the passages, each cell once."""
    for hit in hits:
        for one in hit.statistics:
            if (one.report, one.indicator) not in told:
                told.add((one.report, one.indicator))
                yield one
