"""Templates and static files: everything a browser loads comes from here."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from search_api.pages.cells import number

WEB = Path(__file__).resolve().parents[2] / "web"

SITE = "政府信息公开年报检索"

NAVIGATION = (
    ("search", "/", "检索"),
    ("batch", "/batch", "批量检索"),
    ("reports", "/reports", "报告目录"),
    ("statistics", "/statistics", "统计"),
    ("checks", "/checks", "校验结果"),
    ("check", "/check", "核验文件"),
    ("help", "/help", "检索语法"),
    ("docs", "/docs", "接口文档"),
    ("about", "/about", "关于"),
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A colon with a space behind it stands only before a value, never in a selector.
_LOOSE = ((" {", "{"), ("{ ", "{"), (" }", "}"), ("} ", "}"), ("; ", ";"), (";}", "}"), (": ", ":"))
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Static:
    """A file beside the templates. `url` changes when it does, so it may be kept for a year."""

    name: str
    content: bytes
    media_type: str
    url: str


@cache
def static_files() -> Mapping[str, Static]:
    """Every static file by name, read once."""
    return {path.name: _static(path) for path in sorted((WEB / "static").iterdir())}


@cache
def environment() -> Environment:
    """Escaping is on for every template, and a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        site=SITE,
        navigation=NAVIGATION,
        static={name: file.url for name, file in static_files().items()},
    )
    made.filters["number"] = number
    return made


def render(template: str, **values: Any) -> str:
    """The text of a template."""
    return environment().get_template(template).render(**values)


def show(template: str, status: int = 200, **values: Any) -> Response:
    """A template as a reply. The headers that every reply has are the app's to add."""
    return HTMLResponse(render(template, **values), status)


def static_response(name: str) -> Response | None:
    """A static file, or None if there is none of that name."""
    file = static_files().get(name)
    if file is None:
        return None
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(file.content, media_type=file.media_type, headers=headers)


def tight(css: str) -> str:
    """A style sheet without its comments and its layout, which only people need.

    It must be written as ours is: no comment signs and no braces or semicolons in strings.
    """
    lines = (line.strip() for line in _COMMENT.sub("", css).split("\n"))
    text = " ".join(line for line in lines if line)
    for loose, close in _LOOSE:
        text = text.replace(loose, close)
    return text


def _static(path: Path) -> Static:
    content = path.read_bytes()
    if path.suffix == ".css":
        content = tight(content.decode()).encode()
    digest = hashlib.sha256(content).hexdigest()[:10]
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    return Static(path.name, content, kind, f"/static/{path.name}?v={digest}")
