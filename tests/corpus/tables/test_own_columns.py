"""Tables 3 and 4 drawn by the agency its own way: columns turned, added, left out, rows added."""

import pytest

from corpus.forms import load
from corpus.model import Form, Number, Status
from corpus.read import read
from corpus.tables import read_tables
from tests.corpus import written

KEYS = written.COLUMNS
LEAVES = KEYS[1:6]
LABELS = {column.key: column.label for column in load(Form.Y2021).table3.columns}
ROWS = [(row.key, row.mark, row.label) for row in load(Form.Y2021).table3.rows]
NUMBERS = {
    f"t3.{key}.{column}": at % 7 + 10 * place
    for at, (key, _, _) in enumerate(ROWS)
    for place, column in enumerate(KEYS[:-1])
}
NUMBERS |= {
    f"t3.{key}.total": sum(NUMBERS[f"t3.{key}.{c}"] for c in KEYS[:-1]) for key, _, _ in ROWS
}
ORGANISATIONS = "法人或其他组织"
OUTCOMES = "结果维持 结果纠正 其他结果 尚未审结 总计".split()


def row(cells: list[object]) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def page(columns: list[str], heads: str, own_row: str = "") -> dict[str, Number | None]:
    """Table 3 of these columns under these heads; columns not of the form hold 99."""
    rows = []
    for key, mark, label in ROWS:
        figures = [NUMBERS.get(f"t3.{key}.{column}", 99) for column in columns]
        rows.append(row([f"{mark}.{label}" if mark.isdigit() else label, *figures]))
        if key == "denied_8_admin_query":
            rows.append(own_row)
    table = f"<table>{heads}{''.join(rows)}</table>"
    body = f"<html><body><p>三、收到和处理政府信息公开申请情况</p>{table}</body></html>"
    found = read_tables(read("a.html", body.encode())).statistics
    return {one.indicator: one.value for one in found if one.indicator.startswith("t3.")}


def wanted(columns: list[str]) -> dict[str, Number | None]:
    values: dict[str, Number | None] = dict.fromkeys(
        f"t3.{key}.{column}" for key, _, _ in ROWS for column in KEYS
    )
    return values | {key: NUMBERS[key] for key in values if key.split(".")[2] in columns}


def heads(first: list[str], leaves: list[str]) -> str:
    """Two rows of heads; 法人或其他组织 stands above the leaves."""
    cells = [
        f"<td colspan={len(leaves)}>{each}</td>"
        if each == ORGANISATIONS
        else f"<td rowspan=2>{LABELS.get(each, each)}</td>"
        for each in first
    ]
    below = row([LABELS[leaf] for leaf in leaves])
    return f"<tr><td rowspan=2>事项</td>{''.join(cells)}</tr>{below}"


NATURAL, TOTAL = KEYS[0], KEYS[6]


@pytest.mark.parametrize(
    ("first", "leaves", "columns"),
    [
        pytest.param([TOTAL, NATURAL, ORGANISATIONS], LEAVES, [TOTAL, *KEYS[:6]], id="total first"),
        pytest.param(
            [ORGANISATIONS, NATURAL, TOTAL], LEAVES, [*LEAVES, NATURAL, TOTAL], id="persons last"
        ),
        pytest.param([NATURAL, ORGANISATIONS, TOTAL, "占比"], LEAVES, [*KEYS, "own"], id="a share"),
        pytest.param(
            [NATURAL, ORGANISATIONS, TOTAL],
            [*LEAVES[:3], LEAVES[4]],
            [NATURAL, *LEAVES[:3], LEAVES[4], TOTAL],
            id="a column left out",
        ),
    ],
)
def test_columns_of_its_own(first: list[str], leaves: list[str], columns: list[str]) -> None:
    assert page(columns, heads(first, list(leaves))) == wanted(columns)


def test_persons_behind_the_five_in_one_row_of_heads() -> None:
    columns = [*LEAVES, NATURAL, TOTAL]
    assert page(columns, row(["事项", *(LABELS[each] for each in columns)])) == wanted(columns)


