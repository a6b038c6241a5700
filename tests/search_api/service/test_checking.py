"""Whatever is sent to be checked costs its own process at most, and never the service."""

import io
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.agencies import standard_names
from corpus.errors import NotReadable
from search_api.answers import Busy
from search_api.app import create_app
from search_api.problems import MEDIA_TYPE
from search_api.service import checking
from search_api.service.checking import Checker
from search_api.settings import Settings

REPORT = "qingping_renmin_zhengfu_2022.txt"
NAMES = standard_names()


def bomb(mb: int) -> bytes:
    """A Word file of which one part grows to so many megabytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"<w:p>" + b" " * (mb << 20))
    return data.getvalue()


HOSTILE = [
    pytest.param("深.html", b"<div>" * 1_000_000, id="a million nested tags"),
    pytest.param("大.docx", bomb(300), id="a bomb"),
    pytest.param(
        "实体.docx.xml",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><a>&b;</a>',
        id="entities",
    ),
    pytest.param("假.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 100_000, id="a PDF that is none"),
    pytest.param("行.txt", "（".encode() * 2_000_000, id="one line of brackets"),
]


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    made = Checker(seconds=20, size=1)
    yield made
    made.close()


def test_a_report_is_read(checker: Checker, samples: Path) -> None:
    found = checker.report(REPORT, (samples / REPORT).read_bytes(), NAMES)
    assert (found.agency.name, found.year) == ("云澄市青屏区人民政府", 2022)
    assert [(one.name, one.path) for one in found.sources] == [(REPORT, "")]


@pytest.mark.parametrize(("name", "data"), HOSTILE)
def test_a_hostile_file_has_its_reason_as_a_problem(
    client: TestClient, name: str, data: bytes, samples: Path
) -> None:
    started = time.monotonic()
    reply = client.post("/api/v1/check", files={"file": (name, data)})
    assert 400 <= reply.status_code < 500, reply.text
    assert reply.headers["content-type"] == MEDIA_TYPE
    assert reply.json()["detail"]
    assert time.monotonic() - started < checking.SECONDS + 10
    good = client.post("/api/v1/check", files={"file": (REPORT, (samples / REPORT).read_bytes())})
    assert good.status_code == 200, good.text


def test_who_is_late_is_stopped_and_the_next_is_served(samples: Path) -> None:
    data = (samples / REPORT).read_bytes()
    long = b"\n".join([data] * 500)  # takes three times the limit, the report alone a hundredth
    checker = Checker(seconds=1, size=1)
    try:
        with pytest.raises(NotReadable, match="已停止"):
            checker.report("长.txt", long, NAMES)
        assert checker.report(REPORT, data, NAMES).year == 2022
    finally:
        checker.close()


def test_a_crowd_is_asked_to_come_again(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_WAITING", 1)
    checker = Checker(seconds=20, size=1)
    data = (samples / REPORT).read_bytes()
    first = threading.Thread(target=checker.report, args=(REPORT, data * 20, NAMES))
    first.start()
    try:
        refused = 0
        while first.is_alive() and not refused:
            try:
                checker.report(REPORT, data, NAMES)
            except Busy as busy:
                refused += bool(busy.hint)
        assert refused
    finally:
        first.join()
        checker.close()


def test_closed_it_opens_again(samples: Path) -> None:
    checker = Checker(seconds=20, size=1)
    data = (samples / REPORT).read_bytes()
    for _ in range(2):
        assert checker.report(REPORT, data, NAMES).year == 2022
        checker.close()


def test_names_of_ones_own_are_used(samples: Path, tmp_path: Path) -> None:
    own = tmp_path / "names.toml"
    settings = Settings(data=tmp_path / "data", names=own)
    file = {"file": (REPORT, (samples / REPORT).read_bytes())}
    with TestClient(create_app(settings)) as client:
        own.write_text('[[body]]\nname = "甲局"\nwas = ["云澄市青屏区人民政府"]\n', "utf-8")
        assert client.post("/api/v1/check", files=file).json()["agency"] == "甲局"
        own.write_text("[[body]]\n", "utf-8")
        reply = client.post("/api/v1/check", files=file)
    assert reply.status_code == 503
    assert "第 1 行" in reply.json()["detail"]
