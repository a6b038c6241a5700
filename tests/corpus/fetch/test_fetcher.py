"""A site that serves well is read politely; one that does not costs little and harms nobody."""

import gzip
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.handlers import format_date_time
from zipfile import ZipFile

import pytest

from corpus.errors import NotAReport, NotReadable
from corpus.fetch import FOLDER, Address, Fetched, Fetcher
from corpus.ingest import outcomes
from corpus.outcome import Prepared, Rejected
from corpus.read import read
from tests.corpus.fetch.conftest import QUICK, Fetch
from tests.corpus.fetch.outcomes import CLOSED, TEXT, body, had, read_all, refused
from tests.corpus.fetch.site import (
    Answer,
    Site,
    endless,
    in_turn,
    moved,
    page,
    raw,
    silent,
)

# What is well


def test_a_page_is_kept_as_it_came(site: Site, fetch: Fetch, tmp_path: Path, samples: Path) -> None:
    data = (samples / "qingping_renmin_zhengfu_2021.html").read_bytes()
    site.answers["/x/%E5%B9%B4%E6%8A%A5.html?a=1"] = page(data, Content_Type="text/html")
    before = datetime.now(UTC).replace(microsecond=0)
    got = had(fetch(site.url("/x/年报.html?a=1#b")))
    assert got.path == tmp_path / FOLDER / sha256(data).hexdigest()
    assert got.path.read_bytes() == data
    assert got.name == "年报.html"
    assert got.url == site.url("/x/%E5%B9%B4%E6%8A%A5.html?a=1")
    assert before <= datetime.fromisoformat(got.fetched) <= datetime.now(UTC)
    (record,) = (tmp_path / FOLDER).glob("*.json")
    said = json.loads(record.read_text("utf-8"))
    assert said["address"] == site.url("/x/年报.html?a=1#b")
    assert (said["sha256"], said["fetched"]) == (got.sha256, got.fetched)


def test_all_samples(site: Site, fetch: Fetch, samples: Path) -> None:
    """Each file of the samples from the site is the same report as from the disk."""
    files = sorted(samples.iterdir())[:6]
    for path in files:
        site.answers[f"/2019/{path.name}"] = page(path.read_bytes())
    for path in files:
        address = site.url(f"/2019/{path.name}")
        (got,) = read_all(fetch(address))
        (same,) = outcomes([path], {})
        assert isinstance(got, Prepared)
        assert isinstance(same, Prepared)
        (source,) = got.report.sources
        assert (source.path, source.url, got.url) == (address, address, address)
        assert datetime.fromisoformat(source.fetched or "").tzinfo == UTC
        assert replace(got.report, sources=same.report.sources) == same.report
    assert site.targets == ["/robots.txt", *(f"/2019/{path.name}" for path in files)]


def test_a_year_in_the_address_is_not_that_of_the_report(
    site: Site, fetch: Fetch, samples: Path, tmp_path: Path
) -> None:
    """Where nothing else tells it, a folder's name does; an address has the year of publication."""
    text = (samples / "qingping_jiaoyu_ju_2021.txt").read_text("utf-8")
    timeless = re.sub(r"20\d\d\s*年(度|\s*\d+\s*月\s*\d+\s*日)?", "", text).encode()
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "a").write_bytes(timeless)
    site.answers["/2023/a"] = page(timeless)
    (stored,) = outcomes([tmp_path / "2023"], {})
    (served,) = read_all(fetch(site.url("/2023/a")))
    assert isinstance(stored, Prepared)
    assert isinstance(served, Prepared)
    assert (stored.report.year, served.report.year) == (2023, None)


