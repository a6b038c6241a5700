"""Which documents answer a query."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from typing import Any

from indexer.alike import near_spans
from indexer.alike import pieces as unchanged
from indexer.query import (
    AllOf,
    AnyOf,
    Exact,
    Figure,
    Leaf,
    Near,
    Node,
    Prefix,
    Query,
    Where,
    Without,
    Words,
)
from indexer.query.limits import EXPANDED, is_chinese
from indexer.text import normalise, squeeze
from indexer.whoosh_engine.expanding import Expansion, beginning_with, near
from indexer.whoosh_engine.rows import Column, Rows
from indexer.whoosh_engine.schema import SEPARATOR, postings
from indexer.words import FUNCTION_WORDS, QUESTION, characters, grams, pieces, spellings, units

SHORT = 2
"""Words of a query that must all be there (fewer only if no passage has them all). With 3, keyword
queries lose 0.002 nDCG@10: the third word is often one that the answer leaves out."""

LONG = 6
"""Words of a query up to which half of them must be there, from more on `SHARE`. So does a question
of any length: it names what it wants to know, and the answer seldom says it in the same words."""

HALF = 0.5
"""Part of four to six words. Full matches stand first, and where they fill a page nothing else is
added; where there is none, any of the words will do. On 820 queries of two to four keywords made
from cmrc2018 nDCG@10 is 0.9417, 0.9386 with half of the words there too, and 0.9440 if three words
were read so as well; three words stay strict, as people expect of them."""

PAGE = 10
"""Full matches that fill a page."""

SHARE = 0.2
"""Part of the words of a long query or a question that a passage must have. On 1,400 questions to
an encyclopaedia (cmrc2018) nDCG@10 is the same with a fifth and with no least share at all, 0.003
less with a quarter and 0.02 less with half."""

ALIKE = 1 / 2
"""Part of its pairs of characters that makes a passage like a unit of three characters or more,
when only a part of the query is to be had: 利东邨道指 still finds 利东邨道, and 王连字 a passage on
王连. A half gains 0.002 nDCG@10 on cmrc2018 over two thirds, and a third gains nothing more."""

LOOKED_AT = 3_000
"""Passages compared with a name that may be misspelt: 0.2 s, 60 µs each. There are more only for
names made of the commonest characters."""

_FEW = 64  # candidates to look at one by one rather than to read more postings for
_NOTHING: Set[int] = frozenset()
_PARTIAL = "没有同时含有全部词语的段落，以下含有部分词语。"
_CUT_PREFIX = f"以“{{}}”开头的词超过 {EXPANDED} 个，只用了其中一部分。"
_CUT_NEAR = "与“{}”相近的词太多，只比较了其中一部分。"
_UNQUOTED = "引号中的文字没有一字不差的出处，已按普通词语查找。"
_ONLY_TITLES = "这些词语只在报告标题中出现，以下是这些报告的段落。"


@dataclass(frozen=True, slots=True)
class Match:
    """Documents that match a part of a query, by number."""

    wide: Set[int]  # titles counted
    own: Set[int]  # those of them in whose own text something was found


@dataclass(frozen=True, slots=True)
class Chosen:
    """What answers a query, before filters."""

    documents: Set[int]
    full: Set[int]  # those that have everything asked for, numbers by themselves if any have
    notes: tuple[str, ...] = ()
    lift: bool = True  # whether those stand before all others


class Source:
    """A reader and its column of normal forms, for one thread at a time."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        empty = not reader.doc_count_all()  # such a reader knows of no columns
        self.own = () if empty else reader.column_reader("own", translate=False)


