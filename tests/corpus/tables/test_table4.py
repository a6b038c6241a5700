"""Table 4: fifteen figures, or five under a block that names itself; nothing in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.forms import keys_of
from corpus.model import Form, Number, Status
from corpus.read import read
from corpus.tables.readings import Readings
from corpus.tables.stream import runs
from corpus.tables.table4 import KEYS, read_table4
from tests.corpus import written

OUTCOMES = "结果维持 结果纠正 其他结果 尚未审结 总计".split()
ALL_HEADS = (
    f"行政复议\t\t\t\t\t行政诉讼\n{chr(9).join(OUTCOMES)}\t未经复议直接起诉\t\t\t\t\t复议后起诉\n"
)
FIGURES = [*range(1, 16)]


def table(text: str | bytes) -> Readings:
    data = text.encode() if isinstance(text, str) else text
    return read_table4([run for run in runs(read("a.txt", data).blocks) if run.table == 4])


def values(text: str | bytes) -> list[Number | None]:
    """The fifteen cells in form order; [] if none was met."""
    found = table(text).found
    return [found[key].value for key in KEYS] if set(found) == set(KEYS) else []


def tabbed(cells: list[object]) -> str:
    return "\t".join(map(str, cells))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(ALL_HEADS + tabbed([*FIGURES]), FIGURES, id="fifteen figures"),
        pytest.param(ALL_HEADS + tabbed([*FIGURES, "", ""]), FIGURES, id="blank cells behind"),
        pytest.param(
            ALL_HEADS + tabbed([1, "", 2, 0, 3, *[0] * 9, 0]),
            [1, None, 2, 0, 3, *[0] * 10],
            id="a blank cell keeps its column",
        ),
        pytest.param(
            ALL_HEADS + tabbed(["/", *FIGURES[1:]]), [None, *FIGURES[1:]], id="a mark too"
        ),
        pytest.param("\n".join([*OUTCOMES * 3, *map(str, FIGURES)]), FIGURES, id="one cell a line"),
        pytest.param(
            "\n".join([*OUTCOMES, *map(str, FIGURES)]), FIGURES, id="two rows of heads lost"
        ),
        pytest.param(ALL_HEADS + tabbed(FIGURES[:14]), [], id="fourteen figures"),
        pytest.param(
            ALL_HEADS + tabbed([*FIGURES[:14], ""]), [], id="fourteen and padding, or a blank total"
        ),
        pytest.param(ALL_HEADS + tabbed(["", *FIGURES[:14]]), [], id="the same in front"),
        pytest.param(
            ALL_HEADS + tabbed([1, "", *FIGURES[2:]]), [], id="a blank where the sums do not hold"
        ),
        pytest.param(ALL_HEADS + tabbed([*FIGURES[:14], "五、问题"]), [], id="fourteen and a word"),
        pytest.param(
            ALL_HEADS + tabbed([*FIGURES[:14], "?"]),
            [*FIGURES[:14], None],
            id="the last one unreadable",
        ),
        pytest.param(ALL_HEADS + tabbed([*FIGURES, 16]), [], id="sixteen"),
        pytest.param(ALL_HEADS + tabbed(["12 3", *FIGURES[2:]]), [], id="two figures in one cell"),
        pytest.param(
            "结果纠正\t结果维持\t其他结果\t尚未审结\t总计\n" * 3 + tabbed([*FIGURES]),
            [],
            id="heads in another order",
        ),
        pytest.param("没有表格。", [], id="nothing"),
    ],
)
def test_values(text: str, wanted: list[Number | None]) -> None:
    assert values(text) == wanted


def test_what_cannot_be_placed_is_noted() -> None:
    readings = table(ALL_HEADS + tabbed(FIGURES[:14]))
    assert readings.found == {}
    assert "14 格" in readings.notes[0]


def test_a_block_drawn_by_itself() -> None:
    block = f"行政复议\n{tabbed([*OUTCOMES])}\n{tabbed([1, 2, 3, 4, 10])}"
    text = f"四、政府信息公开行政复议、行政诉讼情况\n{block}"
    assert {key: cell.value for key, cell in table(text).found.items()} == dict(
        zip(KEYS[:5], [1, 2, 3, 4, 10], strict=True)
    )


def test_five_figures_without_a_block_are_not_placed() -> None:
    assert table(f"{tabbed([*OUTCOMES])}\n{tabbed([1, 2, 3, 4, 10])}").found == {}


def test_blanks_of_a_page_are_blank_wherever_they_stand() -> None:
    zeros = dict.fromkeys(keys_of(Form.Y2021), "0")
    found = table(written.report(Form.Y2021, {**zeros, KEYS[0]: "", KEYS[14]: ""}, "page")).found
    assert [key for key in KEYS if found[key].status is Status.BLANK] == [KEYS[0], KEYS[14]]


@given(st.sampled_from(sorted(written.SHAPES)), st.data())
def test_every_cell_in_every_shape(shape: str, data: st.DataObject) -> None:
    numbers = data.draw(written.sound(Form.Y2021))
    readings = table(written.report(Form.Y2021, written.printed(numbers), shape))
    assert {key: cell.value for key, cell in readings.found.items()} == {
        key: numbers[key] for key in KEYS
    }
