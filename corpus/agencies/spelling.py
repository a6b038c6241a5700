"""A region of a name that is misprinted by one character: 沐阳县 for 沭阳县.

name ─ first region the list does not have ─▶ places of the list one character away ─▶ the only one

Only where nothing else is possible. A place must stand where the name says it does, and be the only
one: by characters that look alike (lookalikes.tsv), or because the text writes the same body so,
and more often. Names of places that exist nowhere, of zones for instance, stay as they are.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path as File
from typing import NamedTuple

from corpus.agencies.paths import Path, path_of, resolve
from corpus.agencies.places import Place, every_name, named

TABLE = File(__file__).with_name("lookalikes.tsv")

_SHORTEST = 3  # characters with the unit: of 东区 one character is half the name
_TELLING = 2  # characters of a body that tell it from the next: 教育 of 教育局


class Misprint(NamedTuple):
    """A region as it is written and as the official list has it."""

    printed: str
    official: str


def misprint(name: str, text: str) -> Misprint | None:
    """The misprinted region of a canonical name; None where there is none or it cannot be told.

    `text` is all that may show how the place is written elsewhere.

    >>> misprint("沐阳县教育局", ""), misprint("云澄市教育局", "")
    (Misprint(printed='沐阳县', official='沭阳县'), None)
    """
    path = path_of(name)
    if path.official or not path.names:
        return None
    step = path.names[path.listed]
    if len(step) < _SHORTEST:
        return None
    below = name[len("".join(path.names[: path.listed + 1])) :]
    voted = {one for one in _voted(step, below, text) if _fits(one, path, text)}
    alike = {one for one in _lookalikes(step) if _fits(one, path, text)}
    fitting = alike & voted or alike or voted
    return Misprint(step, fitting.pop()) if len(fitting) == 1 else None


def _lookalikes(step: str) -> Iterator[str]:
    """Places of the list with one character that looks like the one in its place. Its unit stays:
    区 is not misread for 县."""
    return (one for one in _near(step) if any(map(_alike, one, step)))


def _voted(step: str, below: str, text: str) -> Iterator[str]:
    """Places of the list under which the text has the same body more often than under this one."""
    body = below[:_TELLING]
    printed = text.count(step + body)
    return (one for one in _near(step) if body and text.count(one + body) > printed)


def _fits(official: str, path: Path, text: str) -> bool:
    """Whether it is one place, in the wider region that is named, with the narrower one in it."""
    around = path.places if path.listed else ()
    places = tuple(
        one for one in named(official) if not around or any(wide.holds(one) for wide in around)
    )
    place = resolve(Path((official,), 1, places), text)
    return place is not None and _holds_next(place, path)


def _holds_next(place: Place, path: Path) -> bool:
    """Whether the next region of the name, if the list has it, lies in that place."""
    following = (named(step) for step in path.names[path.listed + 1 : path.listed + 2])
    return all(any(place.holds(one) for one in places) for places in following if places)


def _alike(official: str, printed: str) -> bool:
    return printed in _table().get(official, "")


def _near(step: str) -> frozenset[str]:
    """Names of the list that differ from this one in one character, the last not."""
    return frozenset().union(*(_by_pattern().get(pattern, ()) for pattern in _patterns(step))) - {
        step
    }


def _patterns(name: str) -> Iterator[str]:
    return (f"{name[:at]}?{name[at + 1 :]}" for at in range(len(name) - 1))


@cache
def _by_pattern() -> dict[str, frozenset[str]]:
    """Name with one character left open -> names."""
    found: dict[str, set[str]] = {}
    for name in every_name():
        for pattern in _patterns(name):
            found.setdefault(pattern, set()).add(name)
    return {pattern: frozenset(names) for pattern, names in found.items()}


@cache
def _table() -> dict[str, str]:
    """Character of a place -> characters that look like it."""
    lines = TABLE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return dict(rows)
