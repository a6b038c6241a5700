"""Files that could harm their reader, read in a process of its own.

A PDF or an old Office file is read by large programs that hostile files have broken before. Here
such a file kills at most the child that reads it: the child may use so much memory and so much
time, and when it dies the next file gets a new one. What comes back is data (`corpus.read.wire`).

On Windows there is no limit of memory, only of time. macOS knows the limit of memory but does not
enforce it for all that a program can ask for.
"""

import json
import os
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import Self

from corpus.errors import NotReadable
from corpus.model import Document
from corpus.read.wire import unpacked

SECONDS = 60.0
"""Longest time for one file. The slowest real ones, hundreds of pages, take ten."""

MOST_MEMORY = 1 << 30
"""Bytes a child may use, 1 GiB. A usual report takes 60 MB, LibreOffice 300."""

_MOST_ANSWER = 1 << 28  # bytes; the longest text there may be, with its places, takes 60 MB
_MOST_FILES = 200  # read by one child; a new one costs 0.2 s, and leftovers of 200 do not add up
_ROOT = Path(__file__).resolve().parents[2]


class Guard:
    """Reads documents in a child process, one at a time; threads wait for each other.

    The child starts with the first document and lives until `close`, or the end of a `with` block.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MOST_MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._lock = Lock()
        self._child: _Child | None = None

    def read(self, kind: str, name: str, data: bytes) -> Document:
        """The document; `kind` as `sniff` gives it.

        Raises NotReadable: as the reader of this format, or that it took too long, used too much
        memory or broke down.
        """
        with self._lock:
            used = self._child is not None
            try:
                return self._ask(kind, name, data)
            except _Died as died:
                if used and not died.late:  # not this file's fault, perhaps: once more, alone
                    return self._again(kind, name, data)
                raise self._reason(died) from died

    def close(self) -> None:
        """Ends the child. The next `read` would start another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _again(self, kind: str, name: str, data: bytes) -> Document:
        try:
            return self._ask(kind, name, data)
        except _Died as died:
            raise self._reason(died) from died

    def _ask(self, kind: str, name: str, data: bytes) -> Document:
        if self._child is None or self._child.files >= _MOST_FILES:
            self._end()
            self._child = _Child(self._memory, self._seconds)
        try:
            answer = self._child.ask(kind, name, data)
        except BaseException:
            self._end()
            raise
        return unpacked(answer)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _reason(self, died: "_Died") -> NotReadable:
        if died.late:
            return NotReadable(
                f"读取超过 {self._seconds:.0f} 秒，已停止",
                "文件可能有意做坏，请确认来源或另存后再试",
            )
        return NotReadable(
            "读取程序意外退出，可能是内存超出上限或文件有意做坏", "请确认来源，或另存为新的文件再试"
        )


class _Died(Exception):
    """The child is gone: killed because it was late, or by itself."""

    def __init__(self, late: bool) -> None:
        self.late = late


class _Child:
    """A running `corpus.read.child`, and the pipes to it."""

    def __init__(self, memory: int, seconds: float) -> None:
        self.files = 0
        self._seconds, self._late = seconds, False
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "corpus.read.child", str(memory), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=sys.platform != "win32",  # to end it with all that it started
        )

    def ask(self, kind: str, name: str, data: bytes) -> bytes:
        """The child's answer. Raises _Died."""
        self.files += 1
        timer = Timer(self._seconds, self._expire)
        timer.start()
        try:
            self._send(json.dumps([kind, name]).encode())
            self._send(data)
            return self._receive()
        except (OSError, EOFError) as error:
            raise _Died(self._late) from error
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._late = True
        self.kill()

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(struct.pack(">Q", len(data)) + data)
        self._process.stdin.flush()

    def _receive(self) -> bytes:
        assert self._process.stdout is not None
        head = self._process.stdout.read(8)
        length = struct.unpack(">Q", head)[0] if len(head) == 8 else -1
        if not 0 <= length <= _MOST_ANSWER:
            raise EOFError
        answer = self._process.stdout.read(length)
        if len(answer) < length:
            raise EOFError
        return answer

    def kill(self) -> None:
        """Ends the child at once, and whatever it started."""
        if sys.platform == "win32":
            quiet = subprocess.DEVNULL
            command = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
            subprocess.run(command, check=False, stdout=quiet, stderr=quiet)
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def end(self) -> None:
        """Ends the child and closes the pipes."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()
