"""A list of queries and its counts, as JSON."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, Field

from search_api.service import Counted


class BatchAsked(BaseModel):
    """A list of queries."""

    queries: list[str] = Field(
        description="检索词，写法与 /search 的 q 相同；最多 100 条。",
        examples=[["不予公开", "行政复议 纠正"]],
    )


class BodyCounts(BaseModel):
    """Passages of one body by year."""

    agency: str = Field(description="机关全称。", examples=["上海市金山区人民政府"])
    counts: list[int | None] = Field(
        description="各年度的段数，次序同 years；没有所问的报告时为空，有报告而没有提到时为 0。",
        examples=[[None, 0, 3]],
    )


class QueryCounts(BaseModel):
    """One query, counted."""

    number: int = Field(description="第几条，从 1 起。")
    query: str = Field(description="检索词。")
    read_as: list[str] = Field(description="检索词中被识别为筛选条件的部分。")
    notes: list[str] = Field(description="怎样理解的说明。")
    total: int = Field(description="段数，与检索相同。")
    reports: int = Field(description="来自几份报告。")
    matrix: list[BodyCounts] = Field(description="各机关的段数，多的在前。")


class BatchView(BaseModel):
    """All of them."""

    years: list[int | None] = Field(description="年度，由旧到新；年度不明的在最后，为空。")
    queries: list[QueryCounts] = Field(description="各条，次序同所给。")


def batch_view(counted: Iterable[Counted], years: Sequence[int | None]) -> BatchView:
    """The whole answer."""
    return BatchView(years=list(years), queries=[_counts(one, years) for one in counted])


def _counts(one: Counted, years: Sequence[int | None]) -> QueryCounts:
    return QueryCounts(
        number=one.number,
        query=one.query,
        read_as=list(one.read_as),
        notes=list(one.notes),
        total=one.total,
        reports=one.reports,
        matrix=[
            BodyCounts(agency=agency, counts=[one.count((agency, year)) for year in years])
            for agency in one.agencies
        ],
    )
