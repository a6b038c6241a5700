"""Indicators, agencies, offers and the state of the service, as JSON."""

from pydantic import BaseModel, Field

from corpus.forms import Indicator, indicators
from corpus.forms.derived import Derived
from search_api.answers import Suggested
from search_api.interpret import AgencyRow
from search_api.statistics import UNCOMPARABLE, label_of
from search_api.views.fields import Key, Label, Region, Unit


class IndicatorView(BaseModel):
    """What one cell of a form counts."""

    indicator: Key
    label: Label
    short: str = Field(description="短名称。", examples=["第三方合法权益"])
    table: int = Field(description="表二、表三或表四。", examples=[3])
    row: str = Field(description="行；推算的指标为空。", examples=["denied_4_third_party"])
    column: str = Field(description="列；推算的指标为空。", examples=["total"])
    unit: Unit
    aliases: list[str] = Field(description="其他叫法。", examples=[["第三方", "商业秘密"]])
    forms: list[str] = Field(description="哪些表样有这一格。", examples=[["2019", "2021"]])
    comparable: bool = Field(description="不同表样的数能否比较。", examples=[True])
    summable: bool = Field(description="各机关的数能否相加；比率不能。", examples=[True])
    numerator: list[str] = Field(
        description="推算的指标：分子（合计则为各加数）的代码；表中的格为空。"
    )
    denominator: list[str] = Field(description="推算的比率：分母的代码。")
    denominator_less: list[str] = Field(description="推算的比率：从分母减去的代码。")
    ground: str = Field(description="推算的指标怎样得来。", examples=["予以公开÷办结总计"])


class AgencyView(BaseModel):
    """Who reports."""

    name: str = Field(description="全称。")
    region: Region
    short: list[str] = Field(description="简称。")
    reports: int = Field(description="收录的报告数。")


class SuggestedView(BaseModel):
    """What a reader may be about to type."""

    text: str = Field(description="词语、机关全称或指标简称。", examples=["依申请公开"])
    kind: str = Field(description="word 词语，agency 机关，indicator 指标。", examples=["word"])
    value: str = Field(description="词语本身、机关全称或指标代码。", examples=["依申请公开"])
    count: int = Field(
        description="词语：含有它的段数（新近替换的旧段可能仍计在内）；机关：报告数；"
        "指标：印有这个数的报告数。",
        examples=[12],
    )
    unit: str = Field(description="count 的单位：段或份。", examples=["段"])
    q: str = Field(description="采用这一条后的整个检索词。", examples=["青屏区 依申请公开"])


class Health(BaseModel):
    """Whether the service is up and has something to search in."""

    status: str = Field(description="服务在运行时为 ok。", examples=["ok"])
    ready: bool = Field(description="是否有可检索的内容。", examples=[True])
    reports: int = Field(description="收录的报告数。", examples=[24])
    generation: str | None = Field(description="索引的代次。", examples=["1"])


def indicator_view(made: Indicator) -> IndicatorView:
    """An indicator in a list."""
    return IndicatorView(
        indicator=made.key,
        label=label_of(made.key),
        short=made.short,
        table=made.table,
        row=made.row,
        column=made.column,
        unit=made.unit,
        aliases=list(made.aliases),
        forms=[form.value for form in made.forms],
        comparable=made.table != UNCOMPARABLE,
        summable=True,
        numerator=[],
        denominator=[],
        denominator_less=[],
        ground="",
    )


def derived_view(one: Derived) -> IndicatorView:
    """A figure that is worked out, in the list of indicators. It stands in no table."""
    known = [indicators()[key] for key in one.cells]
    forms = dict.fromkeys(form.value for made in known for form in made.forms)
    return IndicatorView(
        indicator=one.key,
        label=one.label,
        short=one.short,
        table=known[0].table,
        row="",
        column="",
        unit=one.unit,
        aliases=list(one.aliases),
        forms=list(forms),
        comparable=all(made.table != UNCOMPARABLE for made in known),
        summable=not one.is_rate,
        numerator=list(one.plus),
        denominator=list(one.over),
        denominator_less=list(one.over_minus),
        ground=one.ground,
    )


def agency_view(row: AgencyRow) -> AgencyView:
    """An agency in a list."""
    name, region, short, reports = row
    return AgencyView(name=name, region=list(region), short=list(short), reports=reports)


def suggested_view(one: Suggested) -> SuggestedView:
    """An offer in a list."""
    return SuggestedView(
        text=one.text, kind=one.kind, value=one.value, count=one.count, unit=one.unit, q=one.q
    )
