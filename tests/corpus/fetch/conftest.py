"""A site, and a fetcher that may ask it although it is on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.fetch import Address, Fetched, Fetcher, Limits
from corpus.outcome import Rejected
from tests.corpus.fetch.site import Site, running

QUICK = Limits(delay=0.0, pause=0.01, quiet_seconds=0.3, seconds=2.0)
Fetch = Callable[[str], Fetched | Rejected]


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as opened:
        yield opened


@pytest.fixture
def fetch(site: Site, tmp_path: Path) -> Fetch:
    """One run of the program, which remembers the site. No other peer inside is let through."""
    fetcher = Fetcher(tmp_path, QUICK, allow_private={site.peer})
    return lambda text: fetcher.fetch(Address(text))
