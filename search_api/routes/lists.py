"""`/findings`, `/indicators`, `/agencies`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from corpus.forms import indicators as all_indicators
from corpus.forms.derived import derived
from search_api import service
from search_api.routes.common import (
    Agencies,
    Forms,
    Regions,
    Reports,
    Shelf,
    SliceAsked,
    YearsAsked,
    cut,
    listing,
    problems,
)
from search_api.views.fields import Listing
from search_api.views.lists import (
    AgencyView,
    IndicatorView,
    agency_view,
    derived_view,
    indicator_view,
)
from search_api.views.report import FindingView, finding_view

router = APIRouter(tags=["目录与校验"])


@router.get(
    "/findings",
    response_model=Listing[FindingView],
    summary="校验结果",
    responses={**problems(400, 422)},
)
def findings(
    *,
    store: Shelf,
    years: YearsAsked,
    asked: SliceAsked,
    report: Reports = None,
    rule: Annotated[
        list[str] | None, Query(description="规则编号；可重复。", examples=["T3-BAL"])
    ] = None,
    verdict: Annotated[
        list[Literal["pass", "fail", "warn", "not_assessable"]] | None,
        Query(description="pass 相符，fail 不符，warn 提示，not_assessable 无法判断；可重复。"),
    ] = None,
    agency: Agencies = None,
    region: Regions = None,
    form: Forms = None,
) -> Any:
    """表内、表间勾稽关系是否成立，不符的在前；能确定是哪一格出错时，located 给出原数与应为的数。"""
    where = service.selection(
        store.catalogue,
        report=report or (),
        agency=agency or (),
        region=region or (),
        year=years.among,
        year_from=years.first,
        year_to=years.last,
        form=form or (),
    )
    found, total = store.catalogue.findings(
        where, rule=rule or (), verdict=verdict or (), start=asked.start, size=asked.size
    )
    return listing((finding_view(name, one) for name, one in found), total, asked)


@router.get("/indicators", response_model=Listing[IndicatorView], summary="指标目录")
def indicators(asked: SliceAsked) -> Any:
    """各表样每一格的代码、名称、叫法和单位，按表样的次序；其后是推算的指标，附分子、分母和依据。"""
    cells = [indicator_view(made) for made in all_indicators().values()]
    return cut([*cells, *(derived_view(one) for one in derived().values())], asked)


@router.get(
    "/agencies",
    response_model=Listing[AgencyView],
    summary="机关目录",
    responses={**problems(400)},
)
def agencies(store: Shelf, asked: SliceAsked) -> Any:
    """有报告的机关，报告多的在前。"""
    return cut([agency_view(row) for row in store.catalogue.agencies()], asked)
