"""Lines of text to paragraphs and, where columns are parted by space alone, to rows.

Lines are joined only where their places are sure: the upper one is full, the lower one begins at
the margin without indent. What is less sure stays apart, for whoever knows the language.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.read.compose import Box, Rows, Slot, Text, run_together
from corpus.read.pdf.lines import TextLine, pieces, words
from corpus.read.pdf.page import Page

_GAP = 1.6  # of the size; columns stand further apart than words, and spaced titles have up to 1.5
_ROOM = 1.2  # of the size; less room than this at the end of a line takes no further character
_INDENT = 1.4  # of the size; a paragraph is indented by two characters, in small print by less
_DEEPEST = 3.0  # of the size; further in stands what is centred or set to the right
_LEADING = 1.35  # of the usual distance; paragraphs set apart stand further
_FEW_LONG = 6  # long lines on a page; fewer do not show its margins, so all pages together do
_ENDS = re.compile(r"[。！？!?；;：:]$")
_OPENS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]")
_FIGURE = re.compile(r"[-+]?[\d,，.]+(?:%|元|万元|件)?|[-—/]")

Spot = tuple[int, int]
"""Number of a page and of a column on it."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text, its page, and what it measures."""

    page: Page
    line: TextLine
    text: str
    box: Box  # on the upright page
    base: float
    size: float
    column: int  # 1 or 2 on a page of two columns; 0 for what runs across the page
    width: float  # of the column, or of the page

    @property
    def spot(self) -> Spot:
        """The page and the column."""
        return self.page.number, self.column


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines of a page begin and end, and how far they stand apart."""

    left: float
    right: float
    leading: float
    indented: bool  # whether paragraphs are marked by an indent


def page_line(page: Page, line: TextLine, column: int = 0, width: float = 0.0) -> PageLine:
    """The line with its measures. `width` 0 is that of the page."""
    own = width or page.width
    return PageLine(page, line, line.text, line.box, line.base, line.size, column, own)


def layouts(lines: Sequence[PageLine]) -> Mapping[Spot, Layout]:
    """The layout of each page, or column; of one that shows too little, that of all like it."""
    by_spot: dict[Spot, list[PageLine]] = defaultdict(list)
    by_column: dict[int, list[PageLine]] = defaultdict(list)
    for line in lines:
        by_spot[line.spot].append(line)
        by_column[line.column].append(line)
    none = Layout(0.0, float("inf"), 0.0, indented=False)
    alike = {column: _layout(own) or none for column, own in by_column.items()}
    found = {spot: _layout(own, _FEW_LONG) or alike[spot[1]] for spot, own in by_spot.items()}
    return {
        spot: replace(
            own,
            indented=alike[spot[1]].indented,
            leading=own.leading or alike[spot[1]].leading,
        )
        for spot, own in found.items()
    }


def _layout(lines: Sequence[PageLine], fewest: int = 3) -> Layout | None:
    long = [each for each in lines if each.box[2] - each.box[0] > 0.5 * each.width]
    if len(long) < fewest:
        return None
    left, right = min(each.box[0] for each in long), median(each.box[2] for each in long)
    steps = [b.base - a.base for a, b in pairwise(long) if a.spot == b.spot and b.base > a.base]
    indented = any(each.box[0] - left > _INDENT * each.size for each in long)
    return Layout(left, right, median(steps) if steps else 0.0, indented)


def flow(lines: Sequence[PageLine], found: Mapping[Spot, Layout]) -> Iterator[Text | Rows]:
    """The lines as paragraphs, single lines and rows, in the same order."""
    paragraph: list[PageLine] = []
    before: PageLine | None = None
    for group in _grouped(lines):
        if len(group) > 1:
            yield from _paragraph(paragraph, before, found)
            yield _rows(group)
            paragraph, before = [], None
            continue
        line = group[0]
        if paragraph and not goes_on(paragraph[-1], line, found):
            yield from _paragraph(paragraph, before, found)
            before, paragraph = paragraph[-1], []
        paragraph.append(line)
    yield from _paragraph(paragraph, before, found)


def goes_on(above: PageLine, line: PageLine, found: Mapping[Spot, Layout]) -> bool:
    """Whether the line certainly goes on with the paragraph of the one above it."""
    own = found[line.spot]
    if any(len(pieces(each.line, _GAP)) > 1 for each in (above, line)):
        return False
    begins = abs(line.box[0] - own.left) <= 0.6 * line.size
    alike = 0.8 < line.size / above.size < 1.25
    full = _full(above, line, found[above.spot])
    if not (begins and alike and full and _near(above, line, own)):
        return False
    ended = bool(_ENDS.search(above.text))
    return not (ended and (not own.indented or _OPENS.match(line.text)))


def _near(above: PageLine, line: PageLine, found: Layout) -> bool:
    if above.page is not line.page:
        return line.page.number == above.page.number + 1
    if above.column != line.column:
        return (above.column, line.column) == (1, 2)
    return 0 < line.base - above.base <= _LEADING * found.leading


def _full(above: PageLine, line: PageLine, found: Layout) -> bool:
    """Whether the first word of the line had no room left above."""
    word = next(words(line.line.glyphs))
    needed = max(word[-1].x1 - word[0].x0, _ROOM * above.size)
    return found.right - above.box[2] < needed


def _paragraph(
    lines: Sequence[PageLine], before: PageLine | None, found: Mapping[Spot, Layout]
) -> Iterator[Text]:
    if not lines:
        return
    first = lines[0]
    margins = found[first.spot]
    indent = "\u3000\u3000" if _is_indented(first, margins) else ""
    below = before is not None and before.spot == first.spot and _near(before, first, margins)
    own = [each.box for each in lines if each.spot == first.spot]
    x0, top, x1, bottom = zip(*own, strict=True)
    yield Text(
        indent + run_together(each.text for each in lines),
        gap=bool(indent) or not below,
        page=first.page.number,
        box=first.page.shown((min(x0), min(top), max(x1), max(bottom))),
    )


def _is_indented(line: PageLine, found: Layout) -> bool:
    """Whether it begins a little inside the margin, and not because it is centred."""
    inward, outward = line.box[0] - found.left, found.right - line.box[2]
    centred = abs(inward - outward) < line.size
    return _INDENT * line.size <= inward < _DEEPEST * line.size and not centred


def _grouped(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Lines that stand as rows of a table together, every other line by itself."""
    group: list[PageLine] = []
    for line in lines:
        apart = len(pieces(line.line, _GAP)) > 1
        follows = not group or (
            group[-1].spot == line.spot and line.base - group[-1].base < 3.5 * line.size
        )
        if group and not (apart and follows):
            yield from _checked(group)
            group = []
        if apart:
            group.append(line)
        else:
            yield [line]
    yield from _checked(group)


