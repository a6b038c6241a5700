"""`/reports`: what has been read, report by report, down to the text it was read from."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from search_api import service
from search_api.answers import NotFound
from search_api.routes.common import (
    Agencies,
    Forms,
    HasFindings,
    Regions,
    Shelf,
    SliceAsked,
    YearsAsked,
    listing,
    problems,
)
from search_api.views.fields import Listing
from search_api.views.report import (
    ReportItem,
    ReportView,
    SourceTextView,
    report_item,
    report_view,
    source_text_view,
)

router = APIRouter(tags=["报告"])

ReportId = Annotated[str, Path(description="报告编号。", examples=["2022-0123456789"])]


@router.get(
    "/reports",
    response_model=Listing[ReportItem],
    summary="报告目录",
    responses={**problems(400, 422)},
)
def reports(
    *,
    store: Shelf,
    years: YearsAsked,
    asked: SliceAsked,
    agency: Agencies = None,
    region: Regions = None,
    form: Forms = None,
    has_findings: HasFindings = None,
) -> Any:
    """收录的报告：按机关排列，同一机关最新的在前。"""
    where = service.selection(
        store.catalogue,
        agency=agency or (),
        region=region or (),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        form=form or (),
        failed=has_findings,
    )
    rows, total = store.catalogue.reports(where, start=asked.start, size=asked.size)
    return listing(map(report_item, rows), total, asked)


@router.get(
    "/reports/{report_id}",
    response_model=ReportView,
    summary="一份报告的全部内容",
    responses={**problems(404)},
)
def report(store: Shelf, report_id: ReportId) -> Any:
    """章节、段落、各表每一格、校验结果和来源文件。"""
    return report_view(service.report(store, report_id))


@router.get(
    "/reports/{report_id}/source",
    response_model=SourceTextView,
    summary="来源文件的文本",
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(404, 422),
    },
)
def source(
    *,
    request: Request,
    store: Shelf,
    report_id: ReportId,
    file: Annotated[int, Query(ge=1, description="第几个来源文件，从 1 起。")] = 1,
    format: Annotated[
        Literal["json", "text"] | None, Query(description="json 逐行，text 为纯文本。")
    ] = None,
) -> Response:
    """各处位置所指的文本。没有写明 format 时，按 Accept 决定。"""
    sources = service.report(store, report_id).sources
    if file > len(sources):
        raise NotFound(f"报告“{report_id}”没有第 {file} 个来源文件", f"共有 {len(sources)} 个")
    found = sources[file - 1]
    if format == "text" or (format is None and _wants_text(request)):
        return PlainTextResponse(found.text)
    return JSONResponse(source_text_view(report_id, file, found).model_dump(mode="json"))


def _wants_text(request: Request) -> bool:
    """Whether the caller takes plain text and did not ask for JSON, as a browser does."""
    accepted = request.headers.get("accept", "")
    return "application/json" not in accepted and "text/" in accepted
