"""HTTP, and only here: check, call, wrap. Lists answer {"total", "page", "size", "items"}.

Route functions are not `async`: searching blocks, so each question has a thread of its own.

Order: common, asking, files, search, batch, feed, suggest, reports, compare,
statistics, lists, check, health
"""

from fastapi import APIRouter

from search_api.routes import (
    batch,
    check,
    compare,
    feed,
    health,
    lists,
    reports,
    search,
    statistics,
    suggest,
)

router = APIRouter()
for _part in (search, batch, suggest, reports, compare, statistics, lists, check):
    router.include_router(_part.router, prefix="/api/v1")
router.include_router(health.router, prefix="/api/v1")
router.include_router(feed.router)
router.include_router(health.router, include_in_schema=False)

__all__ = ["router"]