def test_an_archive_is_opened(site: Site, fetch: Fetch, samples: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for path in sorted(samples.iterdir())[:2]:
            archive.write(path, path.name)
    site.answers["/a.zip"] = page(packed.getvalue())
    got = read_all(fetch(site.url("/a.zip")))
    assert [type(one) for one in got] == [Prepared, Prepared]
    places = {one.report.sources[0].path for one in got if isinstance(one, Prepared)}
    assert len(places) == 2


def test_who_asks_says_so(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(TEXT)
    fetch(site.url())
    for _, headers in site.asked:
        assert "gongkai" in headers["user-agent"]
        assert headers["host"] == f"127.0.0.1:{site.peer[1]}"
        assert not {"cookie", "authorization", "referer"} & headers.keys()


def test_a_name_is_resolved(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(TEXT)
    assert body(fetch(site.url(host="localhost"))) == TEXT


@pytest.mark.parametrize(
    ("header", "name"),
    [
        pytest.param('attachment; filename="report.pdf"', "report.pdf", id="plain"),
        pytest.param("inline; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf", id="RFC 8187"),
        pytest.param("年报.pdf", "年报.pdf", id="raw UTF-8"),
        pytest.param('attachment; filename="../../etc/passwd"', "passwd", id="a path"),
        pytest.param('attachment; filename=""', "down.jsp", id="empty"),
        pytest.param("attachment", "down.jsp", id="without a name"),
    ],
)
def test_the_name_that_the_site_gives(site: Site, fetch: Fetch, header: str, name: str) -> None:
    if header == "年报.pdf":
        header = f'attachment; filename="{header.encode().decode("latin-1")}"'
    site.answers["/down.jsp?id=1"] = page(TEXT, Content_Disposition=header)
    assert had(fetch(site.url("/down.jsp?id=1"))).name == name


def test_packed_pages_are_unpacked(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(gzip.compress(TEXT), Content_Encoding="gzip")
    assert body(fetch(site.url())) == TEXT


def test_pieces_are_put_together(site: Site, fetch: Fetch) -> None:
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (TEXT[:9], TEXT[9:], b""))
    site.answers["/"] = raw(CLOSED + b"Transfer-Encoding: chunked\r\n\r\n" + pieces)
    assert body(fetch(site.url())) == TEXT


@pytest.mark.parametrize("claimed", ["utf-8", "iso-8859-1", "big5", "no-such-charset"])
def test_a_wrong_charset_is_not_believed(
    site: Site, fetch: Fetch, samples: Path, claimed: str
) -> None:
    text = (samples / "qingping_renmin_zhengfu_2022.txt").read_text("utf-8")
    site.answers["/a"] = page(text.encode("gb18030"), Content_Type=f"text/html; charset={claimed}")
    got = had(fetch(site.url("/a")))
    assert read(got.name, got.path.read_bytes()).text.strip() == text.strip()


def test_a_wrong_type_is_not_believed(site: Site, fetch: Fetch, samples: Path) -> None:
    data = (samples / "qingping_renmin_zhengfu_2021.html").read_bytes()
    site.answers["/a.pdf"] = page(data, Content_Type="application/pdf")
    site.answers["/b.html"] = page(b"\x89PNG\r\n\x1a\n" + bytes(999), Content_Type="text/html")
    got = had(fetch(site.url("/a.pdf")))
    assert read(got.name, got.path.read_bytes()).format == "html"
    picture = had(fetch(site.url("/b.html")))
    with pytest.raises(NotReadable, match="PNG"):
        read(picture.name, picture.path.read_bytes())


def test_attachments_are_told(site: Site, fetch: Fetch, samples: Path) -> None:
    data = (samples / "qingping_renmin_zhengfu_2021.html").read_bytes()
    link = "<a href='/f/b.pdf'>2021年度报告</a></body>".encode()
    site.answers["/"] = page(data.replace(b"</body>", link))
    link_to = site.url("/f/b.pdf")
    got = had(fetch(site.url()))
    assert got.attachments == (link_to,)
    (outcome,) = read_all(got)
    assert isinstance(outcome, Prepared)
    assert link_to in outcome.report.notes[-1]
    assert site.targets == ["/robots.txt", "/"]  # the attachment itself was not asked for


def test_attachments_are_told_where_the_page_is_no_report(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page("<html><a href='/b.pdf'>2021年度报告</a></html>".encode())
    (outcome,) = read_all(fetch(site.url()))
    assert isinstance(outcome, Rejected)
    assert isinstance(outcome.error, NotAReport)
    assert site.url("/b.pdf") in outcome.error.hint


# Again


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param({"ETag": '"v1"'}, {"if-none-match": '"v1"'}, id="by tag"),
        pytest.param(
            {"Last_Modified": format_date_time(0)},
            {"if-modified-since": format_date_time(0)},
            id="by date",
        ),
        pytest.param({}, {}, id="by nothing"),
    ],
)
def test_the_second_run_asks_for_what_is_new(
    site: Site, tmp_path: Path, given: dict[str, Any], asked: dict[str, str]
) -> None:
    first = page(TEXT, **given)
    site.answers["/"] = in_turn(first, page(b"", 304) if given else first, page(b"neu", **given))
    runs = [
        had(Fetcher(tmp_path, QUICK, allow_private={site.peer}).fetch(Address(site.url())))
        for _ in range(3)
    ]
    assert [one.path.read_bytes() for one in runs] == [TEXT, TEXT, b"neu"]
    if given:
        assert runs[1] == runs[0]  # with the time of the first
    headers = [one for target, one in site.asked if target == "/"]
    conditions = [{k: v for k, v in one.items() if k.startswith("if-")} for one in headers]
    assert conditions == [{}, asked, asked]
    assert (tmp_path / FOLDER / runs[0].sha256).read_bytes() == TEXT  # older originals stay


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda original, _: original.unlink(), id="original gone"),
        pytest.param(lambda original, _: original.write_bytes(b"x"), id="original changed"),
        pytest.param(lambda _, record: record.unlink(), id="record gone"),
        pytest.param(lambda _, record: record.write_bytes(b"{"), id="record cut"),
        pytest.param(lambda _, record: record.write_bytes(b"[]"), id="record of another kind"),
        pytest.param(lambda _, record: record.write_text('{"sha256": 1}'), id="record of nothing"),
    ],
)
def test_what_is_kept_is_not_believed_blindly(
    site: Site, fetch: Fetch, harm: Callable[[Path, Path], None]
) -> None:
    site.answers["/"] = page(TEXT, ETag='"v1"')
    first = had(fetch(site.url()))
    harm(first.path, next(first.path.parent.glob("*.json")))
    assert body(fetch(site.url())) == TEXT
    assert "if-none-match" not in site.asked[-1][1]


