"""Findings over the whole catalogue: counted by rule, body or year, and listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from corpus.catalogue import ReportRow
from corpus.model import Finding
from corpus.rules import rules
from search_api.pages.address import anchor, report_url
from search_api.pages.checks import DOUBTFUL, STATES, check, finding_anchor, label_of
from search_api.pages.search import Link
from search_api.pages.sheet import LEVELS, SCOPES

ROWS_A_PAGE = 50
WAYS = {"rule": "规则", "agency": "机关", "year": "年度"}
"""What findings are counted by."""

VERDICTS = {verdict.value: word for verdict, (word, _) in STATES.items()}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address narrows the findings to."""

    by: str = "rule"
    rule: str = ""
    agency: str = ""
    year: int | None = None
    verdict: str = ""  # "" for those that speak against a report
    page: int = 1

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Those that are listed."""
        return (self.verdict,) if self.verdict else tuple(one.value for one in DOUBTFUL)


@dataclass(frozen=True, slots=True)
class CountRow:
    """A rule, body or year with its findings by verdict."""

    name: str
    title: str
    note: str  # level, scope and ground of a rule; ""
    url: str
    counts: tuple[Link, ...]  # one for each verdict; without an address where it is 0


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in the list."""

    word: str
    state: str
    rule: str
    message: str
    located: str
    report: str
    url: str  # the finding on the report's page
    cell: str  # the label of the cell thought wrong, or of the first; ""
    cell_url: str


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Everything the template says."""

    asked: Narrowed
    ways: tuple[Link, ...]
    head: str  # of the counts' first column
    words: tuple[str, ...]  # of the verdicts, as columns
    counts: tuple[CountRow, ...]
    total: str
    rows: tuple[FindingRow, ...]
    pages: tuple[Link, ...]
    rules: tuple[tuple[str, str], ...]
    agencies: tuple[str, ...]
    years: tuple[int, ...]
    verdicts: tuple[tuple[str, str], ...]
    csv_url: str


def findings_url(asked: Narrowed) -> str:
    """The page narrowed so."""
    pairs = {
        "by": "" if asked.by == "rule" else asked.by,
        "rule": asked.rule,
        "agency": asked.agency,
        "year": "" if asked.year is None else str(asked.year),
        "verdict": asked.verdict,
        "page": "" if asked.page == 1 else str(asked.page),
    }
    text = urlencode({name: value for name, value in pairs.items() if value})
    return f"/checks?{text}" if text else "/checks"


def findings_page(
    asked: Narrowed,
    counted: Mapping[str | int | None, Mapping[str, int]],
    found: Sequence[tuple[str, Finding]],
    *,
    total: int,
    rows: Mapping[str, ReportRow],
    choices: tuple[Sequence[str], Sequence[int]],
) -> FindingsPage:
    """`counted` and `found` are of the catalogue; `choices` are the bodies and years there are."""
    agencies, years = choices
    return FindingsPage(
        asked=asked,
        ways=tuple(
            Link(f"按{word}", findings_url(replace(asked, by=by, page=1)), by == asked.by)
            for by, word in WAYS.items()
        ),
        head=WAYS[asked.by],
        words=tuple(VERDICTS.values()),
        counts=tuple(_count(asked, name, counted[name]) for name in _ordered(asked.by, counted)),
        total=f"{total:,} 项",
        rows=tuple(_row(rows[report], one) for report, one in found if report in rows),
        pages=_pages(asked, total),
        rules=tuple((one.id, f"{one.id} {one.title}") for one in rules().values()),
        agencies=tuple(agencies),
        years=tuple(sorted(years, reverse=True)),
        verdicts=tuple(VERDICTS.items()),
        csv_url=_api_url(asked),
    )


def _ordered(
    by: str, counted: Mapping[str | int | None, Mapping[str, int]]
) -> list[str | int | None]:
    """Rules in the order of the pack, years newest first, bodies by what speaks against them."""
    if by == "rule":
        place = {name: n for n, name in enumerate(rules())}
        return sorted(counted, key=lambda name: place.get(str(name), -1))
    if by == "year":
        return sorted(counted, key=lambda name: -int(name or 0))
    against = {name: -sum(one.get(v.value, 0) for v in DOUBTFUL) for name, one in counted.items()}
    return sorted(counted, key=lambda name: (against[name], str(name)))


def _count(asked: Narrowed, name: str | int | None, counts: Mapping[str, int]) -> CountRow:
    said = "年度不明" if name is None else str(name)
    known = rules().get(said) if asked.by == "rule" else None
    one = _narrowed_to(asked, name)
    return CountRow(
        name=said,
        title=known.title if known else "",
        note=f"{LEVELS[known.level]} · {SCOPES[known.scope]} · {known.ground}" if known else "",
        url="" if name is None else findings_url(one),
        counts=tuple(
            Link(
                f"{counts.get(verdict, 0):,}",
                findings_url(replace(one, verdict=verdict))
                if counts.get(verdict) and name is not None
                else "",
                note=f"{said} {word}",
            )
            for verdict, word in VERDICTS.items()
        ),
    )


def _narrowed_to(asked: Narrowed, name: str | int | None) -> Narrowed:
    """The same with one rule, body or year alone."""
    one = replace(asked, page=1)
    if name is None:
        return one
    match asked.by:
        case "agency":
            return replace(one, agency=str(name))
        case "year":
            return replace(one, year=int(name))
    return replace(one, rule=str(name))


def _row(report: ReportRow, finding: Finding) -> FindingRow:
    said = check(finding)
    word, icon = STATES[finding.verdict]
    own = [cell.indicator for cell in finding.cells if not cell.report]
    key = finding.located.indicator if finding.located else next(iter(own), "")
    year = "年度不明" if report.year is None else f"{report.year} 年"
    return FindingRow(
        word=f"{icon} {word}",
        state=finding.verdict.value,
        rule=finding.rule,
        message=finding.message,
        located=said.located,
        report=f"{report.agency} {year}",
        url=report_url(report.id, "", finding_anchor(finding.id)),
        cell=label_of(key) if key else "",
        cell_url=report_url(report.id, "", anchor(key)) if key else "",
    )


def _pages(asked: Narrowed, total: int) -> tuple[Link, ...]:
    last = -(-total // ROWS_A_PAGE)
    if last < 2:
        return ()
    near = {1, last, *range(max(1, asked.page - 2), min(last, asked.page + 2) + 1)}
    return tuple(
        Link(str(page), findings_url(replace(asked, page=page)), page == asked.page)
        for page in sorted(near)
    )


def _api_url(asked: Narrowed) -> str:
    pairs = [("rule", asked.rule), ("agency", asked.agency)]
    pairs += [("year", "" if asked.year is None else str(asked.year))]
    pairs += [("verdict", verdict) for verdict in asked.verdicts]
    return f"/api/v1/findings?{urlencode([pair for pair in pairs if pair[1]])}"
