"""Attachments that a page links to: the report itself is often one of them."""

import html
import re
from collections.abc import Iterator
from itertools import islice

from corpus.errors import NotReadable
from corpus.fetch.address import Url, join
from corpus.read.decode import decode

MOST = 20
"""Links that are told of. A page with one report has one to five."""

_MOST_BYTES = 2_000_000  # of a page that is looked through; pages have some ten to hundred thousand
_LONGEST = 2000  # characters of a link with its text
_DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps")
_SAID = re.compile(r"年度报告|年报")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TITLE = re.compile(r"""\btitle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,500}>|\s+|&nbsp;")


def attachments(url: Url, data: bytes) -> tuple[str, ...]:
    """Addresses of documents on this page whose link speaks of a yearly report, in order.

    () for what is no page. Each link is looked at in a window of its own: a hostile page costs no
    more than its length, and no tree is built of it.
    """
    if len(data) > _MOST_BYTES or b"href" not in data.lower():
        return ()
    try:
        text = decode(data)[0]
    except NotReadable:
        return ()
    return tuple(islice(dict.fromkeys(_found(url, text)), MOST))


def _found(url: Url, text: str) -> Iterator[str]:
    for piece in re.split(r"<a\s", text, flags=re.IGNORECASE)[1:]:
        tag, _, rest = piece[:_LONGEST].partition(">")
        inside = re.split(r"</a", rest, maxsplit=1, flags=re.IGNORECASE)[0]
        title = "".join(found for match in _TITLE.findall(tag) for found in match)
        if _SAID.search(_TAG.sub("", html.unescape(inside)) + html.unescape(title)):
            yield from _document(url, tag)


def _document(url: Url, tag: str) -> Iterator[str]:
    if found := _HREF.search(tag):
        link = html.unescape(found[1] or found[2] or found[3] or "").strip()
        try:
            there = join(url, link)
        except NotReadable:
            return
        if there.target.partition("?")[0].lower().endswith(_DOCUMENTS):
            yield str(there)
