"""`/statistics`: cells of the standard tables, as JSON or as a table."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from corpus.catalogue import Catalogue, Selection
from search_api import service
from search_api.answers import Figure
from search_api.export import STATISTICS_COLUMNS, csv_lines, disposition, statistics_rows
from search_api.routes.common import (
    Agencies,
    Forms,
    Regions,
    Reports,
    Shelf,
    SliceAsked,
    YearsAsked,
    listing,
    problems,
)
from search_api.statistics import doubted, figure, keys_of
from search_api.views.fields import Listing
from search_api.views.report import StatisticView, statistic_view

router = APIRouter(tags=["统计"])

_CHUNK = 2_000
"""Cells read at once for a table: ten reports or so, a few hundred kilobytes."""


@router.get(
    "/statistics",
    response_model=Listing[StatisticView],
    summary="各表每一格的数据",
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **problems(400, 422),
    },
)
def statistics(
    *,
    store: Shelf,
    years: YearsAsked,
    asked: SliceAsked,
    report: Reports = None,
    indicator: Annotated[
        list[str] | None,
        Query(
            description="指标代码、其开头（t3、t3.new）或叫法（不予公开）；可重复。",
            examples=["t3.new.total"],
        ),
    ] = None,
    agency: Agencies = None,
    region: Regions = None,
    form: Forms = None,
    format: Annotated[Literal["json", "csv"], Query(description="csv 为全部结果的表格。")] = "json",
) -> Any:
    """按报告、再按表样的次序排列。没有印出数字的格没有数值，status 说明原因。

    表二自 2021 年表样起统计口径不同，comparable_within 相同的数才能比较。
    """
    where = service.selection(
        store.catalogue,
        report=report or (),
        agency=agency or (),
        region=region or (),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        form=form or (),
    )
    keys = keys_of(indicator or ())
    if format == "csv":
        return _table(store.catalogue, where, keys)
    cells, total = store.catalogue.cells(where, keys, start=asked.start, size=asked.size)
    doubts = doubted(store.catalogue, {cell.report for cell in cells})
    return listing((statistic_view(cell, doubts) for cell in cells), total, asked)


def _table(catalogue: Catalogue, where: Selection, keys: tuple[str, ...]) -> Response:
    return StreamingResponse(
        csv_lines(STATISTICS_COLUMNS, statistics_rows(_every(catalogue, where, keys))),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition("统计数据.csv", "statistics.csv")},
    )


def _every(catalogue: Catalogue, where: Selection, keys: tuple[str, ...]) -> Iterator[Figure]:
    """Every cell, a chunk at a time, so that a country does not have to fit into memory."""
    start, total = 0, 1
    while start < total:
        cells, total = catalogue.cells(where, keys, start=start, size=_CHUNK)
        doubts = doubted(catalogue, {cell.report for cell in cells})
        yield from (figure(cell, doubts=doubts) for cell in cells)
        start += _CHUNK