def _checked(group: list[PageLine]) -> Iterator[list[PageLine]]:
    """The group if it is a table: figures in it, three columns, two rows. Else its lines."""
    cut = [pieces(each.line, _GAP) for each in group]
    texts = [piece.text for row in cut for piece in row]
    figures = sum(bool(_FIGURE.fullmatch(text)) for text in texts)
    if len(group) > 1 and max(map(len, cut)) > 2 and figures >= 0.4 * len(texts):
        yield group
    else:
        yield from ([each] for each in group)


def _rows(group: Sequence[PageLine]) -> Rows:
    cut = [pieces(each.line, _GAP) for each in group]
    columns = _columns(cut)
    rows = (_row(each, parts, columns) for each, parts in zip(group, cut, strict=True))
    return Rows(tuple(rows), spans=False, page=group[0].page.number)


def _row(
    line: PageLine, parts: Sequence[TextLine], columns: Sequence[tuple[float, float]]
) -> tuple[Slot, ...]:
    """A cell for each column, blank ones included, if every part stands over one of its own; else
    a cell for each part."""
    places = [_column(columns, part) for part in parts]
    if None in places or len(set(places)) < len(places):
        return tuple(_slot(line, part, column) for column, part in enumerate(parts))
    by_place = dict(zip(places, parts, strict=True))
    return tuple(
        _slot(line, by_place[n], n) if n in by_place else Slot("", n, page=line.page.number)
        for n in range(len(columns))
    )


def _slot(line: PageLine, part: TextLine, column: int) -> Slot:
    return Slot(part.text, column, page=line.page.number, box=line.page.shown(part.box))


def _columns(cut: Sequence[Sequence[TextLine]]) -> list[tuple[float, float]]:
    """From where to where each column reaches, by the rows that have all of them."""
    most = max(map(len, cut))
    full = [row for row in cut if len(row) == most]
    return [
        (min(part.box[0] for part in column), max(part.box[2] for part in column))
        for column in zip(*full, strict=True)
    ]


def _column(columns: Sequence[tuple[float, float]], part: TextLine) -> int | None:
    """The one column that the part stands over, or None."""
    x0, _, x1, _ = part.box
    over = [index for index, (start, end) in enumerate(columns) if x0 < end and x1 > start]
    return over[0] if len(over) == 1 else None
