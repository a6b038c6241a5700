"""A sentence as the words that are understood, the figures, and the gaps that are not."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.claims.figures import Figure
from corpus.claims.wording import Wording
from corpus.model import Span

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_MARK = re.compile(
    r"[（(]?[0-9一二三四五六七八九十]{1,3}(?:[)）]|[.、](?![0-9]|[件宗起])|[.](?=20[0-9]{2}年))|[一二三四五六七八九十]是|注："
)
"""The mark of an item at the head of a sentence: "1.", "（二）", "三是"."""

_ROOMS = (" ", "\u3000", "\xa0", "\t")
_ROOM = re.compile(rf"[{''.join(_ROOMS)}]+")
_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ．％]")
_NARROW = {ord("．"): ".", ord("％"): "%"} | {
    wide: wide - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for wide in range(ord(first), ord(last) + 1)
}
_DATE = re.compile(
    r"(?:(20[0-9]{2})年(?:度|末|底)?)?(?:(1?[0-9])月(?:份|底|([1-3]?[0-9])日)?)?(?:[-~—至到](1?[0-9])月(?:底|([1-3]?[0-9])日)?)?"
)
_YEAR_START = re.compile(r"[0-9]{1,4}[年月]")


class Word(NamedTuple):
    """One word of a sentence with its place in the text. A tuple, for a report has thousands."""

    kind: str  # Meaning.kind, "gap" for what is not understood, "figure"
    name: str  # Meaning.name
    start: int
    end: int
    figure: Figure | None = None
    year: int | None = None  # of a date: the year it names


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without white space and wide digits, and how its places stood before."""

    text: str
    cuts: tuple[int, ...] = ()  # places in `text` behind which something was dropped, in order
    dropped: tuple[int, ...] = (0,)  # how many signs before the first cut, the second, ...

    def span(self, start: int, end: int) -> Span:
        """The span before."""
        return (self._place(start), self._place(end - 1) + 1) if end > start else (0, 0)

    def _place(self, at: int) -> int:
        return at + self.dropped[bisect_right(self.cuts, at)]


def plain(text: str) -> Plain:
    """The text with its white space dropped; line ends stay, and a space between two digits."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    if not any(map(text.__contains__, _ROOMS)):
        return Plain(text)
    kept, cuts, dropped, start, length = list[str](), list[int](), [0], 0, 0
    for room in _ROOM.finditer(text):
        found, end = room.span()
        if text[found - 1 : found].isdigit() and text[end : end + 1].isdigit():
            found += 1
        kept.append(text[start:found])
        length += found - start
        cuts.append(length)
        dropped.append(end - length)
        start = end
    return Plain("".join((*kept, text[start:])), tuple(cuts), tuple(dropped))


def sentences(text: str) -> Iterator[Span]:
    """Spans of the sentences, without those that are empty."""
    return (match.span() for match in _SENTENCE.finditer(text) if match[0])


def words(text: str, span: Span, told: Sequence[Figure], known: Wording) -> list[Word]:
    """Every word of the sentence in order; `told` are the figures of the whole text."""
    mark = _MARK.match(text, span[0])
    found, start = list[Word](), mark.end() if mark else span[0]
    fixed = [*_dates(text, span), *_figures(told, span)]
    for word in sorted(fixed, key=lambda each: each.start):
        if word.start >= start:
            found += _between(text, start, word.start, known)
            found.append(word)
            start = word.end
    return [*found, *_between(text, start, span[1], known)]


def _figures(told: Sequence[Figure], span: Span) -> Iterator[Word]:
    first = bisect_left(told, span[0], key=lambda each: each.span[0])
    for one in told[first:]:
        if one.span[0] >= span[1]:
            return
        yield Word("figure", "", *one.span, figure=one)


def _dates(text: str, span: Span) -> Iterator[Word]:
    """Years, and dates: one that ends or begins the year says no more than the year does."""
    for near in _YEAR_START.finditer(text, *span):
        match = _DATE.match(text, near.start(), span[1])
        if match is None or not match[0]:
            continue
        year, month, day, until, last = match.groups()
        whole = (month, day) in ((None, None), ("12", "31"), ("12", None), ("1", "1")) and (
            until,
            last,
        ) in (
            (None, None),
            ("12", "31"),
            ("12", None),
        )
        kind = ("year" if year else "plain") if whole else "gap"
        yield Word(kind, "named", *match.span(), year=int(year) if year and whole else None)


def _between(text: str, start: int, end: int, known: Wording) -> Iterator[Word]:
    """Words where no figure and no date stands."""
    for match in known.pattern.finditer(text, start, end):
        found, until = match.span()
        if found > start:
            yield Word("gap", "", start, found)
        meaning = known.meanings[match[0]]
        yield Word(meaning.kind, meaning.name, found, until)
        start = until
    if start < end and text[start:end].strip("。！？\n "):
        yield Word("gap", "", start, end)
