"""What the routes share: parameters, the store, pages of lists, documented problems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request

from search_api.answers import BadQuestion, BadValue
from search_api.problems import MEDIA_TYPE
from search_api.service import Library
from search_api.store import Store
from search_api.views.fields import Listing, ProblemView

V = TypeVar("V")

_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


def store_of(request: Request) -> Store:
    """The store that the application was made with."""
    store: Store = request.app.state.store
    return store


Shelf = Annotated[Store, Depends(store_of)]


@dataclass(frozen=True, slots=True)
class Years:
    """Years to choose from, and the bounds of a range."""

    among: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None


def years_of(
    year: Annotated[
        list[str] | None,
        Query(
            description="报告所属年度；可重复，也可写范围：2019..2022、2019..、..2022。",
            examples=["2022"],
        ),
    ] = None,
    year_from: Annotated[int | None, Query(ge=1900, le=2999, description="不早于这一年。")] = None,
    year_to: Annotated[int | None, Query(ge=1900, le=2999, description="不晚于这一年。")] = None,
) -> Years:
    """The years asked for. A closed range is its years; an open one is a bound."""
    among: list[int] = []
    for said in year or ():
        first, last = _bounds(said)
        if first and last:
            among += range(min(first, last), max(first, last) + 1)
        else:
            year_from, year_to = first or year_from, last or year_to
    return Years(tuple(dict.fromkeys(among)), year_from, year_to)


def _bounds(said: str) -> tuple[int | None, int | None]:
    first, dots, last = said.strip().partition("..")
    ends = (first, last) if dots else (first, first)
    if not any(ends) or any(end and not _YEAR.fullmatch(end) for end in ends):
        raise BadValue(f"year={said[:40]} 不是年度", "应为四位年份，或 2019..2022 这样的范围")
    return (int(ends[0]) if ends[0] else None, int(ends[1]) if ends[1] else None)


YearsAsked = Annotated[Years, Depends(years_of)]


def _several(description: str, example: str) -> Any:
    return Query(description=f"{description}；可重复。", examples=[example])


Agencies = Annotated[list[str] | None, _several("机关，全称或简称", "上海市金山区人民政府")]
Regions = Annotated[list[str] | None, _several("地区，行政区划中的一级", "金山区")]
Forms = Annotated[list[str] | None, _several("表样版本：2008、2014、2019、2021、unknown", "2021")]
Reports = Annotated[list[str] | None, _several("报告编号", "2022-0123456789")]
Page = Annotated[int, Query(ge=1, description="第几页，从 1 起。")]
Size = Annotated[int, Query(ge=1, description="每页条数，最多 500。")]
HasFindings = Annotated[
    bool | None, Query(description="true 只要有不符项的报告，false 只要没有的。")
]


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list."""

    page: int
    size: int

    @property
    def start(self) -> int:
        """The first item, from 0."""
        return (self.page - 1) * self.size


def slice_of(store: Shelf, page: Page = 1, size: Size = 100) -> Slice:
    """The page of a list that is asked for, within the limit of the settings."""
    most = store.settings.list_size
    if size > most:
        raise BadQuestion(f"size={size} 超过上限 {most}", "其余请翻页")
    if page * size > _DEEPEST:
        raise BadQuestion(f"page={page} 超出范围", "请用筛选条件缩小范围")
    return Slice(page, size)


# As far as SQLite counts; nothing is read to get there.
_DEEPEST = 2**53

SliceAsked = Annotated[Slice, Depends(slice_of)]


def listing(items: Iterable[V], total: int, asked: Slice) -> Listing[V]:
    """One page of a list as JSON."""
    return Listing[V](total=total, page=asked.page, size=asked.size, items=list(items))


def cut(items: Sequence[V], asked: Slice) -> Listing[V]:
    """One page of a list that is there as a whole."""
    return listing(items[asked.start : asked.start + asked.size], len(items), asked)


_MEANINGS = {
    400: "参数超出限制或没有意义",
    404: "没有这份报告",
    413: "文件过大",
    422: "参数或文件无法识别",
    503: "还没有收录任何报告，或索引正在更换",
}


def problems(*statuses: int) -> Mapping[int | str, dict[str, Any]]:
    """Problem documents for the OpenAPI page; every route may meet 503."""
    schema = {"$ref": f"#/components/schemas/{ProblemView.__name__}"}
    return {
        status: {
            "description": _MEANINGS[status],
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in (*statuses, 503)
    }


__all__ = [
    "Agencies",
    "Forms",
    "HasFindings",
    "Library",
    "Regions",
    "Reports",
    "Shelf",
    "Slice",
    "SliceAsked",
    "Years",
    "YearsAsked",
    "cut",
    "listing",
    "problems",
]
