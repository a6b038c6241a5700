"""The application: routes, pages, and what holds for every reply.

Every reply has the security headers; every error is a problem document, or a page for a person.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import CorpusError
from search_api import pages, routes
from search_api.answers import ServiceError
from search_api.problems import problem_of, problem_response, too_large
from search_api.settings import Settings
from search_api.store import Store
from search_api.views.fields import ProblemView

TITLE = "公开：政府信息公开年报检索接口"

VERSION = "1"
"""Of the interface: what stands under /api/v1 keeps its names and meanings."""

DESCRIPTION = """\
检索政府信息公开工作年度报告的段落，同时给出报告中标准表格的数据和校验结果。

列表一律为 `{"total", "page", "size", "items"}`。
出错时返回问题文档（RFC 9457），说明哪里不对、怎么办。
没有印出的数字一律为空，不是 0。
"""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""On every reply that does not say otherwise. Never no-store: it would take away instant Back."""

_SMALL_BODY = 100_000  # bytes: a list of 100 queries of 256 characters; /check alone takes files
_WRAPPING = 4_096  # bytes of multipart around a file: a few hundred, with room for a long name


def create_app(settings: Settings) -> FastAPI:
    """The application on the data of these settings. Nothing is opened before it is asked for."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,  # its viewer comes from another host; /docs is a page of ours
        redoc_url=None,
        lifespan=_closing_the_store,
    )
    app.state.store = Store(settings)
    app.include_router(routes.router)
    app.include_router(pages.router)
    for kind in (ServiceError, CorpusError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _explain)
    app.add_middleware(BodyLimit, upload_bytes=settings.upload_bytes)
    app.add_middleware(SafeHeaders)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _closing_the_store(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.store.close()


async def _explain(request: Request, error: Exception) -> Response:
    """A problem document under /api, and for whoever does not ask for a page."""
    problem = problem_of(error)
    path = request.url.path
    if not path.startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        reply = pages.error_page(problem.status, problem.detail, problem.hint, problem.error_id)
    else:
        reply = problem_response(problem, path)
    for name, value in HEADERS.items():  # what nobody foresaw is answered outside of `SafeHeaders`
        reply.headers.setdefault(name, value)
    return reply


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with the problem documents that the routes refer to."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas[ProblemView.__name__] = ProblemView.model_json_schema()
        app.openapi_schema = document
    return app.openapi_schema


class SafeHeaders:
    """Adds the headers of `HEADERS` to every reply that lacks them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `send`; lifespan events pass."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a body that is too large: at once if it says so, else when it turns out to be."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self.app = app
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap `receive` with a counter."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.upload_bytes if scope["path"].endswith("/check") else _SMALL_BODY
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > limit + _WRAPPING:
            reply = await _explain(Request(scope), too_large(limit))
            await reply(scope, receive, send)
            return
        await self.app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit + _WRAPPING:
            raise too_large(limit)
        return message

    return receive_counted
