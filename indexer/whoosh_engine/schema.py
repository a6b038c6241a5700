"""What an index holds, and how passages get into it."""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import jieba
from whoosh.analysis import Analyzer, Token
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.reading import TermNotFound

from indexer.engine import IndexedPassage
from indexer.lexicon import FIELD, Lexicon, lexicon
from indexer.text import folding, normalise, squeeze
from indexer.words import Word, characters, grams, words

SEPARATOR = "\n"
"""Parts text and sub-headings in the column `own`. No normal form has it, so nothing is found over
it."""


CHAIN = 2
"""Raise it when the schema changes, or the way words, pairs or characters are made."""

LEXICON = "lexicon.json"
"""The file beside Whoosh's own that says which words the index was cut with."""


class Chain(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """One of our chains as Whoosh calls it. Positions are counts of words, never of characters."""

    def __init__(self, cut: Callable[[str], list[Word]]) -> None:
        self.cut = cut

    def __call__(  # noqa: PLR0917 - Whoosh's own order of arguments
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **_: Any,
    ) -> Iterator[Any]:
        """The words of `value`; the value as one word if `tokenize` is off."""
        whole = [Word(normalise(value).text, 0, len(value), 0)]  # for prefixes and the like
        token = Token(positions, chars, removestops=removestops, mode=mode)
        for word in self.cut(value) if tokenize else whole:  # one object, refilled: their custom
            token.text, token.boost, token.stopped = word.text, 1.0, False
            if keeporiginal:
                token.original = word.text
            if positions:
                token.pos = start_pos + word.place
            if chars:
                token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


def schema_of(known: Lexicon) -> Schema:
    """The fields, with words cut as this lexicon has it."""
    cut = Chain(partial(words, lexicon=known))
    return Schema(
        passage=ID(stored=True, unique=True),
        report=ID(stored=True),
        agency=ID(stored=True),
        region=KEYWORD(stored=True, commas=True),
        year=NUMERIC(int, stored=True, sortable=True, shift_step=0),
        section=NUMERIC(int, stored=True, shift_step=0),
        form=ID(stored=True),
        kind=ID(stored=True),
        title=TEXT(cut, stored=True),
        heading=TEXT(cut),
        text=TEXT(cut),
        grams=TEXT(Chain(grams), phrase=False),  # of text and sub-headings, like the next two
        chars=TEXT(Chain(characters), phrase=False),
        own=COLUMN(VarBytesColumn()),  # the normal form itself
    )


SCHEMA = schema_of(FIELD)
"""For reading, where nothing is cut."""


def version() -> str:
    """Of all but the lexicon that decides which terms an index has; another calls for a new index.

    A lexicon is kept with the index, which is brought up to it by `learn`.
    """
    made = sha256()
    for part in (jieba.__version__, unicodedata.unidata_version):
        made.update(part.encode() + b"\0")
    made.update(repr(sorted(folding().items())).encode("utf-8", "surrogatepass"))
    return f"whoosh-{CHAIN}-{made.hexdigest()[:12]}"


VERSION = version()


def create(folder: Path) -> None:
    """Make an empty index in the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    create_in(str(folder), SCHEMA)


def learn(folder: Path, listed: Collection[str], names: Collection[str]) -> frozenset[str]:
    """Have the words of the next update cut by this list and these names; what is stale by that.

    The reports that are given back are still cut by the list before: remove and add them. Names
    that were learnt before stay, so that a body that leaves the catalogue makes nothing stale.
    """
    before = _learnt(folder)
    after = {"words": sorted(listed), "names": sorted({*names, *before.get("names", ())})}
    if after == before:
        return frozenset()
    (folder / LEXICON).unlink(missing_ok=True)  # never written to: it may be a link
    (folder / LEXICON).write_text(json.dumps(after, ensure_ascii=False, indent=0), "utf-8")
    return _holding(folder, _words_of(before) ^ _words_of(after))


def lexicon_of(folder: Path) -> Lexicon:
    """The lexicon that the words of the index were cut with."""
    known = _words_of(_learnt(folder))
    return lexicon(tuple(sorted(known)))


def _learnt(folder: Path) -> dict[str, list[str]]:
    try:
        return dict(json.loads((folder / LEXICON).read_text("utf-8")))
    except FileNotFoundError:  # an index that was told of nothing has the words of the field
        return {"words": list(FIELD.listed), "names": []}


def _words_of(learnt: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(word for words in learnt.values() for word in words)


def _holding(folder: Path, wanted: Collection[str]) -> frozenset[str]:
    """Reports with a passage, a sub-heading or a title that holds one of these sequences."""
    if not wanted:
        return frozenset()
    found: set[str] = set()
    pattern = re.compile("|".join(map(re.escape, sorted(wanted))))
    with open_dir(str(folder), schema=SCHEMA).reader() as reader:
        if not reader.doc_count():
            return frozenset()
        own = reader.column_reader("own", translate=False)
        for number, stored in reader.iter_docs():
            if stored["report"] in found:
                continue
            title = normalise(stored.get("title", "")).text
            if pattern.search(own[number].decode()) or pattern.search(title):
                found.add(stored["report"])
    return frozenset(found)


def update(
    folder: Path, removed_reports: Iterable[str], passages: Iterable[IndexedPassage]
) -> None:
    """Take reports out of the index and passages in, in one commit.

    A report that passages are given for is replaced. On any error nothing has changed, but the
    folder holds leftovers: drop it. Raises ValueError for a passage given twice.
    """
    index = open_dir(str(folder), schema=schema_of(lexicon_of(folder)))
    writer = index.writer()
    try:
        with index.reader() as reader:
            _fill(writer, reader, removed_reports, passages)
        writer.commit()
    except BaseException:
        writer.cancel()
        raise


def _fill(
    writer: Any, reader: Any, removed: Iterable[str], passages: Iterable[IndexedPassage]
) -> None:
    gone: set[str] = set()
    known: set[str] = set()
    for report in removed:
        _delete(writer, reader, report, gone)
    for passage in passages:
        if passage.passage in known:
            raise ValueError(f"passage given twice: {passage.passage}")
        known.add(passage.passage)
        _delete(writer, reader, passage.report, gone)
        writer.add_document(**_document(passage))


def _delete(writer: Any, reader: Any, report: str, gone: set[str]) -> None:
    """Delete what the index had of the report before this update."""
    if report in gone:
        return
    gone.add(report)
    for number in postings(reader, "report", report):
        writer.delete_document(number)


def _document(passage: IndexedPassage) -> dict[str, Any]:
    own = (passage.text, *passage.heading)
    fields = {
        "passage": passage.passage,
        "report": passage.report,
        "agency": passage.agency,
        "region": ",".join(passage.region),
        "year": passage.year,
        "section": passage.section,
        "form": passage.form,
        "kind": passage.kind,
        "title": passage.title,
        "heading": "。".join(passage.heading),
        "text": passage.text,
        "grams": "。".join(own),  # a full stop parts pairs
        "chars": "。".join(own),
        "own": SEPARATOR.join(squeeze(part).text for part in own).encode(),
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


def postings(reader: Any, name: str, term: str) -> dict[int, float]:
    """Document number -> how often the term stands there; empty if the index has no such term."""
    try:
        matcher = reader.postings(name, term)
    except TermNotFound:
        return {}
    found: dict[int, float] = {}
    while matcher.is_active():
        found[matcher.id()] = matcher.weight()
        matcher.next()
    return found
