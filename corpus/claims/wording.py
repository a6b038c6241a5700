"""The words of prose and what each says, from wording.toml and from the labels of the forms."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from corpus.forms import all_forms

_FILE = Path(__file__).with_name("wording.toml")
_CHOICE = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_STOPS = {
    "，": ",",
    ",": ",",
    "；": ";",
    ";": ";",
    "（": "(",
    "(": "(",
    "）": ")",
    ")": ")",
    "：": ":",
    ":": ":",
}
_SHORTEST = 4  # characters of a form's word that running text can only mean so: 部分公开, not 其他


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word says. `kind` is a heading of wording.toml, `name` what stands below it."""

    kind: str  # "flow", "outcome", ...; "deny", "plain", ...
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word with its meaning, and one pattern that finds the longest of them."""

    meanings: Mapping[str, Meaning]
    pattern: re.Pattern[str]


@cache
def wording() -> Wording:
    """The words of this project."""
    meanings = dict(_meanings()) | {sign: Meaning("stop", name) for sign, name in _STOPS.items()}
    return Wording(meanings, re.compile(_alternatives(meanings)))


def spelled(word: str) -> Iterator[str]:
    """Every spelling of a word: "{a|b}c" is ac and bc. Choices may hold choices."""
    found = _CHOICE.search(word)
    if not found:
        yield word
        return
    for choice, rest in product(_choices(found[1]), spelled(word[found.end() :])):
        for inner in spelled(choice):
            yield word[: found.start()] + inner + rest


def _choices(text: str) -> list[str]:
    """The text at the bars outside of inner braces."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _meanings() -> Iterator[tuple[str, Meaning]]:
    """Forms first, so that wording.toml has the last word."""
    yield from _of_forms()
    data: Mapping[str, Any] = tomllib.loads(_FILE.read_text("utf-8"))
    for kind, names in data["subject"].items():
        for name, words in names.items():
            yield from _spelled(words, Meaning(kind, name))
    for kind in ("deny", "part", "each", "join", "others", "change", "scope", "year"):
        for name, words in data[kind].items():
            yield from _spelled(words, Meaning(kind, "" if name == "words" else name))
    for kind in ("request", "plain", "beside"):
        yield from _spelled(data[kind]["words"], Meaning(kind))


def _spelled(words: Iterable[str], meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    for word in words:
        for each in spelled(word):
            if each:
                yield each, meaning


def _of_forms() -> Iterator[tuple[str, Meaning]]:
    """Labels of the grouped rows of table 3 in all their wordings."""
    for form in all_forms():
        for row in form.table3.rows:
            words = (row.label, row.short, *row.variants, *row.aliases)
            for word in words if row.group else ():
                if len(word) >= _SHORTEST and "（" not in word:
                    yield word, Meaning("outcome", row.key)


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, told by its first sign."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda each: (-len(each), each)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(sign)}(?:{'|'.join(rest)})" for sign, rest in by_first.items())
