"""Reports made up for tests of the store: by hand, small, and at random, of every shape."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from corpus.catalogue import Catalogue
from corpus.forms import indicators
from corpus.model import (
    Agency,
    Badge,
    Claim,
    Finding,
    Form,
    Located,
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


def made_source(name: str, text: str = "") -> Source:
    """A file whose sha256 is made of its name and text, so that equal files are equal."""
    sha256 = (f"{name}:{text}".encode().hex() * 64)[:64]
    return Source(name, "txt", sha256, f"/reports/{name}", "utf-8", text)


def made_report(
    report_id: str = "2022-0000000001",
    *,
    agency: str = "青平区人民政府",
    region: tuple[str, ...] = ("海东市", "青平区"),
    year: int | None = 2022,
    form: Form = Form.Y2021,
    words: str = "本年新收政府信息公开申请",
    new: int = 12,
    verdict: Verdict = Verdict.PASS,
    source: Source | None = None,
) -> Report:
    """A report with one passage, two cells and one finding. `words` and `new` fill all of it."""
    name = agency.removesuffix("人民政府")
    operand = Operand("t3.new.total", new, Status.PRINTED, "left")
    return Report(
        id=report_id,
        title=f"{name}{year}年政府信息公开工作年度报告",
        agency=Agency(agency, name, region, "county", "government", (name,)),
        year=year,
        form=form,
        published=None,
        sections=(Section(1, "总体情况", "一、总体情况", (), words, Place(3)),),
        passages=(Passage(f"{report_id}.p1", 1, 1, ("（一）主动公开",), words, (0, len(words))),),
        statistics=(
            Statistic("t3.new.natural_person", None, "", Status.BLANK, "件", Place(9, 2)),
            Statistic("t3.new.total", new, str(new), Status.PRINTED, "件", Place(9, 8)),
        ),
        findings=(
            Finding("T3-ROW-new", "T3-ROW", "new", "H", verdict, (operand,), words, str(new)),
        ),
        sources=(source or made_source(f"{report_id}.txt", words),),
    )


def failing(report: Report, verdict: Verdict) -> Report:
    """The same report with that verdict."""
    return replace(report, findings=tuple(replace(f, verdict=verdict) for f in report.findings))


def version(number: int) -> Report:
    """One report in that version of its file: the number stands in every part of it."""
    words = str(number)
    return made_report(words=words, new=number, source=made_source("a.txt", words))


def put(catalogue: Catalogue, *reports: Report, pipeline: int = 0) -> None:
    """Write them in one transaction."""
    with catalogue.transaction():
        for report in reports:
            catalogue.put(report, pipeline=pipeline)


def dump(path: Path) -> list[str]:
    """Every row of every table, and the schema, as text; times of arrival aside, which are the
    clock's."""
    with closing(sqlite3.connect(path)) as connection:
        return [row for row in connection.iterdump() if 'INTO "arrivals"' not in row]


Made = TypeVar("Made")


def every(kind: Callable[..., Made], /, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Made]:
    """Values of that class with every field at random: a new field must be named here too."""
    names = {field.name for field in fields(cast(Any, kind))}
    assert names == parts.keys(), f"{kind}: {names ^ parts.keys()}"
    return st.builds(kind, **parts)


