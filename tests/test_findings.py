"""What the rules say against the five real reports, one by one, and that they say nothing else."""

from pathlib import Path

import pytest

from corpus.model import Verdict
from tests.test_gold import real

Said = tuple[str, str, str]

AGAINST: dict[str, list[Said]] = {
    "seed_000": [
        ("T3-BAL", "other", "fail"),  # 本年新收 of 其他 prints 2, which nothing else allows
        ("T3-ROW", "new", "fail"),  # the same cell
        ("T3-SHAPE", "", "warn"),  # nineteen rows lost a figure in the conversion
        ("S-CONT", "", "warn"),  # no statistical period
        ("N-KIND", "", "warn"),  # 非政府信息 in the text, 内部事务 in the table
    ],
    "seed_001": [
        ("S-SEC", "", "warn"),  # the sixth section is not there
        ("S-CONT", "", "warn"),
        ("S-CTRL", "", "warn"),  # half-width punctuation throughout
        ("N-TYPO", "", "warn"),  # 截至1231日
    ],
    "seed_002": [],
    "seed_003": [
        ("S-SEC", "", "warn"),  # the fourth section is cut off
        ("S-TAB", "", "warn"),
        ("S-CONT", "", "warn"),
    ],
    "seed_004": [
        ("N-CAT", "granted+partial", "warn"),  # 264 is 予以公开 alone; with 部分公开 it is 272
    ],
}


@pytest.mark.parametrize("name", AGAINST)
def test_the_findings_against_a_real_report(shared: Path, name: str) -> None:
    findings = real(shared, name).report.findings
    against = [one for one in findings if one.verdict in (Verdict.FAIL, Verdict.WARN)]
    assert [(one.rule, one.about, one.verdict.value) for one in against] == AGAINST[name]


def test_one_cell_explains_what_fails(shared: Path) -> None:
    failed = [one for one in real(shared, "seed_000").report.findings if one.located]
    assert len(failed) == 2
    for finding in failed:
        assert finding.located is not None
        located = finding.located
        assert (located.indicator, located.printed, located.implied) == ("t3.new.other", 2, 0)


def test_a_table_that_is_cut_off_is_not_judged(shared: Path) -> None:
    findings = real(shared, "seed_003").report.findings
    verdicts = {one.verdict for one in findings if one.rule in {"T3-BAL", "T3-OUT", "T4-SUM"}}
    assert verdicts == {Verdict.NOT_ASSESSABLE}
