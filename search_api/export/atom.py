"""A search as an Atom feed (RFC 4287): passages of reports that came in lately, newest first.

Ids are made of the passage's id and of the question, never of the server's address, so a feed that
moves stays the same feed. Pages of it are linked as RFC 5005 says.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID, uuid5

from lxml import etree

from search_api.answers import Asked
from search_api.service import FEED_SIZE, New, Newest, filters_of

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"

SITE = "政府信息公开年报检索"

_SPACE = UUID("6f0f7a4e-3a4e-5d0b-9c55-0a7b6e6f6b61")  # drawn once; ids are made in it
# What XML 1.0 cannot say at all: most control characters, halves of characters.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Pairs = Sequence[tuple[str, str]]


def pairs_of(asked: Asked) -> Pairs:
    """The question as an address says it, without order and page, which a feed has of its own."""
    pairs = [("q", asked.q)] if asked.q else []
    pairs += [(name, str(one)) for name, some in filters_of(asked).items() for one in some]
    flags = {"interpret": "" if asked.interpret else "false"}
    flags |= {"exact": "true" * asked.exact, "new": "true" * asked.new}
    return [*pairs, *((name, value) for name, value in flags.items() if value)]


def feed(found: Newest, pairs: Pairs, base: str) -> bytes:
    """The document. `pairs` are the question as an address says it, without its page; `base` is
    where the server stands, without a slash at the end."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-Hans")
    asked = found.asked
    _add(root, "title", f"{asked.q or '全部'} – {SITE}")
    _add(root, "subtitle", _subtitle(found))
    _add(root, "id", _urn(f"feed:{urlencode(list(pairs))}"))
    _add(root, "updated", found.updated)
    _add(etree.SubElement(root, f"{{{ATOM}}}author"), "name", SITE)
    _link(root, "self", _address(base, pairs, asked, asked.page), MEDIA_TYPE)
    _link(root, "alternate", f"{base}/?{urlencode(list(pairs))}", "text/html")
    for relation, page in _pages(asked.page, found.pages):
        _link(root, relation, _address(base, pairs, asked, page), MEDIA_TYPE)
    for one in found.passages:
        _entry(root, one, base)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text


def feed_url(pairs: Pairs, page: int = 1) -> str:
    """The address of the feed, from the root of the server."""
    said = [*pairs, *([("page", str(page))] if page > 1 else ())]
    return f"/feed.atom?{urlencode(said)}" if said else "/feed.atom"


def _subtitle(found: Newest) -> str:
    shown = f"共 {found.total} 段，最近收录的在前"
    page = f"，第 {found.asked.page} 页，共 {found.pages} 页" if found.pages > 1 else ""
    return "；".join((f"{shown}{page}", *found.notes))


def _pages(page: int, pages: int) -> list[tuple[str, int]]:
    """The relations of RFC 5005, each with its page."""
    found = [("first", 1), ("last", pages)] if pages > 1 else []
    found += [("previous", page - 1)] if 1 < page <= pages else []
    return found + ([("next", page + 1)] if page < pages else [])


def _entry(root: etree._Element, one: New, base: str) -> None:
    entry = etree.SubElement(root, f"{{{ATOM}}}entry")
    year = f" {one.report.year} 年度" if one.report.year else ""
    where = " › ".join((one.section_title, *one.passage.heading))
    _add(entry, "title", f"{one.report.agency}{year}：{where}，第 {one.passage.order} 段")
    _add(entry, "id", _urn(f"passage:{one.passage.id}"))
    _add(entry, "published", one.arrival.ingested)
    _add(entry, "updated", one.arrival.changed)
    _add(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", one.report.agency)
    _link(entry, "alternate", f"{base}{one.url}", "text/html")
    etree.SubElement(
        entry, f"{{{ATOM}}}category", term=f"section-{one.passage.section}", label=one.section_title
    )
    start, end = one.snippet
    before, after = "…" if start else "", "…" if end < len(one.passage.text) else ""
    _add(entry, "summary", f"{before}{one.passage.text[start:end]}{after}")
    _add(entry, "content", one.passage.text)


def _add(parent: etree._Element, name: str, text: str) -> None:
    """An element with text; of type "text", which is the usual one."""
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = _UNSAYABLE.sub("\ufffd", text)


def _link(parent: etree._Element, relation: str, address: str, kind: str) -> None:
    attributes = {"rel": relation, "type": kind, "href": _UNSAYABLE.sub("\ufffd", address)}
    etree.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _address(base: str, pairs: Pairs, asked: Asked, page: int) -> str:
    size = [("size", str(asked.size))] if asked.size != FEED_SIZE else []
    return f"{base}{feed_url([*pairs, *size], page)}"


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(_SPACE, name)}"
