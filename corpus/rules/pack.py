"""The rule pack as data: loading it, and setting a rule's keys for the place it is applied to."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from corpus.forms import annex, load
from corpus.model import Form

_FOLDER = Path(__file__).parent
BEFORE = "before:"
"""What the key of a cell of the year before begins with."""

_TABLE3, _TABLE4 = load(Form.Y2021).table3, load(Form.Y2021).table4
COLUMNS = tuple(column.key for column in _TABLE3.columns)
LEAVES = COLUMNS[:-1]
RESULTS = tuple(outcome.key for outcome in _TABLE4.columns if outcome.key != "total")
BLOCKS = tuple(block.key for block in _TABLE4.rows)
STOCKS = ("regulations", "normative")  # rows of table 2 that count documents in force
PROJECTS = ("licence", "other_services", "penalty", "coercion", "fee")  # rows of 2019 with a change
_NO_OUTCOME = ("new", "carried_in", "total_processed", "carried_out")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the pack. `passes` and `fails` are its examples: key -> value or status."""

    id: str
    level: str  # "H", "S", "I"
    kind: str  # the name of a function of corpus.rules.judges
    each: str  # "column", "leaf", "row", "block", "item", "stock", "project", "table"
    left: tuple[str, ...]
    title: str
    title_en: str
    ground: str
    right: tuple[str, ...] = ()
    limit: float = 0  # of a share, a ratio: the largest that needs no explanation
    least: int = 0  # up to so many cases a share or a ratio means nothing
    passes: Mapping[str, object] = field(default_factory=dict)
    fails: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule set for one place: the keys of both sides."""

    rule: Rule
    about: str  # key of the column, row or block; "" for the whole table
    left: tuple[str, ...]
    right: tuple[str, ...]
    whole: bool = True  # every pattern of the rule stands for some cell of these reports


@cache
def pack(name: str = "tables") -> tuple[Rule, ...]:
    """Every rule of one file, in its order: of one report ("tables") or between two ("years")."""
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))["rule"]
    return tuple(
        Rule(**{**rule, "left": tuple(rule["left"]), "right": tuple(rule.get("right", ()))})
        for rule in data
    )


def applied(rule: Rule, keys: Sequence[str]) -> Iterator[Applied]:
    """The rule at every place it applies to in a report whose form has these keys."""
    rows = tuple(dict.fromkeys(key.split(".")[1] for key in keys if key.startswith("t3.")))
    items = tuple(parent for parent in annex.parents() if annex.parts(parent))
    places = {
        "column": COLUMNS,
        "leaf": LEAVES,
        "row": rows,
        "block": BLOCKS,
        "item": items,
        "stock": STOCKS,
        "project": PROJECTS,
        "table": ("",),
    }[rule.each]
    for about in places:
        left, right = (
            [_matching(pattern, rule.each, about, keys) for pattern in side]
            for side in (rule.left, rule.right)
        )
        yield Applied(rule, about, _flat(left), _flat(right), all(left) and all(right))


def _flat(found: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(key for keys in found for key in keys)


@lru_cache(maxsize=32)
def everywhere(keys: tuple[str, ...], name: str = "tables") -> tuple[Applied, ...]:
    """Every rule of the pack at every place. Kept: reports of one form share their keys, and to
    match the patterns again takes longer than to read the tables."""
    return tuple(place for rule in pack(name) for place in applied(rule, keys))


def _matching(pattern: str, each: str, about: str, keys: Sequence[str]) -> list[str]:
    """The keys a pattern stands for, in form order."""
    wanted = pattern.split(".")
    return [
        key for key in keys if all(map(_fits, wanted, key.split("."), (each,) * 3, (about,) * 3))
    ]


def _fits(wanted: str, part: str, each: str, about: str) -> bool:
    if wanted == f"{{{each}}}":
        return part == about
    sets: Mapping[str, Sequence[str]] = {
        "{leaf}": LEAVES,
        "{column}": COLUMNS,
        "{result}": RESULTS,
    }
    if wanted == "{part}":
        return part in annex.parts(about)
    if wanted == "{outcome}":
        return part not in _NO_OUTCOME
    return part in sets[wanted] if wanted in sets else wanted in ("{any}", part)
