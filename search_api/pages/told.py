"""Numbers in the text beside the cells they speak of: links both ways, and whether both agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.forms import indicators
from corpus.model import Badge, Claim, Report, Span
from corpus.rules import group_of
from search_api.pages.address import anchor
from search_api.pages.cells import number
from search_api.pages.text import Parts, parts

BADGES = {
    Badge.AGREES: ("与表格相符", "✓"),
    Badge.DIFFERS: ("与表格不符", "≠"),
    Badge.UNBOUND: ("表中没有可核对的数", "？"),
}
"""Word and sign of each; colour says nothing that these do not."""

_MOST_CELLS = 3  # cells named in a hint; of more their number


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the text that speaks of cells."""

    id: str  # "c12", its place on the page
    url: str  # the first of its cells
    key: str  # "agrees", "differs", "unbound"
    sign: str
    word: str
    hint: str  # 与表格不符：予以公开 + 部分公开 = 272
    said: str  # 予以公开及部分公开264件, for those who come from the cell


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, or one number that speaks of cells."""

    parts: Parts
    told: Told | None = None


Placed = tuple[Span, Told]


def told_in(report: Report) -> Mapping[str, Sequence[Placed]]:
    """Passage id -> its numbers that speak of cells, in order."""
    prose = {passage.id: passage.text for passage in report.passages}
    found: dict[str, list[Placed]] = {}
    for claim in report.claims:
        if claim.cells:
            told = _told(claim, prose[claim.passage])
            found.setdefault(claim.passage, []).append((claim.span, told))
    return found


def told_of(report: Report) -> Mapping[str, Sequence[Told]]:
    """Indicator -> the numbers of the text that speak of its cell.

    Those of a whole group stand at the group ("t3.denied"): at each of its rows they would only
    be in the way.
    """
    placed = {told.id: told for each in told_in(report).values() for _, told in each}
    found: dict[str, list[Told]] = {}
    for claim in report.claims:
        group = group_of(claim.cells) if claim.cells else ""
        for key in (f"t3.{group}",) if group else claim.cells:
            found.setdefault(key, []).append(placed[_id(claim)])
    return found


def paragraphs(
    text: str, spans: Sequence[Span], told: Sequence[Placed]
) -> tuple[tuple[Piece, ...], ...]:
    """One item a line of the text, blank lines left out; `spans` are marked."""
    found, start = list[tuple[Piece, ...]](), 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(tuple(_pieces(text, spans, told, (start, end))))
        start = end + 1
    return tuple(found)


def _pieces(
    text: str, spans: Sequence[Span], told: Sequence[Placed], line: Span
) -> Iterator[Piece]:
    at, end = line
    for (first, last), each in told:
        if at <= first and last <= end:
            if at < first:
                yield Piece(parts(text, spans, at, first))
            yield Piece(parts(text, spans, first, last), each)
            at = last
    if at < end:
        yield Piece(parts(text, spans, at, end))


def _told(claim: Claim, text: str) -> Told:
    word, sign = BADGES[claim.badge]
    printed = text[slice(*claim.span)]
    denied = not claim.value and "0" not in printed
    return Told(
        id=_id(claim),
        url=f"#{anchor(claim.cells[0])}",
        key=claim.badge.value,
        sign=sign,
        word=word,
        hint=f"{word}：{_cells(claim)}",
        said=claim.subject if denied else f"{claim.subject}{printed}",
    )


def _cells(claim: Claim) -> str:
    known = indicators()
    total = "" if claim.stated is None else f" = {number(claim.stated)}"
    if len(claim.cells) > _MOST_CELLS:
        return f"“{known[claim.cells[0]].short}”等 {len(claim.cells)} 格{total}"
    return " + ".join(known[key].short for key in claim.cells) + total


def _id(claim: Claim) -> str:
    return claim.id.rpartition(".")[2]