def test_totals_alone() -> None:
    assert page([TOTAL], row(["事项", "总计"])) == wanted([TOTAL])


def test_persons_organisations_and_totals() -> None:
    drawn = row(["事项", "自然人", ORGANISATIONS, "总计"])
    assert page([NATURAL, "own", TOTAL], drawn) == wanted([NATURAL, TOTAL])


def test_totals_first_without_heads_are_not_guessed() -> None:
    """The sums say that the first figure is the total, and no head says where the others stand."""
    assert not any(page([TOTAL, *KEYS[:6]], "").values())


def test_one_row_that_slipped_aside_makes_no_column_of_its_own() -> None:
    """Rulings that a page mark crossed: the cells of one row begin a column further left."""
    slipped = row(["（七）总计", *[NUMBERS[f"t3.total_processed.{each}"] for each in KEYS], ""])
    rows = [
        slipped
        if key == "total_processed"
        else row([f"{mark}.{label}" if mark.isdigit() else label, ""]).replace(
            "</tr>", row([NUMBERS[f"t3.{key}.{each}"] for each in KEYS]).removeprefix("<tr>")
        )
        for key, mark, label in ROWS
    ]
    head = row(["事项", "项目", *(LABELS[each] for each in KEYS)])
    body = f"<p>三、收到和处理政府信息公开申请情况</p><table>{head}{''.join(rows)}</table>"
    found = read_tables(read("a.html", f"<html><body>{body}</body></html>".encode())).statistics
    read_as = {one.indicator: one.value for one in found if one.indicator in NUMBERS}
    assert {key: value for key, value in read_as.items() if value not in (None, NUMBERS[key])} == {}
    assert read_as["t3.granted.total"] == NUMBERS["t3.granted.total"]


def test_a_row_of_its_own_is_not_the_forms_row_of_the_same_word() -> None:
    own = row(["9.其他", *[1] * 7])
    first = [NATURAL, ORGANISATIONS, TOTAL]
    assert page(list(KEYS), heads(first, list(LEAVES)), own) == wanted(list(KEYS))


@pytest.mark.parametrize(
    ("above", "below", "order"),
    [
        pytest.param(
            "<td colspan=10>行政诉讼</td><td colspan=5 rowspan=2>行政复议</td>",
            OUTCOMES * 3,
            [*range(5, 15), *range(5)],
            id="lawsuits first",
        ),
        pytest.param(
            "<td colspan=5 rowspan=2>行政复议</td><td colspan=10>行政诉讼</td>",
            [OUTCOMES[4], *OUTCOMES[:4]] * 3,
            [4, 0, 1, 2, 3, 9, 5, 6, 7, 8, 14, 10, 11, 12, 13],
            id="totals first",
        ),
    ],
)
def test_table_4_in_another_order(above: str, below: list[str], order: list[int]) -> None:
    blocks = "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
    table = f"<table><tr>{above}</tr>{blocks}{row([*below])}{row([at + 1 for at in order])}</table>"
    body = f"<html><body><p>四、政府信息公开行政复议、行政诉讼情况</p>{table}</body></html>"
    found = [
        one
        for one in read_tables(read("a.html", body.encode())).statistics
        if one.indicator.startswith("t4.")
    ]
    assert [one.value for one in found] == [*range(1, 16)]
    assert {one.status for one in found} == {Status.PRINTED}


def test_blocks_of_table_4_turned_in_text_are_not_read_by_position() -> None:
    blocks = "行政复议\t\t\t\t\t行政诉讼\n\t\t\t\t\t复议后起诉\t\t\t\t\t未经复议直接起诉\n"
    text = blocks + "\t".join(OUTCOMES * 3) + "\n" + "\t".join(map(str, range(1, 16)))
    found = read_tables(read("a.txt", f"四、政府信息公开行政复议、行政诉讼情况\n{text}".encode()))
    assert not any(one.value for one in found.statistics)
    assert any("表四" in note for note in found.notes)
