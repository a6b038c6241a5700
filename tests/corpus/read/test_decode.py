"""Bytes to characters, sure of the encoding or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.read.decode import decode, readable

REPORT = "青屏区教育局2021年政府信息公开工作年度报告。全年公开信息三件，收到申请两件。\n" * 3


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        pytest.param("utf-8", "utf-8", id="UTF-8"),
        pytest.param("utf-8-sig", "utf-8", id="UTF-8 with a byte order mark"),
        pytest.param("gb18030", "gb18030", id="GB18030"),
        pytest.param("gbk", "gb18030", id="GBK is part of GB18030"),
        pytest.param("gb2312", "gb18030", id="GB2312 is part of GB18030"),
        pytest.param("utf-16", "utf-16", id="UTF-16 with a byte order mark"),
        pytest.param("utf-16-le", "utf-16-le", id="UTF-16 without one"),
        pytest.param("utf-16-be", "utf-16-be", id="UTF-16 without one, big end first"),
        pytest.param("utf-32", "utf-32", id="UTF-32, whose mark begins with that of UTF-16"),
    ],
)
def test_encoding_is_found(codec: str, name: str) -> None:
    assert decode(REPORT.encode(codec)) == (REPORT, name)


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        pytest.param("gb2312", "gb18030", id="GB2312 means its superset"),
        pytest.param(" GBK ", "gb18030", id="spaces, upper case"),
        pytest.param("utf-8", "gb18030", id="declared wrongly"),
        pytest.param("x-unknown", "gb18030", id="a name that is none"),
        pytest.param("", "gb18030", id="nothing declared"),
        pytest.param("rot13", "gb18030", id="a codec that is no encoding"),
        pytest.param("iso-8859-1", "gb18030", id="an encoding that decodes anything"),
    ],
)
def test_a_declared_encoding_is_tried_first(declared: str, name: str) -> None:
    assert decode(REPORT.encode("gb18030"), declared) == (REPORT, name)


def test_big5_is_read_where_it_is_declared() -> None:
    text = "全年公開信息三件，收到申請兩件。" * 3
    assert decode(text.encode("big5"), "Big5") == (text, "big5hkscs")


def test_rare_characters_of_gb18030_read_back() -> None:
    text = "全年公开信息三件，㙍镇、𠮷村申请。" * 3
    assert decode(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(end: str) -> None:
    assert decode(f"公开{end}{end}三件{end}".encode())[0] == "公开\n\n三件\n"


def test_nul_characters_are_dropped() -> None:
    text, _ = decode(("公开三件。" * 30 + "\x00").encode())
    assert text == "公开三件。" * 30


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 20, id="every byte"),
        pytest.param(b"\x00\x01\x02\x03" * 100, id="control characters"),
        pytest.param("\ue000\ue001".encode() * 50, id="private characters"),
        pytest.param("\ufffd公".encode() * 200, id="replacement characters"),
        pytest.param(b"\xef\xbb\xbf\xff\xff", id="a mark that lies"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotReadable, match="解码"):
        decode(data)


def test_a_lying_mark_says_where_it_lies() -> None:
    with pytest.raises(NotReadable, match="第 6 字节") as caught:
        decode(b"\xef\xbb\xbf" + "公".encode() + b"\xff")
    assert caught.value.hint


def test_text_read_in_the_wrong_encoding_is_not_readable() -> None:
    report = REPORT * 5
    assert readable(report)
    assert not readable(report.encode().decode("gb18030", "replace"))


LETTERS = st.characters(codec="gb18030", exclude_categories=["C", "Zl", "Zp"])


@given(st.text(LETTERS, min_size=1), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_marked_and_unicode_text_reads_back(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0] == text


@given(st.binary(max_size=300), st.none() | st.text(max_size=10))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    try:
        text, _ = decode(data, declared)
    except NotReadable:
        return
    assert "\r" not in text
    assert "\x00" not in text
