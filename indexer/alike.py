"""How near two texts are, counted in characters put in, left out or replaced.

All texts are normal forms. Nothing here knows of words: a name is near another in Chinese as a
sequence of characters, wherever it stands.
"""

from collections.abc import Iterator
from itertools import pairwise

from corpus.model import Span
from indexer.text import is_letter


def is_near(one: str, other: str, most: int) -> bool:
    """Whether the whole of one becomes the other by at most so many changes.

    >>> is_near("covid", "civid", 1), is_near("covid", "void", 1)
    (True, False)
    """
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, wanted in enumerate(other, 1):
            before, row[at] = row[at], min(before + (char != wanted), row[at] + 1, row[at - 1] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most


def pieces(wanted: str, most: int) -> tuple[tuple[int, str], ...]:
    """(offset, piece): whatever differs by at most so many characters has one of these unchanged.

    >>> pieces("张三丰", 1)
    ((0, '张'), (1, '三丰'))
    """
    ends = [len(wanted) * place // (most + 1) for place in range(most + 2)]
    return tuple((start, wanted[start:end]) for start, end in pairwise(ends))


def near_spans(text: str, wanted: str, most: int) -> Iterator[Span]:
    """Parts of the text that differ from what is wanted by at most so many characters.

    Around each unchanged piece the nearest parts, without punctuation at their ends; parts may be
    given twice or overlap.
    """
    for offset, piece in pieces(wanted, most):
        at = text.find(piece)
        while piece and at >= 0:
            start = max(0, at - offset - most)
            window = text[start : at - offset + len(wanted) + most]
            for head, tail in _nearest(window, wanted, most):
                yield _trimmed(text, start + head, start + tail)
            at = text.find(piece, at + 1)


def _nearest(window: str, wanted: str, most: int) -> list[Span]:
    """The parts of the window that are nearest, of those that end in one place the longest."""
    row = [(changes, 0) for changes in range(len(wanted) + 1)]  # changes, where the part begins
    found: list[tuple[int, Span]] = []
    for place, char in enumerate(window, 1):
        before, row[0] = row[0], (0, place)
        for at, sign in enumerate(wanted, 1):
            kept = (before[0] + (char != sign), before[1])
            left, above = row[at - 1], row[at]
            before = above
            row[at] = min(kept, (above[0] + 1, above[1]), (left[0] + 1, left[1]))
        found.append((row[-1][0], (row[-1][1], place)))
    least = min((changes for changes, _ in found), default=most + 1)
    return [span for changes, span in found if changes == least <= most]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and not is_letter(text[start]):
        start += 1
    while start < end and not is_letter(text[end - 1]):
        end -= 1
    return start, end
