"""Web addresses to kept originals, politely and within bounds. Reading them is not done here.

    address ─ parse ─▶ Url ─ gate ─▶ peers ─ exchange ─▶ Reply ─ Fetcher ─▶ Fetched ─▶ Given

Order: address, gate, exchange, robots, links, originals, polite,
fetcher

The client is the standard library's `http.client` on a connection of our own: a name is resolved
once, what it resolves to is checked, and that very address is connected to. Larger clients resolve
names themselves, follow redirects, unpack and take proxies from the environment, and each of these
would have to be taken from them again. So no proxy is used, no cookie kept and no script run.
"""

from corpus.fetch.address import Address, is_address
from corpus.fetch.fetcher import Fetcher
from corpus.fetch.originals import FOLDER, Fetched
from corpus.fetch.polite import Limits

__all__ = ["FOLDER", "Address", "Fetched", "Fetcher", "Limits", "is_address"]
