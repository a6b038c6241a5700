"""Set phrases: sentences that stand in many reports count less, fold into one, and are told.

    best hits of the engine ─ sentences, in how many reports ─▶ order ─ fold ─▶ hits of the page

Hits are ordered anew block by block, each of the engine's best 200, 201st to 400th and so on: what
stands on a page never depends on which page was asked for before, and a deep page costs no more
than a first one.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.catalogue import Catalogue, News
from corpus.model import Passage, Span
from corpus.sentences import Sentence
from indexer.engine import Explained, Found, Hit, Part, Request, SearchEngine
from indexer.query import Query
from indexer.words import find_terms
from search_api.answers import Repeated
from search_api.service.library import Library
from search_api.service.snippets import marked_sentence

BLOCK = 200
"""Passages ordered anew at a time: ten pages, beyond which nobody looks for the best."""

REPORTS_BLOCK = 80
"""The same where hits are grouped: reports, each with up to three passages."""

DOUBLINGS = 5
"""How often the reports that have a sentence must double for it to count half: 32 reports. Each
doubling takes as much as the one before, so that a body that repeats itself for two years loses
little (0.9), and what half a city has copied loses what it may."""

FLOOR = 0.5
"""Least that a passage can count for its set phrases: as much as one made of the labels of the
form (see the engine's ranking), which are the one thing that certainly stands in every report."""

FOLDED = 400
"""Passages that are looked at for folding, the best: twice as many as are ordered at once."""

Marks = Callable[[str], tuple[Span, ...]]
"""Where the words of a question stand in a text."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An engine asked with what holds for every count of one answer: it answers as an engine."""

    engine: SearchEngine
    exact: bool = False
    passages: frozenset[str] | None = None

    def search(self, request: Request) -> Found:
        """The request within these limits."""
        filters = request.filters
        if self.passages is not None:
            filters = replace(filters, passage=self.passages)
        return self.engine.search(replace(request, exact=self.exact, filters=filters))

    def words(self, limit: int) -> Sequence[tuple[str, int]]:
        """The engine's own."""
        return self.engine.words(limit)

    def vocabulary(self, limit: int) -> Sequence[tuple[str, int]]:
        """The engine's own."""
        return self.engine.vocabulary(limit)

    def close(self) -> None:
        """Nothing: others may hold the engine too."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A page of hits, and how many further passages each of them stands for."""

    found: Found
    under: Mapping[str, int]  # passage id -> passages with the same sentence that are not shown
    hidden: int = 0  # passages folded away in the whole answer


def marker(query: Query, found: Found) -> Marks:
    """What marks the words of the query and their synonyms that were searched for."""
    also = tuple(other for _, others in found.synonyms for other in others)
    return lambda text: find_terms(text, query, also)


def news(library: Library) -> News:
    """What is new in each report against the year before, worked out once a generation."""
    return library.once(_news)


def in_order(request: Request, catalogue: Catalogue, engine: SearchEngine) -> Found:
    """The hits of the request, those with set phrases further down; block by block."""
    block = REPORTS_BLOCK if request.group else BLOCK
    first = request.start // block * block
    last = -(-(request.start + request.size) // block) * block
    found = engine.search(replace(request, start=first, size=last - first))
    share = _shares(found.hits, catalogue)
    weighed = [_weighed(hit, share.get(hit.passage, 1.0)) for hit in found.hits]
    found = replace(found, explained=_explained(found, weighed))
    ordered = _grouped(weighed, block) if request.group else _plain(weighed, block)
    start, end = request.start - first, request.start - first + request.size
    if not request.group:
        return replace(found, hits=tuple(ordered[start:end]))
    reports = [list(some) for _, some in groupby(ordered, lambda hit: hit.report)]
    return replace(found, hits=tuple(hit for some in reports[start:end] for hit in some))


def folded(request: Request, catalogue: Catalogue, engine: SearchEngine) -> Folded:
    """The hits of the request, passages that say what a better one says folded into that.

    A passage is folded where every sentence with a mark stands in one that is shown, and states no
    figures. Where nothing is marked, every sentence must. Hits beyond the best `FOLDED` stay.
    """
    ahead = replace(request, start=0, size=FOLDED, group=False)
    found = in_order(ahead, catalogue, engine) if request.sort == "relevance" else (
        engine.search(ahead))  # fmt: skip
    under = _under(found.hits, catalogue, marker(request.query, found))
    shown = [hit for hit in found.hits if hit.passage not in under]
    hits = shown[request.start : request.start + request.size]
    if (left := request.size - len(hits)) and found.total > FOLDED:
        start = FOLDED + max(0, request.start - len(shown))
        hits += engine.search(replace(ahead, start=start, size=left)).hits
    counts: dict[str, int] = {}
    for leader in under.values():
        counts[leader] = counts.get(leader, 0) + 1
    return Folded(replace(found, hits=tuple(hits)), counts, len(under))


def repeated(
    passages: Mapping[str, Passage], marks: Mapping[str, Sequence[Span]], catalogue: Catalogue
) -> Mapping[str, Repeated]:
    """Passage id -> the sentence asked for and the other reports that have it; those with any."""
    sentences = catalogue.sentences(passages)
    chosen: dict[str, Sentence] = {}
    for passage, some in sentences.items():
        n = marked_sentence([(one.start, one.end) for one in some], marks[passage])
        if n is not None:
            chosen[passage] = some[n]
    counts = catalogue.reports_with({one.key for one in chosen.values()})
    return {
        passage: Repeated((one.start, one.end), others, one.figures)
        for passage, one in chosen.items()
        if (others := counts.get(one.key, 1) - 1)
    }


def share_of(sentences: Sequence[Sentence], length: int, counts: Mapping[int, int]) -> float:
    """What a passage counts for its set phrases: 1 if it has none, never less than `FLOOR`.

    Each character counts as its sentence does. A sentence that states figures is never a set
    phrase: with other figures it says something else.
    """
    lost = sum(
        (one.end - one.start) * (1 - _worth(counts.get(one.key, 1)))
        for one in sentences
        if not one.figures
    )
    return max(FLOOR, 1 - lost / max(length, 1))


def _worth(reports: int) -> float:
    return 1 - min(1.0, math.log2(max(reports, 1)) / DOUBLINGS) * (1 - FLOOR)


def _news(catalogue: Catalogue, _: SearchEngine) -> News:
    return catalogue.news()


def _shares(hits: Sequence[Hit], catalogue: Catalogue) -> Mapping[str, float]:
    """What each passage counts; those without sentences are left out."""
    sentences = catalogue.sentences(hit.passage for hit in hits)
    keys = {one.key for some in sentences.values() for one in some if not one.figures}
    counts = catalogue.reports_with(keys)
    return {
        passage: share_of(some, sum(one.end - one.start for one in some), counts)
        for passage, some in sentences.items()
    }


def _weighed(hit: Hit, share: float) -> Hit:
    """What puts full matches first stays: no set phrase brings one below a partial match."""
    return replace(hit, score=hit.lift + (hit.score - hit.lift) * share)


def _explained(found: Found, weighed: Sequence[Hit]) -> Explained | None:
    """The scores in parts, with what set phrases took."""
    if found.explained is None:
        return None
    taken = {
        hit.passage: Part("phrases", "", after.score - hit.score)
        for hit, after in zip(found.hits, weighed, strict=True)
        if after.score != hit.score
    }
    hits = found.explained.hits.items()
    parts = {one: (*some, taken[one]) if one in taken else some for one, some in hits}
    return replace(found.explained, hits=parts)


def _plain(hits: Sequence[Hit], block: int) -> list[Hit]:
    blocks = (hits[start : start + block] for start in range(0, len(hits), block))
    return [hit for some in blocks for hit in sorted(some, key=_best_first)]


def _grouped(hits: Sequence[Hit], block: int) -> list[Hit]:
    """Reports by their best passage, and the passages of each; `more` stays with the last."""
    reports = [_in_report(list(some)) for _, some in groupby(hits, lambda hit: hit.report)]
    blocks = (reports[start : start + block] for start in range(0, len(reports), block))
    return [
        hit
        for some in blocks
        for report in sorted(some, key=lambda one: _best_first(one[0]))
        for hit in report
    ]


def _in_report(hits: list[Hit]) -> list[Hit]:
    more = sum(hit.more for hit in hits)
    ordered = sorted((replace(hit, more=0) for hit in hits), key=_best_first)
    return [*ordered[:-1], replace(ordered[-1], more=more)]


def _best_first(hit: Hit) -> float:
    return -hit.score  # sorting is stable: the engine's order decides between equals


def _under(hits: Sequence[Hit], catalogue: Catalogue, marks: Marks) -> Mapping[str, str]:
    """Passage that is folded -> the one it is folded into."""
    sentences = catalogue.sentences(hit.passage for hit in hits)
    keys = [one.key for some in sentences.values() for one in {s.key: s for s in some}.values()]
    twice = _more_than_once(keys)
    wanted = [
        passage for passage, some in sentences.items() if not twice.isdisjoint(s.key for s in some)
    ]
    texts = {key: one.text for key, (_, one) in catalogue.passages(wanted).items()}
    leaders: dict[int, str] = {}
    under: dict[str, str] = {}
    for hit in hits:
        text = texts.get(hit.passage, "")
        told = list(_told(text, sentences[hit.passage], marks)) if text else []
        into = {leaders.get(key) if key is not None else None for key in told}
        leader = into.pop() if len(into) == 1 else None
        if leader:
            under[hit.passage] = leader
        for key in told if leader is None else ():
            if key is not None:
                leaders.setdefault(key, hit.passage)
    return under


def _told(text: str, sentences: Sequence[Sentence], marks: Marks) -> Iterator[int | None]:
    """Keys of the sentences with marks, of all without any; None for what may not be folded."""
    spans = marks(text)
    if not spans:
        yield from (None if one.figures else one.key for one in sentences)
    for start, end in spans:
        around = (one for one in sentences if one.start <= start and end <= one.end)
        one = next(around, None)
        yield None if one is None or one.figures else one.key


def _more_than_once(keys: Collection[int]) -> set[int]:
    seen: set[int] = set()
    again: set[int] = set()
    for key in keys:
        (again if key in seen else seen).add(key)
    return again
