"""Tables as the form draws them; what is lost, blank or not on the form says which it is."""

from dataclasses import replace

import pytest

from corpus.forms import keys_of
from corpus.model import Form, Place, Report, Statistic, Status
from search_api.pages.checks import doubts
from search_api.pages.grids import GridCell, Table, tables
from tests.search_api.pages.made import made_report, made_statistics


def drawn(report: Report) -> dict[str, Table]:
    return {table.id: table for table in tables(report, doubts(report.findings), lambda text: ())}


def cells(table: Table) -> dict[str, GridCell]:
    return {cell.id: cell for grid in table.grids for row in grid.rows for cell in row.cells}


def labels(table: Table) -> list[str]:
    rows = (row for grid in table.grids for row in grid.rows)
    return ["　" * row.depth + "".join(part.text for part in row.label) for row in rows]


@pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])
def test_every_cell_of_the_form_has_its_place(form: Form) -> None:
    found = drawn(made_report(form))
    places = [cell for table in found.values() for cell in cells(table)]
    assert sorted(places) == sorted(key.replace(".", "-") for key in keys_of(form))


def test_rows_of_table_3_stand_under_their_groups() -> None:
    said = labels(drawn(made_report())["t3"])
    assert said[:8] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "　（一）予以公开",
        "　（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "　（三）不予公开",
        "　　1. 属于国家秘密",
        "　　2. 其他法律行政法规禁止公开",
    ]
    assert said[-3:] == ["　　3. 其他", "　（七）总计", "四、结转下年度继续办理"]


def test_the_single_row_of_the_old_form_is_no_group() -> None:
    said = labels(drawn(made_report(Form.Y2019))["t3"])
    assert said[-3:] == ["　（六）其他处理", "　（七）总计", "四、结转下年度继续办理"]


def test_a_row_of_the_other_form_is_shown_and_the_form_s_own_do_not_apply() -> None:
    new, old = (made_statistics(form, {}) for form in (Form.Y2021, Form.Y2019))
    gone = ("t3.other_1", "t3.other_2")
    mixed = [one for one in new if not one.indicator.startswith(gone)]
    mixed += [one for one in old if one.indicator.startswith("t3.other_all.")]
    found = drawn(made_report(statistics=tuple(mixed)))["t3"]
    assert cells(found)["t3-other_all-total"].shown.text == "0"
    assert cells(found)["t3-other_1_no_correction-total"].shown.text == "不适用"


def test_a_table_that_has_only_the_other_form_s_rows_is_of_that_form() -> None:
    old = made_statistics(Form.Y2019, {})
    found = drawn(made_report(Form.Y2021, statistics=old))
    assert "t3-other_1_no_correction-total" not in cells(found["t3"])


def test_each_table_is_drawn_by_the_form_its_cells_stand_in() -> None:
    old = [one for one in made_statistics(Form.Y2019, {}) if one.indicator.startswith("t2.")]
    new = [one for one in made_statistics(Form.Y2021, {}) if not one.indicator.startswith("t2.")]
    found = drawn(made_report(statistics=(*old, *new)))
    assert len(found["t2"].grids) == 5
    assert "t3-other_3_other-total" in cells(found["t3"])


def test_head_cells_span_every_column() -> None:
    for form in (Form.Y2019, Form.Y2021):
        for table in drawn(made_report(form)).values():
            for grid in table.grids:
                assert sum(head.columns for head in grid.heads[0]) == grid.width + 1
                assert all(len(row.cells) in (0, grid.width) for row in grid.rows)


@pytest.mark.parametrize(
    ("status", "printed", "text"),
    [
        pytest.param(Status.BLANK, "", "—", id="blank"),
        pytest.param(Status.MISSING, None, "?", id="lost"),
        pytest.param(Status.MARK, "/", "/", id="a mark"),
    ],
)
def test_a_cell_without_a_number_says_why(status: Status, printed: str | None, text: str) -> None:
    own = Statistic("t3.new.total", None, printed, status, "件")
    rest = tuple(one for one in made_statistics(Form.Y2021, {}) if one.indicator != own.indicator)
    cell = cells(drawn(made_report(statistics=(own, *rest)))["t3"])["t3-new-total"]
    assert cell.shown.text == text


def test_the_implied_value_stands_beside_the_printed_one() -> None:
    cell = cells(drawn(made_report())["t3"])["t3-new-other"]
    assert (cell.shown.text, cell.implied) == ("2", "0")
    assert cell.doubt is not None
    assert cell.doubt.located


def test_an_implied_value_that_says_the_same_is_not_repeated() -> None:
    same = tuple(replace(one, implied=one.value) for one in made_statistics(Form.Y2021, {}))
    report = replace(made_report(statistics=same), findings=())
    assert {cell.implied for cell in cells(drawn(report)["t3"]).values()} == {""}


def test_a_unit_is_written_where_the_form_fixes_none() -> None:
    money = Statistic("t2.procurement.amount", 743.38, "743.38万元", Status.PRINTED, "万元")
    rest = made_statistics(Form.Y2019, {})
    others = tuple(one for one in rest if one.indicator != money.indicator)
    found = cells(drawn(made_report(Form.Y2019, statistics=(*others, money)))["t2"])
    assert (found["t2-procurement-amount"].shown.text, found["t2-procurement-amount"].unit) == (
        "743.38",
        "万元",
    )
    assert found["t2-procurement-count"].unit == ""


def test_a_table_that_was_cut_has_no_invented_cells() -> None:
    some = made_statistics(Form.Y2021, {})
    cut = tuple(one for one in some if not one.indicator.startswith(("t3.carried_out.", "t4.")))
    report = replace(made_report(statistics=cut), damage=("t3", "t4"))
    found = drawn(report)
    assert cells(found["t3"])["t3-carried_out-total"].shown.text == "?"
    assert found["t3"].damaged
    assert found["t4"].lost
    assert found["t4"].grids == ()
    assert "t4-review-total" in found["t4"].anchors


def test_the_passage_made_of_a_row_leads_to_it() -> None:
    rows = [row for grid in drawn(made_report())["t3"].grids for row in grid.rows]
    assert [(row.id, row.anchors) for row in rows if row.anchors] == [("t3-granted", ("p3",))]


def test_words_are_marked_in_labels() -> None:
    found = tables(made_report(), {}, lambda text: [(0, 2)] if text.startswith("（三）") else ())
    rows = [row for grid in found[1].grids for row in grid.rows]
    assert [row.id for row in rows if row.label[0].marked] == ["t3-denied"]


def test_the_lines_of_a_table_are_those_of_the_file_most_of_it_is_from() -> None:
    """A cell that another file filled stands on a line of that file, which means nothing here."""
    report = made_report()
    keys = [one.indicator for one in report.statistics if one.indicator.startswith("t3.")]
    filled = {key: Place(9000, 2, source=1) for key in keys[:5]}
    moved = tuple(
        replace(one, place=filled.get(one.indicator, one.place)) for one in report.statistics
    )
    table = drawn(replace(report, statistics=moved))["t3"]
    own = [one.place.line for one in report.statistics if one.indicator in keys[5:] and one.place]
    assert (table.file, table.first_line, table.last_line) == (1, min(own), max(own))
    whole = tuple(
        replace(one, place=Place(7, source=1)) if one.indicator in keys else one for one in moved
    )
    table = drawn(replace(report, statistics=whole))["t3"]
    assert (table.file, table.first_line, table.last_line) == (2, 7, 7)
    assert drawn(replace(report, statistics=whole))["t4"].file == 1
