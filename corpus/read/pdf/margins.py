"""Page numbers and running heads: what a page prints around the report, told by its repetition."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.read.pdf.lines import TextLine, text_lines
from corpus.read.pdf.page import Glyph, Page
from corpus.read.pdf.table import covered

_DASH = r"[-—–－~·•]"
_MARK = re.compile(
    rf"(?P<left>{_DASH}*)\s*(?P<name>第|[Pp]\.?)?\s*(?P<number>\d{{1,4}})\s*页?"
    rf"(?P<of>[,，\s]*[/／共]\s*\d+\s*页?)?\s*(?P<right>{_DASH}*)"
)
_MARGIN = 0.15  # of the height: a page number stands further out than any line of text
_EDGE = 0.09  # of the height: so do running heads and bare numbers; margins are 25 mm of 297
_SAME_HEIGHT = 5.0  # points


@dataclass(frozen=True, slots=True)
class _Outer:
    """A line near the upper or lower edge of its page."""

    page: Page
    line: TextLine
    text: str
    base: float  # where it stands, from the top of the page
    mark: re.Match[str] | None  # if it may be a page number
    in_table: bool

    @property
    def upper(self) -> bool:
        """Whether it stands in the upper half."""
        return self.base < self.page.height / 2

    def level_with(self, other: "_Outer") -> bool:
        """Whether both stand at the same height of their pages."""
        return abs(self.base - other.base) <= _SAME_HEIGHT


def without_margins(pages: Sequence[Page]) -> list[tuple[Glyph, ...]]:
    """The characters of each page without page numbers, running heads and feet."""
    outer = [each for page in pages for each in _outer(page)]
    dropped = set[int]()
    for each in (*_numbers(outer), *_heads(outer, len(pages))):
        dropped.update(map(id, each.line.glyphs))
    return [tuple(glyph for glyph in page.glyphs if id(glyph) not in dropped) for page in pages]


def is_page_mark(page: Page, line: TextLine) -> bool:
    """Whether a line of one column is the number of its page, - 4 -, in the margin of the sheet.

    Of two pages on a sheet the numbers stand in one line, which looks like none.
    """
    mark, near = _MARK.fullmatch(line.text), page.height * _MARGIN
    outside = not near < line.base < page.height - near
    return outside and mark is not None and _is_numbered(mark)


def _outer(page: Page) -> Iterator[_Outer]:
    near = page.height * _MARGIN
    glyphs = [glyph for glyph in page.glyphs if not near < glyph.base < page.height - near]
    tables = covered(page) if glyphs else []
    for line in text_lines(glyphs):
        x0, top, x1, bottom = line.box
        held = any(
            left <= (x0 + x1) / 2 <= right and upper <= (top + bottom) / 2 <= lower
            for left, upper, right, lower in tables
        )
        yield _Outer(page, line, line.text, line.base, _MARK.fullmatch(line.text), held)


def _numbers(outer: Sequence[_Outer]) -> Iterator[_Outer]:
    """Page numbers: marked as such, they count with the pages or stand outermost; bare, they count
    with the pages and stand at the edge, in no table: figures of a column may count, too."""
    by_offset: dict[int, list[_Outer]] = defaultdict(list)
    for each in outer:
        if each.mark is not None:
            by_offset[int(each.mark["number"]) - each.page.number].append(each)
    for group in by_offset.values():
        for each in group:
            counted = any(each.level_with(other) for other in group if other.page is not each.page)
            if (_is_marked(each) and (counted or _is_outermost(each, outer))) or (
                counted and not each.in_table and _at_edge(each)
            ):
                yield each


def _is_marked(each: _Outer) -> bool:
    """- 4 -, 第4页, 4/5: no figure of a table looks like that; -4 may."""
    return each.mark is not None and _is_numbered(each.mark)


def _is_numbered(mark: re.Match[str]) -> bool:
    return bool(mark["name"] or mark["of"] or (mark["left"] and mark["right"]))


def _is_outermost(each: _Outer, outer: Sequence[_Outer]) -> bool:
    bases = [other.base for other in outer if other.page is each.page]
    return each.base == (min(bases) if each.upper else max(bases))


def _heads(outer: Sequence[_Outer], pages: int) -> Iterator[_Outer]:
    """The same words, but for their digits, at the same height on most pages."""
    alike: dict[str, list[_Outer]] = defaultdict(list)
    for each in outer:
        words = re.sub(r"\d+", "", each.text)
        if re.search(r"\w", words) and _at_edge(each) and not each.in_table:
            alike[words].append(each)
    for group in alike.values():
        for each in group:
            if sum(map(each.level_with, group)) >= max(2, 0.6 * pages):
                yield each


def _at_edge(each: _Outer) -> bool:
    near = each.page.height * _EDGE
    return not near < each.base < each.page.height - near
