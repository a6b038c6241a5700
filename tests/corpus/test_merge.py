"""Several readings of one report are one report, whatever order they come in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.draw import draw
from bench.quality.kinds import HTML, ROWS, render
from bench.quality.made import made
from corpus.merge import RULE, merge
from corpus.model import Form, Number, Place, Report, Statistic, Status, Verdict
from corpus.prepare import prepare
from corpus.read import read
from corpus.rules import check
from tests.corpus.made_reports import made_report, made_source

ROW = ("natural_person", "business", "research", "social", "legal_service", "other", "total")
KEYS = tuple(f"t3.{row}.{column}" for row in ("new", "carried_in") for column in ROW)

LOST, BLANK, MARK, WORDS = Status.MISSING, Status.BLANK, Status.MARK, Status.TEXT
Shown = Number | Status

FULL: tuple[Shown, ...] = (7, 2, 0, 0, 0, 0, 9, 1, 0, 0, 0, 0, 0, 1)
"""Both rows as they are in the report."""


def reading(name: str, shown: Sequence[Shown] = FULL, **changes: object) -> Report:
    """What one file says: a number, or the state of the cell."""
    cells = tuple(
        cell(key, one, line) for line, (key, one) in enumerate(zip(KEYS, shown, strict=True), 5)
    )
    made = made_report(words=name, source=made_source(name))
    return replace(made, statistics=cells, findings=check(made.id, cells), **changes)  # type: ignore[arg-type]


def cell(key: str, shown: Shown, line: int) -> Statistic:
    if isinstance(shown, Status):
        place = None if shown is LOST else Place(line)
        return Statistic(key, None, "", shown, "件", place)
    return Statistic(key, shown, str(shown), Status.PRINTED, "件", Place(line))


def but(*changes: tuple[int, Shown]) -> list[Shown]:
    """FULL with these cells otherwise."""
    shown = list(FULL)
    for at, one in changes:
        shown[at] = one
    return shown


def values(report: Report) -> dict[str, Shown]:
    return {
        one.indicator: one.status if one.value is None else one.value for one in report.statistics
    }


def differing(report: Report) -> list[tuple[str, ...]]:
    """The cells of each finding about sources."""
    return [
        tuple(dict.fromkeys(cell.indicator for cell in one.cells))
        for one in report.findings
        if one.rule == RULE
    ]


def test_one_reading_is_the_report() -> None:
    only = reading("a.txt")
    assert merge([only]) is only
    with pytest.raises(ValueError, match="nothing"):
        merge([])


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(reading("a"), reading("b", but((0, LOST))), id="more printed cells"),
        pytest.param(reading("b"), reading("a", notes=("改",)), id="fewer notes"),
        pytest.param(
            reading("b", published="2023-03-02"),
            reading("a", published="2023-03-01"),
            id="the newer",
        ),
        pytest.param(reading("b", published="2023-03-02"), reading("a"), id="dated"),
    ],
)
def test_the_better_reading_is_the_base(better: Report, worse: Report) -> None:
    for order in ([better, worse], [worse, better]):
        merged = merge(order)
        assert [one.name for one in merged.sources] == [
            better.sources[0].name,
            worse.sources[0].name,
        ]
        assert merged.sections == better.sections
        assert merged.passages == better.passages
        assert merged.notes[: len(better.notes)] == better.notes


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        pytest.param(LOST, 2, 2, id="a number for a lost cell"),
        pytest.param(LOST, BLANK, BLANK, id="lost here, blank there"),
        pytest.param(LOST, LOST, LOST, id="lost in both"),
        pytest.param(BLANK, 2, BLANK, id="a blank is something"),
        pytest.param(MARK, 2, MARK, id="a mark too"),
        pytest.param(WORDS, 2, WORDS, id="and words"),
        pytest.param(2, LOST, 2, id="the base lacks nothing"),
        pytest.param(2, 3, 2, id="a contradiction changes nothing"),
    ],
)
def test_only_what_the_base_has_nothing_for_is_filled(
    mine: Shown, theirs: Shown, merged: Shown
) -> None:
    base = reading("a", but((1, mine)))
    other = reading("b", but((1, theirs), (8, LOST), (9, LOST)))  # so that it is the worse
    found = merge([other, base])
    assert values(found) == dict(zip(KEYS, but((1, merged)), strict=True))
    filled = found.statistics[1].status is not LOST and mine is LOST
    place = found.statistics[1].place
    assert (place.source if place else None) == (1 if filled else None if merged is LOST else 0)
    assert found.findings[: len(check(found.id, found.statistics))] == check(
        found.id, found.statistics
    )


def test_what_was_filled_is_said() -> None:
    base = reading("a.html", but((1, LOST), (2, LOST)), damage=("t3",))
    other = reading("b.pdf", but((7, LOST), (8, LOST), (9, LOST)))
    merged = merge([base, other])
    assert merged.notes == ("有 2 格在“a.html”中缺失，取自“b.pdf”",)
    assert merged.damage == ()
    still = merge([base, reading("b.pdf", but((1, LOST), (7, LOST), (8, LOST)))])
    assert still.damage == ("t3",)


def test_what_the_sums_imply_stays_beside_what_was_filled() -> None:
    """Only there can it be seen that the other source prints another number."""
    base = reading("a", but((1, LOST)))
    lost = replace(base.statistics[1], implied=2)
    base = replace(base, statistics=(base.statistics[0], lost, *base.statistics[2:]))
    other = reading("b", but((1, 3), (7, LOST), (8, LOST), (9, LOST)))
    filled = merge([base, other]).statistics[1]
    assert (filled.value, filled.implied) == (3, 2)
    failed = [one for one in merge([base, other]).findings if one.verdict is Verdict.FAIL]
    assert ("T3-ROW", "new") in [(one.rule, one.about) for one in failed]


def test_a_contradiction_is_a_finding_with_both_numbers() -> None:
    base, other = reading("a.html", but((1, 12))), reading("b.pdf", but((1, 21), (8, LOST)))
    merged = merge([base, other])
    (found,) = (one for one in merged.findings if one.rule == RULE)
    assert (found.level, found.verdict, found.located) == ("S", Verdict.WARN, None)
    assert [one.value for one in found.cells] == [12, 21]
    assert all(one.indicator == KEYS[1] for one in found.cells)
    for words in ("a.html", "b.pdf", "12", "21"):
        assert words in found.message
        assert words in found.message_en
    assert "本年新收政府信息公开申请数量" in found.message
    assert found.id == next(one for one in merge([other, base]).findings if one.rule == RULE).id


def test_three_sources_are_compared_with_what_was_kept() -> None:
    """The second fills, the third contradicts what it filled."""
    readings = [
        reading("a", but((1, LOST))),
        reading("b", but((7, LOST), (8, LOST))),
        reading("c", but((1, 5), (7, LOST), (8, LOST), (9, LOST))),
    ]
    merged = merge(readings)
    assert values(merged)[KEYS[1]] == 2
    assert differing(merged) == [(KEYS[1],)]
    (found,) = (one for one in merged.findings if one.rule == RULE)
    assert "“b”为 2" in found.message
    assert "“c”为 5" in found.message


def test_money_is_compared_in_one_unit() -> None:
    def money(name: str, value: Number, unit: str, extra: tuple[str, ...] = ()) -> Report:
        one = Statistic("t2.fee.amount", value, f"{value}", Status.PRINTED, unit, Place(3))
        made = reading(name)
        return replace(made, statistics=(one, *made.statistics), notes=extra)

    same = merge([money("a", 3, "万元"), money("b", 30_000, "元", ("注",))])
    assert differing(same) == []
    other = merge([money("a", 3, "万元"), money("b", 3, "元", ("注",))])
    assert differing(other) == [("t2.fee.amount",)]


def test_a_source_that_differs_in_most_numbers_fills_nothing() -> None:
    """A wrong year in a title makes two reports look like one. Zeros agree in all reports."""
    base = reading("a", but((7, LOST)))
    other = reading("b", (31, 4, 0, 0, 0, 0, 35, 1, 0, 0, 0, LOST, LOST, LOST))
    merged = merge([base, other])
    assert values(merged)[KEYS[7]] is LOST
    assert [len(cells) for cells in differing(merged)] == [3]
    assert "可能不是同一份报告" in next(one.message for one in merged.findings if one.rule == RULE)
    assert any("没有用它补缺" in note for note in merged.notes)
    assert len(merged.sources) == 2


def test_another_form_fills_nothing() -> None:
    base = reading("a", but((7, LOST)))
    other = reading("b", but((8, LOST), (9, LOST)), form=Form.Y2019)
    merged = merge([base, other])
    assert values(merged)[KEYS[7]] is LOST
    assert merged.form is Form.Y2021


def test_a_base_that_does_not_know_its_form_takes_the_others() -> None:
    whole = reading("a", (*FULL[:3], *([LOST] * 11)))
    base = replace(reading("b"), form=Form.UNKNOWN)
    base = replace(base, statistics=base.statistics[:7])
    merged = merge([whole, base])
    assert merged.form is Form.Y2021
    assert [one.indicator for one in merged.statistics] == list(KEYS)
    assert merged.sources[0].name == "b"
    assert [one.status for one in merged.statistics[7:]] == [LOST] * 7


def test_a_date_of_publication_is_taken_from_who_has_it() -> None:
    said: Mapping[str, str] = {"published": "网页信息"}
    base = reading("a")
    other = reading("b", but((1, LOST)), published="2023-01-31", origins=said)
    merged = merge([base, other])
    assert (merged.published, dict(merged.origins)) == ("2023-01-31", said)


@pytest.mark.parametrize("seed", range(6))
def test_two_files_with_different_gaps_are_whole_together(seed: int) -> None:
    """A web page without table 4 and a text that ends in table 3: every cell is right."""
    random = Random(seed)
    report = made(random, form=Form.Y2021)
    drawn = draw(report)
    page = render(drawn, HTML[0], random).data.decode()
    text = render(drawn, ROWS[0], random).data.decode()
    cut = [text[: text.index("（三）不予公开")], page[: page.rindex("<table")]]
    readings = [
        prepare(read(f"{name}", data.encode(), path=f"/{name}"))
        for name, data in zip(("a.txt", "a.html"), cut, strict=True)
    ]
    assert any(_is_missing(one, "t3.") for one in readings)
    merged = merge(readings)
    assert merged == merge(readings[::-1])
    assert differing(merged) == []
    said = {one.indicator: one.value for one in merged.statistics if one.value is not None}
    assert said == {key: report.figures[key] for key in said}
    assert not _is_missing(merged, "t3.")


def _is_missing(report: Report, table: str) -> bool:
    return any(one.status is LOST and one.indicator.startswith(table) for one in report.statistics)


SHOWN = st.integers(0, 3) | st.sampled_from([LOST, LOST, BLANK, MARK, WORDS])


@given(
    st.lists(
        st.tuples(st.lists(SHOWN, min_size=14, max_size=14), st.sampled_from(Form)),
        min_size=2,
        max_size=4,
    )
)
def test_the_order_of_the_readings_does_not_matter(
    files: list[tuple[list[Shown], Form]],
) -> None:
    readings = [
        reading(f"{number}.txt", shown, form=form) for number, (shown, form) in enumerate(files)
    ]
    merged = merge(readings)
    for order in permutations(readings):
        assert merge(order) == merged
    assert len({one.id for one in merged.findings}) == len(merged.findings)
    base = next(one for one in readings if one.sources[0] == merged.sources[0])
    for mine in base.statistics:  # nothing that the base has is ever lost or changed
        if mine.status is not LOST:
            assert mine in merged.statistics
    for one in merged.statistics:  # and every number is printed in the source it names
        if one.value is not None and one.place is not None:
            source = merged.sources[one.place.source]
            said = next(each for each in readings if each.sources[0] == source)
            assert values(said)[one.indicator] == one.value
