"""The one way in: any bytes end as a document or as a reason why not."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.model import Grid
from corpus.read import MOST_CHARACTERS, read

TEXT = "一、总体情况\n规章\t0\t0\t0\n公开三件。\n"


def test_a_document_knows_its_file() -> None:
    data = TEXT.encode("gb18030")
    document = read("报告.txt", data, path="/reports/报告.txt")
    assert (document.name, document.path) == ("报告.txt", "/reports/报告.txt")
    assert (document.format, document.encoding) == ("txt", "gb18030")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "空", id="nothing"),
        pytest.param(b" \r\n\t \n", "空", id="white space"),
        pytest.param(b"\xef\xbb\xbf", "空", id="a byte order mark alone"),
        pytest.param(b"\xff\xfe\x00\x00", "空", id="a mark of UTF-32 alone"),
        pytest.param(b"\x00" * 50, "空", id="NULs"),
        pytest.param("\u3000\u3000\n".encode(), "文字", id="ideographic spaces"),
        pytest.param(b"<html><body></body></html>", "文字", id="an empty page"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "PNG", id="a picture named .txt"),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as caught:
        read("report.txt", data)
    assert caught.value.hint


def test_a_text_longer_than_any_report_is_refused() -> None:
    with pytest.raises(NotReadable, match=r"5,000,001 字.*5,000,000 字"):
        read("a.txt", b"a" * (MOST_CHARACTERS + 1))


def test_a_page_named_txt_is_read_as_a_page() -> None:
    document = read(
        "a.txt", b"<html><body><table><tr><td>1</td><td>2</td></tr></table></body></html>"
    )
    assert document.format == "html"
    assert isinstance(document.blocks[0], Grid)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_document_or_refused(data: bytes) -> None:
    try:
        document = read("a.txt", data)
    except NotReadable as error:
        assert error.reason
        return
    lines = document.text.split("\n")
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in (cell for row in block.rows for cell in row):
                assert cell.text in lines[cell.place.line - 1] or document.format == "html"
        else:
            assert document.text[block.start :].startswith(block.text)
            assert lines[block.place.line - 1].startswith(block.text)
