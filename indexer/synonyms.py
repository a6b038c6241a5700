"""Words that mean the same: what a question is widened by, with no word of the index changed.

    依申请公开 申请公开     one line of synonyms.txt, of ours or of the data folder
    机管局 复议  ─ widen ─▶  (机管局 or 机关事务管理局) 复议

Only whole units of a question are widened, never a part of a word, nor what is quoted or excluded.
A file that has changed counts from the next question on; nothing is indexed anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from threading import Lock

from corpus.model import Span
from indexer.query import AllOf, AnyOf, Node, Query, Words
from indexer.text import normalise, squeeze
from indexer.words import unit_spans

FILE = "synonyms.txt"
"""In the data folder: the operator's own, beside those that come with the program."""

_UNITS = 6  # units that one wording may be cut into: 机关 事务 管理局
_LARGEST = 1_000_000  # bytes of a file that are read: more is no list of words


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Wording -> the others that mean the same. Wordings are in normal form, without spaces."""

    others: Mapping[str, tuple[str, ...]]

    @property
    def longest(self) -> int:
        """Characters of the longest wording; 0 if there is none."""
        return max(map(len, self.others), default=0)


@dataclass(frozen=True, slots=True)
class Widened:
    """A question and what was put beside its words."""

    query: Query
    used: tuple[tuple[str, tuple[str, ...]], ...] = ()  # wording of the question -> the others


def parsed(*texts: str) -> Synonyms:
    """Groups of wordings, one a line, parted by white space; a line that begins with # is a note.

    A wording that stands in several groups means all of them; a line of one wording means nothing.

    >>> parsed("机管局 机关事务管理局").others["机管局"]
    ('机关事务管理局',)
    """
    found: dict[str, dict[str, None]] = {}
    for group in (group for text in texts for group in _groups(text)):
        for one in group:
            found.setdefault(one, {}).update(dict.fromkeys(group))
    return Synonyms(
        {one: tuple(other for other in all_of if other != one) for one, all_of in found.items()}
    )


def _groups(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        group = tuple(dict.fromkeys(filter(None, (squeeze(one).text for one in line.split()))))
        if len(group) > 1 and not line.lstrip().startswith("#"):
            yield group


def own() -> str:
    """The text of the file that comes with the program."""
    return (files("indexer") / FILE).read_text("utf-8")


class SynonymFile:
    """Our synonyms and those of a file that may come, change and go at any time. Thread-safe."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = Lock()
        self._read: tuple[int, int] | None = None  # when it was written, and its size
        self._synonyms = parsed(own())

    def __call__(self) -> Synonyms:
        """What holds now. A file that cannot be read changes nothing."""
        stamp = self._stamp()
        with self._lock:
            if stamp != self._read:
                self._synonyms = parsed(own(), self._text() if stamp else "")
                self._read = stamp
            return self._synonyms

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found else None

    def _text(self) -> str:
        if self._path is None:
            return ""
        try:
            with self._path.open("rb") as opened:
                return opened.read(_LARGEST).decode("utf-8-sig", "replace")
        except OSError:
            return ""


def widen(query: Query, synonyms: Synonyms) -> Widened:
    """The question with every wording that has synonyms as one of several alternatives."""
    used: dict[str, tuple[str, ...]] = {}
    root = _widened(query.root, synonyms, used)
    return Widened(replace(query, root=root), tuple(used.items())) if used else Widened(query)


def _widened(node: Node, synonyms: Synonyms, used: dict[str, tuple[str, ...]]) -> Node:
    match node:
        case Words(text):
            parts = tuple(_parts(normalise(text).text, synonyms, used))
            return parts[0] if len(parts) == 1 else AllOf(parts) if parts else node
        case AllOf(parts):
            made = (_widened(part, synonyms, used) for part in parts)
            return AllOf(tuple(one for part in made for one in _flat(part)))
        case AnyOf(parts):
            return AnyOf(tuple(_widened(part, synonyms, used) for part in parts))
    return node


def _flat(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, AllOf) else (node,)


def _parts(normal: str, synonyms: Synonyms, used: dict[str, tuple[str, ...]]) -> Iterator[Node]:
    """The text in pieces: wordings with their synonyms, and what stands between them."""
    spans, plain = unit_spans(normal), list[Span]()
    at = 0
    while at < len(spans):
        taken = _wording_at(normal, spans[at : at + _UNITS], synonyms)
        if not taken:
            plain.append(spans[at])
            at += 1
            continue
        yield from _plain(normal, plain)
        plain = []
        wording = squeeze(normal[spans[at][0] : spans[at + taken - 1][1]]).text
        used[wording] = synonyms.others[wording]
        yield AnyOf((Words(wording), *map(Words, used[wording])))
        at += taken
    if plain and plain[0] != spans[0]:
        yield from _plain(normal, plain)
    elif plain:
        yield Words(normal)


def _plain(normal: str, spans: list[Span]) -> Iterator[Node]:
    if spans:
        yield Words(normal[spans[0][0] : spans[-1][1]])


def _wording_at(normal: str, spans: list[Span], synonyms: Synonyms) -> int:
    """How many of these units, from the first on, are the longest wording with synonyms; 0: none.

    Units of one wording stand side by side, but for white space.
    """
    for count in range(len(spans), 0, -1):
        wording = squeeze(normal[spans[0][0] : spans[count - 1][1]]).text
        if len(wording) <= synonyms.longest and wording in synonyms.others:
            return count
    return 0