class Lookup:
    """Postings and matches of one search, each read once."""

    def __init__(self, source: Source, rows: Rows) -> None:
        self._reader = source.reader
        self._own = source.own
        self._postings: dict[tuple[str, str], dict[int, float]] = {}
        self._units: dict[str, Match] = {}
        self._others: dict[Prefix | Near, Match] = {}
        self.rows = rows
        self.notes: dict[str, None] = {}  # what was not looked at

    def postings(self, name: str, term: str) -> dict[int, float]:
        """Document -> how often the term stands in that field."""
        key = (name, term)
        if key not in self._postings:
            self._postings[key] = postings(self._reader, name, term)
        return self._postings[key]

    def frequency(self, name: str, term: str) -> int:
        """In how many documents the term stands in that field (deleted ones may count)."""
        return int(self._reader.doc_frequency(name, term))

    def often(self, wanted: str, number: int) -> int:
        """How often this sequence of characters stands in the own text of a document."""
        return int(self._own[number].count(wanted.encode()))

    def holding(self, wanted: str) -> Set[int]:
        """Documents with this sequence of characters in their own text. Squeezed; not empty."""
        candidates, sure = self._candidates(wanted)
        if sure:
            return candidates
        known = self.postings("text", wanted).keys() if not _has_digit(wanted) else frozenset()
        needle = wanted.encode()
        return {number for number in candidates if number in known or needle in self._own[number]}

    def _candidates(self, wanted: str) -> tuple[Set[int], bool]:
        """Documents that may hold the sequence, and whether they do for sure."""
        terms = [("grams", word.text) for word in grams(wanted)]
        if not terms:
            terms = [("chars", word.text) for word in characters(wanted)]
        if not terms:
            return self.rows.everything, False
        terms.sort(key=lambda term: self.frequency(*term))
        found: Set[int] = self.postings(*terms[0]).keys()
        for term in terms[1:]:
            if len(found) <= _FEW:
                break
            found = found & self.postings(*term).keys()
        return found, len(terms) == 1 and terms[0][1] == wanted

    def titled(self, wanted: str) -> Set[int]:
        """Documents of the reports whose title has this sequence."""
        titles = self.rows.titles
        reports = {place for place, title in enumerate(titles) if wanted in title}
        if not reports:
            return frozenset()
        places = self.rows.report.places
        return {number for number in self.rows.everything if places[number] in reports}

    def unit(self, unit: str) -> Match:
        """Documents that a unit of the query matches, however its numbers are written."""
        if unit not in self._units:
            own = _union(map(self.holding, spellings(unit)))
            self._units[unit] = Match(own | _union(map(self.titled, spellings(unit))), own)
        return self._units[unit]

    def by_itself(self, unit: str, found: Set[int]) -> Set[int]:
        """Those of the documents in which the unit's number is no part of a longer one (2件 of
        12件); all of them where it has none, or where they are too many to be looked at."""
        if not _ends_in_digits(unit) or len(found) > LOOKED_AT:
            return found
        alone = [re.compile(_alone(each).encode()) for each in spellings(unit)]
        own = self._own
        return {at for at in found if any(one.search(own[at]) for one in alone)}

    def similar(self, unit: str) -> Match:
        """The same, and documents that have most of a long unit, if not in one piece."""
        found = self.unit(unit)
        pairs = [word.text for word in grams(unit)]
        if len(pairs) < 2:
            return found
        counts = Counter(number for pair in pairs for number in self.postings("grams", pair))
        alike = {number for number, count in counts.items() if count >= ALIKE * len(pairs)}
        return Match(found.wide | alike, found.own | alike)

    def match(self, node: Node) -> Match:
        """Documents that match the node in full."""
        everything = self.rows.everything
        match node:
            case Without(part):
                rest = everything - self.match(part).own
                return Match(rest, rest)
            case AnyOf(parts):
                found = [self.match(part) for part in parts]
                return Match(_union(one.wide for one in found), _union(one.own for one in found))
            case AllOf(parts):
                # What only narrows is nothing found.
                found = [self.match(part) for part in parts if not _narrows(part)]
                limits = [self.match(part) for part in parts if _narrows(part)]
                left = _all(limits, everything).wide
                whole = _all(found, everything)
                return Match(whole.wide & left, whole.own & left)
        return self._leaf(node)

    def _leaf(self, node: Leaf) -> Match:
        match node:
            case Prefix() | Near():
                if node not in self._others:
                    self._others[node] = self._expanded(node)
                return self._others[node]
            case Words(text) | Figure(text=text):
                return _all([self.unit(unit) for unit in units(text)], self.rows.everything)
            case Exact(text):
                wanted = squeeze(text).text
                there = self.holding(wanted) if wanted else self.rows.everything
            case Where():
                there = self._where(node)
        return Match(there, there)

    def _expanded(self, node: Prefix | Near) -> Match:
        """Documents with a word that begins so, or with one that differs by little."""
        wanted = squeeze(node.text).text
        if isinstance(node, Prefix):
            if is_chinese(wanted):
                return self.unit(wanted)
            found = beginning_with(self._reader, normalise(node.text).text)
            own, whole = self._with_any(found), found.whole
            self._note_unless(whole, _CUT_PREFIX.format(node.text))
            return Match(own | self.titled(wanted), own)
        if is_chinese(wanted):
            own, whole = self._holding_alike(wanted, node.distance)
        else:
            found = near(self._reader, wanted, node.distance)
            own, whole = self._with_any(found), found.whole
        self._note_unless(whole, _CUT_NEAR.format(node.text))
        return Match(own | self.titled(wanted), own)

    def _with_any(self, found: Expansion) -> Set[int]:
        there = _union(self.postings(*term).keys() for term in found.terms)
        return there & self.rows.everything

    def _holding_alike(self, wanted: str, most: int) -> tuple[Set[int], bool]:
        """Documents with a sequence that differs by so little, and whether all were looked at."""
        likely = sorted(_union(self.holding(piece) for _, piece in unchanged(wanted, most)))
        found = frozenset(
            number
            for number in likely[:LOOKED_AT]
            for own in (self._own[number].decode(),)
            if any(next(near_spans(part, wanted, most), None) for part in own.split(SEPARATOR))
        )
        return found, len(likely) <= LOOKED_AT

    def _note_unless(self, whole: bool, note: str) -> None:
        if not whole:
            self.notes[note] = None

    def _where(self, node: Where) -> Set[int]:
        """Documents whose facet, title or report is one of those wanted."""
        rows = self.rows
        if node.field == "title":
            return _union(self.titled(squeeze(str(value)).text) for value in node.values)
        if node.field == "report":
            return _numbers(rows.report, rows.report.fitting(node.values.__contains__))
        column = rows.facets[node.field]
        return _numbers(column, column.fitting(lambda value: _is_within(value, node)))


