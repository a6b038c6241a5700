"""Words of the index that a prefix, or a word with an edit distance, stands for.

Only for words in letters and digits, which are cut where any reader would cut them. Chinese is
searched as sequences of characters: how a dictionary cuts it must decide nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from indexer.alike import is_near
from indexer.query.limits import EXPANDED

WALKED = 20_000
"""Words of the index looked at for one expansion: 30 ms. Whoosh reads them one by one."""

_FIELDS = ("text", "heading")


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a pattern stands for: (field, term) pairs. `whole` is False if there are more."""

    terms: tuple[tuple[str, str], ...]
    whole: bool


def beginning_with(reader: Any, prefix: str) -> Expansion:
    """The words that begin so, in alphabetical order."""
    return _expanded(reader, prefix.replace(",", ""), lambda word: True)


def near(reader: Any, wanted: str, most: int) -> Expansion:
    """The words that differ by at most so many characters and begin with the same one."""
    return _expanded(reader, wanted[0], lambda word: is_near(word, wanted, most))


def _expanded(reader: Any, prefix: str, fits: Callable[[str], bool]) -> Expansion:
    found: dict[tuple[str, str], None] = {}
    words: set[str] = set()
    whole = True
    for name in _FIELDS:
        walked = 0
        for word in islice(_lexicon(reader, name, prefix), WALKED):
            walked += 1
            if fits(word):
                words.add(word)
                if len(words) > EXPANDED:
                    return Expansion(tuple(found), whole=False)
                found[name, word] = None
        whole = whole and walked < WALKED
    return Expansion(tuple(found), whole)


def _lexicon(reader: Any, name: str, prefix: str) -> Iterator[str]:
    if reader.doc_count_all():  # an empty reader knows of no terms
        for term in reader.expand_prefix(name, prefix):
            yield term.decode()
