"""Results as files: the options that ask for them, and how they are written."""

import functools
import os
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import click

from search_api.answers import BadValue
from search_api.cli.terminal import complain, json_option
from search_api.export import BOM

Write = Callable[[IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Files:
    """The form that all results are asked for in; at most one of them."""

    csv: bool = False
    xlsx: Path | None = None
    jsonl: bool = False

    def given(
        self,
        csv: Callable[[], Iterable[str]],
        jsonl: Callable[[], Iterable[str]],
        xlsx: Write,
    ) -> bool:
        """Whether a file was asked for; then it has been made of the one that makes it."""
        if self.xlsx:
            write_file(self.xlsx, xlsx)
        elif self.csv or self.jsonl:
            say_lines(csv() if self.csv else jsonl())
        else:
            return False
        return True


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--csv, --xlsx FILE, --jsonl and --json, as the arguments `files` and `as_json`.

    A command with them raises BadValue where more than one is asked for.
    """

    @functools.wraps(command)
    def run(*args: Any, as_csv: bool, xlsx: Path | None, as_jsonl: bool, **options: Any) -> Any:
        asked = {"csv": as_csv, "xlsx": xlsx, "jsonl": as_jsonl, "json": options["as_json"]}
        named = [f"--{name}" for name, value in asked.items() if value]
        if len(named) > 1:
            raise BadValue(f"{'、'.join(named)} 只能选一个")
        return command(*args, files=Files(as_csv, xlsx, as_jsonl), **options)

    made: Callable[..., Any] = run
    for option in (
        json_option,
        click.option(
            "--jsonl", "as_jsonl", is_flag=True, help="输出全部结果，每行一个 JSON 对象。"
        ),
        click.option(
            "--xlsx",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            metavar="FILE",
            help="把全部结果写入 Excel 文件，附统计和说明。",
        ),
        click.option("--csv", "as_csv", is_flag=True, help="输出全部结果的 CSV。"),
    ):
        made = option(made)
    return made


def say_lines(lines: Iterable[str]) -> None:
    """Lines of a table. A file gets the byte-order mark that Excel needs, a pipe does not."""
    keep = _is_file()
    for line in lines:
        click.echo(line if keep else line.removeprefix(BOM).replace("\r\n", "\n"), nl=False)


def write_file(path: Path, write: Write) -> None:
    """A file, put in its place when it is whole. Raises ClickException where it cannot be."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            pass
        made = Path(file.name)
        try:
            with made.open("wb") as opened:
                write(opened)
            made.chmod(0o666 & ~_umask())
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"无法写入 {path}（{error.strerror or error}）") from error
    complain(f"已写入 {path}")


def _is_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):  # no file at all, as in a test
        return False


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
