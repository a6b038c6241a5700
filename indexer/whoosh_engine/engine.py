"""A generation, open for searching."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from heapq import nsmallest
from pathlib import Path
from threading import Lock
from typing import Any, Self

from whoosh.index import open_dir

from indexer.engine import FACETS, Filters, Found, Hit, Request
from indexer.lexicon import FIELD, Lexicon
from indexer.query import Words, terms
from indexer.synonyms import SynonymFile, Synonyms, Widened, widen
from indexer.whoosh_engine.matching import Lookup, Source, choose
from indexer.whoosh_engine.ranking import order
from indexer.whoosh_engine.rows import Rows, read_rows
from indexer.whoosh_engine.schema import SCHEMA, lexicon_of
from indexer.whoosh_engine.scoring import Scorer, Scores
from indexer.words import FUNCTION_WORDS

RARE = 8
"""Passages up to which a word of the vocabulary is counted one by one where passages have been
deleted: there it matters whether one is left, and few postings are quickly read."""

_CHINESE_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两第")


class WhooshEngine:
    """Answers from one generation of the index; see `SearchEngine`. Safe for several threads.

    Whoosh's readers are not: two threads in one of them move the same file position. So each search
    borrows a reader of its own, and the readers are kept for the next ones.
    """

    def __init__(
        self, index: Any, lexicon: Lexicon = FIELD, synonyms: SynonymFile | None = None
    ) -> None:
        self._index = index
        self._lexicon = lexicon
        self._synonyms = synonyms or SynonymFile()
        self._idle: list[Source] = []
        self._lock = Lock()
        self._closed = False
        with self._source() as source:
            self._rows = read_rows(source.reader)

    @classmethod
    def open(cls, folder: Path, synonyms: SynonymFile | None = None) -> Self:
        """Open the index in the folder. Whatever Whoosh raises for a damaged one goes through.

        Without `synonyms` those that come with the program hold.
        """
        index = open_dir(str(folder), schema=SCHEMA)  # a schema given is not unpickled
        return cls(index, lexicon_of(folder), synonyms)

    def search(self, request: Request) -> Found:
        """Best first; an empty query gives every passage, newest year first."""
        rows = self._rows
        with self._source() as source:
            lookup = Lookup(source, rows)
            widened = Widened(request.query) if request.exact else self._widened(request, lookup)
            chosen = choose(lookup, widened.query)
            passing = _passing(rows, chosen.documents, request.filters)
            scorer = Scorer(lookup, self._lexicon, widened, request.query)
            scores = scorer.scores(passing, chosen)
            numbers, hits = _page(rows, passing, scores, request)
            explained = scorer.explained(scores, numbers) if request.explain else None
        return Found(
            hits=tuple(hits),
            total=len(passing),
            reports=len({rows.report.places[number] for number in passing}),
            facets=_facets(rows, chosen.documents, passing, request.filters),
            synonyms=widened.used,
            explained=explained,
            notes=(*chosen.notes, *map(_note_widened, widened.used)),
        )

    def _widened(self, request: Request, lookup: Lookup) -> Widened:
        """The question with the synonyms that stand anywhere in the index."""
        synonyms = self._synonyms()
        used = widen(request.query, synonyms).used
        there = {
            wording: found
            for wording, others in used
            if (found := tuple(one for one in others if lookup.match(Words(one)).wide))
        }
        return widen(request.query, Synonyms(there)) if there else Widened(request.query)

    def words(self, limit: int) -> Sequence[tuple[str, int]]:
        """The most frequent words of two characters or more, without numbers and function words."""
        with self._source() as source:
            lookup = Lookup(source, self._rows)
            counted = (
                (term.decode(), int(info.doc_frequency()))
                for term, info in source.reader.iter_field("text")
            )
            telling = [(word, count) for word, count in counted if _is_telling(word)]
            # Deleted passages may be in the counts: count again what could be among the first.
            likely = nsmallest(2 * limit, telling, key=_most_frequent)
            exact = [(word, len(lookup.postings("text", word))) for word, _ in likely]
        return nsmallest(limit, [one for one in exact if one[1]], key=_most_frequent)

    def vocabulary(self, limit: int) -> Sequence[tuple[str, int]]:
        """The most frequent words with the frequencies of the term dictionary, rare ones exact."""
        with self._source() as source:
            lookup, clean = Lookup(source, self._rows), not source.reader.has_deletions()
            counted = (
                (term.decode(), int(info.doc_frequency()))
                for term, info in source.reader.iter_field("text")
            )
            telling = nsmallest(limit, filter(lambda one: _is_telling(one[0]), counted),
                                key=_most_frequent)  # fmt: skip
            if clean:
                return telling
            exact = (
                (word, len(lookup.postings("text", word)) if count <= RARE else count)
                for word, count in telling
            )
            return [one for one in exact if one[1]]

    def close(self) -> None:
        """Give back files; a search under way ends first and gives back its own."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for source in idle:
            source.reader.close()

    @contextmanager
    def _source(self) -> Iterator[Source]:
        """A reader for one thread, for as long as it needs it."""
        with self._lock:
            if self._closed:
                raise ValueError("the engine is closed")
            source = self._idle.pop() if self._idle else None
        if source is None:
            source = Source(self._index.reader())
        try:
            yield source
        finally:
            with self._lock:
                keep = not self._closed
                if keep:
                    self._idle.append(source)
            if not keep:
                source.reader.close()


