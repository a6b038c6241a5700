"""What every test may use, and two promises of the whole run: in CI nothing is skipped in silence,
and what needs a browser comes last.
"""

import os
import sys
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() == "true"

# No deadline: machines are shared, and a slow example is not a wrong one. 60 examples and not the
# usual 100, because all tests together have ten minutes on two cores. A soak takes fifty times 60.
settings.register_profile("here", deadline=None, max_examples=60, print_blob=True)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.register_profile("soak", settings.get_profile("here"), max_examples=3000)
settings.load_profile("ci" if IN_CI else "here")

# Without the packages that drive a browser its tests cannot even be read. In CI they must be.
collect_ignore = [] if IN_CI or find_spec("playwright") else ["browser"]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample reports written for this project."""
    return ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that holds real reports (`corpus/reports`) and their transcripts (`corpus/gold`).

    GONGKAI_SHARED names it; else it is looked for beside the checkout. Skips where there is none.
    """
    folder = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared")
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no real reports in {folder}; set GONGKAI_SHARED to the folder that has them")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out as a whole."""
    if collect_ignore:
        terminalreporter.write_line("left out: tests/browser (pip install -e '.[browser]')")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads real reports, and move what drives a browser to the end.

    Playwright keeps an event loop running in the main thread for as long as its browser is open, so
    a test that starts a loop of its own must have had its turn by then.
    """
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked for another operating system."""
    if is_for_another_system(item):
        pytest.skip(f"not for {sys.platform}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a skipped test has failed, unless it is for another operating system."""
    report = yield
    if not is_for_another_system(item):
        refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, a module that is skipped as a whole has failed."""
    report = yield
    refuse_skip(report)
    return report


def is_for_another_system(item: pytest.Item) -> bool:
    """Whether `@pytest.mark.platform("win32", …)` names systems and this is none of them."""
    marker = item.get_closest_marker("platform")
    return marker is not None and sys.platform not in marker.args


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives the reason. An expected failure is not a skip."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"not to be skipped in CI: {reason}"
