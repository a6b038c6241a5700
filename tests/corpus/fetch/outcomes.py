"""What came of an address, as a test wants to see it."""

from corpus.errors import NotReadable
from corpus.fetch import Fetched
from corpus.ingest import readings
from corpus.outcome import Outcome, Rejected

TEXT = "江川市教育局2022年政府信息公开工作年度报告".encode()
CLOSED = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def had(got: Fetched | Rejected) -> Fetched:
    assert isinstance(got, Fetched), got.error
    return got


def refused(got: Fetched | Rejected) -> NotReadable:
    assert isinstance(got, Rejected)
    assert isinstance(got.error, NotReadable)
    assert got.error.hint
    return got.error


def read_all(got: Fetched | Rejected) -> list[Outcome]:
    """What reading makes of the kept bytes."""
    return list(readings(had(got).contents(), {}))


def body(got: Fetched | Rejected) -> bytes:
    return had(got).path.read_bytes()
