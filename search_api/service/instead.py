"""What to ask instead when nothing answers: nothing is offered that would find nothing either."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from corpus.catalogue import Catalogue
from indexer.engine import Found, Request, SearchEngine
from indexer.query import Exact, Query, plain_words
from search_api.answers import Alternative, Asked
from search_api.service.phrases import Standing
from search_api.service.question import Question, request_of, understand

MOST = 6
"""Words of a question that are looked at one by one: more make a sentence, and each is a search."""

EACH = 3
"""Corrections of one word: the likeliest, as many as are compared at a glance."""

LONGEST = 12
"""Characters of a word that may be put right: a longer one is a sentence without spaces."""

_OPERATOR = re.compile(r"[-－—!！(（)）|｜]|(?:OR|AND|NOT)$")

_LIMITS = {
    "agency": "机关",
    "region": "地区",
    "year": "年度",
    "year_from": "起始年度",
    "year_to": "截止年度",
    "section": "章节",
    "form": "表样",
    "has_findings": "校验结果",
}
_UNLIMITED: Mapping[str, Any] = {one.name: one.default for one in fields(Asked)}


def reworded(
    question: Question,
    found: Found,
    catalogue: Catalogue,
    engine: SearchEngine,
    near: Callable[[str], Sequence[str]],
) -> Iterator[tuple[str, int]]:
    """Other words for the same question, with the passages they find under the same filters.

    First each meaning of a name that several have; nothing was chosen. Words that no passage has
    are offered put right (`near` finds those they may be meant for), also beside an answer that had
    to do without them. Nothing is put right unasked.
    """
    for q in question.offered:
        if total := _count(replace(question.typed, q=q), catalogue, engine):
            yield q, total
    words = question.reading.words
    wordings = [*_corrected(words, found, engine, near)]
    if not found.total:
        wordings += _other_words(words)
    for wording in dict.fromkeys(wordings):
        other = replace(question.typed, q=_in_place(question, wording))
        if wording != words and (total := _count(other, catalogue, engine)):
            yield other.q, total


def _corrected(
    words: str, found: Found, engine: SearchEngine, near: Callable[[str], Sequence[str]]
) -> Iterator[str]:
    """The words with one of them put right, for each that no passage has as it is typed."""
    if found.total and not found.notes:
        return
    for start, end in plain_words(words)[:MOST]:
        word = words[start:end]
        if len(word) <= LONGEST and not _stands_anywhere(word, engine):
            for other in near(word)[:EACH]:
                yield f"{words[:start]}{other}{words[end:]}"


def _stands_anywhere(word: str, engine: SearchEngine) -> bool:
    return engine.search(Request(Query(word, Exact(word)), size=0)).total > 0


def _in_place(question: Question, wording: str) -> str:
    """The whole question with other words in it: what was read as a filter stays typed."""
    typed, words = question.typed.q, question.reading.words
    return typed.replace(words, wording, 1) if words and words in typed else wording


def _other_words(words: str) -> Iterator[str]:
    """Exact phrases as plain words, then any of the words instead of all."""
    loose = re.sub(r"[\"“”＂「」『』]", " ", words).split()
    yield " ".join(loose)
    kept = [word for word in loose if not _OPERATOR.match(word)]
    if len(kept) > 1 and len(kept) == len(loose):
        yield " OR ".join(kept)


def freed(
    question: Question, found: Found, catalogue: Catalogue, engine: SearchEngine
) -> Iterator[Alternative]:
    """The same words with fewer limits, each with the passages it would find."""
    if found.total:
        return
    if isinstance(engine, Standing) and engine.passages is not None:
        other = replace(question.typed, new=False, page=1)
        if total := _count(other, catalogue, replace(engine, passages=None)):
            yield Alternative("不限于新出现的内容", total, other)
    for label, other in (*_with_fewer_words(question), *_with_fewer_limits(question)):
        if total := _count(other, catalogue, engine):
            yield Alternative(label, total, other)


def _with_fewer_words(question: Question) -> Iterator[tuple[str, Asked]]:
    """The question without one of its words, for each of a few."""
    words = question.reading.words
    spans = plain_words(words)
    if not 1 < len(spans) <= MOST:
        return
    for start, end in spans:
        left = " ".join(f"{words[:start]} {words[end:]}".split())
        asked = replace(question.typed, q=_in_place(question, left), page=1)
        yield f"去掉“{words[start:end]}”", asked


def _with_fewer_limits(question: Question) -> Iterator[tuple[str, Asked]]:
    """One limit lifted, all of them lifted, and what was read as a limit searched as words."""
    asked = replace(question.asked, q=question.reading.words, interpret=False, page=1)
    limits = [name for name in _LIMITS if getattr(asked, name) not in ((), None)]
    if len(limits) > 1:
        for name in limits:
            yield f"不限{_LIMITS[name]}", replace(asked, **{name: _UNLIMITED[name]})
    if limits and asked.q:
        yield "去掉全部限制", replace(asked, **{name: _UNLIMITED[name] for name in limits})
    if question.reading.interpreted:
        yield "全部按文字检索，不解读", replace(question.typed, interpret=False, page=1)


def _count(asked: Asked, catalogue: Catalogue, engine: SearchEngine) -> int:
    """Passages that this question would find."""
    request = request_of(understand(replace(asked, page=1), catalogue), catalogue)
    return engine.search(replace(request, size=0, group=False, sort="relevance")).total
