"""Text as parts: what is marked and what is not. Templates get these and never HTML."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Span


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


def excerpt(text: str, spans: Sequence[Span], part: Span) -> Excerpt:
    """The part of a passage that is shown first, with signs where something is left out."""
    start, end = part
    body = parts(text, spans, start, end)
    before = (Part("…"),) if start else ()
    after = (Part("…"),) if end < len(text) else ()
    return Excerpt((*before, *body, *after), whole=not before and not after)


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
