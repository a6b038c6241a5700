"""Bytes to a Document: one text, its lines and its grids. One module a family of formats.

    bytes ─ sniff ─▶ format ─ text, html, mhtml, docx ──────────▶ Document
                       └───── guard ─▶ child ─ pdf, office ─┘
    an archive ─ files ─▶ the bytes of one file after the other

Order: decode, text, compose, html, mhtml, archive, numbering, docx, sniff, wire, pdf, office,
child, guard

The bytes decide which reader is used, never the file name alone: a picture named .txt is refused as
a picture. Every reader gives the same values, so nothing behind this package asks for the format.
Readers for PDF and old Office files run in a child process; this one never loads them.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corpus.errors import NotReadable
from corpus.model import Document, Grid
from corpus.read.archive import Member, members
from corpus.read.compose import check_cells
from corpus.read.docx import read_docx
from corpus.read.guard import Guard
from corpus.read.html import read_html
from corpus.read.mhtml import read_mhtml
from corpus.read.sniff import sniff
from corpus.read.text import read_text

__all__ = ["MOST_CHARACTERS", "Guard", "Member", "files", "read"]

MOST_CHARACTERS = 5_000_000
"""A district's longest report has some 60,000 characters; a hundred times that is no report."""

_READERS: Mapping[str, Callable[[str, bytes], Document]] = {
    "txt": read_text,
    "html": read_html,
    "mhtml": read_mhtml,
    "docx": read_docx,
}
"""What is read in this process; its limits hold against hostile files without another's help."""


def read(name: str, data: bytes, *, path: str = "", guard: Guard | None = None) -> Document:
    """The document in these bytes.

    PDF and old Office files are read by the child process of `guard`; without one a child is
    started for this file alone, which takes 0.2 s.

    Raises NotReadable: empty, an archive (see `files`), a format without a reader, damaged,
    encrypted, a scan, longer than MOST_CHARACTERS, or too much for the reader.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotReadable("文件是空的", "请确认保存时内容完整")
    document = _read(sniff(name, data), name, data, guard)
    if len(document.text) > MOST_CHARACTERS:
        raise NotReadable(
            f"正文有 {len(document.text):,} 字，超过上限 {MOST_CHARACTERS:,} 字",
            "年度报告不会这样长，请确认文件或拆分后再试",
        )
    if not document.text.strip():
        raise NotReadable("没有读到任何文字", "如果是扫描件，请先做文字识别")
    grids = (block for block in document.blocks if isinstance(block, Grid))
    check_cells(sum(len(row) for grid in grids for row in grid.rows))
    return replace(document, sha256=hashlib.sha256(data).hexdigest(), path=path)


def files(name: str, data: bytes) -> Iterator[Member]:
    """The file itself, or every file of an archive, one at a time. Never raises.

    A member that cannot be had, such as an archive within the archive, has its reason instead.
    """
    try:
        if sniff(name, data) != "zip":
            yield Member(name, data)
            return
        empty = True
        for member in members(data):
            empty = False
            yield _without_nesting(member)
        if empty:
            raise NotReadable("压缩包里没有文件", "请确认压缩时选对了文件夹")
    except NotReadable as error:
        yield Member(name, data, error)


def _without_nesting(member: Member) -> Member:
    try:
        nested = sniff(member.name, member.data) == "zip"
    except NotReadable:
        return member  # whoever reads it will hear why
    if not nested:
        return member
    refused = NotReadable("压缩包里的压缩包没有读", "请把里面的压缩包解压后单独导入")
    return Member(member.name, b"", refused)


def _read(kind: str, name: str, data: bytes, guard: Guard | None) -> Document:
    if kind == "zip":
        raise NotReadable("这是 ZIP 压缩包，不是一份文件", "请解压后放入，或把压缩包整个导入")
    if kind in _READERS:
        return _READERS[kind](name, data)
    if guard is not None:
        return guard.read(kind, name, data)
    with Guard() as own:
        return own.read(kind, name, data)
