"""The bytes choose the reader; a lying name does not."""

import pytest

from corpus.errors import NotReadable
from corpus.read.sniff import sniff


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param("一、总体情况".encode(), "txt", id="text"),
        pytest.param(b"<!DOCTYPE html><html>", "html", id="a page"),
        pytest.param(b"\n\n  <HTML lang='zh'>", "html", id="upper case, space before"),
        pytest.param(b"\xef\xbb\xbf<html>", "html", id="a byte order mark before"),
        pytest.param("<html><body>".encode("utf-16"), "html", id="a page in UTF-16"),
        pytest.param(b"<table><tr><td>1</td></tr></table>", "html", id="a table alone"),
        pytest.param(
            "见 <http://www.example.org>".encode(), "txt", id="an address in angle brackets"
        ),
        pytest.param("第3页<第4页".encode(), "txt", id="a sign less-than"),
        pytest.param(b"BM 2021", "txt", id="text that begins like a bitmap"),
        pytest.param(b"MZ 2021", "txt", id="text that begins like a program"),
        pytest.param(b"", "txt", id="nothing"),
    ],
)
def test_kind(data: bytes, kind: str) -> None:
    assert sniff("report.doc", data) == kind


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", "PNG", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0", "JPEG", id="JPEG"),
        pytest.param(b"GIF89a", "GIF", id="GIF"),
        pytest.param(b"BM" + b"\x00" * 60, "BMP", id="a bitmap"),
        pytest.param(b"\x1f\x8b\x08", "GZIP", id="GZIP"),
        pytest.param(b"MZ\x90\x00\x03", "程序", id="a program"),
        pytest.param(b"\x7fELF\x02", "程序", id="another"),
    ],
)
def test_other_formats_are_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=said) as caught:
        sniff("report.txt", data)
    assert "report.txt" in caught.value.reason
    assert caught.value.hint
