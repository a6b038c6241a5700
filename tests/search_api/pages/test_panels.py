"""The statistics column: honest about what is not there, and nothing compared that cannot be."""

from collections.abc import Sequence

from corpus.model import Status
from search_api.answers import Answer, Figure, Meant
from search_api.pages.panels import History, figure_view, panels
from tests.search_api.pages.made import made_answer, made_figure, made_finding, made_row

NEW = Meant("t3.new.total", "本年新收", "与“新收”相符")
DECISIONS = Meant("t2.licence.decisions", "行政许可", "与“许可”相符")
OLD_ROW = Meant("t3.other_all.total", "其他处理", "与“其他处理”相符")


def answered(rows: Sequence[Figure], *meant: Meant) -> Answer:
    return made_answer(rows=tuple(rows), indicators=meant or (NEW,))


def figures(indicator: str, years: dict[int, str], agency: str = "甲") -> list[Figure]:
    """One figure a year, each with the form it stands on."""
    return [
        made_figure(indicator, year - 2000, report=f"{year}-{agency}", agency=agency, year=year,
                    form=form)
        for year, form in years.items()
    ]  # fmt: skip


def test_bodies_keep_the_order_of_the_answer_and_years_come_newest_first() -> None:
    rows = [*figures("t3.new.total", {2020: "2019", 2022: "2021"}, "乙"),
            *figures("t3.new.total", {2021: "2021"}, "甲")]  # fmt: skip
    overview = panels(answered(rows), History(), ()).overview
    assert overview is not None
    assert [(body.agency, [year.year for year in body.years]) for body in overview.rows] == [
        ("乙", ["2022 年", "2020 年"]),
        ("甲", ["2021 年"]),
    ]


def test_what_is_not_on_the_form_does_not_apply() -> None:
    rows = [*figures("t3.new.total", {2020: "2019", 2022: "2021"}),
            *figures("t3.other_all.total", {2020: "2019"})]  # fmt: skip
    overview = panels(answered(rows, NEW, OLD_ROW), History(), ()).overview
    assert overview is not None
    written = [[one.shown.text for one in year.figures] for year in overview.rows[0].years]
    assert written == [["22", "不适用"], ["20", "20"]]
    assert [sign.text for sign in overview.signs] == ["不适用"]


def test_a_figure_that_was_lost_is_no_zero_and_has_no_unit() -> None:
    view = figure_view(made_figure(value=None, status=Status.MISSING, implied=3))
    assert (view.shown.text, view.unit, view.implied) == ("?", "", "3")


def test_the_drawing_shows_all_years_of_the_bodies_on_the_page() -> None:
    every = figures("t3.new.total", {2019: "2019", 2020: "2019", 2022: "2021"})
    found = panels(answered(every[:1]), History(tuple(every), frozenset({2019, 2020, 2022})), ())
    assert found.chart is not None
    assert [tick.text for tick in found.chart.years] == ["2019", "2020", "2021", "2022"]
    assert len(found.chart.gaps) == 1


def test_no_line_over_the_form_change_in_table_2() -> None:
    every = figures("t2.licence.decisions", {2019: "2019", 2020: "2019", 2021: "2021"})
    history = History(tuple(every), frozenset({2019, 2020, 2021}))
    chart = panels(answered(every, DECISIONS), history, ()).chart
    assert chart is not None
    assert [len(segment) for segment in chart.lines[0].segments] == [2, 1]
    assert len(chart.breaks) == 1


def test_bodies_are_compared_in_one_year_largest_first() -> None:
    rows = [made_figure(value=value, agency=name, report=name) for name, value in
            (("甲", 3), ("乙", 12), ("丙", 0))]  # fmt: skip
    found = panels(answered(rows), History(), ()).comparison
    assert found is not None
    assert [(bar.name, bar.share) for bar in found.bars] == [("乙", 100), ("甲", 25), ("丙", 0)]


def test_counts_of_different_forms_are_not_compared() -> None:
    rows = [
        made_figure("t2.licence.decisions", 5, agency=name, report=name, form=form)
        for name, form in (("甲", "2019"), ("乙", "2021"))
    ]
    assert panels(answered(rows, DECISIONS), History(), ()).comparison is None


def test_a_body_without_a_number_is_not_compared() -> None:
    rows = [made_figure(value=3, agency="甲", report="甲"),
            made_figure(value=None, status=Status.BLANK, agency="乙", report="乙")]  # fmt: skip
    assert panels(answered(rows), History(), ()).comparison is None


def test_failed_checks_lead_to_the_report() -> None:
    found = panels(made_answer(), History(), [(made_row(failed=1), made_finding())] * 7)
    assert len(found.notices) == 5
    assert found.notices_left_out == 2
    assert found.notices[0].url == "/reports/2022-aa#f-T3-ROW-new"
    assert found.notices[0].message == (
        "“本年新收”行：各类申请人之和 = 总计：左边合计 4，右边合计 2。"
        "可由一格解释：本年新收：其他，原文 2，按 2 项关系推算为 0"
    )


def test_nothing_to_show() -> None:
    assert panels(made_answer(), History(), ()).is_empty
