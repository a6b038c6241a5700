"""What a PDF draws on its pages: characters with their boxes, ruling lines, pictures.

pdfium (the PDF reader of Chrome) reads the file; nothing behind this module knows of it. All places
are in points from the upper left corner of the page, turned so that the text stands upright.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from corpus.errors import NotReadable
from corpus.read.compose import Box
from corpus.read.pdf.drawn import Matrix, Rule, drawn

MOST_PAGES = 2_000
"""The longest reports have some sixty pages; whole yearbooks stay below this."""

_MOST_GLYPHS = 50_000  # of one page; a dense page of a report has 1,500
_PASSWORD, _SECURITY = 4, 5  # pdfium's numbers for what stopped it
_SCALE = 100  # pdfium gives whole device units: a hundredth of a point each
LOST = "\ufffd"
"""Stands for a character whose font does not say what it is, so that no number reads around it."""

_HYPHENS = (0x02, 0xAD)  # how pdfium, and fonts, call a hyphen that is drawn: the sign of -3
_SHORT_RADICALS = dict(  # the short forms that NFKC does not know, as fonts map them by mistake
    zip(
        map(ord, "⺅⺋⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"),
        "亻卩民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)


class Glyph(NamedTuple):
    """A character and the box of its font around it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float  # where its foot stands, from the top of the page
    spaced: bool  # the file has a space before it

    @property
    def size(self) -> float:
        """Height of its box, about the size of the font."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]  # spaces left out, in the order of the file
    rules: tuple[Rule, ...]
    picture: float  # share of the page that its largest picture covers
    turned: int  # quarter turns clockwise that made the text upright
    unmapped: int  # characters whose font does not say what they are
    crowded: bool  # too many lines to read; `rules` is empty then

    def shown(self, box: Box) -> Box:
        """A box as a reader of the page sees it, before the turn."""
        x0, top, x1, bottom = box
        for _ in range(self.turned):
            width = self.height if self.turned % 2 else self.width
            x0, top, x1, bottom = top, width - x1, bottom, width - x0
        return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def pages(data: bytes) -> Iterator[Page]:
    """Every page in order. Raises NotReadable: damaged, encrypted, too many pages."""
    with _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise _broken()
        if count > MOST_PAGES:
            raise NotReadable(
                f"PDF 有 {count:,} 页，超过上限 {MOST_PAGES:,} 页",
                "年度报告不会这样长，请确认文件或拆分后再试",
            )
        for index in range(count):
            yield _page(document, index)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (_PASSWORD, _SECURITY):
            raise NotReadable("PDF 已加密，需要密码才能打开", "请另存为没有密码的 PDF 再试")
        raise _broken()
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _broken() -> NotReadable:
    return NotReadable("PDF 文件损坏或不完整，无法打开", "请重新下载，或另存为新的 PDF 再试")


def _page(document: Any, index: int) -> Page:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise NotReadable(
            f"PDF 第 {index + 1} 页损坏，无法读取", "请重新下载，或另存为新的 PDF 再试"
        )
    text = pdfium.FPDFText_LoadPage(page)
    try:
        return _read(page, text, index + 1)
    finally:
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _read(page: Any, text: Any, number: int) -> Page:
    count = pdfium.FPDFText_CountChars(text) if text else 0
    if count > _MOST_GLYPHS:
        raise NotReadable(
            f"PDF 第 {number} 页有 {count:,} 字，超过上限 {_MOST_GLYPHS:,} 字",
            "年度报告的一页不会这样多，请确认文件",
        )
    quarters = [_quarter(text, index) for index in range(count)]
    most = Counter(quarter for quarter in quarters if quarter is not None).most_common(1)
    quarter = most[0][0] if most else 0
    turned = -(quarter + pdfium.FPDFPage_GetRotation(page)) % 4
    upright = [index for index in range(count) if quarters[index] == quarter]
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if turned % 2:
        width, height = height, width
    matrix = _display(page, width, height, turned)
    glyphs = tuple(_on_page(_glyphs(text, upright, matrix), width, height))
    unmapped = sum(glyph.text == LOST for glyph in glyphs)
    rules, picture, crowded = drawn(page, matrix)
    share = min(picture / max(width * height, 1.0), 1.0)
    return Page(number, width, height, glyphs, rules, share, turned, unmapped, crowded)


def _quarter(text: Any, index: int) -> int | None:
    """Quarter turns clockwise of a character; None for what the reader added and for slanting."""
    if pdfium.FPDFText_IsGenerated(text, index) == 1:
        return None
    turns = pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < 0.1 else None


def _display(page: Any, width: float, height: float, turned: int) -> Matrix:
    """From the page's own coordinates to points from its upper left corner, upright."""
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(across: float, up: float) -> tuple[float, float]:
        size = round(width * _SCALE), round(height * _SCALE)
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, turned, across, up, x, y)
        return x.value / _SCALE, y.value / _SCALE

    origin, right, above = shown(0, 0), shown(1000, 0), shown(0, 1000)
    a, b = (right[0] - origin[0]) / 1000, (right[1] - origin[1]) / 1000
    c, d = (above[0] - origin[0]) / 1000, (above[1] - origin[1]) / 1000
    return Matrix(a, b, c, d, *origin)


