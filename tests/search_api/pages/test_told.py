"""Numbers of the text on the report page: where they lead, and where they stand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Badge, Claim, Report
from search_api.pages.text import Part
from search_api.pages.told import Piece, Told, paragraphs, told_in, told_of
from tests.search_api.pages.made import made_report

TOLD = Told(
    "c1", "#t3-new-total", "agrees", "✓", "与表格相符", "与表格相符：本年新收 = 6", "新收6件"
)


def with_claim(badge: Badge = Badge.AGREES, *cells: str, value: int = 6) -> Report:
    """The made report with one claim in its first passage of text."""
    report = made_report()
    passage = next(one for one in report.passages if one.kind == "text")
    stated = None if badge is Badge.UNBOUND else 6
    claim = Claim(
        f"{report.id}.c1", passage.id, (0, 1), "新收", value, "件",
        cells=cells, stated=stated, badge=badge,
    )  # fmt: skip
    return replace(report, claims=(claim,))


@pytest.mark.parametrize(
    ("badge", "sign", "hint"),
    [
        pytest.param(Badge.AGREES, "✓", "与表格相符：本年新收 = 6", id="agrees"),
        pytest.param(Badge.DIFFERS, "≠", "与表格不符：本年新收 = 6", id="differs"),
        pytest.param(
            Badge.UNBOUND, "？", "表中没有可核对的数：本年新收", id="nothing to compare with"
        ),
    ],
)
def test_a_badge_is_a_sign_and_words(badge: Badge, sign: str, hint: str) -> None:
    ((_, told),) = next(iter(told_in(with_claim(badge, "t3.new.total")).values()))
    assert (told.id, told.url, told.sign, told.hint) == ("c1", "#t3-new-total", sign, hint)


def test_a_number_that_speaks_of_no_cell_is_plain_text() -> None:
    report = with_claim(Badge.UNBOUND)
    assert (told_in(report), told_of(report)) == ({}, {})


def test_every_cell_of_a_sum_leads_to_the_number() -> None:
    found = told_of(with_claim(Badge.AGREES, "t3.granted.total", "t3.partial.total"))
    assert {key: [one.id for one in each] for key, each in found.items()} == {
        "t3.granted.total": ["c1"],
        "t3.partial.total": ["c1"],
    }


def test_the_sum_of_a_group_stands_at_the_group() -> None:
    keys = [f"t3.unable_{row}.total" for row in ("1_not_held", "2_needs_creation")]
    assert list(told_of(with_claim(Badge.AGREES, *keys))) == ["t3.unable"]


def test_a_sum_of_many_cells_is_told_by_the_first_and_their_number() -> None:
    keys = [f"t3.{row}.total" for row in ("new", "carried_in", "granted", "partial")]
    ((_, told),) = next(iter(told_in(with_claim(Badge.AGREES, *keys)).values()))
    assert told.hint == "与表格相符：“本年新收”等 4 格 = 6"


def test_marks_inside_a_number_stay() -> None:
    (line,) = paragraphs("新收6件申请", [(0, 3)], [((2, 4), TOLD)])
    assert line == (
        Piece((Part("新收", marked=True),)),
        Piece((Part("6", marked=True), Part("件")), TOLD),
        Piece((Part("申请"),)),
    )


@given(
    st.text(alphabet="字6件\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=4),
)
def test_no_sign_is_lost(text: str, spans: list[list[int]]) -> None:
    ordered, at = [], 0
    for start, end in sorted(spans):
        if at <= start < end <= len(text) and "\n" not in text[start:end]:
            ordered.append(((start, end), TOLD))
            at = end
    lines = paragraphs(text, [], ordered)
    said = ["".join(part.text for piece in line for part in piece.parts) for line in lines]
    assert said == [line for line in text.split("\n") if line.strip()]
    assert sum(piece.told is not None for line in lines for piece in line) == len(
        [one for one in ordered if _line_of(text, one[0][0]).strip()]
    )


def _line_of(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    return text[start:].split("\n", maxsplit=1)[0]
