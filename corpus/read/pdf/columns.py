"""Pages set in two columns, or two pages side by side: the gutter between them, by what is empty.

A gutter is a strip down the middle that most lines leave empty, with prose or ruled tables on both
sides of it and at the same height. Figures beside labels are no prose: a table without rules is
always read across.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.read.pdf.lines import TextLine, pieces, text_lines
from corpus.read.pdf.margins import is_page_mark
from corpus.read.pdf.page import Page
from corpus.read.pdf.table import Table

_FROM, _TO = 0.3, 0.7  # of the width: a gutter stands about the middle
_STEP = 3.0  # points between the places tried; a gutter of two characters has seven of them
_ROOM = 0.5  # of the size, free on both sides of the gutter's middle: one character in all
_WORD = 1.0  # of the size: a gap as wide as a character parts two texts of a line
_CROSSING = 0.2  # of the lines; titles and notes may run across both columns
_FEWEST = 6  # lines of prose or rows on each side; the data about a web page have four or five
_ROW = 20.0  # points, about: a row of a table with one line in it
_PROSE = 8  # Han characters in one piece; column heads of the tables have up to six, figures none
_SAME = 1.0  # points by which the widths of two pages of one file may differ

Side = tuple[float, float]
"""From where to where a text reaches, across the page."""

Laid = tuple[Page, Sequence[TextLine], Sequence[Table]]
"""A page, its lines that stand in no table, and its tables."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line or a table of a page, and where it is read: column 0 runs across the page."""

    item: TextLine | Table
    column: int  # 0, or 1 and 2 from left to right
    width: float  # of that column


def gutters(pages: Sequence[Laid]) -> Mapping[int, float]:
    """The place of the gutter by the number of the page; pages without one are not in it.

    A page that shows too little by itself has the gutter of the others as wide if nothing speaks
    against it.
    """
    found = {
        page.number: at
        for page, lines, tables in pages
        if (at := _gutter(page.width, lines, tables)) is not None
    }
    own = [(page.width, found[page.number]) for page, *_ in pages if page.number in found]
    for page, lines, tables in pages:
        alike = [at for width, at in own if abs(width - page.width) <= _SAME]
        if alike and page.number not in found and _fits(alike[0], lines, tables):
            found[page.number] = alike[0]
    return found


def parts(laid: Laid, at: float) -> list[Part]:
    """Lines and tables in reading order: between two that run across, left before right."""
    page, lines, tables = laid
    across = [line for line in lines if _crosses(line, at)]
    rest = [glyph for line in lines if not _crosses(line, at) for glyph in line.glyphs]
    left = [glyph for glyph in rest if glyph.x0 + glyph.x1 < 2 * at]
    right = [glyph for glyph in rest if glyph.x0 + glyph.x1 >= 2 * at]
    found = [Part(line, 0, page.width) for line in across]
    for column, side, width in ((1, left, at), (2, right, page.width - at)):
        own = (line for line in text_lines(side) if not is_page_mark(page, line))
        found += [Part(line, column, width) for line in own]
    for table in tables:
        column = _column_of(table, at)
        moved = replace(table, column=column)
        found.append(Part(moved, column, (page.width, at, page.width - at)[column]))
    bands = sorted(_height(part.item) for part in found if part.column == 0)
    return sorted(found, key=lambda part: (_band(part, bands), part.column, _height(part.item)))


def _band(part: Part, bands: Sequence[float]) -> int:
    """How many items that run across stand above; each opens a new band, itself first in it."""
    height = _height(part.item)
    above = sum(band < height for band in bands)
    return above + 1 if part.column == 0 else above


def _height(item: TextLine | Table) -> float:
    return item.top if isinstance(item, Table) else item.base


