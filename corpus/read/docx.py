"""Word documents: paragraphs with their automatic numbers, tables with their merged cells.

The parts are read as they stand in the file. What a reader of the printed page does not see is left
out: deletions that are tracked, hidden text, fields' codes, the table of contents, heads and feet.
"""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.archive import Zip
from corpus.read.compose import (
    LONG_CELL,
    WIDEST,
    Piece,
    Rows,
    Slot,
    Text,
    check_cells,
    compose,
    note_sign,
    run_together,
)
from corpus.read.numbering import Numbering, child, local, number, numbering, value

_MOST_ENTRIES = 2_000  # parts of a document; one with many pictures has some hundred
_MOST_BYTES = 32_000_000  # of one part, inflated; the text of a report of sixty pages has 3 million
_MOST_TAGS = 1_500_000  # in one part; a tree of so many takes 400 MB and three seconds
_DEEPEST = 20  # styles based on styles
_FEWEST_TABS = 2  # tabs that make a line a row; one only sets a date or a page number apart
_LEFT_OUT = frozenset("del moveFrom instrText delText delInstrText pPr rPr tcPr tblPr rt".split())
_BOX = "txbxContent"


def read_docx(name: str, data: bytes) -> Document:
    """The document as blocks.

    Raises NotReadable: damaged, encrypted, without a text part, or larger than can be read well.
    """
    package = Zip(data, _MOST_ENTRIES)
    if len(set(package.names)) < len(package.names):
        raise NotReadable("Word 文件里有重名的部分，内容不可靠", "请用 Word 或 WPS 另存后再试")
    main = _related(package, "", "officeDocument") or "word/document.xml"
    root = _xml(package, main)
    body = child(root, "body") if root is not None else None
    if body is None:
        raise NotReadable("Word 文件里没有正文", "请用 Word 或 WPS 打开，确认后另存再试")
    lists = numbering(_xml(package, _related(package, main, "numbering")))
    styles = _styles(_xml(package, _related(package, main, "styles")))
    try:
        text, blocks = compose(_with_rows(_Walk(lists, styles).container(body)))
    except RecursionError as error:
        raise NotReadable("Word 文件的嵌套过深，无法读取", "请用 Word 或 WPS 另存后再试") from error
    return Document(name, "docx", "", text, blocks)


def _related(package: Zip, part: str, kind: str) -> str | None:
    """The part that this part names as its numbering, styles ...; None if there is none."""
    folder, own = posixpath.split(part)
    rels = _xml(package, posixpath.join(folder, "_rels", f"{own}.rels"))
    for relation in rels if rels is not None else ():
        if (value(relation, "Type") or "").endswith(f"/{kind}"):
            target = value(relation, "Target") or ""
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


def _xml(package: Zip, part: str | None) -> etree._Element | None:
    """The tree of a part; None if there is no such part."""
    if part is None or part not in package.names:
        return None
    data = package.inflate(part, _MOST_BYTES)
    if data.count(b"<") > _MOST_TAGS:
        raise NotReadable("Word 文件的正文过大", "年度报告不会这样长，请确认文件或拆分后再试")
    # Entities are never expanded; the parser's own limits on depth and length stay on.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotReadable(
            "Word 文件的正文损坏或嵌套过深，无法读取", "请用 Word 或 WPS 打开，另存后再试"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise NotReadable("Word 文件里有实体定义，不是正常的文档", "请用 Word 或 WPS 另存后再试")
    return root


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of its paragraphs, with what it inherits."""

    level: int = 0
    list_id: str | None = None
    list_level: int | None = None
    contents: bool = False  # a line of a table of contents


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    own: dict[str, tuple[str | None, _Style]] = {}
    for element in root if root is not None else ():
        if local(element) == "style":
            parent = child(element, "basedOn")
            own[value(element, "styleId") or ""] = value(parent), _style(element)
    return {key: _inherited(key, own) for key in own}


def _style(element: etree._Element) -> _Style:
    named = child(element, "name")
    name = (value(named) or "").lower()
    properties = child(element, "pPr")
    rank = next((name[len(word) :].strip() for word in ("heading", "标题") if word in name), "")
    level = int(rank) if rank in "123456789" and rank else int(name == "title")
    found = _style_of(properties)
    return replace(found, level=found.level or level, contents=name.startswith("toc "))


def _style_of(properties: etree._Element | None) -> _Style:
    """What the properties of a style or a paragraph say themselves."""
    outline, numbered = child(properties, "outlineLvl"), child(properties, "numPr")
    level = number(outline, default=9) + 1 if outline is not None else 0
    list_id, depth = child(numbered, "numId"), child(numbered, "ilvl")
    return _Style(
        level if level <= 9 else 0,
        value(list_id),
        number(depth) if depth is not None else None,
    )


def _inherited(key: str, own: dict[str, tuple[str | None, _Style]]) -> _Style:
    found, seen = _Style(), 0
    at: str | None = key
    while at in own and seen < _DEEPEST:
        at, style = own[at]
        found = _over(found, style)
        seen += 1
    return found


def _over(upper: _Style, lower: _Style) -> _Style:
    """The upper style, with the lower's word where it says nothing."""
    return _Style(
        upper.level or lower.level,
        upper.list_id if upper.list_id is not None else lower.list_id,
        upper.list_level if upper.list_level is not None else lower.list_level,
        upper.contents or lower.contents,
    )


