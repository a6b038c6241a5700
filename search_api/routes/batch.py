"""`/batch`: a list of queries at once, counted by body and year."""

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query

from search_api import service
from search_api.export import batch_csv, batch_jsonl, batch_xlsx
from search_api.routes.asking import Limits
from search_api.routes.common import Shelf, problems
from search_api.routes.files import Format, documented, text_file, workbook
from search_api.views.batch import BatchAsked, BatchView, batch_view

router = APIRouter(tags=["检索"])

Table = Literal["matrix", "passages"]


@router.post(
    "/batch",
    response_model=BatchView,
    summary="一次检索多条检索词",
    responses={200: {"content": documented("csv", "xlsx", "jsonl")}, **problems(400, 413, 422)},
)
def batch(
    *,
    store: Shelf,
    limits: Limits,
    asked: Annotated[BatchAsked, Body()],
    table: Annotated[
        Table, Query(description="csv 和 jsonl 的内容：matrix 段数矩阵，passages 各条的段落。")
    ] = "matrix",
    format: Annotated[
        Format, Query(description="json、csv、jsonl，或 xlsx（矩阵、段落和说明在一个文件中）。")
    ] = "json",
) -> Any:
    """每条检索词在各机关、各年度的段数。筛选条件与 /search 相同，对每条都有效。

    最多 100 条；段落每条最多 1,000 段，超出时注明。没有报告的机关和年度没有段数，
    有报告而没有提到的为 0。
    """
    if format == "json":
        years = service.batch_years(store, limits)
        return batch_view(service.batch(store, asked.queries, limits), years)
    if format == "xlsx":
        return workbook(partial(batch_xlsx, store, asked.queries, limits), "多条检索", "batch")
    lines = batch_csv if format == "csv" else batch_jsonl
    return text_file(lines(store, asked.queries, limits, table), format, f"多条检索-{table}", table)