def test_a_page_that_was_not_asked_about_cannot_be_unchanged(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(b"", 304)
    assert "304" in refused(fetch(site.url())).reason


def test_the_condition_goes_to_whom_it_came_from(site: Site, fetch: Fetch) -> None:
    site.answers |= {"/a": moved("/b"), "/b": page(TEXT, ETag='"b"')}
    assert had(fetch(site.url("/a"))).url == site.url("/b")
    fetch(site.url("/a"))
    asked = [(target, headers.get("if-none-match")) for target, headers in site.asked[1:]]
    assert asked == [("/a", None), ("/b", None), ("/a", None), ("/b", '"b"')]


# Manners


def test_what_robots_forbid_is_not_asked_for(site: Site, fetch: Fetch) -> None:
    site.answers |= {
        "/robots.txt": page(b"User-agent: *\nAllow: /\nDisallow: /inner/"),
        "/inner/a": page(TEXT),
        "/b": page(TEXT),
        "/c": moved("/inner/a"),
    }
    assert "robots.txt" in refused(fetch(site.url("/inner/a"))).reason
    assert body(fetch(site.url("/b"))) == TEXT
    assert "robots.txt" in refused(fetch(site.url("/c"))).reason
    assert site.targets == ["/robots.txt", "/b", "/c"]


@pytest.mark.parametrize(
    ("answer", "goes_on"),
    [
        pytest.param(page(b"", 404), True, id="none"),
        pytest.param(page(b"", 403), True, id="none for programs"),
        pytest.param(page(b"", 500), False, id="broken"),
        pytest.param(page(b"", 503), False, id="busy"),
        pytest.param(silent, False, id="silent"),
        pytest.param(endless, False, id="endless"),
        pytest.param(moved("/elsewhere"), True, id="moved, and not there"),
        pytest.param(moved("http://10.0.0.1/"), False, id="moved inside"),
        pytest.param(moved("/robots.txt"), False, id="moved in a circle"),
    ],
)
def test_robots_that_cannot_be_read(
    site: Site, fetch: Fetch, answer: Answer, goes_on: bool
) -> None:
    """No rules are no rules; rules that cannot be read may forbid everything."""
    site.answers |= {"/robots.txt": answer, "/": page(TEXT), "/b": page(TEXT)}
    got = fetch(site.url())
    assert isinstance(got, Fetched) is goes_on
    assert ("/" in site.targets) is goes_on
    if not goes_on:
        refused(got)
        asked = len(site.asked)
        refused(fetch(site.url("/b")))
        assert len(site.asked) == asked  # the site is left alone


@pytest.mark.parametrize(
    ("robots", "delay"),
    [pytest.param(b"", 0.2, id="ours"), pytest.param(b"Crawl-delay: 0.4", 0.4, id="the site's")],
)
def test_a_pause_between_requests(site: Site, tmp_path: Path, robots: bytes, delay: float) -> None:
    times: list[float] = []
    site.answers |= {"/robots.txt": page(b"User-agent: *\n" + robots)}
    arrived = page(TEXT)

    def noted(to: BaseHTTPRequestHandler) -> None:
        times.append(time.monotonic())
        arrived(to)

    site.answers |= {"/a": moved("/b"), "/b": noted}
    fetcher = Fetcher(tmp_path, replace(QUICK, delay=0.2), allow_private={site.peer})
    for _ in range(2):
        had(fetcher.fetch(Address(site.url("/a"))))
    assert times[1] - times[0] >= 2 * delay


def in_a_second() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=1.5), usegmt=True)