@dataclass(slots=True)
class _Walk:
    """Goes through the body once, in reading order; the numbers of lists count as it goes."""

    lists: Numbering
    styles: dict[str, _Style]
    carried: str = ""  # text of a paragraph whose end was deleted: the next one goes on with it

    def container(self, element: etree._Element) -> Iterator[Piece]:
        """What stands in a body, a cell of a layout table or a text box."""
        for each in element:
            name = local(each)
            if name == "p":
                yield from self.paragraph(each)
            elif name == "tbl":
                yield from self.table(each)
            elif name == "AlternateContent":
                yield from self.container(_chosen(each))
            elif name and name not in _LEFT_OUT:
                yield from self.container(each)

    def paragraph(self, element: etree._Element) -> Iterator[Piece]:
        """Its lines, then what stands in text boxes that hang on it."""
        properties = child(element, "pPr")
        style = self._style(properties)
        words = _Words()
        words.gather(element)
        text = self.carried + "".join(words.parts)
        self.carried = ""
        if text.strip() and not style.contents:
            if child(properties, "rPr", "del") is not None:
                self.carried = text
            else:
                yield from _lines(self._label(style, properties) + text.strip("\n"), style.level)
        for box in words.boxes:
            yield from self.container(box)

    def _style(self, properties: etree._Element | None) -> _Style:
        key = value(child(properties, "pStyle")) or ""
        return _over(_style_of(properties), self.styles.get(key, _Style()))

    def _label(self, style: _Style, properties: etree._Element | None) -> str:
        if style.list_id in (None, "0"):
            return ""
        level = style.list_level
        if level is None:
            key = value(child(properties, "pStyle")) or ""
            level = self.lists.level_of_style(style.list_id or "", key)
        return self.lists.label(style.list_id or "", level)

    def table(self, element: etree._Element) -> Iterator[Piece]:
        """A table of data as rows; of one that lays out prose or holds tables, cell after cell."""
        table = _Merging()
        inside: list[Piece] = []
        for row in _within(element, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            table.next_row()
            for cell in _cells(row):
                if not table.goes_on(cell):
                    pieces = list(self.container(cell.element))
                    inside += pieces
                    table.add(cell, run_together(_texts(pieces)))
            check_cells(len(inside))
        nested = any(isinstance(piece, Rows) for piece in inside)
        if nested or any(len(slot.text) > LONG_CELL for row in table.rows for slot in row):
            yield from inside
        else:
            yield Rows(tuple(map(tuple, table.rows)))


@dataclass(frozen=True, slots=True)
class _Cell:
    element: etree._Element
    column: int
    colspan: int
    merge: str  # down a column: "restart", "continue" or "" for a cell by itself


def _cells(row: etree._Element) -> Iterator[_Cell]:
    """The cells of a row at their columns; those merged across in the old way as one."""
    column = number(child(row, "trPr", "gridBefore"))
    waiting: _Cell | None = None
    for element in _within(row, "tc"):
        properties = child(element, "tcPr")
        across = min(max(number(child(properties, "gridSpan"), default=1), 1), WIDEST)
        beside = child(properties, "hMerge")
        if waiting and beside is not None and value(beside) != "restart":
            waiting = replace(waiting, colspan=min(waiting.colspan + across, WIDEST))
        else:
            if waiting:
                yield waiting
            down = child(properties, "vMerge")
            merge = "" if down is None else value(down) or "continue"
            waiting = _Cell(element, column, across, merge)
        column += across
    if waiting:
        yield waiting


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, those in content controls and insertions too."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _within(each, name)


@dataclass(slots=True)
class _Merging:
    """Rows being built, with the cells that may still grow downwards."""

    rows: list[list[Slot]] = field(default_factory=list)
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)  # column -> row, place in it
    _next: dict[int, tuple[int, int]] = field(default_factory=dict)

    def next_row(self) -> None:
        """Begins a row. Only cells of the row directly above can go on in it."""
        self.rows.append([])
        self._open, self._next = self._next, {}

    def goes_on(self, cell: _Cell) -> bool:
        """Whether the cell only continues the one above, which grows by a row then."""
        above = self._open.get(cell.column)
        if cell.merge != "continue" or above is None:
            return False
        row, place = above
        self.rows[row][place] = replace(self.rows[row][place], rowspan=len(self.rows) - row)
        self._next[cell.column] = above
        return True

    def add(self, cell: _Cell, text: str) -> None:
        """A cell that begins in this row."""
        if cell.merge:
            self._next[cell.column] = len(self.rows) - 1, len(self.rows[-1])
        self.rows[-1].append(Slot(text, cell.column, 1, cell.colspan))


