"""Whoosh's way to read the postings of a term, one after the other, over slices of arrays."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar

from indexer.arrays.forms import PLACE
from indexer.arrays.pool import value_of
from indexer.arrays.postings import TermPostings

BLOCK = 256
"""Postings turned into Python numbers at a time, and passed over at a time if none can be good
enough: Whoosh's own blocks have 128, but a look into an array costs as much as fifty of them."""


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """The postings of one term. `shortest` is the least length of a document that has it."""

    def __init__(
        self, postings: TermPostings, shortest: int, format_: Any, term: Any, scorer: Any
    ) -> None:
        self.postings = postings
        self.format = format_
        self.scorer = scorer
        self._shortest = shortest
        self._term = term
        self._go_to(0)

    def copy(self) -> "ArrayMatcher":
        """Another one at the same posting."""
        made = ArrayMatcher(self.postings, self._shortest, self.format, self._term, self.scorer)
        made._go_to(self._at)
        return made

    def replace(self, minquality: float = 0) -> Any:
        """Nothing, if no posting is left or none can be good enough; else itself."""
        if not self.is_active():
            return NullMatcher()
        if minquality and self.supports_block_quality() and self.max_quality() <= minquality:
            return NullMatcher()
        return self

    def _go_to(self, at: int) -> None:
        """Take the block of that posting in hand; behind the last posting it is empty."""
        self._first = at // BLOCK * BLOCK
        self._in_block = at - self._first
        self._docs: list[int] = self.postings.docs[self._first : self._first + BLOCK].tolist()
        self._weights: list[float] | None = None

    @property
    def _at(self) -> int:
        return self._first + self._in_block

    def is_active(self) -> bool:
        """Whether there is a posting at hand."""
        return self._in_block < len(self._docs)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._go_to(0)

    def id(self) -> int:
        """The document at hand."""
        return self._docs[self._in_block]

    def weight(self) -> float:
        """The weight of the posting at hand."""
        return (self._weights or self._block_weights())[self._in_block]

    def _block_weights(self) -> list[float]:
        if self._weights is None:
            part = self._all_weights[self._first : self._first + BLOCK]
            self._weights = part.astype(np.float64).tolist()
        return self._weights

    @cached_property
    def _all_weights(self) -> Any:
        return self.postings.weights

    def next(self) -> bool:
        """Go to the next posting; whether that is in another block."""
        self._in_block += 1
        if self._in_block < len(self._docs):
            return False
        if self._in_block > len(self._docs):
            raise ReadTooFar
        self._go_to(self._at)
        return True

    def skip_to(self, id: int) -> None:
        """Go to the first posting of that document or a later one; never back."""
        if not self.is_active():
            raise ReadTooFar
        docs = self._docs
        if id <= docs[-1]:
            self._in_block = bisect_left(docs, id, self._in_block)
        else:
            after = self._first + len(docs)
            rest = self.postings.docs[after:]
            there = len(rest) and id <= rest.item(-1)  # else the number may not fit the array
            wide = np.searchsorted(rest, rest.dtype.type(id)) if there else len(rest)
            self._go_to(after + int(wide))

    def skip_to_quality(self, minquality: float) -> int:
        """Pass over blocks in which nothing is better; how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._go_to(self._first + BLOCK)
            skipped += 1
        return skipped

    def block_min_id(self) -> int:
        """First document of the block."""
        return self._docs[0]

    def block_max_id(self) -> int:
        """Last document of the block."""
        return self._docs[-1]

    def block_min_length(self) -> int:
        """No document of the block is shorter."""
        return self._shortest

    def block_max_weight(self) -> float:
        """The greatest weight in the block."""
        return max(self._block_weights())

    def all_ids(self) -> Iterator[int]:
        """The documents from the one at hand on."""
        return iter(self.postings.docs[self._at :].tolist())

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        """The same with values."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    @cached_property
    def _occurrences(self) -> Any:
        return self.postings.occurrences()

    def _rows(self, *names: str) -> list[Any]:
        edges, columns = self._occurrences
        part = slice(edges.item(self._at), edges.item(self._at + 1))
        chosen = [columns[name][part].tolist() for name in names or columns]
        return chosen[0] if names else list(zip(*chosen, strict=True))

    def value(self) -> bytes:
        """The value of the posting at hand as Whoosh has it."""
        form = self.postings.field.form
        rows = self._rows() if form.columns else []
        return value_of(form, self.format, self.postings.often.item(self._at), rows)

    def value_as(self, astype: str) -> Any:
        """The same as frequency, positions and so on, without making Whoosh's value first."""
        form = self.postings.field.form
        if astype == "positions" and form.columns:
            return self._rows(PLACE)
        if astype == "frequency" and form.counted:
            return self.postings.often.item(self._at)
        return super().value_as(astype)
