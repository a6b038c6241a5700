"""Characters to lines of text, by where they stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.read.compose import Box, run_together
from corpus.read.pdf.page import Glyph

_SAME_LINE = 0.4  # of the size: feet further apart are two lines; raised signs differ by a third
_WORD_GAP = 0.3  # of the size, beside a letter or digit; letters of a word touch
_HAN_GAP = 0.8  # between two Han characters, which are often set wide apart
_LATIN = re.compile(r"[!-~]")
_LEADING = 1.8  # of the size: lines of one cell stand closer than two rows
_PADDING = 10.8  # points a cell keeps free at both sides together, as word processors set it
_NO_START = 2.4  # of the size; a Han line ends early where a sign follows that may begin no line
_ROUNDING = 0.5  # points
_SIGNS = ",."  # at which a number may break before its line is full; no number ends with one


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters on one line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The line with a space wherever the printed line has a gap."""
        return "".join(_spaced(self.glyphs))

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return around(self.glyphs)

    @property
    def base(self) -> float:
        """Where the line stands, from the top of the page."""
        return median(glyph.base for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of most of its characters: how wide the Han ones are, else how high all are."""
        wide = [glyph.x1 - glyph.x0 for glyph in self.glyphs if glyph.text >= "\u2e80"]
        return median(wide) if wide else median(glyph.size for glyph in self.glyphs)


def around(glyphs: Iterable[Glyph]) -> Box:
    """The box around all of these."""
    boxes = [glyph[1:5] for glyph in glyphs]
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines from top to bottom."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        if found and glyph.base - found[-1][-1].base <= _SAME_LINE * _size(found[-1][-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [TextLine(tuple(_in_order(line))) for line in found]


def _size(one: Glyph, other: Glyph) -> float:
    return min(one.size, other.size)


def _in_order(line: list[Glyph]) -> Iterator[Glyph]:
    """From left to right; a character drawn twice, to look bold, is one."""
    last: Glyph | None = None
    for glyph in sorted(line, key=lambda each: each.x0):
        twice = last and last.text == glyph.text and glyph.x0 - last.x0 < 0.2 * glyph.size
        if not twice:
            yield glyph
            last = glyph


def _spaced(glyphs: Sequence[Glyph]) -> Iterator[str]:
    for before, glyph in zip([None, *glyphs], glyphs, strict=False):
        if before is not None and parted(before, glyph):
            yield " "
        yield glyph.text


def parted(before: Glyph, glyph: Glyph) -> bool:
    """Whether a space stands between two characters of a line."""
    gap = glyph.x0 - before.x1
    latin = bool(_LATIN.match(before.text)), bool(_LATIN.match(glyph.text))
    if all(latin):
        return gap > _WORD_GAP * glyph.size or (glyph.spaced and gap > 0.1 * glyph.size)
    return gap > (_WORD_GAP + 0.2 if any(latin) else _HAN_GAP) * glyph.size


def pieces(line: TextLine, gap: float) -> list[TextLine]:
    """The line cut wherever it is empty for more than `gap` times its size."""
    parts: list[list[Glyph]] = [[]]
    for glyph in line.glyphs:
        if parts[-1] and glyph.x0 - parts[-1][-1].x1 > gap * line.size:
            parts.append([])
        parts[-1].append(glyph)
    return [TextLine(tuple(part)) for part in parts if part]


def words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Single Han characters, and runs of letters or digits that touch, in the order of the file."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _touches(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _touches(before: Glyph, glyph: Glyph) -> bool:
    """Digits of a number touch; figures in neighbouring cells do not, however narrow these are."""
    both = _LATIN.match(before.text) and _LATIN.match(glyph.text)
    near = abs(glyph.x0 - before.x1) <= 0.08 * glyph.size
    return bool(both) and near and abs(glyph.base - before.base) < 0.1 * glyph.size


def cell_text(lines: Sequence[TextLine], room: float) -> str:
    """The text of a cell whose lines have this much room.

    A number broken because its line was full is put together again; two numbers above each other,
    as where the ruling between two rows is missing, are kept apart.
    """
    texts: list[str] = []
    above: TextLine | None = None
    for line in lines:
        if above and _broken(above, line, room):
            texts[-1] += line.text
        else:
            texts.append(line.text)
        above = line
    return run_together(texts)


def _broken(above: TextLine, below: TextLine, room: float) -> bool:
    last, first = above.glyphs[-1].text, below.glyphs[0].text
    near = below.base - above.base < _LEADING * below.size
    if not (near and _LATIN.match(last) and _LATIN.match(first)):
        return False
    after_sign = (
        last in ",." and first.isdigit()
    )  # where a number may break before its line is full
    return after_sign or is_full(above, room)


def is_full(line: TextLine, room: float) -> bool:
    """Whether the line has no room for one more character like its last, or ends at a comma."""
    x0, _, x1, _ = line.box
    last = line.glyphs[-1]
    if last.text in _SIGNS:
        return True
    more = last.x1 - last.x0 if _LATIN.match(last.text) else _NO_START * line.size
    return x1 - x0 + more > room - _ROUNDING


def room_in(width: float, others: Iterable[TextLine]) -> float:
    """How long a line can be in a cell of this width: as the longest in cells as wide shows, or
    what the usual margins leave."""
    longest = max((line.box[2] - line.box[0] for line in others), default=0.0)
    return max(longest, width - _PADDING)
