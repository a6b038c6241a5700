"""The report page: findings first, then the text with its passages and the tables restored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from corpus.catalogue import ReportRow
from corpus.headings import SECTION_TITLES
from corpus.model import Passage, Report, Section, Source, Span
from search_api.answers import Asked
from search_api.pages.address import report_url, search_url
from search_api.pages.checks import State, doubts, states
from search_api.pages.grids import SECTION_OF, Table, tables
from search_api.pages.home import lost_tables
from search_api.pages.search import Link
from search_api.pages.text import Parts, parts
from search_api.pages.told import Piece, Placed, paragraphs, told_in

NUMERALS = ("", "一", "二", "三", "四", "五", "六")

LINES_A_PAGE = 3000
"""Lines of source text on a page: about 300 kB of ordinary lines, which browsers show at once."""

Mark = Callable[[str], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with what stands above it for the first time."""

    id: str  # "p12"
    headings: tuple[tuple[int, str, Parts], ...]  # level (3-6), id, words
    paragraphs: tuple[tuple[Piece, ...], ...]
    marks: int


@dataclass(frozen=True, slots=True)
class SectionView:
    """An official section with its text and, for 2-4, its table."""

    id: str  # "s1"
    title: str  # 一、总体情况
    note: str  # "" unless the heading or the whole section is missing
    passages: tuple[PassageView, ...]
    table: Table | None
    table_source: str  # its lines in the source text; "" if it has none
    anchors: tuple[str, ...]  # passages made of cells that are not on the page


@dataclass(frozen=True, slots=True)
class Fact:
    """A line at the head of the page."""

    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything the template says."""

    id: str
    title: str
    agency: str
    agency_url: str
    year: str
    facts: tuple[Fact, ...]
    lost: str  # which tables are cut or lost; ""
    notes: tuple[str, ...]  # what had to be mended when it was read
    states: tuple[State, ...]
    verdict: str  # 相符 21 · 不符 1 · 无法判断 2
    outline: tuple[Link, ...]
    sections: tuple[SectionView, ...]
    told: bool  # whether numbers of the text are linked to cells, so that the signs are explained
    q: str
    matches: tuple[Link, ...]  # passages in which words are marked
    neighbours: tuple[Link, ...]
    source_url: str
    json_url: str
    csv_url: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source text."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The text that was read, line by line."""

    title: str
    report_url: str
    name: str
    facts: tuple[Fact, ...]
    files: tuple[Link, ...]  # all sources of the report; () if it has one
    lines: tuple[SourceLine, ...]
    pages: tuple[Link, ...]


def report_page(report: Report, q: str, mark: Mark, neighbours: Sequence[ReportRow]) -> ReportPage:
    """The page of a report. `mark` finds words."""
    drawn = {table.id: table for table in tables(report, doubts(report.findings), mark)}
    sections = tuple(_sections(report, drawn, mark))
    every = states(report.findings)
    return ReportPage(
        id=report.id,
        title=report.title,
        agency=report.agency.name,
        agency_url=search_url(Asked(group=True), agency=(report.agency.name,)),
        year="年度不明" if report.year is None else str(report.year),
        facts=_facts(report),
        lost=_lost(report),
        notes=report.notes,
        states=every,
        verdict=" · ".join(f"{state.word} {len(state.checks)}" for state in every),
        outline=tuple(Link(one.title, f"#{one.id}", note=one.note) for one in sections),
        sections=sections,
        told=any(claim.cells for claim in report.claims),
        q=q,
        matches=_matches(sections),
        neighbours=_neighbours(report, neighbours),
        source_url=source_url(report.id),
        json_url=f"/api/v1/reports/{quote(report.id, safe='')}",
        csv_url=f"/api/v1/statistics?{urlencode({'report': report.id, 'format': 'csv'})}",
    )


def source_url(report_id: str, line: int | None = None, file: int = 1) -> str:
    """The source text of a report, at a line of it."""
    pairs = {"file": file} if file > 1 else {}
    if line is not None and line > LINES_A_PAGE:
        pairs["page"] = 1 + (line - 1) // LINES_A_PAGE
    query = f"?{urlencode(pairs)}" if pairs else ""
    place = "" if line is None else f"#L{line}"
    return f"/reports/{quote(report_id, safe='')}/source{query}{place}"