def _all(found: list[Match], everything: Set[int]) -> Match:
    """Where all match; by its own text where at least one does."""
    if not found:
        return Match(everything, everything)
    wide: Set[int] = found[0].wide
    for one in found[1:]:
        wide = wide & one.wide
    return Match(wide, wide & _union(one.own for one in found))


def _numbers(column: Column, places: frozenset[int]) -> Set[int]:
    """Documents that have one of these values."""
    return frozenset(number for number, place in enumerate(column.places) if place in places)


def _is_within(value: object, where: Where) -> bool:
    """Whether a facet value is one of those wanted; of a region path, any step of it."""
    if isinstance(value, tuple):
        return not where.values.isdisjoint(value)
    if not where.is_range:
        return value in where.values
    return (
        isinstance(value, int)
        and (where.low is None or value >= where.low)
        and (where.high is None or value <= where.high)
    )


def _ends_in_digits(unit: str) -> bool:
    return unit[:1].isdigit() or unit[-1:].isdigit()


def _alone(unit: str) -> str:
    """The unit where its number is no part of a longer one, as a regular expression."""
    before = r"(?<!\d)(?<!\d[.,])" if unit[0].isdigit() else ""
    after = r"(?![.,]?\d)" if unit[-1].isdigit() else ""
    return f"{before}{re.escape(unit)}{after}"


def _narrows(node: Node) -> bool:
    """Whether it limits what may be found and finds nothing itself."""
    match node:
        case Without() | Where():
            return True
        case AllOf(parts) | AnyOf(parts):
            return bool(parts) and all(map(_narrows, parts))
    return False


def _union(sets: Iterable[Set[int]]) -> Set[int]:
    return frozenset[int]().union(*sets)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _insists(node: Node) -> bool:
    """Whether a partial answer must match this part too: what is quoted or excluded is meant."""
    match node:
        case Words() | Prefix() | Near() | Figure():
            return False
        case Exact() | Without() | Where():
            return True
        case AllOf(parts):
            return any(map(_insists, parts))
        case AnyOf(parts):
            return all(map(_insists, parts))


