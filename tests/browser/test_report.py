"""What a person does on the report page: look at what fails, go to the cell, read, compare."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage


def open_failing(page: Page) -> None:
    """The first report in the list that has a failed check."""
    page.goto("/reports")
    page.get_by_label("校验").select_option(label="有不符项")
    page.get_by_role("button", name="应用筛选").click()
    assert page.url.endswith("/reports?check=fail")
    page.locator("tbody th a").first.click()
    expect(page.locator("#findings")).to_be_visible()


def test_a_failed_check_leads_to_its_cell_and_back(page: Page) -> None:
    open_failing(page)
    check = page.locator(".check.fail").first
    expect(check).to_contain_text("≠")
    check.locator(".equation a").first.click()
    expect(page.locator("td:target")).to_be_in_viewport()
    page.locator("td .warn").first.click()
    expect(page.locator(".check:target")).to_be_in_viewport()


def test_what_passed_is_folded_and_can_be_opened(page: Page) -> None:
    open_failing(page)
    folded = page.locator(".checks-of").last
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("li").first).to_be_visible()


def test_words_can_be_looked_for_in_a_report(page: Page) -> None:
    open_failing(page)
    page.get_by_role("searchbox", name="本报告内检索").fill("行政复议")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".text mark").first).to_have_text("行政复议")
    page.locator(".outline .links a").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_from_the_table_to_the_lines_it_was_read_from(page: Page) -> None:
    open_failing(page)
    page.get_by_role("link", name="对照原文").first.click()
    expect(page.locator("li:target")).to_be_in_viewport()
    page.get_by_label("所在位置").get_by_role("link").last.click()
    expect(page.locator("#findings")).to_be_visible()


def test_heads_and_labels_of_a_table_stay_in_sight(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    open_failing(page)
    region = page.get_by_role("region", name="表三")
    region.scroll_into_view_if_needed()
    region.focus()
    expect(region).to_be_focused()
    region.evaluate("box => box.scrollTo(box.scrollWidth, box.scrollHeight)")
    inside = region.bounding_box()
    head = region.locator("thead th").last.bounding_box()
    label = region.locator("tbody th").last.bounding_box()
    assert inside
    assert head
    assert label
    assert inside["y"] <= head["y"] < inside["y"] + inside["height"]
    assert abs(label["x"] - inside["x"]) < 3


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("place", ["t3-new-natural_person", "t3-denied_4_third_party-total"])
def test_a_cell_that_is_linked_to_stands_below_its_head(
    new_page: NewPage, width: int, place: str
) -> None:
    page = new_page(viewport={"width": width, "height": 844})
    open_failing(page)
    page.goto(f"{page.url}#{place}")
    page.wait_for_function(
        """place => {
            const cell = document.getElementById(place), box = cell.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const head = cell.closest("table").querySelector("th").getBoundingClientRect();
            return cell.contains(document.elementFromPoint(x, y)) && 0 <= head.top;
        }""",
        arg=place,
        timeout=5_000,
    )


@pytest.mark.parametrize("width", [1366, 390])
def test_numbers_stand_under_their_heads(new_page: NewPage, width: int) -> None:
    """No head cell is ever hidden: each number has its head above it, edge to edge."""
    page = new_page(viewport={"width": width, "height": 844})
    open_failing(page)
    edges = page.locator("#t3 table").evaluate(
        """table => {
            const edge = cell => Math.round(cell.getBoundingClientRect().right);
            const [first, second] = table.tHead.rows;
            const heads = [first.cells[1], ...second.cells, first.cells[3]];
            return [heads.map(edge), [...table.tBodies[0].rows[0].cells].slice(1).map(edge)];
        }"""
    )
    assert edges[0] == edges[1]


def test_another_year_of_the_same_body(page: Page) -> None:
    open_failing(page)
    other = page.locator(".tools a[href^='/reports/']:not([aria-current]):not([href$='source'])")
    title = page.title()
    other.first.click()
    assert page.title() != title