# Text as it can be decoded from a file: anything but surrogates. NUL, quotes and signs of other
# planes are in it; lists of texts test that no separator is taken for granted.
TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
WHOLE = st.integers(-(2**63), 2**63 - 1)
NUMBERS = (
    st.integers()
    | st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**30, 5.0])
    | st.floats(allow_nan=False, allow_infinity=False)
)
COORDINATE = st.floats(allow_nan=False, allow_infinity=False)
PLACES = every(
    Place,
    line=WHOLE,
    cell=WHOLE,
    page=st.none() | WHOLE,
    box=st.none() | st.tuples(COORDINATE, COORDINATE, COORDINATE, COORDINATE),
    source=WHOLE,
)
OPERANDS = every(
    Operand,
    indicator=TEXT,
    value=st.none() | NUMBERS,
    status=st.sampled_from(Status),
    side=TEXT,
    report=TEXT,
)
LOCATED = every(Located, indicator=TEXT, printed=NUMBERS, implied=NUMBERS, relations=st.integers())
FINDINGS = every(
    Finding,
    id=TEXT,
    rule=TEXT,
    about=TEXT,
    level=TEXT,
    verdict=st.sampled_from(Verdict),
    cells=st.lists(OPERANDS, max_size=3).map(tuple),
    message=TEXT,
    message_en=TEXT,
    located=st.none() | LOCATED,
)
STATISTICS = every(
    Statistic,
    indicator=TEXT | st.sampled_from(sorted(indicators())),
    value=st.none() | NUMBERS,
    printed=st.none() | TEXT,
    status=st.sampled_from(Status),
    unit=st.none() | TEXT,
    place=st.none() | PLACES,
    implied=st.none() | NUMBERS,
    remark=st.none() | TEXT,
)
SECTIONS = every(
    Section, number=WHOLE, title=TEXT, printed=TEXT, headings=TEXTS, text=TEXT, place=PLACES
)
AGENCIES = every(
    Agency,
    name=TEXT,
    printed=TEXT,
    region=TEXTS,
    level=TEXT,
    kind=TEXT,
    short=TEXTS,
    scope=TEXT,
)
SOURCES = every(
    Source,
    name=TEXT,
    format=TEXT,
    sha256=TEXT,
    path=TEXT,
    encoding=st.none() | TEXT,
    text=st.text(),
    url=st.none() | TEXT,
    fetched=st.none() | TEXT,
)


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """Any report that keeps the two promises of ids: of its passages, and one cell a key."""
    report_id = draw(st.text(min_size=1, max_size=12))
    passages = every(
        Passage,
        id=st.text(max_size=6).map(lambda end: f"{report_id}.p{end}"),
        order=WHOLE,
        section=WHOLE,
        heading=TEXTS,
        text=TEXT,
        span=st.tuples(WHOLE, WHOLE),
        kind=TEXT,
        indicators=TEXTS,
    )
    reports = every(
        Report,
        id=st.just(report_id),
        title=TEXT,
        agency=AGENCIES,
        year=st.none() | WHOLE,
        form=st.sampled_from(Form),
        published=st.none() | TEXT,
        sections=st.lists(SECTIONS, max_size=3).map(tuple),
        passages=st.lists(passages, max_size=3, unique_by=lambda one: one.id).map(tuple),
        statistics=st.lists(STATISTICS, max_size=4, unique_by=lambda one: one.indicator).map(tuple),
        findings=st.lists(FINDINGS, max_size=3).map(tuple),
        sources=st.lists(SOURCES, max_size=3).map(tuple),
        origins=st.dictionaries(TEXT, TEXT, max_size=3),
        notes=TEXTS,
        damage=TEXTS,
        claims=st.just(()),
    )
    report = draw(reports)
    return replace(report, claims=draw(claims_in(report)))


def claims_in(report: Report) -> st.SearchStrategy[tuple[Claim, ...]]:
    """Claims that stand in its passages; none where it has no passage."""
    passages = [passage.id for passage in report.passages]
    claims = every(
        Claim,
        id=TEXT,
        passage=st.sampled_from(passages or [""]),
        span=st.tuples(WHOLE, WHOLE),
        subject=TEXT,
        value=NUMBERS,
        unit=TEXT,
        kind=TEXT,
        approximate=st.booleans(),
        scope=TEXT,
        year=st.none() | WHOLE,
        cells=TEXTS,
        stated=st.none() | NUMBERS,
        badge=st.sampled_from(Badge),
    )
    return st.lists(claims, max_size=3 if passages else 0).map(tuple)
