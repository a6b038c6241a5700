"""All findings of one report by itself, in one place for whoever makes or mends a report."""

from corpus.model import Finding, Report
from corpus.rules.evaluate import check
from corpus.rules.prose import check_prose
from corpus.rules.structure import check_structure
from corpus.rules.text import check_text


def check_report(report: Report) -> tuple[Finding, ...]:
    """Findings on its cells, on the report as a whole, then on what its prose says of the cells.

    Pure; `report.findings` is not read, its claims are.
    """
    cells = check(report.id, report.statistics)
    prose = (*check_text(report), *check_prose(report))
    return (*cells, *check_structure(report), *prose)
