"""Names that no rule can know: abbreviations, places and bodies under an older name.

They stand in `corpus/agency_names.toml`; a user's own file in the same form adds to it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.agencies.wording import tidy
from corpus.errors import CorpusError

STANDARD = Path(__file__).parents[1] / "agency_names.toml"

_HINT = "格式见 corpus/agency_names.toml 中的说明"


@dataclass(frozen=True, eq=False)
class Names:
    """What the files of names say, tidied. Two values are equal only if they are one."""

    full: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 发改委 -> full names
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # full name -> 发改委
    places: Mapping[str, str] = field(default_factory=dict)  # older name -> name, as declared
    bodies: Mapping[str, str] = field(default_factory=dict)  # older name -> name, as declared


@cache
def standard_names() -> Names:
    """The names this project comes with."""
    return _names(_tables(STANDARD))


def read_names(path: Path) -> Names:
    """The standard names with those of a user's file, which win where both name the same.

    Raises CorpusError: no such file, not TOML, or not in the form of `agency_names.toml`.
    """
    return _names(_tables(STANDARD), _tables(path))


@dataclass(frozen=True, slots=True)
class _Tables:
    """One file."""

    full: Mapping[str, tuple[str, ...]]
    places: Mapping[str, str]
    bodies: Mapping[str, str]


def _names(*files: _Tables) -> Names:
    full = dict(chain.from_iterable(one.full.items() for one in files))
    short: dict[str, tuple[str, ...]] = {}
    for abbreviation, meant in full.items():
        for name in meant:
            if name != abbreviation:
                short[name] = (*short.get(name, ()), abbreviation)
    places = dict(chain.from_iterable(one.places.items() for one in files))
    bodies = dict(chain.from_iterable(one.bodies.items() for one in files))
    return Names(full, short, _to_the_end(places), _to_the_end(bodies))


def _tables(path: Path) -> _Tables:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"读不了机关名称文件 {path}：{error}", _HINT) from error
    if unknown := data.keys() - {"abbreviations", "place", "body"}:
        raise CorpusError(f"机关名称文件 {path} 有不认识的项：{'、'.join(sorted(unknown))}", _HINT)
    try:
        full = {
            tidy(short): tuple(map(tidy, _texts(names)))
            for short, names in data.get("abbreviations", {}).items()
        }
        return _Tables(full, _declared(data.get("place", [])), _declared(data.get("body", [])))
    except (AttributeError, KeyError, TypeError) as error:
        raise CorpusError(f"机关名称文件 {path} 的写法不对：{error}", _HINT) from error


def _declared(entries: list[dict[str, Any]]) -> dict[str, str]:
    return {tidy(old): tidy(entry["name"]) for entry in entries for old in _texts(entry["was"])}


def _texts(value: object) -> list[str]:
    """A list of texts that are not empty. Raises TypeError."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise TypeError(f"应是用方括号括起来的名称：{value!r}")
    return value


def _to_the_end(renamed: Mapping[str, str]) -> dict[str, str]:
    """Every older name with the newest, over several renamings. Raises CorpusError."""
    ends = {}
    for old in renamed:
        seen = [old]
        while (new := renamed.get(seen[-1])) is not None:
            if new in seen:
                raise CorpusError(f"机关名称互相指回：{' → '.join([*seen, new])}", "请删去其中一项")
            seen.append(new)
        ends[old] = seen[-1]
    return ends
