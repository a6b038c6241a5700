"""A real browser in front of the real program, filled with the sample reports.

`site` is the program, served on a port of its own; `page` is a tab in headless Chromium that fails
its test if the page complains on the console or asks anything of another host. Both start once for
the whole run: Chromium takes some seconds to come up.
"""

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from click.testing import CliRunner
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebError,
    sync_playwright,
)

from search_api.app import create_app
from search_api.cli import main
from search_api.settings import Settings

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
# No sandbox: in containers Chromium runs as root. The rest keeps it from asking the network for
# anything the page did not ask for.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
)
PATIENCE = 30.0  # seconds for the server to start or to stop, many times what either takes

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the program serving the sample reports, without a slash at the end."""
    data = tmp_path_factory.mktemp("site")
    ingested = CliRunner().invoke(main, ["ingest", str(samples)], env={"GONGKAI_DATA": str(data)})
    assert ingested.exit_code == 0, ingested.output
    with served(create_app(Settings(data=data))) as address:
        yield address


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an ASGI application from a thread, on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            wait_for_start(server, thread)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive(), f"the server did not stop within {PATIENCE:.0f} s"


def wait_for_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Return once the server answers; fail if it gave up or takes too long."""
    latest = time.monotonic() + PATIENCE
    while not server.started:
        assert thread.is_alive(), "the server ended before it began to serve; see its log above"
        assert time.monotonic() < latest, f"the server did not start within {PATIENCE:.0f} s"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the one that CHROMIUM names, else the first that is on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is on the PATH, CHROMIUM is not set")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=found, headless=True, args=[*ARGUMENTS]
            )
        except Error as error:
            pytest.skip(f"{found} does not start: {error.message.splitlines()[0]}")
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What a tab must not do. `allowed` is for what a test provokes, such as a page not there."""

    host: str
    allowed: re.Pattern[str] | None = None
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to listen to every page of the context."""
        context.on("console", self.console)
        context.on("weberror", self.error)
        context.on("request", self.request)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.note(f"console {message.type}: {message.text}")

    def error(self, error: WebError) -> None:
        self.note(f"uncaught: {error.error.message}")

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"about", "blob", "data"} and parts.netloc != self.host:
            self.note(f"outside request: {request.url}")

    def note(self, complaint: str) -> None:
        if not (self.allowed and self.allowed.search(complaint)):
            self.complaints.append(complaint)


@contextmanager
def watched(browser: Browser, site: str, allowed: str = "", **options: Any) -> Iterator[Page]:
    """A fresh tab that knows `site` as its base. Fails at the end for whatever it noted."""
    context = browser.new_context(base_url=site, locale="zh-CN", **options)
    watch = Watch(urlsplit(site).netloc, re.compile(allowed) if allowed else None)
    watch.over(context)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert watch.complaints == []


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[NewPage]:
    """Opens watched tabs, each with nothing kept from another.

    Takes what Playwright's `new_context` takes (`viewport`, `color_scheme`, `forced_colors`,
    `java_script_enabled`, …), and `allowed`, a pattern for complaints that the test provokes.
    """
    with ExitStack() as tabs:
        yield lambda **options: tabs.enter_context(watched(browser, site, **options))


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched tab as wide as a common laptop."""
    return new_page(viewport={"width": 1366, "height": 768})
