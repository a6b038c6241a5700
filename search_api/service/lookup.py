"""What is asked for by name: one report, some reports, a file to be checked."""

from collections.abc import Sequence

from corpus.catalogue import Catalogue, Selection
from corpus.model import Report
from corpus.prepare import prepare
from corpus.read import read
from search_api.answers import Checked, NotFound
from search_api.interpret import names_of
from search_api.service.library import Library
from search_api.service.question import chosen_agencies, unknown_regions


def report(library: Library, report_id: str) -> Report:
    """The whole report. Raises NotFound."""
    found = library.catalogue.report(report_id)
    if found is None:
        raise NotFound(f"没有编号为“{report_id}”的报告", "请从报告目录中选择")
    return found


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


def checked(name: str, data: bytes) -> Checked:
    """A file read and checked, and not kept. Raises NotReadable, NotAReport."""
    return as_checked(prepare(read(name, data)))


def as_checked(found: Report) -> Checked:
    """A report as the answer to a check."""
    return Checked(
        name=found.sources[0].name,
        title=found.title,
        agency=found.agency.name,
        year=found.year,
        form=found.form,
        notes=found.notes,
        damage=found.damage,
        statistics=found.statistics,
        findings=found.findings,
    )
