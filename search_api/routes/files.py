"""Replies that are files: text as it is made, workbooks when they are whole."""

from collections.abc import Callable, Iterator
from io import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Literal

from fastapi.responses import Response, StreamingResponse

from search_api.export import disposition

Format = Literal["json", "csv", "xlsx", "jsonl"]
"""What an answer may be had as."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "xlsx": XLSX,
}
DESCRIPTION = (
    "csv、xlsx、jsonl 为全部结果，不分页：csv 带 BOM，xlsx 另附统计和说明两张工作表，"
    "jsonl 每行一个与 json 相同的对象。"
)

_BLOCK = 65_536


def text_file(lines: Iterator[str], kind: str, name: str, plain: str) -> Response:
    """Lines as they are made. `kind` is "csv" or "jsonl"; names come without their end."""
    headers = {"Content-Disposition": disposition(f"{name}.{kind}", f"{plain}.{kind}")}
    return StreamingResponse(lines, media_type=MEDIA_TYPES[kind], headers=headers)


def workbook(write: Callable[[IO[bytes]], None], name: str, plain: str) -> Response:
    """What is written to a file, which is whole before the first byte is sent."""
    file = TemporaryFile()  # noqa: SIM115  # open until it has been sent
    try:
        write(file)
        size = file.seek(0, SEEK_END)
    except BaseException:
        file.close()
        raise
    headers = {
        "Content-Disposition": disposition(f"{name}.xlsx", f"{plain}.xlsx"),
        "Content-Length": str(size),
    }
    return StreamingResponse(_sent(file), media_type=XLSX, headers=headers)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while block := file.read(_BLOCK):
            yield block


def documented(*kinds: str) -> dict[str, object]:
    """The same for the OpenAPI page."""
    return {MEDIA_TYPES[kind].split(";")[0]: {"schema": {"type": "string"}} for kind in kinds}
