"""Set phrases: told, folded, further down; and what is new against the year before."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.model import Passage, Report, Statistic, Status
from corpus.sentences import Sentence
from indexer.build import apply
from search_api import service
from search_api.answers import Answer, Asked
from search_api.service.phrases import FLOOR, share_of
from search_api.settings import Settings
from search_api.store import Store
from tests.corpus.made_reports import made_report, made_source

SET = "不断完善政务公开制度，高度重视依申请公开工作。"
FIGURES = "全年收到依申请公开一二三四五共{n}件，均已按时办结。"
OWN = "设立学位预警专栏，依申请公开事项提前告知家长。"
OTHER = "组织校园食堂开放活动，邀请家长代表现场监督。"
BODIES = ("甲县教育局", "乙县教育局", "丙县教育局")


def report(agency: str, year: int, texts: tuple[str, ...], new: int | None) -> Report:
    report_id = f"{year}-{BODIES.index(agency)}"
    passages = tuple(
        Passage(f"{report_id}.p{n}", n, 1, ("一、依申请公开情况",), text, (0, len(text)))
        for n, text in enumerate(texts, 1)
    )
    status = Status.BLANK if new is None else Status.PRINTED
    cell = Statistic("t3.new.total", new, None if new is None else str(new), status, "件")
    made = made_report(report_id, agency=agency, region=(), year=year)
    return replace(
        made,
        passages=passages,
        statistics=(cell,),
        findings=(),
        sources=(made_source(f"{report_id}.txt", "".join(texts)),),
    )


REPORTS = [
    report(BODIES[0], 2021, (SET, FIGURES.format(n=7)), 30),
    report(BODIES[0], 2022, (SET, OWN, FIGURES.format(n=9)), 9),
    report(BODIES[1], 2022, (SET, FIGURES.format(n=5), OTHER), None),
    report(BODIES[2], 2022, (SET + OTHER, OWN + OTHER), 100),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    data = tmp_path_factory.mktemp("phrases")
    with closing(Catalogue(data / FILE)) as catalogue:
        apply(data, catalogue, REPORTS)
    with closing(Store(Settings(data=data))) as opened:
        yield opened


def ask(store: Store, **asked: object) -> Answer:
    return service.search(store, Asked(**{"interpret": False, **asked}))  # type: ignore[arg-type]


def found(answer: Answer) -> list[str]:
    return [hit.passage.id for hit in answer.hits]


# Told


def test_a_hit_says_how_many_other_reports_have_its_sentence(store: Store) -> None:
    told = {hit.passage.id: hit.repeated for hit in ask(store, q='"高度重视"').hits}
    assert told.keys() == {"2021-0.p1", "2022-0.p1", "2022-1.p1", "2022-2.p1"}
    for repeated in told.values():
        assert repeated is not None
        assert (repeated.sentence, repeated.reports, repeated.figures) == ((0, len(SET)), 3, False)


def test_a_sentence_with_figures_is_told_as_such(store: Store) -> None:
    hits = ask(store, q='"均已按时办结"').hits
    assert [hit.repeated and hit.repeated.figures for hit in hits] == [True] * 3


def test_the_sentence_asked_for_is_the_one_that_counts(store: Store) -> None:
    (hit,) = ask(store, q='"高度重视" 食堂').hits
    assert hit.passage.id == "2022-2.p1"
    assert hit.repeated and hit.repeated.reports == 3
    (hit,) = [one for one in ask(store, q='"食堂"').hits if one.passage.id == "2022-2.p1"]
    assert hit.repeated and hit.repeated.reports == 1


def test_a_sentence_of_one_report_is_not_told(store: Store) -> None:
    hits = ask(store, q='"学位预警"', agency=(BODIES[0],)).hits
    assert [hit.repeated.reports if hit.repeated else 0 for hit in hits] == [1]
    assert not [hit for hit in ask(store, q='"均已按时办结"').hits if hit.repeated is None]


# Further down


def sentences(*lengths: tuple[int, int, bool]) -> list[Sentence]:
    return [Sentence(0, length, key, figures) for length, key, figures in lengths]


@pytest.mark.parametrize(
    ("given", "counts", "share"),
    [
        pytest.param([], {}, 1.0, id="no sentence"),
        pytest.param([(20, 1, False)], {1: 1}, 1.0, id="its own"),
        pytest.param([(20, 1, False)], {}, 1.0, id="one that nobody counted"),
        pytest.param([(20, 1, False)], {1: 2}, 0.9, id="two reports"),
        pytest.param([(20, 1, False)], {1: 32}, FLOOR, id="32 reports"),
        pytest.param([(20, 1, False)], {1: 10_000}, FLOOR, id="all of a country"),
        pytest.param([(20, 1, False), (20, 2, False)], {1: 32, 2: 1}, 0.75, id="half of it"),
        pytest.param([(20, 1, True)], {1: 32}, 1.0, id="figures are no set phrase"),
    ],
)
def test_share(given: list[tuple[int, int, bool]], counts: dict[int, int], share: float) -> None:
    length = sum(length for length, _, _ in given)
    assert share_of(sentences(*given), length, counts) == pytest.approx(share)


def test_what_many_say_comes_after_what_one_says(store: Store) -> None:
    order = found(ask(store, q="依申请公开"))
    own, said = order.index("2022-0.p2"), order.index("2022-0.p1")
    assert own < said


@pytest.mark.parametrize("group", [False, True])
def test_pages_part_what_is_found_without_loss(store: Store, group: bool) -> None:
    whole = found(ask(store, q="依申请公开", size=50, group=group))
    paged = [
        passage
        for page in range(1, 10)
        for passage in found(ask(store, q="依申请公开", size=2, page=page, group=group))
    ]
    assert paged == whole
    assert len(whole) == len(set(whole))


def test_further_passages_of_a_report_are_counted_on_its_last(store: Store) -> None:
    answer = ask(store, q="依申请公开", group=True, size=50)
    more = {hit.report.id: hit.more for hit in answer.hits}
    shown = [hit.report.id for hit in answer.hits]
    assert all(
        shown.count(one) + more[one] == 2 + (one == "2022-0") for one in more if one != "2022-1"
    )


def test_the_score_in_parts_has_what_set_phrases_took(store: Store) -> None:
    answer = ask(store, q="依申请公开", explain=True)
    assert answer.explained is not None
    for hit in answer.hits:
        parts = answer.explained.hits[hit.passage.id]
        assert sum(part.score for part in parts) == pytest.approx(hit.score, abs=1e-3)
        taken = [part.score for part in parts if part.field == "phrases"]
        assert all(score < 0 for score in taken)
        assert bool(taken) == (hit.passage.text.startswith(SET) or OTHER in hit.passage.text
                               or hit.passage.text == OWN)  # fmt: skip


# Folded


def test_the_same_sentence_is_shown_once(store: Store) -> None:
    plain, answer = ask(store, q='"高度重视"'), ask(store, q='"高度重视"', fold=True)
    assert (plain.total, answer.total, answer.pages) == (4, 4, 1)
    assert found(answer) == found(plain)[:1]
    assert [hit.folded for hit in answer.hits] == [3]
    assert "3 段与所列段落说的是同一句话，已折叠" in answer.notes


def test_sentences_with_figures_are_not_folded(store: Store) -> None:
    answer = ask(store, q='"均已按时办结"', fold=True)
    assert [hit.folded for hit in answer.hits] == [0, 0, 0]


def test_a_passage_with_another_sentence_asked_for_is_not_folded(store: Store) -> None:
    answer = ask(store, q="高度重视 OR 食堂", fold=True)
    assert "2022-2.p1" in found(answer)


def test_folded_pages_part_what_is_shown(store: Store) -> None:
    whole = found(ask(store, q="依申请公开", fold=True, size=50))
    pages = ask(store, q="依申请公开", fold=True, size=2).pages
    paged = [ask(store, q="依申请公开", fold=True, size=2, page=n) for n in range(1, pages + 1)]
    assert [passage for page in paged for passage in found(page)] == whole


# New


def test_only_what_is_new_this_year(store: Store) -> None:
    answer = ask(store, q="依申请公开", new=True)
    assert found(answer) == ["2022-0.p2"]
    assert {one.value: one.count for one in answer.facets["agency"]} == {BODIES[0]: 1}
    assert "4 份报告中有 3 份没有同机关上一年度的报告可比，未列入" in answer.notes


def test_what_is_not_new_is_offered(store: Store) -> None:
    answer = ask(store, q='"高度重视"', new=True)
    assert answer.total == 0
    assert [(one.label, one.passages) for one in answer.alternatives] == [("不限于新出现的内容", 4)]


# Sorted


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param("t3.new.total", ["2022-2", "2021-0", "2022-0", "2022-1"], id="largest first"),
        pytest.param("-t3.new.total", ["2022-0", "2021-0", "2022-2", "2022-1"], id="smallest"),
    ],
)
@pytest.mark.parametrize("group", [False, True])
def test_sorted_by_a_figure(store: Store, sort: str, order: list[str], group: bool) -> None:
    answer = ask(store, q="依申请公开 OR 食堂", sort=sort, size=50, group=group)
    assert list(dict.fromkeys(hit.report.id for hit in answer.hits)) == order
    assert "1 份报告没有可用的“本年新收政府信息公开申请数量”，排在最后" in answer.notes
    assert answer.hits[0].statistics[0].indicator == "t3.new.total"
    assert answer.indicators[0].indicator == "t3.new.total"


def test_where_every_report_has_the_figure_nothing_is_said(store: Store) -> None:
    answer = ask(store, q="食堂", sort="t3.new.total", agency=(BODIES[2],))
    assert not [note for note in answer.notes if "排在最后" in note]
