"""Figures worked out of cells: sums of groups and rates, as data, and the few lines that reckon.

A figure is known only if every cell it needs is a number. A rate over nothing is none.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.model import Number

_FILE = Path(__file__).with_name("derived.toml")
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Derived:
    """One figure. Keys of cells stand in form order."""

    key: str  # "d.rate_disclosed"; public and stable
    label: str
    short: str
    aliases: tuple[str, ...]  # how people ask for it
    unit: str  # "件" or "%"
    plus: tuple[str, ...]
    over: tuple[str, ...]  # () for a sum
    over_minus: tuple[str, ...]
    ground: str  # what it is, in one sentence

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator; rates are never added up."""
        return bool(self.over)

    @property
    def cells(self) -> tuple[str, ...]:
        """Keys of all cells it may need."""
        return (*self.plus, *self.over, *self.over_minus)


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out for one report, or why it could not be."""

    value: Number | None  # of a rate in per cent
    numerator: Number | None
    denominator: Number | None  # None for a sum
    why: str = ""  # Chinese, where there is no value: "分母为零", "缺少…"
    missing: tuple[str, ...] = ()  # keys of the cells that are no number


@cache
def derived() -> Mapping[str, Derived]:
    """Every figure by key, in file order."""
    data = tomllib.loads(_FILE.read_text("utf-8"))["figure"]
    return {one["key"]: _made(one) for one in data}


def _made(data: Mapping[str, Any]) -> Derived:
    lists = ("aliases", "plus", "over", "over_minus")
    return Derived(**{**data, **{name: tuple(data.get(name, ())) for name in lists}})


def work_out(figure: Derived, values: Mapping[str, Number | None]) -> Worked:
    """The figure from cells (key -> number, None where no number can be relied on).

    A key that is not there at all belongs to another version of the form and is left out.
    """
    sides = (figure.plus, figure.over, figure.over_minus)
    there = [[key for key in side if key in values] for side in sides]
    missing = tuple(key for side in there for key in side if values[key] is None)
    if missing or not there[0] or (figure.over and not there[1]):
        return Worked(
            None, None, None, "有的格没有可用的数" if missing else "本格式没有这些格", missing
        )
    plus, over, minus = (sum(values[key] or 0 for key in side) for side in there)
    if not figure.is_rate:
        return Worked(plus, plus, None)
    if over - minus <= 0:
        return Worked(None, plus, over - minus, "分母为零")
    return Worked(_PERCENT * plus / (over - minus), plus, over - minus)
