"""A question understood: what is filtered for, what is searched, what is meant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.catalogue import Catalogue, Selection
from corpus.forms import indicators
from indexer.engine import Filters, Request
from indexer.query import Query, parse, plain_words, terms
from search_api.answers import Asked, BadQuestion, BadValue, Interpreted, Meant
from search_api.interpret import Names, Reading, agency_named, names_of, narrowest, read
from search_api.service.conditions import Resolved, resolve
from search_api.settings import Settings
from search_api.statistics import meant_by, without_counting

T = TypeVar("T")

SORTS = ("relevance", "year", "-year", "agency")
"""Orders of an answer: best first, newest first, oldest first, by name."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood."""

    typed: Asked  # as it came
    asked: Asked  # with the filters in force, those named in the text included
    query: Query
    reading: Reading
    meant: tuple[Meant, ...]
    notes: tuple[str, ...]
    offers: tuple[Interpreted, ...] = ()  # what an ambiguous name may mean; nothing was chosen
    counted: Mapping[str, str] = field(default_factory=dict)  # words without 数量 -> as typed

    @property
    def interpreted(self) -> tuple[Interpreted, ...]:
        """What the text names, as the answer shows it: filters first, then indicators."""
        asked = self.asked.interpret
        return (*self.reading.interpreted, *(_indicators(self) if asked else ()))

    @property
    def offered(self) -> tuple[str, ...]:
        """The question once for each meaning of an ambiguous name, with that name written out."""
        typed = self.typed.q
        return tuple(typed.replace(one.text, str(_written(one)), 1) for one in self.offers)


def check_limits(asked: Asked, settings: Settings) -> None:
    """Raises BadQuestion for what is beyond a limit or means nothing."""
    if len(asked.q) > settings.query_length:
        raise BadQuestion(
            f"检索词有 {len(asked.q)} 个字，最多 {settings.query_length} 个", "请只留下关键的词语"
        )
    if not 1 <= asked.size <= settings.page_size:
        raise BadQuestion(
            f"size={asked.size} 不在 1 到 {settings.page_size} 之间", "请调整每页条数"
        )
    if asked.page < 1 or asked.page * asked.size > settings.window:
        raise BadQuestion(
            f"只能翻到第 {settings.window} 条，第 {asked.page} 页超出了范围", "请用筛选条件缩小范围"
        )
    if asked.sort not in SORTS and asked.sort.removeprefix("-") not in indicators():
        raise BadValue(
            f"没有名为“{asked.sort[:40]}”的排序，可用：{'、'.join(SORTS)}和指标代码",
            "指标代码如 t3.new.total，见 /api/v1/indicators",
        )


def understand(asked: Asked, catalogue: Catalogue) -> Question:
    """The question with what its words name taken for filters, unless that is not wanted."""
    asked = replace(asked, q=asked.q.encode(errors="ignore").decode())  # no half characters
    names = names_of(tuple(catalogue.agencies()))
    reading, counted = _read(asked, names)
    resolved = resolve(parse(reading.words), names, catalogue)
    chosen, unknown = chosen_agencies(asked.agency, names)
    effective = replace(
        asked,
        agency=_union(chosen, map(str, reading.values("agency"))),
        region=_union(asked.region, narrowest(map(str, reading.values("region")), names)),
        year=_union(asked.year, map(int, reading.values("year"))),
        section=_union(asked.section, map(int, reading.values("section"))),
    )
    return Question(
        asked,
        effective,
        resolved.query,
        reading,
        _meant(resolved, counted),
        _union(
            (*reading.notes, *resolved.query.notes, *resolved.notes, *unknown),
            unknown_regions(asked.region, names),
        ),
        _union(reading.offers, resolved.offers),
        counted,
    )


def query_of(q: str, catalogue: Catalogue) -> Query:
    """What is searched for and marked where somebody types this: a report's page marks the same."""
    return understand(Asked(q=q), catalogue).query


def _read(asked: Asked, names: Names) -> tuple[Reading, Mapping[str, str]]:
    """What the text names, and the words left, without those that only ask how many.

    Also the words that lost such an end, as they are left -> as typed.
    """
    if not asked.interpret:
        return Reading(asked.q), {}
    reading = read(asked.q, names)
    words, at, counted = [], 0, {}
    for start, end in plain_words(reading.words):
        word = reading.words[start:end]
        counted[without_counting(word)] = word
        words += [reading.words[at:start], without_counting(word)]
        at = end
    return replace(reading, words="".join((*words, reading.words[at:]))), counted


