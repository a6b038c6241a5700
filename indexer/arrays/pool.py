"""Where postings wait until their segment is written: numbers in flat arrays, sorted once.

    words of a document ─ add_words ─▶ tokens ┐
    Whoosh's postings ── add ───────▶ postings ├─ sorted_postings ─▶ Postings
    another segment ──── add_all ───▶ postings ┘

No Python object is kept for a posting: a word is its number in a dictionary, and two or three
arrays hold the rest, four bytes each.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays.forms import PLACE, Form, count_in, count_value, form_of
from indexer.arrays.layout import one_after_another, runs
from indexer.arrays.postings import Postings

_MOST = 1 << 16
_ONE_BY_ONE = array("I", range(_MOST)).tobytes()
"""Places of words that stand one behind the other, ready to be copied."""

_WORD = 16  # NumPy's stable sort of numbers of 16 bits is by radix, of wider ones by comparing


def stable_order(keys: NDArray[Any]) -> NDArray[np.int64]:
    """What sorts whole numbers from 0 to 2**32, equal ones in the order they stand in.

    In two passes of 16 bits: a third of the time of one `argsort` for ten million keys.
    """
    low = keys.astype(np.uint16)
    order = np.argsort(low, kind="stable")
    if not keys.size or int(keys.max()) < 1 << _WORD:
        return order
    high = (keys >> _WORD).astype(np.uint16)[order]
    return np.asarray(order[np.argsort(high, kind="stable")])


class _Words(dict[str, int]):
    """Words as they are told, numbered as terms; a new one is numbered when it is looked up."""

    def __init__(self, numbers: dict[bytes, int]) -> None:
        self._numbers = numbers

    def __missing__(self, word: str) -> int:
        number = self._numbers.setdefault(word.encode(), len(self._numbers))
        self[word] = number
        return number


class FieldPool:
    """The postings of one field. Within it, documents come in order."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._numbers: dict[bytes, int] = {}  # term -> number, in the order they were met
        self._words = _Words(self._numbers)
        self._terms, self._docs, self._often = array("I"), array("I"), array("I")
        self._weights = array("f")
        self._columns = {name: array("f" if name == "boost" else "I") for name in self.form.columns}
        self._tokens, self._places = array("I"), array("I")
        self._told_docs, self._told = array("I"), array("I")  # documents, and how many tokens each

    def add(
        self, term: bytes, document: int, weight: float, row: tuple[int, Sequence[Any]]
    ) -> None:
        """One posting; `row` is how often, and the occurrences for the columns of the form."""
        often, occurrences = row
        self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
        self._docs.append(document)
        self._weights.append(weight)
        self._often.append(often)
        for place, column in enumerate(self._columns.values()):
            column.extend([one[place] for one in occurrences])

    def add_words(self, document: int, words: Sequence[str], places: Iterable[int] | None) -> None:
        """All words of a document in order; without `places` they stand one after the other."""
        self._tokens.extend(map(self._words.__getitem__, words))
        self._told_docs.append(document)
        self._told.append(len(words))
        if PLACE in self.form.columns:
            if places is None and len(words) <= _MOST:
                self._places.frombytes(_ONE_BY_ONE[: 4 * len(words)])
            else:
                self._places.extend(range(len(words)) if places is None else places)

    def add_all(self, postings: Postings, documents: NDArray[Any]) -> None:
        """The postings of another segment; `documents` are new numbers, -1 for what is left out."""
        mine = np.fromiter(map(self._number, postings.terms), np.uint32, len(postings.terms))
        docs = documents[postings.docs]
        kept = docs >= 0
        self._terms.frombytes(np.repeat(mine, np.diff(postings.starts))[kept].tobytes())
        self._docs.frombytes(docs[kept].astype(np.uint32).tobytes())
        self._weights.frombytes(postings.weighed()[kept].astype(np.float32).tobytes())
        often = postings.often
        if often is None:
            self._often.extend([1] * int(kept.sum()))
            return
        self._often.frombytes(often[kept].astype(np.uint32).tobytes())
        all_kept = np.repeat(kept, often)
        for name, values in postings.columns.items():
            column = self._columns[name]
            column.frombytes(values[all_kept].astype(column.typecode).tobytes())

    def _number(self, term: bytes) -> int:
        return self._numbers.setdefault(term, len(self._numbers))

    def sorted_postings(self) -> Postings | None:
        """What was added, sorted; None if that is nothing."""
        texts = list(self._numbers)
        by_text = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.zeros(len(texts), np.uint32)
        ranks[by_text] = np.arange(len(texts), dtype=np.uint32)
        parts = [part for part in (self._posted(ranks), self._told_words(ranks)) if len(part[0])]
        if not parts:
            return None
        terms, docs, often, weights, columns = parts[0] if len(parts) == 1 else _joined(*parts)
        counts = np.bincount(terms, minlength=len(texts))
        there = np.flatnonzero(counts)  # after a merge a term may have lost all its documents
        return Postings(
            [texts[by_text[rank]] for rank in there.tolist()],
            one_after_another(counts[there]),
            docs,
            often if self.form.counted else None,
            _unless_plain(weights, often),
            columns,
        )

    def _posted(self, ranks: NDArray[np.uint32]) -> "_Sorted":
        """What came as postings."""
        terms = ranks[np.frombuffer(self._terms, np.uint32)]
        docs, often = (np.frombuffer(one, np.uint32) for one in (self._docs, self._often))
        weights = np.frombuffer(self._weights, np.float32)
        columns = {name: np.frombuffer(one, one.typecode) for name, one in self._columns.items()}
        return _in_order((terms, docs, often, weights, columns), stable_order(terms))

    def _told_words(self, ranks: NDArray[np.uint32]) -> "_Sorted":
        """What came as words: those of a document that are equal make one posting."""
        terms = ranks[np.frombuffer(self._tokens, np.uint32)]
        docs = np.repeat(np.frombuffer(self._told_docs, np.uint32), self._told)
        order = stable_order(terms)
        terms, docs = terms[order], docs[order]
        new = np.ones(len(terms), bool)
        new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
        heads = np.flatnonzero(new)
        often = np.diff(np.append(heads, len(terms))).astype(np.uint32)
        if not self.form.counted:
            often[:] = 1
        columns = {}
        if PLACE in self.form.columns:
            columns[PLACE] = np.frombuffer(self._places, np.uint32)[order]
        return terms[heads], docs[heads], often, often.astype(np.float32), columns


