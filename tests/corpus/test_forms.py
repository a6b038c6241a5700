"""The official forms as data: complete, consistent, and every indicator made of them."""

from itertools import pairwise
from pathlib import Path

import pytest

from corpus.forms import all_forms, indicators, keys_of, load
from corpus.headings import bare
from corpus.model import Form
from corpus.read import read

BOTH = pytest.mark.parametrize("form", [Form.Y2019, Form.Y2021])


@pytest.mark.parametrize(
    ("form", "second", "third", "fourth"),
    [
        pytest.param(Form.Y2019, 22, 23 * 7, 15, id="2019"),
        pytest.param(Form.Y2021, 10, 25 * 7, 15, id="2021"),
    ],
)
def test_every_cell_of_the_form_has_a_key(form: Form, second: int, third: int, fourth: int) -> None:
    keys = keys_of(form)
    assert len(keys) == len(set(keys))
    counts = [sum(key.startswith(f"t{table}.") for key in keys) for table in (2, 3, 4)]
    assert counts == [second, third, fourth]


def test_a_form_that_is_not_known_has_no_keys() -> None:
    assert keys_of(Form.UNKNOWN) == ()
    with pytest.raises(KeyError):
        load(Form.UNKNOWN)


def test_rows_of_table_3_stand_in_the_forms_order() -> None:
    groups = [row.group for row in load(Form.Y2021).table3.rows]
    assert groups == [
        "",
        "",
        "",
        "",
        *["denied"] * 8,
        *["unable"] * 3,
        *["refused"] * 5,
        *["other"] * 3,
        "",
        "",
    ]
    marks = [row.mark for row in load(Form.Y2021).table3.rows]
    assert marks == "一 二 （一） （二） 1 2 3 4 5 6 7 8 1 2 3 1 2 3 4 5 1 2 3 （七） 四".split()


def test_the_forms_differ_in_what_they_are_known_to_differ_in() -> None:
    rows = [{row.key for row in load(form).table3.rows} for form in (Form.Y2019, Form.Y2021)]
    assert rows[0] - rows[1] == {"other_all"}
    assert rows[1] - rows[0] == {"other_1_no_correction", "other_2_unpaid_fee", "other_3_other"}
    tables = [load(form).table4 for form in (Form.Y2019, Form.Y2021)]
    assert tables[0] == tables[1]
    assert load(Form.Y2019).table3.columns == load(Form.Y2021).table3.columns


@BOTH
def test_every_group_has_rows_and_every_row_its_group(form: Form) -> None:
    table = load(form).table3
    groups = {group.key for group in table.groups} - {"outcome"}  # 三 is the group of the groups
    assert {row.group for row in table.rows} - {""} == groups


@BOTH
def test_rows_of_table_2_name_columns_there_are(form: Form) -> None:
    table = load(form).table2
    assert {key for row in table.rows for key in row.columns} == {
        column.key for column in table.columns
    }
    for row in table.rows:
        assert row.article.startswith("第二十条第（")
        for key in row.columns:
            assert table.column(key).unit or row.unit or key in {"decisions", "amount"}


@BOTH
def test_rows_of_an_article_share_their_columns(form: Form) -> None:
    for above, below in pairwise(load(form).table2.rows):
        assert above.article != below.article or above.columns == below.columns


def test_labels_and_variants_name_one_thing() -> None:
    """A wording that stood for two rows of a table would be read as the first of them."""
    for form in all_forms():
        for entries in (
            form.table2.rows,
            form.table2.columns,
            form.table3.rows,
            form.table3.columns,
            form.table4.columns,
        ):
            wordings = [
                each for entry in entries for each in set(map(bare, (entry.label, *entry.variants)))
            ]
            assert len(wordings) == len(set(wordings))


@pytest.mark.parametrize(
    ("form", "sample"),
    [
        pytest.param(Form.Y2019, "qingping_renmin_zhengfu_2019.html", id="2019"),
        pytest.param(Form.Y2021, "qingping_jiaoyu_ju_2024.txt", id="2021"),
    ],
)
def test_labels_are_those_that_reports_print(form: Form, sample: str, samples: Path) -> None:
    """Likeness would hide a misprint in the form's own words."""
    text = bare(read(sample, (samples / sample).read_bytes()).text)
    of, labels = load(form), list[str]()
    for table in (of.table2, of.table3, of.table4):
        entries = (*table.rows, *table.columns, *table.groups)
        labels += [entry.head or entry.label for entry in entries]
    assert [label for label in labels if bare(label) not in text] == []


def test_indicators_are_the_cells_of_all_forms() -> None:
    assert set(indicators()) >= set(keys_of(Form.Y2019)) | set(keys_of(Form.Y2021))
    for key, indicator in indicators().items():
        assert indicator.key == key
        assert indicator.label
        assert indicator.short
        assert indicator.forms


@BOTH
def test_an_indicator_knows_the_forms_it_stands_on(form: Form) -> None:
    on_it = {key for key, indicator in indicators().items() if form in indicator.forms}
    assert on_it == set(keys_of(form))


@pytest.mark.parametrize(
    ("key", "label", "short", "unit"),
    [
        pytest.param(
            "t3.new.total",
            "本年新收政府信息公开申请数量",
            "本年新收",
            "件",
            id="a total says no column",
        ),
        pytest.param(
            "t3.denied_4_third_party.total",
            "不予公开：保护第三方合法权益",
            "第三方合法权益",
            "件",
            id="a row of a group",
        ),
        pytest.param(
            "t3.partial.business",
            "部分公开（商业企业）",
            "部分公开：商业企业",
            "件",
            id="an applicant, without the remark",
        ),
        pytest.param(
            "t2.fee.amount",
            "行政事业性收费：本年收费金额",
            "行政事业性收费：本年收费金额",
            "万元",
            id="money",
        ),
        pytest.param(
            "t4.review.corrected", "行政复议：结果纠正", "行政复议：结果纠正", "件", id="an outcome"
        ),
        pytest.param(
            "t4.litigation_direct.total",
            "行政诉讼：未经复议直接起诉：总计",
            "诉讼（未经复议）：总计",
            "件",
            id="a block",
        ),
    ],
)
def test_indicator(key: str, label: str, short: str, unit: str) -> None:
    indicator = indicators()[key]
    assert (indicator.label, indicator.short, indicator.unit) == (label, short, unit)


def test_people_ask_by_short_names() -> None:
    assert "第三方" in indicators()["t3.denied_4_third_party.total"].aliases
    assert "新收" in indicators()["t3.new.total"].aliases
    assert "复议" in indicators()["t4.review.total"].aliases


def test_a_cell_on_both_forms_keeps_the_label_of_the_newer() -> None:
    indicator = indicators()["t2.normative.issued"]
    assert indicator.forms == (Form.Y2021,)
    assert indicators()["t3.new.total"].forms == (Form.Y2019, Form.Y2021)
