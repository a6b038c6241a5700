"""Table 3: rows and columns by their wording, damaged rows by the sums of the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Form, Number, Status
from corpus.read import read
from corpus.tables.readings import Readings
from corpus.tables.stream import runs
from corpus.tables.table3 import read_table3
from tests.corpus import written

HEADING = "三、收到和处理政府信息公开申请情况\n"


def table(text: str | bytes) -> tuple[Readings, Form]:
    data = text.encode() if isinstance(text, str) else text
    found = [run for run in runs(read("a.txt", data).blocks) if run.table == 3]
    return read_table3(found)


def row(text: str | bytes, key: str) -> list[Number | None]:
    """The seven cells of a row; [] if the row was not met."""
    found = table(text)[0].found
    keys = [f"t3.{key}.{column}" for column in written.COLUMNS]
    return [found[each].value for each in keys] if keys[0] in found else []


NEW = "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param(f"{NEW}\t3\t1\t0\t0\t0\t0\t4", [3, 1, 0, 0, 0, 0, 4], id="seven figures"),
        pytest.param(
            f"{NEW}\t\t\t3\t1\t0\t0\t0\t0\t4\t\t", [3, 1, 0, 0, 0, 0, 4], id="blank cells around"
        ),
        pytest.param(
            f"{NEW}\t3\t1\t\t\t\t\t4", [3, 1, None, None, None, None, 4], id="blank cells between"
        ),
        pytest.param(f"{NEW}\t\t\t\t\t\t\t", [None] * 7, id="a blank row"),
        pytest.param(f"{NEW}\t/\t/\t/\t/\t/\t/\t/", [None] * 7, id="marks"),
        pytest.param(
            f"{NEW}\t3\t1\t0\t0\t0\t约四\t4", [3, 1, 0, 0, 0, None, 4], id="words keep their column"
        ),
        pytest.param(f"{NEW}\n3\n1\n0\n0\n0\n0\n4", [3, 1, 0, 0, 0, 0, 4], id="one cell a line"),
        pytest.param(
            f"{NEW}\n- 4 -\n3\n1\n0\n0\n0\n0\n4", [3, 1, 0, 0, 0, 0, 4], id="a page mark between"
        ),
        pytest.param(
            f"{HEADING}{NEW}\n4", [None] * 7, id="one figure: its column is not to be told"
        ),
        pytest.param(f"{NEW}\t3\t1\t0\t0\t0\t4", [None] * 7, id="six figures that nothing limits"),
        pytest.param(f"{NEW}\t3\t1\t0\t0\t0\t0\t4\t0", [None] * 7, id="eight figures"),
        pytest.param(f"{NEW}\t3\t1\t0\t0\t0\t4\t", [None] * 7, id="a figure lost beside padding"),
        pytest.param(
            f"{NEW}\t3\t1\t0\t0\t0\t4\t备注", [None] * 7, id="a word is not the lost figure"
        ),
        pytest.param(
            f"{NEW}\t3\t1\t0\t0\t0\t0\t4\t备注", [3, 1, 0, 0, 0, 0, 4], id="a word behind the row"
        ),
        pytest.param(f"{NEW}\t3\t1 0\t0\t0\t0\t4", [None] * 7, id="two figures in one cell"),
        pytest.param(
            f"{NEW}\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0", [], id="a label alone"
        ),
    ],
)
def test_a_row(text: str, values: list[Number | None]) -> None:
    assert row(text, "new") == values


def test_a_blank_is_blank_and_a_lost_cell_missing() -> None:
    found = table(f"{NEW}\t3\t\t0\t0\t0\t0\t3\n二、上年结转\t1\t2\t0\t0\t0\t3")[0].found
    assert found["t3.new.business"].status is Status.BLANK
    assert found["t3.carried_in.business"].status is Status.MISSING
    assert "6 个数" in (found["t3.carried_in.business"].remark or "")


def test_the_first_reading_of_a_row_stands_and_the_other_is_noted() -> None:
    text = f"{NEW}\t3\t1\t0\t0\t0\t0\t4\n{NEW}\t5\t1\t0\t0\t0\t0\t6"
    assert row(text, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_total_before_the_others_is_not_read_by_position() -> None:
    """No head tells the order, but the sums do: nothing is given rather than the wrong column."""
    rows = [
        (NEW, 9),
        ("二、上年结转政府信息公开申请数量", 4),
        ("（一）予以公开", 7),
        ("（二）部分公开", 5),
    ]
    rows += [("（七）总计", 12), ("四、结转下年度继续办理", 1)]
    lines = [f"{label}\t{total}\t{total - 2}\t1\t0\t0\t0\t1" for label, total in rows]
    assert row("\n".join(lines), "new") == []


def test_a_row_without_figures_gives_way_to_one_with() -> None:
    assert row(f"{NEW}\t\n{NEW}\t3\t1\t0\t0\t0\t0\t4", "new") == [3, 1, 0, 0, 0, 0, 4]


def test_columns_are_told_by_their_heads() -> None:
    heads = "\t自然人\t科研机构\t商业企业\t社会公益组织\t法律服务机构\t其他\t总计\n"
    assert row(f"{heads}{NEW}\t3\t0\t1\t0\t0\t0\t4", "new") == [3, 1, 0, 0, 0, 0, 4]


def test_columns_of_a_page_are_told_by_where_they_stand() -> None:
    head = "".join(
        f"<td>{name}</td>"
        for name in "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计".split()
    )
    cells = "".join(f"<td>{value}</td>" for value in ["3", "", "", "1", "", "", "4"])
    rows = f"<tr><td></td>{head}</tr><tr><td>{NEW}</td>{cells}</tr>"
    page = f"<html><body><table>{rows}</table></body></html>"
    assert row(page, "new") == [3, None, None, 1, None, None, 4]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("（六）其他处理\t0\t0\t0\t0\t0\t0\t0", Form.Y2019, id="one row"),
        pytest.param(
            "（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\t0\t0\t0\t0\t0\t0\t0",
            Form.Y2021,
            id="three rows",
        ),
        pytest.param(f"{NEW}\t0\t0\t0\t0\t0\t0\t0", Form.UNKNOWN, id="neither"),
    ],
)
def test_form(text: str, form: Form) -> None:
    assert table(text)[1] is form


def test_a_group_is_not_the_row_of_the_older_form() -> None:
    text = (
        "（六）其他处理\t1.申请人无正当理由逾期不补正\t0\t0\t0\t0\t0\t0\t0\n\t2.申请人逾期未按收费通知要求缴纳费用\t0\t0\t0\t0\t0\t0\t0\n"
        "\t3.其他\t1\t0\t0\t0\t0\t0\t1"
    )
    assert row(text, "other_all") == []
    assert row(text, "other_3_other") == [1, 0, 0, 0, 0, 0, 1]


ZEROS = "\n".join(["0"] * 7)


def test_rows_of_a_group_without_labels_are_taken_in_order() -> None:
    figures = ["2", "0", "0", "0", "0", "0", "2", *["0"] * 7, *["0"] * 7]
    text = f"{HEADING}（四）无法提供\n" + "\n".join(figures) + f"\n（七）总计\n{ZEROS}"
    assert row(text, "unable_1_not_held") == [2, 0, 0, 0, 0, 0, 2]
    assert row(text, "unable_3_still_unclear") == [0] * 7
    assert any("没有行名" in note for note in table(text)[0].notes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEADING}（四）无法提供\n" + "\n".join(["0"] * 20), id="a figure short"),
        pytest.param(f"{HEADING}（四）无法提供\n" + "\n".join(["0"] * 22), id="a figure too many"),
        pytest.param(
            f"{HEADING}（四）无法提供\n" + "\n".join(["1", *["0"] * 20]),
            id="rows that do not add up",
        ),
        pytest.param(
            f"{HEADING}（四）无法提供\n"
            + "\n".join(["0"] * 21)
            + f"\n2.没有现成信息需要另行制作\n{ZEROS}",
            id="one row has its label",
        ),
    ],
)
def test_rows_without_labels_are_not_guessed(text: str) -> None:
    assert row(text, "unable_1_not_held") == []


def test_unmarked_words_among_the_heads_are_no_rows() -> None:
    """The row's own label is lost: seven figures behind the head 其他 are not the row 其他."""
    heads = "自然人\n法人或其他组织\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n"
    text = heads + "3\n1\n0\n0\n0\n0\n4\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0"
    assert {key.split(".")[1] for key in table(text)[0].found} == {"carried_in"}


