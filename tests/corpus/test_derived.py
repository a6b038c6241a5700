"""Figures worked out of cells."""

import pytest

from corpus.forms import indicators
from corpus.forms.derived import Derived, derived, work_out
from corpus.model import Number

CELLS: dict[str, Number | None] = {
    "t3.new.total": 30,
    "t3.carried_in.total": 2,
    "t3.carried_out.total": 4,
    "t3.granted.total": 14,
    "t3.partial.total": 7,
    "t3.total_processed.total": 28,
    "t4.review.total": 5,
    "t4.review.pending": 1,
    "t4.review.corrected": 1,
}
ALL = pytest.mark.parametrize("figure", derived().values(), ids=lambda figure: figure.key)


@ALL
def test_every_figure_is_made_of_cells_of_the_forms(figure: Derived) -> None:
    assert figure.key.startswith("d.")
    assert set(figure.cells) <= indicators().keys()
    assert len(set(figure.plus)) == len(figure.plus)
    assert figure.ground
    assert (figure.unit == "%") == figure.is_rate


def test_no_name_means_two_figures() -> None:
    names = [name for each in derived().values() for name in {each.label, *each.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("key", "value", "denominator"),
    [
        pytest.param("d.rate_disclosed", 75.0, 28, id="two cells over one"),
        pytest.param("d.rate_carried", 12.5, 32, id="one cell over a sum"),
        pytest.param("d.rate_review_corrected", 25.0, 4, id="what is pending is not decided"),
        pytest.param("d.received", 32, None, id="a sum has no denominator"),
    ],
)
def test_figures(key: str, value: Number, denominator: Number | None) -> None:
    found = work_out(derived()[key], CELLS)
    assert found.value == pytest.approx(value)
    assert found.denominator == denominator
    assert found.why == ""


def test_a_rate_over_nothing_is_none() -> None:
    found = work_out(derived()["d.rate_disclosed"], dict.fromkeys(CELLS, 0))
    assert (found.value, found.denominator, found.why) == (None, 0, "分母为零")


def test_a_lost_cell_makes_the_figure_unknown_and_is_named() -> None:
    found = work_out(derived()["d.rate_disclosed"], {**CELLS, "t3.partial.total": None})
    assert found.value is None
    assert found.missing == ("t3.partial.total",)


def test_rows_of_another_form_are_left_out() -> None:
    old = {"t3.other_all.total": 3}
    new = {"t3.other_1_no_correction.total": 1, "t3.other_2_unpaid_fee.total": 0}
    assert work_out(derived()["d.other"], old).value == 3
    assert work_out(derived()["d.other"], {**new, "t3.other_3_other.total": 2}).value == 3


def test_a_report_without_any_of_the_cells_has_no_figure() -> None:
    assert work_out(derived()["d.denied"], CELLS).why == "本格式没有这些格"
