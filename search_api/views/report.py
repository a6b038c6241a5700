"""Reports, their cells and their findings, as JSON."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel, Field

from corpus.catalogue import CellRow, ReportRow
from corpus.model import Finding, Located, Operand, Passage, Place, Report, Section, Source
from search_api.comparison import Amount, as_figure
from search_api.statistics import Doubts, comparable, doubts_in, figure, label_of
from search_api.views.claims import ClaimView, claim_views, speaking_of
from search_api.views.fields import (
    Agency,
    CellStatus,
    Form,
    Implied,
    Key,
    Label,
    Printed,
    Region,
    ReportId,
    ReportUrl,
    Title,
    Unit,
    Value,
    Year,
)


class Completeness(BaseModel):
    """What a report has of what it should have."""

    sections: list[int] = Field(description="有哪几部分；0 为引言。", examples=[[0, 1, 2, 3, 4, 5]])
    missing: list[int] = Field(description="六个部分中缺少的。", examples=[[6]])
    damaged: list[str] = Field(description="残缺或丢失的表：t2、t3、t4。", examples=[["t4"]])


class FindingCounts(BaseModel):
    """Findings that did not pass."""

    fail: int = Field(description="不符。", examples=[2])
    warn: int = Field(description="提示。", examples=[0])
    not_assessable: int = Field(description="无法判断。", examples=[1])


class ReportItem(BaseModel):
    """A report in a list."""

    id: ReportId
    title: Title
    agency: Agency
    region: Region
    level: str = Field(description="province、prefecture、county、township 或 unknown。")
    year: Year
    form: Form
    published: str | None = Field(description="发布日期；原文没有时为空。")
    completeness: Completeness
    findings: FindingCounts
    sources: int = Field(description="来源文件数。", examples=[1])
    url: ReportUrl


class PlaceView(BaseModel):
    """Where something stands in the source."""

    line: int = Field(description="来源文本的行，从 1 起。", examples=[42])
    cell: int = Field(description="行内第几格，从 1 起；0 为整行。", examples=[3])
    source: int = Field(description="来源文件的序号，从 1 起。", examples=[1])
    page: int | None = Field(description="页，从 1 起；无页的格式为空。")
    box: tuple[float, float, float, float] | None = Field(description="页上的位置（点）。")


class SectionView(BaseModel):
    """One of the official sections."""

    number: int = Field(description="1 到 6；0 为引言。")
    title: str = Field(description="规定的标题。")
    printed: str = Field(description="原文标题。")
    headings: list[str] = Field(description="小标题。")
    text: str = Field(description="正文，小标题各占一行；只有表格时为空。")
    line: int = Field(description="起始行。")


class PassageView(BaseModel):
    """A passage of a report."""

    id: str = Field(description="段落编号。")
    order: int = Field(description="次序，从 1 起。")
    section: int = Field(description="章节。")
    heading: list[str] = Field(description="所在小标题。")
    text: str = Field(description="原文。")
    kind: str = Field(description="text 或 table。")


class StatisticView(BaseModel):
    """A cell of a standard table."""

    report: ReportId
    agency: Agency
    year: Year
    form: Form
    indicator: Key
    label: Label
    value: Value
    unit: Unit
    status: CellStatus
    printed: Printed
    implied: Implied
    findings: list[str] = Field(description="涉及这个格而未通过的校验结果编号。")
    remark: str | None = Field(description="数字旁的文字，或不能识别的原因。")
    place: PlaceView | None = Field(description="在来源文本中的位置；没有找到时为空。")
    comparable_within: str | None = Field(
        description="只能与同一表样的数比较时为该表样；空表示各年可比。", examples=[None]
    )
    url: str = Field(description="这个格在报告页上的位置。")
    numerator: Value = Field(None, description="推算的比率的分子；表中的格没有。")
    denominator: Value = Field(None, description="推算的比率的分母；表中的格没有。")


class SpokenView(StatisticView):
    """A cell in its report, with what the text says of it."""

    claims: list[str] = Field(description="正文中说到这个格的数字的编号。")


class OperandView(BaseModel):
    """A cell as a rule saw it."""

    indicator: Key
    label: Label
    value: Value
    status: CellStatus
    side: str = Field(description="等式的左边或右边。", examples=["left"])


class LocatedView(BaseModel):
    """The one cell that explains all that fails."""

    indicator: Key
    label: Label
    printed: int | float = Field(description="原文的数。", examples=[2])
    implied: int | float = Field(description="按勾稽关系应为的数。", examples=[0])
    relations: int = Field(description="有几个关系得出同一个数。", examples=[2])


class FindingView(BaseModel):
    """One rule applied to one place of one report."""

    id: str = Field(description="校验结果编号。")
    report: ReportId
    rule: str = Field(description="规则编号。", examples=["T3-BAL"])
    about: str = Field(description="所校验的行、列或块。", examples=["other"])
    level: str = Field(description="H 算术关系，S 提示，I 说明。", examples=["H"])
    verdict: str = Field(description="pass、fail、warn 或 not_assessable。", examples=["fail"])
    message: str = Field(description="中文说明，写出各数。")
    message_en: str = Field(description="英文说明。")
    cells: list[OperandView] = Field(description="涉及的各格。")
    located: LocatedView | None = Field(description="能解释全部不符的那个格；不能确定时为空。")
    url: str = Field(description="在报告页上的位置。")


class SourceView(BaseModel):
    """A file that a report was read from, without its text."""

    number: int = Field(description="第几个来源，从 1 起。", examples=[1])
    name: str = Field(description="文件名。")
    format: str = Field(description="格式。", examples=["txt"])
    encoding: str | None = Field(description="编码。")
    sha256: str = Field(description="文件内容的 SHA-256。")
    address: str | None = Field(description="下载地址；本地文件为空。")
    fetched: str | None = Field(description="下载时间（UTC）。")


class ReportView(BaseModel):
    """A whole report."""

    id: ReportId
    title: Title
    agency: Agency
    region: Region
    level: str = Field(description="机关的级别。")
    year: Year
    form: Form
    published: str | None = Field(description="发布日期；原文没有时为空。")
    completeness: Completeness
    notes: list[str] = Field(description="读取时修补了什么，什么没能读出。")
    origins: dict[str, str] = Field(description="各项信息取自何处。")
    sections: list[SectionView]
    passages: list[PassageView]
    statistics: list[SpokenView]
    claims: list[ClaimView] = Field(description="正文里的数字，及其与表格是否一致。")
    findings: list[FindingView]
    sources: list[SourceView]
    url: ReportUrl


class LineView(BaseModel):
    """One line of a source."""

    line: int = Field(description="行号，从 1 起。")
    text: str = Field(description="原文。")


class SourceTextView(BaseModel):
    """The text of a source, line by line, so that every place can be looked up."""

    report: ReportId
    source: SourceView
    lines: list[LineView]


# From values to views


def report_item(row: ReportRow) -> ReportItem:
    """A report in a list."""
    return ReportItem(
        id=row.id,
        title=row.title,
        agency=row.agency,
        region=list(row.region),
        level=row.level,
        year=row.year,
        form=row.form,
        published=row.published,
        completeness=_completeness(row.sections, row.damage),
        findings=FindingCounts(fail=row.failed, warn=row.warned, not_assessable=row.not_assessable),
        sources=row.sources,
        url=f"/reports/{row.id}",
    )


def report_view(report: Report) -> ReportView:
    """A whole report."""
    numbers = [section.number for section in report.sections]
    doubts = doubts_in((report.id, finding) for finding in report.findings)
    spoken = speaking_of(report.claims)
    return ReportView(
        id=report.id,
        title=report.title,
        agency=report.agency.name,
        region=list(report.agency.region),
        level=report.agency.level,
        year=report.year,
        form=report.form,
        published=report.published,
        completeness=_completeness(numbers, report.damage),
        notes=list(report.notes),
        origins=dict(report.origins),
        sections=[_section_view(section) for section in report.sections],
        passages=[_passage_view(passage) for passage in report.passages],
        statistics=[_spoken(cell, doubts, spoken) for cell in _cells(report)],
        claims=claim_views(report),
        findings=[finding_view(report.id, finding) for finding in report.findings],
        sources=[source_view(n, source) for n, source in enumerate(report.sources, 1)],
        url=f"/reports/{report.id}",
    )


def statistic_view(cell: CellRow, doubts: Doubts) -> StatisticView:
    """A cell of a standard table."""
    shown, stands = figure(cell, doubts=doubts), cell.statistic
    return StatisticView(
        report=shown.report,
        agency=shown.agency,
        year=shown.year,
        form=shown.form,
        indicator=shown.indicator,
        label=shown.label,
        value=shown.value,
        unit=shown.unit,
        status=shown.status,
        printed=shown.printed,
        implied=shown.implied,
        findings=list(shown.findings),
        remark=stands.remark,
        place=_place_view(stands.place) if stands.place else None,
        comparable_within=comparable(cell) or None,
        url=shown.url,
    )


def amount_item(one: Amount) -> StatisticView:
    """A figure that was worked out, among cells. Its status says that nobody printed it."""
    shown = as_figure(one)
    known = one.value is not None
    return StatisticView(
        report=shown.report,
        agency=shown.agency,
        year=shown.year,
        form=shown.form,
        indicator=shown.indicator,
        label=shown.label,
        value=shown.value,
        unit=shown.unit,
        status="derived" if known else shown.status,
        printed=None,
        implied=None,
        findings=[],
        remark=one.why or None,
        place=None,
        comparable_within=None,
        url=shown.url,
        numerator=one.numerator,
        denominator=one.denominator,
    )


def _spoken(cell: CellRow, doubts: Doubts, spoken: Mapping[str, list[str]]) -> SpokenView:
    made = statistic_view(cell, doubts)
    return SpokenView(**dict(made), claims=spoken.get(cell.statistic.indicator, []))


def finding_view(report: str, finding: Finding) -> FindingView:
    """A finding of a report; `report` is "" for a file that is not kept, which has no page."""
    return FindingView(
        id=finding.id,
        report=report,
        rule=finding.rule,
        about=finding.about,
        level=finding.level,
        verdict=finding.verdict,
        message=finding.message,
        message_en=finding.message_en,
        cells=[_operand_view(cell) for cell in finding.cells],
        located=_located_view(finding.located) if finding.located else None,
        url=f"/reports/{report}#f-{finding.id}" if report else "",
    )


def source_view(number: int, source: Source) -> SourceView:
    """A source without its text. The path it was read from is no one else's business."""
    return SourceView(
        number=number,
        name=source.name,
        format=source.format,
        encoding=source.encoding,
        sha256=source.sha256,
        address=source.url,
        fetched=source.fetched,
    )


