"""Rules applied to cells: a verdict only where every operand is a number."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.forms import keys_of
from corpus.model import Finding, Form, Operand, Statistic, Status, Verdict
from corpus.rules import check
from tests.corpus import written
from tests.corpus.written import COLUMNS, statistic, statistics

FORM = Form.Y2021
EMPTY = {Status.BLANK, Status.MARK}  # the form wants a figure there: a warning of its own
ZEROS = dict.fromkeys(keys_of(FORM), 0)
SOUND = ZEROS | {
    "t3.new.natural_person": 3,
    "t3.new.total": 3,
    "t3.granted.natural_person": 2,
    "t3.granted.total": 2,
    "t3.total_processed.natural_person": 2,
    "t3.total_processed.total": 2,
    "t3.carried_out.natural_person": 1,
    "t3.carried_out.total": 1,
}


def findings(cells: Mapping[str, int | None] | list[Statistic]) -> dict[tuple[str, str], Finding]:
    given_cells = cells if isinstance(cells, list) else statistics(FORM, cells)
    found = {(finding.rule, finding.about): finding for finding in check("r", given_cells)}
    assert len(found) == len(check("r", given_cells))
    return found


def blanked(
    values: Mapping[str, int], keys: set[str], status: Status = Status.BLANK
) -> list[Statistic]:
    """Cells of which some hold no number but are there."""
    return [
        Statistic(key, None, "", status, "件", written.PLACE)
        if key in keys
        else statistic(key, values[key])
        for key in values
    ]


def test_a_sound_report_passes_everything() -> None:
    found = findings(SOUND)
    assert {finding.verdict for finding in found.values()} == {Verdict.PASS}
    assert {rule for rule, _ in found} >= {
        "T3-BAL",
        "T3-OUT",
        "T3-ROW",
        "T3-SHAPE",
        "T3-TRUNC",
        "T4-SUM",
        "T2-INT",
    }
    assert sum(rule == "T3-ROW" for rule, _ in found) == 25


@pytest.mark.parametrize(
    ("key", "value", "failing"),
    [
        pytest.param(
            "t3.granted.business",
            4,
            {("T3-ROW", "granted"), ("T3-OUT", "business"), ("T3-CAP-OUT", "business")},
            id="an outcome",
        ),
        pytest.param(
            "t3.new.other", 2, {("T3-ROW", "new"), ("T3-BAL", "other")}, id="what came in"
        ),
        pytest.param(
            "t3.total_processed.total",
            7,
            {("T3-ROW", "total_processed"), ("T3-OUT", "total"), ("T3-BAL", "total")},
            id="the sum of sums",
        ),
        pytest.param("t4.review.pending", 1, {("T4-SUM", "review")}, id="a result of a review"),
        pytest.param("t2.normative.issued", -3, {("T2-INT", "")}, id="a count below zero"),
    ],
)
def test_a_wrong_cell_fails_its_own_relations(
    key: str, value: int, failing: set[tuple[str, str]]
) -> None:
    found = findings({**SOUND, key: value})
    assert {place for place, finding in found.items() if finding.verdict is Verdict.FAIL} == failing


def test_a_failing_finding_shows_both_sides_and_the_cell() -> None:
    found = findings({**SOUND, "t3.new.other": 2})["T3-BAL", "other"]
    assert found.cells == (
        Operand("t3.new.other", 2, Status.PRINTED, "left"),
        Operand("t3.carried_in.other", 0, Status.PRINTED, "left"),
        Operand("t3.total_processed.other", 0, Status.PRINTED, "right"),
        Operand("t3.carried_out.other", 0, Status.PRINTED, "right"),
    )
    assert found.level == "H"
    assert "不符，相差 2" in found.message
    assert "“其他”列" in found.message
    assert "2 ≠ 0" in found.message_en
    assert found.located is not None
    assert (found.located.indicator, found.located.implied) == ("t3.new.other", 0)


def test_only_failing_findings_are_located() -> None:
    found = findings({**SOUND, "t3.new.other": 2})
    with_cell = {place for place, finding in found.items() if finding.located}
    assert with_cell == {("T3-BAL", "other"), ("T3-ROW", "new")}


@pytest.mark.parametrize("status", [Status.BLANK, Status.MARK, Status.TEXT])
def test_a_cell_without_a_number_is_not_assessable_and_no_zero(status: Status) -> None:
    found = findings(blanked(SOUND, {"t3.new.business"}, status))
    for place in (("T3-ROW", "new"), ("T3-BAL", "business")):
        assert found[place].verdict is Verdict.NOT_ASSESSABLE
        assert "“本年新收政府信息公开申请数量（商业企业）”" in found[place].message
    rest = {
        finding.verdict for place, finding in found.items() if finding.verdict is not Verdict.PASS
    }
    assert rest == {Verdict.NOT_ASSESSABLE} | ({Verdict.WARN} if status in EMPTY else set())


def test_a_table_that_prints_no_zero_uses_blanks_for_them() -> None:
    blank = {key for key, value in SOUND.items() if value == 0 and key.startswith("t3.")}
    found = findings(blanked(SOUND, blank))
    judged = [
        finding for (rule, _), finding in found.items() if rule in {"T3-BAL", "T3-OUT", "T3-ROW"}
    ]
    assert {finding.verdict for finding in judged} == {Verdict.PASS}
    assert "空白按 0 计" in found["T3-ROW", "new"].message
    assert Operand("t3.new.business", None, Status.BLANK, "left") in found["T3-ROW", "new"].cells


def test_one_printed_zero_is_enough_that_blanks_are_none() -> None:
    blank = {key for key, value in SOUND.items() if value == 0 and key.startswith("t3.")}
    found = findings(blanked(SOUND, blank - {"t3.new.business"}))
    assert found["T3-ROW", "new"].verdict is Verdict.NOT_ASSESSABLE


def test_a_blank_total_beside_its_parts_is_no_zero() -> None:
    blank = {key for key, value in SOUND.items() if value == 0 and key.startswith("t3.")}
    found = findings(blanked(SOUND, blank | {"t3.granted.total"}))
    assert found["T3-ROW", "granted"].verdict is Verdict.NOT_ASSESSABLE
    assert found["T3-ROW", "new"].verdict is Verdict.PASS


def test_an_empty_table_is_not_assessable() -> None:
    found = findings(blanked(SOUND, set(SOUND)))
    equations = {
        finding.verdict
        for (rule, _), finding in found.items()
        if rule in {"T3-BAL", "T3-ROW", "T4-SUM"}
    }
    assert equations == {Verdict.NOT_ASSESSABLE}


def test_a_lost_cell_that_is_implied_is_reckoned_with_and_said() -> None:
    cells = [
        statistic(key, None, implied=0) if key == "t3.new.other" else statistic(key, value)
        for key, value in SOUND.items()
    ]
    found = findings(cells)
    assert found["T3-ROW", "new"].verdict is Verdict.PASS
    assert "缺格按推得的值计" in found["T3-ROW", "new"].message
    assert found["T3-SHAPE", ""].verdict is Verdict.WARN
    assert found["T3-SHAPE", ""].cells == (Operand("t3.new.other", None, Status.MISSING, ""),)
    assert {each.verdict for each in found.values()} == {Verdict.PASS, Verdict.WARN}


def test_a_lost_cell_that_is_not_implied_is_not_assessable() -> None:
    found = findings({**SOUND, "t3.new.other": None})
    assert {place for place, each in found.items() if each.verdict is Verdict.NOT_ASSESSABLE} == {
        ("T3-BAL", "other"),
        ("T3-ROW", "new"),
        ("T3-SHAPE", ""),
        ("T3-INT", ""),
        ("T3-CAP", "other"),
        ("T3-SPLIT", "new"),
    }


def lost_rows(*rows: str) -> list[Statistic]:
    return [
        statistic(key, None, place=None) if key.split(".")[1] in rows else statistic(key, value)
        for key, value in SOUND.items()
    ]


def test_lost_rows_are_listed_with_what_they_must_add_up_to() -> None:
    found = findings(lost_rows("other_3_other", "total_processed", "carried_out"))["T3-TRUNC", ""]
    assert found.verdict is Verdict.NOT_ASSESSABLE
    assert found.level == "I"
    assert "缺 3 行" in found.message
    assert "之和应为 1" in found.message  # 新收 3 + 上年结转 0 - 予以公开 2


def test_nothing_is_said_of_the_sum_where_it_cannot_be_known() -> None:
    found = findings(lost_rows("carried_in", "total_processed", "carried_out"))["T3-TRUNC", ""]
    assert "应为" not in found.message


def test_a_table_lost_as_a_whole() -> None:
    cells = [statistic(key, None, place=None) for key in keys_of(FORM) if key.startswith("t3.")]
    found = {(each.rule, each.about): each for each in check("r", cells)}
    assert "整表缺失" in found["T3-TRUNC", ""].message
    assert found["T3-SHAPE", ""].verdict is Verdict.PASS  # no row is there that could be short


@pytest.mark.parametrize(
    ("key", "value", "verdict"),
    [
        pytest.param("t2.licence.delta", -8, Verdict.PASS, id="a change may be below zero"),
        pytest.param("t2.procurement.amount", 3128.45, Verdict.PASS, id="money may have decimals"),
        pytest.param("t2.procurement.amount", -1, Verdict.FAIL, id="but not be below zero"),
        pytest.param("t2.normative.made", 1.5, Verdict.FAIL, id="a count may not"),
        pytest.param("t2.normative.made", -1, Verdict.FAIL, id="nor be below zero"),
    ],
)
def test_whole_numbers_of_table_2(key: str, value: float, verdict: Verdict) -> None:
    cells = [
        Statistic(
            each, value if each == key else 0, str(value), Status.PRINTED, "件", written.PLACE
        )
        for each in keys_of(Form.Y2019)
    ]
    assert findings(cells)["T2-INT", ""].verdict is verdict


def test_blank_cells_of_table_2_break_no_rule() -> None:
    assert findings(blanked(SOUND, {"t2.fee.amount"}))["T2-INT", ""].verdict is Verdict.PASS
    assert (
        findings({**SOUND, "t2.fee.amount": None})["T2-INT", ""].verdict is Verdict.NOT_ASSESSABLE
    )


def test_money_may_differ_by_less_than_it_is_printed_with() -> None:
    cells = [
        Statistic(f"t4.review.{key}", value, str(value), Status.PRINTED, "件", written.PLACE)
        for key, value in zip(written.OUTCOMES, [0.1, 0.2, 0, 0, 0.3], strict=True)
    ]
    assert findings(cells)["T4-SUM", "review"].verdict is Verdict.PASS


def test_the_older_form_is_judged_by_its_own_rows() -> None:
    cells = statistics(
        Form.Y2019, {**dict.fromkeys(keys_of(Form.Y2019), 0), "t3.other_all.natural_person": 1}
    )
    failing = {
        (each.rule, each.about) for each in check("r", cells) if each.verdict is Verdict.FAIL
    }
    assert failing == {
        ("T3-ROW", "other_all"),
        ("T3-OUT", "natural_person"),
        ("T3-CAP-OUT", "natural_person"),
    }


def test_no_cells_no_findings() -> None:
    assert check("r", []) == ()


def test_an_id_changes_with_the_values_and_only_with_them() -> None:
    ids = {place: finding.id for place, finding in findings(SOUND).items()}
    assert {place: finding.id for place, finding in findings(SOUND).items()} == ids
    other = {
        place: finding.id for place, finding in findings({**SOUND, "t4.review.pending": 1}).items()
    }
    assert {place for place in ids if ids[place] != other[place]} == {("T4-SUM", "review")}
    assert len(set(ids.values())) == len(ids)


STATUSES = st.sampled_from([Status.PRINTED] * 6 + [*Status])


@given(written.FORMS, st.data())
def test_any_cells_are_judged_and_no_verdict_rests_on_a_cell_without_a_number(
    form: Form, data: st.DataObject
) -> None:
    values = data.draw(written.sound(form))
    changed = data.draw(st.dictionaries(st.sampled_from(keys_of(form)), STATUSES, max_size=30))
    cells = [
        statistic(key, value)
        if changed.get(key, Status.PRINTED) is Status.PRINTED
        else Statistic(
            key, None, None, changed[key], "件", data.draw(st.sampled_from([None, written.PLACE]))
        )
        for key, value in values.items()
    ]
    for finding in check("r", cells):
        assert finding.message
        assert finding.message_en
        if "空白按 0 计" in finding.message:
            continue
        assert finding.verdict is not Verdict.FAIL  # a sound table stays sound, whatever is lost
        if {each.side for each in finding.cells} == {"left", "right"}:
            lost = any(each.value is None for each in finding.cells)
            assert lost == (finding.verdict is Verdict.NOT_ASSESSABLE)


def test_columns_in_a_message_are_named_as_on_the_form() -> None:
    found = findings(SOUND)
    assert found["T3-BAL", "total"].message.startswith("“总计”列：")
    assert found["T3-BAL", COLUMNS[0]].message.startswith("“自然人”列：")
    assert found["T3-ROW", "other_3_other"].message.startswith("“其他处理：其他”行：")
    assert found["T4-SUM", "litigation_direct"].message.startswith("“行政诉讼：未经复议直接起诉”：")
