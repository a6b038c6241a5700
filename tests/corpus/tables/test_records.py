"""A label and the figures that belong to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read.text import blocks
from corpus.tables.records import records
from corpus.tables.stream import runs

KINDS3 = ("row3", "column3", "group3", "head")
KINDS2 = ("row2", "column2", "article", "head")

HEADING = "三、收到和处理政府信息公开申请情况\n"


def found(text: str, kinds: tuple[str, ...] = KINDS3) -> list[tuple[str, str, list[str]]]:
    """Label, key and figures of every record."""
    return [
        (
            record.label.text,
            record.named.key if record.named else "",
            [cell.text for cell in record.cells],
        )
        for record in records(runs(tuple(blocks(text))), kinds)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            "（一）予以公开\t1\t\t3",
            [("（一）予以公开", "granted", ["1", "", "3"])],
            id="a row, its blanks kept",
        ),
        pytest.param(
            "（三）不予公开\t1.属于国家秘密\t0\t0",
            [
                ("（三）不予公开", "denied", []),
                ("1.属于国家秘密", "denied_1_state_secret", ["0", "0"]),
            ],
            id="the last label before the figures names the row",
        ),
        pytest.param(
            "自然人\t总计",
            [("自然人", "natural_person", []), ("总计", "total", [])],
            id="among heads 总计 is a head, not the row",
        ),
        pytest.param(
            "商业企业\t其他\t",
            [("商业企业", "business", []), ("其他", "other", [""])],
            id="and 其他 too",
        ),
        pytest.param(
            f"{HEADING}（七）总计\t5",
            [("（七）总计", "total_processed", ["5"])],
            id="a marked row is a row",
        ),
        pytest.param(
            f"{HEADING}总计\t5",
            [("总计", "total_processed", ["5"])],
            id="an unmarked one among no heads too",
        ),
        pytest.param(
            f"{HEADING}社会\t公益\t组织\t",
            [("社会", "social", [""])],
            id="a label broken into three cells",
        ),
        pytest.param(
            "自然人\n予以公开\n1\n0\n部分公开\n2",
            [
                ("自然人", "natural_person", []),
                ("予以公开", "granted", ["1", "0"]),
                ("部分公开", "partial", ["2"]),
            ],
            id="lines of one cell",
        ),
        pytest.param(
            "予以公开\n结转下年度继续办理\n1",
            [("予以公开", "granted", []), ("结转下年度继续办理", "carried_out", ["1"])],
            id="a label without figures has none",
        ),
        pytest.param(
            "自然人\n1\n2",
            [("自然人", "natural_person", ["1", "2"])],
            id="figures behind a head are its own",
        ),
        pytest.param(f"{HEADING}1\t2", [], id="figures without a label are nobody's"),
        pytest.param(
            "予以公开\n新的类别\n1",
            [("予以公开", "granted", []), ("新的类别", "", ["1"])],
            id="a label of no form keeps its figures",
        ),
    ],
)
def test_records(text: str, wanted: list[tuple[str, str, list[str]]]) -> None:
    assert found(text) == wanted


def test_records_of_table_2() -> None:
    assert found("第二十条第（一）项\t\n信息内容\t本年制发件数\n规章\t3", KINDS2) == [
        ("第二十条第（一）项", "第二十条第（一）项", []),
        ("信息内容", "信息内容", []),
        ("本年制发件数", "issued", []),
        ("规章", "regulations", ["3"]),
    ]


def test_marks_are_kept_apart() -> None:
    (record,) = records(runs(tuple(blocks("3.其他法律行政法规禁止公开\t0"))), KINDS3)
    assert record.mark == "3"


PIECES = st.sampled_from("自然人 总计 3.其他 其他 予以公开 不予公开 甲 0 12 / \t \n".split(" "))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_figure_belongs_to_two_labels(text: str) -> None:
    all_runs = runs(tuple(blocks(text)))
    cells = [id(cell) for record in records(all_runs, KINDS3) for cell in record.cells]
    assert len(cells) == len(set(cells))
    assert set(cells) <= {id(cell) for run in all_runs for cell in run.cells}
