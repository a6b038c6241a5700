"""The promise that CI skips nothing in silence, tried on small test files run as CI would."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

OURS = Path(__file__).with_name("conftest.py").read_text("utf-8")
SETTINGS = "[pytest]\nmarkers =\n    browser\n    platform\n    shared\n"


class Case(NamedTuple):
    """A test file, and what becomes of it on a desk and in CI."""

    source: str
    here: str
    in_ci: str


CASES = {
    "nothing_skipped": Case("def test(): pass", "PASSED", "PASSED"),
    "in_the_middle": Case("def test(): pytest.skip('no data')", "SKIPPED", "FAILED"),
    "by_a_marker": Case(
        "@pytest.mark.skip(reason='no data')\ndef test(): pass", "SKIPPED", "ERROR"
    ),
    "by_a_fixture": Case(
        "@pytest.fixture\ndef lost(): pytest.skip('no data')\ndef test(lost): pass",
        "SKIPPED",
        "ERROR",
    ),
    "whole_module": Case("pytest.skip('no data', allow_module_level=True)", "SKIPPED", "ERROR"),
    "package_not_there": Case("pytest.importorskip('no_such_module')", "SKIPPED", "ERROR"),
    "empty_table_of_cases": Case(
        "@pytest.mark.parametrize('n', [])\ndef test(n): pass", "SKIPPED", "ERROR"
    ),
    "for_another_system": Case(
        "@pytest.mark.platform('plan9')\ndef test(): pass", "SKIPPED", "SKIPPED"
    ),
    "for_this_system": Case(
        "@pytest.mark.platform(sys.platform)\ndef test(): pytest.skip('no data')",
        "SKIPPED",
        "FAILED",
    ),
    "expected_failure": Case(
        "@pytest.mark.xfail(reason='known')\ndef test(): assert False", "XFAIL", "XFAIL"
    ),
}


@pytest.fixture
def desk(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty folder in which our conftest rules."""
    pytester.makeini(SETTINGS)
    pytester.makeconftest(OURS)
    return pytester


def write(desk: pytest.Pytester, **sources: str) -> None:
    """One test file for each source, named for the case."""
    desk.makepyfile(**{f"test_{k}": f"import sys\nimport pytest\n{v}" for k, v in sources.items()})


def outcomes(desk: pytest.Pytester) -> dict[str, str]:
    """Case → the word of pytest's summary, of a run in a process of its own."""
    said = desk.runpytest_subprocess(
        "-rA", "--no-fold-skipped", "--continue-on-collection-errors"
    ).stdout.str()
    return {
        case: word
        for word, case in re.findall(r"^([A-Z]+) .*?\btest_(\w+)\.py\b", said, re.MULTILINE)
    }


def test_no_silent_skip_in_ci(desk: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk, **{name: case.source for name, case in CASES.items()})
    monkeypatch.setenv("CI", "")
    assert outcomes(desk) == {name: case.here for name, case in CASES.items()}
    monkeypatch.setenv("CI", "true")
    assert outcomes(desk) == {name: case.in_ci for name, case in CASES.items()}


def test_the_reason_is_not_lost(desk: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    write(desk, lost="def test(): pytest.skip('the shelf is empty')")
    monkeypatch.setenv("CI", "true")
    said = desk.runpytest_subprocess().stdout
    said.fnmatch_lines(["*not to be skipped in CI: *the shelf is empty*"])


def test_real_reports_are_looked_for_where_the_variable_says(
    desk: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, real="def test(shared): assert (shared / 'corpus').is_dir()")
    monkeypatch.setenv("CI", "")
    monkeypatch.setenv("GONGKAI_SHARED", str(desk.path))
    assert outcomes(desk) == {"real": "SKIPPED"}
    (desk.path / "corpus").mkdir()
    assert outcomes(desk) == {"real": "PASSED"}


def test_a_browser_comes_last(desk: pytest.Pytester) -> None:
    write(desk, order="@pytest.mark.browser\ndef test_page(): pass\ndef test_table(): pass")
    said = desk.runpytest_subprocess("--collect-only", "-q").stdout
    said.fnmatch_lines(["*::test_table", "*::test_page"])