_Sorted = tuple[
    NDArray[Any], NDArray[Any], NDArray[Any], NDArray[np.float32], dict[str, NDArray[Any]]
]
"""Ranks of terms, documents, counts, weights, and columns."""


def _in_order(postings: _Sorted, order: NDArray[np.int64]) -> _Sorted:
    terms, docs, often, weights, columns = postings
    if columns:
        places = runs(one_after_another(often)[:-1][order], often[order])
        columns = {name: values[places] for name, values in columns.items()}
    return terms[order], docs[order], often[order], weights[order], columns


def _joined(one: _Sorted, other: _Sorted) -> _Sorted:
    terms, docs, often, weights = (
        np.concatenate(pair) for pair in zip(one[:4], other[:4], strict=True)
    )
    columns = {name: np.concatenate((one[4][name], other[4][name])) for name in one[4]}
    return _in_order((terms, docs, often, weights, columns), np.lexsort((docs, terms)))


def _unless_plain(weights: NDArray[np.float32], often: NDArray[Any]) -> NDArray[np.float32] | None:
    return None if np.array_equal(weights, often) else weights


class ArrayPool:
    """Stands in for Whoosh's `PostingPool`, which pickles tuples into files and merges those."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._fields: dict[str, FieldPool] = {}
        self._formats: dict[str, Any] = {}

    def field(self, name: str) -> FieldPool:
        """The pool of one field, made on first use."""
        if name not in self._fields:
            self._formats[name] = self._schema[name].format
            self._fields[name] = FieldPool(form_of(self._formats[name]))
        return self._fields[name]

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """A posting as Whoosh's writers have it: field, term, document, weight, value."""
        name, term, document, weight, value = item
        pool = self.field(name)
        form, data = pool.form, value or b""
        if form.rows is not None:
            rows = form.rows(self._formats[name], data)
            pool.add(term, document, weight, (len(rows), rows))
        else:
            pool.add(term, document, weight, (count_in(data, weight) if form.counted else 1, ()))

    def sorted_fields(self) -> Iterator[tuple[str, Form, Postings]]:
        """The fields that have postings, by name."""
        for name in sorted(self._fields):
            pool = self._fields[name]
            postings = pool.sorted_postings()
            if postings is not None:
                yield name, pool.form, postings

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """The same one by one, for a field writer that knows of no arrays."""
        for name, form, postings in self.sorted_fields():
            weights, format_ = postings.weighed(), self._formats[name]
            often = np.ones(len(weights), int) if postings.often is None else postings.often
            edges = one_after_another(often)
            for place, term in enumerate(postings.terms):
                for at in range(postings.starts[place], postings.starts[place + 1]):
                    part = slice(edges[at], edges[at + 1])
                    columns = [one[part].tolist() for one in postings.columns.values()]
                    rows = list(zip(*columns, strict=True))
                    value = value_of(form, format_, int(often[at]), rows)
                    yield name, term, int(postings.docs[at]), float(weights[at]), value

    def cleanup(self) -> None:
        """Forget what waits."""
        self._fields.clear()


def value_of(form: Form, format_: Any, often: int, rows: Sequence[Any]) -> bytes:
    """The bytes that Whoosh has for a posting."""
    if form.value is not None:
        return form.value(format_, rows)
    return count_value(often) if form.counted else b""
