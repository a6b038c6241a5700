"""Sums, rankings, peers and coverage, as JSON."""

from pydantic import BaseModel, Field

from search_api.comparison import Amount, Coverage, Covered, Peers, Ranking, Sum, name_of
from search_api.views.fields import (
    Agency,
    Form,
    Key,
    Label,
    Region,
    ReportId,
    ReportUrl,
    Unit,
    Year,
)

Value = int | float | None


class AmountView(BaseModel):
    """One figure of one report, printed or worked out of printed cells."""

    report: ReportId
    agency: Agency
    region: Region
    level: str = Field(description="机关层级。", examples=["county"])
    year: Year
    form: Form
    indicator: Key
    label: Label
    unit: Unit
    value: Value = Field(description="数值；比率以百分数计。没有可用的数时为空。", examples=[75.0])
    numerator: Value = Field(description="比率的分子。", examples=[21])
    denominator: Value = Field(description="比率的分母。", examples=[28])
    why: str = Field(description="没有数值的原因。", examples=["分母为零"])
    url: ReportUrl


class SumView(BaseModel):
    """A figure added up over reports."""

    indicator: Key
    label: Label
    unit: Unit
    year: Year
    form: str = Field(description="表二自 2021 年表样起口径不同，分开相加；其他表为空。")
    value: Value = Field(description="合计；没有一份报告印出这个数时为空。", examples=[120])
    reports: int = Field(description="计入合计的报告数。", examples=[12])
    without: int = Field(description="没有可用数值、未计入的报告数。", examples=[1])
    left_out: list[str] = Field(description="为免重复而未计入的汇总报告。")


class PeersView(BaseModel):
    """Where a figure stands among those of like bodies."""

    figure: AmountView
    peers: int = Field(description="同年、同级、同类而有这个数的机关数，含本机关。", examples=[24])
    without: int = Field(description="其中没有可用数值的机关数。", examples=[2])
    percentile: float | None = Field(description="高于百分之多少的同类机关。", examples=[80.0])
    low: Value = Field(description="第一四分位数。")
    median: Value = Field(description="中位数。")
    high: Value = Field(description="第三四分位数。")
    note: str = Field(description="不能比较的原因。")


class RankedView(BaseModel):
    """One place of a ranking."""

    place: int = Field(description="名次；数值相同则名次相同。", examples=[1])
    figure: AmountView


class RankingView(BaseModel):
    """Reports by one figure, the largest first."""

    indicator: Key
    label: Label
    unit: Unit
    total: int = Field(description="有名次的报告数。", examples=[24])
    without: int = Field(description="没有可用数值、不列名次的报告数。", examples=[2])
    page: int
    size: int
    notes: list[str] = Field(description="比较时要留意什么。")
    items: list[RankedView]


class CoveredView(BaseModel):
    """The reports of one body by year."""

    agency: Agency
    region: Region
    level: str
    years: dict[int, str] = Field(description="present 已收录，cut 已收录而残缺，missing 没有。")
    reports: dict[int, str] = Field(description="各年报告的编号。")


class CoverageView(BaseModel):
    """Which reports there are."""

    years: list[int]
    total: int = Field(description="机关数。")
    page: int
    size: int
    undated: list[str] = Field(description="年度不明的报告。")
    items: list[CoveredView]


def amount_view(one: Amount) -> AmountView:
    """A figure of a report."""
    label, unit = name_of(one.key)
    return AmountView(
        report=one.report,
        agency=one.agency,
        region=list(one.region),
        level=one.level,
        year=one.year,
        form=one.form,
        indicator=one.key,
        label=label,
        unit=unit,
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        why=one.why,
        url=f"/reports/{one.report}",
    )


def sum_view(one: Sum) -> SumView:
    """A sum of a year."""
    return SumView(
        indicator=one.key,
        label=one.label,
        unit=one.unit,
        year=one.year,
        form=one.form,
        value=one.value,
        reports=one.reports,
        without=one.without,
        left_out=list(one.left_out),
    )


def peers_view(one: Peers) -> PeersView:
    """A place among peers."""
    return PeersView(
        figure=amount_view(one.amount),
        peers=one.peers,
        without=one.without,
        percentile=one.percentile,
        low=one.low,
        median=one.median,
        high=one.high,
        note=one.note,
    )


def ranking_view(one: Ranking, page: int, size: int) -> RankingView:
    """One page of a ranking."""
    start = (page - 1) * size
    return RankingView(
        indicator=one.key,
        label=one.label,
        unit=one.unit,
        total=len(one.ranked),
        without=len(one.without),
        page=page,
        size=size,
        notes=list(one.notes),
        items=[
            RankedView(place=each.place, figure=amount_view(each.amount))
            for each in one.ranked[start : start + size]
        ],
    )


def coverage_view(one: Coverage, page: int, size: int) -> CoverageView:
    """One page of the matrix."""
    start = (page - 1) * size
    return CoverageView(
        years=list(one.years),
        total=len(one.bodies),
        page=page,
        size=size,
        undated=list(one.undated),
        items=[covered_view(each) for each in one.bodies[start : start + size]],
    )


def covered_view(one: Covered) -> CoveredView:
    """One row of the matrix."""
    return CoveredView(
        agency=one.agency,
        region=list(one.region),
        level=one.level,
        years=dict(one.years),
        reports=dict(one.reports),
    )
