"""PDF files: lines of text as paragraphs, tables by their ruling lines, each with page and box.

    bytes ─ page ─▶ characters, rulings ─ margins ─▶ without page numbers ─ table ─▶ cells
                                                     └ lines ─ columns ─ flow ─▶ paragraphs

Order: drawn, page, lines, table, margins, columns, breaks, flow

pdfium reads the file. It is written in C++ and guards itself against hostile files, but not against
all of them: this package is meant for a process of its own (`corpus.read.guard`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.compose import Piece, Rows, Slot, compose
from corpus.read.pdf.breaks import joined
from corpus.read.pdf.columns import Laid, gutters, parts
from corpus.read.pdf.flow import PageLine, flow, layouts, page_line
from corpus.read.pdf.lines import text_lines
from corpus.read.pdf.margins import without_margins
from corpus.read.pdf.page import LOST, Page, pages
from corpus.read.pdf.table import Table, tables

_MOST_CHARACTERS = 2_000_000  # of all pages; a report has 10,000, and each takes 300 bytes
_FEW = 20  # characters on a page; a scanned page may bear a stamp or a number as text
_WHOLE = 0.4  # of the page; a picture so large is the page itself, not a figure on it
_MOST_UNMAPPED = 0.05  # of the characters; more, and the text is not what the page shows


def read_pdf(name: str, data: bytes) -> Document:
    """The pages as blocks.

    Raises NotReadable: damaged, encrypted, too long, without text (a scan), or with fonts that do
    not say which characters they draw.
    """
    found: list[Page] = []
    total = 0
    for page in pages(data):
        found.append(page)
        total += len(page.glyphs)
        if total > _MOST_CHARACTERS:
            raise NotReadable(
                f"PDF 超过 {_MOST_CHARACTERS:,} 字", "年度报告不会这样长，请确认文件或拆分后再试"
            )
    _refuse_without_text(found, total)
    laid, columned = _laid_out(found)
    text, blocks = compose(_pieces(laid))
    notes = (*_notes(found), *_said_of(columned), *_cut_off(data))
    return Document(name, "pdf", "", text, blocks, notes=notes)


def _refuse_without_text(found: Sequence[Page], total: int) -> None:
    scanned = sum(page.picture > _WHOLE for page in found)
    if total < _FEW * len(found) and 2 * scanned > len(found):
        raise NotReadable(
            f"PDF 共 {len(found)} 页，是扫描件：页面是图片，没有文字",
            "请先做文字识别（OCR），再用识别后的文件",
        )
    if total < _FEW:
        raise NotReadable(
            f"PDF 共 {len(found)} 页，没有可读的文字：可能是空白页，或文字已转成图形",
            "请用原来的文件另存为 PDF，或先做文字识别（OCR）",
        )
    unmapped = sum(page.unmapped for page in found)
    if unmapped > _MOST_UNMAPPED * total:
        raise NotReadable(
            f"PDF 的字体没有说明所画的是什么字（{total:,} 字中有 {unmapped:,} 字）",
            "复制出来也会是乱码，请另存为新的 PDF，或先做文字识别（OCR）",
        )


def _notes(found: Sequence[Page]) -> Iterator[str]:
    scans = [page.number for page in found if len(page.glyphs) < _FEW and page.picture > _WHOLE]
    if scans:
        yield f"第 {'、'.join(map(str, scans))} 页是图片，没有文字，未能读取"
    if lost := sum(page.unmapped for page in found):
        yield f"PDF 的字体没有说明 {lost:,} 个字是什么，可能缺字：以“{LOST}”代替，所在的格不取数"
    if crowded := [page.number for page in found if page.crowded]:
        yield f"第 {'、'.join(map(str, crowded))} 页线条过多，表格按文字的间隔识别"


def _cut_off(data: bytes) -> Iterator[str]:
    if b"%%EOF" not in data[-2048:]:
        yield "PDF 文件的结尾不完整，可能缺页"


def _said_of(columned: Sequence[int]) -> Iterator[str]:
    if columned:
        yield f"第 {'、'.join(map(str, columned))} 页分两栏排，已按先左后右的顺序读取"


Item = Table | PageLine


def _laid_out(found: Sequence[Page]) -> tuple[list[list[Item]], list[int]]:
    """The lines and tables of each page in reading order, and which pages have two columns."""
    laid: list[Laid] = []
    for page, glyphs in zip(found, without_margins(found), strict=True):
        own, rest = tables(replace(page, glyphs=glyphs))
        laid.append((page, text_lines(rest), own))
    middles = gutters(laid)
    return [_items(each, middles.get(each[0].number)) for each in laid], sorted(middles)


def _items(laid: Laid, middle: float | None) -> list[Item]:
    page, lines, own = laid
    if middle is None:
        return sorted([*(page_line(page, line) for line in lines), *own], key=_height)
    return [
        part.item
        if isinstance(part.item, Table)
        else page_line(page, part.item, part.column, part.width)
        for part in parts(laid, middle)
    ]


def _pieces(laid: Sequence[Sequence[Item]]) -> Iterator[Piece]:
    """Paragraphs and tables in reading order."""
    items = _joined(laid)
    margins = layouts([item for item in items if isinstance(item, PageLine)])
    for alike, group in groupby(items, key=type):
        if alike is Table:
            yield from (_rows(item) for item in group if isinstance(item, Table))
        else:
            yield from flow([item for item in group if isinstance(item, PageLine)], margins)


def _joined(laid: Sequence[Sequence[Item]]) -> list[Item]:
    """All of them, tables over a page break put together."""
    items: list[Item] = []
    for item in chain.from_iterable(laid):
        last = items[-1] if items else None
        if isinstance(item, Table) and isinstance(last, Table) and (both := joined(last, item)):
            items[-1] = both
        else:
            items.append(item)
    return items


def _height(item: Item) -> float:
    return item.top if isinstance(item, Table) else item.base


def _rows(table: Table) -> Rows:
    rows: list[list[Slot]] = [[] for _ in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        slot = Slot(cell.text, cell.column, cell.rowspan, cell.colspan, cell.page, cell.box)
        rows[cell.row].append(slot)
    first = table.cells[0]
    box = table.box if first.page == table.page else None
    return Rows(tuple(map(tuple, rows)), spans=True, page=first.page, box=box)
