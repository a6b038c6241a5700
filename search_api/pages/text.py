"""Text as parts: what is marked and what is not. Templates get these and never HTML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Span

SHORT = 180
"""Characters that are shown whole. A passage has 80-400: beyond this, an excerpt is shorter than
the passage by enough to be worth a click."""

ROOM = 120
"""Characters of an excerpt: three lines of the result column at its usual width."""

_ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text, marked or not."""

    text: str
    marked: bool = False


Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The piece of a passage worth seeing first. `whole` is true if nothing was left out."""

    parts: Parts
    whole: bool


def parts(text: str, spans: Iterable[Span] = (), start: int = 0, end: int | None = None) -> Parts:
    """text[start:end] cut at the spans (offsets of `text`); what reaches outside is clipped."""
    return tuple(_parts(text, sorted(spans), start, len(text) if end is None else end))


def paragraphs(text: str, spans: Sequence[Span] = ()) -> tuple[Parts, ...]:
    """One item a line of `text`, blank lines left out."""
    found: list[Parts] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(parts(text, spans, start, end))
        start = end + 1
    return tuple(found)


def excerpt(text: str, spans: Sequence[Span]) -> Excerpt:
    """All of a short passage; of a longer one the window with the most marks, the first of them."""
    if len(text) <= SHORT:
        return Excerpt(parts(text, spans), whole=True)
    start = max(_starts(text, spans), key=lambda at: (_marks_from(at, spans), -at))
    end = _end(text, start, spans)
    body = parts(text, spans, start, end)
    before = (Part("…"),) if start else ()
    after = (Part("…"),) if end < len(text) else ()
    return Excerpt((*before, *body, *after), whole=False)


def _parts(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Part]:
    at = start
    for span in spans:
        first, last = max(span[0], at), min(span[1], end)
        if first < last:
            if at < first:
                yield Part(text[at:first])
            yield Part(text[first:last], marked=True)
            at = last
    if at < end:
        yield Part(text[at:end])


def _starts(text: str, spans: Sequence[Span]) -> list[int]:
    """Where a window may begin: the start of the text, or the sentence a mark stands in."""
    return [0, *(_sentence_start(text, first) for first, _ in spans)]


def _sentence_start(text: str, at: int) -> int:
    """After the last sentence end before `at`; within half the room, so that the mark is seen."""
    floor = max(0, at - ROOM // 2)
    ends = [text.rfind(sign, floor, at) for sign in _ENDS]
    return max(ends) + 1 if max(ends) >= 0 else floor


def _marks_from(start: int, spans: Sequence[Span]) -> int:
    return sum(start <= first and last <= start + ROOM for first, last in spans)


def _end(text: str, start: int, spans: Sequence[Span]) -> int:
    """The end of the window, moved so that it cuts no mark in two."""
    end = min(len(text), start + ROOM)
    return max((last for first, last in spans if first < end < last), default=end)
