"""Damaged files are read right or not at all: a small run of bench/quality, and its own footing.

The whole measurement is `python -m bench.quality`; its result is docs/QUALITY.md.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.draw import draw
from bench.quality.kinds import ANY, GROUPS, KINDS, PDF, Kind, render
from bench.quality.made import made
from bench.quality.measure import judge
from bench.quality.measure_text import judge_text, prepared, sentences
from bench.quality.page import damaged, mean_right
from bench.quality.run import TOGETHER, Result, run_kind
from bench.quality.scene import Drawn, Slot, Table, Text
from corpus.forms import keys_of, load
from corpus.model import Form, Statistic, Status

SEEDS = range(6)
"""Few, because every kind is read with each. They are fixed: a failure comes again."""

HELD_TO = [pytest.param(kind, id=kind.name) for kind in (*KINDS, TOGETHER) if not kind.may_err]
UNDAMAGED = [pytest.param(kind, id=kind.name) for kind in GROUPS["undamaged"]]
UNDAMAGED_TEXT = GROUPS["undamaged"][0]
ALL = [pytest.param(kind, id=kind.name) for kind in KINDS]


@pytest.fixture(scope="module")
def results() -> Mapping[str, Result]:
    """Every kind of damage over the fixed seeds."""
    return {kind.name: run_kind(kind, SEEDS) for kind in (*KINDS, TOGETHER)}


@pytest.mark.parametrize("kind", HELD_TO)
def test_no_cell_is_silently_wrong(results: Mapping[str, Result], kind: Kind) -> None:
    assert results[kind.name].wrong == []


@pytest.mark.parametrize("kind", UNDAMAGED)
def test_undamaged_files_are_read_whole(results: Mapping[str, Result], kind: Kind) -> None:
    assert results[kind.name].tally.share_right == 1.0


def test_labels_that_can_be_read_are_enough(results: Mapping[str, Result]) -> None:
    assert mean_right(each for each in damaged(results.values()) if each.kind.labels_kept) >= 0.97


def test_most_cells_are_read_in_spite_of_damage(results: Mapping[str, Result]) -> None:
    assert mean_right(damaged(results.values())) >= 0.9


# The measurement itself


@given(seed=st.integers(0, 10**9))
def test_the_sums_of_a_made_report_hold(seed: int) -> None:
    report = made(Random(seed))
    table = load(report.form).table3
    leaves = [column.key for column in table.columns][:-1]
    for row in table.rows:
        cells = [report.figures[f"t3.{row.key}.{leaf}"] for leaf in leaves]
        assert sum(cells) == report.figures[f"t3.{row.key}.total"] and min(cells) >= 0
    for column in table.columns:
        count = {row.key: report.figures[f"t3.{row.key}.{column.key}"] for row in table.rows}
        assert count["new"] + count["carried_in"] == count["total_processed"] + count["carried_out"]
        outcomes = count.keys() - {"new", "carried_in", "total_processed", "carried_out"}
        assert sum(count[outcome] for outcome in outcomes) == count["total_processed"]


@pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])
def test_a_drawn_report_holds_every_figure_once(form: Form) -> None:
    report = made(Random(1), form=form)
    drawn = draw(report)
    assert sorted(slot.key for slot in drawn.slots() if slot.key) == sorted(keys_of(form))
    assert {key: slot.value for key, slot in drawn.standing().items()} == report.figures


@pytest.mark.parametrize("kind", ALL)
def test_damage_is_the_same_each_time_and_knows_what_it_took(kind: Kind) -> None:
    drawn = kind.drawn(5)
    assert kind.rendered(5, drawn) == kind.rendered(5, kind.drawn(5))
    whole = set(keys_of(Form.Y2019)) | set(keys_of(Form.Y2021))
    standing = drawn.standing()
    assert not standing.keys() & drawn.lost.keys() and standing.keys() | drawn.lost.keys() <= whole
    # the form of 2019, of 2021, and table 2 of the latter above a table 3 of the former
    assert len(standing) + len(drawn.lost) in (22 + 161 + 15, 10 + 175 + 15, 10 + 161 + 15)


@pytest.mark.parametrize("layout", ANY)
def test_a_layout_prints_every_figure_and_label(layout: str) -> None:
    drawn = draw(made(Random(2)))
    text = re.sub(r"<[^>]*>|\s", "", render(drawn, layout, Random(2)).text)
    if layout not in PDF:  # whose lines end where the column does
        assert all(slot.text in text for slot in drawn.slots())
        assert all(sentence in text for _, sentence in sentences(drawn))


KEY, NEXT = "t3.new.total", "t3.new.other"


@pytest.mark.parametrize(
    ("standing", "lost", "read", "counts"),
    [
        pytest.param({KEY: 5}, {}, {KEY: 5}, {"right": 1}, id="as printed"),
        pytest.param({KEY: 5}, {}, {KEY: 6}, {"wrong": 1}, id="another number"),
        pytest.param({KEY: 5}, {}, {KEY: None}, {"unsure": 1}, id="no value"),
        pytest.param({KEY: 5}, {}, {}, {"unsure": 1}, id="not in the answer"),
        pytest.param({}, {KEY: 5}, {KEY: 5}, {"invented": 1}, id="lost, yet given"),
        pytest.param({}, {KEY: 5}, {KEY: None}, {}, id="lost, and said to be"),
        pytest.param({}, {}, {KEY: 0}, {"invented": 1}, id="not on this form"),
        pytest.param({KEY: 0}, {NEXT: 0}, {NEXT: 0}, {"right": 1}, id="equals change places"),
        pytest.param(
            {KEY: 0},
            {NEXT: 0},
            {NEXT: 0, KEY: 0},
            {"right": 1, "invented": 1},
            id="one of two equals is too many",
        ),
        pytest.param(
            {KEY: 0}, {NEXT: 1}, {NEXT: 0}, {"unsure": 1, "invented": 1}, id="not its number"
        ),
    ],
)
def test_how_cells_fared(
    standing: Mapping[str, int],
    lost: Mapping[str, int],
    read: Mapping[str, int | None],
    counts: Mapping[str, int],
) -> None:
    row = tuple(Slot(str(value), "figure", key, value) for key, value in standing.items())
    drawn = Drawn((Table(3, (row,)),), "", 2022, lost=lost)
    tally = judge(drawn, [_given(key, value) for key, value in read.items()]).tally
    fared = {name: getattr(tally, name) for name in ("right", "unsure", "wrong", "invented")}
    assert {name: count for name, count in fared.items() if count} == counts


@pytest.mark.parametrize(
    ("text", "status", "value", "counts"),
    [
        pytest.param("", Status.BLANK, None, (1, 0, 0), id="a blank is a blank"),
        pytest.param("", Status.MISSING, None, (0, 1, 0), id="not seen"),
        pytest.param("", Status.PRINTED, 0, (0, 0, 1), id="a blank is not a zero"),
        pytest.param("O", Status.TEXT, None, (1, 0, 0), id="a letter is words"),
        pytest.param("O", Status.PRINTED, 0, (1, 0, 0), id="guessed, and right"),
        pytest.param("O", Status.PRINTED, 8, (0, 0, 1), id="guessed, and wrong"),
    ],
)
def test_how_a_cell_without_a_number_fared(
    text: str, status: Status, value: int | None, counts: tuple[int, int, int]
) -> None:
    printed = Status.TEXT if text else Status.BLANK
    slot = Slot(text, "figure", KEY, None, printed, was=0)
    drawn = Drawn((Table(3, ((slot,),)),), "", 2022)
    tally = judge(drawn, [Statistic(KEY, value, text, status)]).tally
    assert (tally.right, tally.unsure, tally.wrong) == counts


def _given(key: str, value: int | None) -> Statistic:
    return Statistic(key, value, None, Status.MISSING if value is None else Status.PRINTED)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        pytest.param(2022, (1, 0), id="the report's"),
        pytest.param(2023, (0, 0), id="the year of publication"),
        pytest.param(None, (0, 1), id="not found"),
    ],
)
def test_how_the_year_fared(given: int | None, counts: tuple[int, int]) -> None:
    kind = UNDAMAGED_TEXT
    drawn = kind.drawn(0)
    read = prepared(kind.rendered(0, drawn))
    assert read is not None
    fared = judge_text(replace(drawn, year=2022), replace(read, year=given))
    assert (fared["year", "right"], fared["year", "unknown"]) == counts


def test_a_sentence_cut_by_a_page_break_counts_as_one() -> None:
    parts = (
        Text("一、总体情况", "heading", 1),
        Text("这句话被", "prose", 1),
        Text("- 3 -", "page mark"),
        Text("分页切断。这句没有。", "prose", 1),
    )
    drawn = Drawn(parts, "", 2022)
    assert list(sentences(drawn)) == [(1, "这句话被分页切断"), (1, "这句没有")]
