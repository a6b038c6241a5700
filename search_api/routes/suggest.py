"""`/suggest`: what a reader may be about to type."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from indexer.suggest import SHOWN
from search_api import service
from search_api.routes.common import Shelf, problems
from search_api.views.fields import Listing
from search_api.views.lists import SuggestedView, suggested_view

router = APIRouter(tags=["检索"])


@router.get(
    "/suggest",
    response_model=Listing[SuggestedView],
    summary="输入时的提示",
    responses={**problems(422)},
)
def suggest(
    store: Shelf,
    q: Annotated[
        str,
        Query(
            description="已输入的内容，从第一个字起；机关也可用拼音或首字母：jinshan、jsq。",
            examples=["依申"],
        ),
    ] = "",
    size: Annotated[int, Query(ge=1, le=50, description="最多几条。")] = SHOWN,
) -> Any:
    """以所输入的内容开头的词语、机关和指标，各附条数。

    补全的是最后一个词；繁体、全角和大写与简体、半角和小写相同。没有可提示的内容时 items 为空。
    """
    items = [suggested_view(one) for one in service.suggest(store, q, size)]
    return Listing[SuggestedView](total=len(items), page=1, size=size, items=items)
