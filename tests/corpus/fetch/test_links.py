"""Attachments are found on pages as they are written, and cost no more than their length."""

import time

import pytest

from corpus.fetch.address import parse
from corpus.fetch.links import MOST, attachments

HERE = parse("https://a.cn/x/y.html")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param("<a href='b.pdf'>2022年度报告</a>", ["https://a.cn/x/b.pdf"], id="beside"),
        pytest.param('<A HREF="/b.DOCX">年度报告</A>', ["https://a.cn/b.DOCX"], id="capitals"),
        pytest.param("<a href=b.wps>年度报告", ["https://a.cn/x/b.wps"], id="without quotes"),
        pytest.param("<a href='http://b.cn/c.xls'>年报</a>", ["http://b.cn/c.xls"], id="elsewhere"),
        pytest.param(
            "<a\nhref='b.doc'><b>年度</b>\n 报告</a>", ["https://a.cn/x/b.doc"], id="marked"
        ),
        pytest.param(
            "<a title='2022年度报告.pdf' href='b.pdf'>下载</a>",
            ["https://a.cn/x/b.pdf"],
            id="title",
        ),
        pytest.param(
            "<a href='d?f=1&amp;n=年.pdf'>年度报告</a><a href='年.pdf?a&amp;b'>年度报告</a>",
            ["https://a.cn/x/%E5%B9%B4.pdf?a&b"],
            id="an entity; a query is no ending",
        ),
        pytest.param("<a href='b.pdf'>年度报告</a>" * 3, ["https://a.cn/x/b.pdf"], id="once"),
        pytest.param("<a href='b.html'>年度报告</a>", [], id="a page"),
        pytest.param("<a href='b.pdf'>办事指南</a>年度报告", [], id="of something else"),
        pytest.param("<a href='file:///b.pdf'>年度报告</a>", [], id="on a disk"),
        pytest.param("<a>年度报告</a><abbr href='b.pdf'>年度报告</abbr>", [], id="no link"),
        pytest.param("年度报告 b.pdf", [], id="no page"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_attachments(page: str, found: list[str], encoding: str) -> None:
    text = f"<html><body><p>政府信息公开工作情况</p>{page}</body></html>"
    assert attachments(HERE, text.encode(encoding)) == tuple(found)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n href" + bytes(range(256)) * 9, id="a picture"),
        pytest.param(b"<a href=b.pdf>" * 100_000, id="a hundred thousand links"),
        pytest.param(b"<a " + b"href='" * 300_000, id="one link that does not end"),
        pytest.param(b"<a href=" + b"<" * 1_900_000, id="a million tags that do not end"),
        pytest.param(b"<a x" * 450_000 + b" href", id="nothing but beginnings"),
    ],
)
def test_hostile_pages_cost_no_time(data: bytes) -> None:
    start = time.monotonic()
    assert attachments(HERE, data) == ()
    assert time.monotonic() - start < 5


def test_not_more_than_can_be_read() -> None:
    page = "".join(f"<a href='{n}.pdf'>年度报告</a>" for n in range(100))
    assert len(attachments(HERE, page.encode())) == MOST
