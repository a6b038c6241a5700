"""The query language: what is understood, and that nothing at all is an error."""

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.query import (
    AllOf,
    AnyOf,
    Exact,
    Figure,
    Leaf,
    Near,
    Node,
    Prefix,
    Where,
    Without,
    Words,
    parse,
    plain_words,
    terms,
)
from indexer.query.limits import DEEPEST, FIGURES, LONGEST, MOST, NEARS
from indexer.text import normalise, squeeze

SIGNS = '"＂“”「」『』„()（）|｜-－− 　\n或OR和AND&公开a1，。\u200b\x00*＊~～:：><=≥.…'
PIECES = [
    "year:",
    "年份：",
    "agency:(",
    "2019..",
    "新收>",
    "t3.new.total:",
    "1,000件",
    "NOT ",
    "~2",
]
QUERIES = st.text(st.sampled_from(SIGNS) | st.characters()) | st.lists(
    st.sampled_from([*PIECES, *SIGNS]), max_size=20
).map("".join)


def w(text: str) -> Words:
    return Words(text)


def years(*values: int, low: int | None = None, high: int | None = None) -> Where:
    return Where("year", frozenset(values), low, high)


def every(*parts: Node) -> AllOf:
    return AllOf(parts)


def some(*parts: Node) -> AnyOf:
    return AnyOf(parts)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        pytest.param("不予公开", w("不予公开"), id="a word"),
        pytest.param("宝山　机管局", every(w("宝山"), w("机管局")), id="two, a wide space"),
        pytest.param("", every(), id="nothing"),
        pytest.param('"不予 公开"', Exact("不予 公开"), id="straight quotes"),
        pytest.param("＂不予＂", Exact("不予"), id="wide quotes"),
        pytest.param("“不予”", Exact("不予"), id="Chinese quotes"),
        pytest.param("「不予」『公开』", every(Exact("不予"), Exact("公开")), id="corner quotes"),
        pytest.param("”不予”", Exact("不予"), id="two closing quotes"),
        pytest.param(
            "危及“三安全”的", every(w("危及"), Exact("三安全"), w("的")), id="run together"
        ),
        pytest.param('“他说"好"”', Exact('他说"好"'), id="quotes in quotes"),
        pytest.param('""', every(), id="empty quotes"),
        pytest.param("复议 OR 诉讼", some(w("复议"), w("诉讼")), id="OR"),
        pytest.param("复议 或 诉讼", some(w("复议"), w("诉讼")), id="或"),
        pytest.param("复议|诉讼｜信访", some(w("复议"), w("诉讼"), w("信访")), id="bars"),
        pytest.param("a b OR c", every(w("a"), some(w("b"), w("c"))), id="OR binds tighter"),
        pytest.param("(a b) | c", some(every(w("a"), w("b")), w("c")), id="a bracket"),
        pytest.param("（a｜b）c", every(some(w("a"), w("b")), w("c")), id="wide brackets"),
        pytest.param("-复议", Without(w("复议")), id="only an exclusion"),
        pytest.param("公开 －复议", every(w("公开"), Without(w("复议"))), id="a wide minus"),
        pytest.param("公开 −“复议”", every(w("公开"), Without(Exact("复议"))), id="a real minus"),
        pytest.param("a -(b c)", every(w("a"), Without(every(w("b"), w("c")))), id="a group out"),
        pytest.param("2019-2022 covid-19", every(w("2019-2022"), w("covid-19")), id="a hyphen"),
        pytest.param("a 和 b AND c", every(w("a"), w("b"), w("c")), id="and"),
        pytest.param("或", w("或"), id="an operator alone is a word"),
        pytest.param("和 平", every(w("和"), w("平")), id="an operator that joins nothing"),
        pytest.param("《条例》，", w("条例"), id="signs at the ends"),
        pytest.param("公\u200b开\x00", w("公开"), id="signs of no width"),
    ],
)
def test_what_is_understood(text: str, root: Node) -> None:
    query = parse(text)
    assert (query.root, query.notes, query.text) == (root, (), text)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        pytest.param("NOT 复议", Without(w("复议")), id="NOT"),
        pytest.param("公开 AND NOT 复议", every(w("公开"), Without(w("复议"))), id="AND NOT"),
        pytest.param("公开 -2022年", every(w("公开"), Without(w("2022年"))), id="minus and figure"),
        pytest.param("公开*", Prefix("公开"), id="prefix"),
        pytest.param("app＊", Prefix("app"), id="a wide star"),
        pytest.param("98.2*", Prefix("98.2"), id="prefix of a figure"),
        pytest.param("-app*", Without(Prefix("app")), id="prefix excluded"),
        pytest.param("covid~", Near("covid", 1), id="distance"),
        pytest.param("coronavirus～2", Near("coronavirus", 2), id="a wide tilde, distance 2"),
        pytest.param("张三丰~", Near("张三丰", 1), id="a name"),
        pytest.param("(张三丰~ | app*)", some(Near("张三丰", 1), Prefix("app")), id="in a bracket"),
        pytest.param("2019~2022", w("2019~2022"), id="a tilde between figures"),
        pytest.param("时间：2020", w("时间：2020"), id="a colon in ordinary text"),
        pytest.param("https://a.b", w("https://a.b"), id="an address"),
        pytest.param("单位：件", w("单位：件"), id="a caption"),
        pytest.param("另一部分:4", w("另一部分:4"), id="a word that ends like a field"),
        pytest.param("a<b", w("a<b"), id="a sign between words"),
        pytest.param("10..20", w("10..20"), id="a range of nothing"),
    ],
)
def test_words_with_signs(text: str, root: Node) -> None:
    assert (parse(text).root, parse(text).notes) == (root, ())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        pytest.param("year:2020", years(2020), id="year"),
        pytest.param("年份：２０２０", years(2020), id="in Chinese, full width"),
        pytest.param("年度: 2020年", years(2020), id="a space after the colon"),
        pytest.param("YEAR:21年", years(2021), id="capitals, two digits"),
        pytest.param("year:2019..2022", years(low=2019, high=2022), id="range"),
        pytest.param("year:2022-2019", years(low=2019, high=2022), id="range backwards"),
        pytest.param("年份:2019年至2022年", years(low=2019, high=2022), id="range in words"),
        pytest.param("year:2019…", years(low=2019), id="from"),
        pytest.param("year:..2019", years(high=2019), id="until"),
        pytest.param("year:>=2020", years(low=2020), id="not before"),
        pytest.param("year>2020", years(low=2021), id="after, without a colon"),
        pytest.param("年份 ＜ 2020", years(high=2019), id="before, with spaces"),
        pytest.param("年份≤2020年", years(high=2020), id="not after"),
        pytest.param("year=2020", years(2020), id="equal"),
        pytest.param("year:2019,2021", years(2019, 2021), id="several"),
        pytest.param("section:4", Where("section", frozenset({4})), id="section"),
        pytest.param("部分:四", Where("section", frozenset({4})), id="section in Chinese"),
        pytest.param("章节:总体情况", Where("section", frozenset({1})), id="section by title"),
        pytest.param("section:2..4", Where("section", low=2, high=4), id="sections"),
        pytest.param("agency:教育局", Where("agency", frozenset({"教育局"})), id="agency"),
        pytest.param("机关:甲局,乙局", Where("agency", frozenset({"甲局", "乙局"})), id="agencies"),
        pytest.param('region:"金山区"', Where("region", frozenset({"金山区"})), id="quoted value"),
        pytest.param("标题:“松石街道”", Where("title", frozenset({"松石街道"})), id="title"),
        pytest.param("表样:2019", Where("form", frozenset({"2019"})), id="form"),
    ],
)
def test_fields(text: str, condition: Where) -> None:
    query = parse(text)
    assert without_typed(query.root) == condition
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "root"),
    [
        pytest.param(
            "agency:(甲局 OR 乙局)",
            some(Where("agency", frozenset({"甲局"})), Where("agency", frozenset({"乙局"}))),
            id="a group of values",
        ),
        pytest.param("-year:2020 公开", every(Without(years(2020)), w("公开")), id="excluded"),
        pytest.param("year:2020 OR 公开", some(years(2020), w("公开")), id="as an alternative"),
        pytest.param("(year:2020 公开)", every(years(2020), w("公开")), id="in a bracket"),
        pytest.param("-新收>1", Without(Figure("新收", 1, over=True)), id="a figure excluded"),
        pytest.param(
            "新收>1|新收=0",
            some(Figure("新收", 1, over=True), Figure("新收", 0, 0)),
            id="figures as alternatives",
        ),
    ],
)
def test_conditions_join_as_words_do(text: str, root: Node) -> None:
    query = parse(text)
    assert without_typed(query.root) == root
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        pytest.param("新收>100", Figure("新收", 100, over=True), id="more"),
        pytest.param("新收 ＞ １００ 件", Figure("新收", 100, over=True), id="wide, with spaces"),
        pytest.param("新收>=100", Figure("新收", 100), id="not less"),
        pytest.param("新收≥100", Figure("新收", 100), id="not less, one sign"),
        pytest.param("新收<100", Figure("新收", high=100, under=True), id="less"),
        pytest.param("新收＜＝100", Figure("新收", high=100), id="not more"),
        pytest.param("新收＝100", Figure("新收", 100, 100), id="equal"),
        pytest.param("新收：>1,200件", Figure("新收", 1200, over=True), id="colon, thousands"),
        pytest.param(
            "收费金额>1.5万元", Figure("收费金额", 1.5, over=True), id="as the table has it"
        ),
        pytest.param("新收>1.5万", Figure("新收", 15_000, over=True), id="ten thousands"),
        pytest.param(
            "t4.review.corrected.total>0",
            Figure("t4.review.corrected.total", 0, over=True),
            id="by key",
        ),
        pytest.param("t3.new.total:10..20", Figure("t3.new.total", 10, 20), id="range"),
        pytest.param("t3.new.total:10", Figure("t3.new.total", 10, 10), id="one value"),
        pytest.param("新收:20..10", Figure("新收", 10, 20), id="range backwards"),
        pytest.param("新收:10..", Figure("新收", 10), id="from"),
        pytest.param("新收:..10", Figure("新收", high=10), id="until"),
    ],
)
def test_figures(text: str, condition: Figure) -> None:
    query = parse(text)
    assert without_typed(query.root) == condition
    assert query.notes == ()
    assert isinstance(query.root, Figure)
    assert query.root.text == text


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        pytest.param(Figure("a", 2, over=True), [3, 4], id="more"),
        pytest.param(Figure("a", 2), [2, 3, 4], id="not less"),
        pytest.param(Figure("a", high=2, under=True), [0, 1], id="less"),
        pytest.param(Figure("a", 1, 3), [1, 2, 3], id="range"),
        pytest.param(Figure("a", 1.5, 2.5), [2], id="fractions"),
    ],
)
def test_a_number_fulfils_a_condition(figure: Figure, values: list[int]) -> None:
    assert [value for value in range(5) if figure.holds(value)] == values


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("宝山 机管局 21年", ["宝山", "机管局", "21年"], id="words"),
        pytest.param("“宝山” (机管局) 21年", ["21年"], id="not in quotes or brackets"),
        pytest.param("宝山 OR 金山 21年", ["21年"], id="not beside OR"),
        pytest.param("宝山|金山 21年", ["21年"], id="not beside a bar"),
        pytest.param("-宝山 NOT 金山 21年", ["21年"], id="not excluded"),
        pytest.param("agency:宝山 年份: 21年 公开", ["公开"], id="not a value"),
        pytest.param("新收>100 公开", ["公开"], id="not a condition"),
        pytest.param("公开* covid~ 时间：2020年 x", ["x"], id="not with a sign"),
        pytest.param('公开 "2022年 复议', ["公开"], id="not behind an open quote"),
        pytest.param("(公开 2022年", [], id="not in an open bracket"),
        pytest.param("a) 2022年", ["a", "2022年"], id="a bracket that nothing opened"),
    ],
)
def test_plain_words(text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in plain_words(text)] == places


