"""The search page: what was found, what narrows it, and what to try when nothing was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.catalogue import ReportRow
from corpus.forms import indicators
from corpus.model import Finding
from search_api.answers import Answer, Answered, Asked, Facet, Interpreted
from search_api.export import PARTS, feed_pairs, feed_url, repeated_in_words
from search_api.pages.address import (
    SORTS,
    Pairs,
    api_url,
    is_filtered,
    pairs_of,
    report_url,
    search_url,
    without_filters,
)
from search_api.pages.panels import FigureView, History, Panels, figure_view, panels
from search_api.pages.text import Part, Parts, excerpt, paragraphs, parts
from search_api.statistics import headline

FACETS = {
    "year": "年度",
    "agency": "机关",
    "region": "地区",
    "section": "章节",
    "form": "表样",
    "findings": "校验",
}
"""What a reader can narrow by, in the order of the panel. `findings` is has_findings when asked."""

SHOWN_VALUES = 8
"""Values of a facet before 更多: the panel of a first look stays within one screen."""

SORTED_BY = 2
"""Figures named by the words that can be sorted by with one click: more would hide the others."""

_NAMES = {
    "agency": "机关",
    "region": "地区",
    "year": "年度",
    "section": "章节",
    "form": "表样",
    "year_from": "年度不早于",
    "year_to": "年度不晚于",
    "has_findings": "校验",
    "indicator": "指标",
}

_ASKED_AS = {"findings": "has_findings"}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something in force that a click removes."""

    kind: str  # 年度
    label: str  # 2020
    url: str  # the same search without it
    typed: str = ""  # the words of the query it was read from; "" if it was chosen


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick."""

    id: str
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet: the values seen at once, and those behind 更多."""

    name: str  # of the field
    legend: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `current` is true where one already is."""

    label: str
    url: str
    current: bool = False
    note: str = ""  # a count, or what the link is for, for those who do not see the page


@dataclass(frozen=True, slots=True)
class HitView:
    """A passage that answers."""

    section: str  # 总体情况
    path: Parts  # （二）依申请公开 › 1. 办理
    order: int
    excerpt: Parts
    paragraphs: tuple[Parts, ...]  # the whole passage; () if the excerpt is all of it
    figures: tuple[tuple[str, tuple[FigureView, ...]], ...]  # by the reason they are here
    url: str
    is_table: bool
    repeated: str  # 同一句话另见于 36 份报告，已折叠 12 段; ""
    fold_url: str  # the same search with such passages folded; "" if they are, or there are none
    scored: tuple[tuple[str, str], ...]  # parts of the score and their amounts; () unless explained
    about: str  # body, year and passage, so that like links can be told apart by ear


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of one report, or one passage with its report."""

    id: str
    title: str
    url: str
    agency: str
    year: str
    failed: int
    findings_url: str
    hits: tuple[HitView, ...]
    more: int
    more_url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the template says. It decides nothing about numbers."""

    title: str
    asked: Asked
    hidden: Pairs  # what a submitted form must keep that no field of it shows
    head: str
    took: str
    notes: tuple[str, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    literal_url: str  # the same words, not interpreted; "" if nothing was
    facets: tuple[FacetGroup, ...]
    chosen: int  # boxes ticked
    sorts: tuple[Link, ...]
    groupings: tuple[Link, ...]
    switches: tuple[Link, ...]  # what else can be asked for; `current` where it is
    downloads: tuple[Link, ...]
    feed: str  # the same search as a feed of what has come in lately
    groups: tuple[Group, ...]
    pages: tuple[Link, ...]
    before: str  # address of the page before; ""
    after: str
    help: tuple[Link, ...]  # what to try when nothing was found, each with a count
    meant: tuple[Link, ...]  # the same beside an answer: other words that may have been meant
    cut: tuple[str, ...]  # how the words were cut and weighed; () unless explained
    covered: str  # the years there are reports of; "" unless one asked for is not among them
    panels: Panels
    canonical: str
    is_filtered: bool


def search_page(
    answer: Answer,
    notes: Sequence[str],
    history: History,
    failed: Sequence[tuple[ReportRow, Finding]],
    years: Sequence[int] = (),
) -> SearchPage:
    """The page of an answer.

    `notes` are about the address; `history` has the figures of its bodies over all years; `failed`
    are the failed checks of the reports on the page; `years` are those that have reports: they are
    told if one that has none was asked for.
    """
    asked = answer.asked
    every = (_facet(name, answer) for name in FACETS if answer.facets.get(name))
    facets = tuple(one for one in every if one.shown)
    return SearchPage(
        title=_title(answer),
        asked=asked,
        hidden=_hidden(asked, facets),
        head=_head(answer),
        took=f"{answer.took_ms:.0f} 毫秒" if answer.took_ms >= 1 else "不到 1 毫秒",
        notes=(*notes, *answer.notes),
        chips=(*_interpreted_chips(answer), *_chosen_chips(answer)),
        clear_url=search_url(without_filters(asked)),
        literal_url=_literal_url(answer),
        facets=facets,
        chosen=sum(choice.chosen for one in facets for choice in (*one.shown, *one.more)),
        sorts=_sorts(answer),
        groupings=(
            Link("按报告", search_url(asked, group=True, fold=False), _is_grouped(asked)),
            Link("不分组", search_url(asked, group=False), not _is_grouped(asked)),
        ),
        switches=_switches(answer),
        downloads=_downloads(asked),
        feed=feed_url(feed_pairs(asked)),
        groups=_groups(answer),
        pages=_pages(answer),
        before=search_url(asked, page=asked.page - 1) if asked.page > 1 else "",
        after=search_url(asked, page=asked.page + 1) if asked.page < answer.pages else "",
        help=() if answer.total else _help(answer),
        meant=_help(answer) if answer.total else (),
        cut=_cut(answer),
        covered="" if answer.total else _covered(answer, years),
        panels=panels(answer, history, failed),
        canonical=search_url(asked, page=asked.page),
        is_filtered=is_filtered(asked),
    )


def _title(answer: Answer) -> str:
    words = answer.asked.q or "浏览"
    page = f" – 第 {answer.asked.page} 页" if answer.asked.page > 1 else ""
    return f"{words} – {answer.total:,} 条{page}"


def _head(answer: Answer) -> str:
    if not answer.total:
        words = f"含“{answer.asked.q}”的" if answer.asked.q else "符合条件的"
        return f"没有找到{words}段落"
    return f"找到 {answer.total:,} 条段落，来自 {answer.reports:,} 份报告"


def _facet(name: str, answer: Answer) -> FacetGroup:
    """Chosen values stay in sight whatever their count; others need one.

    A box is ticked if the address says so. What the words named is a chip and no tick: unticking it
    would change nothing while the words still name it.
    """
    field = _ASKED_AS.get(name, name)
    chosen = {value for key, value in pairs_of(answer.asked) if key == field}
    choices = [
        Choice(f"f-{name}-{place}", one.value, one.label, one.count, one.value in chosen)
        for place, one in enumerate(_ordered(name, answer.facets[name]))
    ]
    of_use = [one for one in choices if one.count or one.chosen]
    seen = [one for n, one in enumerate(of_use) if n < SHOWN_VALUES or one.chosen]
    more = [one for one in of_use if one not in seen]
    return FacetGroup(field, FACETS[name], tuple(seen), tuple(more))


def _ordered(name: str, facet: Sequence[Facet]) -> Sequence[Facet]:
    """Years newest first, sections as in a report, the rest by count."""
    if name == "year":
        return sorted(facet, key=lambda one: one.value, reverse=True)
    if name == "section":
        return sorted(facet, key=lambda one: one.value)
    return sorted(facet, key=lambda one: (-one.count, one.label))


def _hidden(asked: Asked, facets: Sequence[FacetGroup]) -> Pairs:
    """A ticked box says itself; whatever has no box in the panel must be kept aside."""
    boxes = {
        (facet.name, choice.value) for facet in facets for choice in (*facet.shown, *facet.more)
    }
    unpaged = replace(asked, page=1)
    return tuple(pair for pair in pairs_of(unpaged) if pair[0] != "q" and pair not in boxes)


def _is_grouped(asked: Asked) -> bool:
    return asked.group and not asked.fold


def _sorts(answer: Answer) -> tuple[Link, ...]:
    """The usual orders, and by the first figures that the words name, largest first."""
    asked = answer.asked
    shown = answer.indicators[:SORTED_BY]
    named = {one.indicator: f"{_short(one.indicator)}由多到少" for one in shown}
    by = asked.sort.removeprefix("-")
    orders = {**SORTS, **(named if _names_figures(answer) else {})}
    if by != asked.sort and by not in SORTS:
        orders[asked.sort] = f"{_short(by)}由少到多"
    elif asked.sort not in orders:
        orders[asked.sort] = f"{_short(by)}由多到少"
    return tuple(
        Link(label, search_url(asked, sort=name), asked.sort == name)
        for name, label in orders.items()
    )


def _short(key: str) -> str:
    known = indicators().get(key)
    return known.short if known else key


def _names_figures(answer: Answer) -> bool:
    """Whether the figures shown are those asked for, and not the main ones of any report."""
    return answer.indicators != headline()


def _switches(answer: Answer) -> tuple[Link, ...]:
    """What else may be asked of the same words. Synonyms only where some were used, or are off."""
    asked = answer.asked
    links = [
        Link("只看新出现的", search_url(asked, new=not asked.new), asked.new),
        Link("折叠同句", search_url(asked, fold=not asked.fold), asked.fold),
    ]
    if answer.synonyms or asked.exact:
        links.append(Link("不查同义词", search_url(asked, exact=not asked.exact), asked.exact))
    return tuple(links)


def _cut(answer: Answer) -> tuple[str, ...]:
    """How the words were cut, and what each counts."""
    found = answer.explained
    if found is None:
        return ()
    terms = (f"{one.text}×{one.weight:g}（{one.frequency:,} 段）" for one in found.terms)
    return f"切分：{'、'.join(found.units) or '（无）'}", f"计分：{'，'.join(terms)}"


def _filters_read(answer: Answer) -> tuple[Interpreted, ...]:
    return tuple(one for one in answer.interpreted if one.kind != "indicator")


def _literal_url(answer: Answer) -> str:
    """Where nothing was found, this way stands among the others, with its count."""
    offered = answer.total and _filters_read(answer)
    return search_url(answer.asked, interpret=False) if offered else ""


def _interpreted_chips(answer: Answer) -> list[Chip]:
    """What the words named. Removing it takes the words out of the query."""
    asked = answer.asked
    return [
        Chip(
            kind=_NAMES.get(one.kind, one.kind),
            label=one.label,
            url=search_url(asked, q=" ".join(asked.q.replace(one.text, " ", 1).split())),
            typed=one.text,
        )
        for one in answer.interpreted
    ]


def _chosen_chips(answer: Answer) -> list[Chip]:
    asked = answer.asked
    chips = []
    for name in ("year", "agency", "region", "section", "form"):
        chosen: tuple[str | int, ...] = getattr(asked, name)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            label = _value_label(answer, name, value)
            chips.append(Chip(_NAMES[name], label, search_url(asked, **{name: rest})))
    for name in ("year_from", "year_to"):
        bound = getattr(asked, name)
        if bound is not None:
            chips.append(Chip(_NAMES[name], str(bound), search_url(asked, **{name: None})))
    if asked.new:
        chips.append(Chip("内容", "上一年度报告中没有的", search_url(asked, new=False)))
    if asked.has_findings is not None:
        label = "有不符项" if asked.has_findings else "没有不符项"
        chips.append(Chip(_NAMES["has_findings"], label, search_url(asked, has_findings=None)))
    return chips


def _value_label(answer: Answer, name: str, value: str | int) -> str:
    labels = {one.value: one.label for one in answer.facets.get(name, ())}
    return labels.get(str(value), str(value))


def _downloads(asked: Asked) -> tuple[Link, ...]:
    path = "/api/v1/search"
    return (
        Link("CSV", api_url(path, asked, format="csv", page="1"), note="全部结果"),
        Link("XLSX", api_url(path, asked, format="xlsx", page="1"), note="全部结果，附统计和说明"),
        Link("JSON Lines", api_url(path, asked, format="jsonl", page="1"), note="全部结果"),
        Link("JSON", api_url(path, asked, **_same_page(asked)), note="本页结果"),
    )


def _same_page(asked: Asked) -> dict[str, str]:
    """What makes the API give the passages of this page: it groups nothing unless told to."""
    given = {"size": str(asked.size)}
    return {**given, "group": "true"} if asked.group else given


def _groups(answer: Answer) -> tuple[Group, ...]:
    """Hits of one report that stand together become one group when grouping was asked for."""
    if not _is_grouped(answer.asked):
        return tuple(_group(answer, n, [hit]) for n, hit in enumerate(answer.hits, 1))
    runs = groupby(answer.hits, key=lambda hit: hit.report.id)
    return tuple(_group(answer, n, list(hits)) for n, (_, hits) in enumerate(runs, 1))


def _group(answer: Answer, n: int, hits: Sequence[Answered]) -> Group:
    report, asked = hits[0].report, answer.asked
    only = {"agency": (report.agency,), "group": False}
    more = sum(hit.more for hit in hits)
    if report.year is not None:
        only["year"] = (report.year,)
    url = search_url(asked, **only) if report.year is not None else report_url(report.id, asked.q)
    return Group(
        id=f"r{n}",
        title=report.title,
        url=report_url(report.id, asked.q),
        agency=report.agency,
        year="年度不明" if report.year is None else f"{report.year} 年度",
        failed=report.failed,
        findings_url=report_url(report.id, "", "findings"),
        hits=_hits(hits, answer),
        more=more,
        more_url=url if more else "",
    )


def _hits(hits: Sequence[Answered], answer: Answer) -> tuple[HitView, ...]:
    """The passages of a group; a figure stands beside the first of them that brings it."""
    told: set[str] = set()
    views = []
    for hit in hits:
        fresh = [one for one in hit.statistics if one.indicator not in told]
        told |= {one.indicator for one in fresh}
        views.append(_hit(hit, answer, tuple(map(figure_view, fresh))))
    return tuple(views)


def _hit(hit: Answered, answer: Answer, figures: tuple[FigureView, ...]) -> HitView:
    asked = answer.asked
    short = excerpt(hit.passage.text, hit.highlights, hit.snippet)
    whole = () if short.whole else paragraphs(hit.passage.text, hit.highlights)
    year = "" if hit.report.year is None else f" {hit.report.year} 年度"
    return HitView(
        section=hit.section_title,
        path=_path(hit),
        order=hit.passage.order,
        excerpt=short.parts,
        paragraphs=whole,
        figures=tuple((why, tuple(some)) for why, some in groupby(figures, lambda one: one.why)),
        url=hit.url,
        is_table=hit.passage.kind == "table",
        repeated=repeated_in_words(hit),
        fold_url=search_url(asked, fold=True) if hit.repeated and not asked.fold else "",
        scored=_scored(hit, answer),
        about=f"{hit.report.agency}{year}第 {hit.passage.order} 段",
    )


def _path(hit: Answered) -> Parts:
    """The headings above a passage. A block of a table is often found by them alone: mark them."""
    marks = hit.heading_highlights or ((),) * len(hit.passage.heading)
    found: list[Part] = []
    for heading, spans in zip(hit.passage.heading, marks, strict=True):
        found += [*([Part(" › ")] if found else []), *parts(heading, spans)]
    return tuple(found)


def _scored(hit: Answered, answer: Answer) -> tuple[tuple[str, str], ...]:
    if answer.explained is None:
        return ()
    found = answer.explained.hits.get(hit.passage.id, ())
    return tuple(
        (f"{PARTS.get(one.field, one.field)}{one.text}", f"{one.score:+.2f}") for one in found
    )


def _pages(answer: Answer) -> tuple[Link, ...]:
    """First, last and two to either side; a gap is a link without an address."""
    here, last = answer.asked.page, answer.pages
    if last < 2:
        return ()
    wanted = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    links: list[Link] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            links.append(Link("…", ""))
        links.append(Link(str(page), search_url(answer.asked, page=page), page == here))
    return tuple(links)


def _help(answer: Answer) -> tuple[Link, ...]:
    """The other ways to ask that the service counted; nothing is offered that finds nothing."""
    fewer = [
        Link(label, search_url(asked), note=f"{count:,} 条")
        for label, count, asked in answer.alternatives
        if count
    ]
    other = [
        Link(f"改为检索“{words}”", search_url(answer.asked, q=words), note=f"{count:,} 条")
        for words, count in answer.suggestions
        if count
    ]
    return (*fewer, *other)


def _covered(answer: Answer, years: Sequence[int]) -> str:
    """Said only if a year was asked for that no report covers."""
    wanted: Mapping[str, Sequence[str | int]] = answer.applied
    missing = [year for year in wanted.get("year", ()) if year not in years]
    if not missing or not years:
        return ""
    return f"收录年度为 {min(years)}–{max(years)}。"
