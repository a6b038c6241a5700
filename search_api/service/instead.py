"""What to ask instead when nothing answers: nothing is offered that would find nothing either."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from corpus.catalogue import Catalogue
from indexer.engine import Found, SearchEngine
from search_api.answers import Alternative, Asked
from search_api.service.question import Question, request_of, understand

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
    question: Question, found: Found, catalogue: Catalogue, engine: SearchEngine
) -> Iterator[tuple[str, int]]:
    """Other words for the same question, with the passages they find under the same filters."""
    if found.total:
        return
    for wording in dict.fromkeys(_other_words(question.reading.words)):
        other = replace(question.typed, q=wording)
        if wording != question.reading.words and (total := _count(other, catalogue, engine)):
            yield wording, total


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
    for label, other in _with_fewer_limits(question):
        if total := _count(other, catalogue, engine):
            yield Alternative(label, total, other)


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
    return engine.search(replace(request, size=0, group=False)).total