def _glyphs(text: Any, indexes: list[int], matrix: Matrix) -> Iterator[Glyph]:
    boxes = _Boxes(text)
    spaced, high = False, ""
    for index in indexes:
        character = high + _character(text, index)
        high = character if "\ud800" <= character <= "\udbff" else ""
        if high or character.isspace() or unicodedata.category(character[0]) == "Cf":
            spaced = spaced or character.isspace()
            continue
        box, foot = boxes.of(index)
        yield Glyph(_plain(character), *matrix.box(*box), matrix.point(*foot)[1], spaced)
        spaced = False


def _character(text: Any, index: int) -> str:
    """The character, or LOST where the font does not say: pdfium then gives its code in the font,
    which may look like another digit, or nothing at all."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code in _HYPHENS:
        return "-"
    if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
        return LOST
    character = chr(code)
    return (
        LOST if unicodedata.category(character) == "Cc" and not character.isspace() else character
    )


def _on_page(glyphs: Iterator[Glyph], width: float, height: float) -> Iterator[Glyph]:
    """Those whose middle a reader of the page can see; some programs leave others outside."""
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if 0 <= x <= width and 0 <= y <= height:
            yield glyph


class _Boxes:
    """Asks pdfium where characters stand, in the page's own coordinates."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._loose, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def of(self, index: int) -> tuple[Box, tuple[float, float]]:
        """The box of the font around a character (left, bottom, right, top), and its foot."""
        pdfium.FPDFText_GetLooseCharBox(self._text, index, self._loose)
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        box = self._loose
        found = box.left, box.bottom, box.right, box.top
        size = self._size(index)
        if max(box.right - box.left, box.top - box.bottom) > 2.5 * size > 0:
            found = self._around_ink(index, size)  # wrong for fonts that are written downwards
        return found, (self._x.value, self._y.value)

    def _size(self, index: int) -> float:
        pdfium.FPDFText_GetMatrix(self._text, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(pdfium.FPDFText_GetFontSize(self._text, index)) * scale

    def _around_ink(self, index: int, size: float) -> Box:
        left, right, bottom, top = self._sides
        pdfium.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
        return x - size / 2, y - size / 2, x + size / 2, y + size / 2


def _plain(character: str) -> str:
    """A radical that stands for the character it looks like; surrogates joined; else as it is."""
    if len(character) == 2:
        return character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\u2e80" <= character <= "\u2fd5":
        return unicodedata.normalize("NFKC", character.translate(_SHORT_RADICALS))
    return LOST if "\ud800" <= character <= "\udfff" else character
