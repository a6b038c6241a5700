"""`gongkai ingest` and `gongkai index`: files into the catalogue, the catalogue into the index."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click

from corpus.agencies import Names
from corpus.archives import INSIDE, Archives
from corpus.catalogue import FILE, Catalogue
from corpus.fetch import Address, Fetcher, Limits
from corpus.files import files, walk
from corpus.ingest import Outcome, prepare, version
from indexer import build
from search_api.answers import NoIndex
from search_api.cli.addresses import contents, fetch_all, named
from search_api.cli.progress import Progress
from search_api.cli.tally import REJECTED, Tally, reported, say_tally, summary, unknown
from search_api.cli.terminal import (
    FAILED,
    complain,
    explained,
    json_option,
    names_option,
    say,
    say_json,
    settings_of,
)


@click.command()
@click.argument("words", nargs=-1, metavar="PATH|URL…")
@click.option("--urls", type=click.File("rb"), metavar="FILE", help="网址列表，每行一个。")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="把每个文件的结果写入这个 JSON 文件。",
)
@click.option("--jobs", type=click.IntRange(1), help="同时读取的进程数，默认为处理器核数。")
@names_option
@json_option
@click.pass_context
@explained
def ingest(
    context: click.Context,
    *,
    words: tuple[str, ...],
    urls: BinaryIO | None,
    report_file: Path | None,
    jobs: int | None,
    names: Path | None,
    as_json: bool,
) -> None:
    """收录文件、文件夹、ZIP 压缩包或网址中的报告，只处理新的和改动过的。

    读不出的文件逐个列出，其余照常收录；这时退出码为 1。中断后再次运行即从中断处继续。

    机关或年度认不出的报告照样收录，并逐份列出。机关的其他叫法、旧名可写进自己的名称文件；
    这个文件改动后，再次收录时自动重读。

    网址只访问公开网站，遵守 robots.txt，下载的原件保存在数据目录中。

    \b
    例：gongkai ingest 报告文件夹 另一份报告.html --report 结果.json
        gongkai ingest https://网站/年度报告.html --urls 网址列表.txt
    """
    if not words and urls is None:
        raise click.UsageError("请给出文件、文件夹或网址")
    settings, tally = settings_of(context, names=names), Tally()
    known = settings.known_names()
    with reported(tally, report_file):
        fetcher = Fetcher(settings.data, Limits(delay=settings.fetch_delay))
        run(settings.data, named(words, urls), tally, jobs=jobs, fetcher=fetcher, names=known)
    if as_json:
        say_json(summary(tally))
    else:
        say_tally(tally)
    if tally.is_empty:
        complain("这些路径下没有文件，也没有网址")
    if tally.is_empty or tally.of(REJECTED):
        context.exit(FAILED)


def run(
    data: Path,
    sources: Sequence[Path | Address],
    tally: Tally | None = None,
    *,
    jobs: int | None = None,
    fetcher: Fetcher | None = None,
    names: Names | None = None,
) -> Tally:
    """Take in these files and tell the tally, with progress on stderr. Raises CatalogueError.

    Addresses are fetched before the first file is read; nobody is kept from writing meanwhile.
    `names` are those of bodies and places, by default the ones of this project.
    """
    tally = Tally() if tally is None else tally
    paths = [one for one in sources if isinstance(one, Path)]
    addresses = [one for one in sources if isinstance(one, Address)]
    _make(data)
    fetched = fetch_all(fetcher or Fetcher(data), addresses)
    progress, through = Progress(sum(1 for _ in walk(paths)) + len(fetched)), _Through()

    def told(outcome: Outcome) -> None:
        tally.add(outcome)
        progress.add(through.count(outcome))

    try:
        with _writable(data) as catalogue:
            archives = Archives(catalogue, version(names))
            tally.generation = build.take_in(
                data,
                catalogue,
                chain(files(paths, archives), contents(fetched, archives)),
                told,
                prepare=partial(prepare, names=names),
                pipeline=version(names),
                workers=jobs,
            )
            archives.save()
            tally.unknown = unknown(tally, catalogue)
    finally:
        progress.end()
    tally.complete = True
    return tally


class _Through:
    """Counts files as they come out of reading; the files in an archive are that one."""

    def __init__(self) -> None:
        self._done, self._archive = 0, ""

    def count(self, outcome: Outcome) -> int:
        """How many files are through with this one."""
        archive, inside, _ = str(outcome.path).partition(INSIDE)
        if not inside or archive != self._archive:
            self._done += 1
        self._archive = archive if inside else ""
        return self._done


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
    _make(data)
    with closing(Catalogue(data / FILE)) as catalogue:
        yield catalogue


def _make(data: Path) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r建立索引 {done}/{total}", err=True, nl=done == total)
