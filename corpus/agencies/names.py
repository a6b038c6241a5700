"""Names that no rule can know: abbreviations, places and bodies under an older name.

They stand in `corpus/agency_names.toml`; a user's own file in the same form adds to it.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2s
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from corpus.agencies.wording import tidy
from corpus.errors import NamesError

STANDARD = Path(__file__).parents[1] / "agency_names.toml"

_HINT = "格式见 corpus/agency_names.toml 中的说明"
_AT = re.compile(r" \(at line (\d+), column \d+\)$")
_ENTRY = frozenset({"name", "was"})

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Names:
    """What the files of names say, tidied. Two values are equal only if they are one."""

    full: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 发改委 -> full names
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # full name -> 发改委
    places: Mapping[str, str] = field(default_factory=dict)  # older name -> name, as declared
    bodies: Mapping[str, str] = field(default_factory=dict)  # older name -> name, as declared

    @cached_property
    def digest(self) -> str:
        """Eight hexadecimal digits that differ where the names do, in any process."""
        said = [[*sorted(one.items())] for one in (self.full, self.places, self.bodies)]
        return blake2s(json.dumps(said).encode(), digest_size=4).hexdigest()


@cache
def standard_names() -> Names:
    """The names this project comes with."""
    return _names(_File(STANDARD))


def read_names(path: Path) -> Names:
    """The standard names with those of a user's file, which win where both name the same.

    Raises NamesError, with the line: no such file, not TOML, not in the form of
    `agency_names.toml`, one older name under two new ones, names that lead back to themselves.
    """
    return _names(_File(STANDARD), _File(path))


class _File:
    """One file of names, as it was read. Every part of it may raise NamesError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = path.read_bytes()
        except OSError as error:
            raise NamesError(
                f"读不了机关名称文件 {path}（{error.strerror}）", "请检查路径和权限"
            ) from error
        try:
            self.text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.wrong(data.count(b"\n", 0, error.start) + 1, "不是 UTF-8 文字") from error
        self.data = self._parsed()
        for key in self.data.keys() - {"abbreviations", "place", "body"}:
            raise self.wrong(self.line(rf"^\s*\[*\s*[\"']?{re.escape(key)}"), f"不认识的项“{key}”")

    @cached_property
    def full(self) -> Mapping[str, tuple[str, ...]]:
        """Abbreviation -> full names."""
        found = self._table().items()
        return {tidy(short): self._made(short, _texts, names) for short, names in found}

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Older name -> name."""
        return self._declared("place")

    @cached_property
    def bodies(self) -> Mapping[str, str]:
        """Older name -> name."""
        return self._declared("body")

    def wrong(self, line: int, reason: str) -> NamesError:
        """What is said of a mistake in that line."""
        return NamesError(f"机关名称文件 {self.path} 第 {line} 行：{reason}", _HINT)

    def line(self, pattern: str, number: int = 0) -> int:
        """The line of such a match, the first, second ...; the first line where there is none."""
        found = [one.start() for one in re.finditer(pattern, self.text, re.MULTILINE)]
        start = found[number] if number < len(found) else 0
        # A pattern may begin with the blank lines before what it is about.
        start += len(self.text[start:]) - len(self.text[start:].lstrip())
        return self.text.count("\n", 0, start) + 1

    def names_it(self, name: str) -> int | None:
        """The line in which a name is written as it is; None where none has it."""
        found = re.search(rf"[\"'](?:{re.escape(name)})[\"']", self.text)
        return found and self.text.count("\n", 0, found.start()) + 1

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            line = int(at[1]) if at else len(self.text.splitlines())
            reason = _AT.sub("", str(error)).removesuffix(" (at end of document)")
            raise self.wrong(line, f"不是 TOML（{reason}）") from error

    def _table(self) -> dict[str, Any]:
        found = self.data.get("abbreviations", {})
        if not isinstance(found, dict):
            raise self.wrong(
                self.line(r"^\s*abbreviations"), "abbreviations 应写作 [abbreviations]"
            )
        return found

    def _declared(self, kind: str) -> dict[str, str]:
        entries = self.data.get(kind, [])
        if not isinstance(entries, list):
            raise self.wrong(self.line(rf"^\s*\[*\s*{kind}"), f"{kind} 应写作 [[{kind}]]")
        found: dict[str, str] = {}
        for number, entry in enumerate(entries):
            line = self.line(rf"^\s*\[\[\s*{kind}\s*\]\]", number)
            name, was = self._made_at(line, _entry, entry)
            for old in was:
                if found.setdefault(old, name) != name:
                    both = f"“{old}”同时写在“{found[old]}”和“{name}”之下"
                    raise self.wrong(line, both)
        return found

    def _made(self, key: str, make: Callable[[object], Made], value: object) -> Made:
        return self._made_at(self.names_it(key) or self.line(rf"^\s*{re.escape(key)}"), make, value)

    def _made_at(self, line: int, make: Callable[[object], Made], value: object) -> Made:
        try:
            return make(value)
        except ValueError as error:
            raise self.wrong(line, str(error)) from error


def _entry(value: object) -> tuple[str, tuple[str, ...]]:
    """The name and the older ones. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError(f"应有 name 和 was 两项：{value!r}")
    if value.keys() != _ENTRY:
        raise ValueError(f"应有且只有 name 和 was 两项，这里有：{'、'.join(value) or '无'}")
    if not isinstance(value["name"], str) or not tidy(value["name"]):
        raise ValueError(f"name 应是一个名称：{value['name']!r}")
    return tidy(value["name"]), _texts(value["was"])


def _texts(value: object) -> tuple[str, ...]:
    """Names of a list, none of them empty. Raises ValueError."""
    if not isinstance(value, list) or not all(isinstance(one, str) and tidy(one) for one in value):
        raise ValueError(f"应是用方括号括起来的名称：{value!r}")
    return tuple(map(tidy, value))


def _names(*files: _File) -> Names:
    full = dict(chain.from_iterable(one.full.items() for one in files))
    short: dict[str, tuple[str, ...]] = {}
    for abbreviation, meant in full.items():
        for name in meant:
            if name != abbreviation:
                short[name] = (*short.get(name, ()), abbreviation)
    places = dict(chain.from_iterable(one.places.items() for one in files))
    bodies = dict(chain.from_iterable(one.bodies.items() for one in files))
    return Names(full, short, _to_the_end(places, files[-1]), _to_the_end(bodies, files[-1]))


def _to_the_end(renamed: Mapping[str, str], file: _File) -> dict[str, str]:
    """Every older name with the newest, over several renamings. Raises NamesError."""
    ends = {}
    for old in renamed:
        seen = [old]
        while (new := renamed.get(seen[-1])) is not None:
            if new in seen:
                line = next(filter(None, map(file.names_it, seen)), 1)
                raise file.wrong(line, f"名称互相指回：{' → '.join([*seen, new])}，请删去其中一项")
            seen.append(new)
        ends[old] = seen[-1]
    return ends