def _meant(resolved: Resolved, counted: Mapping[str, str]) -> tuple[Meant, ...]:
    """The indicators asked for: those of conditions, and those that the words wanted name."""
    wanted = meant_by(" ".join(counted.get(term, term) for term in terms(resolved.query)))
    found = {one.indicator: one for one in (*resolved.meant, *wanted)}
    return tuple(found.values())


def _indicators(question: Question) -> Iterator[Interpreted]:
    """What the indicators were named by, each wording once, as far as it stands in the text so."""
    named: dict[str, list[Meant]] = {}
    for one in question.meant:
        for wording in one.why.split("“")[1:]:
            named.setdefault(wording.split("”")[0], []).append(one)
    for wording, some in named.items():
        ends = (
            word[len(left) :]
            for left, word in question.counted.items()
            if word != left and left.endswith(wording)
        )
        said = wording + next(ends, "")
        if said in question.typed.q:
            keys = ",".join(one.indicator for one in some)
            label = some[0].label if len(some) == 1 else f"{wording}（{len(some)} 项）"
            yield Interpreted("indicator", said, keys, label)


def _written(offer: Interpreted) -> str | int:
    """An offer as it may be typed: a region with the regions around it."""
    return offer.label if offer.kind == "region" else offer.value


def unknown_regions(asked: Sequence[str], names: Names) -> tuple[str, ...]:
    """A note for each region that no report is from."""
    return tuple(f"没有收录名为“{name}”的地区" for name in asked if name not in names.inside)


def _union(one: Sequence[T], two: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *two)))


def chosen_agencies(asked: Sequence[str], names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Filter values as canonical names. A name of several, or of no one, filters as it stands."""
    chosen, notes = [], []
    for name in asked:
        meant = agency_named(name, names)
        chosen.append(meant[0] if len(meant) == 1 else name)
        if not meant:
            notes.append(f"没有收录名为“{name}”的机关")
        elif len(meant) > 1 and name not in meant:
            notes.append(f"“{name}”可能指{'、'.join(meant)}，请写全称")
    return tuple(chosen), tuple(notes)


def request_of(question: Question, catalogue: Catalogue) -> Request:
    """The question as the engine takes it."""
    asked = question.asked
    return Request(
        query=question.query,
        filters=engine_filters(asked, with_findings(asked.has_findings, catalogue)),
        start=(asked.page - 1) * asked.size,
        size=asked.size,
        sort=asked.sort,
        group=asked.group,
    )


def engine_filters(asked: Asked, reports: frozenset[str] | None) -> Filters:
    """The filters as the engine takes them; `reports` are the ids that are allowed, None all."""
    return Filters(
        agency=frozenset(asked.agency),
        region=frozenset(asked.region),
        year=frozenset(asked.year),
        year_from=asked.year_from,
        year_to=asked.year_to,
        section=frozenset(asked.section),
        form=frozenset(asked.form),
        report=reports,
    )


def with_findings(wanted: bool | None, catalogue: Catalogue) -> frozenset[str] | None:
    """Ids of the reports with (or without) failed rules; None is no filter."""
    if wanted is None:
        return None
    return frozenset(row.id for row in catalogue.reports(Selection(failed=wanted))[0])


def selection_of(asked: Asked) -> Selection:
    """The same filters for the catalogue. A section is no property of a report."""
    return Selection(
        agency=frozenset(asked.agency),
        region=frozenset(asked.region),
        year=frozenset(asked.year),
        year_from=asked.year_from,
        year_to=asked.year_to,
        form=frozenset(asked.form),
        failed=asked.has_findings,
    )


def filters_of(asked: Asked) -> Mapping[str, tuple[str | int, ...]]:
    """The filters in force by name, as an address would say them."""
    several: Mapping[str, tuple[str | int, ...]] = {
        "agency": asked.agency,
        "region": asked.region,
        "year": asked.year,
        "section": asked.section,
        "form": asked.form,
    }
    findings = None if asked.has_findings is None else str(asked.has_findings).lower()
    single = {"year_from": asked.year_from, "year_to": asked.year_to, "has_findings": findings}
    return {
        **{name: values for name, values in several.items() if values},
        **{name: (value,) for name, value in single.items() if value is not None},
    }
