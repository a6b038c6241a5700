"""What goes wrong, as problem documents (RFC 9457): what was wrong and what to do, in Chinese.

An error nobody foresaw says only its number; what happened stands under that number in the log.
"""

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from corpus.errors import CatalogueError, NamesError, SourceError
from search_api.answers import BadQuestion, BadValue, Busy, NoIndex, NotFound, ServiceError

MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 30
"""When to ask again while there is no index: about what a small collection takes to be read."""

_log = logging.getLogger("gongkai")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem document."""

    status: int
    title: str  # Chinese, the kind of problem
    detail: str  # Chinese, what was wrong this time
    hint: str = ""  # Chinese, what to do
    errors: tuple[Mapping[str, str], ...] = ()  # for parameters: name, detail
    error_id: str = ""  # of the log entry, for errors that nobody foresaw
    headers: Mapping[str, str] = field(default_factory=dict)


TITLES = {
    400: "请求无法执行",
    404: "没有找到",
    405: "不支持这种请求方法",
    413: "内容过大",
    422: "参数或文件有误",
    500: "系统出错",
    503: "暂时无法服务",
}


def problem_of(error: Exception) -> Problem:
    """The problem that an exception stands for."""
    match error:
        case ServiceError():
            return _of_service(error)
        case SourceError():
            return _problem(422, error.reason, error.hint)
        case CatalogueError() | NamesError():
            return _problem(503, error.reason, error.hint, headers=_later())
        case RequestValidationError():
            return _of_parameters(error.errors())
        case AnyHTTPException():
            return _of_http(error)
    return _unforeseen(error)


def problem_response(problem: Problem, instance: str = "") -> JSONResponse:
    """The problem as a reply."""
    content = {"type": f"/docs#problem-{problem.status}", **asdict(problem)}
    del content["headers"]
    content = {name: value for name, value in content.items() if value not in ("", ())}
    if instance:
        content["instance"] = instance
    return JSONResponse(content, problem.status, dict(problem.headers), media_type=MEDIA_TYPE)


def too_large(limit: int) -> HTTPException:
    """The refusal of a body of more than `limit` bytes."""
    size = f"{limit / 1_000_000:g} MB" if limit >= 1_000_000 else f"{limit / 1_000:g} KB"
    return HTTPException(413, f"上传的内容超过 {size}")


def _problem(status: int, detail: str, hint: str = "", **more: Any) -> Problem:
    return Problem(status, TITLES.get(status, HTTPStatus(status).phrase), detail, hint, **more)


_STATUSES: Mapping[type[ServiceError], int] = {
    BadQuestion: 400,
    BadValue: 422,
    NotFound: 404,
    NoIndex: 503,
    Busy: 503,
}


def _of_service(error: ServiceError) -> Problem:
    status = _STATUSES.get(type(error), 400)
    headers = _later() if status == 503 else {}
    return _problem(status, error.reason, error.hint, headers=headers)


def _later() -> Mapping[str, str]:
    return {"Retry-After": str(RETRY_SECONDS)}


_HTTP: Mapping[int, tuple[str, str]] = {
    400: ("提交的内容无法读取，或粘贴的文字过长", "粘贴的文字不超过 30 万字，更长的请选文件"),
    404: ("没有这个地址", "接口说明见 /docs"),
    405: ("这个地址不支持这种请求方法", "接口说明见 /docs"),
    413: ("上传的内容过大", "请分成较小的文件"),
}


def _of_http(error: AnyHTTPException) -> Problem:
    detail, hint = _HTTP.get(error.status_code, (str(error.detail), ""))
    if error.status_code == 413:
        detail = str(error.detail)
    return _problem(error.status_code, detail, hint, headers=dict(error.headers or {}))


def _unforeseen(error: Exception) -> Problem:
    error_id = secrets.token_hex(4)
    _log.error("error %s", error_id, exc_info=error)
    return _problem(
        500,
        f"系统内部出错，编号 {error_id}",
        "请把这个编号告诉维护人员，日志中有经过",
        error_id=error_id,
    )


# Parameters

_SAYINGS = {
    "missing": "缺少这个参数",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "不能超过 {max_length} 个字",
    "enum": "只能是 {expected}",
    "literal_error": "只能是 {expected}",
}


def _of_parameters(errors: Sequence[Any]) -> Problem:
    told = tuple({"name": _name(error), "detail": _saying(error)} for error in errors)
    detail = "；".join(f"参数 {one['name']}：{one['detail']}" for one in told)
    return _problem(422, detail, "接口说明见 /docs", errors=told)


def _name(error: Mapping[str, Any]) -> str:
    """The parameter, without the part of the request it stands in and its place in a list."""
    return str(next((step for step in error["loc"][1:] if isinstance(step, str)), error["loc"][0]))


def _saying(error: Mapping[str, Any]) -> str:
    context = dict(error.get("ctx") or {})
    if expected := context.get("expected"):  # "'json' or 'csv'"
        context["expected"] = re.sub(r", | or ", "、", str(expected)).replace("'", "")
    said = _SAYINGS.get(error["type"], "无法识别").format_map(context)
    given = error.get("input")
    return f"{said}（收到“{given[:40]}”）" if isinstance(given, str) else said
