"""Claims of a report of two sources: its prose beside the cells of both."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from corpus.claims import claims
from corpus.merge import merge
from corpus.model import Badge, Report, Status
from corpus.prepare import prepare
from corpus.read import read

LOST = "t3.new.total"


def reading(samples: Path, name: str, lost: Collection[str]) -> Report:
    """A sample as read from a file of that name in which those cells are lost."""
    path = samples / "qingping_renmin_zhengfu_2024.html"
    made = prepare(read(name, path.read_bytes()))
    statistics = tuple(
        replace(one, value=None, printed=None, status=Status.MISSING, implied=None)
        if one.indicator in lost
        else one
        for one in made.statistics
    )
    (source,) = made.sources
    other = replace(source, sha256=name.encode().hex().ljust(64, "0"))
    return replace(made, statistics=statistics, sources=(other,), claims=(), findings=())


def badges(report: Report) -> list[Badge]:
    return [claim.badge for claim in claims(report) if claim.cells == (LOST,)]


def test_a_cell_that_another_source_fills_is_compared(samples: Path) -> None:
    one = reading(samples, "one.html", {LOST})
    two = reading(samples, "two.html", {"t4.review.total", "t4.review.pending"})
    assert badges(one) == [Badge.UNBOUND]
    merged = merge((one, two))
    assert [claim.badge for claim in merged.claims if claim.cells == (LOST,)] == [Badge.AGREES]
    assert merged.claims == claims(merged)
    assert [one.verdict.value for one in merged.findings if one.rule == "N-NEW"] == ["pass"]
