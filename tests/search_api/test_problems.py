"""Problem documents: what was wrong, what to do, and nothing that is no one's business."""

import json
import logging

import pytest
from fastapi import HTTPException

from corpus.errors import CatalogueError, NotAReport, NotReadable
from search_api.answers import BadQuestion, BadValue, NoIndex, NotFound
from search_api.problems import MEDIA_TYPE, problem_of, problem_response, too_large


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(NotFound("没有这份报告", "请从目录中选择"), 404, id="not found"),
        pytest.param(BadQuestion("太长", "请缩短"), 400, id="beyond a limit"),
        pytest.param(BadValue("不是年度", "应为四位年份"), 422, id="makes no sense"),
        pytest.param(NoIndex("还没有收录", "请先运行 gongkai ingest"), 503, id="nothing yet"),
        pytest.param(CatalogueError("数据库已损坏", "请重建"), 503, id="damaged"),
        pytest.param(NotReadable("是图片", "请识别文字"), 422, id="a file that is none"),
        pytest.param(NotAReport("不是年度报告", "请确认"), 422, id="a file of another kind"),
        pytest.param(HTTPException(404), 404, id="no such address"),
        pytest.param(HTTPException(405), 405, id="no such method"),
        pytest.param(too_large(50_000_000), 413, id="too large"),
        pytest.param(RuntimeError("/secret/path"), 500, id="nobody foresaw it"),
    ],
)
def test_what_each_error_becomes(error: Exception, status: int) -> None:
    problem = problem_of(error)
    reply = problem_response(problem, "/api/v1/x")
    said = json.loads(bytes(reply.body))
    assert reply.status_code == said["status"] == status
    assert reply.media_type == MEDIA_TYPE
    assert said["instance"] == "/api/v1/x"
    assert said["title"]
    assert said["detail"]
    assert said["hint"]
    assert "secret" not in str(said)


def test_later_means_later() -> None:
    assert int(problem_of(NoIndex("还没有收录", "")).headers["Retry-After"]) > 0


def test_what_nobody_foresaw_is_found_in_the_log_by_its_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "gongkai"):
        problem = problem_of(ValueError("the cause"))
    assert problem.error_id
    assert problem.error_id in problem.detail
    (record,) = caplog.records
    assert problem.error_id in record.getMessage()
    assert "the cause" in caplog.text


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        pytest.param(50_000_000, "50 MB", id="of a file"),
        pytest.param(64_000, "64 KB", id="of anything else"),
    ],
)
def test_a_limit_is_said_in_round_numbers(limit: int, said: str) -> None:
    assert said in problem_of(too_large(limit)).detail