def _is_telling(word: str) -> bool:
    return (
        len(word) > 1
        and word not in FUNCTION_WORDS
        and not word[0].isdigit()
        and not _CHINESE_NUMERALS.issuperset(word)
    )


def _most_frequent(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _note_widened(used: tuple[str, tuple[str, ...]]) -> str:
    wording, others = used
    return f"“{wording}”也按{'、'.join(f'“{one}”' for one in others)}查找。"


def _page(
    rows: Rows, passing: Collection[int], scores: Scores, request: Request
) -> tuple[list[int], list[Hit]]:
    """The documents of the page that is asked for, and the hits they make."""
    sort = request.sort
    if sort == "relevance" and not terms(request.query):
        sort = "year"
    key = order(rows, scores.score, sort, request.values)
    if request.group:
        shown = _grouped(rows, sorted(passing, key=key), request)
    else:
        best = nsmallest(request.start + request.size, passing, key)
        shown = [(number, 0) for number in best[request.start :]]
    hits = [_hit(rows, number, scores, more) for number, more in shown]
    return [number for number, _ in shown], hits


def _hit(rows: Rows, number: int, scores: Scores, more: int) -> Hit:
    report = rows.report.values[rows.report.places[number]]
    score, lift = scores.score[number], scores.lift_of(number)
    return Hit(rows.passage[number], report, score, more, lift)


def _grouped(rows: Rows, numbers: list[int], request: Request) -> list[tuple[int, int]]:
    """The passages of the reports asked for, each report where its first passage stands.

    Each with the number of further ones of its report: on the last that is shown of it.
    """
    reports: defaultdict[int, list[int]] = defaultdict(list)
    for number in numbers:
        reports[rows.report.places[number]].append(number)
    made: list[tuple[int, int]] = []
    for found in list(reports.values())[request.start : request.start + request.size]:
        shown = found[: request.per_group]
        made += [(number, 0) for number in shown[:-1]]
        made.append((shown[-1], len(found) - len(shown)))
    return made


def _allowed(rows: Rows, filters: Filters) -> dict[str, frozenset[int]]:
    """Facet -> places of its values that pass; a facet that is not filtered is left out."""
    facets = rows.facets
    allowed: dict[str, frozenset[int]] = {}
    for name in ("agency", "section", "form"):
        chosen = getattr(filters, name)
        if chosen:
            allowed[name] = facets[name].fitting(chosen.__contains__)
    if filters.region:
        allowed["region"] = facets["region"].fitting(
            lambda path: path is not None and not filters.region.isdisjoint(path)
        )
    if filters.year or filters.year_from is not None or filters.year_to is not None:
        allowed["year"] = facets["year"].fitting(lambda year: _in_years(year, filters))
    return allowed


def _in_years(year: int | None, filters: Filters) -> bool:
    if year is None:
        return False
    return (
        (not filters.year or year in filters.year)
        and (filters.year_from is None or year >= filters.year_from)
        and (filters.year_to is None or year <= filters.year_to)
    )


def _passing(
    rows: Rows, numbers: Collection[int], filters: Filters, but: str = ""
) -> Collection[int]:
    """The documents that pass all filters; `but` names a facet whose own filter is left out."""
    if filters.report is not None:
        reports, wanted = rows.report, rows.report.fitting(filters.report.__contains__)
        numbers = [number for number in numbers if reports.places[number] in wanted]
    if filters.passage is not None:
        passages = filters.passage
        numbers = [number for number in numbers if rows.passage[number] in passages]
    for name, places in _allowed(rows, filters).items():
        if name != but:
            of = rows.facets[name].places
            numbers = [number for number in numbers if of[number] in places]
    return numbers


def _facets(
    rows: Rows, chosen: Collection[int], passing: Collection[int], filters: Filters
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Counts by value, most frequent first; what a facet's own filter hides is counted there."""
    allowed = _allowed(rows, filters)
    counted = {}
    for name in FACETS:
        numbers = _passing(rows, chosen, filters, but=name) if name in allowed else passing
        counted[name] = _counts(rows, name, numbers)
    return counted


def _counts(rows: Rows, name: str, numbers: Collection[int]) -> tuple[tuple[str, int], ...]:
    column = rows.facets[name]
    counts: Counter[str] = Counter()
    for place, count in Counter(column.places[number] for number in numbers).items():
        value = column.values[place]
        steps = value if isinstance(value, tuple) else (value,)
        counts.update({str(step): count for step in steps if step is not None})
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
