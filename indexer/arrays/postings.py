"""The postings of one field, sorted by term and then by document, and how they stand in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermInfo

from indexer.arrays.forms import Form
from indexer.arrays.layout import ArrayFile, FileWriter, narrowed, one_after_another
from indexer.arrays.values import Strings, write_strings


@dataclass(frozen=True, slots=True)
class Postings:
    """Arrays with an element a posting, and the terms that share them out."""

    terms: Sequence[bytes]  # sorted, each with at least one posting
    starts: NDArray[np.int64]  # where the postings of each term begin; at last, their number
    docs: NDArray[Any]  # ascending within a term
    often: NDArray[Any] | None  # occurrences; None if the form does not count
    weights: NDArray[np.float32] | None  # None if each is `often`, or 1 where nothing is counted
    columns: Mapping[str, NDArray[Any]]  # an element an occurrence, posting after posting

    def weighed(self) -> NDArray[Any]:
        """The weight of each posting, whatever it is kept as."""
        if self.weights is not None:
            return self.weights
        return np.ones(len(self.docs), np.uint8) if self.often is None else self.often


def write_postings(
    file: FileWriter, name: str, postings: Postings, lengths: NDArray[Any] | None
) -> None:
    """Write the postings of a field. `lengths` are of the field, by document, if it has any."""
    write_strings(file, f"{name}.terms", postings.terms)
    file.add(f"{name}.starts", narrowed(postings.starts))
    file.add(f"{name}.docs", narrowed(postings.docs))
    if postings.often is not None:
        file.add(f"{name}.often", narrowed(postings.often))
        occurrences = one_after_another(postings.often)[postings.starts]
        if postings.columns:
            file.add(f"{name}.occurrences", narrowed(occurrences))
    if postings.weights is not None:
        file.add(f"{name}.weights", postings.weights.astype(np.float32, copy=False))
    for column, values in postings.columns.items():
        file.add(f"{name}.{column}", narrowed(values) if values.dtype.kind != "f" else values)
    _write_bounds(file, name, postings, lengths)


def _write_bounds(
    file: FileWriter, name: str, postings: Postings, lengths: NDArray[Any] | None
) -> None:
    """What can be said of a term without its postings: weights in all and at most, lengths."""
    heads = postings.starts[:-1]
    if postings.weights is not None or postings.often is not None:
        weights = postings.weighed()
        file.add(f"{name}.total", np.add.reduceat(weights, heads, dtype=np.float64))
        file.add(f"{name}.top", np.maximum.reduceat(weights, heads).astype(np.float32))
    if lengths is not None:
        of = lengths[postings.docs]
        file.add(f"{name}.shortest", narrowed(np.minimum.reduceat(of, heads)))
        file.add(f"{name}.longest", narrowed(np.maximum.reduceat(of, heads)))


class FieldTerms:
    """The terms of one field as they stand in a file. Nothing of it ever changes."""

    def __init__(self, file: ArrayFile, name: str, form: Form) -> None:
        self.form = form
        self.terms = Strings.of(file, f"{name}.terms")
        self.docs: NDArray[Any] = file.array(f"{name}.docs")
        self.often = file.maybe(f"{name}.often")
        self.weights = file.maybe(f"{name}.weights")
        self.columns = {column: file.array(f"{name}.{column}") for column in form.columns}
        self.starts: NDArray[Any] = file.array(f"{name}.starts")
        self._occurrences = file.maybe(f"{name}.occurrences")
        self._bounds = {
            bound: file.maybe(f"{name}.{bound}")
            for bound in ("total", "top", "shortest", "longest")
        }

    def find(self, term: bytes) -> int:
        """The place of a term; -1 if the field has no such term."""
        place = self.terms.not_before(term)
        return place if place < len(self.terms) and self.terms[place] == term else -1

    def frequency(self, place: int) -> int:
        """In how many documents the term stands."""
        return int(self.starts.item(place + 1) - self.starts.item(place))

    def total(self, place: int) -> float:
        """The sum of the weights of the term's postings."""
        total = self._bounds["total"]
        return float(self.frequency(place) if total is None else total.item(place))

    def info(self, place: int) -> TermInfo:
        """What Whoosh wants to know of a term."""
        start, end = self.starts.item(place), self.starts.item(place + 1)
        return TermInfo(
            *(self.total(place), end - start),
            *(int(self._bound("shortest", place, 0)), int(self._bound("longest", place, 0))),
            self._bound("top", place, 1.0),
            *(self.docs.item(start), self.docs.item(end - 1)),
        )

    def _bound(self, name: str, place: int, default: float) -> float:
        values = self._bounds[name]
        return default if values is None else float(values.item(place))

    def of(self, place: int) -> "TermPostings":
        """The postings of a term."""
        return TermPostings(self, place)

    def occurrences(self, place: int) -> slice:
        """Where in the columns the occurrences of a term stand."""
        edges = self._occurrences
        return slice(0, 0) if edges is None else slice(edges.item(place), edges.item(place + 1))

    def whole(self) -> Postings:
        """All of it."""
        weights = self.weights
        return Postings(
            *(self.terms, self.starts.astype(np.int64), self.docs, self.often, weights),  # type: ignore[arg-type]  # `Strings` is all of a Sequence that is asked of it
            self.columns,
        )


class TermPostings:
    """The postings of one term: views of the arrays of its field."""

    def __init__(self, field: FieldTerms, place: int) -> None:
        self.field = field
        self.place = place
        self.part = slice(field.starts.item(place), field.starts.item(place + 1))
        self.docs: NDArray[Any] = field.docs[self.part]

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def weights(self) -> NDArray[Any]:
        """The weight of each posting."""
        for values in (self.field.weights, self.field.often):
            if values is not None:
                return values[self.part]
        return np.ones(len(self.docs), np.uint8)

    @property
    def often(self) -> NDArray[Any]:
        """How often the term stands in each document; 1 if the form does not count."""
        often = self.field.often
        return np.ones(len(self.docs), np.uint8) if often is None else often[self.part]

    def occurrences(self) -> tuple[NDArray[np.int64], dict[str, NDArray[Any]]]:
        """The columns of the term, and where in them each posting begins (and the last ends)."""
        part = self.field.occurrences(self.place)
        columns = {name: values[part] for name, values in self.field.columns.items()}
        return one_after_another(self.often), columns
