"""What a reader may be about to type, and what a word without a passage was meant for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.forms import Indicator, indicators
from indexer.engine import SearchEngine
from indexer.pinyin import readings
from indexer.suggest import SHOWN, Candidate, Suggestions
from indexer.text import squeeze
from search_api.answers import Suggested
from search_api.service.library import Library
from search_api.statistics import meant_by

WORDS = 60_000
"""Words of the index that are offered, the most frequent: 100,000 passages have about 50,000 of two
characters or more, and the rest of a larger index stands in one passage each."""

_UNITS = {"word": "段", "agency": "份", "indicator": "份"}

_Found = tuple[Candidate, Iterable[str]]


def suggest(library: Library, typed: str, limit: int = SHOWN) -> tuple[Suggested, ...]:
    """Words, bodies and indicators that begin as what was typed, bodies also by pinyin.

    () where nothing was typed, or more than a question may have. Raises NoIndex.
    """
    if len(typed) > library.settings.query_length:
        return ()
    offers = library.once(suggestions).complete(typed, limit)
    return tuple(
        Suggested(
            text=one.candidate.text,
            kind=one.candidate.kind,
            value=one.candidate.value or one.candidate.text,
            count=one.candidate.count,
            unit=_UNITS[one.candidate.kind],
            q=one.q,
        )
        for one in offers
    )


def corrections(library: Library) -> Callable[[str], Sequence[str]]:
    """What finds words that one without a passage may have been meant for."""
    return lambda word: library.once(suggestions).corrections(word)


def suggestions(catalogue: Catalogue, engine: SearchEngine) -> Suggestions:
    """Everything that may be offered of one generation."""
    words = (Candidate(word, "word", count) for word, count in engine.vocabulary(WORDS))
    return Suggestions(
        [
            *_agencies(catalogue),
            *_indicators(catalogue.printed()),
            *((word, ()) for word in words),
        ]
    )


def _agencies(catalogue: Catalogue) -> Iterator[_Found]:
    for name, path, short, reports in catalogue.agencies():
        called = dict.fromkeys((name, *_without_places(name, path), *short))
        spoken = (reading for each in called for reading in readings(squeeze(each).text))
        yield Candidate(name, "agency", reports, name), (*called, *spoken)


def _without_places(name: str, path: Sequence[str]) -> Iterator[str]:
    """The name without the places before it, one after the other: 金山区教育局, 教育局."""
    for step in path:
        if not name.startswith(step) or name == step:
            return
        name = name.removeprefix(step)
        yield name


def _indicators(printed: Mapping[str, int]) -> Iterator[_Found]:
    """One candidate a row of the forms, by its total or else the cell most reports print.

    Only rows that a report prints, and whose wording means them to `meant_by`: what is offered
    must be understood when it is taken.
    """
    rows: dict[tuple[int, str], list[Indicator]] = defaultdict(list)
    for made in indicators().values():
        if made.key in printed:
            rows[made.table, made.row].append(made)
    for cells in rows.values():
        best = max(cells, key=lambda one: (one.column == "total", printed[one.key]))
        wordings = (best.short.split("：")[0], *best.aliases)
        if text := next((one for one in wordings if _means(one, best.key)), ""):
            yield Candidate(text, "indicator", printed[best.key], best.key), wordings


def _means(wording: str, key: str) -> bool:
    return any(made.indicator == key for made in meant_by(wording))
