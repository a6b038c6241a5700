"""One SQLite file, opened the same way by every thread: checks, migrations, transactions.

Nothing here knows of reports. Every error of SQLite that a person can do something about leaves as
a CatalogueError; the others are mistakes of this program and leave as they are.
"""

import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import CatalogueError

MIGRATIONS = tuple(f"schema_{number}.sql" for number in range(1, 7))
"""Files of statements, oldest first. `PRAGMA user_version` says how many have been applied."""

Made = TypeVar("Made")

_APPLICATION = 0x474F4E47
"""`PRAGMA application_id`, "GONG": no other program's database is mistaken for ours, or changed."""

_BUSY_SECONDS = 30
"""How long a writer waits for another. Writers take turns by a lock of their own (see the indexer),
so that this is met only by a backup or by a person's tool that holds the file."""

_SAYS = {
    sqlite3.SQLITE_NOTADB: (
        "不是 SQLite 数据库",
        "请确认数据文件夹；若文件已损坏，请移走它再重新导入",
    ),
    sqlite3.SQLITE_CORRUPT: ("已损坏", "请从备份恢复，或移走它再重新导入原始文件"),
    sqlite3.SQLITE_CANTOPEN: ("无法打开", "请确认路径存在并有读写权限"),
    sqlite3.SQLITE_READONLY: ("不可写", "请检查文件和文件夹的权限"),
    sqlite3.SQLITE_PERM: ("没有权限", "请检查文件和文件夹的权限"),
    sqlite3.SQLITE_BUSY: ("正被其他程序占用", "请稍后再试，或关闭正在使用它的程序"),
    sqlite3.SQLITE_LOCKED: ("正被其他程序占用", "请稍后再试，或关闭正在使用它的程序"),
    sqlite3.SQLITE_FULL: ("所在磁盘已满", "请腾出空间后再试；已有内容没有改变"),
    sqlite3.SQLITE_IOERR: ("读写失败", "请检查磁盘和文件系统；网络盘不受支持"),
    sqlite3.SQLITE_CONSTRAINT: ("拒绝了不合约束的内容", "已有内容没有改变；请报告此问题"),
}


