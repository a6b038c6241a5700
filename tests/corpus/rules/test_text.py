"""Rules between prose and tables: their examples, and what a finding says."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.claims import claims
from corpus.forms import keys_of
from corpus.model import Agency, Finding, Form, Passage, Report, Statistic, Status, Verdict
from corpus.rules.text import TextRule, check_text, text_rules

BUREAU = Agency("川南市云岭区教育局", "云岭区教育局", ("川南市", "云岭区"), "county", "department")


def report(text: str, cells: Mapping[str, object]) -> Report:
    """A report of one passage; cells not given are 0, "missing" ones lost."""
    values = dict.fromkeys(keys_of(Form.Y2021), 0) | dict(cells)
    passage = Passage("r.p1", 1, 1, ("（二）依申请公开",), text, (0, len(text)))
    made = Report(
        id="r",
        title="",
        agency=BUREAU,
        year=2022,
        form=Form.Y2021,
        published=None,
        sections=(),
        passages=(passage,),
        statistics=tuple(_cell(*pair) for pair in values.items()),
        findings=(),
        sources=(),
    )
    return replace(made, claims=claims(made))


def _cell(key: str, value: object) -> Statistic:
    if isinstance(value, int):
        return Statistic(key, value, str(value), Status.PRINTED)
    return Statistic(key, None, None, Status.MISSING)


def found(example: Mapping[str, object]) -> list[Finding]:
    cells = example["cells"]
    assert isinstance(cells, dict)
    return list(check_text(report(str(example["text"]), cells)))


@pytest.mark.parametrize("rule", text_rules(), ids=lambda rule: rule.id)
def test_examples(rule: TextRule) -> None:
    (passed,), (failed,) = found(rule.passes), found(rule.fails)
    assert (passed.rule, passed.verdict) == (rule.id, Verdict.PASS)
    assert (failed.rule, failed.verdict) == (rule.id, Verdict.WARN)
    assert passed.id != failed.id


def test_every_cell_of_the_forms_has_a_rule() -> None:
    keys = [key for form in (Form.Y2019, Form.Y2021) for key in keys_of(form)]
    assert [key for key in keys if not any(rule.covers([key]) for rule in text_rules())] == []


def test_a_finding_says_both_numbers() -> None:
    cells = {"t3.granted.total": 264, "t3.partial.total": 8}
    (finding,) = check_text(report("予以公开及部分公开264件。", cells))
    assert finding.message == (
        "正文所述各类办理结果的件数与表三相同：正文“予以公开及部分公开264件”，"
        "表中予以公开 264 + 部分公开 8 = 272，不符"
    )
    assert finding.message_en.endswith(": 264 in the text, 272 in the table")
    assert [cell.indicator for cell in finding.cells] == ["t3.granted.total", "t3.partial.total"]


def test_a_group_is_named_as_a_whole() -> None:
    (finding,) = check_text(report("不予公开3件。", {"t3.denied_5_internal.total": 3}))
    assert finding.about == "denied"
    assert "“不予公开”各项合计 3，相符" in finding.message


def test_a_lost_cell_is_not_judged() -> None:
    (finding,) = check_text(report("办结申请3件。", {"t3.total_processed.total": "missing"}))
    assert finding.verdict is Verdict.NOT_ASSESSABLE
    assert finding.message.endswith("表中没有可用的数，无法判断")


def test_one_finding_for_all_that_is_said_of_a_cell() -> None:
    text = "收到申请3件。全年共收到政府信息公开申请4件。"
    (finding,) = check_text(report(text, {"t3.new.total": 3}))
    assert finding.verdict is Verdict.WARN
    assert "4件" in finding.message and "3件" not in finding.message


def test_a_finding_keeps_its_id_until_a_value_changes() -> None:
    one, again, other = (
        check_text(report(f"收到申请{said}件。", {"t3.new.total": 3}))[0].id for said in (3, 3, 4)
    )
    assert one == again != other


def test_what_the_text_does_not_state_says_nothing() -> None:
    assert check_text(report("接待来访3人次。", {"t3.new.total": 3})) == ()
