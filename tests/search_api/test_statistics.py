"""Which cells a question means, which stand beside a passage, and what may be compared."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import Selection
from corpus.forms import indicators
from corpus.model import Passage, Report, Status
from search_api.answers import BadValue, Figure, Meant
from search_api.statistics import (
    BESIDE,
    HEADLINE,
    beside,
    cells_of,
    comparable,
    figure,
    figures,
    headline,
    keys_of,
    label_of,
    meant_by,
    speaks_against,
    spoken_of,
)
from search_api.store import Store

DENIED = tuple(
    f"t3.denied_{row}.total"
    for row in (
        "1_state_secret",
        "2_law_forbids",
        "3_three_securities",
        "4_third_party",
        "5_internal",
        "6_process",
        "7_enforcement_file",
        "8_admin_query",
    )
)


def keys(meant: tuple[Meant, ...]) -> tuple[str, ...]:
    return tuple(one.indicator for one in meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("不予公开", DENIED, id="a group is its rows"),
        pytest.param("不予公开 第三方", (DENIED[3],), id="unless one of them is named too"),
        pytest.param("保护第三方合法权益", (DENIED[3],), id="the label"),
        pytest.param("个人隐私", (DENIED[3],), id="an alias that begins like a column"),
        pytest.param("新收", ("t3.new.total",), id="a short label"),
        pytest.param("新 收", ("t3.new.total",), id="spaces do not count"),
        pytest.param("無正當理由大量反復申請", ("t3.refused_4_mass.total",), id="traditional"),
        pytest.param("自然人 新收", ("t3.new.natural_person",), id="a column chooses"),
        pytest.param(
            "自然人",
            ("t3.new.natural_person", "t3.total_processed.natural_person"),
            id="a column alone",
        ),
        pytest.param(
            "自然人 商业企业 予以公开",
            ("t3.granted.natural_person", "t3.granted.business"),
            id="two columns",
        ),
        pytest.param(
            "其他处理",
            (
                "t3.other_all.total",
                "t3.other_1_no_correction.total",
                "t3.other_2_unpaid_fee.total",
                "t3.other_3_other.total",
            ),
            id="a row of one form, a group of the other",
        ),
        pytest.param("行政复议", ("t4.review.total",), id="table 4"),
        pytest.param("行政复议纠正", ("t4.review.corrected",), id="an outcome"),
        pytest.param(
            "行政诉讼",
            ("t4.litigation_direct.total", "t4.litigation_after_review.total"),
            id="one name, two blocks",
        ),
        pytest.param(
            "纠错",
            (
                "t4.review.corrected",
                "t4.litigation_direct.corrected",
                "t4.litigation_after_review.corrected",
            ),
            id="an outcome alone",
        ),
        pytest.param(
            "规章",
            (
                "t2.regulations.made",
                "t2.regulations.disclosed",
                "t2.regulations.disclosed_total",
                "t2.regulations.issued",
                "t2.regulations.repealed",
                "t2.regulations.valid",
            ),
            id="table 2: a row of both forms",
        ),
        pytest.param("规章 现行有效", ("t2.regulations.valid",), id="table 2: one column"),
        pytest.param("其他", (), id="a word that many cells share"),
        pytest.param("总计", (), id="another"),
        pytest.param("不同意公开", (), id="the contrary"),
        pytest.param("未受理", (), id="the contrary, another word"),
        pytest.param("政策解读", (), id="no cell at all"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_what_a_question_means(text: str, meant: tuple[str, ...]) -> None:
    assert keys(meant_by(text)) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("第三方合法权益", "与“第三方合法权益”相符", id="as typed"),
        pytest.param("無法提供", "与“無法提供”相符", id="as typed, traditional"),
        pytest.param("新收 自然人", "与“新收”“自然人”相符", id="row and column"),
    ],
)
def test_each_says_why(text: str, why: str) -> None:
    assert {one.why for one in meant_by(text)} == {why}


def test_every_label_of_the_forms_names_its_cell() -> None:
    """Whatever the page shows as a label can be typed back."""
    for made in indicators().values():
        if made.column == "total" and made.row not in {"other_3_other", "total_processed"}:
            assert made.key in keys(meant_by(made.label)), made.label


def test_labels_say_of_what() -> None:
    assert label_of("t3.total_processed.total") == "办结总计"
    assert label_of("t3.denied_4_third_party.total") == "不予公开：保护第三方合法权益"
    assert label_of("t9.unknown") == "t9.unknown"


@given(st.text(max_size=60))
def test_any_text_names_cells_that_exist_or_none(text: str) -> None:
    assert set(keys(meant_by(text))) <= set(indicators())
    assert set(keys(spoken_of(text))) <= set(indicators())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param(["t3.new.total"], ("t3.new.total",), id="a key"),
        pytest.param(["t3.new"], tuple(k for k in indicators() if k[:7] == "t3.new."), id="a row"),
        pytest.param(["t4"], tuple(k for k in indicators() if k[:3] == "t4."), id="a table"),
        pytest.param(["不予公开"], DENIED, id="words"),
        pytest.param(["新收", "t3.new.total"], ("t3.new.total",), id="twice"),
        pytest.param([], (), id="none asked for"),
    ],
)
def test_keys_of(asked: list[str], found: tuple[str, ...]) -> None:
    assert keys_of(asked) == found


def test_an_indicator_that_is_none_is_refused() -> None:
    with pytest.raises(BadValue, match=r"没有名为“t9\.x”的指标"):
        keys_of(["t9.x"])


def test_a_passage_speaks_of_cells_in_its_own_order() -> None:
    text = "全年行政复议2件，新收申请9件，予以公开4件，不予受理0件。"
    assert keys(spoken_of(text)) == ("t4.review.total", "t3.new.total", "t3.granted.total")


def test_the_section_on_disputes_has_its_figures_first() -> None:
    assert keys(headline()) == HEADLINE
    assert keys(headline(4))[:3] == HEADLINE[-3:]
    assert set(keys(headline(4))) == set(HEADLINE)


def cell(report: Report, key: str) -> Figure:
    """The cell of the report as it must be shown, made of the report alone."""
    (statistic,) = (one for one in report.statistics if one.indicator == key)
    made = indicators()[key]
    located = {one.located.indicator: one.located.implied for one in report.findings if one.located}
    findings = tuple(
        dict.fromkeys(
            finding.id
            for finding in report.findings
            if speaks_against(finding) and key in cells_of(finding)
        )
    )
    return Figure(
        report=report.id,
        agency=report.agency.name,
        year=report.year,
        form=report.form,
        indicator=key,
        label=label_of(key),
        value=statistic.value,
        unit=statistic.unit or made.unit,
        status=statistic.status,
        printed=statistic.printed,
        implied=located.get(key, statistic.implied),
        line=statistic.place.line if statistic.place else None,
        why="",
        findings=findings,
        url=f"/reports/{report.id}#{key.replace('.', '-')}",
    )


def as_set(figure: Figure) -> Figure:
    """The same figure, the order of its findings aside."""
    return replace(figure, why="", findings=tuple(sorted(figure.findings)))


def test_figures_are_the_cells_of_the_reports(store: Store, reports: Mapping[str, Report]) -> None:
    meant = meant_by("新收 不予公开 复议")
    shown = figures(store.catalogue, Selection(), meant)
    there = {
        (report.id, one.indicator)
        for report in reports.values()
        for one in report.statistics
        if one.indicator in keys(meant)
    }
    assert {(one.report, one.indicator) for one in shown} == there
    for one in shown:
        assert as_set(one) == as_set(cell(reports[one.report], one.indicator))


def test_a_cell_that_is_not_printed_has_no_value(store: Store) -> None:
    cells, _ = store.catalogue.cells()
    shown = [figure(one) for one in cells]
    silent = [one for one in shown if one.status is not Status.PRINTED]
    assert silent  # the samples have damage on purpose
    assert {one.value for one in silent} == {None}
    assert all(one.value is not None for one in shown if one.status is Status.PRINTED)
    assert any(one.implied is not None for one in silent)  # beside, never instead


def test_beside_a_passage_stands_what_is_asked_for(
    store: Store, everything: list[tuple[Report, Passage]]
) -> None:
    passages = [(report.id, passage) for report, passage in everything if passage.kind == "text"]
    for (report, _), shown in zip(
        passages, beside(store.catalogue, passages, meant_by("第三方")), strict=True
    ):
        for one in shown:
            assert (one.report, one.indicator, one.why) == (report, DENIED[3], "与“第三方”相符")


def test_without_a_name_what_the_passage_says_or_the_main_figures(
    store: Store, everything: list[tuple[Report, Passage]]
) -> None:
    passages = [(report.id, passage) for report, passage in everything if passage.kind == "text"]
    told = {passage.id: report.claims for report, passage in everything}
    reasons = set()
    for (_, passage), shown in zip(passages, beside(store.catalogue, passages, ()), strict=True):
        assert len(shown) <= BESIDE
        spoken = {one.indicator for one in spoken_of(passage.text)}
        for one in shown:
            reasons.add(one.why)
            wanted = spoken if one.why == "本段所述" else set(HEADLINE)
            if one.why == "本段数字所述":
                mine = (one for one in told[passage.id] if one.passage == passage.id)
                wanted = {key for claim in mine for key in claim.cells}
            assert one.indicator in wanted
    assert reasons == {"本段数字所述", "本段所述", "本报告主要数字"}


def test_beside_a_table_stand_its_own_cells(
    store: Store, everything: list[tuple[Report, Passage]]
) -> None:
    tables = [(report.id, passage) for report, passage in everything if passage.kind == "table"]
    assert tables
    for question in ("不予公开", "政策解读"):
        for (_, passage), shown in zip(
            tables, beside(store.catalogue, tables, meant_by(question)), strict=True
        ):
            assert {one.indicator for one in shown} <= set(passage.indicators)
            assert len(shown) <= BESIDE


def test_where_not_all_have_room_zeros_go_first(
    store: Store, everything: list[tuple[Report, Passage]]
) -> None:
    """Eight reasons of refusal, six places: no zero is shown while another is left out."""
    passages = [(report.id, passage) for report, passage in everything if passage.kind == "text"]
    seen = 0
    for (report_id, _), shown in zip(
        passages, beside(store.catalogue, passages, meant_by("不予公开")), strict=True
    ):
        cells, _ = store.catalogue.cells(Selection(report=frozenset({report_id})), DENIED)
        told = [one.statistic.indicator for one in cells if one.statistic.value != 0][:BESIDE]
        if len(cells) > BESIDE and told:
            assert [one.indicator for one in shown] == told
            seen += 1
    assert seen


def test_nothing_is_asked_of_no_passages(store: Store) -> None:
    assert beside(store.catalogue, [], meant_by("新收")) == []


def test_only_table_2_is_bound_to_its_form(store: Store) -> None:
    cells, _ = store.catalogue.cells()
    for one in cells:
        expected = one.form if one.statistic.indicator.startswith("t2.") else ""
        assert comparable(one) == comparable(figure(one)) == expected