class Database:
    """One open file. Each thread gets its own connection; `close` ends them all."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Open, creating and migrating unless `readonly`. Raises CatalogueError."""
        self.path = path
        self.readonly = readonly
        self._mine = threading.local()
        # Weak: a thread that ends takes its connection with it, and the holder closes that.
        self._all: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._closed = False
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """All rows. Never a cursor: an open one would keep the connection in the past."""
        with self._explained():
            return self._connection().execute(sql, values).fetchall()

    def read(
        self, make: Callable[[sqlite3.Row], Made], sql: str, values: Sequence[Any] = ()
    ) -> list[Made]:
        """All rows, each made into a value."""
        found = self.rows(sql, values)
        with self.intact():
            return [make(row) for row in found]

    @contextmanager
    def intact(self) -> Iterator[None]:
        """Around what makes values of rows: SQLite has no checksums, so damage may show only here.

        A row that this program wrote makes a value; one that does not has been spoilt.
        """
        try:
            yield
        except (TypeError, ValueError, LookupError) as error:
            raise self._error(sqlite3.SQLITE_CORRUPT, error) from error

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement that changes something. Only inside `transaction`."""
        with self._explained():
            self._in_transaction().execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each row. Only inside `transaction`."""
        with self._explained():
            self._in_transaction().executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE ... COMMIT; any exception rolls back, one in COMMIT too."""
        with self._explained():
            self._connection().execute("BEGIN IMMEDIATE")
        try:
            yield
            with self._explained():
                self._connection().execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Every read inside sees one and the same state. May stand inside another, or a write."""
        if self._connection().in_transaction:
            yield
            return
        with self._explained():
            self._connection().execute("BEGIN")
        try:
            yield
        finally:
            self._roll_back()  # nothing was written

    def check(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, in its own words; () if nothing. Reads it all."""
        found = [row[0] for row in self.rows("PRAGMA integrity_check(20)")]
        lost = [f"{row[0]} → {row[2]}" for row in self.rows("PRAGMA foreign_key_check")]
        return (*(line for line in found if line != "ok"), *lost)

    def close(self) -> None:
        """Close every connection, of whatever thread. Later use raises CatalogueError."""
        with self._guard:
            self._closed = True
            for held in list(self._all):
                held.connection.close()
            self._all.clear()

    def _connection(self) -> sqlite3.Connection:
        held: _Held | None = getattr(self._mine, "held", None)
        if held is None:
            held = self._mine.held = _Held(self._connect())
            with self._guard:
                self._all.add(held)
        if self._closed:
            held.connection.close()  # `close` may have run while this one was being opened
            raise CatalogueError(f"数据库已关闭：{self.path.name}", "请重新打开")
        return held.connection

    def _roll_back(self) -> None:
        held: _Held | None = getattr(self._mine, "held", None)
        # After some errors SQLite has done it by itself; and it has been done when all is closed.
        if held and not self._closed and held.connection.in_transaction:
            held.connection.execute("ROLLBACK")

    def _in_transaction(self) -> sqlite3.Connection:
        connection = self._connection()
        if not connection.in_transaction:
            raise RuntimeError("writing needs a transaction: with catalogue.transaction(): ...")
        return connection

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.readonly else "rwc"
        with self._explained():
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,  # we say BEGIN ourselves
                check_same_thread=False,  # `close` may come from another thread; nothing else does
            )
        try:
            with self._explained():
                for pragma in ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF"):
                    connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        connection.row_factory = sqlite3.Row
        return connection

    def _prepare(self) -> None:
        if self.readonly and not self.path.is_file():
            raise CatalogueError(f"没有找到数据库 {self.path}", "请先用 gongkai ingest 导入报告")
        if not self.readonly:
            _make_folder(self.path.parent)
        with self._explained():
            version = self._version()
        if version == len(MIGRATIONS):
            return
        if self.readonly:
            raise CatalogueError(
                f"数据库 {self.path.name} 的结构（{version}）旧于本程序（{len(MIGRATIONS)}）",
                "请先用 gongkai ingest 打开一次，数据会自动升级",
            )
        self._migrate()

    def _version(self) -> int:
        """How many migrations the file has had; 0 for a new one. Raises CatalogueError."""
        connection = self._connection()
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if application != _APPLICATION and not (empty and application == version == 0):
            raise CatalogueError(
                f"{self.path.name} 是其他程序的数据库，没有改动它", "请另选数据文件夹"
            )
        if version > len(MIGRATIONS):
            raise CatalogueError(
                f"数据库 {self.path.name} 的结构（{version}）新于本程序（{len(MIGRATIONS)}）",
                "请升级本程序，或另选数据文件夹",
            )
        return version

    def _migrate(self) -> None:
        with self._explained():
            mode = self._set_wal()
        if mode != "wal":
            raise CatalogueError(
                f"{self.path.parent} 不支持预写日志（WAL）", "请把数据文件夹放在本机磁盘上"
            )
        with self.transaction():
            # Asked again: another process may have done it while this one waited to begin.
            for number in range(self._version(), len(MIGRATIONS)):
                script = Path(__file__).with_name(MIGRATIONS[number]).read_text("utf-8")
                for statement in _statements(script):
                    self.run(statement)
            self.run(f"PRAGMA application_id = {_APPLICATION}")
            self.run(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _set_wal(self) -> str:
        """The journal mode afterwards. SQLite does not wait here for another that does the same."""
        until = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return str(self._connection().execute("PRAGMA journal_mode = WAL").fetchone()[0])
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(0.01)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code is None and "decode" in str(error):  # text that is no UTF-8 was never ours
                code = sqlite3.SQLITE_CORRUPT
            if code is None or code & 0xFF not in _SAYS:  # the rest of it is the finer reason
                raise
            raise self._error(code & 0xFF, error) from error

    def _error(self, code: int, error: Exception) -> CatalogueError:
        reason, hint = _SAYS[code]
        return CatalogueError(f"数据库 {self.path.name} {reason}（{error}）", hint)


class _Held:
    """A connection that is closed when the thread that asked for it is gone."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # reports may not be public yet
    except OSError as error:
        raise CatalogueError(
            f"无法建立数据文件夹 {folder}（{error.strerror}）", "请另选数据文件夹，或检查权限"
        ) from error


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit what is pending."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
