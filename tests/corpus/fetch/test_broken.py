"""A site that is broken or hostile costs little, and nothing of it is kept."""

import gzip
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.fetch import FOLDER, Address, Fetcher
from corpus.fetch.exchange import tls_context
from tests.corpus.fetch.conftest import QUICK, Fetch
from tests.corpus.fetch.outcomes import CLOSED, TEXT, body, had, refused
from tests.corpus.fetch.site import (
    CERTIFICATE,
    Answer,
    Site,
    dripping,
    endless,
    in_turn,
    moved,
    page,
    raw,
    running,
    silent,
)

# What is broken


def bomb() -> bytes:
    """60 MB of zeros in 60 KB."""
    return gzip.compress(bytes(60_000_000), 9)


BROKEN = [
    pytest.param(raw(CLOSED + b"Content-Length: 999\r\n\r\n" + TEXT), "不完整", id="cut"),
    pytest.param(
        raw(CLOSED + b"Transfer-Encoding: chunked\r\n\r\n1f\r\nabc"), "中断", id="a piece cut"
    ),
    pytest.param(
        raw(CLOSED + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc"), "中断", id="no piece"
    ),
    pytest.param(
        page(gzip.compress(TEXT)[:-12], Content_Encoding="gzip"), "不完整", id="packed, cut"
    ),
    pytest.param(page(TEXT, Content_Encoding="gzip"), "压缩", id="not packed at all"),
    pytest.param(
        page(gzip.compress(TEXT) + TEXT, Content_Encoding="gzip"), "压缩", id="more behind"
    ),
    pytest.param(page(TEXT, Content_Encoding="br"), "压缩", id="packed otherwise"),
    pytest.param(page(TEXT, Content_Encoding="gzip, gzip"), "压缩", id="packed twice"),
    pytest.param(page(bomb(), Content_Encoding="gzip"), "50 MB", id="packed bomb"),
    pytest.param(endless, "50 MB|时间", id="endless"),
    pytest.param(
        raw(CLOSED + b"Content-Length: 50000001\r\n\r\n"), "50 MB", id="too large, as it says"
    ),
    pytest.param(dripping, "时间", id="a byte at a time"),
    pytest.param(silent, "时间", id="silent"),
    pytest.param(raw(b""), "中断", id="hangs up"),
    pytest.param(raw(b"\x16\x03\x01 no HTTP\r\n\r\n"), "中断", id="no HTTP"),
    pytest.param(raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000), "中断", id="many headers"),
    pytest.param(raw(b"HTTP/1.1 200 " + b"x" * 99_999), "中断", id="a line without end"),
    pytest.param(raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 9), "中断", id="go on, and on"),
    pytest.param(page(b"", 401), "401", id="a login"),
    pytest.param(page(b"", 204), "204", id="nothing"),
    pytest.param(page(b"", 302), "302", id="moved, and not where"),
    pytest.param(moved("/"), "跳转超过 5 次", id="moved in a circle"),
    pytest.param(moved("http://127.0.0.2/"), "内部地址", id="moved inside"),
    pytest.param(moved("http://2130706433/"), "IP 地址", id="moved inside, decimal"),
    pytest.param(moved("//169.254.169.254/latest/"), "内部地址", id="moved to the cloud's keys"),
    pytest.param(moved("http://[::1]/"), "内部地址", id="moved inside, IPv6"),
    pytest.param(moved("http://127.0.0.1:1/"), "端口", id="moved to another port"),
    pytest.param(moved("file:///etc/passwd"), "http", id="moved to a file"),
    pytest.param(moved("//u:p@127.0.0.1/"), "用户名", id="moved to a login"),
]


@pytest.mark.parametrize(("answer", "reason"), BROKEN)
def test_a_broken_site_is_one_refusal(
    site: Site, fetch: Fetch, tmp_path: Path, answer: Answer, reason: str
) -> None:
    site.answers["/"] = answer
    start = time.monotonic()
    assert any(part in str(refused(fetch(site.url()))) for part in reason.split("|"))
    assert time.monotonic() - start < QUICK.seconds + 2
    assert not (tmp_path / FOLDER).exists()


def test_what_is_packed_takes_no_more_room_than_it_may(site: Site, tmp_path: Path) -> None:
    site.answers["/"] = page(bomb(), Content_Encoding="gzip")
    limits = replace(QUICK, most_bytes=1_000_000)
    fetcher = Fetcher(tmp_path, limits, allow_private={site.peer})
    tracemalloc.start()
    try:
        refused(fetcher.fetch(Address(site.url())))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_five_redirects_are_followed(site: Site, fetch: Fetch) -> None:
    for n in range(5):
        site.answers[f"/{n}"] = moved(str(n + 1), (301, 302, 303, 307, 308)[n])
    site.answers["/5"] = page(TEXT)
    got = had(fetch(site.url("/0")))
    assert (got.url, got.address.text) == (site.url("/5"), site.url("/0"))


def test_nobody_listens(tmp_path: Path) -> None:
    """A site that was there a moment ago."""
    with running() as site:
        url, peer = site.url(), site.peer
    got = Fetcher(tmp_path, QUICK, allow_private={peer}).fetch(Address(url))
    assert "连接" in refused(got).reason


def test_a_folder_that_cannot_be_written(site: Site, fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"in the way")
    site.answers["/"] = page(TEXT)
    assert "保存" in refused(fetch(site.url())).reason


# Locked


def test_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    with running(tls=True) as site:
        site.answers["/"] = page(TEXT)
        tls = tls_context(str(CERTIFICATE))
        fetcher = Fetcher(tmp_path, QUICK, allow_private={site.peer}, tls=tls)
        assert body(fetcher.fetch(Address(site.url()))) == TEXT
        assert body(fetcher.fetch(Address(site.url(host="localhost")))) == TEXT
        site.answers["/"] = in_turn(dripping)
        assert "时间" in refused(fetcher.fetch(Address(site.url()))).reason


def test_a_certificate_that_is_not(tmp_path: Path) -> None:
    with running(tls=True) as site:
        site.answers["/"] = page(TEXT)
        fetcher = Fetcher(tmp_path, QUICK, allow_private={site.peer})
        assert "证书" in refused(fetcher.fetch(Address(site.url()))).reason
        assert site.asked == []


def test_from_a_locked_site_to_an_open_one(site: Site, tmp_path: Path) -> None:
    with running(tls=True) as locked:
        locked.answers["/"] = moved(site.url())
        site.answers["/"] = page(TEXT)
        tls = tls_context(str(CERTIFICATE))
        both = {site.peer, locked.peer}
        fetcher = Fetcher(tmp_path, QUICK, allow_private=both, tls=tls)
        assert "不加密" in refused(fetcher.fetch(Address(locked.url()))).reason
        assert site.asked == []
