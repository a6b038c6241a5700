"""`/healthz`: whether the service is up."""

from typing import Any

from fastapi import APIRouter

from search_api.routes.common import Shelf
from search_api.views.lists import Health

router = APIRouter(tags=["运行"])


@router.get("/healthz", response_model=Health, summary="运行状态")
def healthz(store: Shelf) -> Any:
    """服务是否在运行，有没有可检索的内容。还没有收录报告时 ready 为 false。"""
    if not store.is_ready():
        return Health(status="ok", ready=False, reports=0, generation=None)
    catalogue = store.catalogue
    return Health(
        status="ok",
        ready=True,
        reports=catalogue.reports(size=0)[1],
        generation=catalogue.meta("generation"),
    )
