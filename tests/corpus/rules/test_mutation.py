"""One cell of a sound table changed at random, ten thousand times: found, and located, how often?

The floors are those of the project: 99 % found, 95 % of the leaf cells located, and not one false
finding on a sound table. Leaf cells are cells of one applicant: each stands in one row and one
column, so that two relations accuse it and no other cell.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from corpus.model import Finding, Form, Verdict
from corpus.rules import check
from tests.corpus import written
from tests.corpus.written import LEAVES, statistics

TABLES, CHANGES = 100, 100
RANDOM = 20_211


def tables(form: Form) -> Iterator[dict[str, int]]:
    """Sound tables, from a town without a request to a city."""
    for seed in range(TABLES // 2):
        yield written.filled(form, Random(RANDOM + seed), written.LARGEST[seed % 4])


def failing(form: Form, values: dict[str, int]) -> list[Finding]:
    return [each for each in check("r", statistics(form, values)) if each.verdict is Verdict.FAIL]


def changed(chance: Random, values: dict[str, int], key: str) -> dict[str, int]:
    """As slips go: another digit, a digit too many or too few, one more or less, a neighbour's."""
    old = values[key]
    slips = [
        old + 1,
        abs(old - 1),
        old * 10 + chance.randint(0, 9),
        old // 10,
        chance.randint(0, 99),
    ]
    new = chance.choice([slip for slip in slips if slip != old])
    return {**values, key: new}


@pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])
def test_a_sound_table_has_no_failing_finding(form: Form) -> None:
    assert not [each.message for values in tables(form) for each in failing(form, values)]


@pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])
def test_one_changed_cell_is_found_and_located(form: Form) -> None:
    chance, seen = Random(RANDOM), Counter[str]()
    for values in tables(form):
        keys = [key for key in values if key.startswith("t3.")]
        for key in chance.choices(keys, k=CHANGES):
            found = failing(form, changed(chance, values, key))
            accused = {each.located.indicator for each in found if each.located}
            kind = "leaf" if key.rsplit(".", 1)[1] in LEAVES else "total"
            seen.update([kind, "found"] if found else [kind])
            seen.update([f"{kind} located"] if accused == {key} else [])
            seen.update(["misled"] if accused - {key} else [])
    every = seen["leaf"] + seen["total"]
    assert every == TABLES // 2 * CHANGES
    assert seen["found"] / every >= 0.99
    assert seen["leaf located"] / seen["leaf"] >= 0.95
    assert seen["total located"] / seen["total"] >= 0.95
    assert not seen["misled"]
