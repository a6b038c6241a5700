"""How well passages are ranked, on any collection with judgements: python -m bench.relevance DIR

    corpus.jsonl   {"id": …, "title": …, "text": …}   one document a line; "_id" is read as "id"
    queries.jsonl  {"id": …, "text": …}
    qrels.tsv      query, document, grade             tabs; the four columns of TREC too

The documents are indexed by `indexer.whoosh_engine` and asked for by `indexer.query.parse`: the
product's own chain, engine and defaults. Beside it, in the same run and over the same documents,
stands what most people would build: jieba's search mode, one field, BM25, every word optional.

A document's title stands above its text, so it is taken in as a sub-heading is, unless many have
it; it is also the title of the document's report. Documents are read as a stream, and what the
plain one remembers of them is arrays of numbers: memory stays bounded on 70,000 documents.
"""

import argparse
import json
import math
import re
import resource
import sys
import tempfile
import time
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import jieba

from indexer.engine import IndexedPassage, Request
from indexer.query import parse
from indexer.whoosh_engine import WhooshEngine, create, update

DEPTH = 100
"""Documents asked for of each query."""

HEADED = 20
"""Documents under one title up to which it is taken for a sub-heading of each. With more it names a
collection, as that of a statute does with its articles: in our own corpus the title of a report."""

_FIGURES = re.compile(r"[\d〇零一二三四五六七八九十百千]+")

K1, B = 1.2, 0.75  # of the plain one; the product's own are in its ranking

Judged = Mapping[str, Mapping[str, int]]
"""Query id -> document id -> grade; what is not listed is 0."""

Ranker = Callable[[str], Sequence[str]]
"""A query's text to document ids, best first, at most `DEPTH`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One line of `corpus.jsonl`."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What is asked, and what is right. The documents stay on disk."""

    folder: Path
    queries: Mapping[str, str]  # only those with a judgement above 0
    judged: Judged

    def documents(self) -> Iterator[Document]:
        """Every document, in the order of the file."""
        for line in _lines(self.folder / "corpus.jsonl"):
            yield Document(_id(line), line.get("title") or "", line.get("text") or "")


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all queries asked. A query without any hit counts 0."""

    ndcg10: float
    mrr10: float
    recall10: float
    recall100: float
    median_ms: float  # processor time of one query
    p95_ms: float


def load(folder: Path) -> Collection:
    """Read queries and judgements. Raises OSError or ValueError for files that are not such."""
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8") as file:
        for row in file:
            columns = row.split()
            if len(columns) >= 3 and re.fullmatch(r"-?\d+", columns[-1]):  # not a line of names
                judged[columns[0]][columns[-2]] = int(columns[-1])
    texts = {_id(line): line["text"] for line in _lines(folder / "queries.jsonl")}
    asked = {
        one: text for one, text in texts.items() if any(n > 0 for n in judged.get(one, {}).values())
    }
    if not asked:
        raise ValueError(f"no query of {folder} has a judgement")
    return Collection(folder, asked, judged)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as opened:
        yield from (json.loads(line) for line in opened if line.strip())


def _id(line: Mapping[str, Any]) -> str:
    return str(line["id"] if "id" in line else line["_id"])


# The product


def indexed(collection: Collection, folder: Path) -> int:
    """Make the product's own index of the documents; how many there are."""
    create(folder)
    under = Counter(_family(document) for document in collection.documents())
    update(folder, (), (as_passage(one, under[_family(one)]) for one in collection.documents()))
    return under.total()


def _family(document: Document) -> int:
    """A number that documents have in common whose titles differ in figures only."""
    return hash(_FIGURES.sub("", document.title) or document.id)


def as_passage(document: Document, siblings: int = 1) -> IndexedPassage:
    """The document as one passage: its title as a sub-heading, or as that of a whole report."""
    headed = bool(document.title) and siblings <= HEADED
    return IndexedPassage(
        passage=document.id,
        report=document.id,
        agency="",
        region=(),
        year=None,
        section=1,
        form="unknown",
        title=document.title,
        heading=(document.title,) if headed else (),
        text=document.text,
        kind="text",
    )


