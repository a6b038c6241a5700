"""What stands in a cell: a number, a blank, a mark or words, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Number, Status
from corpus.tables.numbers import is_figure, may_be_figure, read_cell


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("0", 0, None, id="a stated zero"),
        pytest.param("12", 12, None, id="plain"),
        pytest.param(" 12 ", 12, None, id="spaces around"),
        pytest.param("\xa012\u3000", 12, None, id="odd spaces around"),
        pytest.param("12\u200b", 12, None, id="a space without width"),
        pytest.param("１２", 12, None, id="full width"),
        pytest.param("1,234", 1234, None, id="thousands"),
        pytest.param("12，345，678", 12_345_678, None, id="thousands with full-width commas"),
        pytest.param("12件", 12, "件", id="a unit"),
        pytest.param("12 条", 12, "条", id="a unit behind a space"),
        pytest.param("3.2万", 32_000, None, id="ten thousands"),
        pytest.param("1.2万件", 12_000, "件", id="ten thousands, with a unit"),
        pytest.param("2亿", 200_000_000, None, id="hundred millions"),
        pytest.param("743.38万元", 743.38, "万元", id="money stays in its unit"),
        pytest.param("2.31亿元", 2.31, "亿元", id="hundred millions of it too"),
        pytest.param("251000元", 251_000, "元", id="yuan"),
        pytest.param("113400 万元", 113_400, "万元", id="a space before the unit"),
        pytest.param("21147.95", 21147.95, None, id="a decimal"),
        pytest.param("3.0", 3, None, id="a whole number written with a decimal"),
        pytest.param("-3", -3, None, id="a minus"),
        pytest.param("－3", -3, None, id="a full-width minus"),
        pytest.param("−3", -3, None, id="a mathematical minus"),
        pytest.param("+1036", 1036, None, id="a plus"),
        pytest.param("减4", -4, None, id="less, in a word"),
        pytest.param("减少4", -4, None, id="less, in two"),
        pytest.param("增加 12", 12, None, id="more"),
        pytest.param("增12", 12, None, id="more, in a word"),
    ],
)
def test_numbers(text: str, value: Number, unit: str | None) -> None:
    reading = read_cell(text)
    assert (reading.status, reading.value, reading.unit) == (Status.PRINTED, value, unit)
    assert type(reading.value) is type(value)


def test_a_remark_in_brackets_is_kept_apart() -> None:
    assert read_cell("22（其中修订16件）").value == 22
    assert read_cell("22（其中修订16件）").remark == "其中修订16件"
    assert read_cell("22件(含上年)").remark == "含上年"


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0\xa0", "\n", "\u200b"])
def test_blanks_are_blank_and_no_zero(text: str) -> None:
    reading = read_cell(text)
    assert (reading.status, reading.value) == (Status.BLANK, None)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        pytest.param("12②", "②", id="a number in a circle"),
        pytest.param("12件※", "※", id="a sign behind the unit"),
        pytest.param("12*", "*", id="a star"),
        pytest.param("12[1]", "[1]", id="raised in the source"),
        pytest.param("1,212 [注2]", "[注2]", id="parted by a space"),
    ],
)
def test_the_sign_of_a_note_is_no_part_of_the_number(text: str, remark: str) -> None:
    reading = read_cell(text)
    assert (reading.value, reading.remark) == (1212 if "," in text else 12, remark)


@pytest.mark.parametrize(
    "text", ["/", "／", "-", "--", "—", "——", "–", "－", "*", " / ", "\\", "…"]
)
def test_marks_are_marks_and_no_zero(text: str) -> None:
    reading = read_cell(text)
    assert (reading.status, reading.value) == (Status.MARK, None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("约30", id="about"),
        pytest.param("12 15", id="two numbers"),
        pytest.param("0 0", id="two zeros"),
        pytest.param("00", id="two zeros run together"),
        pytest.param("015", id="a serial number"),
        pytest.param("12-15", id="a range"),
        pytest.param("12，15", id="two numbers and a comma"),
        pytest.param("1,23", id="thousands in disorder"),
        pytest.param("1.2.3", id="two points"),
        pytest.param("无", id="a word"),
        pytest.param("12abc", id="letters behind"),
        pytest.param("1.", id="an item's mark"),
        pytest.param("（一）", id="a heading's mark"),
        pytest.param("½", id="a fraction"),
        pytest.param("12[其中3]", id="words in square brackets"),
        pytest.param("12²", id="a raised one"),
        pytest.param("12345678901234", id="longer than any count"),
        pytest.param("十二", id="Chinese figures"),
        pytest.param("--3", id="two signs"),
        pytest.param("3（", id="an open bracket"),
        pytest.param("∞", id="no number"),
    ],
)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    reading = read_cell(text)
    assert (reading.status, reading.value) == (Status.TEXT, None)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        pytest.param("12", True, id="a number"),
        pytest.param("/", True, id="a mark"),
        pytest.param("", False, id="a blank"),
        pytest.param("规章", False, id="a label"),
    ],
)
def test_is_figure(text: str, figure: bool) -> None:
    assert is_figure(text) is figure


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        pytest.param("12", True, id="a number"),
        pytest.param("3件", True, id="a number with its unit"),
        pytest.param("?", True, id="an unreadable one"),
        pytest.param("", False, id="a blank"),
        pytest.param("备注", False, id="a word"),
    ],
)
def test_may_be_figure(text: str, may_be: bool) -> None:
    assert may_be_figure(text) is may_be


WIDE = str.maketrans("0123456789,.-+", "０１２３４５６７８９，．－＋")
UNITS = ["", "件", " 件", "条", "件次", "项", "人次"]


@given(
    st.integers(0, 10**9),
    st.sampled_from(["{n}", "{n:,}"]),
    st.sampled_from(UNITS),
    st.booleans(),
    st.sampled_from(["{}", " {}", "{}\xa0", "\u3000{}\u3000"]),
)
def test_every_way_of_writing_a_count_reads_back(
    n: int, written: str, unit: str, wide: bool, frame: str
) -> None:
    text = written.format(n=n) + unit
    reading = read_cell(frame.format(text.translate(WIDE) if wide else text))
    assert (reading.status, reading.value) == (Status.PRINTED, n)
    assert (reading.unit or "") == unit.strip()


@given(st.integers(-(10**6), 10**6), st.sampled_from(["sign", "word"]), st.booleans())
def test_changes_read_back(n: int, style: str, wide: bool) -> None:
    word = f"{'减' if n < 0 else '增'}{abs(n)}"
    text = word if style == "word" else f"{n:+d}"
    assert read_cell(text.translate(WIDE) if wide else text).value == n


@given(st.integers(1, 10**6), st.integers(0, 6), st.sampled_from(["万", "亿"]))
def test_multiples_read_back_exactly(n: int, decimals: int, times: str) -> None:
    """n / 10^decimals of 万 or 亿, written without a rounding."""
    digits = str(n).rjust(decimals + 1, "0")
    text = digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}"
    factor = 10_000 if times == "万" else 100_000_000
    whole, rest = divmod(n * factor, 10**decimals)
    value = read_cell(text + times).value
    assert value == (whole if rest == 0 else n * factor / 10**decimals)


@given(st.decimals(0, 10**8, places=2), st.sampled_from(["", "元", "万元", "亿元"]))
def test_money_reads_back(amount: object, unit: str) -> None:
    reading = read_cell(f"{amount}{unit}")
    assert reading.status is Status.PRINTED
    assert reading.value == float(str(amount))
    assert (reading.unit or "") == unit


CELLS = st.text() | st.text(
    alphabet="0123456789０１,.，．万亿件元—-/ 约∞½增减少（()）\u200b\xa0+−", max_size=12
)


@given(CELLS)
def test_any_text_is_read_and_only_a_number_has_a_value(text: str) -> None:
    reading = read_cell(text)
    assert (reading.value is None) == (reading.status is not Status.PRINTED)
    assert is_figure(text) == (reading.status in {Status.PRINTED, Status.MARK})
    assert (reading.status is Status.BLANK) <= (not any(each.isalnum() for each in text))
    if reading.value is not None:
        assert any(each.isdecimal() for each in text)


@given(CELLS)
def test_space_around_a_cell_changes_nothing(text: str) -> None:
    assert read_cell(f" \xa0{text}\u3000") == read_cell(text)
