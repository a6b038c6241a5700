"""The measuring itself, on a collection of six documents: what is read, and what figures mean."""

import json
import math
from pathlib import Path

import pytest

from bench.relevance import (
    HEADED,
    Collection,
    Document,
    Plain,
    as_passage,
    gains,
    indexed,
    load,
    measure,
    product,
    reasons,
    table,
)
from indexer.whoosh_engine import WhooshEngine

TEXTS = {
    "d1": ("图书馆章程", "借书须持证件，每次三册。"),
    "d2": ("", "花圃的开放时间由管理处公布。"),
    "d3": ("停车办法", "夜间停车按次计费。"),
    "d4": ("", "節假日停車免費。"),
    "d5": ("食堂菜单", "周一供应面条。"),
    "d6": ("食堂菜单", "周二供应米饭和汤。"),
}
HALF = 2 / math.log2(3) / (2 + 1 / math.log2(3))  # the better of two, in the second place
QUERIES = {"q1": "图书馆一次能借几册", "q2": "节假日停车", "q3": "没有判断的问题"}


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    documents = [{"id": one, "title": title, "text": text} for one, (title, text) in TEXTS.items()]
    queries = [{"_id": one, "text": text} for one, text in QUERIES.items()]
    for name, lines in (("corpus", documents), ("queries", queries)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    rows = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\t0\td4\t2\nq2\t0\td3\t0\nq3\td5\t0\n"
    (tmp_path / "qrels.tsv").write_text(rows, "utf-8")
    return load(tmp_path)


def test_only_queries_with_an_answer_are_asked(collection: Collection) -> None:
    assert {*collection.queries} == {"q1", "q2"}
    assert collection.judged["q2"] == {"d4": 2, "d3": 0}


def test_a_collection_without_judgements_is_refused(tmp_path: Path, collection: Collection) -> None:
    (tmp_path / "qrels.tsv").write_text("", "utf-8")
    with pytest.raises(ValueError, match="no query"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("ranked", "figures"),
    [
        pytest.param(["a", "b", "x"], (1.0, 1.0, 1.0, 1.0), id="best"),
        pytest.param(["x", "a"], (HALF, 0.5, 0.5, 0.5), id="half"),
        pytest.param(["x"] * 10 + ["a", "b"], (0.0, 0.0, 0.0, 1.0), id="behind the first ten"),
        pytest.param([], (0.0, 0.0, 0.0, 0.0), id="nothing"),
    ],
)
def test_gains(ranked: list[str], figures: tuple[float, ...]) -> None:
    assert gains(ranked, {"a": 2, "b": 1, "c": 0}) == pytest.approx(figures)


def test_the_product_and_the_plain_one_are_measured(collection: Collection, tmp_path: Path) -> None:
    assert indexed(collection, tmp_path / "index") == len(TEXTS)
    engine = WhooshEngine.open(tmp_path / "index")
    ours = measure(product(engine), collection.queries, collection.judged)
    plain = measure(Plain(collection.documents()), collection.queries, collection.judged)
    told = reasons(engine, QUERIES["q2"])
    engine.close()
    assert (ours.ndcg10, ours.recall10) == (1.0, 1.0)
    assert plain.ndcg10 < 1.0  # it does not know 停車
    assert f"{ours.ndcg10:9.4f}" in table({"ours": ours})
    assert "units: 节假日 停车" in told
    assert "d4" in told


def test_a_title_of_many_is_no_sub_heading() -> None:
    document = Document("d1", "某法第三条", "一条。")
    assert as_passage(document).heading == ("某法第三条",)
    assert as_passage(document, HEADED + 1).heading == ()
    assert as_passage(Document("d2", "", "一条。")).heading == ()
