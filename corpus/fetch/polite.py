"""Asking a site without being a burden to it: one thing at a time, slowly, and not for ever.

A site is asked at most once in `delay` seconds. Where it is busy or does not answer, it is asked
again after the time it names, or after a pause that doubles.
"""

import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from itertools import count

from corpus.fetch.address import Url
from corpus.fetch.exchange import Clock, Reply, Temporary, exchange, tls_context
from corpus.fetch.gate import Peer, peers

BUSY = frozenset({408, 429, 502, 503, 504})
"""Answers that mean "not now"."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what one address may cost us, and of what we may cost a site."""

    most_bytes: int = 50_000_000  # as large as a file that stands by itself may be
    seconds: float = 300.0  # for one address in all: 50 MB at a slow site's 200 KB/s
    quiet_seconds: float = 20.0  # without a byte; slow sites take five to begin
    redirects: int = 5  # sites use one or two
    tries: int = 3  # of one request
    delay: float = 1.0  # seconds between requests to one site, at least
    pause: float = 1.0  # seconds before the second try; twice that before the third
    longest_wait: float = 60.0  # seconds; a site that wants more is left for another day


class Polite:
    """Who asks. Keeps in mind when each site was asked last."""

    def __init__(
        self, limits: Limits, allow_private: Collection[Peer], tls: ssl.SSLContext | None
    ) -> None:
        self._limits, self._allow_private = limits, allow_private
        self._given_tls = tls
        self._free = dict[str, float]()  # host -> when it may be asked again
        self._slower = dict[str, float]()  # host -> seconds it wants between requests

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made when first needed: reading the system's roots takes a while."""
        return self._given_tls or tls_context()

    def slow_down(self, url: Url, seconds: float) -> None:
        """From now on leave this host so long between requests, if that is more than is usual."""
        self._slower[url.host] = min(seconds, self._limits.longest_wait)

    def get(self, url: Url, headers: Mapping[str, str], clock: Clock, most: int) -> Reply:
        """The site's answer, whatever its status but BUSY.

        Raises NotReadable, as `peers` and `exchange`; after the last try, Temporary.
        """
        for attempt in count(1):
            try:
                return self._once(url, headers, clock, most)
            except Temporary as error:
                if attempt >= self._limits.tries:
                    raise
                usual = self._limits.pause * 2 ** (attempt - 1)
                self._rest(usual if error.wait is None else error.wait, clock, error)
        raise AssertionError  # count() does not end

    def _once(self, url: Url, headers: Mapping[str, str], clock: Clock, most: int) -> Reply:
        turn = self._free.get(url.host, 0.0) - time.monotonic()
        self._rest(turn, clock, Temporary("轮到访问这个网站之前，时间已到"))
        asked = peers(url, self._allow_private)
        tls = self._tls if url.scheme == "https" else None
        try:
            reply = exchange(url, asked, headers, clock, most=most, tls=tls)
        finally:
            delay = max(self._limits.delay, self._slower.get(url.host, 0.0))
            self._free[url.host] = time.monotonic() + delay
        if reply.status in BUSY:
            wait = _retry_after(reply.headers.get("Retry-After", ""))
            raise Temporary(f"网站正忙（{reply.status}）", wait=wait)
        return reply

    def _rest(self, seconds: float, clock: Clock, otherwise: Temporary) -> None:
        """Wait. Raises the given error where the wait is too long for us."""
        if seconds > min(self._limits.longest_wait, clock.end - time.monotonic()):
            raise otherwise
        if seconds > 0:
            time.sleep(seconds)


def _retry_after(value: str) -> float | None:
    """Seconds from now, said as a number or as a date; None if not said."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
