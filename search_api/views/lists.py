"""Indicators, agencies, checked files and the state of the service, as JSON."""

from pydantic import BaseModel, Field

from corpus.forms import Indicator
from corpus.model import Verdict
from search_api.answers import Checked
from search_api.interpret import AgencyRow
from search_api.statistics import UNCOMPARABLE, label_of
from search_api.views.fields import Agency, Form, Key, Label, Region, Title, Unit, Year
from search_api.views.report import FindingView, finding_view


class IndicatorView(BaseModel):
    """What one cell of a form counts."""

    indicator: Key
    label: Label
    short: str = Field(description="短名称。", examples=["第三方合法权益"])
    table: int = Field(description="表二、表三或表四。", examples=[3])
    row: str = Field(description="行。", examples=["denied_4_third_party"])
    column: str = Field(description="列。", examples=["total"])
    unit: Unit
    aliases: list[str] = Field(description="其他叫法。", examples=[["第三方", "商业秘密"]])
    forms: list[str] = Field(description="哪些表样有这一格。", examples=[["2019", "2021"]])
    comparable: bool = Field(description="不同表样的数能否比较。", examples=[True])


class AgencyView(BaseModel):
    """Who reports."""

    name: str = Field(description="全称。")
    region: Region
    short: list[str] = Field(description="简称。")
    reports: int = Field(description="收录的报告数。")


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
    counts: dict[str, int] = Field(
        description="各种结果的条数。", examples=[{"pass": 60, "fail": 0}]
    )
    findings: list[FindingView] = Field(description="各条结果，不符的在前。")


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
    )


def agency_view(row: AgencyRow) -> AgencyView:
    """An agency in a list."""
    name, region, short, reports = row
    return AgencyView(name=name, region=list(region), short=list(short), reports=reports)


def check_view(checked: Checked) -> CheckView:
    """A file that was checked; its failed findings come first."""
    findings = sorted(checked.findings, key=lambda one: _FIRST.index(one.verdict))
    return CheckView(
        name=checked.name,
        title=checked.title,
        agency=checked.agency,
        year=checked.year,
        form=checked.form,
        damaged=list(checked.damage),
        notes=list(checked.notes),
        statistics=sum(one.value is not None for one in checked.statistics),
        counts={one.value: sum(f.verdict is one for f in findings) for one in Verdict},
        findings=[finding_view("", one) for one in findings],
    )


_FIRST = (Verdict.FAIL, Verdict.WARN, Verdict.NOT_ASSESSABLE, Verdict.PASS)