@given(QUERIES)
def test_plain_words_are_parts_of_the_text_in_order(text: str) -> None:
    ends = [0, *(edge for place in plain_words(text) for edge in place)]
    assert ends == sorted(ends)
    assert all(text[start:end].strip() for start, end in plain_words(text))


@pytest.mark.parametrize(
    ("text", "root", "note"),
    [
        pytest.param("*公开", w("公开"), "星号", id="star first"),
        pytest.param("行*议", every(w("行"), w("议")), "星号", id="star inside"),
        pytest.param("a*", w("a"), "星号前", id="prefix too short"),
        pytest.param("张三~", w("张三"), "“~”前", id="name too short"),
        pytest.param("cat~", w("cat"), "“~”前", id="word too short"),
        pytest.param("covid~2", Near("covid", 1), "“~”前", id="too short for two"),
        pytest.param("coronavirus~5", Near("coronavirus", 2), "最多", id="too far"),
        pytest.param('"公开"~2 a', every(Exact("公开"), w("a")), "原样", id="tilde after quote"),
        pytest.param('"公开"*', Exact("公开"), "原样", id="star after quote"),
        pytest.param("year:去年", w("去年"), "年份", id="no year"),
        pytest.param("section:9", w("9"), "部分", id="no section"),
        pytest.param("agency:", w("agency"), "字段名", id="field without value"),
        pytest.param("机关:) 公开", every(w("机关"), w("公开")), "字段名", id="field in Chinese"),
        pytest.param("agency:，", every(), "标点", id="field of a sign"),
        pytest.param("* ~", every(), "标点", id="signs alone"),
        pytest.param("同比 -91.5%", every(w("同比"), w("91.5%")), "减号", id="minus of a figure"),
        pytest.param('"没关上 引号', every(w("没关上"), w("引号")), "引号", id="quote open"),
        pytest.param("没有开”", w("没有开"), "引号", id="quote closed"),
        pytest.param("(a b", every(w("a"), w("b")), "括号", id="bracket open"),
        pytest.param("a) b", every(w("a"), w("b")), "括号", id="bracket closed"),
        pytest.param("| a", w("a"), "或", id="bar first"),
        pytest.param("a |", w("a"), "或", id="bar last"),
        pytest.param("a - b", every(w("a"), w("b")), "减号", id="minus that touches nothing"),
        pytest.param('"a"-b', every(Exact("a"), w("b")), "减号", id="minus after a quote"),
        pytest.param("a -)", w("a"), "减号", id="minus before a bracket"),
        pytest.param("，。", every(), "标点", id="only signs"),
        pytest.param("a | ，", w("a"), "标点", id="a sign as an alternative"),
    ],
)
def test_what_is_odd_is_read_plainly_and_said(text: str, root: Node, note: str) -> None:
    query = parse(text)
    assert query.root == root
    assert note in "".join(query.notes)


