"""The part of a passage worth seeing first: the densest window, sentence edge to sentence edge."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Span
from corpus.sentences import spans as sentences_of

SHORT = 180
"""Characters that are shown whole. A passage has 80-400: beyond this, a snippet is shorter than the
passage by enough to be worth a click."""

ROOM = 120
"""Characters of a snippet: three lines of the result column at its usual width. A single sentence
may have as many as `SHORT`; one that is longer is cut at clauses."""

_CLAUSE = re.compile(r"[^，,、：:]*(?:[，,、：:]+|$)")


def snippet(text: str, marks: Sequence[Span]) -> Span:
    """All of a short text; of a longer one the sentences with the most of what was asked for.

    Different words count before the same word again; of two windows alike the first is taken.
    `marks` are sorted and do not overlap.
    """
    if len(text) <= SHORT:
        return 0, len(text)
    parts = list(_joined(_parts(text, marks), marks))
    telling = [n for n, part in enumerate(parts) if any(_in(part, mark) for mark in marks)]
    windows = [_window(parts, first) for first in telling or range(min(len(parts), 1))]
    if not windows:  # nothing but space
        return 0, 0
    best = max(windows, key=lambda one: (*_worth(text, one, marks), -one[0]))
    return _with_room_before(parts, best)


def marked_sentence(sentences: Sequence[Span], marks: Sequence[Span]) -> int | None:
    """Which of the sentences has the most marks, the first of those alike; the longest where there
    are no marks at all. None where no mark is in any of them."""
    if not sentences:
        return None
    if not marks:
        return max(range(len(sentences)), key=lambda n: sentences[n][1] - sentences[n][0])
    counts = [sum(start <= at < end for at, _ in marks) for start, end in sentences]
    best = max(range(len(counts)), key=lambda n: counts[n])
    return best if counts[best] else None


def _parts(text: str, marks: Sequence[Span]) -> Iterator[Span]:
    """Sentences, very long ones clause by clause, endless clauses cut where no mark is cut."""
    for start, end in sentences_of(text):
        if end - start <= SHORT:
            yield start, end
            continue
        for clause in _CLAUSE.finditer(text, start, end):
            at = clause.start()
            while clause.end() - at > SHORT:
                yield at, (cut := _between_marks(at + ROOM, marks))
                at = cut
            if at < clause.end():
                yield at, clause.end()


def _joined(parts: Iterator[Span], marks: Sequence[Span]) -> Iterator[Span]:
    """The parts, those that a mark runs over made one: a sequence may go over a line end."""
    held: Span | None = None
    for start, end in parts:
        if held and any(first < held[1] and last > start for first, last in marks):
            held = held[0], end
        else:
            if held:
                yield held
            held = start, end
    if held:
        yield held


def _in(part: Span, mark: Span) -> bool:
    return part[0] <= mark[0] and mark[1] <= part[1]


def _between_marks(at: int, marks: Sequence[Span]) -> int:
    return next((end for start, end in marks if start < at < end), at)


def _window(parts: Sequence[Span], first: int) -> Span:
    """From this part on as many as have room; it alone if it is longer than that."""
    start, end = parts[first]
    for _, after in parts[first + 1 :]:
        if after - start > ROOM:
            break
        end = after
    return start, end


def _worth(text: str, window: Span, marks: Sequence[Span]) -> tuple[int, int]:
    inside = [text[slice(*mark)] for mark in marks if _in(window, mark)]
    return len(set(inside)), len(inside)


def _with_room_before(parts: Sequence[Span], window: Span) -> Span:
    """The window begun earlier where the end of the text leaves it room."""
    start, end = window
    for before, until in reversed(parts):
        if until <= start and end - before <= ROOM:
            start = before
    return start, end
