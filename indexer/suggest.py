"""What a reader may be typing: words of the index, bodies and indicators, by how they begin.

    candidates, each with the keys it is found by  ─ sorted once ─▶  Suggestions
    "依申" ─ bisect ─▶ 依申请公开 ...        "jsq" ─ bisect ─▶ 上海市金山区人民政府

Everything is in sorted arrays that never change, so any thread may ask. Keys are compared in normal
form: traditional characters, full width and capitals are plain ones here, as everywhere.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from indexer.pinyin import alike, sounds
from indexer.text import is_letter, squeeze
from indexer.words import words

SHOWN = 8
"""Offers at once: as many as are read at a glance, and fit over the keyboard of a phone."""

SHARES = {"agency": 3, "indicator": 2}
"""Of these the bodies and the indicators, which stand first; the words have the rest. Where one
kind has fewer, the others have its room."""

KINDS = ("agency", "indicator", "word")
"""In the order they are offered in."""

_LAST = "\U0010ffff"  # after every character: where the keys of a beginning end
_LONGEST = 24  # characters of a key; a name's keys begin at its parts, so that no tail is lost
_OPENS = '-－"“「『(（'  # what may stand right before a word that is being typed


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to offer. `count` is of passages for words, of reports for the other kinds."""

    text: str  # what is put into the box
    kind: str
    count: int
    value: str = ""  # canonical name of a body, key of an indicator


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate that fits what was typed, and the whole question with it taken."""

    candidate: Candidate
    q: str


class Suggestions:
    """Made once a generation. Memory: about 250 bytes a word, 3 kB a body."""

    def __init__(self, candidates: Iterable[tuple[Candidate, Iterable[str]]]) -> None:
        """Each candidate with what it is found by beside its text: short names, pinyin, aliases."""
        given = list(candidates)
        self._candidates = tuple(candidate for candidate, _ in given)
        self._begin = _Sorted(set(_keyed(given)))
        self._inner = _Sorted(set(_keyed_inside(self._candidates)))
        self._first = {char: self._ranked(char) for char in self._begin.first_characters()}
        named = ((n, one.text) for n, one in enumerate(self._candidates) if one.kind != "agency")
        self._wordings = tuple({squeeze(text).text: n for n, text in named}.items())
        self._spelt = tuple(wording for wording, _ in self._wordings)
        self._known = frozenset(self._spelt)
        self._heard = _Sorted((sounds(wording), n) for n, wording in enumerate(self._spelt))

    def complete(self, typed: str, limit: int = SHOWN) -> tuple[Offer, ...]:
        """What may be meant by what has been typed so far, best first; () for nothing typed.

        The last word counts; all of it if that is pinyin with spaces in it (jin shan qu).
        """
        before, last = _last_word(typed)
        if before.strip() and squeeze(typed).text.isascii():
            before, last = "", typed
        return tuple(
            Offer(candidate, f"{before}{candidate.text}")
            for candidate in self._fitting(squeeze(last).text[:_LONGEST], limit)
        )

    def corrections(self, typed: str, limit: int = SHOWN) -> tuple[str, ...]:
        """Words of the index that one word may have been meant for, likeliest first.

        One that sounds the same (依审请公开), or differs in a character that sounds or looks alike;
        from three characters on, one that differs in any one character. Else the same for a part
        of the word. A word of the index has none.
        """
        word = squeeze(typed).text
        if len(word) < 2 or word in self._known:
            return ()
        found = [*self._near(word)] or [*self._mended(word)]
        return tuple(dict.fromkeys(found))[:limit]

    def _fitting(self, beginning: str, limit: int) -> list[Candidate]:
        """Candidates that begin so, then words that have it inside, from two characters on."""
        if not any(map(is_letter, beginning)):
            return []
        one = len(beginning) == 1
        places = self._first.get(beginning, ()) if one else self._ranked(beginning)
        found = _shared([self._candidates[place] for place in places], limit)
        if not one and len(found) < limit:
            inner = nsmallest(limit, set(self._inner.beginning(beginning)), key=self._order)
            found += [self._candidates[place] for place in inner]
        return list({candidate.text: candidate for candidate in reversed(found)}.values())[::-1][
            :limit
        ]

    def _ranked(self, beginning: str) -> tuple[int, ...]:
        """Places of the best of each kind that begin so."""
        kinds: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for place in set(self._begin.beginning(beginning)):
            kinds[self._candidates[place].kind].append(place)
        best = (nsmallest(2 * SHOWN, some, key=self._order) for some in kinds.values())
        return tuple(chain.from_iterable(best))

    def _order(self, place: int) -> tuple[int, int, str]:
        """Most frequent first, then the shorter."""
        one = self._candidates[place]
        return -one.count, len(one.text), one.text

    def _near(self, word: str) -> Iterator[str]:
        """Words of the index that sound like the word or differ from it in one place."""
        yield from self._homophones(word)
        near = extract(word, self._spelt, scorer=OSA.distance, score_cutoff=1, limit=None)
        fitting = (place for wording, _, place in near if _may_be(word, wording))
        for place in sorted(fitting, key=lambda one: self._likelihood(word, one)):
            yield self._text(place)

    def _homophones(self, word: str) -> Iterator[str]:
        places = self._heard.equal(sounds(word))
        for place in sorted(places, key=lambda one: self._likelihood(word, one)):
            yield self._text(place)

    def _likelihood(self, word: str, place: int) -> tuple[bool, bool, int, str]:
        """Those that differ only in characters alike first, then those as long, then by count."""
        wording = self._spelt[place]
        longer = len(word) != len(wording)
        other = longer or not all(map(alike, word, wording))
        return other, longer, -self._candidates[self._wordings[place][1]].count, wording

    def _mended(self, word: str) -> Iterator[str]:
        """The word with a part put right that sounds like a word of the index, longest first.

        The part begins and ends where words do, and has a character in it that is in no word.
        """
        cuts = [(one.start, one.end) for one in words(word)]
        loose = {start for start, end in cuts if end - start == 1}
        parts = (
            (start, end)
            for start in sorted({start for start, _ in cuts})
            for end in sorted({end for _, end in cuts})
            if 2 <= end - start < len(word) and loose & set(range(start, end))
        )
        for start, end in sorted(parts, key=lambda part: part[0] - part[1]):
            for other in self._homophones(word[start:end]):
                yield word[:start] + other + word[end:]

    def _text(self, place: int) -> str:
        return self._candidates[self._wordings[place][1]].text


class _Sorted:
    """Keys in order, each with a place. Equal keys stand together, the lowest place first."""

    def __init__(self, keyed: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(keyed)
        self._keys = tuple(key for key, _ in ordered)
        self._places = array("I", (place for _, place in ordered))

    def beginning(self, prefix: str) -> "array[int]":
        """Places of the keys that begin so."""
        start = bisect_left(self._keys, prefix)
        return self._places[start : bisect_left(self._keys, prefix + _LAST, start)]

    def equal(self, key: str) -> "array[int]":
        """Places of this key."""
        start = bisect_left(self._keys, key)
        return self._places[start : bisect_right(self._keys, key, start)]

    def first_characters(self) -> set[str]:
        """What keys begin with."""
        return {key[:1] for key in self._keys}


def _keyed(given: Sequence[tuple[Candidate, Iterable[str]]]) -> Iterator[tuple[str, int]]:
    for place, (candidate, keys) in enumerate(given):
        for key in {candidate.text, *keys}:
            if folded := squeeze(key).text[:_LONGEST]:
                yield folded, place


def _keyed_inside(candidates: Sequence[Candidate]) -> Iterator[tuple[str, int]]:
    """Words by what they end in, down to two characters: 公开 finds 依申请公开."""
    for place, candidate in enumerate(candidates):
        if candidate.kind != "agency":
            folded = squeeze(candidate.text).text
            for start in range(1, len(folded) - 1):
                yield folded[start:], place


def _last_word(typed: str) -> tuple[str, str]:
    """What stands before the last word with the signs it opens with, and the word."""
    start = max((n + 1 for n, char in enumerate(typed) if char.isspace()), default=0)
    while start < len(typed) and typed[start] in _OPENS:
        start += 1
    return typed[:start], typed[start:]


def _shared(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best of each kind, each kind its share, in the order of `KINDS`; no text twice."""
    once = {one.text: one for one in reversed(ranked)}  # an indicator before the word of its name
    kinds = {kind: [one for one in ranked if one.kind == kind and once[one.text] is one]
             for kind in KINDS}  # fmt: skip
    room = {kind: min(len(kinds[kind]), SHARES.get(kind, limit), limit) for kind in KINDS}
    room["word"] = min(len(kinds["word"]), max(0, limit - room["agency"] - room["indicator"]))
    for kind in KINDS:  # what nobody else needs
        spare = limit - sum(room.values())
        room[kind] = min(len(kinds[kind]), room[kind] + max(0, spare))
    return [one for kind in KINDS for one in kinds[kind][: room[kind]]][:limit]


def _may_be(word: str, wording: str) -> bool:
    """Whether one is a likely slip for the other: not any two words of two characters."""
    if len(wording) < 2:
        return False
    if min(len(word), len(wording)) > 2:
        return True
    return len(word) == len(wording) and all(map(alike, word, wording))
