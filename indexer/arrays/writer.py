"""Whoosh's segment writer with our pool in place of its own.

add_document ─ fields cut by Whoosh ┐
add_words ──── words as they are ───┼─▶ ArrayPool, DocumentWriter ─ commit ─▶ segment
add_reader ─── arrays as they are ──┘
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from indexer.arrays.codec import ArrayCodec
from indexer.arrays.documents import DocumentReader
from indexer.arrays.forms import form_of
from indexer.arrays.pool import ArrayPool
from indexer.arrays.terms import ArrayTermsReader

Words = Sequence[str] | tuple[Sequence[str], Sequence[int]]
"""The words of a field in order; where not each stands one place behind the other, with places."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes segments of arrays. All that Whoosh's writer can do, it can."""

    def __init__(self, index: Any, **options: Any) -> None:
        super().__init__(index, codec=ArrayCodec(), **options)
        self.pool = ArrayPool(self.schema)

    def add_words(self, words: Mapping[str, Words], **fields: Any) -> None:
        """Add a document of which some fields have been cut already; `fields` are the others.

        A field of `words` is neither stored nor boosted, and its format must be one of those that
        keep at most positions. Raises TypeError for another, and what `add_document` raises.
        """
        self._check_fields(self.schema, words)
        cut = {name: self._cut(name, told) for name, told in words.items()}
        document = self.docnum
        self.add_document(**fields)
        for name, (terms, places) in cut.items():
            field, pool = self.schema[name], self.pool.field(name)
            pool.add_words(document, terms, places)
            if field.scorable:
                length = len(terms) if pool.form.counted else len(set(terms))
                self.perdocwriter.add_field(name, field, None, length)

    def _cut(self, name: str, told: Words) -> tuple[Sequence[str], Sequence[int] | None]:
        form = form_of(self.schema[name].format)
        if len(form.columns) > 1:
            raise TypeError(f"field {name!r} keeps {form.name}, which words alone do not tell")
        words, places = told if isinstance(told, tuple) else (told, None)
        if places is not None and len(places) != len(words):
            raise ValueError(f"field {name!r}: {len(words)} words and {len(places)} places")
        return words, places

    def add_reader(self, reader: Any) -> None:
        """Merge another segment: by its arrays if it is one of ours, else posting by posting."""
        terms, documents = getattr(reader, "_terms", None), getattr(reader, "_perdoc", None)
        fields = dict(self.schema.items())
        if (
            not isinstance(terms, ArrayTermsReader)
            or not isinstance(documents, DocumentReader)
            or any(self._is_other(terms, name, field) for name, field in fields.items())
        ):
            super().add_reader(reader)
            return
        self._check_state()
        alive = documents.alive()
        kept = np.flatnonzero(alive)
        numbers = np.where(alive, np.cumsum(alive) - 1 + self.docnum, -1)
        self.perdocwriter.add_segment(documents, kept, fields)
        for name in terms.indexed_field_names():
            there = terms.field(name)
            if name in self.schema and there is not None:
                self.pool.field(name).add_all(there.whole(), numbers)
        self.docnum += len(kept)
        self._added = True

    @staticmethod
    def _is_other(terms: ArrayTermsReader, name: str, field: Any) -> bool:
        """Whether a field is kept otherwise there than the schema has it now."""
        there = terms.field(name)
        return there is not None and there.form is not form_of(field.format)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.add_pool(self.pool, self.per_document_reader())
        self.fieldwriter.close()