def _texts(pieces: Sequence[Piece]) -> list[str]:
    return [piece.text.replace("\t", " ") for piece in pieces if isinstance(piece, Text)]


@dataclass(slots=True)
class _Words:
    """What a paragraph says, and the text boxes that hang on it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def gather(self, element: etree._Element) -> None:
        """Goes through the runs of a paragraph in order."""
        for each in element:
            name = local(each)
            if name == "t":
                text = each.text or ""
                self.parts.append(note_sign(self._last(), text) if _is_raised(element) else text)
            elif name in _SIGNS:
                self.parts.append(_SIGNS[name])
            elif name == "br":
                self.parts.append("" if value(each, "type") in ("page", "column") else "\n")
            elif name == _BOX:
                self.boxes.append(each)
            elif name == "AlternateContent":
                self.gather(_chosen(each))
            elif name and name not in _LEFT_OUT and not (name == "r" and _is_hidden(each)):
                self.gather(each)

    def _last(self) -> str:
        return next((part for part in reversed(self.parts) if part.strip()), "")


_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


_NOT_SHOWN = ("vanish", "strike", "dstrike")
"""Hidden, or taken back: 21 struck out beside 18 is not 2118."""


def _is_hidden(run: etree._Element) -> bool:
    signs = (child(run, "rPr", name) for name in _NOT_SHOWN)
    return any(sign is not None and value(sign) not in ("0", "false", "off") for sign in signs)


def _is_raised(run: etree._Element) -> bool:
    return value(child(run, "rPr", "vertAlign")) == "superscript"


def _chosen(element: etree._Element) -> etree._Element:
    """Of the same content in two forms, for new programs and for old, the first that has text."""
    forms = [each for each in element if local(each) in ("Choice", "Fallback")]
    texts = (each for each in forms if next(each.iterdescendants("{*}t"), None) is not None)
    return next(texts, etree.Element("none"))


def _lines(text: str, level: int) -> Iterator[Text]:
    """A line for each line the author broke; the first begins a new block."""
    for index, line in enumerate(text.split("\n")):
        if line.strip():
            yield Text(line.rstrip(), level, gap=not index)


def _with_rows(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Lines that use tabs to part columns become rows; in others a tab is a space."""
    for tabbed, group in groupby(pieces, key=_is_tabbed):
        if tabbed:
            rows = (_slots(piece.text) for piece in group if isinstance(piece, Text))
            yield Rows(tuple(rows), spans=False)
        else:
            yield from (_untabbed(piece) for piece in group)


def _is_tabbed(piece: Piece) -> bool:
    tabs = piece.text.strip().count("\t") if isinstance(piece, Text) and not piece.level else 0
    return tabs >= _FEWEST_TABS


def _slots(text: str) -> tuple[Slot, ...]:
    return tuple(Slot(part.strip(), place) for place, part in enumerate(text.split("\t")))


def _untabbed(piece: Piece) -> Piece:
    return replace(piece, text=piece.text.replace("\t", " ")) if isinstance(piece, Text) else piece