@pytest.mark.parametrize(
    ("after", "pause"),
    [
        pytest.param(lambda: "1", 1.0, id="seconds"),
        pytest.param(in_a_second, 0.4, id="a date"),
        pytest.param(lambda: format_date_time(0), 0.0, id="a date gone by"),
        pytest.param(lambda: "gleich", 0.0, id="a word"),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again_when_it_says(
    site: Site, fetch: Fetch, status: int, after: Callable[[], str], pause: float
) -> None:
    site.answers["/"] = in_turn(page(b"", status, Retry_After=after()), page(TEXT))
    start = time.monotonic()
    assert body(fetch(site.url())) == TEXT
    assert pause <= time.monotonic() - start < pause + 2
    assert site.targets == ["/robots.txt", "/", "/"]


@pytest.mark.parametrize("after", ["3600", "9" * 500])
def test_a_site_that_wants_an_hour_is_left_alone(site: Site, fetch: Fetch, after: str) -> None:
    site.answers["/"] = page(b"", 429, Retry_After=after)
    start = time.monotonic()
    assert "429" in refused(fetch(site.url())).reason
    assert time.monotonic() - start < 1
    assert site.targets == ["/robots.txt", "/"]


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        pytest.param(page(b"", 503), 3, id="busy"),
        pytest.param(silent, 3, id="silent"),
        pytest.param(raw(b""), 3, id="hangs up"),
        pytest.param(page(b"", 404), 1, id="not there"),
        pytest.param(page(b"", 500), 1, id="broken"),
        pytest.param(page(b"", 206), 1, id="a part"),
    ],
)
def test_how_often_is_asked(site: Site, fetch: Fetch, answer: Answer, tries: int) -> None:
    site.answers["/"] = answer
    refused(fetch(site.url()))
    assert site.targets.count("/") == tries


def test_what_goes_wrong_once_is_asked_for_again(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = in_turn(raw(b""), silent, page(TEXT))
    assert body(fetch(site.url())) == TEXT
