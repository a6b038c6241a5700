"""`/check`: a file in, findings out, nothing kept."""

from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile

from search_api import service
from search_api.routes.common import Shelf, problems
from search_api.views.check import CheckView, check_view

router = APIRouter(tags=["目录与校验"])


@router.post(
    "/check",
    response_model=CheckView,
    summary="校验一个文件，不保存",
    responses={**problems(413, 422)},
)
def check(
    store: Shelf,
    file: Annotated[
        UploadFile, File(description="报告文件：TXT、HTML、Word、PDF 等，最大 50 MB。")
    ],
) -> Any:
    """读出报告，逐条规则校验，列出原文的数与应为的数。文件和结果都不保存。

    库中有同机关上年的报告时，一并校验两年之间的关系，并列出上年的数。每个文件由单独的进程读取，时间和内存都有上限；超出时说明原因。
    """
    return check_view(service.checked(store, file.filename or "未命名", file.file.read()))
