"""Archives: every file in them, and nothing that they could do to the reader."""

import stat
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import NotReadable
from corpus.read import archive, files
from corpus.read.archive import Member, Zip, members, shown
from tests.corpus.read.made_docx import docx, p, zipped


def names(data: bytes) -> list[str]:
    return [member.name for member in members(data)]


def info(name: str, *, utf8: bool = True) -> zipfile.ZipInfo:
    """An entry as it comes out of the directory of an archive."""
    made = zipfile.ZipInfo("x")
    made.filename = name if utf8 else name.encode("gb18030").decode("cp437")
    made.flag_bits = 0x800 if utf8 else 0
    return made


def test_every_file_with_its_bytes() -> None:
    found = list(members(zipped({"a.txt": "一", "2023/b.txt": "二"})))
    assert [(member.name, member.data.decode(), member.refused) for member in found] == [
        ("a.txt", "一", None),
        ("2023/b.txt", "二", None),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("../../etc/passwd", "etc/passwd", id="out of the folder"),
        pytest.param("/etc/passwd", "etc/passwd", id="from the root"),
        pytest.param("..\\..\\windows\\a.txt", "windows/a.txt", id="backslashes"),
        pytest.param("a/./b/../c.txt", "a/b/c.txt", id="dots between"),
        pytest.param("年报\n.txt", "年报.txt", id="a newline"),
        pytest.param("年报\x1b[31m.txt", "年报[31m.txt", id="an escape sequence"),
        pytest.param("年报\u202etxt.exe", "年报txt.exe", id="written backwards"),
        pytest.param("/", "（无名）", id="nothing left"),
        pytest.param("长" * 300 + ".txt", "长" * 196 + ".txt", id="too long"),
    ],
)
def test_a_name_is_a_label_and_no_path(name: str, said: str) -> None:
    assert shown(info(name)) == said


def test_a_name_of_a_chinese_system() -> None:
    assert shown(info("洪泽区年报.txt", utf8=False)) == "洪泽区年报.txt"


def test_a_name_in_utf_8_that_does_not_say_so() -> None:
    made = info("x")
    made.filename, made.flag_bits = "年报.txt".encode().decode("cp437"), 0
    assert shown(made) == "年报.txt"


@given(st.text(max_size=60), st.booleans())
def test_any_name_is_harmless(name: str, utf8: bool) -> None:
    made = info("x")
    made.filename, made.flag_bits = name, 0x800 * utf8
    parts = shown(made).split("/")
    assert parts and not {"", ".", ".."} & {*parts}
    assert all(part.isprintable() and "\\" not in part for part in parts)


def test_folders_links_and_hidden_files_are_left_out() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.mkdir("2023")
        for name in ("__MACOSX/a.txt", ".DS_Store", "a/.b.txt", "~$年报.docx", "2023/年报.txt"):
            file.writestr(name, "x")
    assert names(out.getvalue()) == ["2023/年报.txt"]


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with the first of these bytes changed, which stand before the directory."""
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new, 1)


PLAIN = zipped({"a.txt": "一" * 100, "b.txt": "二"})


def locked(data: bytes) -> bytes:
    """The same archive, all its entries marked as encrypted."""
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(head)
        data = head.join([parts[0], *(_set(part, place - 4) for part in parts[1:])])
    return data


def _set(part: bytes, place: int) -> bytes:
    return part[:place] + bytes([part[place] | 1]) + part[place + 1 :]


def squeezed(method: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("a.txt", "一")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        pytest.param(locked(PLAIN), ["加密", "加密"], id="encrypted"),
        pytest.param(squeezed(zipfile.ZIP_BZIP2), ["压缩方法"], id="a rare method"),
        pytest.param(squeezed(zipfile.ZIP_LZMA), ["压缩方法"], id="another"),
        pytest.param(
            changed(PLAIN, b"a.txt", b"c.txt"), ["损坏", None], id="names that do not agree"
        ),
        pytest.param(
            changed(squeezed(zipfile.ZIP_STORED), "一".encode(), "二".encode()),
            ["损坏"],
            id="changed",
        ),
    ],
)
def test_a_member_that_cannot_be_had_says_why(data: bytes, reasons: list[str | None]) -> None:
    found = list(members(data))
    assert len(found) == len(reasons)
    for member, reason in zip(found, reasons, strict=True):
        if reason is None:
            assert member.refused is None
        else:
            assert member.refused and reason in member.refused.reason and not member.data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN[:-30], id="cut off"),
        pytest.param(b"PK\x03\x04", id="the first four bytes"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x05\x06" + b"\xff" * 18, id="a directory that is nowhere"),
    ],
)
def test_a_broken_archive_is_refused(data: bytes) -> None:
    with pytest.raises(NotReadable, match="损坏") as caught:
        list(members(data))
    assert caught.value.hint


def test_too_many_files_are_refused_unlisted() -> None:
    with pytest.raises(NotReadable, match="10,000 个"):
        Zip(b"PK\x01\x02" * 10_001)


def test_a_member_that_grows_too_large_is_stopped() -> None:
    data = zipped({"a.txt": b"0" * (archive.MOST_MEMBER + 1), "b.txt": "二"})
    assert len(data) < 100_000
    large, small = members(data)
    assert large.refused and "50 MB" in large.refused.reason
    assert small.data.decode() == "二"


def test_all_together_are_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_INFLATED", 1000)
    data = zipped({f"{index}.txt": b"0" * 100 for index in range(12)})
    found = list(members(data))
    assert [len(member.data) for member in found] == [100] * 10 + [0] * 2
    assert found[-1].refused and "其余" in found[-1].refused.reason


@given(st.binary(max_size=300), st.integers(0, len(PLAIN)))
def test_any_damage_is_refused_or_read(noise: bytes, at: int) -> None:
    for data in (PLAIN[:at] + noise + PLAIN[at:], PLAIN[:at] + noise + PLAIN[at + len(noise) :]):
        try:
            for member in members(data):
                assert member.data or member.refused or member.name
        except NotReadable as error:
            assert error.reason


def test_a_file_that_is_no_archive_is_the_one_file() -> None:
    assert list(files("a.txt", b"x")) == [Member("a.txt", b"x")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(zipped({"in.zip": PLAIN}), "压缩包里的压缩包", id="an archive within"),
        pytest.param(zipped({}), "没有文件", id="an empty one"),
        pytest.param(zipped({"__MACOSX/a": ""}), "没有文件", id="nothing worth reading"),
        pytest.param(PLAIN[:-30], "损坏", id="cut off"),
    ],
)
def test_files_that_cannot_be_had_say_why(data: bytes, reason: str) -> None:
    (member,) = files("a.zip", data)
    with pytest.raises(NotReadable, match=reason):
        member.read()


def test_a_word_file_within_is_no_archive() -> None:
    (member,) = files("a.zip", zipped({"a.docx": docx(p("文"))}))
    assert member.read()
