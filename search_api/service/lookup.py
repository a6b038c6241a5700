"""What is asked for by name: one report, some reports, a file to be checked."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue, Selection
from corpus.model import Report
from search_api.answers import NoIndex, NotFound
from search_api.interpret import names_of
from search_api.service.library import Library
from search_api.service.question import chosen_agencies, unknown_regions
from search_api.service.sheet import Sheet, sheet


def report(library: Library, report_id: str) -> Report:
    """The whole report, with what its neighbours say of it behind its own findings.

    Raises NotFound.
    """
    with library.catalogue.snapshot():
        found = library.catalogue.report(report_id)
        across = library.catalogue.across(report_id) if found else ()
    if found is None:
        raise NotFound(f"没有编号为“{report_id}”的报告", "请从报告目录中选择")
    return replace(found, findings=(*found.findings, *across))


def selection(
    catalogue: Catalogue,
    *,
    report: Sequence[str] = (),
    agency: Sequence[str] = (),
    region: Sequence[str] = (),
    year: Sequence[int] = (),
    year_from: int | None = None,
    year_to: int | None = None,
    form: Sequence[str] = (),
    failed: bool | None = None,
) -> Selection:
    """Which reports a list is about. Agencies may be named by a short name that is theirs alone."""
    if agency:
        agency, _ = chosen_agencies(agency, names_of(tuple(catalogue.agencies())))
    return Selection(
        report=frozenset(report),
        agency=frozenset(agency),
        region=frozenset(region),
        year=frozenset(year),
        year_from=year_from,
        year_to=year_to,
        form=frozenset(form),
        failed=failed,
    )


def unknown_names(
    catalogue: Catalogue, agency: Sequence[str], region: Sequence[str]
) -> tuple[str, ...]:
    """Notes on agencies and regions that there are no reports of, or that several claim."""
    names = names_of(tuple(catalogue.agencies()))
    return (*chosen_agencies(agency, names)[1], *unknown_regions(region, names))


def checked(library: Library, name: str, data: bytes) -> Sheet:
    """A file read and checked, also against last year's report if there is one, and not kept.

    Raises NotReadable, NotAReport, SourceError; Busy while too many wait; NamesError.
    """
    names = library.settings.known_names()
    return as_checked(library, library.checker.report(name, data, names))


def as_checked(library: Library, found: Report) -> Sheet:
    """The sheet of a report that is not kept. A catalogue that is not there yet is no hindrance."""
    try:
        catalogue = library.catalogue
    except NoIndex:
        return sheet(None, found)
    return sheet(catalogue, found)