def test_a_query_is_cut_at_its_limit() -> None:
    query = parse("公" * 300)
    assert query.root == w("公" * LONGEST)
    assert len(query.notes) == 1
    assert parse('"' + "公" * 300 + '"').root == Exact("公" * (LONGEST - 1))


def test_signs_of_no_width_do_not_count_as_length() -> None:
    assert parse("公开" + "\u200b" * 1000 + "条例").root == w("公开条例")


def test_brackets_are_read_to_their_limit() -> None:
    query = parse("(a " * DEEPEST + "b" + ")" * DEEPEST)
    assert (depth(query.root), query.notes) == (DEEPEST, ())
    query = parse("(a " * 20 + "b" + ")" * 20)
    assert depth(query.root) == DEEPEST
    assert len([*leaves(query.root)]) == 21, "what is in the deeper ones is still asked for"
    assert any("括号超过" in note for note in query.notes)


def test_words_are_read_to_their_limit() -> None:
    query = parse("甲 " * (MOST + 5))
    assert len([*leaves(query.root)]) == MOST
    assert any(str(MOST) in note for note in query.notes)


def test_words_with_a_distance_are_read_to_their_limit() -> None:
    query = parse("covida~ covidb~ covidc~ covidd~")
    assert sum(isinstance(leaf, Near) for leaf in leaves(query.root)) == NEARS
    assert any(str(NEARS) in note for note in query.notes)


