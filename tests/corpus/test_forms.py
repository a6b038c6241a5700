"""The official forms as data: complete, consistent, and every indicator made of them."""

from itertools import pairwise
from pathlib import Path

import pytest

from corpus.forms import all_forms, annex, indicators, keys_of, load
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


NATIONAL = """
主动公开政府信息数 条: 主动公开规范性文件数 条
制发规范性文件总数 件
政府公报公开政府信息数 条
政府网站公开政府信息数 条
政务微博公开政府信息数 条
政务微信公开政府信息数 条
其他方式公开政府信息数 条
回应公众关注热点或重大舆情数 次
参加或举办新闻发布会总次数 次: 主要负责同志参加新闻发布会次数 次
政府网站在线访谈次数 次: 主要负责同志参加政府网站在线访谈次数 次
政策解读稿件发布数 篇
微博微信回应事件数 次
其他方式回应事件数 次
收到申请数 件: 当面申请数 件, 传真申请数 件, 网络申请数 件, 信函申请数 件
申请办结数 件: 按时办结数 件, 延期办结数 件
申请答复数 件: 属于已主动公开范围数 件, 同意公开答复数 件, 同意部分公开答复数 件, \
不同意公开答复数 件, 不属于本行政机关公开数 件, 申请信息不存在数 件, 告知作出更改补充数 件, \
告知通过其他途径办理数 件
不同意公开答复数 件: 涉及国家秘密 件, 涉及商业秘密 件, 涉及个人隐私 件, \
危及国家安全、公共安全、经济安全和社会稳定 件, 不是《条例》所指政府信息 件, \
法律法规规定的其他情形 件
行政复议数量 件: 维持具体行政行为数 件, 被依法纠错数 件, 其他情形数 件
行政诉讼数量 件: 维持具体行政行为或者驳回原告诉讼请求数 件, 被依法纠错数 件, 其他情形数 件
举报投诉数量 件
依申请公开信息收取的费用 万元
政府信息公开工作专门机构数 个
设置政府信息公开查阅点数 个
从事政府信息公开工作人员数 人: 专职人员数 人, 兼职人员数 人
政府信息公开专项经费 万元
召开政府信息公开工作会议或专题会议数 次
举办各类培训班数 次
接受培训人员数 人次
"""

LOCAL = """
01 主动公开信息数: 02 全文电子化的主动公开信息数
03 新增的行政规范性文件数
04 提供服务类信息数
05 网站专栏页面访问量
06 现场接待人数
07 网上咨询数
08 咨询电话接听数
09 依申请公开信息目录数
10 申请总数: 11 当面申请数, 12 传真申请数, 13 电子邮件申请数, 14 网上申请数, 15 信函申请数, \
16 其他形式申请数
17 对申请的答复总数: 18 同意公开答复数, 19 同意部分公开答复数, 20 否决公开答复总数
20 否决公开答复总数: 21 “非所指政府信息”数, 22 “信息不存在”数, 23 “非本部门掌握”数, \
24 “申请内容不明确”数, 25 “免予公开范围1”数, 26 “免予公开范围2”数, 27 “免予公开范围3”数, \
28 “免予公开范围4”数, 29 “免予公开范围5”数, 30 “免予公开范围6”数, 31 其他原因
32 行政复议数
33 行政诉讼数
34 行政申诉数: 35 对本部门首次信息公开申请产生的行政申诉数
"""


def tree(form: Form) -> dict[str, list[str]]:
    """Each item as the form prints it, with those below it, in the order of the form."""

    def said(item: annex.Item) -> str:
        code = f"{item.code} " if item.code else ""
        return f"{code}{item.label}" if code else f"{item.label} {item.unit}"

    listed = annex.items(form)
    return {
        said(item): [said(below) for below in listed if below.parent == item.key]
        for item in listed
        if not item.parent or any(below.parent == item.key for below in listed)
    }


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        pytest.param(Form.Y2014, NATIONAL, id="the national table of 2014"),
        pytest.param(Form.Y2008, LOCAL, id="the older local table"),
    ],
)
def test_the_older_tables_are_whole_and_say_what_is_part_of_what(form: Form, printed: str) -> None:
    wanted = dict[str, list[str]]()
    for line in printed.replace("\\\n", "").strip().split("\n"):
        item, _, below = line.partition(": ")
        wanted[item] = below.split(", ") if below else []
    assert tree(form) == wanted


def test_only_what_is_some_of_an_item_is_no_part_of_its_sum() -> None:
    of = {item.key for form in annex.ANNEXES for item in annex.items(form) if item.how == "of"}
    assert of == {
        "disclosed_normative",
        "press_leader",
        "interviews_leader",
        "local_electronic",
        "local_appeals_first",
    }


def test_an_item_of_both_older_tables_has_the_same_place_in_both() -> None:
    older, newer = ({item.key: item for item in annex.items(form)} for form in annex.ANNEXES)
    shared = older.keys() & newer.keys()
    assert len(shared) == 11
    for key in shared:
        assert (older[key].parent, older[key].how) == (newer[key].parent, newer[key].how)
        assert (older[key].unit, bool(older[key].topic)) == (
            newer[key].unit,
            bool(newer[key].topic),
        )
        assert indicators()[f"t1.{key}.count"].forms == annex.ANNEXES
