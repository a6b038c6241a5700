"""`/search`: passages with the figures beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from search_api import service
from search_api.answers import Answer, Answered, Asked
from search_api.export import PASSAGES_COLUMNS, Cell, csv_lines, disposition, passages_rows
from search_api.routes.common import (
    Agencies,
    Forms,
    HasFindings,
    Regions,
    Shelf,
    YearsAsked,
    problems,
)
from search_api.views.answer import AnswerView, answer_view

router = APIRouter(tags=["检索"])

Words = Annotated[
    str,
    Query(
        description="检索词：空格表示都要有，引号内为原样短语，OR 表示任一，减号表示不含。",
        examples=["不予公开 第三方"],
    ),
]
Sections = Annotated[
    list[Annotated[int, Query(ge=0, le=6)]] | None,
    Query(description="章节，1 到 6，0 为引言；可重复。", examples=[1]),
]
Sort = Annotated[
    Literal["relevance", "year", "-year", "agency"],
    Query(description="relevance 最相关在前，year 最新在前，-year 最早在前，agency 按机关。"),
]


@router.get(
    "/search",
    response_model=AnswerView,
    summary="检索段落，附对应的统计数据",
    responses={**problems(400, 422)},
)
def search(
    *,
    store: Shelf,
    years: YearsAsked,
    q: Words = "",
    agency: Agencies = None,
    region: Regions = None,
    section: Sections = None,
    form: Forms = None,
    has_findings: HasFindings = None,
    sort: Sort = "relevance",
    page: Annotated[int, Query(ge=1, description="第几页，从 1 起。")] = 1,
    size: Annotated[int, Query(ge=1, description="每页条数，最多 100。")] = 20,
    group: Annotated[bool, Query(description="true 按报告分组，每份报告最多 3 段。")] = False,
    interpret: Annotated[bool, Query(description="false 不识别检索词中的机关、年度等。")] = True,
    format: Annotated[Literal["json", "csv"], Query(description="csv 为全部结果的表格。")] = "json",
) -> Any:
    """哪些段落含有这些词语，旁边是同一份报告里对应的数字。

    机关、地区、年度和章节既可以作为参数，也可以写在检索词里。各项筛选之内为“或”，之间为“且”；
    每项筛选的各值附段数，计数时不受本项影响。
    """
    asked = Asked(
        q=q.strip(),
        agency=tuple(agency or ()),
        region=tuple(region or ()),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        section=tuple(section or ()),
        form=tuple(form or ()),
        has_findings=has_findings,
        sort=sort,
        page=page,
        size=size,
        group=group,
        interpret=interpret,
    )
    return _table(store, asked) if format == "csv" else answer_view(service.search(store, asked))


def _table(store: Shelf, asked: Asked) -> Response:
    """All passages, page by page, as far as a search may page."""
    size = store.settings.page_size
    first = service.search(store, replace(asked, page=1, size=size, group=False))
    rows = chain(passages_rows(_every_hit(store, first)), _left_out(first, store.settings.window))
    return StreamingResponse(
        csv_lines(PASSAGES_COLUMNS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition(f"检索-{asked.q or '全部'}.csv", "search.csv")},
    )


def _left_out(first: Answer, window: int) -> Iterator[Sequence[Cell]]:
    """A last row that says so where there are more passages than a search may page to."""
    if first.total > window:
        yield (f"共 {first.total} 段，本表只有前 {window} 段；请用筛选条件缩小范围",)


def _every_hit(store: Shelf, first: Answer) -> Iterator[Answered]:
    yield from first.hits
    last = min(first.pages, store.settings.window // first.asked.size)
    for page in range(2, last + 1):
        yield from service.search(store, replace(first.asked, page=page)).hits
