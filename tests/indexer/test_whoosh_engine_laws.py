"""The embedded engine against plain scans of random corpora, and what must hold for any query."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indexer.engine import FACETS, Filters, IndexedPassage, Request
from indexer.query import Query, Words
from indexer.text import is_letter, squeeze
from indexer.whoosh_engine import WhooshEngine, create, update
from indexer.whoosh_engine.matching import SHORT
from indexer.words import characters, units
from tests.indexer.passages import PASSAGES, TITLES, ask, found, passage

SYLLABLES = [
    "公开",
    "申请",
    "复议",
    "一网通办",
    "东庄",
    "的",
    "2",
    "12",
    "件",
    " ",
    "，",
    "張",
    "a",
]
PIECES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map("".join)
REPORTS = st.sampled_from([*TITLES])


@st.composite
def corpora(draw: st.DrawFn) -> list[IndexedPassage]:
    drawn = draw(st.lists(st.tuples(REPORTS, st.integers(0, 6), PIECES, PIECES), max_size=10))
    return [
        passage(report, order, section, text, heading)
        for order, (report, section, text, heading) in enumerate(drawn, 1)
    ]


FILTERS = st.builds(
    Filters,
    agency=st.frozensets(
        st.sampled_from(["云山区人民政府", "临江区档案馆", "无此机关"]), max_size=2
    ),
    region=st.frozensets(st.sampled_from(["海州市", "云山区", "临江区"]), max_size=1),
    year=st.frozensets(st.sampled_from([2020, 2021, 2022]), max_size=2),
    year_from=st.none() | st.integers(2019, 2023),
    year_to=st.none() | st.integers(2019, 2023),
    section=st.frozensets(st.integers(0, 6), max_size=3),
    form=st.frozensets(st.sampled_from(["2019", "2021", "unknown"]), max_size=2),
    report=st.none() | st.frozensets(REPORTS, max_size=3),
)


def passes(one: IndexedPassage, filters: Filters, but: str = "") -> bool:
    """What a filter means, said once more and without an index."""
    year = one.year
    years = (not filters.year and filters.year_from is filters.year_to is None) or (
        year is not None
        and (not filters.year or year in filters.year)
        and (filters.year_from is None or filters.year_from <= year)
        and (filters.year_to is None or year <= filters.year_to)
    )
    tests = {
        "agency": not filters.agency or one.agency in filters.agency,
        "region": not filters.region or any(step in filters.region for step in one.region),
        "year": years,
        "section": not filters.section or one.section in filters.section,
        "form": not filters.form or one.form in filters.form,
        "report": filters.report is None or one.report in filters.report,
    }
    return all(result for name, result in tests.items() if name != but)


def counted(corpus: Iterable[IndexedPassage], name: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in corpus:
        value = getattr(one, name)
        steps = value if isinstance(value, tuple) else () if value is None else (value,)
        counts.update(map(str, steps))
    return dict(counts)


def own_text(one: IndexedPassage) -> list[str]:
    return [squeeze(part).text for part in (one.text, *one.heading)]


def scan(corpus: Sequence[IndexedPassage], wanted: Sequence[str]) -> list[IndexedPassage]:
    """Passages with everything wanted in text, sub-headings or title, and something not there."""

    def wide(one: IndexedPassage) -> bool:
        return all(
            any(w in part for part in (*own_text(one), squeeze(one.title).text)) for w in wanted
        )

    matching = [one for one in corpus if wide(one)]
    own = [one for one in matching if any(w in part for w in wanted for part in own_text(one))]
    return own or matching


@given(corpora(), FILTERS, st.lists(PIECES, max_size=3))
def test_answers_equal_a_scan(
    corpus: list[IndexedPassage], filters: Filters, typed: list[str]
) -> None:
    wanted = [unit for text in typed for unit in units(text)]
    assume(len(wanted) <= 6)
    expected = scan(corpus, wanted) if wanted else corpus
    with TemporaryDirectory() as folder:
        create(Path(folder))
        update(Path(folder), [], corpus)
        engine = WhooshEngine.open(Path(folder))
        answer = ask(engine, " ".join(typed), filters=filters, size=100)
        engine.close()
    if not expected:  # something alike may be shown in its place, but never without a word
        assert answer.notes or not answer.total
        return
    shown = [one for one in expected if passes(one, filters)]
    if any("其后" in note for note in answer.notes):  # passages with some of the words too, behind
        assert len(wanted) > SHORT
        assert set(found(answer)[: len(shown)]) == {one.passage for one in shown}
        assert answer.total == len(found(answer)) >= len(shown)
        for name in FACETS:
            at_least = counted((one for one in expected if passes(one, filters, but=name)), name)
            said = dict(answer.facets[name])
            assert all(said[value] >= count for value, count in at_least.items())
        return
    assert sorted(found(answer)) == sorted(one.passage for one in shown)
    assert answer.total == len(shown)
    assert answer.reports == len({one.report for one in shown})
    for name in FACETS:
        there = (one for one in expected if passes(one, filters, but=name))
        assert dict(answer.facets[name]) == counted(there, name)


@pytest.fixture(scope="module")
def crowd(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[WhooshEngine, list[IndexedPassage]]]:
    """A larger corpus in several segments, some of it replaced."""
    draw = random.Random(7)
    texts = [one.text for one in PASSAGES]
    corpus = [
        passage(
            draw.choice([*TITLES]),
            order,
            draw.randrange(7),
            "".join(
                draw.choice(texts)[draw.randrange(9) :][: draw.randrange(4, 40)] for _ in "123"
            ),
        )
        for order in range(1, 121)
    ]
    corpus.sort(key=lambda one: one.report)
    folder = tmp_path_factory.mktemp("crowd")
    create(folder)
    update(folder, [], [replace(one, text="旧" + one.text) for one in corpus[:50]])
    for _, part in groupby(corpus, key=lambda one: one.report):
        update(folder, [], part)
    engine = WhooshEngine.open(folder)
    yield engine, corpus
    engine.close()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_quoted_part_of_a_passage_finds_it(
    crowd: tuple[WhooshEngine, list[IndexedPassage]], data: st.DataObject
) -> None:
    engine, corpus = crowd
    one = data.draw(st.sampled_from(corpus))
    start = data.draw(st.integers(0, len(one.text) - 1))
    part = one.text[start : start + data.draw(st.integers(1, 12))]
    assume(any(map(is_letter, squeeze(part).text)))
    answer = ask(engine, f'"{part}"', size=200)
    needle = squeeze(part).text
    assert sorted(found(answer)) == sorted(
        other.passage for other in corpus if any(needle in text for text in own_text(other))
    )


@given(st.data())
def test_any_typed_part_of_a_passage_finds_it(
    crowd: tuple[WhooshEngine, list[IndexedPassage]], data: st.DataObject
) -> None:
    engine, corpus = crowd
    one = data.draw(st.sampled_from(corpus))
    start = data.draw(st.integers(0, len(one.text) - 1))
    part = one.text[start : start + data.draw(st.integers(1, 12))]
    assume(characters(part))
    answer = engine.search(Request(Query(part, Words(part)), size=200))
    assert one.passage in found(answer)


@given(st.text(st.sampled_from('公开复议2件的" -()|“”或%') | st.characters(), max_size=40), FILTERS)
def test_any_query_has_an_answer(
    crowd: tuple[WhooshEngine, list[IndexedPassage]], text: str, filters: Filters
) -> None:
    engine, _ = crowd
    answer = ask(engine, text, filters=filters, group=True)
    assert answer.total >= len(answer.hits)
    assert all(hit.score >= 0 for hit in answer.hits)
