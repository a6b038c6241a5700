"""Plain text and Markdown-like text: lines, and grids where tabs or pipes part cells."""

import re
from collections.abc import Iterator

from corpus.model import Block, Cell, Document, Grid, Line, Place
from corpus.read.decode import decode

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")  # |---|:--:|, drawn under a head, holds nothing
_FIGURE = re.compile(r"[-+]?\d[\d,.]*|[/—-]")
_FIGURE_ENDS = frozenset(".,/—-")  # what a figure ends with, but for a digit
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FEWEST_BARE = 5  # figures in a line of figures alone: a block of table 4
_LONGEST_ROW = 120  # characters; the longest label of the forms and seven large figures have 90
_PIPE = re.compile(r"[|｜│┃]")


def read_text(name: str, data: bytes) -> Document:
    """One block a line of text or a run of rows. Raises NotReadable."""
    text, encoding = decode(data)
    return Document(name, "txt", "", text, tuple(blocks(text)), encoding)


def blocks(text: str) -> Iterator[Block]:
    """Lines and grids of the text, in order. Rows with no other line between are one grid."""
    rows: list[tuple[Cell, ...]] = []
    gap, offset = True, 0
    for number, printed in enumerate(text.split("\n"), 1):
        blank = not printed or printed.isspace()
        cells = None if blank else _cells(printed, number, len(rows))
        if rows and cells is None:
            yield _grid(rows)
            rows, gap = [], True
        if cells is not None:
            rows.extend([cells] if cells else [])
        elif not blank:
            yield _line(printed, offset, number, gap)
        gap = blank or cells is not None
        offset += len(printed) + 1
    if rows:
        yield _grid(rows)


def _line(printed: str, offset: int, number: int, gap: bool) -> Line:
    heading = _HEADING.match(printed) if "#" in printed else None
    level = len(heading[1]) if heading else 0
    return Line(printed.rstrip(), offset, Place(number), level, gap)


def _grid(rows: list[tuple[Cell, ...]]) -> Grid:
    return Grid(tuple(rows), spans=False, place=Place(rows[0][0].place.line))


def _cells(printed: str, line: int, row: int) -> tuple[Cell, ...] | None:
    """The cells of a row; () for a row that holds nothing; None for a line of running text."""
    parts = _parts(printed)
    if parts is None:
        return None
    return tuple(
        Cell(part.strip(), Place(line, number), row, number - 1)
        for number, part in enumerate(parts, 1)
    )


def _spaced(printed: str) -> list[str] | None:
    """Cells parted by spaces only, as copying from a PDF file leaves them: words, then figures.

    The words are Chinese, or there are none: "P. 8" is a page and no row.
    """
    last = printed.rstrip()[-1:]
    if not (last.isdecimal() or last in _FIGURE_ENDS):
        return None
    parts = printed.split()
    words = next((at for at, part in enumerate(parts) if _FIGURE.fullmatch(part)), len(parts))
    if words == len(parts) or not all(map(_FIGURE.fullmatch, parts[words:])):
        return None
    label = "".join(parts[:words])
    labelled = bool(_HAN.search(label)) and not re.search("[。！？；：]", label)
    bare = not label and len(parts) >= _FEWEST_BARE
    return parts if (labelled or bare) and len("".join(parts)) <= _LONGEST_ROW else None


def _parts(printed: str) -> list[str] | None:
    if "\t" in printed:
        return printed.split("\t") if printed.strip("\t ") else None
    if not _PIPE.search(printed):
        return _spaced(printed)
    if _RULE.fullmatch(printed) or not _PIPE.sub("", printed).strip():
        return []
    parts = _PIPE.split(printed)
    outer = bool(_PIPE.match(printed.strip())), bool(_PIPE.match(printed.strip()[-1]))
    if not any(outer) and len(parts) < 3:  # one pipe inside a sentence parts no cells
        return None
    return parts[outer[0] : len(parts) - outer[1]]
