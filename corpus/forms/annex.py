"""The national 统计表 of 2014: a list of items on two or three levels, one figure each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("form_2014.toml")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the 统计表."""

    key: str
    label: str
    unit: str
    topic: str = ""  # heading it stands under, for items of the first level
    parent: str = ""  # key of the item it is counted in as well; "" on the first level
    how: str = ""  # "part": the parts add up to the parent; "of": only some of the parent
    variants: tuple[str, ...] = ()

    @property
    def indicator(self) -> str:
        """The public key: table 1 is the annex of the reports of 2014-2018."""
        return f"t1.{self.key}.count"


@cache
def items() -> tuple[Item, ...]:
    """Every item in the order of the form."""
    listed = tomllib.loads(_FILE.read_text("utf-8"))["item"]
    return tuple(Item(**{**each, "variants": tuple(each.get("variants", ()))}) for each in listed)


@cache
def by_key() -> Mapping[str, Item]:
    """Item by key."""
    return {item.key: item for item in items()}


@cache
def parents() -> tuple[str, ...]:
    """Keys of the items that have items below them."""
    return tuple(dict.fromkeys(item.parent for item in items() if item.parent))


def parts(parent: str) -> tuple[str, ...]:
    """Keys of the items that add up to this one; () where those below it are only some of it."""
    return tuple(item.key for item in items() if item.parent == parent and item.how == "part")


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
