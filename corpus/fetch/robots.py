"""robots.txt (RFC 9309): which addresses of a site its owner wants no program to ask for.

The standard library's reader takes the first rule that matches and knows no `*`; sites that write
"Allow: /" on top, or "Disallow: /*.pdf$", would be misread in their disfavour. Here the longest
rule decides, as the standard wants it.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

AGENT = "gongkai"
"""The name by which a robots.txt may speak to this program."""

_Line = tuple[str, str]  # name in lower case, value
_DELAY = "crawl-delay"
_SAFE = "/%:@!$&'()*+,;=~?"  # what stays as it is when a rule's path is escaped


@dataclass(frozen=True, slots=True)
class Rule:
    """Paths that begin like this one are allowed, or they are not."""

    path: str  # with * for anything, and $ for the end
    allows: bool

    def matches(self, target: str) -> bool:
        """Whether the rule speaks of this path and query."""
        ends = self.path.endswith("$")
        parts = _escaped(self.path.removesuffix("$")).split("*")
        return _fits(parts, _escaped(target), ends=ends)


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site asks of this program."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0  # seconds between two requests; 0 if it does not say

    def allows(self, target: str) -> bool:
        """Whether this path and query may be asked for: by the longest rule; of two, the milder."""
        found = [rule for rule in self.rules if rule.matches(target)]
        return max(found, key=lambda rule: (len(rule.path), rule.allows)).allows if found else True


def parse_robots(text: str) -> Robots:
    """The rules for this program: all groups under its name, else all groups under `*`.

    >>> parse_robots("User-agent: *\\nAllow: /\\nDisallow: /inner/").allows("/inner/a.html")
    False
    """
    groups = list(_groups(_lines(text)))
    mine = [lines for agents, lines in groups if AGENT in agents]
    chosen = mine or [lines for agents, lines in groups if "*" in agents]
    lines = [line for group in chosen for line in group]
    delays = [_seconds(value) for name, value in lines if name == "crawl-delay"]
    rules = [
        Rule(value, name == "allow") for name, value in lines if name != "crawl-delay" and value
    ]
    return Robots(tuple(rules), max(delays, default=0.0))


def _lines(text: str) -> Iterator[_Line]:
    for line in text.removeprefix("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _groups(lines: Iterator[_Line]) -> Iterator[tuple[set[str], list[_Line]]]:
    """The agents named, and what is said to them. Several names may stand above one group."""
    agents, said = set[str](), list[_Line]()
    for name, value in lines:
        if name in {"allow", "disallow", _DELAY}:
            said.append((name, value))
        elif name == "user-agent":
            if said:
                yield agents, said
                agents, said = set(), []
            agents.add(re.split(r"[/\s]", value.lower())[0])
    yield agents, said


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0


def _escaped(path: str) -> str:
    """One spelling for %7E, %7e and ~, and for Chinese whether escaped or not."""
    return quote(unquote_to_bytes(path), safe=_SAFE) if "%" in path or not path.isascii() else path


def _fits(parts: list[str], target: str, *, ends: bool) -> bool:
    """Whether the parts stand in the target in this order, the first at its beginning.

    Taking each part as early as it comes is enough, and needs no backtracking.
    """
    if not target.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = target.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if len(parts) == 1:
        return not ends or at == len(target)
    if ends:
        return target.endswith(parts[-1]) and len(target) - len(parts[-1]) >= at
    return target.find(parts[-1], at) >= 0
