"""Which reader the bytes want. The name is asked only where the bytes leave it open."""

import re

from corpus.errors import NotReadable
from corpus.read.archive import Zip

_MAGIC = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"\x1f\x8b", "GZIP 压缩文件"),
    (b"Rar!", "RAR 压缩文件"),
    (b"7z\xbc\xaf", "7z 压缩文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the latter without any file
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(rb"<(!doctype\s+html|html|head|body|table|div|p|meta|title)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<\?mso-application[^>]{0,40}Word|<w:wordDocument|<pkg:package")
_MAIL = re.compile(rb"\s*(?:MIME-Version|From|Subject|Date|Content-Type|Snapshot-[\w-]+):", re.I)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_PDF = re.compile(rb"%PDF-\d")
_STREAMS = (  # names in the directory of an old Office file
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("MatOST", "doc"),  # Works
    ("Workbook", "Excel 表格"),
    ("PowerPoint Document", "PowerPoint 文稿"),
)
_PARTS = (  # folders in a modern Office file
    ("word/", "docx"),
    ("xl/", "Excel 表格"),
    ("ppt/", "PowerPoint 文稿"),
)
_LONGEST_TYPE = 200  # bytes; the name of a format has some 50
KEYS = frozenset("txt html mhtml docx pdf doc wps wordxml rtf odt zip".split())
"""Every format there is a reader for. "zip" is an archive of files, each with its own reader."""


def sniff(name: str, data: bytes) -> str:
    """The key of a reader, one of KEYS. Raises NotReadable for a format without a reader."""
    start = data[:4096]
    for magic, kind in _MAGIC:
        if start.startswith(magic) and not _is_text(magic, start):
            raise _other(name, kind)
    if _PDF.search(start[:1024]):  # other bytes may stand before it
        return "pdf"
    if start.startswith(_ZIP):
        return _packed(name, data)
    if start.startswith(_OLD_OFFICE):
        return _old_office(name, data)
    if start.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return _text_or_page(start)


def _text_or_page(start: bytes) -> str:
    plain = start.replace(b"\x00", b"")  # so that UTF-16 mark-up is seen too
    if _MAIL.match(plain) and _RELATED.search(plain):
        return "mhtml"
    if _WORD_XML.search(plain):
        return "wordxml"
    return "html" if _MARKUP.search(plain) else "txt"


def _packed(name: str, data: bytes) -> str:
    """What a ZIP holds: one document, or files."""
    try:
        package = Zip(data)
        names = package.names
        if "mimetype" in names and "content.xml" in names:
            kind = package.inflate("mimetype", _LONGEST_TYPE).decode("ascii", "replace")
            return _known(name, "odt" if kind.strip().endswith("opendocument.text") else kind)
    except NotReadable as error:
        raise NotReadable(f"{name}：{error.reason}", error.hint) from error
    if "[Content_Types].xml" in names:
        for folder, kind in _PARTS:
            if any(each.startswith(folder) for each in names):
                return _known(name, kind)
    return "zip"


def _old_office(name: str, data: bytes) -> str:
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            if kind == "encrypted":
                raise NotReadable(f"{name} 已加密，需要密码才能打开", "请另存为没有密码的文件再试")
            found = _known(name, kind)
            return "wps" if name.lower().endswith(".wps") else found
    raise _other(name, "旧版 Office 文件，但里面没有 Word 文档")


def _known(name: str, kind: str) -> str:
    if kind not in KEYS:
        raise _other(name, kind)
    return kind


def _other(name: str, kind: str) -> NotReadable:
    return NotReadable(
        f"{name} 的内容是 {kind}，没有可用的读取方法", "请另存为 DOCX、PDF、TXT 或 HTML 再试"
    )


def _is_text(magic: bytes, start: bytes) -> bool:
    """Two letters such as BM or MZ also begin honest text; a program has NULs near its head."""
    return magic.isalpha() and len(magic) == 2 and b"\x00" not in start[:64]
