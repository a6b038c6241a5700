"""What jieba is given to cut with: its own dictionary, the words of the field, and names.

    dictionary.txt, labels of the forms, names of the catalogue ─▶ Lexicon ─▶ where words end

A lexicon is its list of words and nothing else: two with the same list cut alike, and a text that
holds no word of the difference between two lists is cut alike by both. So an index keeps the list
it was made with, and when the list changes only passages with a word of the difference are stale.

jieba guesses at unknown words from their neighbours (HMM); that is switched off here. A guess may
fall differently in a text and in a question about it, and guessing is what makes jieba quadratic on
odd input. Its shared cache file is never touched: whoever can write to the folder for temporary
files could plant one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any

import jieba

from corpus.forms import Entry, FormTable, all_forms
from corpus.model import Span
from indexer.text import folding, normalise

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Chinese characters, as the inside of a class of a regular expression."""

_LONGEST = 500  # characters a piece: jieba's time grows with the square of a piece's length
_WORD_OF_FIELD = range(2, 7)  # see dictionary.txt
_NAME = range(2, 9)  # 市场监督管理局 is one word: it stands in running text as one
_PIECES = re.compile(
    rf"(?P<han>[{HAN}]{{1,{_LONGEST}}})"
    rf"|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d++(?:\.\d++)*+(?![^\W\d_{HAN}]))"
    rf"|(?P<other>(?:(?![{HAN}])[^\W_])+)"
)
_ALL_HAN = re.compile(f"[{HAN}]+")


class Lexicon:
    """A list of words to cut with. Made on first use (0.8 s once, 0.1 s for each further list)."""

    def __init__(self, listed: Iterable[str]) -> None:
        self.listed = tuple(sorted(set(listed)))  # in normal form
        self._lock = Lock()
        self._made: Any = None

    def __reduce__(self) -> tuple[object, tuple[tuple[str, ...]]]:
        return lexicon, (self.listed,)  # Whoosh pickles its schema, and the chain of words with it

    def cut(self, normal: str) -> Iterator[Span]:
        """The words of a normal form: start and end of each, none inside another."""
        cutter = self._cutter()
        for piece in _PIECES.finditer(normal):
            start, end = piece.span()
            if piece.lastgroup != "han":
                yield start, end
                continue
            for word in cutter.cut(piece[0], HMM=False):
                yield start, start + len(word)
                start += len(word)

    def inside(self, word: str, start: int) -> Iterator[Span]:
        """The known words of two characters or more inside a Chinese word, which is at `start`."""
        if len(word) < 3 or not _ALL_HAN.fullmatch(word):
            return
        known = self._cutter().FREQ
        for head in range(len(word) - 1):
            for tail in range(head + 2, len(word) + 1):
                if tail - head < len(word) and known.get(word[head:tail]):
                    yield start + head, start + tail

    def _cutter(self) -> Any:
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = _tokenizer(self.listed)
        return self._made


def dictionary() -> tuple[str, ...]:
    """The words of the field that jieba is given, in normal form, sorted."""
    listed = (files("indexer") / "dictionary.txt").read_text("utf-8").splitlines()
    own = (line.strip() for line in listed if not line.startswith("#"))
    labels = (text for form in all_forms() for text in _labels(form.table2, form.table3))
    return tuple(sorted(_pieces((*own, *labels), _WORD_OF_FIELD)))


def listed_in(text: str) -> frozenset[str]:
    """The words of an operator's list, one a line, in normal form; "#" begins a note."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return frozenset(_pieces(lines, _NAME))


def names(agencies: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> frozenset[str]:
    """Words from the names of bodies: name, region path, short names. In normal form.

    Each step of the path is one, so is what the name is called inside its region, so is a short
    name; what is longer than eight characters is a phrase and not a word.
    """
    found: set[str] = set()
    for name, region, short in agencies:
        own = name
        for place in region:
            own = own.removeprefix(place)
        found |= _pieces((*region, own, *short), _NAME)
    return frozenset(found)


def _pieces(texts: Iterable[str], lengths: range) -> set[str]:
    pieces = (piece for text in texts for piece in _ALL_HAN.findall(normalise(text).text))
    return {piece for piece in pieces if len(piece) in lengths}


@lru_cache(maxsize=3)
def lexicon(listed: tuple[str, ...]) -> Lexicon:
    """The lexicon with this list; the last few are kept, each of some 40 MB."""
    return FIELD if listed == FIELD.listed else Lexicon(listed)


def _labels(*tables: FormTable) -> Iterator[str]:
    for table in tables:
        for entry in (*table.rows, *table.columns, *table.groups):
            yield from _wordings(entry)


def _wordings(entry: Entry) -> tuple[str, ...]:
    return tuple(text.split("（")[0] for text in (entry.label, entry.short, *entry.variants))


@lru_cache(maxsize=1)
def _general() -> tuple[dict[str, int], int]:
    """jieba's own dictionary in our normal form, and the sum of its counts. Not to be changed."""
    made = jieba.Tokenizer()
    counts, made.total = made.gen_pfdict(made.get_dict_file())
    made.FREQ, made.initialized = counts, True  # so that it never looks for a cache
    folded = folding().keys()
    for word in [word for word in counts if counts[word] and not folded.isdisjoint(word)]:
        normal = normalise(word).text
        made.add_word(normal, counts[word] + counts.get(normal, 0))
    return counts, made.total


def _tokenizer(listed: Iterable[str]) -> Any:
    """A tokenizer of its own. The sum of counts stays jieba's: only where a word stands it counts.

    Each word is given the count that keeps it whole, worked out in the order of the list.
    """
    made = jieba.Tokenizer()
    counts, total = _general()
    made.FREQ, made.total, made.initialized = dict(counts), total, True
    for word in listed:
        made.add_word(word, made.suggest_freq(word))
        made.total = total
    return made


FIELD = Lexicon(dictionary())
"""The words of the field without any names."""
