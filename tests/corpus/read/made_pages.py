"""Pages to try the reader of PDF files on, and what it makes of them."""

from collections.abc import Callable

from corpus.model import Document, Grid, Line
from corpus.read.pdf import read_pdf
from tests.corpus.read.laid_out import LEFT
from tests.corpus.read.made_pdf import MadePage, pdf

FILL = "政府信息公开工作年度报告的正文要有足够的字，才像一页真正的报告。"


def page(draw: Callable[[MadePage], None], *, fill: bool = True) -> MadePage:
    """A page with some text of its own, and what `draw` puts on it."""
    made = MadePage()
    if fill:
        made.text(LEFT, 100, FILL)
    draw(made)
    return made


def read(*pages: MadePage) -> Document:
    return read_pdf("a.pdf", pdf(pages))


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def the_grid(document: Document) -> Grid:
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    return grid


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in the_grid(document).rows]


def grids_of(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def two_pages(upper: Callable[[MadePage], None], lower: Callable[[MadePage], None]) -> Document:
    return read(page(upper), page(lower, fill=False))


def ruled(made: MadePage, top: float, cells: list[list[str]], widths: list[float]) -> None:
    """A plain table of rows 30 points high; lines inside a cell are parted by |."""
    edges = [LEFT + sum(widths[:index]) for index in range(len(widths) + 1)]
    for index in range(len(cells) + 1):
        made.line(edges[0], top + 30 * index, edges[-1], top + 30 * index)
    for edge in edges:
        made.line(edge, top, edge, top + 30 * len(cells))
    for index, row in enumerate(cells):
        for x, text in zip(edges, row, strict=False):
            for step, part in enumerate(text.split("|")):
                made.text(x + 3, top + 30 * index + 12 + 13 * step, part)
