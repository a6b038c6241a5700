"""What every document of a generation is: facets, titles, lengths, and an order for ties."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import dataclass
from typing import Any

from indexer.engine import FACETS
from indexer.text import squeeze

SCORED = ("text", "heading", "title", "grams", "chars")
"""The fields that give a score."""

_FIGURES = re.compile(r"[\d〇零一二三四五六七八九十百千]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One value of every document, as a place in `values`."""

    values: tuple[Any, ...]  # sorted, None last
    places: tuple[int, ...]  # by document number; -1 for a deleted document

    def fitting(self, fits: Callable[[Any], bool]) -> frozenset[int]:
        """The places of the values that fit."""
        return frozenset(place for place, value in enumerate(self.values) if fits(value))


@dataclass(frozen=True, slots=True)
class Rows:
    """What every document is, read once for a generation. Lists are by document number."""

    everything: frozenset[int]
    passage: tuple[str, ...]
    rank: dict[int, int]  # by report and passage, so that ties always fall the same way
    tables: frozenset[int]  # documents of kind "table"
    report: Column
    titles: tuple[str, ...]  # squeezed, by place in `report.values`
    shares: tuple[float, ...]  # likewise: 1 over the documents under such a title, figures aside
    facets: dict[str, Column]
    lengths: dict[str, tuple[float, ...]]  # of each scored field, over the mean length


def read_rows(reader: Any) -> Rows:
    """Read them all: about a second for 100,000 documents."""
    stored = dict(reader.iter_docs())
    size = reader.doc_count_all()
    rows = [stored.get(number, {}) for number in range(size)]
    report = _column([row.get("report") for row in rows], set(stored))
    titles = {row["report"]: squeeze(row.get("title", "")).text for row in stored.values()}
    facets = {name: _column([_facet(name, row) for row in rows], set(stored)) for name in FACETS}
    by_id = sorted(stored, key=lambda number: _id_order(rows[number]))
    return Rows(
        everything=frozenset(stored),
        passage=tuple(row.get("passage", "") for row in rows),
        rank={number: rank for rank, number in enumerate(by_id)},
        tables=frozenset(number for number, row in stored.items() if row.get("kind") == "table"),
        report=report,
        titles=tuple(titles[value] for value in report.values),
        shares=_shares([titles[value] for value in report.values], report.places),
        facets=facets,
        lengths={name: _lengths(reader, name, stored) for name in SCORED},
    )


def _shares(titles: list[str], places: Iterable[int]) -> tuple[float, ...]:
    """By report. The reports of two years, and the articles of a law, are under one title."""
    alike = [_FIGURES.sub("", title) for title in titles]
    under = Counter(alike[place] for place in places if place >= 0)
    return tuple(1 / max(under[title], 1) for title in alike)


def _facet(name: str, row: dict[str, Any]) -> Any:
    value = row.get(name)
    return tuple(value.split(",")) if name == "region" and value else value


def _id_order(row: dict[str, Any]) -> tuple[str, int, str]:
    """Report by report, and p2 before p10."""
    return row["report"], len(row["passage"]), row["passage"]


def _column(values: list[Any], there: Set[int]) -> Column:
    distinct = {value for number, value in enumerate(values) if number in there}
    ordered = sorted(distinct - {None})
    if None in distinct:
        ordered.append(None)
    place = {value: place for place, value in enumerate(ordered)}
    return Column(
        tuple(ordered),
        tuple(place[value] if number in there else -1 for number, value in enumerate(values)),
    )


def _lengths(reader: Any, name: str, there: Collection[int]) -> tuple[float, ...]:
    lengths = [
        leaf.doc_field_length(number, name) or 0  # None where no document has the field
        for leaf, _ in reader.leaf_readers()
        for number in range(leaf.doc_count_all())
    ]
    mean = sum(lengths[number] for number in there) / max(len(there), 1)
    return tuple(length / mean if mean else 1.0 for length in lengths)
