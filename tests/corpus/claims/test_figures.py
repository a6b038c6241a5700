"""Numbers in running text: what is one, what it is worth, and what else it allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.claims.figures import Figure, chinese_number, figures
from corpus.claims.phrases import plain


def found(text: str) -> list[tuple[object, str]]:
    return [(one.value, one.unit) for one in figures(plain(text).text)]


def only(text: str) -> Figure:
    (figure,) = figures(plain(text).text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("收到申请398 件", 398, "件", id="room before the unit"),
        pytest.param("收到申请１２件", 12, "件", id="wide digits"),
        pytest.param("受理1,234件", 1234, "件", id="comma"),
        pytest.param("受理1，234件", 1234, "件", id="wide comma"),
        pytest.param("受理2.6万件", 26_000, "件", id="ten thousands"),
        pytest.param("访问1.2亿次", 120_000_000, "次", id="hundred millions"),
        pytest.param("阅读量超10万", 100_000, "", id="a scale without a unit"),
        pytest.param("收费743.38万元", 7_433_800, "元", id="money in yuan"),
        pytest.param("主动公开率98.28%", 98.28, "%", id="percentage"),
        pytest.param("占百分之三十五", 35, "%", id="percentage in words"),
        pytest.param("占百分之九点五", 9.5, "%", id="percentage in words with a fraction"),
        pytest.param("收到申请十二件", 12, "件", id="twelve"),
        pytest.param("收到申请三百零五件", 305, "件", id="three hundred and five"),
        pytest.param("收到申请两件", 2, "件", id="two"),
        pytest.param("收到申请一件", 1, "件", id="one case"),
    ],
)
def test_a_number(text: str, value: float, unit: str) -> None:
    assert found(text) == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2022年12月31日", id="date"),
        pytest.param("上午8时30分", id="time"),
        pytest.param("第二十条第（一）项", id="article in words"),
        pytest.param("第20条", id="article"),
        pytest.param("第112次常务会议", id="ordinal"),
        pytest.param("国办公开办函〔2021〕30号", id="number of a document"),
        pytest.param("电话0000-6120018", id="telephone"),
        pytest.param("《2022年政务公开工作要点30条》", id="in a title"),
        pytest.param("“金11条”", id="in quotation marks"),
        pytest.param("完成IPv6改造", id="in a word"),
        pytest.param("7个工作日内", id="days"),
        pytest.param("“出生一件事”", id="a phrase"),
        pytest.param("混在一起", id="together"),
        pytest.param("数十件", id="some tens"),
        pytest.param("几百件", id="some hundreds"),
    ],
)
def test_no_number(text: str) -> None:
    assert [pair for pair in found(text) if pair[1]] == []


@pytest.mark.parametrize(
    ("text", "allowed", "refused"),
    [
        pytest.param("12件", [12], [11, 13], id="exact"),
        pytest.param("300余件", [300, 301, 400], [299, 401], id="余 above"),
        pytest.param("1100多条", [1100, 1199], [1099, 1201], id="多 above"),
        pytest.param("约300件", [250, 285, 350], [200, 400], id="约 either way"),
        pytest.param("约7500件", [7200, 7800], [6000, 9000], id="约 of a large number"),
        pytest.param("近300件", [250, 299, 300], [301, 150], id="近 below"),
        pytest.param("超过20万次", [200_000, 280_000], [190_000, 310_000], id="超过 above"),
        pytest.param("2.6万件", [25_500, 26_000, 26_499], [25_000, 27_000], id="rounded"),
        pytest.param("30件以上", [30, 35], [29, 41], id="以上 behind"),
    ],
)
def test_what_a_number_allows(text: str, allowed: list[int], refused: list[int]) -> None:
    figure = only(text)
    assert [value for value in (*allowed, *refused) if figure.allows(value)] == allowed


def in_words(number: int) -> str:
    """A number below 10,000 in Chinese, as it is written."""
    digits, said = "零一二三四五六七八九", ""
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            said += digits[digit] + sign
        elif said and not said.endswith("零"):
            said += "零"
    return said.rstrip("零") or "零"


@given(st.integers(1, 9999))
def test_a_number_in_words_reads_back(number: int) -> None:
    assert chinese_number(in_words(number)) == number


@given(st.integers(2, 9999), st.sampled_from(["件", "宗", "份"]))
def test_numbers_in_words_and_digits_are_one(number: int, unit: str) -> None:
    assert found(f"共{in_words(number)}{unit}") == found(f"共{number}{unit}") == [(number, unit)]


@given(
    st.text(alphabet="0123456789０一二三十百千万亿两零点.,，余多约近件条次%年月日第《》“” \n")
    | st.text()
)
def test_no_text_surprises(text: str) -> None:
    squeezed = plain(text)
    for one in figures(squeezed.text):
        start, end = squeezed.span(*one.span)
        assert one.low <= one.value <= one.high
        assert 0 <= start < end <= len(text)
