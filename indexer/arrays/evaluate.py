"""Whole queries by operations on arrays.

    Whoosh's query ─ Evaluator.match ─▶ Match ─ docs, scores ─▶ Answer (see `answers`)

The documents are those of Whoosh's matchers, but for two that are wrong in Whoosh 2.7.4: `Require`
leaves out what it should require, and `AndNot` may keep one document that it should leave out.

Scores are BM25 with exact lengths; words that a prefix, a pattern, a near word or a range stands
for all count the boost of the query, unless it says otherwise (`constantscore`); what is excluded
adds nothing. A query of another class is given to Whoosh's matchers, and `Evaluator.strange` has
its name.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Require,
    Term,
    TermRange,
    Variations,
    Wildcard,
)
from whoosh.query.qcore import _NullQuery

from indexer.arrays.forms import PLACE
from indexer.arrays.layout import places_of
from indexer.arrays.matches import (
    AllOf,
    AnyOf,
    Fixed,
    Lifted,
    Limited,
    Match,
    common,
    fields_match,
    term_match,
    without,
)
from indexer.arrays.plain import InFields, whoosh_match
from indexer.arrays.postings import FieldTerms
from indexer.arrays.view import Docs, View

_LAST = b"\xff" * 4  # Whoosh's end of a range that has none
_STEPS = 1 << 32  # more than there are places in a document


class Evaluator:
    """Evaluates one query. `strange` has the names of the queries that Whoosh had to match."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.strange: dict[str, None] = {}

    def match(self, query: Query) -> Match:
        """The documents that a query matches, and their scores.

        Raises what Whoosh's matchers raise: KeyError for a pattern on a field that is not there.
        """
        known = _KNOWN.get(type(query))
        if known is None or not _is_plain(query):
            self.strange[type(query).__name__] = None
            return whoosh_match(self._view, query)
        return known(self, query)

    def _nothing(self, _: Query | None = None) -> Match:
        return Fixed(np.zeros(0, np.intp), 0)

    def _bytes(self, name: str, text: Any) -> bytes | None:
        """A word as it stands in the index; None for one that cannot stand in that field."""
        if name not in self._view.schema:
            return None
        try:
            return bytes(self._view.schema[name].to_bytes(text))
        except ValueError:
            return None

    def _term(self, query: Term) -> Match:
        term = self._bytes(query.fieldname, query.text)
        if term is None:
            return self._nothing()
        return term_match(self._view, query.fieldname, term, query.boost)

    def _in_fields(self, query: InFields) -> Match:
        words = ((name, self._bytes(name, query.text), own) for name, own in query.fields.items())
        terms = [(name, term, own) for name, term, own in words if term is not None]
        return fields_match(self._view, terms, query.boost)

    def _and(self, query: And) -> Match:
        parts = [self.match(part) for part in query.subqueries]
        return AllOf(self._view, parts, query.boost) if parts else self._nothing()

    def _or(self, query: Or) -> Match:
        return AnyOf(self._view, [self.match(part) for part in query.subqueries], query.boost)

    def _not(self, query: Not) -> Match:
        view = self._view
        return Fixed(without(view.size, view.everything, self.match(query.query).docs), 0)

    def _and_not(self, query: AndNot) -> Match:
        match = self.match(query.a)
        return Limited(match, without(self._view.size, match.docs, self.match(query.b).docs))

    def _and_maybe(self, query: AndMaybe) -> Match:
        return Lifted(self.match(query.a), self.match(query.b))

    def _require(self, query: Require) -> Match:
        match, needed = self.match(query.a), self.match(query.b).docs
        return Limited(match, common(self._view.size, match.docs, needed))

    def _constant(self, query: ConstantScoreQuery) -> Match:
        return Fixed(self.match(query.child).docs, query.score)

    def _every(self, query: Every) -> Match:
        view, name = self._view, query.fieldname
        if name is None:
            return Fixed(view.everything, query.boost)
        whole = ((field, 0, len(field.terms), base) for field, base in view.fields(name))
        return Fixed(view.within(name, whole), query.boost)

    def _prefix(self, query: Prefix) -> Match:
        if not query.text:
            return self._every(Every(query.fieldname, boost=query.boost))
        first = self._view.schema[query.fieldname].to_bytes(query.text)
        return self._between(query, first, lambda field: _behind(field, first))

    def _range(self, query: TermRange) -> Match:
        """Between two words; a bound that cannot stand in the field leaves nothing."""
        name = query.fieldname
        first = b"" if query.start is None else self._bytes(name, query.start)
        last = _LAST if query.end is None else self._bytes(name, query.end)
        if first is None or last is None:
            return self._nothing()
        after = first + b"\0" if query.startexcl else first
        until = last if query.endexcl else last + b"\0"
        return self._between(query, after, lambda field: field.terms.not_before(until))

    def _between(self, query: Any, first: bytes, behind: Callable[[FieldTerms], int]) -> Match:
        """Documents with a word of a range of the dictionary."""
        view, name = self._view, query.fieldname
        ranges = [
            (field, max(field.terms.not_before(first), _has_empty(field)), behind(field), base)
            for field, base in view.fields(name)
        ]
        if query.constantscore:
            return Fixed(view.within(name, iter(ranges)), query.boost)
        terms = {term for field, low, high, _ in ranges for term in field.terms.between(low, high)}
        return self._each(name, sorted(terms), query.boost)

    def _each(self, name: str, terms: Sequence[bytes], boost: float) -> Match:
        return AnyOf(self._view, [term_match(self._view, name, term, 1) for term in terms], boost)

    def _expanded(self, query: Any) -> Match:
        """What Whoosh finds in the dictionary of each segment for a pattern or a near word."""
        name, view = query.fieldname, self._view
        if isinstance(query, Wildcard | Regex) and query.text in {"*", ".*"}:
            return self._every(Every(name, boost=query.boost))
        terms = sorted({term for term in self._words(query) if term})
        if not getattr(query, "constantscore", False):
            return self._each(name, terms, query.boost)
        places = (
            (field, place, place + 1, base)
            for field, base in view.fields(name)
            for place in map(field.find, terms)
            if place >= 0
        )
        return Fixed(view.within(name, places), query.boost)

    def _words(self, query: Any) -> Iterator[bytes]:
        for leaf, _ in self._view.reader.leaf_readers():
            for term in query._btexts(leaf):
                yield self._view.schema[query.fieldname].to_bytes(term)

    def _numbers(self, query: NumericRange) -> Match:
        return self.match(query._compile_query(self._view.reader))

    def _phrase(self, query: Phrase) -> Match:
        """Words in places one behind the other; the score is that of the words."""
        name, view = query.fieldname, self._view
        terms = [self._bytes(name, word) for word in query.words]
        if not terms or None in terms:
            return self._nothing()
        if any(PLACE not in field.columns for field, _ in view.fields(name)):
            return whoosh_match(view, query)  # which says what is wrong
        words = AllOf(view, [term_match(view, name, term, 1) for term in terms if term is not None],
                      query.boost)  # fmt: skip
        return Limited(words, self._in_sequence(name, [term for term in terms if term], words.docs))

    def _in_sequence(self, name: str, terms: Sequence[bytes], docs: Docs) -> Docs:
        keys: Any = None
        for step, term in enumerate(terms):
            found, places = self._view.places(name, term, docs)
            mine = found * _STEPS + places - step
            keys = mine if keys is None else keys[places_of(keys, mine)[1]]
        if keys is None:
            return docs
        found = keys // _STEPS
        return np.asarray(found[np.diff(found, prepend=-1) != 0], np.intp)


