"""Saved web pages: what a reader of the page sees, as lines and grids.

lxml parses; what this module decides is where a line ends, which tables hold data and which only
lay out the page, and what the page says of itself (title, date of publication).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.compose import (
    LONG_CELL,
    TALLEST,
    WIDEST,
    Piece,
    Rows,
    Text,
    compose,
    flowed,
    note_sign,
    run_together,
)
from corpus.read.decode import decode

_Element: TypeAlias = etree._Element  # lxml has no public name for what it gives

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_SILENT = frozenset(
    "script style noscript template head iframe object svg canvas select option button input "
    "textarea audio video".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span "
    "strike strong sub sup tt u var".split()
)
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_HAN = r"[\u3000-\u9fff\uff00-\uffef]"
_HAN_BREAK = re.compile(rf"(?<={_HAN})[ \t\r\f]*\n[ \t\r\n\f]*(?={_HAN})")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.IGNORECASE
)
_STRUCK = frozenset({"s", "strike", "del"})  # words taken back: 21 struck out beside 18 is no 2118
_BREAKS = frozenset({"br", "p", "div", "li"})  # where a line ends inside a cell
_CAREFUL = _SILENT | _STRUCK | {"br", "sup"}  # with one of these a cell is not merely its text
_MOST_ELEMENTS = 200_000  # a report's page has 500 to 20,000; this many take 3 s and 150 MB
_MOST_ATTRIBUTES = 500  # of one tag; the parser's time grows with their square, 20,000 take 0.7 s


def read_html(name: str, data: bytes) -> Document:
    """The page as blocks.

    Raises NotReadable: undecodable, or larger or more deeply nested than what can be parsed well.
    """
    found = _CHARSET.search(data[:4096])
    text, encoding = decode(data, found[1].decode("ascii") if found else None)
    root = _parse(text)
    walk = _Walk()
    body = root.find("body")
    walk.children(body if body is not None else root)
    walk.end_line()
    content, blocks = compose(walk.pieces)
    return Document(name, "html", "", content, blocks, encoding, _meta(root))


_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The parser stops there; pages that were put together have more behind it."""


_TAME = re.compile(
    r"[^<]*+(?:<[^<>\"']*+(?:\"[^<>\"]*+\"[^<>\"']*+|'[^<>']*+'[^<>\"']*+)*+>[^<]*+)*+"
)
"""Pages in which every < begins a tag that ends before the next, with all quotes closed: what they
are made of can be counted without parsing them. Possessive, so that no text takes long."""


def _is_tame(text: str) -> bool:
    """Whether a page cannot have too many elements, or too many attributes in one. An attribute
    takes two characters at least: a sign and what parts it from the next."""
    tags = text.split("<")
    short = max(map(len, tags)) <= 2 * _MOST_ATTRIBUTES
    return len(tags) <= _MOST_ELEMENTS and short and _TAME.fullmatch(text) is not None


def _parse(text: str) -> _Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    cleaned = re.sub(r"^\s*<\?xml[^>]*>", "", _END.sub("", text)).encode("utf-8", "replace")
    measure: Any = _Measure()  # lxml asks which methods there are; its types want them all
    try:
        if not _is_tame(text):
            etree.fromstring(cleaned, etree.HTMLParser(target=measure, encoding="utf-8"))
        root = etree.fromstring(cleaned, parser)
    except etree.XMLSyntaxError as error:
        raise _nothing() from error
    if root is None:
        raise _nothing()
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise NotReadable(
            "网页的嵌套或长度超出解析器的上限，内容可能不全", "请把正文另存为文本再试"
        )
    return root


def _nothing() -> NotReadable:
    return NotReadable("网页中没有可读的内容", "请重新保存网页（选择“仅 HTML”）再试")


@dataclass(slots=True)
class _Measure:
    """Counts what the page is made of before a tree is built of it: this takes a millisecond."""

    elements: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins. Raises NotReadable: too many of them, or too many attributes."""
        self.elements += 1
        if self.elements > _MOST_ELEMENTS or len(attributes) > _MOST_ATTRIBUTES:
            raise NotReadable(
                f"网页有超过 {_MOST_ELEMENTS:,} 个标记，或一个标记有超过 {_MOST_ATTRIBUTES} 个属性",
                "年度报告的网页不会这样，请把正文另存为文本再试",
            )

    def close(self) -> None:
        """The page has ended."""


def _meta(root: _Element) -> dict[str, str]:
    """What the page's head says: "title" and every named meta, names in lower case."""
    found = {"title": " ".join("".join(root.xpath("//head//title//text()")).split())}
    for element in root.iter("meta"):
        key, value = element.get("name") or element.get("property"), element.get("content")
        if key and value and value.strip():
            found.setdefault(key.strip().lower(), value.strip())
    return {key: value for key, value in found.items() if value}