def test_conditions_on_numbers_are_read_to_their_limit() -> None:
    query = parse(" ".join(f"新收>{n}" for n in range(FIGURES + 2)))
    assert sum(isinstance(leaf, Figure) for leaf in leaves(query.root)) == FIGURES
    assert any(str(FIGURES) in note for note in query.notes)


def test_terms_are_what_is_wanted_as_typed() -> None:
    assert terms(parse('公開 "第 三方" (A | 公開) -不要')) == ("公開", "第 三方", "A")
    assert terms(parse("app* 张三丰~ year:2020 新收>1")) == ("app", "张三丰")
    assert terms(parse("")) == ()


@given(QUERIES)
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.text == text
    assert depth(query.root) <= 2 * (DEEPEST + 1)  # a bracket may hold alternatives of several
    assert len([*leaves(query.root)]) <= MOST
    assert all(squeeze(leaf.text).text for leaf in leaves(query.root) if isinstance(leaf, Words))


@given(QUERIES, st.sampled_from(['""', "＂＂", "“”", "「」", "『』"]))
def test_any_text_in_quotes_is_one_sequence(text: str, quotes: str) -> None:
    assume(not {*'"＂“”„「」『』'} & {*text})
    assume(squeeze(text).text and len(normalise(text).text) <= LONGEST - 2)
    root = parse(quotes[0] + text + quotes[1]).root
    assert isinstance(root, Exact)
    assert squeeze(root.text).text == squeeze(text).text


@given(st.lists(st.sampled_from(["公开", "复议", "a1"]), min_size=1, max_size=5))
def test_plain_words_are_all_wanted(typed: list[str]) -> None:
    assert [leaf.text for leaf in leaves(parse(" ".join(typed)).root)] == typed


@pytest.mark.parametrize("sign", ["(", ")", '"', "“", "-", "|", "公", "a ", "\u200b", "-(", '"-'])
def test_a_long_query_is_read_quickly(sign: str) -> None:
    begun = monotonic()
    parse(sign * 100_000)
    assert monotonic() - begun < 5


def without_typed(node: Node) -> Node:
    """The same without what its conditions were typed as."""
    match node:
        case Where() | Figure():
            return replace(node, text="")
        case Without(part):
            return Without(without_typed(part))
        case AllOf(parts):
            return AllOf(tuple(map(without_typed, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(without_typed, parts)))
    return node


def leaves(node: Node) -> Iterator[Leaf]:
    """Every word, sequence and condition, also the excluded ones."""
    match node:
        case Without(part):
            yield from leaves(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield node


def depth(node: Node) -> int:
    """How deep brackets stand in each other, the whole counted."""
    match node:
        case Without(part):
            return depth(part)
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(map(depth, parts), default=0)
    return 0
