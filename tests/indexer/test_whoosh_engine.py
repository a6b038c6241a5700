"""The embedded engine against passages written for it: what is found, counted and put first."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import Phrase, Term

from indexer.engine import FACETS, Filters
from indexer.lexicon import dictionary
from indexer.whoosh_engine import SCHEMA, WhooshEngine, create, learn, update
from tests.indexer.passages import PASSAGES, TITLES, ask, found, passage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index") / "00000001"
    create(made)
    update(made, [], PASSAGES)
    return made


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[WhooshEngine]:
    opened = WhooshEngine.open(folder)
    yield opened
    opened.close()


FINDS = [
    pytest.param("家长开放日", "2022-b.p1", id="a word"),
    pytest.param("合法权", "2022-a.p3", id="half a word"),
    pytest.param("长开放", "2022-b.p1", id="the middle of words"),
    pytest.param("馆", "u-d.p1", id="one character"),
    pytest.param("家长 开放日", "2022-b.p1", id="two words"),
    pytest.param('"12件"', "2022-b.p1", id="a number and its measure word"),
    pytest.param('"2件"', "2022-a.p10 2022-b.p1", id="over a space, inside a longer number"),
    pytest.param('"218件"', "2022-a.p1", id="quoted over a space"),
    pytest.param("98.28%", "2022-a.p1", id="a percentage"),
    pytest.param("1206", "2021-a.p1", id="thousands signs"),
    pytest.param('"1206"', "", id="thousands signs, quoted"),
    pytest.param("１２０６件", "2021-a.p1", id="full width"),
    pytest.param("徵求第三方意見", "2022-a.p2", id="traditional"),
    pytest.param('"服答复而提"', "2020-c.p2", id="over the borders of words"),
    pytest.param('"9.5%，其中"', "2022-a.p1", id="signs in a sequence"),
    pytest.param('"《"', "2020-c.p1", id="a sign alone"),
    pytest.param('"存在的主要问题"', "2021-a.p2", id="a sub-heading"),
    pytest.param('"图解偏少。存在"', "", id="not over the border to a sub-heading"),
    pytest.param('"云山区2021年"', "", id="a title is not the text"),
    pytest.param("行政复议 -维持", "2022-a.p3 2022-b.p2", id="an exclusion"),
    pytest.param("家长 | 档案馆", "2022-b.p1 u-d.p1", id="or"),
    pytest.param("(家长 | 复议) -行政诉讼", "2022-a.p3 2022-b.p1 2020-c.p2", id="a bracket"),
    pytest.param("家长 OR (尚未审结 维持)", "2022-a.p10 2022-b.p1", id="a bracket in or"),
    pytest.param("教育局 行政复议", "2022-b.p2", id="a word in the title"),
    pytest.param("云山区 一网通办", "2021-a.p1", id="another in the title"),
    pytest.param("图解 的", "2021-a.p2", id="a function word typed"),
]


@pytest.mark.parametrize(("query", "passages"), FINDS)
def test_what_is_found(engine: WhooshEngine, query: str, passages: str) -> None:
    answer = ask(engine, query)
    assert sorted(found(answer)) == sorted(passages.split())
    assert answer.total == len(passages.split())
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("query", "passages", "note"),
    [
        pytest.param("家长 尚未审结", "2022-b.p1 2022-a.p10", "部分词语", id="nowhere together"),
        pytest.param("图解率", "2021-a.p2", "部分词语", id="only a piece of it"),
        pytest.param("招生入学开放日", "2022-b.p1", "", id="run together, but all there"),
        pytest.param('"没有这句" 家长', "", "", id="what is quoted must be there"),
        pytest.param("家长 尚未审结 -招生", "2022-a.p10", "部分词语", id="exclusion still holds"),
        pytest.param("教育局", "2022-b.p1 2022-b.p2", "标题", id="only in titles"),
        pytest.param("量子计算", "", "", id="nothing at all"),
    ],
)
def test_what_is_found_instead(engine: WhooshEngine, query: str, passages: str, note: str) -> None:
    answer = ask(engine, query)
    assert sorted(found(answer)) == sorted(passages.split())
    assert note in "".join(answer.notes)
    assert bool(answer.notes) == bool(note)


def test_a_long_question_needs_only_some_of_its_words(engine: WhooshEngine) -> None:
    answer = ask(engine, "云山区有多少件申请因为涉及商业秘密或者个人隐私而没有公开？")
    assert answer.hits[0].passage == "2022-a.p2"
    assert "至少含有" in answer.notes[0]


def test_full_matches_of_a_long_query_come_first(engine: WhooshEngine) -> None:
    answer = ask(engine, "涉及 商业秘密 个人隐私 申请 依法 征求 第三方 不予公开")
    assert answer.hits[0].passage == "2022-a.p2"
    assert answer.total > 1
    assert "全部词语的段落在前" in answer.notes[0]
    assert answer.hits[0].score > 2 * answer.hits[1].score


def test_an_empty_query_gives_everything_newest_first(engine: WhooshEngine) -> None:
    answer = ask(engine, "", size=50)
    assert answer.total == len(PASSAGES)
    assert answer.reports == len(TITLES)
    assert found(answer)[:3] == ["2022-a.p1", "2022-a.p2", "2022-a.p3"], "p10 comes after p3"
    assert found(answer)[-1] == "u-d.p1", "no year comes last"


def test_a_table_counts_less_than_a_sentence(engine: WhooshEngine) -> None:
    assert found(ask(engine, "第三方 不予公开"))[0] == "2022-a.p2"
    assert found(ask(engine, "行政复议"))[-1] == "2022-a.p3"


def test_orders(engine: WhooshEngine) -> None:
    by_year = {hit.passage: hit.report for hit in ask(engine, "申请", sort="year").hits}
    assert [*by_year.values()] == ["2022-a", "2022-a", "2021-a", "2020-c"]
    assert found(ask(engine, "申请", sort="-year"))[0] == "2020-c.p2"
    assert [hit.report for hit in ask(engine, "申请", sort="agency").hits] == [
        "2020-c",
        "2022-a",
        "2022-a",
        "2021-a",
    ]
    with pytest.raises(ValueError, match="size"):
        ask(engine, "申请", sort="size")


def test_pages_are_parts_of_one_list(engine: WhooshEngine) -> None:
    everything = found(ask(engine, "件", size=50))
    pages = [found(ask(engine, "件", start=start, size=2)) for start in range(0, 10, 2)]
    assert [one for page in pages for one in page] == everything


def test_groups(engine: WhooshEngine) -> None:
    answer = ask(engine, "件 | 申请", group=True, per_group=2, size=2)
    ungrouped = ask(engine, "件 | 申请", size=50)
    reports = [report for report, _ in groupby(answer.hits, key=lambda hit: hit.report)]
    assert reports == [*dict.fromkeys(hit.report for hit in ungrouped.hits)][:2]
    assert (answer.total, answer.reports) == (ungrouped.total, ungrouped.reports)
    for report in reports:
        shown = [hit for hit in answer.hits if hit.report == report]
        there = [hit.passage for hit in ungrouped.hits if hit.report == report]
        assert [hit.passage for hit in shown] == there[:2]
        assert [hit.more for hit in shown] == [0] * (len(shown) - 1) + [len(there) - len(shown)]
    second = ask(engine, "件 | 申请", group=True, start=2, size=2)
    assert not {hit.report for hit in second.hits} & {*reports}


def test_facets_count_all_matches_each_without_its_own_filter(engine: WhooshEngine) -> None:
    answer = ask(engine, "行政复议", filters=Filters(year=frozenset({2022})), size=1)
    assert answer.total == 3
    assert answer.facets["year"] == (("2022", 3), ("2020", 1))
    assert answer.facets["agency"] == (("云山区人民政府", 2), ("云山区教育局", 1))
    assert answer.facets["region"] == (("云山区", 3), ("海州市", 3))
    assert answer.facets["section"] == (("4", 2), ("3", 1))
    assert answer.facets["form"] == (("2021", 3),)


def test_frequent_words_are_words(engine: WhooshEngine) -> None:
    frequent = engine.words(5)
    assert len(frequent) == 5
    assert frequent[0] == ("信息", 4)
    assert [count for _, count in frequent] == sorted((c for _, c in frequent), reverse=True)
    everything = dict(engine.words(1000))
    assert everything["行政复议"] == 4
    assert all(len(word) > 1 and not word.isdigit() for word in everything)


def test_eight_threads_at_once_get_the_same_answers(engine: WhooshEngine) -> None:
    queries = [str(case.values[0]) for case in FINDS] * 12
    alone = {query: ask(engine, query) for query in queries}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(partial(ask, engine), queries))
    assert together == [alone[query] for query in queries]


def test_a_closed_engine_says_so(folder: Path) -> None:
    engine = WhooshEngine.open(folder)
    engine.close()
    with pytest.raises(ValueError, match="closed"):
        ask(engine, "公开")


@pytest.mark.platform("linux")
def test_files_are_given_back(folder: Path) -> None:
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(20):
        engine = WhooshEngine.open(folder)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(partial(ask, engine), ["公开", "件", "复议", "申请"]))
        engine.close()
    assert len([*Path("/proc/self/fd").iterdir()]) == before


def same_answers(one: WhooshEngine, other: WhooshEngine) -> None:
    """Both find the same, with the same scores up to the frequencies of deleted passages."""
    for query in ["", *(str(case.values[0]) for case in FINDS)]:
        first, second = ask(one, query, size=50), ask(other, query, size=50)
        assert found(first) == found(second)
        assert [hit.score for hit in first.hits] == pytest.approx(
            [hit.score for hit in second.hits]
        )
        assert replace(first, hits=()) == replace(second, hits=())
    assert one.words(50) == other.words(50)


def test_updates_end_where_a_new_index_begins(tmp_path: Path, engine: WhooshEngine) -> None:
    stale = [replace(one, text="旧的内容：行政复议、家长、公开。") for one in PASSAGES]
    gone = replace(passage("u-d", 7, 1, "要去掉的公开信息"), report="2019-x", passage="2019-x.p1")
    create(tmp_path)
    update(tmp_path, [], [*stale[:6], gone])
    update(tmp_path, ["no such report"], stale[6:])
    update(tmp_path, ["2019-x", "2022-a"], PASSAGES)  # also replaces what is not named as removed
    updated = WhooshEngine.open(tmp_path)
    same_answers(updated, engine)
    updated.close()


def test_removing_everything_leaves_an_empty_index(tmp_path: Path) -> None:
    create(tmp_path)
    for removed in ([], [*TITLES]):
        update(tmp_path, removed, PASSAGES if not removed else [])
    empty = WhooshEngine.open(tmp_path)
    answer = ask(empty, "公开")
    assert (answer.hits, answer.total, answer.reports) == ((), 0, 0)
    assert answer.facets == dict.fromkeys(FACETS, ())
    assert empty.words(5) == []
    empty.close()


def test_a_new_index_is_empty(tmp_path: Path) -> None:
    create(tmp_path / "made" / "here")
    empty = WhooshEngine.open(tmp_path / "made" / "here")
    assert ask(empty, "").total == 0
    assert ask(empty, '"公开" 申请 -复议').total == 0
    assert empty.words(5) == []
    empty.close()


def test_a_failed_update_changes_nothing(tmp_path: Path, folder: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with pytest.raises(ValueError, match=r"given twice: 2022-b\.p2"):
        update(copy, ["2022-a"], [PASSAGES[7], PASSAGES[7]])
    kept = WhooshEngine.open(copy)
    assert ask(kept, "").total == len(PASSAGES)
    kept.close()
    update(copy, ["2022-a"], [])  # the lock was given back


def test_it_is_a_whoosh_index(folder: Path) -> None:
    with open_dir(str(folder)).searcher() as searcher:
        terms = [Term("agency", "云山区教育局"), Term("region", "临江区"), Term("text", "复议")]
        assert [len(searcher.search(term)) for term in terms] == [2, 2, 4]
        assert len(searcher.search(Phrase("text", ["不服", "答复"]))) == 1
        assert len(searcher.search(Phrase("text", ["答复", "不服"]))) == 0
    whole = SCHEMA["text"].process_text("行政复议", mode="query", tokenize=False)
    assert [*whole] == ["行政复议"]


def test_new_words_make_stale_only_what_holds_them(tmp_path: Path) -> None:
    create(tmp_path)
    assert learn(tmp_path, dictionary(), ["海州市"]) == frozenset()  # nothing is there yet
    update(tmp_path, [], PASSAGES)
    before = [file.read_bytes() for file in sorted(tmp_path.iterdir())]
    assert learn(tmp_path, dictionary(), ["海州市"]) == frozenset()
    assert [file.read_bytes() for file in sorted(tmp_path.iterdir())] == before
    new = [*dictionary(), "招生入学", "从未出现"]
    assert learn(tmp_path, new, ["查阅点"]) == {"2022-b", "u-d"}
    update(
        tmp_path, ["2022-b", "u-d"], [one for one in PASSAGES if one.report in {"2022-b", "u-d"}]
    )
    with open_dir(str(tmp_path)).searcher() as searcher:
        assert len(searcher.search(Term("text", "招生入学"))) == 1
    assert learn(tmp_path, dictionary(), []) == {"2022-b"}  # a name once learnt stays


def test_a_changed_word_leaves_other_generations_alone(tmp_path: Path) -> None:
    create(tmp_path / "1")
    learn(tmp_path / "1", dictionary(), ["海州市"])
    linked = tmp_path / "2.json"
    linked.hardlink_to(tmp_path / "1" / "lexicon.json")
    before = linked.read_bytes()
    learn(tmp_path / "1", dictionary(), ["云山区"])
    assert linked.read_bytes() == before
