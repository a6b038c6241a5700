"""A web address: as somebody gave it, and as a program may ask for it."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NoReturn
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from corpus.errors import NotReadable

SCHEMES = {"http": 80, "https": 443}
"""What is fetched, each with its port."""

_LONGEST = 2000  # characters; browsers and servers agree on about this many
_LONGEST_HOST = 253  # characters, as names on the net have them
_LONGEST_NAME = 200  # characters, as in archives
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_IN_PATH = "/%:@!$&'()*+,;=~"  # may stand there as they are; a % begins an escape already made
_IN_QUERY = _IN_PATH + "?"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was given, good or bad. Its text is what it is known by ever after."""

    text: str

    @property
    def name(self) -> str:
        """The last part of its path, as a file would be called; the host if there is none."""
        path = self.text.partition("#")[0].partition("?")[0]
        return plain_name(unquote(path.rstrip("/").rpartition("/")[2], errors="replace"))

    def __str__(self) -> str:
        return shown(self.text, _LONGEST)


@dataclass(frozen=True, slots=True)
class Url:
    """An address in the one form that is asked for."""

    scheme: str  # "http" or "https"
    host: str  # ASCII, lower case; an IPv6 address without brackets
    port: int
    target: str  # path and query, escaped; begins with "/"

    @property
    def authority(self) -> str:
        """Host and port as the request names them; the usual port is not named."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The site: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def is_address(text: str) -> bool:
    """Whether this names something on the net rather than a file: "https://…", "FTP://…".

    >>> is_address("https://www.example.cn/"), is_address("C:/报告.txt"), is_address("报告.txt")
    (True, False, False)
    """
    return _WEB.match(text) is not None


def parse(text: str) -> Url:
    """The address to ask for; a fragment is left out, and Chinese is escaped as browsers do.

    >>> str(parse("HTTPS://公开.Example.cn:443/年报 一.html?年=2022#表三"))
    'https://xn--55qw44a.example.cn/%E5%B9%B4%E6%8A%A5%20%E4%B8%80.html?%E5%B9%B4=2022'

    Raises NotReadable: no http or https address, user name or password in it, no plain host.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or _CONTROL.search(text):
        _refuse("不是有效的网址", text)
    parts = _split(text)
    if parts.scheme not in SCHEMES:
        _refuse("只收录 http 和 https 网址", text)
    if "@" in parts.netloc:
        raise NotReadable("网址里有用户名或密码，没有使用", "请给出不需要登录的公开网址")
    try:
        port = parts.port
    except ValueError:
        _refuse("网址的端口无效", text)
    target = quote(parts.path, safe=_IN_PATH) or "/"
    if parts.query:
        target += "?" + quote(parts.query, safe=_IN_QUERY)
    usual = SCHEMES[parts.scheme]
    return Url(parts.scheme, _host(parts, text), usual if port is None else port, target)


def join(url: Url, link: str) -> Url:
    """Where a link on this page leads. Raises NotReadable, as `parse`."""
    try:
        return parse(urljoin(str(url), link))
    except ValueError:
        _refuse("网页上的链接无效", link)


def follow(url: Url, location: str) -> Url:
    """Where a redirect leads. Raises NotReadable: as `parse`, or from https to http."""
    there = join(url, mended(location))
    if url.scheme == "https" and there.scheme != "https":
        raise NotReadable(
            f"从加密网址跳转到了不加密的网址：{shown(str(there))}", "请确认后直接收录该网址"
        )
    return there


def shown(text: str, longest: int = 300) -> str:
    """The text on one line, without what a terminal would act on."""
    plain = "".join(each if each.isprintable() else "�" for each in text[:longest])
    return plain if len(text) <= longest else f"{plain}…"


def mended(header: str) -> str:
    """Headers come as Latin-1; those who put Chinese there meant UTF-8 or GB18030."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return header.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
    return header


def plain_name(text: str) -> str:
    """A name for people: the last part of a path, on one line, of bearable length."""
    return shown(re.split(r"[/\\]", text)[-1].strip(), _LONGEST_NAME)


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:  # brackets that do not close, or characters that turn into / or @
        _refuse("不是有效的网址", text)


def _host(parts: SplitResult, text: str) -> str:
    """The host in ASCII. An IPv4 address is taken in its plain form only.

    0x7f.1, 2130706433 and 0177.0.0.1 mean 127.0.0.1 to some programs and something else or nothing
    to others.
    """
    named = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            return IPv6Address(named).compressed if "%" not in named else _refuse("", text)
        except AddressValueError:
            _refuse("IP 地址无效", text)
    host = _ascii(named, text).removesuffix(".")
    if not _HOST.fullmatch(host):
        _refuse("网址里的主机名无效", text)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            IPv4Address(host)
        except AddressValueError:
            _refuse("IP 地址只能写成四段十进制数", text)
    return host


def _ascii(host: str, text: str) -> str:
    if not 0 < len(host) <= _LONGEST_HOST:
        _refuse("网址里没有主机名", text)
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        _refuse("网址里的主机名无效", text)


def _refuse(reason: str, text: str) -> NoReturn:
    raise NotReadable(f"{reason or '不是有效的网址'}：{shown(text)}", "请检查网址是否完整")
