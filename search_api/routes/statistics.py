"""`/statistics`: cells of the standard tables, as JSON or as a table."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from corpus.catalogue import Catalogue, Selection
from search_api.comparison import amounts, keys_asked, parted
from search_api.export import statistics_csv, statistics_jsonl, statistics_xlsx
from search_api.routes.common import (
    Reports,
    Shelf,
    Slice,
    SliceAsked,
    listing,
    problems,
)
from search_api.routes.compare import Where
from search_api.routes.files import DESCRIPTION, Format, documented, text_file, workbook
from search_api.statistics import doubted
from search_api.views.fields import Listing
from search_api.views.report import StatisticView, amount_item, statistic_view

router = APIRouter(tags=["统计"])


@router.get(
    "/statistics",
    response_model=Listing[StatisticView],
    summary="各表每一格的数据",
    responses={
        200: {"content": documented("csv", "xlsx", "jsonl")},
        **problems(400, 422),
    },
)
def statistics(
    *,
    store: Shelf,
    where: Where,
    asked: SliceAsked,
    report: Reports = None,
    indicator: Annotated[
        list[str] | None,
        Query(
            description="指标代码、其开头（t3、t3.new）或叫法（不予公开），也可以是推算的指标"
            "（实质公开率）；可重复。",
            examples=["t3.new.total"],
        ),
    ] = None,
    format: Annotated[Format, Query(description=DESCRIPTION)] = "json",
) -> Any:
    """按报告、再按表样的次序排列。没有印出数字的格没有数值，status 说明原因。

    推算的指标排在各格之后，status 为 derived，比率附分子和分母。

    表二自 2021 年表样起统计口径不同，comparable_within 相同的数才能比较。
    """
    where = replace(where, report=frozenset(report or ()))
    keys = keys_asked(indicator or ())
    if format != "json":
        return _file(store.catalogue, where, keys, format)
    with store.catalogue.snapshot():
        return _page(store.catalogue, where, keys, asked)


def _page(catalogue: Catalogue, where: Selection, keys: tuple[str, ...], asked: Slice) -> Any:
    """Cells first, then what is worked out of them."""
    some, made = parted(keys)
    size = asked.size if some or not keys else 0
    cells, total = catalogue.cells(where, some, start=asked.start, size=size)
    total = total if size else 0
    doubts = doubted(catalogue, {cell.report for cell in cells})
    worked = [one for key in made for one in amounts(catalogue, where, key)]
    start = max(0, asked.start - total)
    room = asked.size - len(cells)
    items = [*(statistic_view(cell, doubts) for cell in cells)]
    items += map(amount_item, worked[start : start + room])
    return listing(items, total + len(worked), asked)


def _file(catalogue: Catalogue, where: Selection, keys: tuple[str, ...], kind: str) -> Response:
    """All cells."""
    name, plain = "统计数据", "statistics"
    if kind == "xlsx":
        return workbook(partial(statistics_xlsx, catalogue, where, keys), name, plain)
    table = statistics_csv if kind == "csv" else statistics_jsonl
    return text_file(table(catalogue, where, keys), kind, name, plain)
