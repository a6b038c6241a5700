"""`/feed.atom`: a search as a feed of what has come in lately."""

from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from search_api import service
from search_api.export import feed, feed_pairs
from search_api.export.atom import MEDIA_TYPE
from search_api.routes.asking import Limits, Words
from search_api.routes.common import Shelf, problems

router = APIRouter(tags=["检索"])


@router.get(
    "/feed.atom",
    summary="订阅一次检索（Atom）",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
        304: {"description": "没有变化（If-None-Match 或 If-Modified-Since）"},
        **problems(400, 422),
    },
)
def newest(
    *,
    request: Request,
    store: Shelf,
    limits: Limits,
    q: Words = "",
    page: Annotated[int, Query(ge=1, description="第几页，从 1 起。")] = 1,
    size: Annotated[int, Query(ge=1, description="每页条数，最多 100。")] = service.FEED_SIZE,
) -> Response:
    """检索到的段落，最近收录的报告在前；筛选条件与 /api/v1/search 相同。

    每段一条，编号不变；published 为收录时间，updated 为报告文字最近一次改变的时间。
    答复带 ETag 和 Last-Modified，没有变化时为 304。
    """
    found = service.newest(store, replace(limits, q=q.strip(), page=page, size=size))
    text = feed(found, feed_pairs(found.asked), str(request.base_url).rstrip("/"))
    changed = datetime.fromisoformat(found.updated)
    tag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Last-Modified": format_datetime(changed, usegmt=True)}
    if _is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


def _is_known(request: Request, tag: str, changed: datetime) -> bool:
    """Whether the reader has this very feed (RFC 9110: a tag, where one is given, decides)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = {one.strip().removeprefix("W/") for one in tags.split(",")}
        return bool(known & {tag, "*"})
    since = request.headers.get("if-modified-since", "")
    try:
        return bool(since) and changed <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
