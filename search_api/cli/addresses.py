"""Web addresses on the command line: which words are some, and fetching them before all is read."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from corpus.archives import Archives
from corpus.fetch import Address, Fetched, Fetcher, is_address
from corpus.files import Found
from corpus.ingest import Rejected
from corpus.read.decode import decode


def named(words: Sequence[str], listing: BinaryIO | None = None) -> list[Path | Address]:
    """Files and addresses as they are named, then the addresses of the list; each address once.

    Raises NotReadable: the list is no text.
    """
    found = [Address(word) if is_address(word) else Path(word) for word in words]
    return [*dict.fromkeys([*found, *(listed(listing.read()) if listing else ())])]


def listed(data: bytes) -> Iterator[Address]:
    """One address a line; empty lines and those that begin with # say nothing."""
    for line in decode(data)[0].splitlines():
        text = line.strip()
        if text and not text.startswith("#"):
            yield Address(text)


def fetch_all(fetcher: Fetcher, addresses: Sequence[Address]) -> list[Fetched | Rejected]:
    """All of them, one after the other, with a count on a terminal. What comes is kept at once."""
    found = list[Fetched | Rejected]()
    for number, address in enumerate(addresses, 1):
        if sys.stderr.isatty():
            click.echo(f"\r下载 {number}/{len(addresses)}", err=True, nl=number == len(addresses))
        found.append(fetcher.fetch(address))
    return found


def contents(
    fetched: Iterable[Fetched | Rejected], archives: Archives | None = None
) -> Iterator[Found]:
    """What there is to read in what was fetched; refusals in their place."""
    for one in fetched:
        if isinstance(one, Rejected):
            yield one
        else:
            yield from one.contents(archives)
