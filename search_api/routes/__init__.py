"""HTTP, and only here: check, call, wrap. Lists answer {"total", "page", "size", "items"}.

Route functions are not `async`: searching blocks, so each question has a thread of its own.

Order: common, search, reports, statistics, lists, check, health
"""

from fastapi import APIRouter

from search_api.routes import check, health, lists, reports, search, statistics

router = APIRouter()
for _part in (search, reports, statistics, lists, check):
    router.include_router(_part.router, prefix="/api/v1")
router.include_router(health.router, prefix="/api/v1")
router.include_router(health.router, include_in_schema=False)

__all__ = ["router"]
