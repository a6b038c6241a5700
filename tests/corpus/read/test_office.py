"""Old formats through LibreOffice where it is; where it is not, a refusal that says so.

Each test runs a real conversion on a machine with LibreOffice, and on any other checks the refusal.
"""

import pytest

from corpus.errors import NotReadable
from corpus.model import Grid
from corpus.read import read
from corpus.read.office import read_office, soffice
from corpus.read.sniff import sniff
from tests.corpus.read.made_docx import zipped

HERE = soffice() is not None


def rtf(text: str) -> bytes:
    """Han characters as RTF writes them."""
    return "".join(each if each.isascii() else f"\\u{ord(each)}?" for each in text).encode()


RTF = rtf(
    r"{\rtf1\ansi\deff0 青平区人民政府2023年政府信息公开工作年度报告\par 一、总体情况\par "
    r"\trowd\cellx2000\cellx4000 规章\intbl\cell 12\intbl\cell\row\pard 完。\par}"
)
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
ODT = zipped(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
        'opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:'
        'xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2">'
        "<office:body><office:text><text:p>一、总体情况</text:p><table:table>"
        '<table:table-column table:number-columns-repeated="2"/>'
        f"<table:table-row>{CELL.format('规章')}{CELL.format('12')}</table:table-row>"
        "</table:table><text:p>完。</text:p></office:text></office:body>"
        "</office:document-content>",
    }
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(RTF, "rtf", id="RTF"),
        pytest.param(ODT, "odt", id="ODT"),
    ],
)
def test_text_and_tables(data: bytes, kind: str) -> None:
    assert sniff("a.txt", data) == kind
    if not HERE:
        with pytest.raises(NotReadable, match="LibreOffice"):
            read("a.txt", data)
        return
    document = read("a.txt", data)
    assert document.format == kind
    assert "一、总体情况" in document.text
    assert "完。" in document.text
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", "12"]]


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")


def test_what_libreoffice_cannot_open_is_refused() -> None:
    assert sniff("a.doc", OLD_WORD) == "doc"
    assert sniff("a.wps", OLD_WORD) == "wps"
    reason = "打不开" if HERE else "没有找到"
    with pytest.raises(NotReadable, match=reason) as caught:
        read_office("a.doc", OLD_WORD, "doc")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        pytest.param("EncryptedPackage", "加密", id="an encrypted Word file"),
        pytest.param("Workbook", "Excel", id="a table of Excel"),
        pytest.param("PowerPoint Document", "PowerPoint", id="slides"),
        pytest.param("Something", "旧版 Office", id="something else"),
    ],
)
def test_other_old_office_files_are_refused_by_name(stream: str, reason: str) -> None:
    data = OLD_WORD.replace("WordDocument".encode("utf-16-le"), stream.encode("utf-16-le"))
    with pytest.raises(NotReadable, match=reason):
        sniff("a.doc", data)


def test_a_table_of_libreoffice_is_refused_by_name() -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with pytest.raises(NotReadable, match="spreadsheet"):
        sniff("a.odt", zipped({"mimetype": kind, "content.xml": ""}))


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        pytest.param("word/document.xml", "docx", id="Word"),
        pytest.param("xl/workbook.xml", "Excel", id="Excel"),
        pytest.param("ppt/presentation.xml", "PowerPoint", id="PowerPoint"),
    ],
)
def test_new_office_files_are_told_by_their_parts(part: str, kind: str) -> None:
    data = zipped({"[Content_Types].xml": "", part: ""})
    if kind == "docx":
        assert sniff("a.zip", data) == kind
    else:
        with pytest.raises(NotReadable, match=kind):
            sniff("a.zip", data)
