"""The watched tab lets a good page pass and does not let a bad one: tried on pages of its own."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser

from tests.browser.conftest import served, watched

ICON = '<link rel="icon" href="data:,">'
PAGES = {
    "quiet": "<h1>公开</h1><script>console.info('fine')</script>",
    "warning": "<script>console.warn('old')</script>",
    "error": "<script>console.error('broken')</script>",
    "uncaught": "<script>throw new Error('lost')</script>",
    "missing": '<script src="/none.js"></script>',
    "outside": '<link rel="stylesheet" href="http://127.0.0.2:9/a.css">',
}


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    """Address of a server that has the pages above."""
    app = FastAPI()

    @app.get("/{name}", response_class=HTMLResponse)
    def show(name: str) -> HTMLResponse:
        found = name in PAGES
        return HTMLResponse(ICON + PAGES.get(name, ""), status_code=200 if found else 404)

    with served(app) as address:
        yield address


def test_a_quiet_page_passes(browser: Browser, pages: str) -> None:
    with watched(browser, pages) as page:
        page.goto("/quiet")
        assert page.get_by_role("heading").inner_text() == "公开"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        pytest.param("warning", "console warning: old", id="a warning on the console"),
        pytest.param("error", "console error: broken", id="an error on the console"),
        pytest.param("uncaught", "uncaught: lost", id="an exception nobody caught"),
        pytest.param("missing", "console error: .*404", id="a file that is not there"),
        pytest.param("outside", r"outside request: http://127\.0\.0\.2", id="another host"),
    ],
)
def test_a_bad_page_fails(browser: Browser, pages: str, name: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint), watched(browser, pages) as page:
        page.goto(f"/{name}")


def test_what_a_test_provokes_can_be_allowed(browser: Browser, pages: str) -> None:
    with watched(browser, pages, allowed="404") as page:
        answer = page.goto("/no-such-page")
        assert answer is not None
        assert answer.status == 404
