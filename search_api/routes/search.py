"""`/search`: passages with the figures beside them."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from search_api import service
from search_api.answers import Asked
from search_api.export import search_csv, search_jsonl, search_xlsx
from search_api.routes.asking import Limits, Words
from search_api.routes.common import Shelf, problems
from search_api.routes.files import DESCRIPTION, Format, documented, text_file, workbook
from search_api.views.answer import AnswerView, answer_view

router = APIRouter(tags=["检索"])

Sort = Annotated[
    str,
    Query(
        description="relevance 最相关在前，year 最新在前，-year 最早在前，agency 按机关；也可写指标"
        "代码：t3.new.total 数大的报告在前，-t3.new.total 数小的在前，没有印出这个数的在最后。",
        examples=["relevance"],
    ),
]
Fold = Annotated[
    bool,
    Query(description="true 同一句话只列出最相关的一段，其余只计数；不按报告分组。"),
]
Explain = Annotated[bool, Query(description="true 附检索词怎样切分和理解、各段得分的组成。")]


@router.get(
    "/search",
    response_model=AnswerView,
    summary="检索段落，附对应的统计数据",
    responses={200: {"content": documented("csv", "xlsx", "jsonl")}, **problems(400, 422)},
)
def search(
    *,
    store: Shelf,
    limits: Limits,
    q: Words = "",
    sort: Sort = "relevance",
    page: Annotated[int, Query(ge=1, description="第几页，从 1 起。")] = 1,
    size: Annotated[int, Query(ge=1, description="每页条数，最多 100。")] = 20,
    group: Annotated[bool, Query(description="true 按报告分组，每份报告最多 3 段。")] = False,
    fold: Fold = False,
    explain: Explain = False,
    format: Annotated[Format, Query(description=DESCRIPTION)] = "json",
) -> Any:
    """哪些段落含有这些词语，旁边是同一份报告里对应的数字。

    机关、地区、年度和章节既可以作为参数，也可以写在检索词里。各项筛选之内为“或”，之间为“且”；
    每项筛选的各值附段数，计数时不受本项影响。
    """
    asked = replace(
        limits,
        q=q.strip(),
        sort=sort,
        page=page,
        size=size,
        group=group,
        fold=fold,
        explain=explain,
    )
    if format == "json":
        return answer_view(service.search(store, asked), service.direct(store, asked))
    return _file(store, asked, format)


def _file(store: Shelf, asked: Asked, kind: str) -> Response:
    """All passages, as far as a search may page."""
    name, plain = f"检索-{asked.q or '全部'}", "search"
    if kind == "xlsx":
        return workbook(partial(search_xlsx, store, asked), name, plain)
    lines = search_csv(store, asked) if kind == "csv" else search_jsonl(store, asked)
    return text_file(lines, kind, name, plain)
