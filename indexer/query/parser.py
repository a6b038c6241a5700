"""From what a person types to the tree: linear in its length, and never an error.

    query     =  clause { clause }              all of them must match
    clause    =  item { OR item }               OR binds tighter: a b OR c  is  a and (b or c)
    item      =  [ - ] ( word | word* | word~ | word~2 | "sequence" | ( query ) | condition )
    condition =  field : value                  value is a word, a "sequence" or a ( query ) of them
              |  name ( > | >= | < | <= | = ) number
              |  name : [ number ] .. [ number ]
    field     =  agency | region | year | section | title | form, in Chinese
                 机关 | 地区 | 年份, 年度 | 部分, 章节 | 标题 | 表样
    value     =  of year and section also  2019..2022  2019..  ..2022  >=2020  2019,2021
    name      =  of an indicator: its key (t3.new.total) or what the forms call it (新收)
    OR        =  |  or a word of its own: OR 或;  NOT of its own is a minus
    word      =  whatever stands between white space, quotes, brackets and bars

Quotes are "…" “…” 「…」 『…』; every sign may be full width. AND 和 与 且 between two items change
nothing. A sign that makes no sense where it stands is left out, and a note says so; a word that
makes no sense as an operator is a word, and so is whatever has a colon and is no field: 时间：2020.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.model import Span
from indexer.query import limits
from indexer.query.conditions import FIELDS, where
from indexer.query.lexer import STARTS, Token, tokens
from indexer.query.tree import (
    AllOf,
    AnyOf,
    Exact,
    Figure,
    Near,
    Node,
    Prefix,
    Query,
    Where,
    Without,
    Words,
)
from indexer.text import is_letter, normalise

_EDGES = ",.;:!?，。、；：！？…·《》〈〉[]【】 "
_NEAR = re.compile(r"([^~〜∼～]+)[~〜∼～](\d?)")


def parse(text: str) -> Query:
    """Read a query. Any text at all gives one; `notes` says what had to be left out.

    >>> parse('不予公开 "第三方" -商业秘密').root.parts
    (Words(text='不予公开'), Exact(text='第三方'), Without(part=Words(text='商业秘密')))
    """
    notes: dict[str, None] = {}
    root = _Builder(tokens(text, notes), notes).tree()
    return Query(text, root, tuple(limits.NOTES.get(note, note) for note in notes))


def terms(query: Query) -> tuple[str, ...]:
    """What the query wants to see, as typed, each once; what it excludes is left out.

    >>> terms(parse('不予公开 "第三方" -商业秘密'))
    ('不予公开', '第三方')
    """
    return tuple(dict.fromkeys(_wanted(query.root)))


def plain_words(text: str) -> tuple[Span, ...]:
    """Where the words stand that are wanted by themselves and say no more than they say.

    Not those in quotes or brackets, beside OR, behind a minus or a field, with a star or a tilde.

    >>> [slice(*place) for place in plain_words("宝山 (复议 OR 诉讼) -21年 公开*")]
    [slice(0, 2, None)]
    """
    found = tokens(text, {})
    kinds = ["", *(token.kind for token in found), ""]
    depth = 0
    places = []
    for token, before, after in zip(found, kinds, kinds[2:], strict=False):
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        joined = before in {"or", "not", "field"} or after == "or"
        if token.kind == "word" and token.sure and not depth and not joined:
            places.append(token.place)
    return tuple(place for place in places if _is_plain(text[slice(*place)]))


def _is_plain(word: str) -> bool:
    return not any(sign in word for sign in "*＊~～〜∼=＝<>＜＞≥≤:：")


@dataclass(slots=True)
class _Group:
    """A bracket being read: clauses, each a list of alternatives."""

    limits_to: str = ""  # the field that its words are values of
    clauses: list[list[Node]] = field(default_factory=list)
    joins: bool = False  # the next item is an alternative to the last clause
    excludes: bool = False  # the next item is excluded

    def add(self, node: Node) -> None:
        """Take in an item as the signs before it say."""
        item = Without(node) if self.excludes else node
        if self.joins and self.clauses:
            self.clauses[-1].append(item)
        else:
            self.clauses.append([item])
        self.skip()

    def skip(self) -> None:
        """Leave out an item: the signs before it mean nothing either."""
        self.joins = self.excludes = False

    def node(self) -> Node:
        """What has been read; an empty AllOf if nothing has."""
        parts = tuple(one[0] if len(one) == 1 else AnyOf(tuple(one)) for one in self.clauses)
        return parts[0] if len(parts) == 1 else AllOf(parts)


class _Builder:
    """The tokens of one query on their way to a tree."""

    def __init__(self, found: list[Token], notes: dict[str, None]) -> None:
        self._tokens = found
        self._notes = notes
        self._groups = [_Group()]
        self._ignored = 0  # brackets too deep that are open
        self._leaves = 0
        self._nears = 0
        self._figures = 0
        self._field: Token | None = None  # waits for its value

    def tree(self) -> Node:
        """The whole query. To be called once."""
        for token, after in zip(self._tokens, self._kinds_after(), strict=True):
            if token.kind in {"word", "exact", "condition"} and self._leaves == limits.MOST:
                self._notes["many"] = None
                break
            self._take(token, after)
        while len(self._groups) > 1:
            self._close()
            self._notes["bracket"] = None
        return self._groups[0].node()

    def _kinds_after(self) -> list[str]:
        return [token.kind for token in self._tokens[1:]] + [""] * bool(self._tokens)

    def _take(self, token: Token, after: str) -> None:
        group = self._groups[-1]
        match token.kind:
            case "open":
                self._open()
            case "close" if self._ignored:
                self._ignored -= 1
            case "close":
                self._close()
            case "or":
                group.joins = bool(group.clauses) and after in STARTS
                self._unless(group.joins or after == "or", "or")
            case "not":
                group.excludes = after in STARTS
                self._unless(group.excludes, "not")
            case "field" if after in {"word", "exact", "open"}:
                self._field = token
            case "field":
                self._notes["field"] = None
                self._word(token.text)
            case "word" | "exact" | "condition":
                self._leaf(token)

    def _unless(self, sound: bool, note: str) -> None:
        if not sound:
            self._notes[note] = None

    def _open(self) -> None:
        if len(self._groups) > limits.DEEPEST:
            self._notes["deep"] = None
            self._ignored += 1
            return
        waiting, self._field = self._field, None
        self._groups.append(_Group(_field(waiting) or self._groups[-1].limits_to))

    def _close(self) -> None:
        """End the innermost bracket and give what it holds to the one around it."""
        if len(self._groups) == 1:
            self._notes["bracket"] = None
            return
        inner = self._groups.pop()
        if inner.clauses:
            self._groups[-1].add(inner.node())
        else:
            self._groups[-1].skip()

    def _leaf(self, token: Token) -> None:
        """A word, a sequence or a condition, or the value of a field."""
        waiting, self._field = self._field, None
        name = _field(waiting) or self._groups[-1].limits_to
        if token.made is not None:
            self._condition(token.made)
        elif name:
            self._value(name, token)
        elif token.kind == "exact":
            self._add(Exact(token.text))
        else:
            self._word(token.text)

    def _condition(self, made: Where | Figure) -> None:
        self._figures += isinstance(made, Figure)
        if isinstance(made, Figure) and self._figures > limits.FIGURES:
            self._notes["figures"] = None
            self._add(Words(made.text))
        else:
            self._add(made)

    def _value(self, name: str, token: Token) -> None:
        """The value of a field; as a plain word if the field cannot have it."""
        made = where(name, token.text, f"{name}:{token.text}")
        if made:
            self._add(made)
            return
        called = next(said for said, meant in FIELDS.items() if meant == name and said != name)
        self._notes[f"“{token.text}”不是可用的{called}，已按普通词语检索。"] = None
        self._word(token.text)

    def _word(self, text: str) -> None:
        """A word with or without a star or a tilde."""
        word = text.strip(_EDGES).replace("＊", "*")
        if (near := _NEAR.fullmatch(word)) and not near[1].isdigit():
            self._near(near[1].strip(_EDGES), int(near[2] or 1))
        elif "*" in word:
            self._starred(word)
        else:
            self._plain(word)

    def _near(self, word: str, distance: int) -> None:
        if distance > 2:
            self._notes["near_far"] = None
        while distance := min(distance, 2):
            if _is_long_enough(word, distance):
                break
            self._notes["near_short"] = None
            distance -= 1
        if not distance:
            self._plain(word)
        elif self._nears == limits.NEARS:
            self._notes["near_many"] = None
            self._plain(word)
        else:
            self._nears += 1
            self._add(Near(word, distance))

    def _starred(self, word: str) -> None:
        begins = word.rstrip("*")
        if "*" in begins or begins == word:
            self._notes["star"] = None
            for part in begins.replace("*", " ").split():
                self._plain(part.strip(_EDGES))
            return
        begins = begins.strip(_EDGES)
        normal = normalise(begins).text
        least = limits.PREFIX_CHINESE if limits.is_chinese(normal) else limits.PREFIX_OTHER
        if len(normal) < least or not is_letter(normal[0]):
            self._unless(not normal, "star_short")
            self._plain(begins)
        else:
            self._add(Prefix(begins))

    def _plain(self, word: str) -> None:
        if any(map(is_letter, normalise(word).text)):
            self._add(Words(word))
        else:
            self._groups[-1].skip()
            self._notes["signs"] = None

    def _add(self, node: Node) -> None:
        self._leaves += 1
        self._groups[-1].add(node)


def _field(waiting: Token | None) -> str:
    """The field that a token names, "" for none."""
    return FIELDS[waiting.text.lower()] if waiting else ""


def _is_long_enough(word: str, distance: int) -> bool:
    """Whether a word may differ by that much; signs and figures may not differ at all."""
    normal = normalise(word).text
    if not all(map(is_letter, normal)) or normal.isdigit():
        return False
    chinese = limits.is_chinese(normal)
    least = limits.NEAR_CHINESE if chinese else limits.NEAR_OTHER
    return len(normal) >= least[distance]


def _wanted(node: Node) -> Iterator[str]:
    match node:
        case Words(text) | Exact(text) | Prefix(text) | Near(text):
            yield text
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanted(part)
        case Where() | Figure() | Without():
            pass
