"""Reports to rows and back. `read` undoes `written`: no field is lost, and none is changed.

A row is a tuple in the order of `COLUMNS`; the first column of most tables is the report's id, the
second the place in the tuple of the report.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.catalogue.values import ReportRow
from corpus.model import (
    Agency,
    Badge,
    Claim,
    Finding,
    Form,
    Located,
    Number,
    Operand,
    Passage,
    Place,
    Report,
    Section,
    Source,
    Statistic,
    Status,
    Verdict,
)

Row = tuple[Any, ...]
Stored = sqlite3.Row | Mapping[str, Any]
"""A row by the names of its columns: of the file, or of the JSON text of a reading."""

_LOCATED = ("indicator", "printed", "implied", "relations")
_PLACE = ("line", "cell", "page", "box", "source")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reports": (
        *("id", "title", "agency", "agency_printed", "region", "level", "kind", "short"),
        *("scope", "year", "form", "published", "origins", "notes", "damage"),
    ),
    "regions": ("report", "position", "step"),
    "sections": (
        *("report", "position", "number", "title", "printed", "headings", "text"),
        *_PLACE,
    ),
    "passages": (
        *("id", "report", "position", "ordinal", "section", "heading", "text", "start", "end"),
        *("kind", "indicators"),
    ),
    "statistics": (
        *("report", "position", "indicator", "value", "printed", "status", "unit", "implied"),
        *("remark", *_PLACE),
    ),
    "findings": (
        *("report", "position", "id", "rule", "about", "level", "verdict", "message"),
        *("message_en", "cells", "located"),
    ),
    "claims": (
        *(
            "report",
            "position",
            "id",
            "passage",
            "start",
            "end",
            "subject",
            "value",
            "unit",
            "kind",
        ),
        *("approximate", "scope", "year", "cells", "stated", "badge"),
    ),
    "sources": (
        *("report", "position", "name", "format", "sha256", "path", "encoding", "url", "fetched"),
        *("text", "pipeline"),
    ),
}
"""Tables in the order they are written in: what is referred to comes first."""


def insert(table: str) -> str:
    """The statement that takes one row of that table."""
    names = ", ".join(f'"{name}"' for name in COLUMNS[table])
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(COLUMNS[table]))})"


def written(report: Report, pipelines: Sequence[int]) -> Iterator[tuple[str, list[Row]]]:
    """(table, rows) in an order that keeps references whole; one pipeline version a source."""
    of = report.id
    agency = report.agency
    yield "reports", [_report_row(report)]
    yield "regions", [(of, *pair) for pair in enumerate(agency.region)]
    yield "sections", [(of, i, *_section_row(one)) for i, one in enumerate(report.sections)]
    yield (
        "passages",
        [(one.id, of, i, *_passage_row(one)) for i, one in enumerate(report.passages)],
    )
    yield "statistics", [(of, i, *_statistic_row(one)) for i, one in enumerate(report.statistics)]
    yield "findings", [(of, i, *finding_row(one)) for i, one in enumerate(report.findings)]
    yield "claims", [(of, i, *_claim_row(one)) for i, one in enumerate(report.claims)]
    yield (
        "sources",
        [
            (of, i, *_source_row(one), pipeline)
            for i, (one, pipeline) in enumerate(zip(report.sources, pipelines, strict=True))
        ],
    )


def packed(reading: Report) -> bytes:
    """A report as JSON of its rows, deflated, without its sources."""
    made = written(reading, [0] * len(reading.sources))
    parts = {
        table: [dict(zip(COLUMNS[table], row, strict=True)) for row in written_rows]
        for table, written_rows in made
        if table not in ("regions", "sources")
    }
    return zlib.compress(as_json(parts).encode())


def unpacked(contents: bytes, source: Source) -> Report:
    """What `packed` was given, with that source. Raises ValueError or LookupError if damaged."""
    try:
        parts = json.loads(zlib.decompress(contents))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    return replace(read(parts["reports"][0], {**parts, "sources": ()}), sources=(source,))


def read(row: Stored, parts: Mapping[str, Sequence[Stored]]) -> Report:
    """A report from its row and the rows of its parts, each in order of position."""
    return Report(
        id=row["id"],
        title=row["title"],
        agency=agency(row),
        year=row["year"],
        form=Form(row["form"]),
        published=row["published"],
        sections=tuple(map(_section, parts["sections"])),
        passages=tuple(map(passage, parts["passages"])),
        statistics=tuple(map(statistic, parts["statistics"])),
        findings=tuple(map(finding, parts["findings"])),
        sources=tuple(map(source, parts["sources"])),
        origins=json.loads(row["origins"]),
        notes=strings(row["notes"]),
        damage=strings(row["damage"]),
        claims=tuple(map(claim, parts.get("claims", ()))),  # readings kept before had none
    )


def report_row(row: sqlite3.Row) -> ReportRow:
    """A report without its contents, from a row of `selection.SUMMARY`."""
    return ReportRow(
        id=row["id"],
        title=row["title"],
        agency=row["agency"],
        region=strings(row["region"]),
        level=row["level"],
        year=row["year"],
        form=row["form"],
        published=row["published"],
        sections=tuple(map(int, row["sections"].split(","))) if row["sections"] else (),
        damage=strings(row["damage"]),
        failed=row["failed"],
        warned=row["warned"],
        not_assessable=row["not_assessable"],
        sources=row["sources"],
    )


def passage(row: Stored) -> Passage:
    """A passage from its row."""
    return Passage(
        id=row["id"],
        order=row["ordinal"],
        section=row["section"],
        heading=strings(row["heading"]),
        text=row["text"],
        span=(row["start"], row["end"]),
        kind=row["kind"],
        indicators=strings(row["indicators"]),
    )


def statistic(row: Stored) -> Statistic:
    """A statistic from its row."""
    return Statistic(
        indicator=row["indicator"],
        value=_number(row["value"]),
        printed=row["printed"],
        status=Status(row["status"]),
        unit=row["unit"],
        place=None if row["line"] is None else _place(row),
        implied=_number(row["implied"]),
        remark=row["remark"],
    )


def finding(row: Stored) -> Finding:
    """A finding from its row."""
    return Finding(
        id=row["id"],
        rule=row["rule"],
        about=row["about"],
        level=row["level"],
        verdict=Verdict(row["verdict"]),
        cells=tuple(_operand(cell) for cell in json.loads(row["cells"])),
        message=row["message"],
        message_en=row["message_en"],
        located=None if row["located"] is None else Located(**json.loads(row["located"])),
    )


def claim(row: Stored) -> Claim:
    """A claim from its row."""
    return Claim(
        id=row["id"],
        passage=row["passage"],
        span=(row["start"], row["end"]),
        subject=row["subject"],
        value=_sure(row["value"]),
        unit=row["unit"],
        kind=row["kind"],
        approximate=bool(row["approximate"]),
        scope=row["scope"],
        year=row["year"],
        cells=strings(row["cells"]),
        stated=_number(row["stated"]),
        badge=Badge(row["badge"]),
    )


def source(row: Stored) -> Source:
    """A source from its row."""
    return Source(
        name=row["name"],
        format=row["format"],
        sha256=row["sha256"],
        path=row["path"],
        encoding=row["encoding"],
        text=row["text"],
        url=row["url"],
        fetched=row["fetched"],
    )


def strings(text: str) -> tuple[str, ...]:
    """A tuple of strings from its JSON text."""
    return tuple(json.loads(text))


def as_json(value: object) -> str:
    """JSON as a person reads it in a table: no escapes for Chinese."""
    return json.dumps(value, ensure_ascii=False)


def _report_row(report: Report) -> Row:
    agency = report.agency
    return (
        *(report.id, report.title, agency.name, agency.printed, as_json(agency.region)),
        *(agency.level, agency.kind, as_json(agency.short), agency.scope),
        *(report.year, report.form.value, report.published, as_json(dict(report.origins))),
        *(as_json(report.notes), as_json(report.damage)),
    )


def _section_row(section: Section) -> Row:
    headings = as_json(section.headings)
    words = (section.number, section.title, section.printed, headings, section.text)
    return (*words, *_place_row(section.place))


def _passage_row(passage: Passage) -> Row:
    words = (passage.order, passage.section, as_json(passage.heading), passage.text)
    return (*words, *passage.span, passage.kind, as_json(passage.indicators))


def _statistic_row(cell: Statistic) -> Row:
    return (
        *(cell.indicator, _stored(cell.value), cell.printed, cell.status.value, cell.unit),
        *(_stored(cell.implied), cell.remark),
        *((None,) * len(_PLACE) if cell.place is None else _place_row(cell.place)),
    )


def finding_row(finding: Finding) -> Row:
    """The columns of a finding behind report and position."""
    one = finding.located
    located = None if one is None else as_json({key: getattr(one, key) for key in _LOCATED})
    return (
        *(finding.id, finding.rule, finding.about, finding.level, finding.verdict.value),
        *(finding.message, finding.message_en),
        *(as_json([_operand_row(cell) for cell in finding.cells]), located),
    )


def _claim_row(claim: Claim) -> Row:
    return (
        *(claim.id, claim.passage, *claim.span, claim.subject, _stored(claim.value), claim.unit),
        *(claim.kind, int(claim.approximate), claim.scope, claim.year, as_json(claim.cells)),
        *(_stored(claim.stated), claim.badge.value),
    )


def _operand_row(cell: Operand) -> Mapping[str, Any]:
    # By hand: `asdict` copies deeply, and a report has 1,000 of these.
    said = {
        "indicator": cell.indicator,
        "value": cell.value,
        "status": cell.status.value,
        "side": cell.side,
    }
    return {**said, "report": cell.report} if cell.report else said


def _source_row(source: Source) -> Row:
    return (
        *(source.name, source.format, source.sha256, source.path, source.encoding),
        *(source.url, source.fetched, source.text),
    )


def _place_row(place: Place) -> Row:
    box = None if place.box is None else as_json(place.box)
    return (place.line, place.cell, place.page, box, place.source)


def agency(row: Stored) -> Agency:
    """Who reports, from a row of `reports`."""
    return Agency(
        name=row["agency"],
        printed=row["agency_printed"],
        region=strings(row["region"]),
        level=row["level"],
        kind=row["kind"],
        short=strings(row["short"]),
        scope=row["scope"],
    )


def _section(row: Stored) -> Section:
    return Section(
        number=row["number"],
        title=row["title"],
        printed=row["printed"],
        headings=strings(row["headings"]),
        text=row["text"],
        place=_place(row),
    )


def _place(row: Stored) -> Place:
    box = None if row["box"] is None else json.loads(row["box"])
    shown = None if box is None else tuple(box)
    return Place(row["line"], row["cell"], row["page"], shown, row["source"])


def _operand(cell: Mapping[str, Any]) -> Operand:
    return Operand(
        cell["indicator"],
        cell["value"],
        Status(cell["status"]),
        cell["side"],
        cell.get("report", ""),
    )


def _stored(number: Number | None) -> Number | str | None:
    """SQLite's whole numbers end at 64 bits: a longer one (digits run together) stands as text."""
    return str(number) if isinstance(number, int) and abs(number) >= 2**63 else number


def _number(stored: Number | str | None) -> Number | None:
    return None if stored is None else _sure(stored)


def _sure(stored: Number | str) -> Number:
    return int(stored) if isinstance(stored, str) else stored
