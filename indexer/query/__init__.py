"""The query language: what a person types, as a small tree that every engine understands.

    不予公开 "第三方合法权益" -商业秘密  ─ parse ─▶  Query

Order: tree, parser

`parse` never fails: what it cannot understand it reads in the plainest way, and says so in `notes`.
"""

from indexer.query.parser import parse, terms
from indexer.query.tree import AllOf, AnyOf, Exact, Node, Query, Without, Words

__all__ = ["AllOf", "AnyOf", "Exact", "Node", "Query", "Without", "Words", "parse", "terms"]
