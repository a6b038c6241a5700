"""What was fetched, kept as it came: the bytes under their hash, and beside them whence and when.

    originals/<sha256>             the bytes, unpacked, otherwise untouched
    originals/<of address>.json    a Fetched: what this address gave last

Each file is written beside and put in place whole. A record is believed only while the bytes it
speaks of are there and still are those bytes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from corpus.archives import Archives
from corpus.errors import NotReadable, SourceError
from corpus.fetch.address import Address
from corpus.files import Found, opened
from corpus.outcome import Given, Rejected

FOLDER = "originals"
"""Its name in the data folder."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address that was fetched, and where its bytes are kept."""

    address: Address  # as given
    url: str  # that answered, after redirects
    fetched: str  # ISO 8601, UTC: when the bytes came, not when they were last found unchanged
    name: str  # what a file of them would be called
    sha256: str  # of the bytes
    etag: str = ""  # to ask whether there is anything new; "" where the site gave none
    modified: str = ""  # likewise, the site's own date
    attachments: tuple[str, ...] = ()  # addresses of reports in files that the page links to
    path: Path = Path()  # of the kept bytes

    @property
    def notes(self) -> tuple[str, ...]:
        """What else the page has: the report is often in an attachment."""
        listed = "、".join(self.attachments)
        return (f"网页上有附件没有下载，可另行收录：{listed}",) if listed else ()

    def contents(self, archives: Archives | None = None) -> Iterator[Found]:
        """The kept bytes, to be read like a file; of an archive, the files in it."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            reason = f"无法读取下载的原件（{error.strerror or error}）"
            yield rejected(self.address, NotReadable(reason, "请检查数据目录，再试一次"))
            return
        text = self.address.text
        given = Given(Path(text), data, self.name, text, text, self.fetched, self.notes)
        yield from opened(given, archives)


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of a data folder. Made when first written to."""

    folder: Path

    def of(self, address: Address) -> Fetched | None:
        """What this address gave last; None if it was never kept or its bytes are not sound."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            said = json.loads(self._record(address).read_bytes())
            found = replace(_read(said), path=self.folder / said["sha256"])
            if found.address == address and _hash(found.path.read_bytes()) == found.sha256:
                return found
        return None

    def keep(self, fetched: Fetched, data: bytes) -> Fetched:
        """Write the bytes, then the record. Raises OSError."""
        for folder in (self.folder.parent, self.folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = replace(fetched, sha256=_hash(data), path=self.folder / _hash(data))
        self._write(kept.path, data)
        self._write(self._record(kept.address), _written(kept))
        return kept

    def _record(self, address: Address) -> Path:
        return self.folder / f"{_hash(address.text.encode('utf-8', 'replace'))[:32]}.json"

    def _write(self, path: Path, data: bytes) -> None:
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            beside = Path(file.name)
            try:
                file.write(data)
                file.close()  # or Windows would not rename it
                beside.replace(path)
            except BaseException:
                file.close()
                beside.unlink(missing_ok=True)
                raise


def rejected(address: Address, error: SourceError) -> Rejected:
    """The outcome of an address that nothing could be had from."""
    text = str(address)
    return Rejected(Path(text), error, url=text, place=text)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _written(kept: Fetched) -> bytes:
    said = {**asdict(kept), "address": kept.address.text}
    del said["path"]
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _read(said: Mapping[str, Any]) -> Fetched:
    return Fetched(
        Address(str(said["address"])),
        url=str(said["url"]),
        fetched=str(said["fetched"]),
        name=str(said["name"]),
        sha256=str(said["sha256"]),
        etag=str(said["etag"]),
        modified=str(said["modified"]),
        attachments=tuple(map(str, said["attachments"])),
    )
