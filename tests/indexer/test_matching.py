"""Prefixes, distances, fields and shares against passages written for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.alike import is_near
from indexer.engine import Found, IndexedPassage, Request
from indexer.query import AllOf, Figure, Query, Where, Words, parse
from indexer.query.limits import EXPANDED
from indexer.whoosh_engine import WhooshEngine, create, expanding, matching, update
from indexer.words import find_terms
from tests.indexer.passages import PASSAGES, ask, found, passage

TEXTS = [
    "通过Application和APP受理，另有Apple终端。",
    "由张三丰主任负责，联系人章三丰。",
    "由张山丰负责；答复率为98.28%，另有1,981件。",
    "covid疫情期间Covids热线开通。",
    "civid与cov不是同一个词。",
    "新收100件以上的单位。",
]
EVERY = [*PASSAGES, *(passage("2021-a", 50 + n, 1, text) for n, text in enumerate(TEXTS))]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("index")
    create(folder)
    update(folder, [], EVERY)
    opened = WhooshEngine.open(folder)
    yield opened
    opened.close()


def test_a_number_by_itself_before_a_part_of_a_longer_one(tmp_path: Path) -> None:
    """12件 answers 2件 too, but stands behind."""
    create(tmp_path)
    texts = ["收到申请12件。", "收到申请2件。", "收到申请2.5件、1,002件。", "收到传真38份。"]
    update(tmp_path, [], [passage("2021-a", n, 1, text) for n, text in enumerate(texts)])
    with_numbers = WhooshEngine.open(tmp_path)
    try:
        for query, first, every in (
            ("2件", 1, [0, 1, 2]),
            ('"2件"', None, [0, 1, 2]),
            ("8份", 3, [3]),
            ("申请2", 1, [0, 1, 2]),
        ):
            hits = [hit.passage for hit in with_numbers.search(Request(parse(query))).hits]
            assert sorted(hits) == [f"2021-a.p{number}" for number in every], query
            assert first is None or hits[0] == f"2021-a.p{first}"
    finally:
        with_numbers.close()


@pytest.mark.parametrize(
    ("query", "passages"),
    [
        pytest.param("app*", "2021-a.p50", id="prefix in letters"),
        pytest.param("APP＊", "2021-a.p50", id="prefix in capitals, a wide star"),
        pytest.param("pple*", "", id="not the middle of a word"),
        pytest.param("198*", "2021-a.p52", id="prefix of a number with thousands signs"),
        pytest.param("81*", "", id="not the middle of a number"),
        pytest.param("家长开*", "2022-b.p1", id="prefix over the border of words"),
        pytest.param("长开*", "2022-b.p1", id="prefix that no dictionary word begins with"),
        pytest.param("家长开* -招生*", "", id="prefix excluded"),
        pytest.param("covid~", "2021-a.p53 2021-a.p54", id="distance in letters"),
        pytest.param("cowid~", "2021-a.p53", id="misspelt"),
        pytest.param("张三丰~", "2021-a.p51 2021-a.p52", id="distance in a name"),
        pytest.param("張三豐～", "2021-a.p51 2021-a.p52", id="in traditional script"),
        pytest.param("行政复仪~ 学校", "", id="both are wanted"),
        pytest.param("家长开放曰~", "2022-b.p1", id="a sign that looks like it"),
        pytest.param("year:2020", "2020-c.p1 2020-c.p2", id="year"),
        pytest.param("year:..2020 维持", "2020-c.p2", id="until a year"),
        pytest.param("section:4 复议", "2022-a.p10 2022-b.p2", id="section"),
        pytest.param("section:5..6 -year:2021", "u-d.p1", id="sections, and a year excluded"),
        pytest.param("agency:云山区教育局", "2022-b.p1 2022-b.p2", id="agency"),
        pytest.param("region:临江区", "2020-c.p1 2020-c.p2", id="region"),
        pytest.param("form:unknown", "u-d.p1", id="form"),
        pytest.param("title:临江区 -year:2020", "u-d.p1", id="title"),
        pytest.param("title:臨江區檔案館", "u-d.p1", id="title in traditional script"),
        pytest.param("家长 OR title:档案馆", "2022-b.p1 u-d.p1", id="a field as an alternative"),
        pytest.param("(家长 year:2021) OR 档案馆", "u-d.p1", id="a field in a bracket"),
        pytest.param("新收>100", "2021-a.p55", id="a figure nobody resolved is plain words"),
    ],
)
def test_what_is_found(engine: WhooshEngine, query: str, passages: str) -> None:
    answer = ask(engine, query, size=50, exact=True)
    wanted = passages.split()
    if not wanted:  # what has a part of it may be shown instead, and is said to be that
        assert not answer.total or answer.notes
        return
    assert (sorted(found(answer)), answer.notes) == (sorted(wanted), ())


def test_reports_named_by_id_narrow(engine: WhooshEngine) -> None:
    only = Where("report", frozenset({"2020-c", "no such"}))
    answer = engine.search(Request(Query("", AllOf((Words("复议"), only)))))
    assert found(answer) == ["2020-c.p2"]
    assert engine.search(Request(Query("", Where("report")))).total == 0


def test_a_figure_alone_reads_as_its_text(engine: WhooshEngine) -> None:
    answer = engine.search(Request(Query("", Figure("新收", 100, text="新收100件"))))
    assert found(answer) == ["2021-a.p55"]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        pytest.param("app*", ["Application", "APP", "Apple"], id="whole words"),
        pytest.param("受*", ["受"], id="in Chinese what was typed"),
        pytest.param("aple~", ["Apple"], id="a word that differs"),
    ],
)
def test_marks(query: str, marked: list[str]) -> None:
    spans = find_terms(TEXTS[0], parse(query))
    assert [TEXTS[0][start:end] for start, end in spans] == marked


def test_a_prefix_of_too_many_words_is_said(tmp_path: Path) -> None:
    create(tmp_path)
    words = " ".join(f"ab{n:04}x" for n in range(EXPANDED + 5))
    update(tmp_path, [], [passage("2021-a", 1, 1, words), passage("2021-a", 2, 1, "ab0001x")])
    engine = WhooshEngine.open(tmp_path)
    answer = ask(engine, "ab*")
    engine.close()
    assert answer.total == 2
    assert any("开头的词超过" in note for note in answer.notes)


def test_words_looked_at_are_limited(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expanding, "WALKED", 1)
    assert any("只比较了其中一部分" in note for note in ask(engine, "covid~").notes)


def test_passages_looked_at_are_limited(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "LOOKED_AT", 1)
    answer = ask(engine, "张三丰~")
    assert answer.total == 1
    assert any("只比较了其中一部分" in note for note in answer.notes)


# How many of the words


def shares(texts: list[str]) -> list[IndexedPassage]:
    return [passage("2021-a", order, 1, text) for order, text in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder = tmp_path_factory.mktemp("shares")
    create(folder)
    texts = ["家长 学校 图解 招生 信箱", "家长 学校 图解", "家长 学校", "家长", "电话"]
    update(folder, [], shares(texts))
    opened = WhooshEngine.open(folder)
    yield opened
    opened.close()


def numbers(answer: Found) -> str:
    return " ".join(hit.passage.removeprefix("2021-a.p") for hit in answer.hits)


@pytest.mark.parametrize(
    ("query", "passages", "note"),
    [
        pytest.param("家长 学校", "1 2 3", "", id="two words, all wanted"),
        pytest.param("家长 学校 图解", "1 2 3", "全部词语的段落在前", id="three, two of them"),
        pytest.param("家长 学校 图解 招生", "1 2 3", "全部词语的段落在前", id="four, half of them"),
        pytest.param("家长 学校 图解 电话", "1 2 3 4 5", "没有同时含有", id="four, none has all"),
        pytest.param("家长 电话", "4 5 3 2 1", "部分词语", id="two, none has both"),
        pytest.param("家长 学校吗？", "1 2 3 4", "全部词语的段落在前", id="a question"),
        pytest.param(
            "家长 学校 图解 招生 信箱 电话 地址", "1 2 3", "没有同时含有全部", id="seven words"
        ),
        pytest.param(
            "家长 学校 图解 招生 -信箱", "2 3 4", "没有同时", id="what is excluded stays out"
        ),
        pytest.param('家长 学校 图解 "招生"', "1", "", id="what is quoted is meant"),
        pytest.param("家长 学校 图解 招生 year:2020", "", "", id="a field is meant"),
        pytest.param('"学校家长" 在哪里？', "1 2 3 4", "引号", id="a quoted part of a question"),
    ],
)
def test_how_many_words_are_wanted(
    sharing: WhooshEngine, query: str, passages: str, note: str
) -> None:
    answer = ask(sharing, query, exact=True)
    assert {*numbers(answer).split()} == {*passages.split()}
    assert note in "".join(answer.notes)
    assert bool(answer.notes) == bool(note)


def test_full_matches_stand_before_all_others(sharing: WhooshEngine) -> None:
    assert numbers(ask(sharing, "家长 学校 图解 招生", exact=True)).split()[0] == "1"
    assert set(numbers(ask(sharing, "家长 学校吗？", exact=True)).split()[:3]) == {"1", "2", "3"}


LETTERS = st.text(st.sampled_from("abc"), min_size=4, max_size=7)


@given(st.lists(LETTERS, min_size=1, max_size=8), LETTERS, st.integers(1, 2))
def test_distances_equal_a_scan(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], wanted: str, most: int
) -> None:
    folder = tmp_path_factory.mktemp("near")
    create(folder)
    corpus = shares(texts)
    update(folder, [], corpus)
    engine = WhooshEngine.open(folder)
    answer = ask(engine, f"{wanted}~{most}")
    engine.close()
    distance = most if len(wanted) >= 6 else 1
    assert sorted(found(answer)) == sorted(
        one.passage
        for one in corpus
        if is_near(one.text, wanted, distance) and one.text[0] == wanted[0]
    )
