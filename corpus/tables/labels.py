"""The wording of labels: which row, column, group or header a cell names.

Wording is compared in its bare form (letters, digits and Han characters only), first exactly, then
by likeness: misprints lose or change a character or two, and every official label differs from
every other by more. The printed number (1., （三）) is kept apart: it repeats between groups and so
never identifies a row, but it tells a numbered row from a column head of the same wording.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from corpus.forms import Entry, all_forms
from corpus.forms.annex import ANNEXES, items
from corpus.headings import bare

_MARK = re.compile(
    r"\s*(?:[（(]\s*([一二三四五六七八九十]{1,3}|\d{1,2})\s*[）)]|([一二三四五六七八九十]{1,3})\s*[、.,:]|"
    r"(\d{1,2})\s*[、.,](?!\d)|(\d)(?=\s*[\u4e00-\u9fff]))\s*"
)
_LIKE = 75.0  # of 100: 其他法律行政止公开 for 其他法律行政法规禁止公开 scores 86
_LEAD = 8.0  # and the runner-up must be clearly worse, or the label is left unknown
_EXACT_ONLY = frozenset({"item1"})  # its wordings are many, alike and nested
_SHORTEST = 4  # characters; shorter wordings (其他, 规章) must be exact
_LONGEST = 70  # characters; the longest official label has 41


@dataclass(frozen=True, slots=True)
class Label:
    """A wording taken apart."""

    mark: str  # "三", "1"; "" if none is printed
    wording: str  # bare


@dataclass(frozen=True, slots=True)
class Named:
    """What a cell names. `kind` is row2, column2, article, row3, column3, group3, block4, outcome4
    or head (words that only ever stand in table heads)."""

    kind: str
    key: str
    exact: bool


def take_apart(text: str) -> Label:
    """The printed number and the bare wording.

    >>> take_apart("（三） 不予公开"), take_apart("3.危及“三安全一稳定”").wording
    (Label(mark='三', wording='不予公开'), '危及三安全一稳定')
    """
    return _apart_short(text) if len(text) <= _LONGEST else _apart(text)


@lru_cache(maxsize=8192)  # a report has some 300 labels, and the files of one run share most
def _apart_short(text: str) -> Label:
    return _apart(text)


def _apart(text: str) -> Label:
    plain = unicodedata.normalize("NFKC", text).replace("\xa0", " ").strip()
    found = _MARK.match(plain)
    if found is None or not bare(plain[found.end() :]):
        return Label("", bare(plain))
    return Label(next(filter(None, found.groups())), bare(plain[found.end() :]))


def name(text: str, kinds: Iterable[str]) -> Named | None:
    """What the text names among these kinds, or None. Exact wording wins over likeness."""
    return None if len(text) > _LONGEST else _named(text, tuple(kinds))


@lru_cache(maxsize=16384)  # each label is asked about with several sets of kinds
def _named(text: str, kinds: tuple[str, ...]) -> Named | None:
    return _name(take_apart(text).wording, kinds)


_OF_WHICH = re.compile(r"^其中[：:]?")
_BRACKETS = re.compile(r"[（(].*?[）)]")


@cache
def item_wordings() -> Mapping[str, tuple[str, ...]]:
    """Bare wording of each item of any 统计表, with and without its brackets, to its keys.

    Two wordings (被依法纠错数, 其他情形数) stand under both 行政复议 and 行政诉讼.
    """
    words: dict[str, tuple[str, ...]] = {}
    for item in (item for form in reversed(ANNEXES) for item in items(form)):
        for label in (item.label, *item.variants):
            for wording in {bare(label), bare(_BRACKETS.sub("", label))}:
                words[wording] = tuple(dict.fromkeys((*words.get(wording, ()), item.key)))
    return words


def item_keys(text: str) -> tuple[str, ...]:
    """Keys of the items of the 统计表 a label may name; () if it names none."""
    return _items_short(text) if len(text) <= _LONGEST else _items(text)


@lru_cache(maxsize=8192)
def _items_short(text: str) -> tuple[str, ...]:
    return _items(text)


def _items(text: str) -> tuple[str, ...]:
    label = _OF_WHICH.sub("", text.strip())
    known = item_wordings()
    for words in (label, _BRACKETS.sub("", label)):  # some print the unit behind the label: （件）
        if found := known.get(take_apart(words).wording.removeprefix("其中"), ()):
            return found
    return ()


@lru_cache(maxsize=8192)
def _name(wording: str, kinds: tuple[str, ...]) -> Named | None:
    known = _known(kinds)
    if wording in known:
        return Named(*known[wording], exact=True)
    if len(wording) < _SHORTEST:
        return None
    scores: dict[tuple[str, str], float] = {}
    # What is less like it than the cutoff changes nothing: the best leads it by enough anyway.
    alike = process.extract(
        wording, _likened(kinds), scorer=fuzz.ratio, score_cutoff=_LIKE - _LEAD, limit=None
    )
    for word, score, _ in alike:
        scores[known[word]] = max(scores.get(known[word], 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if (
        ranked
        and ranked[0][1] >= _LIKE
        and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _LEAD)
    ):
        return Named(*ranked[0][0], exact=False)
    return None


@lru_cache(maxsize=64)  # the tables ask with a dozen
def _known(kinds: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    """Bare wording -> kind and key; where two kinds share a wording, that of the first kind."""
    return {
        word: (kind, key) for kind in reversed(kinds) for word, key in _vocabulary(kind).items()
    }


@lru_cache(maxsize=64)
def _likened(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The wordings that a misprint may be likened to."""
    return tuple(
        word
        for word, (kind, _) in _known(kinds).items()
        if len(word) >= _SHORTEST and kind not in _EXACT_ONLY
    )


@cache
def _vocabulary(kind: str) -> Mapping[str, str]:
    """Bare wording -> key. Both versions of the form together: labels decide the version."""
    words: dict[str, str] = {}
    if kind == "item1":
        return {wording: keys[0] for wording, keys in item_wordings().items()}
    for form in all_forms():
        entries: Mapping[str, tuple[Entry, ...]] = {
            "row2": form.table2.rows,
            "column2": form.table2.columns,
            "row3": form.table3.rows,
            "column3": form.table3.columns,
            "group3": form.table3.groups,
            "outcome4": form.table4.columns,
        }
        for entry in entries.get(kind, ()):
            for wording in (entry.label, entry.label.split("（")[0], *entry.variants):
                if wording:
                    words.setdefault(bare(wording), entry.key)
        if kind == "block4":
            words |= {
                bare(each): row.key for row in form.table4.rows for each in (row.label, row.head)
            }
            words.pop("", None)
        if kind == "article":
            words.update({bare(row.article): row.article for row in form.table2.rows})
    return {**_HEADS} if kind == "head" else words


ROW_OR_COLUMN: Mapping[str, str] = {"total_processed": "total", "other_3_other": "other"}
"""Rows of table 3 whose wording is a column's too, with that column."""

_HEADS: Mapping[str, str] = {
    bare(words): words
    for words in (
        "信息内容",
        "申请人情况",
        "法人或其他组织",
        "行政诉讼",
        "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
    )
}
