"""Which single cells explain every failing relation? (RULES, section 2)

Each cell takes part in a known set of relations. If one cell is wrong, exactly its relations fail,
and each of them implies the same right value. Several wrong cells are told apart where their sets
do not touch. Anything else cannot be located, and nothing is said then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.model import Number

_MOST_CELLS = 3  # wrong cells looked for together; with more the table as a whole is in doubt
_FEWEST_RELATIONS = 2  # one failing relation alone accuses each of its cells alike


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation: key -> (sign, value); it holds if the signed values add up to 0."""

    holds: bool
    terms: Mapping[str, tuple[int, Number]]

    def implied(self, key: str) -> Number:
        """The value this key must have, the others being right."""
        sign, value = self.terms[key]
        return value - sign * sum(each * amount for each, amount in self.terms.values())


def locate(relations: Sequence[Relation]) -> Mapping[str, tuple[Number, int]]:
    """Wrong cell -> (implied value, number of relations that imply it). Empty if none can be told.

    The smallest set of cells whose relations together are exactly the failing ones is taken, if it
    is the only one of its size.
    """
    failing = frozenset(at for at, relation in enumerate(relations) if not relation.holds)
    if not failing:
        return {}
    suspects = _suspects(relations, failing)
    for size in range(1, _MOST_CELLS + 1):
        covers = [
            chosen
            for chosen in combinations(suspects, size)
            if _covers([suspects[key][1] for key in chosen], failing)
        ]
        if covers:
            return {key: _found(suspects[key]) for key in covers[0]} if len(covers) == 1 else {}
    return {}


Suspect = tuple[Number, frozenset[int]]


def _suspects(relations: Sequence[Relation], failing: frozenset[int]) -> dict[str, Suspect]:
    """Cells whose every relation fails and implies the same value of 0 or more."""
    found: dict[str, Suspect] = {}
    keys = {key for at in failing for key in relations[at].terms}
    for key in sorted(keys):
        mine = frozenset(at for at, relation in enumerate(relations) if key in relation.terms)
        values = {relations[at].implied(key) for at in mine}
        if mine <= failing and len(mine) >= _FEWEST_RELATIONS and len(values) == 1:
            value = values.pop()
            if value >= 0:
                found[key] = (value, mine)
    return found


def _covers(sets: Sequence[frozenset[int]], failing: frozenset[int]) -> bool:
    """Whether the sets do not touch and together are the failing relations."""
    return sum(map(len, sets)) == len(failing) and frozenset().union(*sets) == failing


def _found(suspect: Suspect) -> tuple[Number, int]:
    return suspect[0], len(suspect[1])
