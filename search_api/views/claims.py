"""Numbers stated in prose, as JSON: which cells they speak of, and whether these agree."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, Field

from corpus.forms import indicators
from corpus.model import Claim, Report
from search_api.statistics import cell_url, label_of
from search_api.views.fields import Key, Label, Year


class ClaimCell(BaseModel):
    """A cell that a claim speaks of."""

    indicator: Key
    label: Label
    url: str = Field(description="这个格在报告页上的位置。")


class ClaimView(BaseModel):
    """A number stated in the text of a report."""

    id: str = Field(description="正文数字的编号。", examples=["2022-0123456789.c3"])
    passage: str = Field(description="所在段落的编号。")
    span: tuple[int, int] = Field(description="在段落文字中的起止位置，不含止处。")
    printed: str = Field(description="原文。", examples=["264件"])
    subject: str = Field(description="说的是什么，用原文的词。", examples=["不予公开"])
    value: int | float = Field(description="数值；“未收到”一类为 0。", examples=[264])
    unit: str = Field(description="单位；原文没有时为空。", examples=["件"])
    kind: str = Field(description="count 数量，money 金额（元），share 百分比，change 增减。")
    approximate: bool = Field(description="是否约数（约、余、近，或以万计的概数）。")
    scope: str = Field(description="area 全区等，own 本级，body 本机关；空为未说明。")
    year: Year
    cells: list[ClaimCell] = Field(description="所说的各格，其和应等于此数；不能确定时为空。")
    stated: int | float | None = Field(description="表中这些格之和；有格没有数字时为空。")
    badge: str = Field(
        description="agrees 与表格相符，differs 不符，unbound 未核对（所指不明，或格中无数）。",
        examples=["agrees"],
    )
    url: str = Field(description="在报告页上的位置。")


def claim_views(report: Report) -> list[ClaimView]:
    """Every claim of a report, in order."""
    prose = {passage.id: passage.text for passage in report.passages}
    return [_view(report.id, claim, prose[claim.passage]) for claim in report.claims]


def speaking_of(claims: Iterable[Claim]) -> Mapping[str, list[str]]:
    """Indicator -> ids of the claims that speak of its cell, alone or in a sum."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        for key in claim.cells:
            found.setdefault(key, []).append(claim.id)
    return found


def _view(report: str, claim: Claim, text: str) -> ClaimView:
    return ClaimView(
        id=claim.id,
        passage=claim.passage,
        span=claim.span,
        printed=text[slice(*claim.span)],
        subject=claim.subject,
        value=claim.value,
        unit=claim.unit,
        kind=claim.kind,
        approximate=claim.approximate,
        scope=claim.scope,
        year=claim.year,
        cells=[_cell(report, key) for key in claim.cells],
        stated=claim.stated,
        badge=claim.badge,
        url=f"/reports/{report}#{claim.id.rpartition('.')[2]}",
    )


def _cell(report: str, key: str) -> ClaimCell:
    made = indicators()[key]
    return ClaimCell(indicator=key, label=label_of(key), url=cell_url(report, made))
