"""Addresses in one form, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.fetch.address import Address, follow, is_address, parse, plain_name


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("http://a.cn", "http://a.cn/", id="no path"),
        pytest.param(" HTTP://A.CN/A \n", "http://a.cn/A", id="capitals and spaces"),
        pytest.param("https://a.cn:443/", "https://a.cn/", id="usual port"),
        pytest.param("https://a.cn:80/", "https://a.cn:80/", id="other port"),
        pytest.param("http://a.cn./x", "http://a.cn/x", id="dot of the root"),
        pytest.param("http://a.cn/x#表三", "http://a.cn/x", id="fragment"),
        pytest.param("http://a.cn?b=1", "http://a.cn/?b=1", id="query without path"),
        pytest.param(
            "http://a.cn/年 报.pdf", "http://a.cn/%E5%B9%B4%20%E6%8A%A5.pdf", id="to escape"
        ),
        pytest.param("http://a.cn/%E5%B9%B4?a=%2F", "http://a.cn/%E5%B9%B4?a=%2F", id="escaped"),
        pytest.param("http://政务.中国/", "http://xn--zfr164b.xn--fiqs8s/", id="Chinese host"),
        pytest.param("http://8.8.8.8/", "http://8.8.8.8/", id="IPv4"),
        pytest.param("http://[2001:4860:0:0::8888]/", "http://[2001:4860::8888]/", id="IPv6"),
    ],
)
def test_one_form(text: str, form: str) -> None:
    assert str(parse(text)) == form
    assert str(parse(form)) == form


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "网址", id="nothing"),
        pytest.param("www.a.cn/x.html", "http", id="no scheme"),
        pytest.param("file:///etc/passwd", "http", id="a file"),
        pytest.param("ftp://a.cn/", "http", id="another protocol"),
        pytest.param("javascript:alert(1)", "http", id="a script"),
        pytest.param("data:text/html,x", "http", id="data"),
        pytest.param("http://u@a.cn/", "用户名", id="user"),
        pytest.param("http://u:p@a.cn/", "用户名", id="password"),
        pytest.param("http://a.cn@127.0.0.1/", "用户名", id="a user that looks like a host"),
        pytest.param("http:///x", "主机", id="no host"),
        pytest.param("http://a..cn/", "主机", id="empty label"),
        pytest.param("http://a b.cn/", "主机", id="space in host"),
        pytest.param("http://a%2eb.cn/", "主机", id="escape in host"),
        pytest.param("http://a.cn:port/", "端口", id="no port"),
        pytest.param("http://a.cn:70000/", "端口", id="no such port"),
        pytest.param("http://a.cn\\@b.cn/", "网址", id="backslash"),
        pytest.param("http://a.cn/\r\nHost: b.cn", "网址", id="line end"),
        pytest.param("http://a.cn/\x00", "网址", id="NUL"),
        pytest.param("http://a.cn/\udcff", "网址", id="a byte that is no text"),
        pytest.param("http://[::1", "网址", id="open bracket"),
        pytest.param("http://[fe80::1%25eth0]/", "网址", id="a zone"),
        pytest.param("http://[v1.x]/", "网址", id="no IP in brackets"),
        pytest.param(f"http://a.cn/{'x' * 3000}", "网址", id="too long"),
        pytest.param(f"http://{'a.' * 200}cn/", "主机", id="host too long"),
        pytest.param(f"http://{'a' * 64}.cn/", "主机", id="label too long"),
        pytest.param("http://a.cn℀/", "网址", id="a character that turns into a slash"),
    ],
)
def test_no_address(text: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as raised:
        parse(text)
    assert raised.value.reason.isprintable()
    assert raised.value.hint


@pytest.mark.parametrize(
    ("location", "there"),
    [
        pytest.param("b.html", "https://a.cn/x/b.html", id="beside"),
        pytest.param("/b.html?c", "https://a.cn/b.html?c", id="from the root"),
        pytest.param("//b.cn/c", "https://b.cn/c", id="another host"),
        pytest.param("https://b.cn", "https://b.cn/", id="whole"),
        pytest.param("", "https://a.cn/x/y", id="itself"),
        pytest.param(
            "/年.pdf".encode().decode("latin-1"), "https://a.cn/%E5%B9%B4.pdf", id="UTF-8, raw"
        ),
        pytest.param(
            "/年.pdf".encode("gbk").decode("latin-1"), "https://a.cn/%E5%B9%B4.pdf", id="GBK, raw"
        ),
    ],
)
def test_redirects(location: str, there: str) -> None:
    assert str(follow(parse("https://a.cn/x/y"), location)) == there


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("http://a.cn/", "不加密", id="to an open line"),
        pytest.param("file:///etc/passwd", "http", id="to a file"),
        pytest.param("//u:p@a.cn/", "用户名", id="to a login"),
        pytest.param("//[::1", "链接", id="to nowhere"),
        pytest.param("/\x1b[2J", "网址", id="to what a terminal would act on"),
    ],
)
def test_redirects_that_are_not_followed(location: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as raised:
        follow(parse("https://a.cn/"), location)
    assert raised.value.reason.isprintable()


def test_from_an_open_line_to_a_closed_one() -> None:
    assert str(follow(parse("http://a.cn/"), "https://a.cn/")) == "https://a.cn/"


@given(st.text() | st.text("htps:/.@[]%?#\\0127xf年 ").map("http://".__add__))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = parse(text)
    except NotReadable:
        return
    assert str(url).isascii()
    assert not set(str(url)) & set(" \r\n\t\\")
    assert parse(str(url)) == url


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("http://a.cn/b/2022%E5%B9%B4.pdf?c#d", "2022年.pdf", id="escaped"),
        pytest.param("http://a.cn/b/", "b", id="a folder"),
        pytest.param("http://a.cn", "a.cn", id="a host"),
        pytest.param("http://a.cn/..%2F..%2Fetc%2Fpasswd", "passwd", id="folders, escaped"),
        pytest.param("http://a.cn/..%5Cx", "x", id="folders of another system"),
        pytest.param("http://a.cn/x%0Ay", "x�y", id="a line end"),
    ],
)
def test_name(text: str, name: str) -> None:
    assert Address(text).name == name


def test_a_long_name_is_cut() -> None:
    assert len(plain_name("名" * 1000)) <= 201


@pytest.mark.parametrize("text", ["http://a.cn", "HTTPS://a.cn", "ftp://a.cn", "file:///a"])
def test_what_looks_like_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["a.html", "/a/b", "C:\\a", "C:/a", "http", "报告://", "-"])
def test_what_looks_like_a_file(text: str) -> None:
    assert not is_address(text)
