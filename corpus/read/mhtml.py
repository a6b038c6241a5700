"""Web pages saved as one file (.mht, .mhtml): the page in it; its pictures and frames are left."""

from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.html import read_html

_MOST_PARTS = 2_000  # a page with many pictures has some hundred


def read_mhtml(name: str, data: bytes) -> Document:
    """The page as blocks. Raises NotReadable: no page in the file, or as for any page."""
    try:
        page = _page(message_from_bytes(data))
    except (MessageError, RecursionError, LookupError, ValueError) as error:
        raise NotReadable("网页存档损坏，无法读取", "请重新保存网页，选择“仅 HTML”") from error
    if page is None:
        raise NotReadable("网页存档里没有网页", "请重新保存网页，选择“仅 HTML”")
    return replace(read_html(name, page), format="mhtml")


def _page(message: Message) -> bytes | None:
    """The first page of the archive, with its encoding where the page itself may not say it."""
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            return None
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset()
                said = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
                return said + content
    return None
