"""A campaign of kills, in a process of its own: python -m tests.indexer.killed FOLDER MODE ROUNDS

Each round forks a writer that replaces reports for ever, kills it with SIGKILL and looks at what is
left, as the next start would. One JSON line a round; the test judges them. MODE says when:

    random  at a random moment, with the index that serves
    points  before the n-th time the writer touches the disk, with a plain index
    first   the same, in a folder where nothing was before
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.catalogue import FILE, Catalogue
from corpus.model import Report
from indexer import generations, whoosh_engine
from indexer.build import IndexWriter, apply
from indexer.engine import Request
from indexer.query import parse
from indexer.whoosh_engine import WhooshEngine
from tests.corpus.made_reports import made_report, made_source
from tests.indexer.plain_writer import PlainWriter, contents

DISK = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
SECONDS = 0.4  # about six commits


def version(number: int) -> tuple[list[Report], list[str]]:
    """What is put and removed as version `number`: three reports, of which one comes and goes."""
    words = f"第{number}版公开"
    reports = [
        made_report(f"r{name}", new=number, words=words, source=made_source(f"{name}.txt", words))
        for name in range(3)
    ]
    return (reports, []) if number % 2 else (reports[:2], ["r2"])


def write(folder: Path, writer: IndexWriter, start: int, told: int) -> None:
    """Commit one version after the other; each is told once it has been acknowledged."""
    with closing(Catalogue(folder / FILE)) as catalogue:
        for number in range(start, start + 10_000):
            reports, removed = version(number)
            apply(folder, catalogue, reports, removed, writer=writer)
            os.write(told, f"{number}\n".encode())


def die_at(point: int, folder: Path) -> None:
    """Kill this very process when it touches the disk below `folder` for the `point`-th time."""
    left = point

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in DISK and str(arguments[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def forked(work: Callable[[int], None], seconds: float | None) -> int:
    """The last number a forked `work` told of before it was killed, or (None) killed itself."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            work(writing)
        finally:
            os._exit(1)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as said:
        told = int((b"0\n" + said.read()).split()[-1])
    if not os.WIFSIGNALED(status):
        raise SystemExit(f"the writer ended by itself after version {told}")
    return told


def seen(folder: Path) -> dict[str, Any]:
    """What whoever comes next finds in the catalogue and in the index."""
    with closing(Catalogue(folder / FILE)) as catalogue, generations.writer_lock(folder, 0):
        reports = [catalogue.report(row.id) for row in catalogue.reports()[0]]
        said = {report.id: report.passages[0].text for report in reports if report}
        state = generations.state(folder, catalogue, full=True)
        index = {} if state.folder is None else indexed(state.folder, said)
        generations.sweep(folder, catalogue)
        left = sorted(path.name for path in (folder / "generations").iterdir())
        ails = [*catalogue.check(), state.reason]
    return {"catalogue": said, "index": index, "left": left, "ails": [one for one in ails if one]}


def indexed(folder: Path, said: dict[str, str]) -> dict[str, str]:
    """Report -> the words that its passage is found by; "" where those of the catalogue are not."""
    if (folder / "0000.json").exists():
        return {one["report"]: one["text"] for one in contents(folder).values()}
    with closing(WhooshEngine.open(folder)) as engine:
        found = {hit.report: "" for hit in engine.search(Request(parse(""), size=100)).hits}
        for words in set(said.values()):
            hits = engine.search(Request(parse(f'"{words}"'), size=100)).hits
            found |= {hit.report: words for hit in hits}
    return found


def rounds(folder: Path, mode: str, count: int) -> Iterator[dict[str, Any]]:
    """One value for each kill."""
    writer: IndexWriter = whoosh_engine if mode == "random" else PlainWriter()
    chance = random.Random(count)
    last = 0
    for number in range(1, count + 1):
        home = folder / str(number) if mode == "first" else folder
        if mode == "first":
            last = 0
        elif not last:
            last = 1  # so that there is a state to keep, and the dictionary is loaded before a fork
            with closing(Catalogue(home / FILE)) as catalogue:
                apply(home, catalogue, *version(1), writer=writer)

        def work(told: int, home: Path = home, start: int = last + 1, point: int = number) -> None:
            if mode != "random":
                die_at(point, home)
            write(home, writer, start, told)

        told = forked(work, chance.uniform(0, SECONDS) if mode == "random" else None)
        found = {"acknowledged": max(told, last), **seen(home)}
        yield found
        last = max([told, last, *(number_in(words) for words in found["catalogue"].values())])


def number_in(words: str) -> int:
    """The number of the version that the words are of."""
    return int("".join(filter(str.isdigit, words)))


if __name__ == "__main__":
    for line in rounds(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])):
        print(json.dumps(line, ensure_ascii=False), flush=True)