@given(written.FORMS, st.sampled_from(sorted(written.SHAPES)), st.data())
def test_every_cell_in_every_shape(form: Form, shape: str, data: st.DataObject) -> None:
    numbers = data.draw(written.sound(form))
    readings, seen = table(written.report(form, written.printed(numbers), shape))
    assert seen is form
    assert {key: cell.value for key, cell in readings.found.items()} == {
        key: value for key, value in numbers.items() if key.startswith("t3.")
    }


@given(written.FORMS, st.data())
def test_six_figures_of_seven_are_right_or_missing(form: Form, data: st.DataObject) -> None:
    numbers = data.draw(written.sound(form))
    rows = data.draw(st.sets(st.sampled_from(written.rows_of(form)), min_size=1, max_size=20))
    lines = [
        "\t".join(row) for row in written.placed(written.table3(form, written.printed(numbers)))
    ]
    for at, key in enumerate(written.rows_of(form), 3):
        if key in rows:
            cells = lines[at].split("\t")
            lines[at] = "\t".join(
                each
                for index, each in enumerate(cells)
                if index != 3 + data.draw(st.integers(0, 6))
            )
    for key, cell in table("\n".join(lines))[0].found.items():
        assert cell.value in (numbers[key], None)
        assert cell.implied in (numbers[key], None)
