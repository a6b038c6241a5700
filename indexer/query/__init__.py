"""The query language: what a person types, as a small tree that every engine understands.

    不予公开 "第三方合法权益" -商业秘密 年份:2021  ─ tokens ─ parse ─▶  Query

Order: tree, limits, conditions, lexer, parser

`parse` never fails: what it cannot understand it reads in the plainest way, and says so in `notes`.
"""

from indexer.query.parser import parse, plain_words, terms
from indexer.query.tree import (
    AllOf,
    AnyOf,
    Exact,
    Figure,
    Leaf,
    Near,
    Node,
    Prefix,
    Query,
    Where,
    Without,
    Words,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Exact",
    "Figure",
    "Leaf",
    "Near",
    "Node",
    "Prefix",
    "Query",
    "Where",
    "Without",
    "Words",
    "parse",
    "plain_words",
    "terms",
]
