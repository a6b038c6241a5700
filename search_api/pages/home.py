"""The search page before a search, and the list of all reports: what there is, counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from corpus.catalogue import ReportRow
from corpus.forms import all_forms
from search_api.answers import Asked
from search_api.pages.address import report_url, search_url
from search_api.pages.search import Link

SHOWN_WORDS = 14
LONG_WORD = 4
"""Characters of a word that means something by itself: 行政复议 does, 行政 and 公开 do not."""

SHOWN_AGENCIES = 12
ROWS_A_PAGE = 50

CHECKS = {
    "fail": "有不符项",
    "clean": "没有不符项",
}
"""States of checking that the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The empty state. All numbers are counted from the catalogue."""

    coverage: str  # 5 份报告 · 3 个区 · 2020–2022 年
    reports: int
    words: tuple[Link, ...]
    years: tuple[Link, ...]
    agencies: tuple[Link, ...]
    more_agencies: tuple[Link, ...]
    failed: int  # reports with a failed check
    failed_url: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What narrows the list of reports, and its page."""

    year: int | None = None
    agency: str = ""
    check: str = ""  # a key of CHECKS
    page: int = 1


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list."""

    title: str
    url: str
    agency: str
    region: str
    year: str
    form: str
    check: str  # "3 项不符"
    state: str  # "fail", "warn", "unknown" or "pass"
    check_url: str
    lost: str  # tables that are cut or lost, 表三、表四


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The list of reports."""

    total: str
    chosen: Chosen
    years: tuple[int, ...]
    agencies: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]
    lines: tuple[ReportLine, ...]
    pages: tuple[Link, ...]


def home_page(rows: Sequence[ReportRow], words: Sequence[tuple[str, int]]) -> HomePage:
    """The empty state over all reports; `words` are the most frequent, with their passages."""
    years = Counter(row.year for row in rows if row.year is not None)
    agencies = Counter(row.agency for row in rows).most_common()
    links = tuple(
        Link(name, search_url(Asked(group=True), agency=(name,)), note=f"{count} 份")
        for name, count in agencies
    )
    return HomePage(
        coverage=_coverage(rows),
        reports=len(rows),
        words=tuple(
            Link(word, search_url(Asked(group=True), q=word), note=f"{count} 条")
            for word, count in telling(words)
        ),
        years=tuple(
            Link(f"{year} 年", search_url(Asked(group=True), year=(year,)), note=f"{count} 份")
            for year, count in sorted(years.items(), reverse=True)
        ),
        agencies=links[:SHOWN_AGENCIES],
        more_agencies=links[SHOWN_AGENCIES:],
        failed=sum(row.failed > 0 for row in rows),
        failed_url=directory_url(Chosen(check="fail")),
    )


def telling(words: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The words that say what a report is about: long ones, and not the heads of every table.

    One that is part of another, or has another in it, is left out: it would find the same.
    """
    heads = _heads()
    chosen: list[tuple[str, int]] = []
    for word, count in words:
        known = any(word in other or other in word for other, _ in chosen)
        if len(word) >= LONG_WORD and word not in heads and not known:
            chosen.append((word, count))
    return chosen[:SHOWN_WORDS]


@cache
def _heads() -> frozenset[str]:
    """Words at the heads of columns, which stand in every report that has its tables."""
    tables = (table for form in all_forms() for table in (form.table2, form.table3, form.table4))
    entries = (entry for table in tables for entry in table.columns)
    return frozenset(
        word for one in entries for word in (one.label, one.short, *one.variants, *one.aliases)
    )


def directory_page(
    rows: Sequence[ReportRow],
    total: int,
    chosen: Chosen,
    years: Sequence[int],
    agencies: Sequence[str],
) -> DirectoryPage:
    """One page of the list; `years` and `agencies` are all that can be chosen."""
    last = max(1, -(-total // ROWS_A_PAGE))
    return DirectoryPage(
        total=f"{total:,} 份报告",
        chosen=chosen,
        years=tuple(sorted(years, reverse=True)),
        agencies=tuple(sorted(agencies)),
        checks=tuple(CHECKS.items()),
        lines=tuple(map(_line, rows)),
        pages=_pages(chosen, last),
    )


def directory_url(chosen: Chosen, page: int = 1) -> str:
    """The list narrowed so, on that page."""
    pairs = {
        "year": "" if chosen.year is None else str(chosen.year),
        "agency": chosen.agency,
        "check": chosen.check,
        "page": "" if page == 1 else str(page),
    }
    text = urlencode({name: value for name, value in pairs.items() if value})
    return f"/reports?{text}" if text else "/reports"


def year_span(years: Sequence[int]) -> str:
    """2020–2022 年, or 2020 年, or nothing."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{first} 年" if first == last else f"{first}–{last} 年"


def _coverage(rows: Sequence[ReportRow]) -> str:
    regions = {row.region for row in rows if row.region}
    said = [
        f"{len(rows):,} 份报告",
        f"{len({row.agency for row in rows}):,} 个机关" if rows else "",
        f"{len(regions):,} 个地区" if regions else "",
        year_span([row.year for row in rows if row.year is not None]),
    ]
    return " · ".join(part for part in said if part)


def _pages(chosen: Chosen, last: int) -> tuple[Link, ...]:
    if last < 2:
        return ()
    near = {1, last, *range(max(1, chosen.page - 2), min(last, chosen.page + 2) + 1)}
    return tuple(
        Link(str(page), directory_url(chosen, page), page == chosen.page) for page in sorted(near)
    )


def _line(row: ReportRow) -> ReportLine:
    state, words = _check(row)
    return ReportLine(
        title=row.title,
        url=report_url(row.id),
        agency=row.agency,
        region=" ".join(row.region),
        year="不明" if row.year is None else str(row.year),
        form="不明" if row.form == "unknown" else f"{row.form} 年",
        check=words,
        state=state,
        check_url=report_url(row.id, "", "findings"),
        lost=lost_tables(row.damage),
    )


def lost_tables(damage: Sequence[str]) -> str:
    """表三、表四 for tables cut or lost; "" for none."""
    names = {"t1": "统计表", "t2": "表二", "t3": "表三", "t4": "表四"}
    return "、".join(names[table] for table in sorted(damage) if table in names)


def _check(row: ReportRow) -> tuple[str, str]:
    if row.failed:
        return "fail", f"{row.failed} 项不符"
    if row.warned:
        return "warn", f"{row.warned} 项请留意"
    if row.not_assessable:
        return "unknown", f"{row.not_assessable} 项无法判断"
    return "pass", "未见不符"
