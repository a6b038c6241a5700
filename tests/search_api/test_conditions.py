"""Fields and numbers in a question, counted by hand over the samples."""

import operator
from collections.abc import Callable, Mapping

import pytest

from corpus.model import Passage, Report
from search_api import service
from search_api.answers import Answer, Asked
from search_api.service.question import understand
from search_api.store import Store

Reports = Mapping[str, Report]
Everything = list[tuple[Report, Passage]]


def asked(store: Store, q: str) -> Answer:
    return service.search(store, Asked(q=q, size=100))


def value(report: Report, key: str) -> float | None:
    return next((one.value for one in report.statistics if one.indicator == key), None)


def fulfilling(reports: Reports, key: str, holds: Callable[[float], bool]) -> list[str]:
    numbers = {report_id: value(report, key) for report_id, report in reports.items()}
    return [report_id for report_id, one in numbers.items() if one is not None and holds(one)]


def passages_of(reports: Reports, ids: list[str]) -> int:
    return sum(len(reports[report_id].passages) for report_id in ids)


NEW, CORRECTED = "t3.new.total", "t4.review.corrected"


@pytest.mark.parametrize(
    ("q", "key", "holds"),
    [
        pytest.param("新收>10", NEW, lambda n: n > 10, id="more"),
        pytest.param("本年新收 ＞ １０", NEW, lambda n: n > 10, id="another wording, full width"),
        pytest.param("新收>=10", NEW, lambda n: n >= 10, id="not less"),
        pytest.param("新收<=10件", NEW, lambda n: n <= 10, id="not more"),
        pytest.param("上年结转＝0", "t3.carried_in.total", lambda n: n == 0, id="equal"),
        pytest.param("新收:5..50", NEW, lambda n: 5 <= n <= 50, id="range"),
        pytest.param("t3.new.total:20..", NEW, lambda n: n >= 20, id="key, from"),
        pytest.param("T3.NEW>10", NEW, lambda n: n > 10, id="key of a row"),
        pytest.param("t4.review.corrected>0", CORRECTED, lambda n: n > 0, id="key of table 4"),
        pytest.param(
            "t4.review.corrected.total>0", CORRECTED, lambda n: n > 0, id="the same with total"
        ),
        pytest.param("行政复议纠正>0", CORRECTED, lambda n: n > 0, id="row and column"),
        pytest.param(
            "自然人新收>10", "t3.new.natural_person", lambda n: n > 10, id="column and row"
        ),
        pytest.param(
            "行政处罚数量>100", "t2.penalty.decisions", lambda n: n > 100, id="what is counted"
        ),
        pytest.param("收到申请数量>10", NEW, lambda n: n > 10, id="as people say it"),
    ],
)
def test_only_reports_that_print_such_a_number(
    store: Store, reports: Reports, q: str, key: str, holds: Callable[[float], bool]
) -> None:
    answer = asked(store, q)
    ids = fulfilling(reports, key, holds)
    assert 0 < len(ids) < len(reports)
    assert (answer.reports, answer.total) == (len(ids), passages_of(reports, ids))
    assert answer.notes == ()
    assert key in {one.indicator for one in answer.indicators}
    assert {one.text for one in answer.interpreted} == {q}


def test_a_blank_is_no_zero(store: Store, reports: Reports) -> None:
    """Reports without a number fulfil neither the condition nor its opposite."""
    key = "t3.new.total"
    numbered = fulfilling(reports, key, lambda n: True)
    assert asked(store, f"{key}>=0").reports == len(numbered)
    assert asked(store, f"{key}<0").total == 0
    unnumbered = [one for one in reports if one not in numbered]
    assert asked(store, f"-{key}>=0").total == passages_of(reports, unnumbered)


@pytest.mark.parametrize(
    ("q", "joined"),
    [
        pytest.param("新收>10 纠正>0", None, id="one of them is not clear"),
        pytest.param("新收>10 行政复议纠正>0", operator.and_, id="both"),
        pytest.param("新收>10 OR 行政复议纠正>0", operator.or_, id="either"),
        pytest.param("(新收>10 | 行政复议纠正>0)", operator.or_, id="in a bracket"),
        pytest.param("新收>10 -行政复议纠正>0", operator.sub, id="one excluded"),
    ],
)
def test_conditions_join(
    store: Store, reports: Reports, q: str, joined: Callable[[set[str], set[str]], set[str]] | None
) -> None:
    one = set(fulfilling(reports, NEW, lambda n: n > 10))
    other = set(fulfilling(reports, CORRECTED, lambda n: n > 0))
    answer = asked(store, q)
    if joined is None:
        assert any("纠正" in note and "写明其一" in note for note in answer.notes)
    else:
        assert answer.total == passages_of(reports, sorted(joined(one, other)))


