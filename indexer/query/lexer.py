"""From what a person types to signs and words, each with its place in the text.

Full-width signs are read as the plain ones; nothing here is ever an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span
from indexer.query.conditions import condition_at, field_at
from indexer.query.limits import LONGEST
from indexer.query.tree import Figure, Where
from indexer.text import normalise

QUOTES = {'"': '"', "“": "”", "„": "”“", "”": "”", "「": "」", "『": "』"}
"""Opening mark -> what closes it. Two closing marks are a pair too: some keyboards give those."""

STARTS = frozenset({"word", "exact", "open", "not", "field", "condition"})
"""What may follow an operator."""

_STRAY = frozenset("”」』")  # closing marks that nothing has opened
_BRACKETS = {"(": "open", ")": "close", "|": "or"}
_NO_WORD = frozenset({*QUOTES, *_STRAY, *_BRACKETS})
_MINUS = frozenset("-−﹣")
_WRITTEN = {
    **dict.fromkeys(("OR", "或"), "or"),
    **dict.fromkeys(("AND", "&&", "和", "与", "與", "且"), "and"),
    "NOT": "not",
}
_ENDS = frozenset({"word", "exact", "close", "condition"})  # what an operator may follow
_HALF = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # ！ to ～
    **str.maketrans("〜∼≧≦⩾⩽﹒", "~~≥≤≥≤."),
}


@dataclass(slots=True)
class Token:
    """A sign or a word."""

    kind: str  # "word", "exact", "condition", "field", "open", "close", "or", "and", "not"
    text: str  # as typed, a sequence without its quotes and a field without its colon
    place: Span  # in the text
    made: Where | Figure | None = None  # of a condition
    sure: bool = True  # False: behind a quote that never closes


def tokens(text: str, notes: dict[str, None]) -> list[Token]:
    """The signs and words of a text, as far as it is read; odd ones are added to `notes`."""
    places = _read_places(text, notes)
    short = "".join(text[place] for place in places)
    found = list(_tokens(short, notes))
    for token in found:
        start, end = token.place
        token.place = places[start], places[end - 1] + 1
    return _with_words(found)


def _read_places(text: str, notes: dict[str, None]) -> list[int]:
    """Where the characters stand that the normal form keeps, no more of them than are read."""
    normal = normalise(text)
    if len(normal.text) > LONGEST:
        notes["long"] = None
    return list(dict.fromkeys(normal.place[:LONGEST]))


def _tokens(text: str, notes: dict[str, None]) -> Iterator[Token]:
    plain, start, sure = text.translate(_HALF), 0, True
    while start < len(text):
        char, end = plain[start], start + 1
        if char in QUOTES or char in _STRAY:
            closed = _closing(plain, start, cut="long" in notes)
            if closed is None:
                notes["quote"] = None
                sure = False
            else:
                yield from _exact(text, start, closed)
                end = _after_exact(plain, closed + 1, notes)
        elif char in _BRACKETS:
            yield Token(_BRACKETS[char], char, (start, end))
        elif char in _MINUS:
            if _excludes(plain, start):
                yield Token("not", char, (start, end))
            else:
                notes["not"] = None
        elif not char.isspace():
            token = _item(plain, text, start)
            token.sure = sure
            yield token
            end = token.place[1]
        start = end


def _exact(text: str, start: int, closed: int) -> Iterator[Token]:
    if text[start + 1 : closed].strip():
        place = (start, min(closed + 1, len(text)))
        yield Token("exact", text[start + 1 : closed].strip(), place)


def _closing(plain: str, start: int, *, cut: bool) -> int | None:
    """Where the quote that opens at `start` closes; None if it does not, or opens nothing."""
    if plain[start] not in QUOTES:
        return None
    ends = [plain.find(mark, start + 1) for mark in QUOTES[plain[start]]]
    found = [end for end in ends if end >= 0]
    if found:
        return min(found)
    return len(plain) if cut else None


def _after_exact(plain: str, end: int, notes: dict[str, None]) -> int:
    """Over a ~2 or * behind a sequence, which is exact or nothing."""
    if plain[end : end + 1] not in {"~", "*"}:
        return end
    notes["loose"] = None
    return end + 2 if plain[end + 1 : end + 2].isdigit() else end + 1


def _excludes(plain: str, start: int) -> bool:
    """Whether a minus stands where a word could begin, and right before one.

    Before a part of something it is a minus sign: 同比 -91.5% asks for a figure.
    """
    before, after = plain[max(start - 1, 0) : start], plain[start + 1 :]
    begins = not before or before.isspace() or before in _BRACKETS or before in _MINUS
    share = after.lstrip("0123456789")
    is_share = share != after and (share[:1] in {"%", "‰"} or share[:1] == "." != share[1:2])
    return begins and bool(after[:1].strip()) and not is_share


def _item(plain: str, text: str, start: int) -> Token:
    """The condition, the field or the word that begins here."""
    if condition := condition_at(plain, text, start):
        made, end = condition
        return Token("condition", text[start:end], (start, end), made)
    if field := field_at(plain, start):
        name, end = field
        return Token("field", name, (start, end))
    end = start + 1
    while end < len(text) and plain[end] not in _NO_WORD and not plain[end].isspace():
        end += 1
    return Token(_WRITTEN.get(plain[start:end], "word"), text[start:end], (start, end))


def _with_words(found: list[Token]) -> list[Token]:
    """Operators that are written as words and join nothing become words."""
    for index, token in enumerate(found):
        before = found[index - 1].kind if index else ""
        after = found[index + 1].kind if index + 1 < len(found) else ""
        joins = after in STARTS and (before in _ENDS or token.kind == "not")
        written = token.text not in _BRACKETS and token.text not in _MINUS
        if token.kind in {"or", "and", "not"} and written and not joins:
            token.kind = "word"
    return found