def _gutter(width: float, lines: Sequence[TextLine], tables: Sequence[Table]) -> float | None:
    """The middle of the widest strip that fewest lines cross; None if it is no gutter."""
    cut = [[(part.box[0], part.box[2]) for part in pieces(line, _WORD)] for line in lines]
    if _runs_across(width, cut):
        return None
    cut += [[(table.edges[0], table.edges[-1])] for table in tables]
    rooms = [*(_ROOM * line.size for line in lines), *(0.0 for _ in tables)]
    places = [width * _FROM + _STEP * n for n in range(int(width * (_TO - _FROM) / _STEP) + 1)]
    crossed = [
        sum(_over(own, at, room) for own, room in zip(cut, rooms, strict=True)) for at in places
    ]
    at = _middle_of_least(places, crossed)
    if min(crossed) > _CROSSING * len(cut):
        return None
    return at if _set_beside(lines, tables, at) else None


def _runs_across(width: float, cut: Sequence[Sequence[Side]]) -> bool:
    """Whether more lines than a gutter allows fill the middle of the page: the usual page."""
    full = sum(any(x0 <= width * _FROM and x1 >= width * _TO for x0, x1 in spans) for spans in cut)
    return full > _CROSSING * len(cut)


def _middle_of_least(places: Sequence[float], crossed: Sequence[int]) -> float:
    """The middle of the longest run of places that as few lines cross as any."""
    least, best, start = min(crossed), (0, 0), 0
    for index, count in enumerate([*crossed, least + 1]):
        if count != least:
            best = max(best, (index - start, start))
            start = index + 1
    length, start = best
    return (places[start] + places[start + length - 1]) / 2


def _over(spans: Sequence[Side], at: float, room: float) -> bool:
    return any(x0 - room < at < x1 + room for x0, x1 in spans)


def _crosses(line: TextLine, at: float) -> bool:
    spans = [(part.box[0], part.box[2]) for part in pieces(line, _WORD)]
    return _over(spans, at, _ROOM * line.size)


def _set_beside(lines: Sequence[TextLine], tables: Sequence[Table], at: float) -> bool:
    """Whether both sides hold prose or tables, mostly, and some of it at the same height."""
    kept = [line for line in lines if not _crosses(line, at)]
    heights = []
    for column in (1, 2):
        sides = (
            [part for part in pieces(line, _WORD) if (part.box[2] < at) is (column == 1)]
            for line in kept
        )
        filled = [parts for parts in sides if parts]
        prose = [parts[0].base for parts in filled if any(map(_is_prose, parts))]
        if 2 * len(prose) < len(filled):
            return False
        prose += [
            table.top + _ROW * row
            for table in tables
            if _column_of(table, at) == column
            for row in range(table.rows)
        ]
        if len(prose) < _FEWEST:
            return False
        heights.append(prose)
    left, right = heights
    beside = [base for base in left if min(right) <= base <= max(right)]
    return 2 * len(beside) >= min(len(left), len(right))


def _is_prose(part: TextLine) -> bool:
    return sum("\u4e00" <= glyph.text <= "\u9fff" for glyph in part.glyphs) >= _PROSE


def _fits(at: float, lines: Sequence[TextLine], tables: Sequence[Table]) -> bool:
    """Whether the gutter of other pages is one here: little crosses it, both sides hold words."""
    crossing = sum(_crosses(line, at) for line in lines)
    crossing += sum(_column_of(table, at) == 0 for table in tables)
    if crossing > _CROSSING * (len(lines) + len(tables)):
        return False
    sides = {_column_of(table, at) for table in tables}
    for line in lines:
        if not _crosses(line, at) and _is_prose(line):
            sides |= {1 if part.box[2] < at else 2 for part in pieces(line, _WORD)}
    return {1, 2} <= sides and not _figures_beside(lines, at)


def _figures_beside(lines: Sequence[TextLine], at: float) -> bool:
    """Whether the right side of lines that have both is mostly without words: a table."""
    rights = [
        [part for part in cut if part.box[0] > at]
        for line in lines
        if len(cut := pieces(line, _WORD)) > 1 and cut[0].box[2] < at < cut[-1].box[0]
    ]
    words = sum(any(map(_is_prose, parts)) for parts in rights)
    return 2 * words < len(rights)


def _column_of(table: Table, at: float) -> int:
    """The column that the table stands in; 0 if it reaches over the gutter."""
    x0, x1 = table.edges[0], table.edges[-1]
    return 1 if x1 <= at else 2 if x0 >= at else 0
