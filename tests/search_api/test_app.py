"""What holds for every reply: headers, limits, errors that say what to do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from search_api.app import HEADERS, create_app
from search_api.problems import MEDIA_TYPE
from search_api.settings import Settings

ADDRESSES = [
    pytest.param("/", id="page"),
    pytest.param("/api/v1/search?q=公开", id="answer"),
    pytest.param("/api/v1/statistics?format=csv", id="table"),
    pytest.param("/api/v1/reports/nothing", id="problem"),
    pytest.param("/nowhere", id="no such address"),
    pytest.param("/healthz", id="health"),
    pytest.param("/openapi.json", id="description"),
    pytest.param("/static/site.css", id="style"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_reply_has_the_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    for name in HEADERS:
        assert headers[name]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" not in headers["Cache-Control"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(
    client: TestClient, address: str
) -> None:
    policy = dict(
        rule.split(" ", 1)
        for rule in client.get(address).headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
    assert "unsafe" not in str(policy)


def test_static_files_are_kept_for_a_year_under_an_address_that_changes_with_them(
    client: TestClient,
) -> None:
    page = client.get("/").text
    (address,) = re.findall(r'href="(/static/site\.css\?v=[0-9a-f]+)"', page)
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/").headers["Cache-Control"] == "no-cache"


def problem(reply: Response) -> dict[str, object]:
    assert reply.headers["content-type"] == MEDIA_TYPE
    said: dict[str, object] = reply.json()
    assert said["status"] == reply.status_code
    assert said["detail"]
    return said


def test_no_such_address(client: TestClient) -> None:
    assert problem(client.get("/api/v1/nothing"))["status"] == 404


def test_a_person_gets_a_page(client: TestClient) -> None:
    reply = client.get("/nowhere", headers={"Accept": "text/html,*/*"})
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")


def test_the_wrong_method(client: TestClient) -> None:
    reply = client.delete("/api/v1/reports")
    assert problem(reply)["status"] == 405
    assert reply.headers["Allow"] == "GET"


@pytest.fixture
def broken(filled: Path) -> Iterator[TestClient]:
    """The program with a route that fails in a way nobody foresaw."""
    app: FastAPI = create_app(Settings(data=filled))

    @app.get("/api/v1/broken")
    def fails() -> None:
        raise RuntimeError("/secret/path")

    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def test_an_error_nobody_foresaw_says_its_number_and_no_more(broken: TestClient) -> None:
    reply = broken.get("/api/v1/broken")
    said = problem(reply)
    assert said["status"] == 500
    assert str(said["error_id"]) in str(said["detail"])
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert reply.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=tmp_path / "data"))) as opened:
        yield opened


@pytest.mark.parametrize(
    "address",
    ["/api/v1/search?q=公开", "/api/v1/reports", "/api/v1/statistics", "/api/v1/findings"],
)
def test_before_anything_is_ingested_the_command_is_told(empty: TestClient, address: str) -> None:
    reply = empty.get(address)
    assert "gongkai ingest" in str(problem(reply)["hint"])
    assert reply.status_code == 503
    assert reply.headers["Retry-After"]


def test_health_before_anything_is_ingested(empty: TestClient) -> None:
    assert empty.get("/healthz").json() == {
        "status": "ok",
        "ready": False,
        "reports": 0,
        "generation": None,
    }


@pytest.fixture
def narrow(filled: Path) -> Iterator[TestClient]:
    """The program with room for files of ten thousand bytes."""
    settings = Settings(data=filled, upload_bytes=10_000)
    with TestClient(create_app(settings)) as opened:
        yield opened


def pieces(count: int) -> Iterator[bytes]:
    """A file that does not say how long it is."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    for _ in range(count):
        yield b"a" * 1_000
    yield b"\r\n--x--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=x"}


def test_a_body_that_says_it_is_too_large(narrow: TestClient) -> None:
    reply = narrow.post("/api/v1/check", files={"file": ("a.txt", b"a" * 20_000)})
    assert "10 KB" in str(problem(reply)["detail"])
    assert reply.status_code == 413


def test_a_body_that_turns_out_to_be_too_large(narrow: TestClient) -> None:
    reply = narrow.post("/api/v1/check", content=pieces(20), headers=FORM)
    assert problem(reply)["status"] == 413


def test_a_body_at_the_limit_is_read(narrow: TestClient) -> None:
    reply = narrow.post("/api/v1/check", content=pieces(10), headers=FORM)
    assert problem(reply)["status"] == 422  # read, and no report


def test_elsewhere_no_large_body_is_read(client: TestClient) -> None:
    assert problem(client.post("/api/v1/search", content=b"a" * 110_000))["status"] == 413


def test_the_description_needs_nothing_from_elsewhere(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert "ProblemView" in document["components"]["schemas"]
    described = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(described) == 17
    for operation in described:
        assert operation["summary"]
        assert operation["description"]
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], parameter["name"]
    for address in ("/docs", "/redoc"):
        assert "cdn" not in client.get(address).text


def test_every_reference_in_the_description_leads_somewhere(client: TestClient) -> None:
    reply = client.get("/openapi.json")
    schemas = reply.json()["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/([^"]+)"', reply.text):
        assert name in schemas