@dataclass(slots=True)
class _Walk:
    """Goes down the tree once and collects pieces in reading order."""

    pieces: list[Piece] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    level: int = 0

    def end_line(self) -> None:
        text = _tidy("".join(self.line))
        if text.strip():
            self.pieces.append(Text(text, self.level))
        self.line.clear()

    def children(self, element: _Element) -> None:
        """Text and child elements in order. Explicit stack: real pages nest hundreds deep."""
        stack: list[tuple[str, object]] = [("open", element)]
        while stack:
            what, item = stack.pop()
            if what == "text":
                self.line.append(str(item))
            elif what == "close":
                self._close(item)  # type: ignore[arg-type]
            else:
                self._open(item, stack)  # type: ignore[arg-type]

    def _open(self, element: _Element, stack: list[tuple[str, object]]) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or tag in _STRUCK or _hidden(element):
            return
        if tag == "sup":
            self.line.append(note_sign(self.line[-1] if self.line else "", _inner(element)))
            return
        if tag == "table" and (cells := _data_cells(element)):
            self.end_line()
            self.pieces.append(Rows(tuple(flowed(_rows(element, cells)))))
            return
        if tag not in _INLINE:
            self.end_line()
            self.level = _HEADINGS.get(tag, self.level)
        stack.append(("close", tag))
        for child in reversed(element):
            if child.tail:
                stack.append(("text", child.tail))
            stack.append(("open", child))
        if element.text:
            stack.append(("text", element.text))

    def _close(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_line()
            self.level = 0 if tag in _HEADINGS else self.level


def _hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def _tidy(text: str) -> str:
    """One line as a browser shows it; a line break between two Han characters is none."""
    if text.isprintable() and "  " not in text:  # most cells and lines
        return text.strip(" ")
    joined = _HAN_BREAK.sub("", text) if "\n" in text else text
    return _SPACES.sub(" ", joined).strip(" ")


def _data_cells(table: _Element) -> dict[_Element, str]:
    """Every cell with its text; {} for a table that only lays out the page or wraps others."""
    if table.find(".//table") is not None:
        return {}
    cells = {cell: _text(cell) for cell in table.iter("td", "th")}
    return cells if all(len(text) <= LONG_CELL for text in cells.values()) else {}


def _text(cell: _Element) -> str:
    if not len(cell):
        text = cell.text or ""
    elif _is_plain(cell):
        text = "".join(cell.itertext())
    else:
        lines = "".join(_shown(cell)).split("\v")
        text = run_together(_tidy(line).replace("\xa0", " ") for line in lines)
    return _tidy(text).replace("\xa0", " ").strip()


def _is_plain(cell: _Element) -> bool:
    """Whether all text of a cell is shown, on one line and at one height."""
    blocks = 0
    for each in cell.iterdescendants():
        blocks += each.tag in _BREAKS
        if blocks > 1 or each.tag in _CAREFUL or _hidden(each):
            return False
    return True


def _shown(element: _Element) -> Iterator[str]:
    """The text of a cell as a reader sees it, with a \v wherever a line ends."""
    before = ""
    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        each, closing = stack.pop()
        text = _closed(each, element) if closing else _opened(each, before)
        before = text or before
        yield text
        if not closing:
            stack.append((each, True))
            if not _left_out(each):
                stack.extend((child, False) for child in reversed(each))


def _opened(element: _Element, before: str) -> str:
    if _left_out(element):
        return note_sign(before, _inner(element)) if element.tag == "sup" else ""
    return ("\v" if element.tag in _BREAKS else "") + (element.text or "")


def _closed(element: _Element, root: _Element) -> str:
    tail = "" if element is root else element.tail or ""
    return ("\v" if element.tag in _BREAKS else "") + tail


def _left_out(element: _Element) -> bool:
    tag = element.tag
    return tag in _SILENT or tag in _STRUCK or tag == "sup" or _hidden(element)


def _inner(element: _Element) -> str:
    return "" if _hidden(element) else "".join(element.itertext())


def _rows(table: _Element, texts: Mapping[_Element, str]) -> Iterator[list[tuple[str, int, int]]]:
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell in texts]
        if cells:
            yield [(texts[cell], _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells]


def _span(cell: _Element, name: str) -> int:
    printed = cell.get(name)
    if printed is None:
        return 1
    most = TALLEST if name == "rowspan" else WIDEST
    digits = re.match(r"\s*(\d{1,6})", printed)
    return min(max(int(digits[1]), 1), most) if digits else 1
