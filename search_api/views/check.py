"""The sheet of a checked file, as JSON."""

from pydantic import BaseModel, Field

from corpus.model import Number, Statistic, Verdict
from search_api.service.sheet import Applied, Compared, Line, Sheet
from search_api.views.fields import Agency, Form, Key, Label, Title, Year
from search_api.views.report import FindingView, finding_view

_FIRST = (Verdict.FAIL, Verdict.WARN, Verdict.NOT_ASSESSABLE, Verdict.PASS)


class ComparedView(BaseModel):
    """A main figure beside that of the year before."""

    indicator: Key
    label: Label
    value: Number | None = Field(description="本年的数；没有印出时为空。", examples=[36])
    before: Number | None = Field(description="上年的数；没有印出或口径不同时为空。")
    comparable: bool = Field(description="两年口径相同，可以比较。", examples=[True])


class LineView(FindingView):
    """One rule at one place, with the two numbers it compares."""

    printed: Number | None = Field(description="原文的数；规则不比较数时为空。", examples=[4])
    expected: Number | None = Field(description="按另一边应为的数。", examples=[2])
    relation: str = Field(description="两数应有的关系：=、≤，不比较数时为空。", examples=["="])


class AppliedView(BaseModel):
    """One rule of the pack on this report."""

    rule: str = Field(description="规则编号。", examples=["T3-BAL"])
    title: str = Field(description="规则内容。")
    title_en: str = Field(description="规则内容，英文。")
    ground: str = Field(description="依据。")
    level: str = Field(description="H 算术关系，S 提示，I 说明。", examples=["H"])
    scope: str = Field(
        description="cells 表内，report 全篇，text 正文，years 跨年，levels 上下级。"
    )
    verdict: str | None = Field(description="各处中最差的结果；没有可校验的内容时为空。")
    counts: dict[str, int] = Field(description="各种结果的处数。", examples=[{"pass": 7}])
    why: str = Field(description="没有可校验的内容时的原因。")
    lines: list[LineView] = Field(description="各处的结果，不符的在前。")


class CheckView(BaseModel):
    """A file read and checked, and not kept."""

    name: str = Field(description="文件名。")
    title: Title
    agency: Agency
    year: Year
    form: Form
    damaged: list[str] = Field(description="残缺或丢失的表。")
    notes: list[str] = Field(description="读取时修补了什么，什么没能读出。")
    statistics: int = Field(description="读出数字的格数。", examples=[200])
    failed: bool = Field(description="有算术关系不符。", examples=[False])
    counts: dict[str, int] = Field(
        description="各种结果的条数。", examples=[{"pass": 60, "fail": 0}]
    )
    before: str | None = Field(description="库中同机关上年报告的编号；没有时为空。")
    before_note: str = Field(description="没有上年报告可比的原因。")
    figures: list[ComparedView] = Field(description="主要数字与上年的数。")
    findings: list[FindingView] = Field(description="各条结果，不符的在前。")
    rules: list[AppliedView] = Field(description="逐条规则的结果。")


def check_view(one: Sheet) -> CheckView:
    """The sheet of a file; its failed findings come first."""
    report = one.report
    findings = sorted(report.findings, key=lambda each: _FIRST.index(each.verdict))
    return CheckView(
        name=report.sources[0].name,
        title=report.title,
        agency=report.agency.name,
        year=report.year,
        form=report.form,
        damaged=list(report.damage),
        notes=list(report.notes),
        statistics=sum(each.value is not None for each in report.statistics),
        failed=one.failed,
        counts={each.value: sum(f.verdict is each for f in findings) for each in Verdict},
        before=one.before or None,
        before_note=one.why,
        figures=[_compared(each) for each in one.figures],
        findings=[finding_view("", each) for each in findings],
        rules=[_applied(each) for each in one.rules],
    )


def _compared(one: Compared) -> ComparedView:
    return ComparedView(
        indicator=one.indicator,
        label=one.label,
        value=_value(one.now),
        before=_value(one.then),
        comparable=one.comparable,
    )


def _value(cell: Statistic | None) -> Number | None:
    return cell.value if cell else None


def _applied(one: Applied) -> AppliedView:
    return AppliedView(
        rule=one.rule.id,
        title=one.rule.title,
        title_en=one.rule.title_en,
        ground=one.rule.ground,
        level=one.rule.level,
        scope=one.rule.scope,
        verdict=one.verdict,
        counts={each.value: count for each, count in one.counts.items()},
        why=one.why,
        lines=[_line(each) for each in one.lines],
    )


def _line(one: Line) -> LineView:
    made = finding_view("", one.finding)
    return LineView(**dict(made), printed=one.printed, expected=one.expected, relation=one.relation)
