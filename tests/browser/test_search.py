"""What a person does on the search page: ask, narrow, take back, open, land on the words."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from search_api.service.snippets import SHORT
from tests.browser.conftest import NewPage

BODY = "云澄市青屏区人民政府"


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


def total(page: Page) -> int:
    """Passages found, as the head of the results says."""
    found = re.search(r"找到 ([\d,]+) 条", page.locator("#results-title").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def ask(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_label("检索词").fill(words)
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator("#results-title")).to_be_visible()


def tick(page: Page, facet: str, value: str) -> None:
    """Tick a box and wait for the page it leads to: the script submits at once."""
    group = page.get_by_role("group", name=facet)
    with page.expect_navigation():
        group.get_by_label(value, exact=True).check()


def test_ask_and_see_passages_with_words_marked_and_figures_beside(page: Page) -> None:
    ask(page, "不予公开")
    assert asked(page) == {"q": ["不予公开"]}
    assert "不予公开 – " in page.title()
    expect(page.locator(".excerpt mark").first).to_have_text("不予公开")
    expect(page.locator(".beside").first).to_contain_text("与“不予公开”相符")
    expect(page.locator("#statistics svg[role=img]")).to_be_visible()


def test_narrow_by_year_body_and_section_and_take_it_back(page: Page) -> None:
    ask(page, "公开")
    everything = total(page)
    tick(page, "年度", "2022 年")
    in_2022 = total(page)
    tick(page, "机关", BODY)
    tick(page, "章节", "总体情况")
    assert asked(page) == {"q": ["公开"], "year": ["2022"], "agency": [BODY], "section": ["1"]}
    assert 0 < total(page) < in_2022 < everything
    for where in page.locator(".hit .tag").all_inner_texts():
        assert where == "总体情况"
    expect(page.locator(".meta").first).to_contain_text(f"{BODY} · 2022 年度")
    page.get_by_role("link", name=re.compile("去掉筛选.*2022 年")).click()
    assert "year" not in asked(page)
    page.get_by_role("link", name="去掉所选筛选").click()
    assert asked(page) == {"q": ["公开"]}
    assert total(page) == everything


def test_back_brings_the_boxes_of_its_address(page: Page) -> None:
    ask(page, "公开")
    tick(page, "年度", "2022 年")
    page.go_back()
    expect(page.get_by_role("group", name="年度").get_by_label("2022 年")).not_to_be_checked()
    page.go_forward()
    expect(page.get_by_role("group", name="年度").get_by_label("2022 年")).to_be_checked()


def test_open_the_report_and_land_on_the_passage_with_its_words_marked(page: Page) -> None:
    ask(page, "12315平台")
    first = page.locator(".hit .where a").first
    place = urlsplit(first.get_attribute("href") or "").fragment
    first.click()
    passage = page.locator(f"#{place}")
    expect(passage).to_be_in_viewport()
    expect(passage.locator("mark").first).to_be_visible()
    assert "12315" in passage.inner_text()


def test_a_figure_leads_to_its_cell(page: Page) -> None:
    ask(page, "第三方合法权益")
    figure = page.locator(".beside li").first
    value = figure.locator("b").inner_text()
    figure.get_by_role("link").click()
    cell = page.locator(":target")
    expect(cell).to_be_in_viewport()
    assert cell.evaluate("cell => cell.tagName") == "TD"
    assert cell.inner_text() == value


def test_the_whole_passage_can_be_opened(page: Page) -> None:
    found = page.request.get("/api/v1/search", params={"q": "公开", "size": 100}).json()
    texts = (hit["passage"]["text"] for hit in found["hits"])
    long = next(text for text in texts if len(text) > SHORT)
    ask(page, f'"{long[:20]}"')
    hit = page.locator(".hit:has(details)").first
    expect(hit.locator(".excerpt")).to_be_visible()
    hit.locator("summary").click()
    expect(hit.locator(".full p").first).to_be_visible()
    expect(hit.locator(".excerpt")).to_be_hidden()


def test_what_the_words_named_can_be_taken_off(page: Page) -> None:
    ask(page, "2022年 不予公开")
    page.get_by_role("link", name="由“2022年”识别").click()
    assert asked(page) == {"q": ["不予公开"]}


def test_pages_turn(page: Page) -> None:
    ask(page, "公开")
    first = page.locator(".title").first.inner_text()
    page.get_by_role("link", name="下一页").click()
    assert asked(page)["page"] == ["2"]
    assert page.locator(".title").first.inner_text() != first


def test_nothing_found_leads_on(page: Page) -> None:
    ask(page, "月亮飞船 2021年")
    expect(page.locator("#results-title")).to_contain_text("没有找到")
    expect(page.get_by_role("link", name="报告目录").last).to_be_visible()


def test_keys(page: Page) -> None:
    ask(page, "不予公开")
    page.locator("h2").first.click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    titles = page.locator(".title")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("检索词")).to_be_focused()
    page.keyboard.type("/")  # in the box it is a letter like any other
    expect(page.get_by_label("检索词")).to_have_value("/")
    page.keyboard.press("Escape")
    expect(page.get_by_label("检索词")).not_to_be_focused()
    page.keyboard.press("?")
    page.wait_for_url("**/help")


def test_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/help")
    page.get_by_role("button", name="关闭单键快捷键").click()
    ask(page, "不予公开")
    page.locator("h2").first.click()
    page.keyboard.press("/")
    expect(page.get_by_label("检索词")).not_to_be_focused()


def test_enter_belongs_to_the_input_method_while_it_composes(page: Page) -> None:
    page.goto("/")
    page.get_by_label("检索词").focus()
    session = page.context.new_cdp_session(page)
    for stage in ("b", "bu", "buyu"):
        session.send("Input.imeSetComposition", {"text": stage, "selectionStart": len(stage),
                                                 "selectionEnd": len(stage)})  # fmt: skip
    page.evaluate(
        """() => document.getElementById("q").dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))"""
    )
    session.send("Input.insertText", {"text": "不予公开"})
    assert urlsplit(page.url).query == ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert unquote(urlsplit(page.url).query) == "q=不予公开"


def test_on_a_phone_filters_are_a_sheet(new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    ask(page, "公开")
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="筛选").click()
    expect(sheet).to_be_visible()
    sheet.get_by_label("2022 年").check()
    sheet.get_by_label("2021 年").check()  # several before it is applied
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="筛选").click()
    sheet.get_by_role("button", name="应用筛选").click()
    assert asked(page)["year"] == ["2022", "2021"]
    expect(page.get_by_role("button", name="筛选（已选 2 项）")).to_be_visible()


def test_everything_works_without_a_script(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 1366, "height": 768})
    ask(page, "不予公开")
    everything = total(page)
    page.get_by_role("group", name="年度").get_by_label("2022 年").check()
    page.get_by_role("button", name="应用筛选").click()
    assert asked(page) == {"q": ["不予公开"], "year": ["2022"]}
    assert 0 < total(page) < everything
    page.get_by_role("link", name="年度由新到旧").click()
    assert asked(page)["sort"] == ["year"]
    page.locator(".hit .where a").first.click()
    expect(page.locator(":target mark").first).to_be_visible()


@pytest.mark.parametrize("width", [1366, 800, 390])
def test_a_sheet_of_paper_has_the_words_and_no_tools(new_page: NewPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    ask(page, "不予公开")
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".search")).to_be_hidden()
    expect(page.locator(".excerpt").first).to_be_visible()
