"""Which documents answer a query."""

import math
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from indexer.query import AllOf, AnyOf, Exact, Node, Query, Without, Words
from indexer.text import squeeze
from indexer.whoosh_engine.rows import Rows
from indexer.whoosh_engine.schema import postings
from indexer.words import FUNCTION_WORDS, QUESTION, characters, grams, pieces, spellings, units

LONG = 6
"""Words a query may have before not all of them are asked for. A question that no passage answers
in full asks for fewer at any length."""

SHARE = 0.25
"""Part of the words of a long query or a question that a passage must have. On 1,500 questions to
an encyclopaedia (cmrc2018) nDCG@10 is 0.985 with a quarter and with no least share at all, 0.967
with half; a quarter leaves a fourth of the passages to look at."""

ALIKE = 2 / 3
"""Part of its pairs of characters that makes a passage like a name of four characters or more, when
only a part of the query is to be had: 利东邨道指 still finds 利东邨道."""

_FEW = 64  # candidates to look at one by one rather than to read more postings for
_NOTHING: Set[int] = frozenset()
_PARTIAL = "没有同时含有全部词语的段落，以下含有部分词语。"
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
    full: Set[int]  # those that have everything asked for
    notes: tuple[str, ...] = ()


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
        self.rows = rows

    def postings(self, name: str, term: str) -> dict[int, float]:
        """Document -> how often the term stands in that field."""
        key = (name, term)
        if key not in self._postings:
            self._postings[key] = postings(self._reader, name, term)
        return self._postings[key]

    def frequency(self, name: str, term: str) -> int:
        """In how many documents the term stands in that field (deleted ones may count)."""
        return int(self._reader.doc_frequency(name, term))

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

    def similar(self, unit: str) -> Match:
        """The same, and documents that have most of a long unit, if not in one piece."""
        found = self.unit(unit)
        pairs = [word.text for word in grams(unit)]
        if len(pairs) < 3:
            return found
        counts = Counter(number for pair in pairs for number in self.postings("grams", pair))
        alike = {number for number, count in counts.items() if count >= ALIKE * len(pairs)}
        return Match(found.wide | alike, found.own | alike)

    def match(self, node: Node) -> Match:
        """Documents that match the node in full."""
        everything = self.rows.everything
        match node:
            case Words(text):
                return _all([self.unit(unit) for unit in units(text)], everything)
            case Exact(text):
                wanted = squeeze(text).text
                own = self.holding(wanted) if wanted else everything
                return Match(own, own)
            case Without(part):
                rest = everything - self.match(part).own
                return Match(rest, rest)
            case AnyOf(parts):
                found = [self.match(part) for part in parts]
                return Match(_union(one.wide for one in found), _union(one.own for one in found))
            case AllOf(parts):
                # What is excluded narrows, but is nothing found.
                seen = [self.match(part) for part in parts if not isinstance(part, Without)]
                unseen = [self.match(part) for part in parts if isinstance(part, Without)]
                left = _all(unseen, everything).wide
                whole = _all(seen, everything)
                return Match(whole.wide & left, whole.own & left)


def _all(found: list[Match], everything: Set[int]) -> Match:
    """Where all match; by its own text where at least one does."""
    if not found:
        return Match(everything, everything)
    wide: Set[int] = found[0].wide
    for one in found[1:]:
        wide = wide & one.wide
    return Match(wide, wide & _union(one.own for one in found))


def _union(sets: Iterable[Set[int]]) -> Set[int]:
    return frozenset[int]().union(*sets)


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _insists(node: Node) -> bool:
    """Whether a partial answer must match this part too: what is quoted or excluded is meant."""
    match node:
        case Words():
            return False
        case Exact() | Without():
            return True
        case AllOf(parts):
            return any(map(_insists, parts))
        case AnyOf(parts):
            return all(map(_insists, parts))


def choose(lookup: Lookup, query: Query) -> Chosen:
    """What answers the query: everything it asks for, or else as much of it as there is."""
    strict = lookup.match(query.root)
    full = strict.own or strict.wide
    asked = _Asked(query.root)
    question = len(asked) > 1 and not full and QUESTION.search(query.text)
    if len(asked) > LONG or question:
        least = math.ceil(SHARE * len(asked))
        more = _at_least(least, asked.loosely(lookup)) & asked.insisted(lookup)
        if more - full:
            return Chosen(more | full, full, (_note_long(least, len(asked), bool(full)),))
    if full:
        return Chosen(full, full, () if strict.own else (_ONLY_TITLES,))
    some = _at_least(1, asked.strictly(lookup)) or _at_least(1, asked.loosely(lookup))
    some = some & asked.insisted(lookup)
    return Chosen(some, _NOTHING, (_PARTIAL,) if some else ())


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
