"""One request to one machine, within limits of time and size, and nothing beyond that.

Redirects, repeats and manners are the caller's; here an answer is an answer, whatever its status.
"""

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Any

from corpus.errors import NotReadable
from corpus.fetch.address import Url
from corpus.fetch.gate import Peer

_PIECE = 1 << 16  # bytes asked for at once
_GZIP = 16 + zlib.MAX_WBITS  # a gzip head is wanted, by zlib's convention
_OK = 200


class Temporary(NotReadable):
    """It may go better a little later. `wait`: seconds the site asks for, None if it does not."""

    def __init__(self, reason: str, hint: str = "请稍后再试", wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(reason, hint)


@dataclass(frozen=True, slots=True)
class Clock:
    """How long an exchange may take."""

    end: float  # of `time.monotonic`: then everything about this address is over
    quiet: float  # seconds without a byte

    def left(self) -> float:
        """Seconds that the next step may take. Raises TimeoutError: none are left."""
        left = min(self.quiet, self.end - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Message  # asked without regard to case
    body: bytes  # unpacked; empty unless the status is 200


def exchange(
    url: Url,
    peers: Sequence[Peer],
    headers: Mapping[str, str],
    clock: Clock,
    *,
    most: int,
    tls: ssl.SSLContext | None,
) -> Reply:
    """Ask one of these peers for the address; of its body `most` bytes, packed and unpacked.

    `tls` is from `tls_context`, None where the address is not locked.

    Raises NotReadable: too large, packed in a way nobody asked for, certificate not to be trusted.
    Raises Temporary: no answer, no answer in time, an answer that broke off or is no HTTP.
    """
    try:
        with _connected(url, peers, clock, tls) as opened:
            return _asked(opened, url, headers, most)
    except ssl.SSLCertVerificationError as error:
        raise NotReadable(
            f"网站 {url.host} 的证书无法验证（{error.verify_message}）",
            "请用浏览器打开，确认后另存再按文件收录",
        ) from error
    except TimeoutError as error:
        raise Temporary("网站没有在限定时间内答复") from error
    except (OSError, http.client.HTTPException) as error:
        raise Temporary(f"与网站的连接失败或中断（{_said(error)}）") from error


def tls_context(cafile: str | None = None) -> ssl.SSLContext:
    """Certificates are verified, against the system's roots unless a file is named."""
    context = ssl.create_default_context(cafile=cafile)
    context.sslsocket_class = _TimedTls
    return context


class _Timed(socket.socket):
    """A socket on which every wait ends with the clock.

    The usual limit of time is for each wait alone: who sends a byte a second would never be late.
    """

    clock: Clock

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.clock.left())
        return super().recv_into(*args, **kwargs)


class _TimedTls(ssl.SSLSocket):
    clock: Clock

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.clock.left())
        return super().recv_into(*args, **kwargs)


def _connected(
    url: Url, peers: Sequence[Peer], clock: Clock, tls: ssl.SSLContext | None
) -> _Timed | _TimedTls:
    """A connection to the first peer that takes one."""
    *others, last = peers
    for peer in others:
        try:
            return _opened(url, peer, clock, tls)
        except OSError:
            continue
    return _opened(url, last, clock, tls)


def _opened(url: Url, peer: Peer, clock: Clock, tls: ssl.SSLContext | None) -> _Timed | _TimedTls:
    opened = _Timed(socket.AF_INET6 if ":" in peer[0] else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.clock = clock
        opened.settimeout(clock.left())
        opened.connect(peer)
        if url.scheme == "http":
            return opened
        if tls is None:
            raise ValueError(f"no TLS context for {url}")
        opened.settimeout(clock.left())  # for the whole handshake
        secured = tls.wrap_socket(opened, server_hostname=url.host)
        assert isinstance(secured, _TimedTls)  # by `tls_context`
        secured.clock = clock
        return secured
    except BaseException:
        opened.close()
        raise


def _asked(opened: _Timed | _TimedTls, url: Url, headers: Mapping[str, str], most: int) -> Reply:
    connection = http.client.HTTPConnection(url.host, url.port)
    connection.sock = opened
    fixed = {"Host": url.authority, "Accept-Encoding": "gzip", "Connection": "close"}
    connection.request("GET", url.target, headers={**fixed, **headers})
    with connection.getresponse() as response:
        body = _body(response, most) if response.status == _OK else b""
        return Reply(response.status, response.headers, body)


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    expected, received = response.length, 0  # None where the end of the connection is the end
    if expected is not None and expected > most:
        raise _too_large(most)
    unpack = _unpacker(response.headers.get("Content-Encoding", ""), most)
    body = bytearray()
    while piece := response.read(_PIECE):
        received += len(piece)
        body += unpack.feed(piece)
        if max(received, len(body)) > most:
            raise _too_large(most)
    if (expected is not None and received < expected) or not unpack.whole:
        raise Temporary("网站发来的内容不完整，连接中断")
    return bytes(body)


class _Plain:
    """What is not packed."""

    whole = True

    def feed(self, piece: bytes) -> bytes:
        return piece


class _Gzip:
    """Unpacks piece by piece, never more than `most` bytes of it."""

    def __init__(self, most: int) -> None:
        self._most, self._left = most, most
        self._zlib = zlib.decompressobj(_GZIP)

    @property
    def whole(self) -> bool:
        return self._zlib.eof

    def feed(self, piece: bytes) -> bytes:
        if self._zlib.eof:
            raise _badly_packed()
        try:
            out = self._zlib.decompress(piece, self._left + 1)
        except zlib.error as error:
            raise _badly_packed() from error
        if len(out) > self._left:
            raise _too_large(self._most)
        if self._zlib.unused_data:
            raise _badly_packed()
        self._left -= len(out)
        return out


def _unpacker(named: str, most: int) -> _Plain | _Gzip:
    match named.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip(most)
    raise NotReadable("网站用了没有请求的压缩方式", "请用浏览器打开，另存后按文件收录")


def _badly_packed() -> NotReadable:
    return NotReadable("网站发来的压缩内容有误", "请用浏览器打开，另存后按文件收录")


def _too_large(most: int) -> NotReadable:
    return NotReadable(
        f"网页或附件超过上限 {most / 1e6:,.0f} MB，已停止下载", "年度报告不会这样大，请确认网址"
    )


def _said(error: Exception) -> str:
    said = getattr(error, "strerror", None)
    return str(said) if said else type(error).__name__