def test_a_condition_narrows_words(store: Store, reports: Reports) -> None:
    ids = {*fulfilling(reports, NEW, lambda n: n > 10)}
    answer = asked(store, '"依申请公开" 新收>10')
    everything = asked(store, '"依申请公开"')
    assert 0 < answer.total < everything.total
    assert {hit.report.id for hit in answer.hits} == {
        hit.report.id for hit in everything.hits if hit.report.id in ids
    }
    assert answer.terms == ("依申请公开",)


@pytest.mark.parametrize(
    ("q", "said"),
    [
        pytest.param("同比>10", "没有名为“同比”的指标", id="no indicator"),
        pytest.param("t3.nothing>1", "没有名为“t3.nothing”的指标", id="no key"),
        pytest.param("不予公开>0", "可指 8 项指标", id="a group of rows"),
        pytest.param("行政诉讼>0", "可指 2 项指标", id="two blocks"),
        pytest.param("同比新收>0", "没有名为“同比新收”", id="more than the name"),
    ],
)
def test_what_is_not_clear_is_searched_and_said(store: Store, q: str, said: str) -> None:
    answer = asked(store, q)
    assert any(said in note and "按普通词语检索" in note for note in answer.notes)


def test_indicators_of_an_ambiguous_name_are_offered(store: Store) -> None:
    question = understand(Asked(q="公开 行政诉讼>0"), store.catalogue)
    assert question.offered == (
        "公开 t4.litigation_direct.total>0",
        "公开 t4.litigation_after_review.total>0",
    )
    for q in question.offered:
        assert understand(Asked(q=q), store.catalogue).offered == ()


FIELDS = [
    pytest.param("年份:2021", lambda r, p: r.year == 2021, id="year"),
    pytest.param("year:2020..2022", lambda r, p: 2020 <= r.year <= 2022, id="years"),
    pytest.param("年份：>2022", lambda r, p: r.year > 2022, id="after a year"),
    pytest.param("-年份:2021", lambda r, p: r.year != 2021, id="not a year"),
    pytest.param("section:4", lambda r, p: p.section == 4, id="section"),
    pytest.param("部分:总体情况", lambda r, p: p.section == 1, id="section by title"),
    pytest.param("agency:教育局", lambda r, p: "教育局" in r.agency.name, id="short name"),
    pytest.param(
        "机关:砚溪区", lambda r, p: r.agency.name == "云澄市砚溪区人民政府", id="a region"
    ),
    pytest.param("机关:街道", lambda r, p: "街道" in r.agency.name, id="a part of names"),
    pytest.param("region:青屏区", lambda r, p: "青屏区" in r.agency.region, id="region"),
    pytest.param("地区:青屏", lambda r, p: "青屏区" in r.agency.region, id="region without 区"),
    pytest.param("地區:青屏", lambda r, p: False, id="a field in traditional script is a word"),
    pytest.param("标题:松石街道", lambda r, p: "松石街道" in r.title, id="title"),
    pytest.param("form:2019", lambda r, p: r.form.value == "2019", id="form"),
    pytest.param(
        "agency:(教育局 OR 卫健委) -年份:2021",
        lambda r, p: ("教育" in r.agency.name or "卫生" in r.agency.name) and r.year != 2021,
        id="a group of names",
    ),
    pytest.param(
        "年份:2021 OR 部分:4", lambda r, p: r.year == 2021 or p.section == 4, id="alternatives"
    ),
]


@pytest.mark.parametrize(("q", "fits"), FIELDS)
def test_fields(
    store: Store, everything: Everything, q: str, fits: Callable[[Report, Passage], bool]
) -> None:
    answer = asked(store, q)
    wanted = [passage.id for report, passage in everything if fits(report, passage)]
    if not wanted:
        assert answer.total == 0 or answer.notes
        return
    assert answer.total == len(wanted)
    assert {hit.passage.id for hit in answer.hits} <= {*wanted}


@pytest.mark.parametrize(
    ("q", "said"),
    [
        pytest.param("agency:天上局", "没有收录名为“天上局”的机关", id="no agency"),
        pytest.param("地区:天上", "没有收录名为“天上”的地区", id="no region"),
        pytest.param("年份:去年 公开", "不是可用的年份", id="no year"),
        pytest.param("机关:街道,教育局", "", id="two, both known"),
    ],
)
def test_what_fields_do_not_know_is_said(store: Store, q: str, said: str) -> None:
    assert said in "".join(asked(store, q).notes)


def test_fields_work_with_filters_and_interpretation(store: Store) -> None:
    both = service.search(store, Asked(q="年份:2021 青屏区教育局 公开", year=(2021, 2022)))
    assert both.applied == {"agency": ("云澄市青屏区教育局",), "year": (2021, 2022)}
    assert {(hit.report.agency, hit.report.year) for hit in both.hits} == {
        ("云澄市青屏区教育局", 2021)
    }
