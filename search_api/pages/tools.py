"""Pages for those who work with the numbers: figures, coverage, findings, and checking a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from corpus.catalogue import Catalogue, Selection
from corpus.errors import CorpusError
from corpus.rules import rules
from search_api import comparison, service
from search_api.answers import BadValue, ServiceError
from search_api.pages import findings as listed
from search_api.pages.figures import KINDS, LEVELS, USUAL, Chosen, coverage_page, figures_page
from search_api.pages.findings import Narrowed, findings_page, findings_url
from search_api.pages.render import show
from search_api.pages.sheet import SheetPage, sheet_page
from search_api.problems import problem_of

PASTED = "粘贴的全文.txt"

router = APIRouter(include_in_schema=False)


# Checking a file


@router.get("/check")
def check_form(request: Request) -> Response:
    """The form alone."""
    return _check_page(request)


@router.post("/check")
def check(
    request: Request,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form()] = "",
) -> Response:
    """The sheet of a file or of a pasted text. Nothing is kept."""
    library = request.app.state.store
    given = file if file and file.filename else None
    data = given.file.read() if given else text.encode()
    if not data.strip():
        return _check_page(request, 422, complaint="没有选文件，也没有粘贴文字", text=text)
    try:
        name = (given.filename if given else None) or PASTED
        sheet = service.checked(library, name, data)
    except (ServiceError, CorpusError) as error:
        problem = problem_of(error)
        return _check_page(
            request, problem.status, complaint=problem.detail, hint=problem.hint, text=text
        )
    return _check_page(request, page=sheet_page(sheet), text="" if given else text)


def _check_page(
    request: Request,
    status: int = 200,
    *,
    page: SheetPage | None = None,
    complaint: str = "",
    hint: str = "",
    text: str = "",
) -> Response:
    most = request.app.state.store.settings.upload_bytes
    limit = f"{most / 1_000_000:g} MB"
    return show(
        "check.html",
        status,
        current="check",
        page=page,
        complaint=complaint,
        hint=hint,
        text=text,
        limit=limit,
    )


# Findings


@router.get("/checks")
def checks(request: Request) -> Response:
    """Findings over the catalogue."""
    asked, catalogue = _narrowed(request), request.app.state.store.catalogue
    where = Selection(
        agency=frozenset({asked.agency} - {""}),
        year=frozenset() if asked.year is None else frozenset({asked.year}),
    )
    rule = (asked.rule,) if asked.rule else ()
    with catalogue.snapshot():
        found, total = catalogue.findings(
            where,
            rule=rule,
            verdict=asked.verdicts,
            start=(asked.page - 1) * listed.ROWS_A_PAGE,
            size=listed.ROWS_A_PAGE,
        )
        counted = catalogue.tally(asked.by, where, rule)
        rows = catalogue.report_rows({report for report, _ in found})
        choices = _choices(catalogue)
    if total and not found:
        last = -(-total // listed.ROWS_A_PAGE)
        return RedirectResponse(findings_url(replace(asked, page=last)), 303)
    page = findings_page(asked, counted, found, total=total, rows=rows, choices=choices)
    return show("checks.html", current="checks", page=page)


def _narrowed(request: Request) -> Narrowed:
    """What the address narrows the findings to; what makes no sense is left out."""
    given = request.query_params
    rule, by, verdict = (given.get(name, "") for name in ("rule", "by", "verdict"))
    return Narrowed(
        by=by if by in listed.WAYS else "rule",
        rule=rule if rule in rules() else "",
        agency=given.get("agency", "").strip(),
        year=_year(given.get("year", "")),
        verdict=verdict if verdict in listed.VERDICTS else "",
        page=_page(request),
    )


# Figures


@router.get("/statistics")
def figures(request: Request) -> Response:
    """One indicator through bodies and years, added up, ranked."""
    asked, notes = _chosen(request)
    catalogue = request.app.state.store.catalogue
    try:
        key = comparison.keys_asked([asked.indicator])[0]
    except BadValue as error:
        key, notes = USUAL, [*notes, f"{error.reason}，改列本年新收"]
    asked = replace(asked, indicator=key)
    where = _selection(catalogue, asked)
    with catalogue.snapshot():
        every = comparison.amounts(catalogue, where, key)
        sums = _sums(catalogue, where, key)
        last = max((one.year or 0 for one in every), default=0)
        newest = replace(where, year=frozenset({last}))
        ranked = comparison.ranking(catalogue, newest, key) if last else None
        _, years = _choices(catalogue)
    notes += service.unknown_names(catalogue, asked.agency, _named(asked.region))
    page = figures_page(asked, every, sums, ranked, years, notes=notes)
    return show("statistics.html", current="statistics", page=page)


def _sums(catalogue: Catalogue, where: Selection, key: str) -> Sequence[comparison.Sum] | str:
    try:
        return comparison.summed(catalogue, where, key)
    except BadValue as error:
        return f"{error.reason}；{error.hint}"


@router.get("/coverage")
def coverage(request: Request) -> Response:
    """Which reports there are."""
    asked, _ = _chosen(request)
    catalogue = request.app.state.store.catalogue
    with catalogue.snapshot():
        found = comparison.coverage(catalogue, _selection(catalogue, asked))
    return show("coverage.html", current="statistics", page=coverage_page(asked, found))


def _chosen(request: Request) -> tuple[Chosen, list[str]]:
    """What the address asks for; what makes no sense is left out and said."""
    given = request.query_params
    said = [name.strip() for one in given.getlist("agency") for name in one.split("、")]
    level, kind = given.get("level", ""), given.get("kind", "")
    odd = [name for name, known in ((level, LEVELS), (kind, KINDS)) if name and name not in known]
    asked = Chosen(
        indicator=given.get("indicator", "").strip() or USUAL,
        agency=tuple(dict.fromkeys(filter(None, said))),
        region=given.get("region", "").strip(),
        level=level if level in LEVELS else "",
        kind=kind if kind in KINDS else "",
        year_from=_year(given.get("year_from", "")),
        year_to=_year(given.get("year_to", "")),
        page=_page(request),
    )
    return asked, [f"“{name[:30]}”无法识别，未采用" for name in odd]


def _selection(catalogue: Catalogue, asked: Chosen) -> Selection:
    where = service.selection(
        catalogue,
        agency=asked.agency,
        region=_named(asked.region),
        year_from=asked.year_from,
        year_to=asked.year_to,
    )
    return replace(
        where,
        level=frozenset({asked.level} - {""}),
        kind=frozenset({asked.kind} - {""}),
    )


def _named(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _choices(catalogue: Catalogue) -> tuple[Sequence[str], Sequence[int]]:
    """The bodies and the years there are reports of."""
    rows, _ = catalogue.reports()
    agencies = sorted({row.agency for row in rows})
    return agencies, sorted({row.year for row in rows if row.year is not None})


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1
