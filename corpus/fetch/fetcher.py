"""One address to a kept original: by leave of the site, through redirects, only if it is new."""

import logging
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import NotReadable, SourceError
from corpus.fetch.address import Address, Url, follow, mended, parse, plain_name
from corpus.fetch.exchange import Clock, Reply
from corpus.fetch.gate import Barred, Peer
from corpus.fetch.links import attachments
from corpus.fetch.originals import FOLDER, Fetched, Originals, rejected
from corpus.fetch.polite import Limits, Polite
from corpus.fetch.robots import AGENT, Robots, parse_robots
from corpus.outcome import Rejected

HEADERS = {
    "User-Agent": f"{AGENT} (collects government disclosure reports; obeys robots.txt)",
    "Accept": "text/html,application/pdf,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
"""Who asks, said openly."""

ROBOTS_BYTES = 512_000
"""What RFC 9309 wants to be read of a robots.txt, 500 KiB. A site with more is not asked."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_SAYINGS = {
    401: "需要登录",
    403: "网站不允许访问",
    404: "没有这个网页",
    410: "网页已删除",
}
_LONGEST_VALIDATOR = 500  # characters; they have some 20 to 60

_log = logging.getLogger(__name__)
_Ask = Callable[[Url], Mapping[str, str]]


class Fetcher:
    """Fetches addresses one after the other. Remembers sites for as long as it lives.

    `allow_private` names peers that are asked although they are not public: for tests, which have
    their site on the machine they run on. `tls` must come from `tls_context`.
    """

    def __init__(
        self,
        data: Path,
        limits: Limits | None = None,
        *,
        allow_private: Collection[Peer] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._originals = Originals(data / FOLDER)
        self._polite = Polite(self._limits, allow_private, tls)
        self._robots = dict[str, Robots | NotReadable]()  # by site

    def fetch(self, address: Address) -> Fetched | Rejected:
        """What the address gives now. Whatever goes wrong becomes the answer."""
        try:
            return self._fetched(address)
        except SourceError as error:
            return rejected(address, error)
        except OSError as error:
            reason = f"无法保存下载的原件（{error.strerror or error}）"
            return rejected(address, NotReadable(reason, "请检查磁盘空间和数据目录的权限"))
        except Exception as error:  # a mistake of ours at one address must not cost the others
            _log.info("unexpected while fetching %s", address, exc_info=True)
            reason = f"下载时出错（{type(error).__name__}）"
            return rejected(address, SourceError(reason, "请把这个网址报告给开发者"))

    def _fetched(self, address: Address) -> Fetched:
        clock = Clock(time.monotonic() + self._limits.seconds, self._limits.quiet_seconds)
        before = self._originals.of(address)
        url, reply = self._page(parse(address.text), before, clock)
        if reply.status == 304 and before and before.url == str(url):
            return before
        if reply.status != 200:
            said = _SAYINGS.get(reply.status, "没有给出网页")
            raise NotReadable(f"网站答复 {reply.status}：{said}", "请用浏览器打开，检查网址")
        return self._originals.keep(_described(address, url, reply), reply.body)

    def _page(self, url: Url, before: Fetched | None, clock: Clock) -> tuple[Url, Reply]:
        def ask(there: Url) -> Mapping[str, str]:
            self._permit(there, clock)
            return _validators(before) if before and before.url == str(there) else {}

        return self._followed(url, ask, clock, self._limits.most_bytes)

    def _followed(self, url: Url, ask: _Ask, clock: Clock, most: int) -> tuple[Url, Reply]:
        """The answer at the end of all redirects, and who gave it. `ask` may refuse to go on."""
        for _ in range(self._limits.redirects + 1):
            reply = self._polite.get(url, {**HEADERS, **ask(url)}, clock, most)
            location = reply.headers.get("Location")
            if reply.status not in _MOVED or not location:
                return url, reply
            url = follow(url, location)
        raise NotReadable(
            f"网址跳转超过 {self._limits.redirects} 次", "请用浏览器打开，收录最后到达的网址"
        )

    def _permit(self, url: Url, clock: Clock) -> None:
        """Raises NotReadable: the site wants no program here, or does not say what it wants."""
        if url.origin not in self._robots:
            self._robots[url.origin] = self._asked(url, clock)
        robots = self._robots[url.origin]
        if isinstance(robots, NotReadable):
            raise NotReadable(robots.reason, robots.hint)
        if not robots.allows(url.target):
            raise NotReadable(
                "网站的 robots.txt 不允许程序访问这个网址", "请用浏览器打开，另存后按文件收录"
            )

    def _asked(self, url: Url, clock: Clock) -> Robots | NotReadable:
        """What the site's robots.txt says; a site that has none has no rules.

        A site that fails to answer may have rules: it is left alone for the rest of the run.
        """
        there = replace(url, target="/robots.txt")
        try:
            _, reply = self._followed(there, lambda _: {}, clock, ROBOTS_BYTES)
        except Barred as error:
            return error
        except NotReadable as error:
            return NotReadable(f"读不到网站的 robots.txt，没有访问：{error.reason}", error.hint)
        if reply.status == 200:
            robots = parse_robots(reply.body.decode("utf-8", "replace"))
            self._polite.slow_down(url, robots.delay)
            return robots
        if 400 <= reply.status < 500:
            return Robots()
        return NotReadable(f"读不到网站的 robots.txt（{reply.status}），没有访问", "请稍后再试")


def _validators(before: Fetched) -> Mapping[str, str]:
    headers = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in headers.items() if value}


def _described(address: Address, url: Url, reply: Reply) -> Fetched:
    filename = reply.headers.get_filename()
    return Fetched(
        address,
        str(url),
        datetime.now(UTC).isoformat(timespec="seconds"),
        name=(plain_name(mended(filename)) if filename else "") or Address(str(url)).name,
        sha256="",  # known when it is kept
        etag=_validator(reply, "ETag"),
        modified=_validator(reply, "Last-Modified"),
        attachments=attachments(url, reply.body),
    )


def _validator(reply: Reply, name: str) -> str:
    value = str(reply.headers.get(name, ""))
    return value if len(value) <= _LONGEST_VALIDATOR and value.isprintable() else ""
