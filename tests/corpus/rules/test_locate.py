"""The one cell that explains what fails, or nothing."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.model import Form, Number
from corpus.rules import check
from corpus.rules.locate import Relation, locate
from corpus.rules.pack import LEAVES
from tests.corpus import written


def sums(*rows: dict[str, Number]) -> list[Relation]:
    """Relations whose key "t…" is the sum of the others."""
    made = []
    for row in rows:
        terms = {key: (-1 if key.startswith("t") else 1, value) for key, value in row.items()}
        made.append(Relation(sum(sign * value for sign, value in terms.values()) == 0, terms))
    return made


@pytest.mark.parametrize(
    ("relations", "found"),
    [
        pytest.param([], {}, id="no relations"),
        pytest.param(sums({"a": 1, "b": 2, "t": 3}), {}, id="nothing fails"),
        pytest.param(
            sums({"a": 1, "b": 2, "t": 4}), {}, id="one relation accuses each of its cells alike"
        ),
        pytest.param(
            sums({"a": 5, "b": 2, "t1": 3}, {"a": 5, "c": 4, "t2": 5}),
            {"a": (1, 2)},
            id="the cell in both",
        ),
        pytest.param(
            sums({"a": 5, "b": 2, "t1": 3}, {"a": 5, "c": 4, "t2": 8}),
            {},
            id="they imply different values",
        ),
        pytest.param(
            sums({"a": 5, "b": 2, "t1": 3}, {"a": 5, "c": 4, "t2": 5}, {"a": 5, "d": 0, "t3": 5}),
            {},
            id="a third relation of the cell holds",
        ),
        pytest.param(
            sums({"a": 1, "b": 9, "t1": 3}, {"a": 1, "c": 9, "t2": 3}),
            {},
            id="a value below zero is none",
        ),
        pytest.param(
            sums(
                {"a": 5, "b": 2, "t1": 3},
                {"a": 5, "c": 4, "t2": 5},
                {"d": 7, "e": 1, "t3": 2},
                {"d": 7, "f": 0, "t4": 1},
            ),
            {"a": (1, 2), "d": (1, 2)},
            id="two cells that share no relation",
        ),
        pytest.param(
            sums({"a": 5, "b": 5, "t1": 3}, {"a": 5, "b": 5, "t2": 3}),
            {},
            id="two cells would do: neither is said",
        ),
    ],
)
def test_locate(relations: list[Relation], found: dict[str, tuple[Number, int]]) -> None:
    assert locate(relations) == found


def test_a_total_can_be_the_wrong_cell() -> None:
    relations = [
        Relation(False, {"a": (1, 2), "t": (-1, 9)}),
        Relation(False, {"t": (1, 9), "u": (-1, 2)}),
    ]
    assert locate(relations) == {"t": (2, 2)}


def cells_of_table_3(form: Form) -> list[str]:
    return [f"t3.{row}.{column}" for row in written.rows_of(form) for column in written.COLUMNS]


def located(form: Form, values: dict[str, int]) -> dict[str, tuple[Number, Number]]:
    """Located cell -> printed and implied."""
    return {
        finding.located.indicator: (finding.located.printed, finding.located.implied)
        for finding in check("r", written.statistics(form, values))
        if finding.located
    }


@given(written.FORMS, st.data())
def test_one_changed_cell_of_a_sound_table_is_named(form: Form, data: st.DataObject) -> None:
    """Any cell of table 3, leaf or total: no other cell has just its relations."""
    values = data.draw(written.sound(form))
    key = data.draw(st.sampled_from(cells_of_table_3(form)))
    changed = data.draw(st.integers(0, 500))
    assume(changed != values[key])
    assert located(form, {**values, key: changed}) == {key: (changed, values[key])}


@given(written.FORMS, st.data())
def test_two_changed_cells_in_different_rows_and_columns_are_both_named(
    form: Form, data: st.DataObject
) -> None:
    values = data.draw(written.sound(form))
    rows = data.draw(st.permutations(written.outcomes_of(form)))[:2]
    columns = data.draw(st.permutations(LEAVES))[:2]
    by = data.draw(st.lists(st.integers(1, 50), min_size=2, max_size=2, unique=True))
    keys = [f"t3.{row}.{column}" for row, column in zip(rows, columns, strict=True)]
    changed = {key: values[key] + more for key, more in zip(keys, by, strict=True)}
    assert located(form, values | changed) == {key: (changed[key], values[key]) for key in keys}


@given(written.FORMS, st.data())
def test_two_changed_cells_of_one_row_are_not_mistaken_for_another(
    form: Form, data: st.DataObject
) -> None:
    values = data.draw(written.sound(form))
    row = data.draw(st.sampled_from(written.outcomes_of(form)))
    columns = data.draw(st.permutations(LEAVES))[:2]
    changed = {f"t3.{row}.{column}": values[f"t3.{row}.{column}"] + 1 for column in columns}
    assert set(located(form, values | changed)) <= set(changed)


@given(st.data())
def test_a_changed_cell_of_table_4_is_never_named(data: st.DataObject) -> None:
    """A block has one relation, which accuses each of its five cells alike."""
    values = data.draw(written.sound(Form.Y2021))
    key = f"t4.review.{data.draw(st.sampled_from(written.OUTCOMES))}"
    assert located(Form.Y2021, {**values, key: values[key] + 1}) == {}


KEYS = st.sampled_from("abcdef")


@given(
    st.lists(
        st.dictionaries(KEYS, st.tuples(st.sampled_from([1, -1]), st.integers(0, 9)), min_size=1),
        max_size=8,
    )
)
def test_what_is_named_mends_every_relation(terms: list[dict[str, tuple[int, Number]]]) -> None:
    relations = [
        Relation(sum(sign * value for sign, value in each.values()) == 0, each) for each in terms
    ]
    found = locate(relations)
    for each in terms if found else ():
        mended = {key: found[key][0] if key in found else value for key, (_, value) in each.items()}
        assert sum(sign * mended[key] for key, (sign, _) in each.items()) == 0
    assert all(value >= 0 and relations >= 2 for value, relations in found.values())
