"""The file of the store: all or nothing, many readers, and a plain word for whatever is wrong."""

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import FILE, Catalogue, database
from corpus.errors import CatalogueError
from corpus.model import Place
from tests.corpus.made_reports import dump, made_report, put, version


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / FILE)) as opened:
        yield opened


# Transactions


def test_an_exception_rolls_everything_back(catalogue: Catalogue, tmp_path: Path) -> None:
    put(catalogue, made_report("a"))
    before = dump(tmp_path / FILE)

    def half() -> None:
        with catalogue.transaction():
            catalogue.set_meta("generation", "8")
            catalogue.delete("a")
            catalogue.put(made_report("b"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert dump(tmp_path / FILE) == before
    put(catalogue, made_report("b"))  # and the connection is fit for the next one


def test_two_cells_of_one_key_are_refused(catalogue: Catalogue) -> None:
    report = made_report()
    with pytest.raises(CatalogueError, match="拒绝"):
        put(catalogue, replace(report, statistics=report.statistics * 2))
    assert catalogue.reports() == ([], 0)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda catalogue: catalogue.put(made_report()), id="put"),
        pytest.param(lambda catalogue: catalogue.delete("a"), id="delete"),
        pytest.param(lambda catalogue: catalogue.set_meta("a", "b"), id="set_meta"),
    ],
)
def test_nothing_is_written_outside_a_transaction(
    catalogue: Catalogue, write: Callable[[Catalogue], None]
) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        write(catalogue)


def test_a_setting_is_kept(catalogue: Catalogue) -> None:
    assert catalogue.meta("generation") is None
    with catalogue.transaction():
        catalogue.set_meta("generation", "1")
        catalogue.set_meta("generation", "2")
    assert catalogue.meta("generation") == "2"


def test_no_reader_ever_sees_half_a_report(catalogue: Catalogue, tmp_path: Path) -> None:
    """One writer replaces a report again and again; readers of every kind see one version."""
    put(catalogue, version(0))
    done = threading.Event()

    def read() -> set[int]:
        seen = set()
        with closing(Catalogue(tmp_path / FILE, readonly=True)) as reader:
            while not done.is_set():
                report = reader.report(made_report().id)
                assert report is not None
                said = {report.passages[0].text, report.sections[0].text, report.sources[0].text}
                assert said == {str(report.statistics[1].value)}
                assert len(report.sources) == 1
                with reader.snapshot():
                    cells, _ = reader.cells()
                    findings, _ = reader.findings()
                assert findings[0][1].message_en == str(cells[1].statistic.value)
                seen.add(int(report.passages[0].text))
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(1, 150):
            put(catalogue, version(number))
        done.set()
        assert len(set().union(*(reader.result() for reader in readers))) > 3


# Opening


def test_many_at_once_make_one_catalogue(tmp_path: Path) -> None:
    def opened(_: int) -> int:
        with closing(Catalogue(tmp_path / FILE)) as catalogue:
            return catalogue.reports()[1]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(opened, range(16))) == [0] * 16


def test_each_thread_has_its_own_connection_and_close_ends_them_all(catalogue: Catalogue) -> None:
    with ThreadPoolExecutor(2) as pool, catalogue.transaction():
        catalogue.put(made_report())
        assert pool.submit(catalogue.reports).result() == ([], 0)  # not yet committed
        assert catalogue.reports()[1] == 1
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(catalogue.reports).result()[1] == 1
        catalogue.close()
        with pytest.raises(CatalogueError, match="已关闭"):
            pool.submit(catalogue.reports).result()
    with pytest.raises(CatalogueError, match="已关闭"):
        catalogue.reports()


def test_threads_that_end_leave_no_connection_behind(catalogue: Catalogue) -> None:
    for _ in range(5):
        thread = threading.Thread(target=catalogue.reports)
        thread.start()
        thread.join()
    assert len(catalogue._database._all) == 1


def test_read_only_reads_and_does_not_write(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        put(catalogue, made_report())
    with closing(Catalogue(tmp_path / FILE, readonly=True)) as reader:
        assert reader.report(made_report().id) == made_report()
        with pytest.raises(CatalogueError, match="不可写"):
            put(reader, made_report("b"))


def test_a_path_with_signs_that_mean_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "数据 ?mode=memory#50%" / FILE
    Catalogue(path).close()
    assert path.is_file()


def scribble(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def overwrite(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(lambda path: path.write_bytes(b"a,b\n" * 999), "不是 SQLite", id="a table"),
        pytest.param(lambda path: overwrite(path, 0, b"SQLIT"), "不是 SQLite", id="a bit of it"),
        pytest.param(
            lambda path: scribble(path, "PRAGMA user_version = 99"), "新于本程序", id="newer"
        ),
        pytest.param(
            lambda path: scribble(path, "PRAGMA application_id = 7"), "其他程序", id="of others"
        ),
        pytest.param(
            lambda path: overwrite(path, 100, b"\xff" * 3000), "已损坏", id="first page lost"
        ),
        pytest.param(
            lambda path: (path.unlink(), path.mkdir()), "无法打开|读写失败", id="a folder"
        ),
    ],
)
@pytest.mark.parametrize("readonly", [False, True])
def test_a_file_that_is_no_catalogue_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], reason: str, readonly: bool
) -> None:
    path = tmp_path / FILE
    Catalogue(path).close()
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(CatalogueError, match=f"{reason}|没有找到") as caught:
        Catalogue(path, readonly=readonly)
    assert caught.value.hint
    assert not path.is_file() or path.read_bytes() == before  # and it is left as it was


