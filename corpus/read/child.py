"""The child process of `corpus.read.guard`: reads what it is sent until nobody sends any more.

    python -m corpus.read.child BYTES SECONDS

Both ways a message is its length in eight bytes, then its bytes. In: [kind, name] as JSON, then the
file. Out: a document or a reason. Large readers are imported here and nowhere else, so that a
program that never meets a PDF does not pay for them.
"""

import json
import os
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import BinaryIO

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.office import FORMATS, read_office
from corpus.read.pdf import read_pdf
from corpus.read.wire import packed

if sys.platform != "win32":
    import resource

READERS: Mapping[str, Callable[[str, bytes], Document]] = {
    "pdf": read_pdf,
    **{kind: partial(read_office, kind=kind) for kind in FORMATS},
}
"""What is read here, by the key that `sniff` gives."""

_SPARE = 20.0  # seconds of CPU beyond the time for a file, in case nobody is left to end this


def main() -> None:
    """Answers until the pipe is closed."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # what readers print must not mix with answers
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit_memory(memory)
    while (head := _receive(incoming)) is not None:
        _limit_time(seconds)
        kind, name = json.loads(head)
        data = _receive(incoming)
        answer = packed(_outcome(kind, name, data or b""))
        outgoing.write(struct.pack(">Q", len(answer)) + answer)
        outgoing.flush()


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(8)
    return stream.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else None


def _outcome(kind: str, name: str, data: bytes) -> Document | NotReadable:
    try:
        return READERS[kind](name, data)
    except NotReadable as error:
        return error
    except MemoryError:
        return NotReadable("读取时内存超出上限", "文件过大或有意做坏，请确认来源")
    except Exception as error:  # a mistake of ours in one file must not end the child
        return NotReadable(f"读取时出错（{type(error).__name__}）", "文件可能已损坏，请另存后再试")


def _limit_memory(memory: int) -> None:
    """As far as the system knows such a limit."""
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """CPU time for the next file, so that the child ends even if its parent was killed."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + seconds + _SPARE)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


if __name__ == "__main__":
    main()
