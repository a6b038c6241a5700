"""From what a person types to the tree: linear in its length, and never an error.

    query   =  clause { clause }              all of them must match
    clause  =  item { OR item }               OR binds tighter: a b OR c  is  a and (b or c)
    item    =  [ - ] ( word | "sequence" | ( query ) )
    OR      =  |  or a word of its own: OR 或
    word    =  whatever stands between white space, quotes, brackets and bars

Quotes are "…" “…” 「…」 『…』; every sign may be full width. AND 和 与 且 between two items change
nothing. A sign that makes no sense where it stands is left out, and a note says so; a word that
makes no sense as an operator is a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.query.tree import AllOf, AnyOf, Exact, Node, Query, Without, Words
from indexer.text import is_letter, normalise

LONGEST = 256  # characters of the normal form; no question anyone types is longer
DEEPEST = 8  # brackets inside brackets
MOST = 64  # words and sequences

_CLOSING = {'"': '"＂', "＂": '"＂', "“": "”", "„": "”“", "”": "”", "「": "」", "『": "』"}
_STRAY = frozenset("”」』")  # closing marks that nothing has opened
_BRACKETS = {"(": "open", "（": "open", ")": "close", "）": "close", "|": "or", "｜": "or"}
_NO_WORD = frozenset({*_CLOSING, *_STRAY, *_BRACKETS})
_MINUS = frozenset("-－−﹣")
_ORS = frozenset({"OR", "ＯＲ", "或"})
_ANDS = frozenset({"AND", "ＡＮＤ", "&&", "和", "与", "與", "且"})
_EDGES = ",.;:!?，。、；：！？…·《》〈〉[]【】 "
_ENDS = frozenset({"word", "exact", "close"})  # what an operator may follow
_STARTS = frozenset({"word", "exact", "open", "not"})  # what may follow an operator

_NOTES = {
    "long": f"查询超过 {LONGEST} 个字符，只用了前面的部分。",
    "deep": f"括号超过 {DEEPEST} 层，更深的括号已忽略。",
    "many": f"条件超过 {MOST} 个，只用了前 {MOST} 个。",
    "quote": "引号不成对，已忽略多出的引号。",
    "bracket": "括号不成对，已按最可能的意思理解。",
    "or": "“或”的一边没有内容，已忽略。",
    "not": "减号后面没有紧跟要排除的内容，已忽略。",
    "signs": "标点不作为词语查找；要查找标点，请加引号。",
}


def parse(text: str) -> Query:
    """Read a query. Any text at all gives one; `notes` says what had to be left out.

    >>> parse('不予公开 "第三方" -商业秘密').root.parts
    (Words(text='不予公开'), Exact(text='第三方'), Without(part=Words(text='商业秘密')))
    """
    notes: dict[str, None] = {}
    tokens = _with_words(list(_tokens(_shortened(text, notes), notes)))
    root = _tree(tokens, notes)
    return Query(text, root, tuple(_NOTES[note] for note in notes))


def terms(query: Query) -> tuple[str, ...]:
    """What the query wants to see, as typed, each once; what it excludes is left out.

    >>> terms(parse('不予公开 "第三方" -商业秘密'))
    ('不予公开', '第三方')
    """
    return tuple(dict.fromkeys(_wanted(query.root)))


@dataclass(slots=True)
class _Token:
    kind: str  # "word", "exact", "open", "close", "or", "and", "not"
    text: str = ""  # as typed


@dataclass(slots=True)
class _Group:
    """A bracket being read: clauses, each a list of alternatives."""

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
        self.joins = self.excludes = False

    def node(self) -> Node:
        """What has been read; an empty AllOf if nothing has."""
        parts = tuple(one[0] if len(one) == 1 else AnyOf(tuple(one)) for one in self.clauses)
        return parts[0] if len(parts) == 1 else AllOf(parts)


def _shortened(text: str, notes: dict[str, None]) -> str:
    """The text as typed, without what the normal form drops, no longer than it may be."""
    normal = normalise(text)
    if len(normal.text) > LONGEST:
        notes["long"] = None
    return "".join(text[place] for place in dict.fromkeys(normal.place[:LONGEST]))


def _tokens(text: str, notes: dict[str, None]) -> Iterator[_Token]:
    start = 0
    while start < len(text):
        char = text[start]
        if char in _CLOSING or char in _STRAY:
            end = _closing(text, start, cut="long" in notes)
            if end is None:
                notes["quote"] = None
            elif text[start + 1 : end].strip():
                yield _Token("exact", text[start + 1 : end].strip())
            start = start if end is None else end
        elif char in _BRACKETS:
            yield _Token(_BRACKETS[char], char)
        elif char in _MINUS and _excludes(text, start):
            yield _Token("not", char)
        elif char in _MINUS:
            notes["not"] = None
        elif not char.isspace():
            end = _word_end(text, start)
            yield _word(text[start:end])
            start = end - 1
        start += 1


def _closing(text: str, start: int, *, cut: bool) -> int | None:
    """Where the quote that opens at `start` closes; None if it does not, or opens nothing."""
    if text[start] not in _CLOSING:
        return None
    ends = [text.find(mark, start + 1) for mark in _CLOSING[text[start]]]
    found = [end for end in ends if end >= 0]
    if found:
        return min(found)
    return len(text) if cut else None


def _excludes(text: str, start: int) -> bool:
    """Whether a minus stands where a word could begin, and right before one.

    Before a digit it is a minus sign: 同比 -91% asks for a figure, it excludes nothing.
    """
    before, after = text[max(start - 1, 0) : start], text[start + 1 : start + 2]
    begins = not before or before.isspace() or before in _BRACKETS or before in _MINUS
    return begins and bool(after) and not after.isspace() and not after.isdigit()


def _word_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and text[end] not in _NO_WORD and not text[end].isspace():
        end += 1
    return end


def _word(text: str) -> _Token:
    kind = "or" if text in _ORS else "and" if text in _ANDS else "word"
    return _Token(kind, text)


def _with_words(tokens: list[_Token]) -> list[_Token]:
    """Operators that are written as words and join nothing become words."""
    for index, token in enumerate(tokens):
        before = tokens[index - 1].kind if index else ""
        after = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        joins = before in _ENDS and after in _STARTS
        if token.kind in {"or", "and"} and token.text not in _BRACKETS and not joins:
            token.kind = "word"
    return tokens


def _tree(tokens: list[_Token], notes: dict[str, None]) -> Node:
    groups = [_Group()]
    ignored = leaves = 0  # brackets too deep; words and sequences so far
    for index, token in enumerate(tokens):
        group = groups[-1]
        after = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        match token.kind:
            case "open" if len(groups) > DEEPEST:
                notes["deep"] = None
                ignored += 1
            case "open":
                groups.append(_Group())
            case "close" if ignored:
                ignored -= 1
            case "close":
                _close(groups, notes)
            case "or":
                group.joins = bool(group.clauses) and after in _STARTS
                _note_unless(group.joins or after == "or", "or", notes)
            case "not":
                group.excludes = after in _STARTS
                _note_unless(group.excludes, "not", notes)
            case "word" | "exact" if leaves == MOST:
                notes["many"] = None
                break
            case "word" | "exact":
                leaves += _leaf(group, token, notes)
    while len(groups) > 1:
        _close(groups, notes)
        notes["bracket"] = None
    return groups[0].node()


def _note_unless(sound: bool, note: str, notes: dict[str, None]) -> None:
    if not sound:
        notes[note] = None


def _close(groups: list[_Group], notes: dict[str, None]) -> None:
    """End the innermost bracket and give what it holds to the one around it."""
    if len(groups) == 1:
        notes["bracket"] = None
        return
    inner = groups.pop()
    if inner.clauses:
        groups[-1].add(inner.node())
    else:
        groups[-1].joins = groups[-1].excludes = False


def _leaf(group: _Group, token: _Token, notes: dict[str, None]) -> int:
    """Add a word or a sequence; 1, or 0 if there is nothing in it to search for."""
    if token.kind == "exact":
        group.add(Exact(token.text))
        return 1
    word = token.text.strip(_EDGES)
    if any(map(is_letter, normalise(word).text)):
        group.add(Words(word))
        return 1
    group.joins = group.excludes = False
    notes["signs"] = None
    return 0


def _wanted(node: Node) -> Iterator[str]:
    match node:
        case Words(text) | Exact(text):
            yield text
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _wanted(part)