def test_read_only_does_not_make_or_upgrade_a_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="没有找到"):
        Catalogue(tmp_path / FILE, readonly=True)
    assert not list(tmp_path.iterdir())
    (tmp_path / FILE).touch()
    with pytest.raises(CatalogueError, match="旧于本程序"):
        Catalogue(tmp_path / FILE, readonly=True)


def test_an_empty_file_becomes_a_catalogue(tmp_path: Path) -> None:
    """It is what a crash right after the file was made leaves behind."""
    (tmp_path / FILE).touch()
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        assert catalogue.reports() == ([], 0)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogueError, match="无法建立数据文件夹"):
        Catalogue(tmp_path / "file" / FILE)


def test_damage_anywhere_is_told_or_does_no_harm(tmp_path: Path) -> None:
    """Zeros over any 512 bytes: every read either answers or raises CatalogueError."""
    path, whole = tmp_path / FILE, made_report()
    with closing(Catalogue(path)) as catalogue:
        put(catalogue, *(made_report(f"r{n}", words="字" * 400) for n in range(20)), whole)
    sound, told = path.read_bytes(), 0
    chance = random.Random(11)
    for _ in range(40):
        damaged = bytearray(sound)
        start = chance.randrange(len(sound) - 512)
        damaged[start : start + 512] = bytes(512)
        path.write_bytes(damaged)
        try:
            with closing(Catalogue(path, readonly=True)) as catalogue:
                told += bool(catalogue.check())
                for row in catalogue.reports()[0]:
                    catalogue.report(row.id)
        except CatalogueError:
            told += 1
    assert told >= 30


# Older files


SCHEMA_1 = (Path(database.__file__).parent / "schema_1.sql").read_text("utf-8")
ROWS_1 = """
INSERT INTO agencies VALUES
    ('青平区人民政府', '["海东市", "青平区"]', 'county', 'government', '[]');
INSERT INTO reports VALUES (
    '2022-a', '青平区2022年政府信息公开工作年度报告', '青平区人民政府', '青平区',
    '["海东市", "青平区"]', 'county', 'government', '[]', '', 2022, '2021', NULL, '{}', '[]', '[]'
);
INSERT INTO regions VALUES ('2022-a', 0, '海东市'), ('2022-a', 1, '青平区');
INSERT INTO sources VALUES
    ('2022-a', 0, 'a.txt', 'txt', 'aa', '/reports/a.txt', 'utf-8', NULL, NULL, 1, '甲'),
    ('2022-a', 1, 'b.txt', 'txt', 'bb', '/reports/b.txt', 'utf-8', NULL, NULL, 1, '乙');
INSERT INTO sections VALUES
    ('2022-a', 0, 1, '总体情况', '一、总体情况', '[]', '甲', 3, 0, NULL, NULL);
INSERT INTO passages VALUES ('2022-a.p1', '2022-a', 0, 1, 1, '[]', '甲', 0, 1, 'text', '[]');
INSERT INTO statistics VALUES
    ('2022-a', 0, 't3.new.natural_person', NULL, NULL, 'missing', '件', NULL, NULL,
     NULL, NULL, NULL, NULL),
    ('2022-a', 1, 't3.new.total', 12, '12', 'printed', '件', NULL, NULL,
     9, 8, 2, '[1.0, 2.0, 3.0, 4.0]');
INSERT INTO meta VALUES ('generation', '7');
PRAGMA application_id = 1196379719;
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """Nothing of it is lost, and the second file of a report is read again when it is met."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(SCHEMA_1 + ROWS_1)
    with closing(Catalogue(tmp_path / FILE)) as catalogue:
        report = catalogue.report("2022-a")
        assert report is not None
        assert [one.name for one in report.sources] == ["a.txt", "b.txt"]
        assert report.sections[0].place == Place(3)
        assert [one.place for one in report.statistics] == [
            None,
            Place(9, 8, 2, (1.0, 2.0, 3.0, 4.0), source=0),
        ]
        assert catalogue.known(1) == {"aa": "2022-a"}
        assert catalogue.known().keys() == {"aa", "bb"}
        assert catalogue.readings(report) == (replace(report, sources=report.sources[:1]),)
        assert catalogue.meta("generation") == "7"
        assert catalogue.check() == ()
        put(catalogue, report)
        assert catalogue.report("2022-a") == report
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(database.MIGRATIONS),)
        sql = "SELECT value, source, line FROM tidy ORDER BY indicator DESC"
        assert connection.execute(sql).fetchall() == [(12, 1, 9), (None, None, None)]


def test_a_file_that_was_brought_up_to_date_has_the_schema_of_a_new_one(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old")) as connection:
        connection.executescript(SCHEMA_1 + ROWS_1)
    schemas = []
    for name in ("old", "new"):
        Catalogue(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            schemas.append(connection.execute(sql).fetchall())
    assert schemas[0] == schemas[1]


def test_reading_alone_does_not_bring_a_file_up_to_date(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.executescript(SCHEMA_1 + ROWS_1)
    with pytest.raises(CatalogueError, match="旧于本程序") as caught:
        Catalogue(tmp_path / FILE, readonly=True)
    assert "gongkai ingest" in caught.value.hint