def source_page(report: Report, file: int, page: int) -> SourcePage:
    """One page of one source. Raises IndexError for a file or a page that is not there."""
    if not 1 <= file <= len(report.sources):
        raise IndexError(file)
    source = report.sources[file - 1]
    lines = source.text.split("\n")
    last = -(-len(lines) // LINES_A_PAGE)
    if not 1 <= page <= last:
        raise IndexError(page)
    first = (page - 1) * LINES_A_PAGE
    shown = lines[first : first + LINES_A_PAGE]
    return SourcePage(
        title=report.title,
        report_url=report_url(report.id),
        name=source.name,
        facts=_source_facts(source, len(lines)),
        files=_files(report, file),
        lines=tuple(SourceLine(first + n, text) for n, text in enumerate(shown, 1)),
        pages=tuple(
            Link(
                f"{n * LINES_A_PAGE + 1}–{min((n + 1) * LINES_A_PAGE, len(lines))} 行",
                source_url(report.id, n * LINES_A_PAGE + 1, file),
                n + 1 == page,
            )
            for n in range(last if last > 1 else 0)
        ),
    )


def _facts(report: Report) -> tuple[Fact, ...]:
    facts = [
        Fact("机关", report.agency.name),
        Fact("地区", " › ".join(report.agency.region)),
        Fact("年度", _year(report.year)),
        Fact("表样", "不明" if report.form == "unknown" else f"{report.form} 年版"),
        Fact("发布日期", report.published or "原文未注明"),
    ]
    for n, source in enumerate(report.sources, 1):
        facts.append(Fact("来源文件", source.name, source_url(report.id, file=n)))
        if source.url:
            facts.append(Fact("来源地址", source.url))
    return tuple(fact for fact in facts if fact.value)


def _source_facts(source: Source, lines: int) -> tuple[Fact, ...]:
    facts = (
        Fact("文件", source.name),
        Fact("格式", source.format),
        Fact("编码", source.encoding or ""),
        Fact("行数", f"{lines:,}"),
        Fact("SHA-256", source.sha256),
        Fact("来源地址", source.url or ""),
        Fact("取得时间", source.fetched or ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _files(report: Report, file: int) -> tuple[Link, ...]:
    if len(report.sources) < 2:
        return ()
    return tuple(
        Link(source.name, source_url(report.id, file=n), n == file)
        for n, source in enumerate(report.sources, 1)
    )


def _lost(report: Report) -> str:
    lost = lost_tables(report.damage)
    return f"{lost}在原文中不完整或已缺失，缺失的格以“?”表示，不作为零。" if lost else ""


def _sections(report: Report, drawn: dict[str, Table], mark: Mark) -> Sequence[SectionView]:
    """Sections the report has, and those its tables belong to, in order."""
    printed = {section.number for section in report.sections}
    numbers = {*printed, *(passage.section for passage in report.passages), *SECTION_OF.values()}
    told = told_in(report)
    return [_section(n, report, drawn, mark, told) for n in sorted(numbers)]


def _section(
    number: int,
    report: Report,
    drawn: dict[str, Table],
    mark: Mark,
    told: Mapping[str, Sequence[Placed]],
) -> SectionView:
    section = next((one for one in reversed(report.sections) if one.number == number), None)
    table = drawn.get(f"t{number}")
    own = [passage for passage in report.passages if passage.section == number]
    prose = [passage for passage in own if passage.kind != "table"]
    return SectionView(
        id=f"s{number}",
        title=_section_title(number, section),
        note=_section_note(number, section, bool(own)),
        passages=_passages(number, prose, mark, told),
        table=table,
        table_source=_table_source(report, table),
        anchors=_anchors(own, table),
    )


def _section_title(number: int, section: Section | None) -> str:
    if not number:
        return "引言"
    title = SECTION_TITLES[number] if section is None else section.title
    return f"{NUMERALS[number]}、{title}"


def _section_note(number: int, section: Section | None, has_text: bool) -> str:
    if section is None:
        return "标题未能识别" if has_text else "原文没有这一节，或未能识别"
    return "" if section.printed or not number else "原文没有这一节的标题，按内容归入"


def _table_source(report: Report, table: Table | None) -> str:
    if table is None or table.first_line is None:
        return ""
    return source_url(report.id, table.first_line, table.file)


def _anchors(own: Sequence[Passage], table: Table | None) -> tuple[str, ...]:
    """Places of the passages made of cells that have no row on the page."""
    told = _on_page(table)
    cells = [f"p{one.order}" for one in own if one.kind == "table"]
    return tuple(anchor for anchor in cells if anchor not in told)


def _on_page(table: Table | None) -> set[str]:
    rows = [] if table is None else [row for grid in table.grids for row in grid.rows]
    return set() if table is None or table.lost else {one for row in rows for one in row.anchors}


def _passages(
    number: int, own: Sequence[Passage], mark: Mark, told: Mapping[str, Sequence[Placed]]
) -> tuple[PassageView, ...]:
    """A heading stands above the first passage below it, and again after another one."""
    views = []
    above: tuple[str, ...] = ()
    for passage in own:
        common = _common(above, passage.heading)
        headings = tuple(
            (min(3 + depth, 6), f"s{number}-h{passage.order}-{depth}", parts(text, mark(text)))
            for depth, text in enumerate(passage.heading)
            if depth >= common
        )
        spans = mark(passage.text)
        body = paragraphs(passage.text, spans, told.get(passage.id, ()))
        views.append(PassageView(f"p{passage.order}", headings, body, marks=len(spans)))
        above = passage.heading
    return tuple(views)


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    length = 0
    for first, second in zip(one, two, strict=False):
        if first != second:
            break
        length += 1
    return length


def _matches(sections: Sequence[SectionView]) -> tuple[Link, ...]:
    found = [
        Link(f"第 {one.id[1:]} 段", f"#{one.id}", note=f"{one.marks} 处")
        for section in sections
        for one in section.passages
        if one.marks
    ]
    for section in sections:
        if section.table is not None and not section.table.lost:
            rows = [row for grid in section.table.grids for row in grid.rows]
            marked = [row for row in rows if any(part.marked for part in row.label)]
            if marked:
                title = section.table.title.split(" ")[0]
                found.append(Link(title, f"#{marked[0].id}", note=f"{len(marked)} 行"))
    return tuple(found)


def _year(year: int | None) -> str:
    return "年度不明" if year is None else f"{year} 年"


def _neighbours(report: Report, rows: Sequence[ReportRow]) -> tuple[Link, ...]:
    """Other years of the same body, newest first; its other reports without a year last."""
    ordered = sorted(rows, key=lambda row: -(row.year or 0))
    return tuple(Link(_year(row.year), report_url(row.id), row.id == report.id) for row in ordered)
