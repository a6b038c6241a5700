"""Search as plainly as it can be said: over the texts of the documents, a posting nowhere."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
    TermRange,
    Wildcard,
)

from indexer.arrays import InFields
from tests.indexer.arrays.making import Corpus, Document

K1, B = 1.2, 0.75
SCORED = ("text", "heading", "bag", "spans", "tags")
Scores = dict[int, float]


class Plain:
    """The documents of a corpus that have not been deleted, by number."""

    def __init__(self, corpus: Corpus) -> None:
        whole = [document for segment in corpus.numbered() for document in segment]
        self.documents = {
            number: document for number, document in enumerate(whole) if number not in corpus.gone
        }

    def words(self, number: int, name: str) -> Sequence[str]:
        text = self.documents[number].get(name)
        if name == "tags":
            return [tag for tag in (text or "").split(",") if tag]
        if name == "agency":
            return [text] if text else []
        return (text or "").split()

    def holding(self, name: str, fits: Any) -> list[int]:
        return [number for number in self.documents if any(map(fits, self.words(number, name)))]

    def amount(self, number: int, name: str, word: str) -> float:
        """The weight of a word over what the length of its document does to it."""
        document: Document = self.documents[number]
        words = self.words(number, name)
        weight: float = words.count(word) * document.get(f"_{name}_boost", 1.0)
        mean = sum(len(self.words(each, name)) for each in self.documents) / len(self.documents)
        if name not in SCORED or not mean:
            return weight
        return weight / (1 - B + B * len(words) / mean)

    def bm25f(self, word: str, fields: dict[str, float], boost: float) -> Scores:
        amounts = {
            number: sum(weight * self.amount(number, name, word) for name, weight in fields.items())
            for number in self.documents
            if any(word in self.words(number, name) for name in fields)
        }
        size, holding = len(self.documents), len(amounts)
        idf = math.log(1 + (size - holding + 0.5) / (holding + 0.5))
        return {
            number: boost * idf * (K1 + 1) * amount / (amount + K1)
            for number, amount in amounts.items()
        }

    def scores(self, query: Query) -> Scores:  # noqa: PLR0911 - a kind of query a case
        match query:
            case Term():
                return self.bm25f(query.text, {query.fieldname: 1.0}, query.boost)
            case InFields():
                return self.bm25f(query.text, query.fields, query.boost)
            case Phrase():
                terms = [Term(query.fieldname, word) for word in query.words]
                whole = self.scores(And(terms, boost=query.boost))
                return {one: whole[one] for one in whole if self._has_phrase(one, query)}
            case Or():
                found = [self.scores(part) for part in query.subqueries]
                return _summed(found, set().union(*found), query.boost)
            case And():
                found = [self.scores(part) for part in query.subqueries]
                return _summed(found, set(found[0]).intersection(*found), query.boost)
            case AndNot():
                others = self.scores(query.b)
                return {one: x for one, x in self.scores(query.a).items() if one not in others}
            case AndMaybe():
                found = [self.scores(query.a), self.scores(query.b)]
                return _summed(found, set(found[0]), 1)
            case Require():
                needed = self.scores(query.b)
                return {one: x for one, x in self.scores(query.a).items() if one in needed}
            case Not():
                others = self.scores(query.query)
                return {one: 0.0 for one in self.documents if one not in others}
            case ConstantScoreQuery():
                return dict.fromkeys(self.scores(query.child), query.score)
        return dict.fromkeys(self._alike(query), query.boost)

    def _alike(self, query: Any) -> Iterator[int]:
        """Documents of the queries that score all alike."""
        match query:
            case Every():
                name = query.fieldname
                yield from self.documents if name is None else self.holding(name, bool)
            case Prefix():
                yield from self.holding(query.fieldname, lambda word: word.startswith(query.text))
            case Wildcard():  # the only ones made are one of "?x" and "x*y"
                head, sign, tail = query.text.partition("*")
                yield from self.holding(
                    query.fieldname,
                    lambda word: (
                        word.startswith(head) and word[len(head) :].endswith(tail)
                        if sign
                        else len(word) == len(query.text) and word[1:] == query.text[1:]
                    ),
                )
            case FuzzyTerm():
                yield from self.holding(
                    query.fieldname,
                    lambda word: (
                        word.startswith(query.text[: query.prefixlength])
                        and Levenshtein.distance(word, query.text) <= query.maxdist
                    ),
                )
            case TermRange():
                yield from self.holding(query.fieldname, lambda word: _is_between(word, query))
            case NumericRange():
                for number, document in self.documents.items():
                    if query.fieldname in document and _is_between(document["year"], query):
                        yield number

    def _has_phrase(self, number: int, query: Phrase) -> bool:
        words, wanted = self.words(number, query.fieldname), list(query.words)
        return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


def _summed(found: Sequence[Scores], numbers: set[int], boost: float) -> Scores:
    return {one: boost * sum(scores.get(one, 0.0) for scores in found) for one in numbers}


def _is_between(value: Any, query: Any) -> bool:
    return bool(
        (query.start is None or (value > query.start if query.startexcl else value >= query.start))
        and (query.end is None or (value < query.end if query.endexcl else value <= query.end))
    )
