"""The parameters of a search, shared by all that ask the same: `/search`, the feed, `/batch`."""

from typing import Annotated

from fastapi import Depends, Query

from search_api.answers import Asked
from search_api.routes.common import Agencies, Forms, HasFindings, Regions, YearsAsked

Words = Annotated[
    str,
    Query(
        description=(
            "检索词：空格表示都要有，引号内为原样短语，OR 表示任一，减号表示不含，词尾 * 为词头、"
            "~ 为相近；字段 agency: region: year: section: title: form:（机关: 地区: 年份: 部分: "
            "标题: 表样:），如 year:2019..2022；统计数字，如 新收>100、t4.review.corrected>0。"
            "写错也不报错，怎样理解见 notes。全部写法见 /help。"
        ),
        examples=["不予公开 第三方"],
    ),
]
Sections = Annotated[
    list[Annotated[int, Query(ge=0, le=6)]] | None,
    Query(description="章节，1 到 6，0 为引言；可重复。", examples=[1]),
]
Interpret = Annotated[bool, Query(description="false 不识别检索词中的机关、年度等。")]
Exact = Annotated[bool, Query(description="true 不查同义词。")]
New = Annotated[
    bool, Query(description="true 只要同机关上一年度报告中没有的内容：过半的句子是新出现的。")
]


def limits_of(
    *,
    years: YearsAsked,
    agency: Agencies = None,
    region: Regions = None,
    section: Sections = None,
    form: Forms = None,
    has_findings: HasFindings = None,
    interpret: Interpret = True,
    exact: Exact = False,
    new: New = False,
) -> Asked:
    """A search without words: what passages must be, and how words are to be read."""
    return Asked(
        agency=tuple(agency or ()),
        region=tuple(region or ()),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        section=tuple(section or ()),
        form=tuple(form or ()),
        has_findings=has_findings,
        interpret=interpret,
        exact=exact,
        new=new,
    )


Limits = Annotated[Asked, Depends(limits_of)]
