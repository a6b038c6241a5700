"""Fields that many views share, a page of a list, and a problem."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field

ReportId = Annotated[
    str, Field(description="报告编号，重新收录后不变。", examples=["2022-0123456789"])
]
Key = Annotated[
    str, Field(description="指标代码，长期不变。", examples=["t3.denied_4_third_party.total"])
]
Label = Annotated[
    str, Field(description="指标的中文名称，取自表样。", examples=["不予公开：保护第三方合法权益"])
]
Value = Annotated[
    int | float | None,
    Field(
        description="数值；只有 status 为 printed 或 derived 时才有。空白、缺失都不是 0。",
        examples=[6],
    ),
]
Form = Annotated[
    str, Field(description="表样版本：2008、2014、2019、2021 或 unknown。", examples=["2021"])
]
Agency = Annotated[str, Field(description="机关全称。", examples=["上海市金山区人民政府"])]
Region = Annotated[
    list[str], Field(description="地区，由大到小。", examples=[["上海市", "金山区"]])
]
Title = Annotated[str, Field(description="报告标题，照原文。")]
ReportUrl = Annotated[str, Field(description="报告页。", examples=["/reports/2022-0123456789"])]
Printed = Annotated[str | None, Field(description="格中的原文。", examples=["6"])]
Unit = Annotated[
    str, Field(description="单位；原文写明时从原文，表样没有规定时为空。", examples=["件"])
]
Why = Annotated[str, Field(description="为什么列出这个数据。", examples=["与“第三方”相符"])]
CellStatus = Annotated[
    str,
    Field(
        description="printed 有数字，blank 空白，mark 以“/”“-”等代替，text 为文字，missing 缺失；"
        "derived 不是原文的数，由几格推算。",
        examples=["printed"],
    ),
]
Implied = Annotated[
    int | float | None,
    Field(description="按表内勾稽关系推算的唯一可能值；与原文并列，不代替原文。", examples=[None]),
]
Year = Annotated[int | None, Field(description="报告所属年度；无法确定时为空。", examples=[2022])]
Span = Annotated[
    tuple[int, int],
    Field(description="在段落中的起止位置（按字符，不含终点）。", examples=[(4, 8)]),
]

T = TypeVar("T")


class Listing(BaseModel, Generic[T]):
    """One page of a list."""

    total: int = Field(description="全部条数，不分页。", examples=[120])
    page: int = Field(description="第几页，从 1 起。", examples=[1])
    size: int = Field(description="每页条数。", examples=[100])
    items: list[T] = Field(description="本页各条。")


class ProblemView(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = Field(description="问题的种类。", examples=["/docs#problem-404"])
    title: str = Field(description="问题的种类，中文。", examples=["没有找到"])
    status: int = Field(description="HTTP 状态码。", examples=[404])
    detail: str = Field(description="哪里不对。", examples=["没有编号为“2022-x”的报告"])
    hint: str | None = Field(None, description="怎么办。", examples=["请从报告目录中选择"])
    errors: list[dict[str, str]] | None = Field(None, description="逐个参数的说明。")
    error_id: str | None = Field(None, description="系统出错时日志中的编号。")
    instance: str | None = Field(None, description="出问题的地址。")
