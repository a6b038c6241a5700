"""Pages saved as one file."""

from base64 import b64encode

import pytest

from corpus.errors import NotReadable
from corpus.read import read
from corpus.read.mhtml import read_mhtml

HEAD = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
PICTURE = b"--x\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n"


def archive(page: bytes, kind: bytes = b"text/html; charset=gb2312", way: bytes = b"8bit") -> bytes:
    part = b"--x\r\nContent-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"
    return HEAD + PICTURE + part % (kind, way, page) + b"--x--\r\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(archive("<p>公开三件。</p>".encode("gb18030")), id="as it is"),
        pytest.param(
            archive(b64encode("<p>公开三件。</p>".encode("gb18030")), way=b"base64"), id="base64"
        ),
        pytest.param(
            archive(b"<p>=E5=85=AC=E5=BC=80=E4=B8=89=E4=BB=B6=E3=80=82</p>",
                    b"text/html; charset=utf-8", b"quoted-printable"), id="quoted-printable"
        ),
    ],
)  # fmt: skip
def test_the_page_is_read(data: bytes) -> None:
    document = read("a.doc", data)
    assert document.format == "mhtml"
    assert document.text == "公开三件。"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD + PICTURE + b"--x--", id="pictures alone"),
        pytest.param(HEAD + b"--x\r\n" * 3000, id="a thousand empty parts"),
    ],
)
def test_refused(data: bytes) -> None:
    with pytest.raises(NotReadable, match="网页存档里没有网页"):
        read_mhtml("a.mht", data)
