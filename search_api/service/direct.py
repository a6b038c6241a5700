"""The figure a question asks for, by itself: its value, its years, and where it stands among peers.

    Asked ─ understand ─▶ indicators, body ─ comparison ─▶ Direct

Said only where the question names an indicator and whose it is: of one or two bodies each its own
figure, of a region or a year the sum over its reports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue, Selection
from corpus.forms.derived import derived
from indexer.text import squeeze
from search_api.answers import Asked
from search_api.comparison import Amount, Peers, Sum, amounts, name_of, peers, summed
from search_api.service.library import Library
from search_api.service.question import Question, selection_of, understand
from search_api.statistics import doubted

FIGURES = 2
"""Indicators, and bodies, answered at once: with more the answer would be a table, and one stands
beside the passages already."""

_LOOKED_AT = 6  # indicators; a row of table 2 has three cells on either form
_MOST = 300  # reports added up for one line above the passages: some forty milliseconds


@dataclass(frozen=True, slots=True)
class Direct:
    """One answer. `amount` is of one body; `total` of a selection: one of them is there."""

    key: str
    label: str
    unit: str
    ground: str  # how it is worked out; "" for a cell
    amount: Amount | None
    years: tuple[Amount, ...]  # of the same body, oldest first; none for a year without a report
    peers: Peers | None
    doubtful: bool  # a check speaks against the cell
    total: Sum | None


def direct(library: Library, asked: Asked) -> tuple[Direct, ...]:
    """What answers the question in a word; () where it asks for no figure, or not for whose."""
    catalogue = library.catalogue
    with catalogue.snapshot():
        question = understand(asked, catalogue)
        keys = keys_named(question)[:_LOOKED_AT]
        if not keys or asked.page > 1:
            return ()
        return tuple(_answers(catalogue, question, keys))


def keys_named(question: Question) -> list[str]:
    """Indicators that the words name. What is worked out goes before the cells it is made of."""
    text = squeeze(question.typed.q).text
    names = {
        squeeze(name).text: one.key
        for one in derived().values()
        for name in (one.label, *one.aliases)
    }
    named = [name for name in sorted(names, key=len, reverse=True) if name in text]
    made = [names[name] for name in named if not any(name in other != name for other in named)]
    if made:
        return list(dict.fromkeys(made))
    meant = [one.indicator for one in question.meant]
    for one in derived().values():  # 不予公开 means its rows: their sum is what is asked for
        if not one.is_rate and len(one.plus) > FIGURES and {*one.plus} <= {*meant}:
            rest = [key for key in meant if key not in one.plus]
            meant = [one.key, *rest]
    return meant


def _answers(catalogue: Catalogue, question: Question, keys: Sequence[str]) -> Iterator[Direct]:
    asked = question.asked
    where = selection_of(asked)
    if 0 < len(asked.agency) <= FIGURES:
        for agency in asked.agency:
            found = [one for key in keys for one in _of_body(catalogue, where, agency, key)]
            newest = max((_year_of(one) for one in found), default=0)
            yield from [one for one in found if _year_of(one) == newest][:FIGURES]
    elif where != Selection() and catalogue.reports(where, size=0)[1] <= _MOST:
        for key in keys[:FIGURES]:
            yield from _of_all(catalogue, where, key)


def _of_body(catalogue: Catalogue, where: Selection, agency: str, key: str) -> Iterator[Direct]:
    """The newest figure asked for, with all its years."""
    body = Selection(agency=frozenset({agency}))
    years = [one for one in amounts(catalogue, body, key) if one.year is not None]
    there = {one.report for one in amounts(catalogue, replace(where, agency=body.agency), key)}
    chosen = max((one for one in years if one.report in there), key=_year, default=None)
    if chosen is None:
        return
    label, unit = name_of(key)
    doubts = doubted(catalogue, [chosen.report])
    yield Direct(
        key,
        label,
        unit,
        derived()[key].ground if key in derived() else "",
        chosen,
        tuple(sorted(years, key=_year)),
        peers(catalogue, chosen.report, key),
        any((chosen.report, cell) in doubts for cell in _cells(key)),
        None,
    )


def _cells(key: str) -> Sequence[str]:
    return derived()[key].cells if key in derived() else (key,)


def _year(one: Amount) -> int:
    return one.year or 0


def _year_of(one: Direct) -> int:
    return _year(one.amount) if one.amount else 0


def _of_all(catalogue: Catalogue, where: Selection, key: str) -> Iterator[Direct]:
    """The sum over the newest year; nothing of a rate, or of a single report."""
    if key in derived() and derived()[key].is_rate:
        return
    sums = [one for one in summed(catalogue, where, key) if one.year is not None]
    newest = max(sums, key=lambda one: one.year or 0, default=None)
    if newest is None or newest.reports < FIGURES:
        return
    ground = derived()[key].ground if key in derived() else ""
    yield Direct(key, newest.label, newest.unit, ground, None, (), None, False, newest)