def product(engine: WhooshEngine) -> Ranker:
    """The engine as a person meets it, without filters."""

    def rank(text: str) -> Sequence[str]:
        found = engine.search(Request(parse(text), size=DEPTH))
        return [hit.passage for hit in found.hits]

    return rank


# The plain one


class Plain:
    """BM25 over jieba's search mode: title and text in one field, Lucene's idf, any word does."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.ids: list[str] = []
        self._postings: dict[str, tuple[array[int], array[int]]] = {}  # documents, how often
        self._lengths = array("L")
        for number, document in enumerate(documents):
            self._add(number, document)
        self._mean = sum(self._lengths) / max(len(self._lengths), 1)

    def _add(self, number: int, document: Document) -> None:
        counts = Counter(plain_words(f"{document.title}\n{document.text}"))
        for word, often in counts.items():
            documents, times = self._postings.setdefault(word, (array("L"), array("L")))
            documents.append(number)
            times.append(often)
        self.ids.append(document.id)
        self._lengths.append(counts.total())

    def __call__(self, text: str) -> Sequence[str]:
        """The best documents; equal ones in the order of the file."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word, often in Counter(plain_words(text)).items():
            documents, times = self._postings.get(word, (array("L"), array("L")))
            idf = math.log(1 + (len(self.ids) - len(documents) + 0.5) / (len(documents) + 0.5))
            for number, count in zip(documents, times, strict=True):
                norm = K1 * (1 - B + B * self._lengths[number] / self._mean)
                scores[number] += often * idf * count * (K1 + 1) / (count + norm)
        best = nlargest(DEPTH, scores.items(), key=lambda item: (item[1], -item[0]))
        return [self.ids[number] for number, _ in best]


def plain_words(text: str) -> list[str]:
    """jieba's search mode as it comes, in lower case and without punctuation."""
    cut = _stock().lcut_for_search(unicodedata.normalize("NFKC", text).lower())
    return [word for word in cut if any(char.isalnum() for char in word)]


@cache
def _stock() -> Any:
    """jieba as it comes, but for the cache file it leaves in the folder for temporary files."""
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
    made.initialized = True
    return made


# Measuring


