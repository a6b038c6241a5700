"""The sentences of a passage, each under a key by which set phrases are known again.

    2022年，我局主动公开信息1,206条。  ─ masked ─▶  0年某主动公开信息0条  ─ hashed ─▶  key

Much of a yearly report stands in other reports too: word for word, but for the year, the figures
and the body's own name. These are masked before sentences are compared, and so are script, width
and punctuation. What is left must be the same to the last character: a sentence that says 未 where
another says 已 is another sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from corpus.characters import simplified
from corpus.model import Agency, Passage, Report, Span

VERSION = "1"
"""Raise it when keys change: the catalogue then makes all of them anew."""

SHORTEST = 8
"""Characters that must be left when names and figures are masked: below, it is a label
(具体情况如下) or a fragment of a list, and says nothing about where it was taken from."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”」』）)]*|\n|$)")
_NAME, _NUMBER = "某", "0"
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_DIGITS = re.compile(r"\d+")
# How a body speaks of itself and of where it is: 我局, 本机关, 全区.
_ITSELF = re.compile(
    r"[我本全](?:省|市|区|县|旗|州|盟|镇|乡|街道|局|委|办|厅|处|院|中心|机关|单位|部门)"
)
_BODY = re.compile(f"{_NAME}+(?:人民政府|政府)?")
# Digits that are no figures: years, dates, numbers of documents, the number of an item in a list.
_NO_FIGURES = re.compile(
    r"(?:19|20)\d\d年?|\d{1,2}月(?:\d{1,2}日)?|[〔\[(（]\d+[〕\])）]第?\d*号?|第\d+[号条款]|\d+号"
    r"|^\W*\d{1,2}[.、．)）]"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage that is long enough to be known again."""

    start: int  # offsets in Passage.text
    end: int
    key: int  # signed, 64 bits; the same for sentences that differ only in what is masked
    figures: bool = False  # it states figures: with others, the same words say something else


def spans(text: str) -> list[Span]:
    """Where the sentences of a text stand, blank ones left out. A semicolon ends one, too: a list
    of items is of one sentence only by its punctuation.

    >>> spans("主动公开12条；未收费。\\n以上。")
    [(0, 8), (8, 12), (13, 16)]
    """
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.start(), match.end()
        inside = text[start:end]
        if inside.strip():
            found.append((start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())))
    return found


def sentences(passage: Passage, own: Sequence[str]) -> tuple[Sentence, ...]:
    """The sentences of a passage of text; () for one made of cells: every form has its labels.

    `own` are the body's names, see `names_of`.
    """
    if passage.kind == "table":
        return ()
    text, names = passage.text, _wording(tuple(own))
    keyed = ((start, end, _key(text[start:end], names)) for start, end in spans(text))
    return tuple(
        Sentence(start, end, key, _has_figures(text[start:end]))
        for start, end, key in keyed
        if key is not None
    )


def names_of(agency: Agency) -> tuple[str, ...]:
    """What a report may call its own body and place by."""
    region = agency.region
    paths = ("".join(region[depth:]) for depth in range(len(region)))
    return tuple(dict.fromkeys((agency.name, agency.printed, *agency.short, *paths, *region)))


def of_report(report: Report) -> Iterable[tuple[Passage, Sentence]]:
    """Every sentence of a report with its passage."""
    own = names_of(report.agency)
    return ((passage, one) for passage in report.passages for one in sentences(passage, own))


def _key(sentence: str, names: re.Pattern[str] | None) -> int | None:
    """None for what is too short."""
    plain = _letters(sentence)
    masked = names.sub(_NAME, plain) if names else plain
    masked = _DIGITS.sub(_NUMBER, _YEAR.sub(_NUMBER, _ITSELF.sub(_NAME, masked)))
    masked = _BODY.sub(_NAME, masked)
    if len(masked) - masked.count(_NAME) - masked.count(_NUMBER) < SHORTEST:
        return None
    return int.from_bytes(blake2b(masked.encode(), digest_size=8).digest(), "big", signed=True)


def _has_figures(sentence: str) -> bool:
    plain = unicodedata.normalize("NFKC", sentence)
    return any(map(str.isdigit, _NO_FIGURES.sub("", plain)))


def _letters(text: str) -> str:
    """Letters, digits and Chinese characters, of one width, case and script."""
    plain = unicodedata.normalize("NFKC", text).translate(simplified()).casefold()
    return "".join(filter(str.isalnum, plain))


@lru_cache(maxsize=64)  # a report asks with the same names for each of its passages
def _wording(own: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the names, the longest first; None if there is none of two characters or more."""
    plain = {_letters(name) for name in own}
    usable = sorted((name for name in plain if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, usable))) if usable else None
