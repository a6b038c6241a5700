"""A number, a zero and the kinds of nothing are written differently."""

import pytest

from corpus.model import Number, Status
from search_api.pages.cells import ABSENT, BLANK, LEGEND, MISSING, Shown, number, shown, signs


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0, "0", id="zero"),
        pytest.param(12345, "12,345", id="thousands"),
        pytest.param(-417, "−417", id="a true minus"),
        pytest.param(743.38, "743.38", id="money"),
        pytest.param(113400.0, "113,400.0", id="money as read"),
        pytest.param(1e16, "10,000,000,000,000,000", id="no powers of ten"),
    ],
)
def test_number(value: Number, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "status", "printed", "expected"),
    [
        pytest.param(6, Status.PRINTED, "6", Shown("6", "number"), id="a number"),
        pytest.param(0, Status.PRINTED, "0", Shown("0", "zero"), id="a stated zero"),
        pytest.param(None, Status.BLANK, "", BLANK, id="blank is no zero"),
        pytest.param(None, Status.MISSING, None, MISSING, id="lost"),
        pytest.param(
            None, Status.MARK, "/", Shown("/", "mark", "原表填写符号，没有数字"), id="a stroke"
        ),
        pytest.param(None, Status.TEXT, "见附件", Shown("见附件", "text"), id="words"),
        pytest.param(None, Status.PRINTED, "?", MISSING, id="a number that is none"),
    ],
)
def test_shown(value: Number | None, status: Status, printed: str | None, expected: Shown) -> None:
    assert shown(value, status, printed) == expected


def test_the_kinds_of_nothing_look_different() -> None:
    assert len({sign.text for sign in LEGEND}) == len({sign.kind for sign in LEGEND}) == 4
    assert signs({"missing", "number"}) == (MISSING,)
    assert not ABSENT.is_number
