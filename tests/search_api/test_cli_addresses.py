"""`gongkai ingest https://…`: an address is treated as a file is, and never one inside."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue
from corpus.errors import NotReadable
from corpus.fetch import FOLDER, Address, Fetcher, Limits
from search_api.cli.addresses import listed, named
from search_api.cli.ingest import run
from search_api.cli.tally import REJECTED, STORED, UNCHANGED, Tally
from tests.corpus.fetch.site import Site, moved, page, running
from tests.search_api.conftest import Gongkai

FAILED, MISUSE = 1, 2


@pytest.fixture
def site(samples: Path) -> Iterator[Site]:
    with running() as opened:
        for path in samples.iterdir():
            opened.answers[f"/{path.name}"] = page(path.read_bytes(), ETag=f'"{path.name}"')
        yield opened


def ingest(data: Path, site: Site, *sources: Path | Address) -> Tally:
    """What the command does, with a fetcher that may ask the site on this machine."""
    fetcher = Fetcher(data, Limits(delay=0.0, pause=0.01), allow_private={site.peer})
    return run(data, sources, fetcher=fetcher)


GOVERNMENT = "qingping_renmin_zhengfu_2022.txt"
BUREAU = "qingping_jiaoyu_ju_2022.html"


def test_addresses_and_files_in_one_run(site: Site, tmp_path: Path, samples: Path) -> None:
    data = tmp_path / "data"
    good, gone = Address(site.url(f"/{GOVERNMENT}")), Address(site.url("/none"))
    tally = ingest(data, site, good, gone, samples / BUREAU)
    assert [one.path for one in tally.of(STORED)] == [str(samples / BUREAU), good.text]
    (refused,) = tally.of(REJECTED)
    assert refused.path == gone.text
    assert "404" in (refused.reason or "")
    stored = tally.of(STORED)[1].report
    catalogue = Catalogue(data / FILE, readonly=True)
    (source,) = catalogue.sources(str(stored))
    catalogue.close()
    assert (source.url, source.path, source.name) == (good.text, good.text, GOVERNMENT)
    assert source.fetched
    assert (data / FOLDER / source.sha256).read_bytes() == (samples / GOVERNMENT).read_bytes()


def test_the_second_run_changes_nothing(site: Site, tmp_path: Path, samples: Path) -> None:
    address = Address(site.url(f"/{GOVERNMENT}"))
    first = ingest(tmp_path, site, address)
    site.answers[f"/{GOVERNMENT}"] = page(b"", 304)
    second = ingest(tmp_path, site, address)
    assert site.asked[-1][1]["if-none-match"] == f'"{GOVERNMENT}"'
    assert [one.outcome for one in second.entries] == [UNCHANGED]
    assert second.generation == first.generation


def test_a_page_that_changes_replaces_its_report(site: Site, tmp_path: Path) -> None:
    address = Address(site.url("/a"))
    site.answers["/a"] = site.answers[f"/{GOVERNMENT}"]
    (old,) = ingest(tmp_path, site, address).of(STORED)
    site.answers["/a"] = site.answers[f"/{BUREAU}"]
    (new,) = ingest(tmp_path, site, address).of(STORED)
    assert old.report != new.report
    catalogue = Catalogue(tmp_path / FILE, readonly=True)
    assert [row.id for row in catalogue.reports()[0]] == [new.report]
    catalogue.close()


def test_a_page_that_is_gone_keeps_its_report(site: Site, tmp_path: Path) -> None:
    address = Address(site.url(f"/{GOVERNMENT}"))
    (stored,) = ingest(tmp_path, site, address).of(STORED)
    del site.answers[f"/{GOVERNMENT}"]
    (refused,) = ingest(tmp_path, site, address).of(REJECTED)
    assert refused.kept == (stored.report,)


def test_a_redirect_is_known_by_the_address_that_was_given(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = moved(f"/{GOVERNMENT}")
    (stored,) = ingest(tmp_path, site, Address(site.url("/a"))).of(STORED)
    assert stored.path == stored.url == site.url("/a")


def test_nothing_inside_is_asked(site: Site, gongkai: Gongkai, tmp_path: Path) -> None:
    """No option of the command and no setting lets an address inside through."""
    listing = tmp_path / "list.txt"
    listing.write_text(f"# 列表\n\n{site.url('/b')}\nwww.example.cn/c\n", "utf-8")
    result = gongkai("ingest", "--json", site.url("/a"), "--urls", listing)
    assert result.exit_code == FAILED
    failed = json.loads(result.stdout)["failed"]
    assert [one["path"] for one in failed] == [site.url("/a"), site.url("/b"), "www.example.cn/c"]
    assert all(one["reason"] and one["hint"] for one in failed)
    assert site.asked == []


def test_a_refusal_is_one_line(gongkai: Gongkai) -> None:
    bad = ["file:///etc/passwd", "http://127.0.0.1/\n\x1b[2J", "http://a.cn/\udcff"]
    result = gongkai("ingest", *bad)
    assert result.exit_code == FAILED
    lines = result.stderr.splitlines()
    assert len(lines) == len(bad)
    assert "file:///etc/passwd" in lines[0]
    failed = json.loads(gongkai("ingest", "--json", *bad).stdout)["failed"]
    assert all(value.isprintable() for one in failed for value in one.values())


def test_nothing_named_is_misuse(gongkai: Gongkai) -> None:
    assert gongkai("ingest").exit_code == MISUSE


def test_an_empty_list_is_said(gongkai: Gongkai, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"")
    result = gongkai("ingest", "--urls", tmp_path / "list.txt")
    assert result.exit_code == FAILED
    assert "没有网址" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lists_as_editors_save_them(encoding: str) -> None:
    text = "# 教育局\r\nhttps://a.cn/年报.html\r\n\r\n  http://b.cn \r\n"
    assert [*listed(text.encode(encoding))] == [
        Address("https://a.cn/年报.html"),
        Address("http://b.cn"),
    ]


def test_a_list_that_is_no_text() -> None:
    with pytest.raises(NotReadable):
        list(listed(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9))


def test_each_address_once_in_the_order_given() -> None:
    listing = BytesIO(b"http://b.cn\nhttp://a.cn\nhttp://c.cn\n")
    assert named(["http://a.cn", "x/y", "HTTP://A.cn"], listing) == [
        Address("http://a.cn"),
        Path("x/y"),
        Address("HTTP://A.cn"),
        Address("http://b.cn"),
        Address("http://c.cn"),
    ]
