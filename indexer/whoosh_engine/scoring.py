"""How well a document answers: BM25 over several views of its text, summed.

Query, synonyms ─ Scorer ─▶ terms (view, text, weight) ─ scores ─▶ number by document
                                                       └ explained ─▶ the same in parts
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from indexer.engine import Explained, Part, Term
from indexer.lexicon import Lexicon
from indexer.query import AllOf, AnyOf, Exact, Figure, Near, Node, Prefix, Query, Words
from indexer.synonyms import Widened
from indexer.whoosh_engine.matching import Chosen, Lookup
from indexer.words import characters, grams, units, words

K1, B = 1.2, 0.75
"""BM25 as everyone has it; no cell of a wide grid was better by more than 0.003 nDCG@10."""

VIEWS = {"words": 1.0, "pairs": 0.5, "characters": 0.6}
"""What each view of the text counts. See docs/decisions/2026-11-22-ranking.md for this and the
next three: measured on cmrc2018, and chosen by six public collections together."""

HEADING = 1.0
"""What a word of a sub-heading counts beside one of the text, before the two saturate together."""

TITLE = 0.5
"""What a word of the report's title adds by itself, shared out among the passages that stand under
that title: a title of its own says what a passage is about, one of fifty says nothing of it."""

SYNONYM = 0.5
"""What a term of a synonym counts: half of what was asked for, so that the wording asked for comes
first where both say as much."""

TABLE = 0.5
"""What a passage of kind "table" counts: its words are the labels of the form, the same in every
report, and would otherwise crowd out the sentences that speak of the matter."""

LARGE = 20_000
"""Passages from which very common terms are counted in the best passages only."""

COMMON = 0.1
"""Part of the passages that makes a term very common. Nine tenths of all postings of a question are
of such terms."""

BEST = 1_000
"""Passages, best by the other terms, that very common terms are counted in: ten pages of a hundred,
and far more than a common character could lift a passage by."""

_FIELDS = {"pairs": "grams", "characters": "chars"}  # view -> the index's field, where it is one


@dataclass(frozen=True, slots=True)
class Scores:
    """Score of each document, and what puts some of them before all others."""

    score: Mapping[int, float]  # with the lift
    lift: float
    lifted: Collection[int]
    best: Collection[int]  # those that very common terms were counted in

    def lift_of(self, number: int) -> float:
        """What stands in the score of a document for having everything asked for."""
        return self.lift if number in self.lifted else 0.0


class Scorer:
    """What a question adds to the score of a document, term by term."""

    def __init__(self, lookup: Lookup, lexicon: Lexicon, widened: Widened, asked: Query) -> None:
        self._lookup = lookup
        self._size = len(lookup.rows.everything)
        self._asked = asked
        texts = _counted(_texts(asked.root), lexicon)
        self._terms = [self._term(*term, often * VIEWS[term[0]]) for term, often in texts.items()]
        self._synonyms = [
            [list(self._instead(wording, other, texts.keys(), lexicon)) for other in others]
            for wording, others in widened.used
        ]

    @property
    def terms(self) -> tuple[Term, ...]:
        """What was asked for, and then what its synonyms have besides, each once."""
        others = (term for group in self._synonyms for terms in group for term in terms)
        return tuple(dict.fromkeys((*self._terms, *others)))

    def scores(self, documents: Collection[int], chosen: Chosen) -> Scores:
        """Score of each of the documents; with `chosen.lift`, those that have all stand first."""
        found: dict[int, float] = dict.fromkeys(documents, 0.0)
        for term in self._terms:
            if not term.common:
                self._add(term, found, found)
        for group in self._synonyms:
            self._add_best(group, found)
        best = frozenset(nlargest(BEST, found, key=found.__getitem__))
        for term in self._terms:
            if term.common:
                self._add(term, best, found)
        for number in self._lookup.rows.tables & found.keys():
            found[number] *= TABLE
        return _lifted(found, chosen, best)

    def explained(self, scores: Scores, documents: Iterable[int]) -> Explained:
        """Where the scores of these documents are from."""
        asked = dict.fromkeys(unit for text in _texts(self._asked.root) for unit in units(text))
        passages = self._lookup.rows.passage
        hits = {passages[number]: self._parts(scores, number) for number in documents}
        return Explained(tuple(asked), self.terms, hits)

    def _parts(self, scores: Scores, number: int) -> tuple[Part, ...]:
        found = [
            part
            for term in self._terms
            if not term.common or number in scores.best
            for part in self._parts_of(term, number)
        ]
        for group in self._synonyms:
            each = [
                [part for term in one for part in self._parts_of(term, number)] for one in group
            ]
            found += max(each, key=lambda parts: sum(part.score for part in parts))
        lift = scores.lift_of(number)
        plain, counted = math.fsum(part.score for part in found), scores.score[number] - lift
        if number in self._lookup.rows.tables:
            found.append(Part("kind", "", counted - plain))
        found.sort(key=lambda part: -part.score)
        return (*found, *([Part("lift", "", lift)] if lift else []))

    def _parts_of(self, term: Term, number: int) -> Iterator[Part]:
        for name, gained in self._gains(term, (number,)):
            if number in gained:
                yield Part(name, term.text, gained[number])

    def _instead(
        self, wording: str, other: str, asked: Collection[tuple[str, str]], lexicon: Lexicon
    ) -> Iterator[Term]:
        """What a synonym has beside what was asked for. Single characters say too little of it."""
        for view, text in _counted([other], lexicon):
            term = self._term(view, text, SYNONYM * VIEWS[view], wording)
            if view == "words" and (view, text) not in asked:
                yield replace(term, common=False)
            elif view == "pairs" and (view, text) not in asked and not term.common:
                yield term

    def _term(self, view: str, text: str, weight: float, synonym_of: str = "") -> Term:
        frequency = self._lookup.frequency(_FIELDS.get(view, "text"), text)
        common = self._size >= LARGE and frequency > COMMON * self._size
        return Term(view, text, weight, frequency, common, synonym_of)

    def _add(self, term: Term, only: Collection[int], found: dict[int, float]) -> None:
        for _, gained in self._gains(term, only):
            for number, gain in gained.items():
                found[number] += gain

    def _add_best(self, group: Sequence[Iterable[Term]], found: dict[int, float]) -> None:
        """Of several synonyms for one wording the one counts that a document answers best."""
        most: dict[int, float] = {}
        for terms in group:
            one = dict.fromkeys(found, 0.0)
            for term in terms:
                self._add(term, found, one)
            most = {number: max(gain, most.get(number, 0.0)) for number, gain in one.items()}
        for number, gain in most.items():
            found[number] += gain

    def _gains(
        self, term: Term, only: Collection[int]
    ) -> Iterator[tuple[str, Mapping[int, float]]]:
        """Field -> what the term adds to each of the documents by what stands in that field."""
        if term.common:
            yield self._counted_there(term, only)
        elif name := _FIELDS.get(term.view):
            yield term.view, self._of_one(name, term, only)
        else:
            yield from self._of_words(term, only)
            yield "title", self._of_title(term, only)

    def _of_one(self, name: str, term: Term, only: Collection[int]) -> Mapping[int, float]:
        """BM25 in one field."""
        postings, lengths = self._lookup.postings(name, term.text), self._lookup.rows.lengths[name]
        weight = term.weight * self._idf(len(postings)) * (K1 + 1)
        return {
            number: weight * often / (often + K1 * (1 - B + B * lengths[number]))
            for number in _both(postings, only)
            for often in (postings[number],)
        }

    def _of_words(
        self, term: Term, only: Collection[int]
    ) -> Iterator[tuple[str, Mapping[int, float]]]:
        """BM25F: what stands in text and sub-headings is put together and then saturates."""
        lookup, lengths = self._lookup, self._lookup.rows.lengths
        text, heading = lookup.postings("text", term.text), lookup.postings("heading", term.text)
        weight = term.weight * self._idf(len(text.keys() | heading.keys())) * (K1 + 1)
        in_text, in_heading = {}, {}
        long, long_heading = lengths["text"], lengths["heading"]
        for number in _both(text, only):
            in_text[number] = text[number] / (1 - B + B * long[number])
        for number in _both(heading, only):
            in_heading[number] = HEADING * heading[number] / (1 - B + B * long_heading[number])
        for name, found, other in (("text", in_text, in_heading), ("heading", in_heading, in_text)):
            yield (
                name,
                {
                    number: weight * often / (often + other.get(number, 0.0) + K1)
                    for number, often in found.items()
                },
            )

    def _of_title(self, term: Term, only: Collection[int]) -> Mapping[int, float]:
        """The same in titles, each shared out among its passages."""
        rows = self._lookup.rows
        places, shares = rows.report.places, rows.shares
        gained = self._of_one("title", term, only)
        return {number: TITLE * shares[places[number]] * gain for number, gain in gained.items()}

    def _counted_there(self, term: Term, only: Collection[int]) -> tuple[str, Mapping[int, float]]:
        """The same without postings: the term is counted in each passage's own text."""
        name = _FIELDS.get(term.view, "text")
        lengths = self._lookup.rows.lengths[name]
        weight = term.weight * self._idf(term.frequency) * (K1 + 1)
        counted = ((number, self._lookup.often(term.text, number)) for number in only)
        return (
            name if name == "text" else term.view,
            {
                number: weight * often / (often + K1 * (1 - B + B * lengths[number]))
                for number, often in counted
                if often
            },
        )

    def _idf(self, holding: int) -> float:
        """How much a term tells: nearly nothing if every document has it, never less."""
        return math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))


def _lifted(found: dict[int, float], chosen: Chosen, best: Collection[int]) -> Scores:
    """The scores with those that have everything first, where that is wanted and says anything."""
    first = found.keys() & chosen.full
    if not chosen.lift or not first or len(first) == len(found):
        return Scores(found, 0.0, frozenset(), best)
    top = max(found.values())
    for number in first:
        found[number] += top
    return Scores(found, top, first, best)


def _counted(texts: Iterable[str], lexicon: Lexicon) -> Counter[tuple[str, str]]:
    """(view, term) -> how often it stands in the texts."""
    found: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found.update(("words", word.text) for word in words(text, lexicon))
        found.update(("pairs", word.text) for word in grams(text))
        found.update(("characters", word.text) for word in characters(text))
    return Counter(dict(sorted(found.items(), key=lambda item: -VIEWS[item[0][0]])))


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Words(text) | Exact(text) | Prefix(text) | Near(text) | Figure(text=text):
            yield text
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _texts(part)


def _both(one: Collection[int], other: Collection[int]) -> list[int]:
    """What both have."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return [number for number in small if number in large]
