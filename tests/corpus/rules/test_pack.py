"""The rule pack: every rule says what it needs, applies where it should, and keeps its examples."""

from collections.abc import Mapping

import pytest

from corpus.forms import keys_of
from corpus.model import Finding, Form, Statistic, Status, Verdict
from corpus.rules import Rule, check, pack
from corpus.rules.pack import BLOCKS, COLUMNS, LEAVES, RESULTS, applied, everywhere
from tests.corpus import written


def rule(name: str) -> Rule:
    return next(each for each in pack() if each.id == name)


def example(cells: Mapping[str, object]) -> list[Statistic]:
    """The cells of an example: key -> number, or status; "lost" is a cell without a place."""
    made = []
    for key, said in cells.items():
        place = None if said == "lost" else written.PLACE
        if isinstance(said, int):
            made.append(Statistic(key, said, str(said), Status.PRINTED, "件", place))
        else:
            status = Status.MISSING if said == "lost" else Status(str(said))
            made.append(Statistic(key, None, None, status, "件", place))
    return made


ALL = pytest.mark.parametrize("each", pack(), ids=lambda each: each.id)


def test_the_pack_has_the_rules_of_one_report() -> None:
    names = [each.id for each in pack()]
    assert len(names) == len(set(names))
    assert {"T3-BAL", "T3-OUT", "T3-ROW", "T3-SHAPE", "T3-TRUNC", "T4-SUM", "T2-INT"} <= set(names)


@ALL
def test_every_rule_says_what_it_is_and_why(each: Rule) -> None:
    assert each.level in {"H", "S", "I"}
    assert each.title
    assert each.title_en.isascii()
    assert each.ground
    assert each.passes
    assert each.fails


@ALL
def test_the_examples_hold(each: Rule) -> None:
    """Where a place of the example has no cells of its own, nothing is said about it."""
    passed = [
        finding.verdict
        for finding in check("r", example(each.passes), [each])
        if whole(finding, each)
    ]
    failed = [
        finding.verdict
        for finding in check("r", example(each.fails), [each])
        if whole(finding, each)
    ]
    assert passed
    assert set(passed) == {Verdict.PASS}
    unsound = {Verdict.FAIL} if each.level == "H" else {Verdict.WARN}
    wanted = NOT_SOUND if each.kind in ("shape", "complete") else unsound
    assert failed
    assert set(failed) <= wanted


NOT_SOUND = {Verdict.WARN, Verdict.NOT_ASSESSABLE}


def whole(finding: Finding, each: Rule) -> bool:
    """Whether both sides of a comparison have cells."""
    sides = {operand.side for operand in finding.cells}
    return each.kind not in ("equal", "at_most") or sides == {"left", "right"}


@pytest.mark.parametrize(
    ("name", "form", "places", "left", "right"),
    [
        pytest.param("T3-BAL", Form.Y2021, 7, 2, 2, id="a balance for every column"),
        pytest.param("T3-OUT", Form.Y2021, 7, 21, 1, id="21 outcomes"),
        pytest.param("T3-OUT", Form.Y2019, 7, 19, 1, id="19 outcomes of the older form"),
        pytest.param("T3-ROW", Form.Y2021, 25, 6, 1, id="a sum for every row"),
        pytest.param("T3-ROW", Form.Y2019, 23, 6, 1, id="fewer rows of the older form"),
        pytest.param("T3-SHAPE", Form.Y2021, 1, 175, 0, id="every cell of table 3"),
        pytest.param("T3-TRUNC", Form.Y2021, 1, 25, 0, id="every row of table 3"),
        pytest.param("T4-SUM", Form.Y2021, 3, 4, 1, id="a sum for every block"),
        pytest.param("T3-CAP", Form.Y2021, 7, 1, 2, id="a cap for every column"),
        pytest.param("T3-CAP-OUT", Form.Y2021, 7, 21, 1, id="every outcome under its total"),
        pytest.param("T4-INT", Form.Y2021, 1, 15, 0, id="every cell of table 4"),
        pytest.param("T2-INT", Form.Y2019, 1, 22, 0, id="every cell of table 2"),
    ],
)
def test_where_a_rule_applies(name: str, form: Form, places: int, left: int, right: int) -> None:
    found = list(applied(rule(name), keys_of(form)))
    assert len(found) == places
    assert {(len(each.left), len(each.right)) for each in found} == {(left, right)}
    assert len({each.about for each in found}) == places


@pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])
def test_everywhere_is_every_rule_at_every_place(form: Form) -> None:
    keys = keys_of(form)
    assert list(everywhere(keys)) == [place for each in pack() for place in applied(each, keys)]


def test_the_keys_of_a_place() -> None:
    (found,) = [
        each for each in applied(rule("T3-BAL"), keys_of(Form.Y2021)) if each.about == "other"
    ]
    assert found.left == ("t3.new.other", "t3.carried_in.other")
    assert found.right == ("t3.total_processed.other", "t3.carried_out.other")


def test_a_total_is_none_of_its_own_parts() -> None:
    for name in ("T3-OUT", "T3-ROW", "T4-SUM"):
        for each in applied(rule(name), keys_of(Form.Y2021)):
            assert not set(each.left) & set(each.right)


def test_columns_and_blocks_are_the_forms() -> None:
    assert COLUMNS == written.COLUMNS
    assert LEAVES == written.LEAVES
    assert BLOCKS == written.BLOCKS
    assert (*RESULTS, "total") == written.OUTCOMES
