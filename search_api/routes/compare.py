"""`/statistics/sum`, `/statistics/ranking`, `/statistics/peers` and `/coverage`."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from corpus.catalogue import Selection
from search_api import comparison, service
from search_api.answers import NotFound
from search_api.routes.common import (
    Agencies,
    Forms,
    Regions,
    Shelf,
    SliceAsked,
    YearsAsked,
    problems,
)
from search_api.views.comparison import (
    CoverageView,
    PeersView,
    RankingView,
    SumView,
    coverage_view,
    peers_view,
    ranking_view,
    sum_view,
)
from search_api.views.fields import Listing

router = APIRouter(tags=["统计"])

Indicator = Annotated[
    str,
    Query(
        description="指标代码或叫法，也可以是推算的指标（实质公开率、不予公开合计）。",
        examples=["实质公开率"],
    ),
]
Levels = Annotated[
    list[str] | None,
    Query(description="机关层级：province、prefecture、county、township；可重复。"),
]
Kinds = Annotated[
    list[str] | None,
    Query(description="机关类型：government、department、subdistrict、town、institution；可重复。"),
]


def selected(
    *,
    store: Shelf,
    years: YearsAsked,
    agency: Agencies = None,
    region: Regions = None,
    form: Forms = None,
    level: Levels = None,
    kind: Kinds = None,
) -> Selection:
    """The reports asked about."""
    where = service.selection(
        store.catalogue,
        agency=agency or (),
        region=region or (),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        form=form or (),
    )
    return replace(where, level=frozenset(level or ()), kind=frozenset(kind or ()))


Where = Annotated[Selection, Depends(selected)]


@router.get(
    "/statistics/sum",
    response_model=Listing[SumView],
    summary="按年度合计",
    responses={**problems(400, 422)},
)
def sums(store: Shelf, where: Where, asked: SliceAsked, indicator: Indicator) -> Any:
    """所选报告的合计，一年一行；写明计入和未计入的报告数。比率不能相加。"""
    keys = comparison.keys_asked([indicator])
    every = [one for key in keys for one in comparison.summed(store.catalogue, where, key)]
    shown = every[asked.start : asked.start + asked.size]
    return Listing[SumView](
        total=len(every), page=asked.page, size=asked.size, items=[sum_view(one) for one in shown]
    )


@router.get(
    "/statistics/ranking",
    response_model=RankingView,
    summary="排名",
    responses={**problems(400, 422)},
)
def ranked(store: Shelf, where: Where, asked: SliceAsked, indicator: Indicator) -> Any:
    """所选报告按一个指标由大到小；没有可用数值的不列名次，另行计数。"""
    (key, *_) = comparison.keys_asked([indicator])
    return ranking_view(comparison.ranking(store.catalogue, where, key), asked.page, asked.size)


@router.get(
    "/statistics/peers",
    response_model=PeersView,
    summary="与同级同类机关比较",
    responses={**problems(400, 404, 422)},
)
def among_peers(
    store: Shelf,
    report: Annotated[str, Query(description="报告编号，见 /api/v1/reports。")],
    indicator: Indicator,
) -> Any:
    """一份报告的一个数在同年、同级、同类机关中的位置；不足十个机关时不作比较。"""
    (key, *_) = comparison.keys_asked([indicator])
    found = comparison.peers(store.catalogue, report, key)
    if found is None:
        raise NotFound(
            f"报告“{report[:40]}”没有指标“{indicator[:40]}”", "报告编号见 /api/v1/reports"
        )
    return peers_view(found)


@router.get(
    "/coverage",
    response_model=CoverageView,
    summary="收录情况：机关与年度",
    responses={**problems(400, 422)},
)
def covered(store: Shelf, where: Where, asked: SliceAsked) -> Any:
    """每个机关各年的报告是已收录、残缺还是没有。"""
    return coverage_view(comparison.coverage(store.catalogue, where), asked.page, asked.size)
