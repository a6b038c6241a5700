"""Every page for everyone: no finding of axe, no sideways scrolling, in every kind of sight."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NewPage

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PATHS = {
    "empty": "/",
    "results": "/?q=不予公开",
    "narrowed": "/?q=2022年 行政许可&year=2022",
    "nothing found": "/?q=月亮飞船&year=2018",
    "many queries": "/batch?queries=不予公开%0A复议 2022年&year_from=2021",
    "answer": "/?q=青屏区教育局 实质公开率",
    "list": "/reports",
    "figures": "/statistics?agency=云澄市青屏区教育局",
    "rates": "/statistics?indicator=实质公开率",
    "coverage": "/coverage",
    "findings": "/checks",
    "findings by body": "/checks?by=agency&year=2022",
    "check": "/check",
    "API": "/docs",
    "about": "/about",
    "help": "/help",
    "no such page": "/nowhere",
}

SIGHTS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1366, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1366, "height": 900}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1366, "height": 900}, "forced_colors": "active"},
}


def complaints(page: Page) -> list[str]:
    """What axe finds, one line each."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_page_for_everyone(new_page: NewPage, sight: str) -> None:
    page = new_page(**SIGHTS[sight], allowed="404")
    page.goto("/reports?check=fail")
    failing = page.locator("tbody th a").first.get_attribute("href") or ""
    page.goto("/reports")
    lost = page.locator("tr:has(td:last-child:not(:empty)) th a").first.get_attribute("href") or ""
    reports = {"report": f"{failing}?q=公开", "cut report": lost, "source": f"{failing}/source"}
    for name, path in {**PATHS, **reports}.items():
        page.goto(path)
        assert complaints(page) == [], name
        assert not scrolls_sideways(page), name


def test_the_sheet_of_filters_for_everyone(new_page: NewPage) -> None:
    page = new_page(**SIGHTS["phone"])
    page.goto("/?q=不予公开")
    page.get_by_role("button", name="筛选").click()
    assert complaints(page) == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_sheet_of_a_checked_file_for_everyone(
    new_page: NewPage, samples: Path, sight: str
) -> None:
    page = new_page(**SIGHTS[sight])
    check_file(page, samples / "qingping_jiaoyu_ju_2022.html")
    assert complaints(page) == []
    assert not scrolls_sideways(page)


def test_a_file_is_checked_without_a_script(new_page: NewPage, samples: Path) -> None:
    page = new_page(**SIGHTS["phone"], java_script_enabled=False)
    check_file(page, samples / "qingping_jiaoyu_ju_2022.html")
    page.locator("#sheet td a").first.click()
    assert page.url.endswith("#t3-granted-business")


def check_file(page: Page, path: Path) -> None:
    """Choose the file and ask for its sheet."""
    page.goto("/check")
    page.get_by_label("报告文件").set_input_files(path)
    page.get_by_role("button", name="核验").click()
    page.locator("#sheet").wait_for()


def test_axe_would_find_something(page: Page) -> None:
    """A control: one washed-out colour and one field without a name are found."""
    page.goto("/?q=不予公开")
    page.evaluate("document.querySelector('#results').append(document.createElement('input'))")
    page.evaluate("document.body.attributeStyleMap.set('color', '#ccc')")
    assert {one.split(":")[0] for one in complaints(page)} >= {"label", "color-contrast"}
