"""The page of an answer: what narrows it can be taken off, and nothing leads to nothing."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from indexer.engine import Explained, Part, Term
from search_api.answers import (
    Alternative,
    Answer,
    Asked,
    Facet,
    Interpreted,
    Meant,
    Repeated,
)
from search_api.pages.address import read
from search_api.pages.panels import History
from search_api.pages.search import SHOWN_VALUES, SearchPage, search_page
from tests.search_api.pages.made import made_answer, made_figure, made_hit, made_row

ASKED = Asked(q="公开", size=8, group=True)


def page(answer: Answer, years: tuple[int, ...] = ()) -> SearchPage:
    return search_page(answer, (), History(), (), years)


def facets(**values: list[tuple[str, int]]) -> dict[str, tuple[Facet, ...]]:
    return {
        name: tuple(Facet(value, value, count, False) for value, count in found)
        for name, found in values.items()
    }


def test_passages_of_a_report_stand_together() -> None:
    one, two = made_row("2022-aa"), made_row("2021-aa", year=2021)
    hits = (made_hit(one, 1), made_hit(one, 3, more=4), made_hit(two, 2))
    found = page(made_answer(ASKED, hits)).groups
    assert [[hit.order for hit in group.hits] for group in found] == [[1, 3], [2]]
    assert found[0].more == 4
    assert read(
        [("agency", one.agency), ("year", "2022"), ("group", "0"), ("q", "公开")]
    ).asked == (read(pairs_of_url(found[0].more_url)).asked)


def pairs_of_url(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query)


def test_each_passage_alone_when_nothing_is_grouped() -> None:
    hits = (made_hit(order=1), made_hit(order=3))
    found = page(made_answer(replace(ASKED, group=False, size=20), hits)).groups
    assert [len(group.hits) for group in found] == [1, 1]
    assert len({group.id for group in found}) == 2


def test_a_figure_stands_beside_the_first_passage_that_brings_it() -> None:
    hits = (
        made_hit(order=1, figures=(made_figure(),)),
        made_hit(order=2, figures=(made_figure(), made_figure("t3.granted.total"))),
    )
    (group,) = page(made_answer(ASKED, hits)).groups
    urls = [[one.url for _, some in hit.figures for one in some] for hit in group.hits]
    assert urls == [["/reports/2022-aa#t3-new-total"], ["/reports/2022-aa#t3-granted-total"]]


def test_figures_are_told_by_their_reason() -> None:
    beside = (made_figure(why="甲"), made_figure("t3.granted.total", why="甲"),
              made_figure("t3.partial.total", why="乙"))  # fmt: skip
    (group,) = page(made_answer(ASKED, (made_hit(figures=beside),))).groups
    assert [(why, len(some)) for why, some in group.hits[0].figures] == [("甲", 2), ("乙", 1)]


def test_a_filter_is_taken_off_by_its_chip() -> None:
    asked = replace(ASKED, year=(2021, 2022), agency=("甲",), has_findings=True, year_from=2019)
    found = page(made_answer(asked, (made_hit(),)))
    assert [(chip.kind, chip.label) for chip in found.chips] == [
        ("年度", "2021"),
        ("年度", "2022 年"),
        ("机关", "甲"),
        ("年度不早于", "2019"),
        ("校验", "有不符项"),
    ]
    without = read(pairs_of_url(found.chips[0].url)).asked
    assert without == replace(asked, year=(2022,))
    assert read(pairs_of_url(found.clear_url)).asked == ASKED


def test_what_the_words_named_is_taken_out_of_the_words() -> None:
    named = Interpreted("year", "2022年", 2022, "2022 年")
    asked = replace(ASKED, q="2022年 不予公开")
    found = page(made_answer(asked, (made_hit(),), interpreted=(named,)))
    assert [(chip.label, chip.typed) for chip in found.chips] == [("2022 年", "2022年")]
    assert read(pairs_of_url(found.chips[0].url)).asked == replace(asked, q="不予公开")
    assert read(pairs_of_url(found.literal_url)).asked == replace(asked, interpret=False)
    assert found.chosen == 0


def test_a_form_keeps_what_it_shows_no_box_for() -> None:
    asked = replace(ASKED, year=(2022,), agency=("甲",), sort="year", year_from=2019, page=3)
    found = page(made_answer(asked, (made_hit(),), facets=facets(year=[("2022", 1)])))
    assert dict(found.hidden) == {"agency": "甲", "sort": "year", "year_from": "2019"}


def test_chosen_values_stay_in_sight() -> None:
    values = [(f"机关{n}", 20 - n) for n in range(12)] + [("远处", 0), ("无用", 0)]
    asked = replace(ASKED, agency=("远处",))
    (facet,) = page(made_answer(asked, (made_hit(),), facets=facets(agency=values))).facets
    assert [choice.label for choice in facet.shown][-1] == "远处"
    assert facet.shown[-1].chosen
    assert len(facet.shown) == SHOWN_VALUES + 1
    assert len(facet.more) == 12 - SHOWN_VALUES


@pytest.mark.parametrize(
    ("name", "values", "order"),
    [
        pytest.param("year", [("2020", 9), ("2022", 1)], ["2022", "2020"], id="newest year first"),
        pytest.param("section", [("5", 9), ("1", 1)], ["1", "5"], id="sections as in a report"),
        pytest.param("agency", [("甲", 1), ("乙", 9)], ["乙", "甲"], id="bodies by count"),
    ],
)
def test_order_of_values(name: str, values: list[tuple[str, int]], order: list[str]) -> None:
    (facet,) = page(made_answer(ASKED, (made_hit(),), facets=facets(**{name: values}))).facets
    assert [choice.value for choice in facet.shown] == order


def test_pages_around_this_one() -> None:
    asked = replace(ASKED, page=7)
    found = page(made_answer(asked, (made_hit(),), total=400, pages=20))
    assert [link.label for link in found.pages] == ["1", "…", "5", "6", "7", "8", "9", "…", "20"]
    assert [link.label for link in found.pages if link.current] == ["7"]
    assert (found.before != "", found.after != "") == (True, True)


def test_nothing_found_offers_only_what_finds_something() -> None:
    ways = (Alternative("去掉全部限制", 12, ASKED), Alternative("不限年度", 0, ASKED))
    answer = made_answer(
        replace(ASKED, year=(2018,)), applied={"year": (2018,)}, alternatives=ways,
        suggestions=(("滥用申请", 3), ("无", 0)),
    )  # fmt: skip
    found = page(answer, years=(2020, 2022))
    assert [(link.label, link.note) for link in found.help] == [
        ("去掉全部限制", "12 条"),
        ("改为检索“滥用申请”", "3 条"),
    ]
    assert found.covered == "收录年度为 2020–2022。"


def test_a_long_passage_can_be_opened_and_a_short_one_is_all_there() -> None:
    long = made_hit(text="公开" + "甲" * 300)
    short = made_hit(order=2)
    (group,) = page(made_answer(ASKED, (long, short))).groups
    assert [bool(hit.paragraphs) for hit in group.hits] == [True, False]


def test_words_are_marked_in_the_headings_above_a_passage() -> None:
    (group,) = page(made_answer(ASKED, (made_hit(),))).groups
    assert [(part.text, part.marked) for part in group.hits[0].path] == [
        ("（二）依申请", False),
        ("公开", True),
    ]


def test_a_sentence_of_other_reports_is_told_and_can_be_folded() -> None:
    hit = replace(made_hit(), repeated=Repeated((0, 5), 36, figures=False))
    (group,) = page(made_answer(ASKED, (hit,))).groups
    assert group.hits[0].repeated == "同一句话另见于 36 份报告"
    assert read(pairs_of_url(group.hits[0].fold_url)).asked == replace(ASKED, fold=True)


def test_folded_passages_are_counted() -> None:
    hit = replace(made_hit(), repeated=Repeated((0, 5), 3, figures=True), folded=12)
    asked = replace(ASKED, fold=True)
    (group,) = page(made_answer(asked, (hit,))).groups
    assert group.hits[0].repeated == "同样的句子（数字可能不同）另见于 3 份报告，已折叠 12 段"
    assert group.hits[0].fold_url == ""


def test_beside_an_answer_stands_what_else_may_have_been_meant() -> None:
    found = page(made_answer(ASKED, (made_hit(),), suggestions=(("行政复议", 3),)))
    assert [(link.label, link.note) for link in found.meant] == [("改为检索“行政复议”", "3 条")]
    assert found.help == ()


@pytest.mark.parametrize(
    ("sort", "current"),
    [
        pytest.param("relevance", "相关度", id="relevance"),
        pytest.param("t3.new.total", "本年新收由多到少", id="the figure asked for"),
        pytest.param("-t4.review.total", "行政复议：总计由少到多", id="another, smallest first"),
    ],
)
def test_orders_to_choose_from(sort: str, current: str) -> None:
    meant = (Meant("t3.new.total", "本年新收", "与“新收”相符"),)
    sorts = page(made_answer(replace(ASKED, sort=sort), (made_hit(),), indicators=meant)).sorts
    assert [link.label for link in sorts if link.current] == [current]
    assert "本年新收由多到少" in [link.label for link in sorts]
    assert all(read(pairs_of_url(link.url)).notes == () for link in sorts)


def test_the_main_figures_of_any_report_are_no_order() -> None:
    assert len(page(made_answer(ASKED, (made_hit(),))).sorts) == 4


@pytest.mark.parametrize("name", ["new", "fold", "exact"])
def test_what_is_switched_on_can_be_switched_off(name: str) -> None:
    asked = replace(ASKED, **{name: True})  # type: ignore[arg-type]
    (link,) = (one for one in page(made_answer(asked, (made_hit(),))).switches if one.current)
    assert read(pairs_of_url(link.url)).asked == ASKED


def test_synonyms_can_be_switched_off_where_there_are_any() -> None:
    plain = page(made_answer(ASKED, (made_hit(),)))
    wide = page(made_answer(ASKED, (made_hit(),), synonyms=(("公开", ("开示",)),)))
    assert [len(one.switches) for one in (plain, wide)] == [2, 3]


def test_what_is_new_is_a_filter_with_a_chip() -> None:
    found = page(made_answer(replace(ASKED, new=True), (made_hit(),)))
    assert [(chip.kind, chip.label) for chip in found.chips] == [("内容", "上一年度报告中没有的")]
    assert found.is_filtered


def test_scores_are_explained_where_that_is_asked_for() -> None:
    term = Term("words", "公开", 1.0, 12)
    parts = (Part("text", "公开", 2.5), Part("phrases", "", -0.5))
    explained = Explained(("公开",), (term,), {"2022-aa.p1": parts})
    found = page(made_answer(ASKED, (made_hit(),), explained=explained))
    assert found.cut == ("切分：公开", "计分：公开×1（12 段）")
    assert found.groups[0].hits[0].scored == (("正文：公开", "+2.50"), ("多份报告同句", "-0.50"))
    assert page(made_answer(ASKED, (made_hit(),))).cut == ()