def choose(lookup: Lookup, query: Query) -> Chosen:
    """What answers the query: everything it asks for, or else as much of it as there is."""
    found = _chosen(lookup, query.root, query.text)
    loose = _unquoted(query.root)
    if not found.documents and loose != query.root and QUESTION.search(query.text):
        found = _chosen(lookup, loose, query.text)
        if found.documents:
            found = replace(found, notes=(_UNQUOTED, *found.notes))
    return replace(found, notes=(*found.notes, *lookup.notes))


def _chosen(lookup: Lookup, root: Node, text: str) -> Chosen:
    strict = lookup.match(root)
    full = strict.own or strict.wide
    asked = _Asked(root)
    share = _share(asked, text, full)
    if share is not None:
        least = math.ceil(share * len(asked))
        more = _at_least(least, asked.loosely(lookup)) & asked.insisted(lookup)
        if more - full:
            return Chosen(more | full, full, (_note_long(least, len(asked), bool(full)),))
    if full:
        first = asked.by_themselves(lookup, full) or full
        return Chosen(full, first, () if strict.own else (_ONLY_TITLES,))
    some = _at_least(1, asked.strictly(lookup)) or _at_least(1, asked.loosely(lookup))
    some = some & asked.insisted(lookup)
    return Chosen(some, _NOTHING, (_PARTIAL,) if some else ())


def _share(asked: "_Asked", text: str, full: Set[int]) -> float | None:
    """The part of the words that is enough; None if all are wanted."""
    if len(asked) > LONG or (len(asked) > 1 and QUESTION.search(text)):
        return SHARE
    return HALF if len(asked) > SHORT and 0 < len(full) < PAGE else None


def _unquoted(node: Node) -> Node:
    """The same with what is quoted as plain words; what is excluded stays as it is."""
    match node:
        case Exact(text) if units(text):
            return Words(text)
        case AllOf(parts):
            return AllOf(tuple(map(_unquoted, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(_unquoted, parts)))
    return node


class _Asked:
    """The parts of a query, for an answer that need not have all of them. `len` counts words."""

    def __init__(self, root: Node) -> None:
        parts = root.parts if isinstance(root, AllOf) else (root,)
        soft = [part for part in parts if not _insists(part)]
        self._insisted = AllOf(tuple(filter(_insists, parts)))
        self._units = _telling(soft)
        self._pieces = [one for unit in self._units for one in pieces(unit) or (unit,)]
        self._groups = [part for part in soft if not isinstance(part, Words)]

    def __len__(self) -> int:
        return len(self._pieces) + len(self._groups)

    def insisted(self, lookup: Lookup) -> Set[int]:
        """Documents that have what is quoted and have not what is excluded."""
        return lookup.match(self._insisted).wide

    def strictly(self, lookup: Lookup) -> list[Match]:
        """What each unit and each bracket matches."""
        return [*map(lookup.unit, self._units), *map(lookup.match, self._groups)]

    def by_themselves(self, lookup: Lookup, found: Set[int]) -> Set[int]:
        """Those of the documents in which every number asked for stands by itself."""
        for unit in self._units:
            found = lookup.by_itself(unit, found)
        return found

    def loosely(self, lookup: Lookup) -> list[Match]:
        """The same with every unit taken apart, and names read with some tolerance."""
        return [*map(lookup.similar, self._pieces), *map(lookup.match, self._groups)]


def _telling(soft: Iterable[Node]) -> list[str]:
    """The units of plain words, each once; function words only if there is nothing else."""
    found = [unit for part in soft if isinstance(part, Words) for unit in units(part.text)]
    telling = [unit for unit in found if unit not in FUNCTION_WORDS]
    return list(dict.fromkeys(telling or found))


def _at_least(least: int, items: list[Match]) -> Set[int]:
    """Documents that so many of the items match, one of them by the document's own text."""
    counts: Counter[int] = Counter()
    for item in items:
        counts.update(item.wide)
    own = _union(item.own for item in items)
    return {number for number in own if counts[number] >= least}


def _note_long(least: int, among: int, full: bool) -> str:
    some = f"至少含有 {among} 个词语中 {least} 个的段落"
    if full:
        return f"查询较长：含有全部词语的段落在前，其后是{some}。"
    return f"没有同时含有全部词语的段落，以下是{some}。"
