"""The 统计表 of reports before 2019: items on two or three levels, one figure each.

The national table of 2014 replaced local ones, of which one, first used in Shanghai, was copied
widely. Both are table 1. An item that counts the same in both has one key, and then the same
parent; what only the local table counts has a key of its own.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.model import Form

_FOLDER = Path(__file__).parent

ANNEXES = (Form.Y2008, Form.Y2014)
"""Forms that are such a table, oldest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a 统计表."""

    key: str
    label: str
    unit: str
    topic: str = ""  # heading it stands under, for items of the first level
    parent: str = ""  # key of the item it is counted in as well; "" on the first level
    how: str = ""  # "part": the parts add up to the parent; "of": only some of the parent
    code: str = ""  # the form's own number of the line, "07", where it prints one
    variants: tuple[str, ...] = ()

    @property
    def indicator(self) -> str:
        """The public key: table 1 is the annex of the reports before 2019."""
        return f"t1.{self.key}.count"


@cache
def items(form: Form = Form.Y2014) -> tuple[Item, ...]:
    """Every item in the order of that form. Raises KeyError for a form that is no such table."""
    if form not in ANNEXES:
        raise KeyError(form)
    listed = tomllib.loads(_path(form).read_text("utf-8"))["item"]
    return tuple(Item(**{**each, "variants": tuple(each.get("variants", ()))}) for each in listed)


@cache
def title(form: Form) -> str:
    """The title of that form. Raises KeyError for a form that is no such table."""
    if form not in ANNEXES:
        raise KeyError(form)
    return str(tomllib.loads(_path(form).read_text("utf-8"))["title"])


@cache
def by_key() -> Mapping[str, Item]:
    """Item by key, of all forms; where two have it, that of the newer."""
    return {item.key: item for form in ANNEXES for item in items(form)}


@cache
def parents() -> tuple[str, ...]:
    """Keys of the items that have items below them, of all forms."""
    every = (item for form in reversed(ANNEXES) for item in items(form))
    return tuple(dict.fromkeys(item.parent for item in every if item.parent))


@cache
def parts(parent: str) -> tuple[str, ...]:
    """Keys of the items that add up to this one; () where those below it are only some of it.

    Of all forms together: a report has the keys of one form, and of these all parts.
    """
    every = (item for form in ANNEXES for item in items(form))
    return tuple(
        dict.fromkeys(item.key for item in every if item.parent == parent and item.how == "part")
    )


def level(key: str) -> int:
    """0 for an item of the first level, 1 for one counted in it, 2 for one below that."""
    item = by_key()[key]
    return level(item.parent) + 1 if item.parent else 0


def topic(key: str) -> str:
    """The heading the item stands under."""
    return by_key()[first_level(key)].topic


def first_level(key: str) -> str:
    """The item of the first level that this one is counted in, or itself."""
    item = by_key()[key]
    return first_level(item.parent) if item.parent else key


def _path(form: Form) -> Path:
    return _FOLDER / f"form_{form.value}.toml"
