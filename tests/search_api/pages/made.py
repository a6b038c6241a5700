"""Answers and reports made by hand for the page models, and a reader of the HTML they become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from corpus.catalogue import ReportRow
from corpus.forms import keys_of
from corpus.model import (
    Agency,
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
from search_api.answers import Answer, Answered, Asked, Facet, Figure
from search_api.service.snippets import snippet
from search_api.statistics import headline

VOID = {"br", "hr", "img", "input", "link", "meta"}


def made_row(
    report_id: str = "2022-aa",
    agency: str = "青平区人民政府",
    year: int | None = 2022,
    failed: int = 0,
) -> ReportRow:
    """A report in a list."""
    return ReportRow(
        id=report_id,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        region=("海东市", "青平区"),
        level="county",
        year=year,
        form="2021",
        published=None,
        sections=(1, 2, 3, 4, 5, 6),
        damage=(),
        failed=failed,
        warned=0,
        not_assessable=0,
        sources=1,
    )


def made_figure(
    indicator: str = "t3.new.total",
    value: Number | None = 6,
    *,
    report: str = "2022-aa",
    agency: str = "青平区人民政府",
    year: int | None = 2022,
    form: str = "2021",
    status: Status = Status.PRINTED,
    printed: str | None = None,
    implied: Number | None = None,
    why: str = "本段所述",
) -> Figure:
    """A cell beside a passage."""
    return Figure(
        report, agency, year, form, indicator, "本年新收", value, "件", status,
        printed if printed is not None or value is None else str(value),
        implied, 12, why, (), f"/reports/{report}#{indicator.replace('.', '-')}",
    )  # fmt: skip


def made_hit(
    row: ReportRow | None = None,
    order: int = 1,
    text: str = "本年共收到依申请公开三件。",
    figures: tuple[Figure, ...] = (),
    more: int = 0,
) -> Answered:
    """A passage that answers, with 公开 marked."""
    report = row or made_row()
    at = text.find("公开")
    marks = ((at, at + 2),) if at >= 0 else ()
    return Answered(
        score=1.0,
        report=report,
        passage=Passage(
            f"{report.id}.p{order}", order, 1, ("（二）依申请公开",), text, (0, len(text))
        ),
        section_title="总体情况",
        highlights=marks,
        statistics=figures,
        url=f"/reports/{report.id}?q=%E5%85%AC%E5%BC%80#p{order}",
        more=more,
        snippet=snippet(text, marks),
        heading_highlights=(((6, 8),),),
    )


def made_answer(
    asked: Asked | None = None, hits: tuple[Answered, ...] = (), **more: object
) -> Answer:
    """An answer to `asked` with those hits; anything else of it by name."""
    fields: dict[str, object] = {
        "asked": asked or Asked(q="公开", size=8, group=True),
        "applied": {},
        "interpreted": (),
        "terms": ("公开",),
        "notes": (),
        "total": len(hits),
        "reports": len({hit.report.id for hit in hits}),
        "pages": 1 if hits else 0,
        "took_ms": 2.0,
        "hits": hits,
        "facets": {"year": (Facet("2022", "2022 年", len(hits), False),)},
        "indicators": headline(),
        "rows": (),
    }
    return Answer(**{**fields, **more})  # type: ignore[arg-type]


def made_finding(
    verdict: Verdict = Verdict.FAIL, *, located: bool = True, name: str = "T3-ROW-new"
) -> Finding:
    """The sum of row 本年新收: 2 + 0 + 0 + 0 + 0 + 2 is not 2."""
    columns = ("natural_person", "business", "research", "social", "legal_service", "other")
    values = (2, 0, 0, 0, 0, 2)
    left = [
        Operand(f"t3.new.{column}", value, Status.PRINTED, "left")
        for column, value in zip(columns, values, strict=True)
    ]
    right = Operand("t3.new.total", 2, Status.PRINTED, "right")
    return Finding(
        id=name,
        rule="T3-ROW",
        about="new",
        level="H",
        verdict=verdict,
        cells=(*left, right),
        message="本年新收：各类申请人之和 4，总计 2",
        message_en="row new: 4 against 2",
        located=Located("t3.new.other", 2, 0, 2) if located else None,
    )


def made_statistics(form: Form, values: Mapping[str, Number | None]) -> tuple[Statistic, ...]:
    """Every cell of a form: 0, unless `values` says otherwise; None is a cell that was lost."""
    found = []
    for line, key in enumerate(keys_of(form), 20):
        value = values.get(key, 0)
        status = Status.MISSING if value is None else Status.PRINTED
        printed = None if value is None else str(value)
        found.append(Statistic(key, value, printed, status, None, Place(line, 2)))
    return tuple(found)


def made_report(
    form: Form = Form.Y2021, *, statistics: tuple[Statistic, ...] | None = None, words: str = "公开"
) -> Report:
    """A report of two passages with full tables and one located cell. `words` fill all texts."""
    cells = made_statistics(form, {"t3.new.other": 2}) if statistics is None else statistics
    text = f"{words}\n本年收到申请两件。"
    return Report(
        id="2022-aa",
        title=f"{words}年度报告",
        agency=Agency(words, words, ("海东市", "青平区"), "county", "government"),
        year=2022,
        form=form,
        published="2023-01-20",
        sections=(
            Section(1, "总体情况", f"一、{words}", (f"（一）{words}",), text, Place(3)),
            Section(3, "收到和处理政府信息公开申请情况", "三、收到和处理", (), "", Place(9)),
        ),
        passages=(
            Passage("2022-aa.p1", 1, 1, (f"（一）{words}",), text, (0, 20)),
            Passage("2022-aa.p2", 2, 1, (f"（一）{words}", "1. 小标题"), text, (20, 40)),
            Passage("2022-aa.p3", 3, 3, (), text, (40, 60), "table", ("t3.granted.total",)),
            Passage("2022-aa.p4", 4, 6, (), text, (60, 80), "table", ()),
        ),
        statistics=cells,
        findings=(made_finding(), made_finding(Verdict.PASS, located=False, name="T3-ROW-partial")),
        sources=(
            Source("report.txt", "txt", "0" * 64, "/tmp", "utf-8", f"{words}\n第二行\n{words}"),
        ),
        notes=(words,),
    )


@dataclass
class Element:
    """A start tag of a page."""

    tag: str
    attributes: dict[str, str | None]


@dataclass
class Seen(HTMLParser):
    """A page as a browser would read it: its elements, its text, and tags that do not pair."""

    elements: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unpaired: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.unpaired.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, each run of spaces as one."""
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> Iterator[Element]:
        return (one for one in self.elements if one.tag == tag)

    def ids(self) -> list[str]:
        return [str(one.attributes["id"]) for one in self.elements if one.attributes.get("id")]


def seen(html: str) -> Seen:
    """The page, read."""
    reader = Seen()
    reader.feed(html)
    reader.close()
    return reader
