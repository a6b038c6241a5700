"""Whoosh on arrays: a codec for its segments, a writer that fills them, an evaluator for queries.

    documents ─ ArrayWriter ─▶ segment of arrays ─ open_dir ─▶ Whoosh's readers, queries, matchers
                                                 └ answer ─▶ the same documents, without matchers

Read the modules in this order; each imports only from those before it.
Order: layout, values, forms, postings, pool, columns, documents, matcher, terms, codec, writer,
view, matches, plain, evaluate, answers

An index written so is a Whoosh index in every respect: `whoosh.index.open_dir` opens it and is
told nothing. What stands in the files is in docs/INDEX_FORMAT.md. To write with it, put
`ArrayWriter(index)` where `index.writer()` stands. Whoosh's own table of contents stays a pickle.
"""

from indexer.arrays.answers import Answer, Asked, answer
from indexer.arrays.codec import ArrayCodec, check
from indexer.arrays.layout import DamagedIndex, UnknownFormat
from indexer.arrays.plain import InFields
from indexer.arrays.view import View
from indexer.arrays.writer import ArrayWriter

__all__ = [
    "Answer",
    "ArrayCodec",
    "ArrayWriter",
    "Asked",
    "DamagedIndex",
    "InFields",
    "UnknownFormat",
    "View",
    "answer",
    "check",
]