def source_text_view(report: str, number: int, source: Source) -> SourceTextView:
    """A source line by line."""
    lines = source.text.split("\n")
    return SourceTextView(
        report=report,
        source=source_view(number, source),
        lines=[LineView(line=n, text=text) for n, text in enumerate(lines, 1)],
    )


def _completeness(numbers: Iterable[int], damage: Iterable[str]) -> Completeness:
    there = sorted(set(numbers))
    missing = [number for number in range(1, 7) if number not in there]
    return Completeness(sections=there, missing=missing, damaged=list(damage))


def _cells(report: Report) -> Iterator[CellRow]:
    for statistic in report.statistics:
        yield CellRow(report.id, report.agency.name, report.year, report.form, statistic)


def _section_view(section: Section) -> SectionView:
    return SectionView(
        number=section.number,
        title=section.title,
        printed=section.printed,
        headings=list(section.headings),
        text=section.text,
        line=section.place.line,
    )


def _passage_view(passage: Passage) -> PassageView:
    return PassageView(
        id=passage.id,
        order=passage.order,
        section=passage.section,
        heading=list(passage.heading),
        text=passage.text,
        kind=passage.kind,
    )


def _place_view(place: Place) -> PlaceView:
    return PlaceView(
        line=place.line,
        cell=place.cell,
        source=place.source + 1,
        page=place.page,
        box=place.box,
    )


def _operand_view(cell: Operand) -> OperandView:
    return OperandView(
        indicator=cell.indicator,
        label=label_of(cell.indicator),
        value=cell.value,
        status=cell.status,
        side=cell.side,
    )


def _located_view(located: Located) -> LocatedView:
    return LocatedView(
        indicator=located.indicator,
        label=label_of(located.indicator),
        printed=located.printed,
        implied=located.implied,
        relations=located.relations,
    )
