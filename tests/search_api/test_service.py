"""A search answered: counted against every passage there is, one by one."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpus.model import Passage, Report, Verdict
from indexer.text import squeeze
from search_api import service
from search_api.answers import Answer, Asked, BadQuestion, BadValue, NotFound
from search_api.statistics import HEADLINE
from search_api.store import Store

Everything = list[tuple[Report, Passage]]
PHRASES = ("依申请公开", "第三方合法权益", "不予公开", "政策解读", "2件", "信息处理费")


def contains(passage: Passage, phrase: str) -> bool:
    wanted = squeeze(phrase).text
    return any(wanted in squeeze(part).text for part in (passage.text, *passage.heading))


def failed(report: Report) -> bool:
    return any(one.verdict is Verdict.FAIL for one in report.findings)


def values(report: Report, passage: Passage) -> Mapping[str, set[str]]:
    """The facet values of a passage, as an address would say them."""
    return {
        "agency": {report.agency.name},
        "region": set(report.agency.region),
        "year": {str(report.year)},
        "section": {str(passage.section)},
        "form": {report.form.value},
        "findings": {str(failed(report)).lower()},
    }


def chosen(asked: Asked) -> Mapping[str, set[str]]:
    given: dict[str, set[str]] = {
        name: set(map(str, getattr(asked, name)))
        for name in ("agency", "region", "year", "section", "form")
    }
    findings = set() if asked.has_findings is None else {str(asked.has_findings).lower()}
    return {**given, "findings": findings}


def passes(asked: Asked, report: Report, passage: Passage, *, but: str = "") -> bool:
    """Whether the passage is within every filter, one facet left aside."""
    own = values(report, passage)
    return all(
        not wanted or wanted & own[name] for name, wanted in chosen(asked).items() if name != but
    )


FILTERS = [
    pytest.param({}, id="no filter"),
    pytest.param({"year": (2022,)}, id="one year"),
    pytest.param({"year": (2020, 2022)}, id="two years"),
    pytest.param({"section": (3,)}, id="a section"),
    pytest.param({"region": ("青屏区",)}, id="a region"),
    pytest.param({"form": ("2019",)}, id="a form"),
    pytest.param({"agency": ("云澄市青屏区教育局",), "year": (2021,)}, id="agency and year"),
    pytest.param({"has_findings": True}, id="reports with failed rules"),
    pytest.param({"has_findings": False, "section": (1,)}, id="reports without"),
]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("phrase", ["", *PHRASES])
def test_totals_and_facets_are_those_of_a_count_by_hand(
    store: Store, everything: Everything, phrase: str, filters: Mapping[str, Any]
) -> None:
    asked = Asked(q=f'"{phrase}"' if phrase else "", interpret=False, size=100, **filters)
    answer = service.search(store, asked)
    matching = [(r, p) for r, p in everything if not phrase or contains(p, phrase)]
    within = [(r, p) for r, p in matching if passes(asked, r, p)]
    assert answer.total == len(within)
    assert answer.reports == len({report.id for report, _ in within})
    assert {hit.passage.id for hit in answer.hits} <= {passage.id for _, passage in within}
    for name, facet in answer.facets.items():
        counted = Counter(
            value
            for report, passage in matching
            if passes(asked, report, passage, but=name)
            for value in values(report, passage)[name]
        )
        said = {one.value: one.count for one in facet if one.count}
        assert said == dict(counted), name
        assert {one.value for one in facet if one.chosen} == chosen(asked)[name]


def test_facets_stand_in_reading_order(store: Store) -> None:
    facets = service.search(store, Asked(q="公开")).facets
    years = [int(one.value) for one in facets["year"]]
    sections = [int(one.value) for one in facets["section"]]
    counts = [one.count for one in facets["agency"]]
    assert years == sorted(years, reverse=True)
    assert sections == sorted(sections)
    assert counts == sorted(counts, reverse=True)


def test_a_chosen_value_is_listed_even_where_it_counts_nothing(store: Store) -> None:
    answer = service.search(store, Asked(q="公开", year=(2011,)))
    (one,) = (one for one in answer.facets["year"] if one.chosen)
    assert (one.value, one.count) == ("2011", 0)
    assert "没有 2011 年的报告" in answer.notes


def test_what_is_marked_stands_where_it_is_said_to(store: Store) -> None:
    answer = service.search(store, Asked(q='"第三方合法权益"', size=50))
    assert answer.hits
    for hit in answer.hits:
        marked = [hit.passage.text[start:end] for start, end in hit.highlights]
        assert {squeeze(one).text for one in marked} <= {"第三方合法权益"}
        assert hit.url == f"/reports/{hit.report.id}?q=%22{QUOTED}%22#p{hit.passage.order}"


QUOTED = "%E7%AC%AC%E4%B8%89%E6%96%B9%E5%90%88%E6%B3%95%E6%9D%83%E7%9B%8A"


def test_words_that_name_filters_become_filters(store: Store, everything: Everything) -> None:
    answer = service.search(store, Asked(q="青屏区教育局 2021年 公开", size=100))
    assert answer.applied == {"agency": ("云澄市青屏区教育局",), "year": (2021,)}
    assert {(hit.report.agency, hit.report.year) for hit in answer.hits} == {
        ("云澄市青屏区教育局", 2021)
    }
    assert [one.kind for one in answer.interpreted] == ["agency", "year"]
    assert answer.asked.agency == ()  # as asked, so that the address stays what it was
    only = service.search(store, Asked(q="青屏区教育局 2021年", size=100))
    assert only.total == sum(
        report.agency.name == "云澄市青屏区教育局" and report.year == 2021
        for report, _ in everything
    )  # nothing left to search: everything under the filters


def test_interpretation_can_be_switched_off(store: Store) -> None:
    answer = service.search(store, Asked(q="2021年 公开", interpret=False))
    assert (answer.applied, answer.interpreted) == ({}, ())


def test_words_of_the_form_are_searched_and_explained(store: Store) -> None:
    answer = service.search(store, Asked(q="不予公开"))
    assert answer.applied == {}
    assert len(answer.indicators) == 8
    assert {one.why for one in answer.indicators} == {"与“不予公开”相符"}
    assert {one.report for one in answer.rows} == {hit.report.id for hit in answer.hits}


def test_what_is_excluded_is_not_shown_beside(store: Store) -> None:
    answer = service.search(store, Asked(q="行政复议 -不予公开"))
    assert [one.indicator for one in answer.indicators] == ["t4.review.total"]


def test_without_a_named_cell_the_main_figures_stand_there(store: Store) -> None:
    answer = service.search(store, Asked(q="公开"))
    assert tuple(one.indicator for one in answer.indicators) == HEADLINE
    assert answer.rows


def test_a_short_name_filters_as_the_full_one(store: Store) -> None:
    short = service.search(store, Asked(agency=("教育局",)))
    full = service.search(store, Asked(agency=("云澄市青屏区教育局",)))
    assert short.total == full.total > 0
    assert short.applied == full.applied


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        pytest.param({"agency": ("天上市人民政府",)}, "天上市人民政府", id="no such agency"),
        pytest.param({"region": ("天上市",)}, "天上市", id="no such region"),
        pytest.param({"q": "公开 2012年"}, "没有 2012 年的报告", id="a year without reports"),
        pytest.param({"q": "公开", "page": 90}, "第 90 页超出范围", id="beyond the last page"),
    ],
)
def test_what_is_not_there_is_said(store: Store, changes: Mapping[str, Any], note: str) -> None:
    answer = service.search(store, Asked(**changes))
    assert any(note in one for one in answer.notes)
    assert answer.hits == ()


def test_pages_follow_one_another(store: Store) -> None:
    whole = service.search(store, Asked(q="公开", size=100))
    first, second = (service.search(store, Asked(q="公开", size=5, page=n)) for n in (1, 2))
    ids = [hit.passage.id for hit in whole.hits]
    assert [hit.passage.id for hit in (*first.hits, *second.hits)] == ids[:10]
    assert first.pages == -(-whole.total // 5)


def test_grouped_pages_count_reports(store: Store) -> None:
    answer = service.search(store, Asked(q="公开", size=4, group=True))
    assert len({hit.report.id for hit in answer.hits}) == 4
    assert answer.pages == -(-answer.reports // 4)
    per_report = Counter(hit.report.id for hit in answer.hits)
    assert max(per_report.values()) <= 3


@pytest.mark.parametrize(
    ("sort", "of"),
    [
        pytest.param("year", lambda hit: -hit.report.year, id="newest first"),
        pytest.param("-year", lambda hit: hit.report.year, id="oldest first"),
        pytest.param("relevance", lambda hit: -hit.score, id="best first"),
    ],
)
def test_sorting(store: Store, sort: str, of: Callable[[Any], float]) -> None:
    hits = service.search(store, Asked(q="公开", sort=sort, size=100)).hits
    assert [of(hit) for hit in hits] == sorted(map(of, hits))


def test_sorting_by_agency_keeps_each_together(store: Store) -> None:
    hits = service.search(store, Asked(q="复议", sort="agency", size=100)).hits
    names = [hit.report.agency for hit in hits]
    assert len(dict.fromkeys(names)) == sum(
        before != after for before, after in zip(["", *names], names, strict=False)
    )


# When nothing answers


def asked_again(store: Store, answer: Answer) -> list[tuple[int, int]]:
    """What each suggestion promises, and what it finds."""
    reworded = [
        (count, service.search(store, replace(answer.asked, q=wording)).total)
        for wording, count in answer.suggestions
    ]
    freed = [(one.passages, service.search(store, one.asked).total) for one in answer.alternatives]
    return reworded + freed


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(Asked(q="滥用 2012年"), id="a year without reports"),
        pytest.param(Asked(q="公开", year=(2012,), section=(1,)), id="two filters"),
        pytest.param(Asked(q='"公开 纽约 复议"'), id="a phrase nobody wrote"),
        pytest.param(
            Asked(q="公开", year=(2012,), section=(1,), sort="t3.new.total"),
            id="in the order of a figure",
        ),
        pytest.param(Asked(q="公开", agency=("天上市",)), id="an agency that is not there"),
        pytest.param(Asked(q="2012年 教育局", section=(9,)), id="no such section"),
    ],
)
def test_other_ways_to_ask_keep_their_promise(store: Store, asked: Asked) -> None:
    answer = service.search(store, asked)
    promised = asked_again(store, answer)
    assert answer.total == 0
    assert promised
    for count, found in promised:
        assert count == found > 0


def test_nothing_is_offered_that_finds_nothing(store: Store) -> None:
    answer = service.search(store, Asked(q='"纽约时报 华尔街"'))
    assert (answer.total, answer.suggestions, answer.alternatives) == (0, (), ())


def test_nothing_is_offered_where_something_was_found(store: Store) -> None:
    answer = service.search(store, Asked(q="公开", year=(2022,)))
    assert (answer.suggestions, answer.alternatives) == ((), ())


def test_cells_answer_where_no_passage_does(store: Store, gold: Mapping[str, Any]) -> None:
    one = gold["qingping_renmin_zhengfu_2022.txt"]
    asked = Asked(q='"纽约时报" 新收', agency=(one["agency"],), year=(2022,))
    answer = service.search(store, asked)
    assert answer.hits == ()
    assert [(row.indicator, row.value) for row in answer.rows] == [
        ("t3.new.total", one["statistics"]["t3.new.total"])
    ]


def test_the_samples_say_what_their_transcripts_say(store: Store, gold: Mapping[str, Any]) -> None:
    """The numbers beside the passages are those of the tables, whatever was asked."""
    rows = {
        (row.agency, row.year): row
        for row in service.search(store, Asked(q='"纽约时报" 新收', size=100)).rows
    }
    assert rows
    truth = {(one["agency"], one["year"]): one for one in gold.values()}
    for key, row in rows.items():
        one = truth[key]
        stands = one["status"].get("t3.new.total", "printed")
        assert (row.value, row.status) == (one["statistics"]["t3.new.total"], stands)


# Limits


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"q": "公" * 257}, BadQuestion, id="too long"),
        pytest.param({"size": 101}, BadQuestion, id="too many at once"),
        pytest.param({"size": 0}, BadQuestion, id="none at once"),
        pytest.param({"page": 0}, BadQuestion, id="no such page"),
        pytest.param({"page": 501}, BadQuestion, id="too deep"),
        pytest.param({"sort": "random"}, BadValue, id="no such order"),
    ],
)
def test_beyond_the_limits(
    store: Store, changes: Mapping[str, Any], error: type[BadQuestion]
) -> None:
    with pytest.raises(error) as refused:
        service.search(store, Asked(**changes))
    assert refused.value.reason
    assert refused.value.hint


def test_at_the_limits(store: Store) -> None:
    assert service.search(store, Asked(q="公" * 256)).hits == ()
    assert service.search(store, Asked(size=100, page=100)).hits == ()


def test_a_report_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="2022-nothing"):
        service.report(store, "2022-nothing")