def measure(rank: Ranker, queries: Mapping[str, str], judged: Judged) -> Figures:
    """Ask every query and compare with what is right."""
    gained, times = [], []
    for one, text in queries.items():
        started = time.process_time()
        ranked = rank(text)
        times.append((time.process_time() - started) * 1000)
        gained.append(gains(ranked, judged[one]))
    ndcg, mrr, near, far = (math.fsum(each) / len(gained) for each in zip(*gained, strict=True))
    times.sort()
    return Figures(ndcg, mrr, near, far, times[len(times) // 2], times[int(len(times) * 0.95)])


def gains(ranked: Sequence[str], right: Mapping[str, int]) -> tuple[float, float, float, float]:
    """nDCG@10, MRR@10, Recall@10 and Recall@100 of one answer.

    >>> gains(["b", "a"], {"a": 1})
    (0.6309297535714575, 0.5, 1.0, 1.0)
    """
    wanted = {document for document, grade in right.items() if grade > 0}
    places = [place for place, document in enumerate(ranked, 1) if document in wanted]
    ideal = _dcg(sorted(right.values(), reverse=True)[:10])
    first = places[0] if places and places[0] <= 10 else math.inf
    near = sum(place <= 10 for place in places)
    all_of = sum(place <= 100 for place in places)
    return (
        _dcg([right.get(document, 0) for document in ranked[:10]]) / ideal,
        1 / first,
        near / len(wanted),
        all_of / len(wanted),
    )


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum(
        (max(grade, 0)) / math.log2(place + 1) for place, grade in enumerate(grades, 1)
    )


# What is printed


def table(rows: Mapping[str, Figures]) -> str:
    """The figures of each ranker, one below the other."""
    head = f"{'':24}{'nDCG@10':>9}{'MRR@10':>9}{'R@10':>9}{'R@100':>9}{'ms p50':>9}{'ms p95':>9}"
    lines = [
        f"{name:24}{one.ndcg10:9.4f}{one.mrr10:9.4f}{one.recall10:9.4f}{one.recall100:9.4f}"
        f"{one.median_ms:9.1f}{one.p95_ms:9.1f}"
        for name, one in rows.items()
    ]
    return "\n".join((head, *lines))


def told(ranks: Mapping[str, Ranker], collection: Collection, one: str) -> str:
    """One query: its first ten documents by each ranker, the right ones marked."""
    lines = [collection.queries[one]]
    for name, rank in ranks.items():
        lines.append(f"  {name}")
        for place, document in enumerate(rank(collection.queries[one])[:10], 1):
            mark = "*" if collection.judged[one].get(document, 0) > 0 else " "
            lines.append(f"  {mark} {place:3} {document}")
    return "\n".join(lines)


def reasons(engine: WhooshEngine, text: str) -> str:
    """How the product read the query, and what the scores of its first three documents are of."""
    found = engine.search(Request(parse(text), size=3, explain=True))
    if found.explained is None:
        return ""
    read = found.explained
    lines = [*found.notes, f"  units: {' '.join(read.units)}"]
    for view, terms in groupby(read.terms, key=lambda term: term.view):
        said = (f"{one.text}({one.frequency}{'*' if one.common else ''})" for one in terms)
        lines.append(f"  {view}: {' '.join(said)}")
    for hit in found.hits:
        parts = read.hits[hit.passage][:12]
        said = (f"{part.field}:{part.text} {part.score:+.2f}" for part in parts)
        lines.append(f"  {hit.passage} {hit.score:.2f} = {', '.join(said)} …")
    return "\n".join(lines)


def main() -> None:
    """Index, ask and print."""
    asked = _arguments()
    collection = load(asked.folder)
    with tempfile.TemporaryDirectory() as made:
        started = time.process_time()
        count = indexed(collection, Path(made) / "index")
        _tell(f"{count} documents indexed", started)
        engine = WhooshEngine.open(Path(made) / "index")
        ranks: dict[str, Ranker] = {"gongkai": product(engine)}
        if not asked.alone:
            started = time.process_time()
            ranks["plain jieba BM25"] = Plain(collection.documents())
            _tell("the plain one made", started)
        if asked.explain:
            print(told(ranks, collection, asked.explain))
            print(reasons(engine, collection.queries[asked.explain]))
        else:
            queries = dict(islice(collection.queries.items(), 0, None, _step(collection, asked)))
            queries = dict(islice(queries.items(), asked.queries))
            print(f"{collection.folder.name}: {count} documents, {len(queries)} queries")
            rows = {name: measure(rank, queries, collection.judged) for name, rank in ranks.items()}
            print(table(rows))
        engine.close()


def _step(collection: Collection, asked: argparse.Namespace) -> int:
    """Every how many queries one is asked, so that the sample is from all of the file."""
    return max(len(collection.queries) // asked.queries, 1) if asked.queries else 1


def _tell(what: str, started: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    took = time.process_time() - started
    print(f"{what}: {took:.1f} s of processor time, peak {peak:.0f} MB", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Ranking on a collection with judgements.")
    parser.add_argument("folder", type=Path, help="with corpus.jsonl, queries.jsonl and qrels.tsv")
    parser.add_argument("--queries", type=int, help="ask about so many, from all of the file")
    parser.add_argument("--explain", metavar="ID", help="one query: its first documents and why")
    parser.add_argument("--alone", action="store_true", help="without the plain one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
