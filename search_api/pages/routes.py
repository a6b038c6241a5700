"""The HTML pages: check, call, wrap. What goes wrong is a page too."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from corpus.catalogue import ReportRow, Selection
from corpus.model import Finding, Report, Span
from search_api import service
from search_api.answers import Answer, NotFound
from search_api.pages import address
from search_api.pages.batch import router as batch
from search_api.pages.figures import direct_view
from search_api.pages.home import (
    CHECKS,
    ROWS_A_PAGE,
    Chosen,
    directory_page,
    directory_url,
    home_page,
    year_span,
)
from search_api.pages.panels import History, bodies
from search_api.pages.reference import reference_page
from search_api.pages.render import render, show, static_response
from search_api.pages.report import report_page, source_page
from search_api.pages.search import search_page
from search_api.pages.syntax import BOUNDS, CHAPTERS, ODD
from search_api.pages.tools import router as tools
from search_api.problems import RETRY_SECONDS, TITLES
from search_api.statistics import figures

WORDS = 400
"""Frequent words to choose from for the empty search page: most are words of every form."""


router = APIRouter(include_in_schema=False)
router.include_router(tools)
router.include_router(batch)


def error_page(status: int, detail: str, hint: str = "", error_id: str = "") -> Response:
    """A problem as a page: what was wrong and what to do. `error_id` names the log entry."""
    answer = show(
        "error.html",
        status,
        current="",
        title=TITLES.get(status, "出错了"),
        detail=detail,
        hint=hint,
        error_id=error_id,
        code=status,
    )
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


@router.get("/")
def search(request: Request) -> Response:
    """The search page: empty without a question, else the answer."""
    understood = address.read(request.query_params.multi_items())
    asked, library = understood.asked, request.app.state.store
    asked = replace(asked, size=min(asked.size, library.settings.page_size))
    if not asked.q and not address.is_filtered(asked):
        return _home(library, understood.notes)
    answer = service.search(library, asked)
    if answer.pages and asked.page > answer.pages:
        return RedirectResponse(address.search_url(asked, page=answer.pages), 303)
    years = () if answer.total else _years(library.catalogue.reports()[0])
    history, failed = _history(library, answer), _failed(library, answer)
    model = search_page(answer, understood.notes, history, failed, years)
    direct = tuple(map(direct_view, service.direct(library, asked)))
    return show("search.html", current="search", page=model, direct=direct)


def _home(library: service.Library, notes: Sequence[str]) -> Response:
    model = home_page(library.catalogue.reports()[0], library.engine().words(WORDS))
    return show("home.html", current="search", page=model, notes=notes)


def _history(library: service.Library, answer: Answer) -> History:
    """All years of the bodies on the page: a year that is on another page is not a missing one."""
    where = Selection(agency=frozenset(bodies(answer)))
    if not where.agency:
        return History()
    rows, _ = library.catalogue.reports(where)
    order = {name: place for place, name in enumerate(bodies(answer))}
    shown = figures(library.catalogue, where, answer.indicators)
    return History(
        rows=tuple(sorted(shown, key=lambda one: order[one.agency])), years=frozenset(_years(rows))
    )


def _failed(library: service.Library, answer: Answer) -> Sequence[tuple[ReportRow, Finding]]:
    """The failed checks of the reports on the page, in the order of the page."""
    rows = {hit.report.id: hit.report for hit in answer.hits if hit.report.failed}
    if not rows:
        return ()
    found, _ = library.catalogue.findings(Selection(report=frozenset(rows)), verdict=("fail",))
    order = {report_id: place for place, report_id in enumerate(rows)}
    return [(rows[one], finding) for one, finding in sorted(found, key=lambda it: order[it[0]])]


def _years(rows: Sequence[ReportRow]) -> tuple[int, ...]:
    return tuple({row.year for row in rows if row.year is not None})


@router.get("/reports")
def directory(request: Request) -> Response:
    """The list of reports."""
    chosen = _chosen(request)
    catalogue = request.app.state.store.catalogue
    where = Selection(
        year=frozenset() if chosen.year is None else frozenset({chosen.year}),
        agency=frozenset({chosen.agency} - {""}),
        failed={"fail": True, "clean": False}.get(chosen.check),
    )
    start = (chosen.page - 1) * ROWS_A_PAGE
    rows, total = catalogue.reports(where, start=start, size=ROWS_A_PAGE)
    if total and not rows:
        last = -(-total // ROWS_A_PAGE)
        return RedirectResponse(directory_url(chosen, last), 303)
    every, _ = catalogue.reports()
    agencies = sorted({row.agency for row in every})
    model = directory_page(rows, total, chosen, _years(every), agencies)
    return show("reports.html", current="reports", page=model)


def _chosen(request: Request) -> Chosen:
    """What the address narrows the list to; what makes no sense is left out."""
    given = request.query_params
    year, number = given.get("year", ""), given.get("page", "1")
    return Chosen(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        agency=given.get("agency", "").strip(),
        check=given["check"] if given.get("check") in CHECKS else "",
        page=int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 8 else 1,
    )


@router.get("/reports/{report_id}")
def report(request: Request, report_id: str, q: str = "", exact: str = "") -> Response:
    """One report, with the words of `q` marked; with `exact`, without their synonyms."""
    library = request.app.state.store
    found = service.report(library, report_id)
    same, _ = library.catalogue.reports(Selection(agency=frozenset({found.agency.name})))
    model = report_page(found, q, _marker(library, q, exact, found), same)
    return show("report.html", current="reports", page=model)


def _marker(
    library: service.Library, q: str, exact: str, found: Report
) -> Callable[[str], Sequence[Span]]:
    """What marks the words of a query, as the search page does."""
    words = q[: library.settings.query_length]
    if not words.strip():
        return lambda text: ()
    return service.marks_of(library, words, found, exact=exact.lower() in {"1", "true"})


@router.get("/reports/{report_id}/source")
def source(request: Request, report_id: str, file: int = 1, page: int = 1) -> Response:
    """The text a report was read from, by lines."""
    found = service.report(request.app.state.store, report_id)
    try:
        model = source_page(found, file, page)
    except IndexError:
        raise NotFound("没有这一页原文", "请从报告页重新进入") from None
    return show("source.html", current="reports", page=model)


@router.get("/docs")
def reference(request: Request) -> Response:
    """The API, from its OpenAPI document."""
    rows, _ = request.app.state.store.catalogue.reports(size=1)
    known = {"report_id": rows[0].id, "report": rows[0].id} if rows else {}
    model = reference_page(request.app.openapi(), known)
    return show("docs.html", current="docs", page=model)


@router.get("/about")
def about(request: Request) -> Response:
    """Method and limits."""
    rows, _ = request.app.state.store.catalogue.reports()
    covered = f"{len(rows):,} 份报告，{year_span(_years(rows))}" if rows else "还没有收录报告"
    return show("about.html", current="about", covered=covered)


@router.get("/help")
def syntax() -> Response:
    """The query language."""
    return show("help.html", current="help", chapters=CHAPTERS, bounds=BOUNDS, odd=ODD)


@router.get("/opensearch.xml")
def opensearch(request: Request) -> Response:
    """Lets a browser offer this search in its address bar."""
    text = render("opensearch.xml", base=str(request.base_url).rstrip("/"))
    return Response(text, media_type="application/opensearchdescription+xml")


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Style, script and icon: whatever stands in web/static, by its plain name."""
    found = static_response(name)
    if found is None:
        raise NotFound("没有这个文件", "请从检索页重新进入")
    return found