def _behind(field: FieldTerms, prefix: bytes) -> int:
    """The place behind the last term that begins so."""
    whole = prefix.rstrip(b"\xff")
    if not whole:
        return len(field.terms)
    return field.terms.not_before(whole[:-1] + bytes([whole[-1] + 1]))


def _has_empty(field: FieldTerms) -> int:
    """1 if the first term is the empty one, which Whoosh leaves out of every range, else 0."""
    return int(len(field.terms) > 0 and not field.terms[0])


def _is_plain(query: Query) -> bool:
    """Whether it asks for nothing beyond what its class is known for here."""
    if isinstance(query, Or):
        return not query.scale and not query.minmatch
    if isinstance(query, Phrase):
        return bool(query.slop == 1)
    return True


_KNOWN: dict[type, Callable[[Evaluator, Any], Match]] = {
    Term: Evaluator._term,
    InFields: Evaluator._in_fields,
    And: Evaluator._and,
    Or: Evaluator._or,
    Not: Evaluator._not,
    AndNot: Evaluator._and_not,
    AndMaybe: Evaluator._and_maybe,
    Require: Evaluator._require,
    ConstantScoreQuery: Evaluator._constant,
    Every: Evaluator._every,
    Prefix: Evaluator._prefix,
    Wildcard: Evaluator._expanded,
    Regex: Evaluator._expanded,
    FuzzyTerm: Evaluator._expanded,
    Variations: Evaluator._expanded,
    TermRange: Evaluator._range,
    NumericRange: Evaluator._numbers,
    DateRange: Evaluator._numbers,
    Phrase: Evaluator._phrase,
    _NullQuery: Evaluator._nothing,
}
