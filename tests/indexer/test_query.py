"""The query language: what is understood, and that nothing at all is an error."""

from collections.abc import Iterator
from time import monotonic

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.query import AllOf, AnyOf, Exact, Node, Without, Words, parse, terms
from indexer.query.parser import DEEPEST, LONGEST, MOST
from indexer.text import normalise, squeeze

SIGNS = '"＂“”「」『』„()（）|｜-－− 　\n或OR和AND&公开a1，。\u200b\x00'
QUERIES = st.text(st.sampled_from(SIGNS) | st.characters())


def w(text: str) -> Words:
    return Words(text)


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
    ("text", "root", "note"),
    [
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


def test_terms_are_what_is_wanted_as_typed() -> None:
    assert terms(parse('公開 "第 三方" (A | 公開) -不要')) == ("公開", "第 三方", "A")
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


def leaves(node: Node) -> Iterator[Words | Exact]:
    """Every word and sequence, also the excluded ones."""
    match node:
        case Words() | Exact():
            yield node
        case Without(part):
            yield from leaves(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)


def depth(node: Node) -> int:
    """How deep brackets stand in each other, the whole counted."""
    match node:
        case Words() | Exact():
            return 0
        case Without(part):
            return depth(part)
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(map(depth, parts), default=0)
