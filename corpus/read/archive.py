"""ZIP files: archives of reports, and the package that a Word document is.

Nothing is ever written to disk, and names inside an archive are labels, never paths. Sizes are
counted while inflating: what an archive says of itself is not believed.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from corpus.errors import NotReadable

MOST_ENTRIES = 10_000
"""Reports of a whole province for some years. More, and listing them alone takes seconds."""

MOST_MEMBER = 50_000_000
"""Bytes of one file inside: as large as a file that stands by itself may be."""

MOST_INFLATED = 500_000_000
"""Bytes of all files inside: ten times the largest archive that is read at all."""

_ENTRY = b"PK\x01\x02"  # begins each entry of the directory at the end
_LOCKED = 0x1  # flag: encrypted
_UNICODE = 0x800  # flag: the name is UTF-8
_LONGEST_NAME = 200  # characters; file systems take 255 bytes
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    ValueError,
    NotImplementedError,
    OSError,
    IndexError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its bytes, or why there are none."""

    name: str  # with its folders, "2023/报告.pdf"; made harmless, but still no path
    data: bytes
    refused: NotReadable | None = None

    def read(self) -> bytes:
        """The bytes. Raises NotReadable where there are none."""
        if self.refused is not None:
            raise self.refused
        return self.data


class Zip:
    """An archive whose entries can be listed and inflated within limits."""

    def __init__(self, data: bytes, most_entries: int = MOST_ENTRIES) -> None:
        """Raises NotReadable: damaged, or more entries than that."""
        if data.count(_ENTRY) > most_entries:
            raise NotReadable(
                f"压缩包里有超过 {most_entries:,} 个文件", "请拆分成较小的压缩包，或解压后再试"
            )
        self.inflated = 0  # bytes so far, of refused entries too
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise NotReadable(
                "ZIP 或 Office 文件损坏或不完整，无法打开", "请重新下载或重新保存后再试"
            ) from error

    @property
    def entries(self) -> list[zipfile.ZipInfo]:
        """All entries in the order of the directory."""
        return self._file.infolist()

    @property
    def names(self) -> list[str]:
        """Names as the archive has them."""
        return self._file.namelist()

    def inflate(self, entry: zipfile.ZipInfo | str, most: int) -> bytes:
        """The bytes of an entry. Raises NotReadable: not there, encrypted, damaged, too large."""
        try:
            info = self._file.getinfo(entry) if isinstance(entry, str) else entry
            if most <= 0:
                raise NotReadable(
                    f"压缩包展开后超过 {MOST_INFLATED / 1e6:,.0f} MB，其余文件没有读",
                    "请拆分成较小的压缩包，或解压后再试",
                )
            if info.flag_bits & _LOCKED:
                raise NotReadable("压缩包已加密，需要密码", "请解压或另存为没有密码的文件再试")
            if info.compress_type not in _PLAIN:
                raise NotReadable("压缩包用了少见的压缩方法", "请用普通 ZIP 重新压缩再试")
            with self._file.open(info) as stream:
                data = stream.read(most + 1)
            self.inflated += len(data)
        except (KeyError, RuntimeError, *_BROKEN) as error:
            raise NotReadable("压缩包里的文件损坏或不完整", "请重新下载或重新保存后再试") from error
        if len(data) > most:
            raise NotReadable(
                f"压缩包里的文件展开后超过 {most / 1e6:,.0f} MB", "年度报告不会这样大，请确认文件"
            )
        return data


def members(data: bytes) -> Iterator[Member]:
    """Every file of an archive, one at a time; folders, links and hidden files are left out.

    A member that cannot be had says why. Raises NotReadable if the archive itself cannot be read.
    """
    archive = Zip(data)
    for info in archive.entries:
        name = shown(info)
        if info.is_dir() or _is_hidden(name) or stat.S_ISLNK(info.external_attr >> 16):
            continue
        try:
            left = MOST_INFLATED - archive.inflated
            yield Member(name, archive.inflate(info, min(MOST_MEMBER, left)))
        except NotReadable as error:
            yield Member(name, b"", error)


def shown(info: zipfile.ZipInfo) -> str:
    """The name of an entry for people: in its true encoding, without what could mislead."""
    name = info.filename
    if not info.flag_bits & _UNICODE:
        name = _decoded(name)
    parts = name.replace("\\", "/").split("/")
    kept = ["".join(filter(str.isprintable, part)).strip() for part in parts]
    joined = "/".join(part for part in kept if part not in ("", ".", ".."))
    return joined[-_LONGEST_NAME:] or "（无名）"


def _decoded(name: str) -> str:
    """Names without the mark of UTF-8 were written by Chinese systems in GB18030."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith((".", "~$")) for part in parts)
