"""What the commands share: the data folder, words on a terminal, tables in columns, failures."""

import functools
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from pydantic import BaseModel

from corpus.errors import CorpusError, NamesError
from corpus.model import Span
from search_api.answers import BadQuestion, ServiceError
from search_api.settings import Settings
from search_api.store import Store

P = ParamSpec("P")
R = TypeVar("R")

FAILED = 1
"""Done, with failures listed."""


def settings_of(context: click.Context, **changes: Any) -> Settings:
    """The settings: options before GONGKAI_* variables before what is usual."""
    given = {"data": context.find_root().params.get("data"), **changes}
    return Settings(**{name: value for name, value in given.items() if value is not None})


@contextmanager
def open_store(context: click.Context) -> Iterator[Store]:
    """The store of the data folder, closed at the end."""
    store = Store(settings_of(context))
    try:
        yield store
    finally:
        store.close()


def explained(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose foreseen errors end it with a sentence: misuse with 2, the others with 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (BadQuestion, NamesError) as error:
            raise click.UsageError(str(error)) from error
        except (ServiceError, CorpusError) as error:
            raise click.ClickException(str(error)) from error

    return run


def speak_utf8() -> None:
    """Chinese on every console: Windows would take its own code page for it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str = "") -> None:
    """A line of the result."""
    click.echo(text)


def complain(text: str) -> None:
    """A line that is no result."""
    click.echo(text, err=True)


def say_json(value: Any) -> None:
    """The result for a program. There is no NaN in JSON."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def marked(text: str, spans: Sequence[Span]) -> str:
    """The text with its spans in colour on a terminal, between brackets elsewhere."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], _mark(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _mark(text: str) -> str:
    if sys.stdout.isatty():
        return click.style(text, fg="yellow", bold=True)
    return f"【{text}】"


def table(rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Rows in columns, those in `right` aligned to the right. A Chinese character is two wide."""
    listed = [list(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*listed, strict=True)] if listed else []
    for row in listed:
        yield "  ".join(
            _padded(cell, widths[n], to_right=n in right) for n, cell in enumerate(row)
        ).rstrip()


def width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, columns: int, *, to_right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if to_right else text + space


names_option = click.option(
    "--names",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="自己的机关名称文件，默认为数据目录中的 names.toml；也可用环境变量 GONGKAI_NAMES。",
)

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
