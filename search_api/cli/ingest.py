"""`gongkai ingest` and `gongkai index`: files into the catalogue, the catalogue into the index."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from corpus.catalogue import FILE, Catalogue
from corpus.ingest import Outcome, Prepared, Rejected, Unchanged, walk
from indexer import build
from search_api.answers import NoIndex
from search_api.cli.terminal import (
    FAILED,
    complain,
    explained,
    json_option,
    say,
    say_json,
    settings_of,
)


@dataclass(slots=True)
class Tally:
    """What became of the files, in the order they were read."""

    stored: list[tuple[Path, str]] = field(default_factory=list)  # with the id of the report
    unchanged: list[tuple[Path, str]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    generation: int = 0  # of the index; 0 while there is none

    @property
    def is_empty(self) -> bool:
        """Whether there was no file at all."""
        return not (self.stored or self.unchanged or self.rejected)

    def add(self, outcome: Outcome) -> None:
        """Put it with its kind."""
        match outcome:
            case Prepared(path, report):
                self.stored.append((path, report.id))
            case Unchanged(path, report_id):
                self.unchanged.append((path, report_id))
            case Rejected():
                self.rejected.append(outcome)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@json_option
@click.pass_context
@explained
def ingest(context: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """收录文件或文件夹中的报告，只处理新的和改动过的。

    读不出的文件逐个列出，其余照常收录；这时退出码为 1。

    例：gongkai ingest 报告文件夹 另一份报告.html
    """
    tally = run(settings_of(context).data, paths)
    if as_json:
        say_json(_as_json(tally))
    else:
        say_tally(tally)
    if tally.is_empty:
        complain("这些路径下没有文件")
    if tally.rejected or tally.is_empty:
        context.exit(FAILED)


def run(data: Path, paths: Sequence[Path]) -> Tally:
    """Take in these files, with a bar on stderr. Raises CatalogueError."""
    tally = Tally()
    with _writable(data) as catalogue, _bar(sum(1 for _ in walk(paths)), "读取文件") as bar:

        def told(outcome: Outcome) -> None:
            tally.add(outcome)
            bar.update(1)

        tally.generation = build.ingest(data, catalogue, paths, told)
    return tally


def say_tally(tally: Tally) -> None:
    """The failures on stderr, the counts on stdout."""
    for one in tally.rejected:
        complain(f"未收录：{one.path}：{one.error}")
    say(
        f"收录 {len(tally.stored)} 个文件，未改动 {len(tally.unchanged)} 个，"
        f"未能收录 {len(tally.rejected)} 个"
    )


def failure(one: Rejected) -> Mapping[str, str]:
    """A file that could not be read, for a program."""
    return {"path": str(one.path), "reason": one.error.reason, "hint": one.error.hint}


def _as_json(tally: Tally) -> Mapping[str, Any]:
    return {
        "ingested": [{"path": str(path), "report": report} for path, report in tally.stored],
        "unchanged": [{"path": str(path), "report": report} for path, report in tally.unchanged],
        "failed": [failure(one) for one in tally.rejected],
        "generation": tally.generation,
    }


@click.command()
@click.option("--rebuild", is_flag=True, help="由数据库重新建立全部索引。")
@click.pass_context
@explained
def index(context: click.Context, rebuild: bool) -> None:
    """检查索引，有损坏时由数据库重新建立。"""
    data = settings_of(context).data
    if not (data / FILE).is_file():
        raise NoIndex("还没有收录任何报告", "请先运行 gongkai ingest")
    with _writable(data) as catalogue:
        if rebuild:
            number = build.rebuild(data, catalogue, _progress)
            say(f"已重新建立索引（第 {number} 代）")
        else:
            say(build.recover(data, catalogue, _progress) or "索引完好")


def mend(data: Path) -> None:
    """Before serving: mend what a crash left behind, if there is anything at all."""
    if (data / FILE).is_file():
        with _writable(data) as catalogue:
            if mended := build.recover(data, catalogue):
                complain(mended)


@contextmanager
def _writable(data: Path) -> Iterator[Catalogue]:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(Catalogue(data / FILE)) as catalogue:
        yield catalogue


def _bar(length: int, label: str) -> Any:
    """A bar on stderr; off a terminal it stays silent."""
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r建立索引 {done}/{total}", err=True, nl=done == total)
