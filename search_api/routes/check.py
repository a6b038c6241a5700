"""`/check`: a file in, findings out, nothing kept."""

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile

from search_api import service
from search_api.routes.common import problems
from search_api.views.lists import CheckView, check_view

router = APIRouter(tags=["目录与校验"])


@router.post(
    "/check",
    response_model=CheckView,
    summary="校验一个文件，不保存",
    responses={**problems(413, 422)},
)
def check(
    file: Annotated[UploadFile, File(description="报告文件：TXT、HTML 等，最大 50 MB。")],
) -> Any:
    """读出各表并校验勾稽关系。文件和结果都不保存。"""
    return check_view(service.checked(file.filename or "未命名", file.file.read()))
