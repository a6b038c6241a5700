"""A search answered, as JSON."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, Field

from search_api.answers import Alternative, Answer, Answered, Facet, Figure, Meant, Repeated
from search_api.service import Direct, filters_of
from search_api.views.comparison import (
    AmountView,
    PeersView,
    SumView,
    amount_view,
    peers_view,
    sum_view,
)
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
    Span,
    Title,
    Unit,
    Value,
    Why,
    Year,
)


class InterpretedView(BaseModel):
    """Something the words named that became a filter."""

    kind: str = Field(description="agency、region、year、section 或 indicator。", examples=["year"])
    text: str = Field(description="原样的词语。", examples=["2022年"])
    value: str | int = Field(description="作为筛选条件的值。", examples=[2022])
    label: str = Field(description="显示用的名称。", examples=["2022 年"])


class QueryView(BaseModel):
    """How the question was understood."""

    text: str = Field(description="原样的检索词。", examples=["2022年 不予公开 第三方"])
    applied: dict[str, list[str | int]] = Field(
        description="生效的筛选条件，包括从检索词中识别的。", examples=[{"year": [2022]}]
    )
    interpreted: list[InterpretedView] = Field(description="检索词中被识别为筛选条件的部分。")
    terms: list[str] = Field(description="被标出的词语。", examples=[["不予公开", "第三方"]])
    synonyms: dict[str, list[str]] = Field(
        description="检索词中的词语和一并检索的同义词；exact=true 时没有。",
        examples=[{"机管局": ["机关事务管理局"]}],
    )


class HitReport(BaseModel):
    """The report a passage stands in."""

    id: ReportId
    title: Title
    agency: Agency
    region: Region
    year: Year
    form: Form
    url: ReportUrl


class HitPassage(BaseModel):
    """A passage, and where the words stand in it."""

    id: str = Field(description="段落编号。", examples=["2022-0123456789.p12"])
    section: int = Field(description="章节，1 到 6；0 为引言。", examples=[1])
    section_title: str = Field(description="章节标题。", examples=["总体情况"])
    heading: list[str] = Field(description="所在小标题，由外到内。")
    heading_highlights: list[list[Span]] = Field(description="检索词在各级小标题中的位置。")
    text: str = Field(description="段落原文。")
    snippet: Span = Field(description="最值得先看的部分：检索词最密的几句，从句首到句尾。")
    highlights: list[Span] = Field(description="检索词所在的位置。")
    kind: str = Field(description="text 为正文，table 为由表格写成的文字。", examples=["text"])
    url: str = Field(description="段落在报告页上的位置。", examples=["/reports/2022-01…#p12"])


class FigureView(BaseModel):
    """A cell beside a passage, with its reason."""

    indicator: Key
    label: Label
    value: Value
    unit: Unit
    status: CellStatus
    printed: Printed
    implied: Implied
    why: Why
    findings: list[str] = Field(description="涉及这个格而未通过的校验结果编号。")
    url: str = Field(description="这个格在报告页上的位置。")


class RepeatedView(BaseModel):
    """A sentence that stands in other reports too."""

    sentence: Span = Field(description="这句话在段落中的位置：检索词所在的一句。")
    reports: int = Field(description="另有几份报告有同一句话，机关名称和数字不计。", examples=[36])
    figures: bool = Field(description="句中有数字：各报告的数字可能不同。", examples=[False])


class TermView(BaseModel):
    """Something the question was read as, that adds to scores."""

    view: str = Field(description="words 词，pairs 字对，characters 单字。", examples=["words"])
    text: str = Field(description="规范后的文字。", examples=["不予公开"])
    weight: float = Field(description="权重。", examples=[1.0])
    frequency: int = Field(description="含有它的段数。", examples=[12])
    common: bool = Field(description="过于常见，只在最好的结果中计分。")
    synonym_of: str = Field(description="它所代的检索词；本来就在检索词中时为空。")


class PartView(BaseModel):
    """A part of the score of a passage."""

    field: str = Field(
        description="text 正文，heading 小标题，title 标题，pairs 字对，characters 单字；"
        "kind 由表格写成而减，lift 各词俱全而前置，phrases 多份报告同句而减。"
    )
    text: str = Field(description="计分的词；与词无关时为空。")
    score: float = Field(description="所加的分，减分为负。")


class ExplainedView(BaseModel):
    """How the question was cut and read."""

    units: list[str] = Field(description="段落中须有的各个词语。", examples=[["不予公开"]])
    terms: list[TermView] = Field(description="计分的词、字对和单字。")


class HitView(BaseModel):
    """One passage that answers."""

    score: float = Field(description="只用于本次结果的排序，不能与别处比较。", examples=[11.2])
    report: HitReport
    passage: HitPassage
    statistics: list[FigureView] = Field(description="段落旁的数据，各有列出的理由。")
    more: int = Field(description="按报告分组时，该报告还有多少段。", examples=[0])
    repeated: RepeatedView | None = Field(description="同一句话也见于其他报告时，见于多少份。")
    folded: int = Field(description="fold=true 时，同一句话而没有列出的段数。", examples=[0])
    explained: list[PartView] | None = Field(description="explain=true 时，得分的各部分。")


class FacetView(BaseModel):
    """One value that can be chosen."""

    value: str | int = Field(description="筛选条件的值。", examples=[2022])
    label: str = Field(description="显示用的名称。", examples=["2022 年"])
    count: int = Field(description="段数；不受本项筛选的影响。", examples=[3])
    chosen: bool = Field(description="是否已选。", examples=[False])


class MeantView(BaseModel):
    """An indicator of the whole answer."""

    indicator: Key
    label: Label
    why: Why


class RowView(FigureView):
    """One cell of the whole answer."""

    report: ReportId
    agency: Agency
    year: Year
    form: Form


class DirectView(BaseModel):
    """The figure asked for, with its years and its place among peers; or a sum."""

    indicator: str = Field(description="指标代码。", examples=["d.rate_disclosed"])
    label: str = Field(description="指标名称。", examples=["实质公开率"])
    unit: str = Field(description="单位。", examples=["%"])
    ground: str = Field(description="推算的指标怎样得来；表中的格为空。")
    figure: AmountView | None = Field(description="所问机关最近一年的数；问地区时为空。")
    years: list[AmountView] = Field(description="这个机关各年的数，从早到晚；没有报告的年份不列。")
    peers: PeersView | None = Field(description="在同年、同级、同类机关中的位置。")
    doubtful: bool = Field(description="有校验结果对这个数存疑。")
    total: SumView | None = Field(description="所问地区或年度的合计；问机关时为空。")


class AnswerStatistics(BaseModel):
    """The figures of the whole answer."""

    indicators: list[MeantView] = Field(description="检索词所指的指标；没有时为主要数字。")
    rows: list[RowView] = Field(description="本页各报告的数据；没有段落时为符合筛选条件的报告。")
    direct: list[DirectView] = Field(
        description="检索词指明指标和机关（或地区、年度）时，直接的答案；否则为空。"
    )


class SuggestionView(BaseModel):
    """Another way to ask, when nothing was found."""

    text: str = Field(description="怎样改。", examples=["去掉全部限制"])
    q: str = Field(description="这样问时的检索词。")
    applied: dict[str, list[str | int]] = Field(description="这样问时另加的筛选条件。")
    interpret: bool = Field(description="这样问时是否识别检索词中的机关、年度等。")
    count: int = Field(description="这样问能找到的段数，不会是 0。", examples=[12])


class AnswerView(BaseModel):
    """Passages that answer, best first, with their figures."""

    query: QueryView
    notes: list[str] = Field(description="对提问与结果的说明。")
    total: int = Field(description="段数。", examples=[12])
    reports: int = Field(description="这些段落所在的报告数。", examples=[5])
    page: int = Field(description="第几页，从 1 起。", examples=[1])
    size: int = Field(description="每页条数。", examples=[20])
    pages: int = Field(description="共几页。", examples=[1])
    took_ms: float = Field(description="用时（毫秒）。", examples=[2.1])
    hits: list[HitView] = Field(description="各段落，最相关的在前。")
    facets: dict[str, list[FacetView]] = Field(
        description="agency、region、year、section、form、findings 各值的段数。"
    )
    statistics: AnswerStatistics
    suggestions: list[SuggestionView] = Field(
        description="其他问法：名称有几种可能、有的词没有段落含有，或没有结果时。只列出，不代为采用。"
    )
    explained: ExplainedView | None = Field(description="explain=true 时，检索词怎样切分和理解。")


def answer_view(answer: Answer, direct: Sequence[Direct] = ()) -> AnswerView:
    """A search answered, as JSON."""
    return AnswerView(
        query=_query_view(answer),
        notes=list(answer.notes),
        total=answer.total,
        reports=answer.reports,
        page=answer.asked.page,
        size=answer.asked.size,
        pages=answer.pages,
        took_ms=answer.took_ms,
        hits=[_hit_view(hit, _parts_of(hit, answer)) for hit in answer.hits],
        facets={
            name: [_facet_view(name, one) for one in values]
            for name, values in answer.facets.items()
        },
        statistics=AnswerStatistics(
            indicators=[_meant_view(one) for one in answer.indicators],
            rows=[_row_view(one) for one in answer.rows],
            direct=[_direct_view(one) for one in direct],
        ),
        suggestions=_suggestions(answer),
        explained=_explained_view(answer),
    )


def _direct_view(one: Direct) -> DirectView:
    return DirectView(
        indicator=one.key,
        label=one.label,
        unit=one.unit,
        ground=one.ground,
        figure=amount_view(one.amount) if one.amount else None,
        years=[amount_view(each) for each in one.years],
        peers=peers_view(one.peers) if one.peers else None,
        doubtful=one.doubtful,
        total=sum_view(one.total) if one.total else None,
    )


def _query_view(answer: Answer) -> QueryView:
    return QueryView(
        text=answer.asked.q,
        applied={name: list(values) for name, values in answer.applied.items()},
        interpreted=[
            InterpretedView(kind=one.kind, text=one.text, value=one.value, label=one.label)
            for one in answer.interpreted
        ],
        terms=list(answer.terms),
        synonyms={typed: list(others) for typed, others in answer.synonyms},
    )


def _explained_view(answer: Answer) -> ExplainedView | None:
    found = answer.explained
    if found is None:
        return None
    terms = [
        TermView(
            view=one.view,
            text=one.text,
            weight=one.weight,
            frequency=one.frequency,
            common=one.common,
            synonym_of=one.synonym_of,
        )
        for one in found.terms
    ]
    return ExplainedView(units=list(found.units), terms=terms)


def _parts_of(hit: Answered, answer: Answer) -> list[PartView] | None:
    if answer.explained is None:
        return None
    parts = answer.explained.hits.get(hit.passage.id, ())
    return [PartView(field=one.field, text=one.text, score=one.score) for one in parts]


def _hit_view(hit: Answered, explained: list[PartView] | None) -> HitView:
    return HitView(
        score=hit.score,
        report=_report_of(hit),
        passage=_passage_of(hit),
        statistics=[FigureView(**_figure(one)) for one in hit.statistics],
        more=hit.more,
        repeated=_repeated_view(hit.repeated),
        folded=hit.folded,
        explained=explained,
    )


def _repeated_view(found: Repeated | None) -> RepeatedView | None:
    if found is None:
        return None
    return RepeatedView(sentence=found.sentence, reports=found.reports, figures=found.figures)


def _report_of(hit: Answered) -> HitReport:
    row = hit.report
    return HitReport(
        id=row.id,
        title=row.title,
        agency=row.agency,
        region=list(row.region),
        year=row.year,
        form=row.form,
        url=f"/reports/{row.id}",
    )


def _passage_of(hit: Answered) -> HitPassage:
    passage = hit.passage
    return HitPassage(
        id=passage.id,
        section=passage.section,
        section_title=hit.section_title,
        heading=list(passage.heading),
        heading_highlights=[list(spans) for spans in hit.heading_highlights],
        text=passage.text,
        snippet=hit.snippet,
        highlights=list(hit.highlights),
        kind=passage.kind,
        url=hit.url,
    )


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "indicator": one.indicator,
        "label": one.label,
        "value": one.value,
        "unit": one.unit,
        "status": one.status,
        "printed": one.printed,
        "implied": one.implied,
        "why": one.why,
        "findings": list(one.findings),
        "url": one.url,
    }


def _row_view(one: Figure) -> RowView:
    return RowView(
        **_figure(one), report=one.report, agency=one.agency, year=one.year, form=one.form
    )


def _meant_view(one: Meant) -> MeantView:
    return MeantView(indicator=one.indicator, label=one.label, why=one.why)


def _facet_view(name: str, one: Facet) -> FacetView:
    """Years and sections are numbers, as they are in `applied`."""
    value = int(one.value) if name in {"year", "section"} else one.value
    return FacetView(value=value, label=one.label, count=one.count, chosen=one.chosen)


def _suggestions(answer: Answer) -> list[SuggestionView]:
    asked = answer.asked
    reworded = [
        Alternative(f"改为检索：{wording}", count, replace(asked, q=wording))
        for wording, count in answer.suggestions
    ]
    return [_suggestion_view(one) for one in (*reworded, *answer.alternatives)]


def _suggestion_view(one: Alternative) -> SuggestionView:
    return SuggestionView(
        text=one.label,
        q=one.asked.q,
        applied={name: list(values) for name, values in filters_of(one.asked).items()},
        interpret=one.asked.interpret,
        count=one.passages,
    )
