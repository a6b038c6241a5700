"""`gongkai serve` and `gongkai demo`: the pages and the interface, from this machine."""

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import uvicorn
from click.core import ParameterSource

import corpus
from search_api import service
from search_api.answers import Asked, NoIndex
from search_api.app import create_app
from search_api.cli.ingest import mend, run
from search_api.cli.tally import say_tally
from search_api.cli.terminal import explained, say, settings_of
from search_api.settings import Settings
from search_api.store import Store

SAMPLES = Path(corpus.__file__).with_name("samples")
"""Reports about places that do not exist, written for this project."""

_HOST = click.option("--host", help="监听的地址，默认仅限本机 127.0.0.1。")
_PORT = click.option(
    "--port", type=click.IntRange(0, 65535), help="端口，默认 8000；0 为任一空闲端口。"
)
_TRIED = 20  # ports that the demo tries from the usual one on; a stranger may have others running


@click.command()
@_HOST
@_PORT
@click.pass_context
@explained
def serve(context: click.Context, host: str | None, port: int | None) -> None:
    """启动检索网页和接口。"""
    settings = settings_of(context, host=host, port=port)
    settings.known_names()  # a mistake in the file is said now, not to whoever checks a report
    mend(settings.data)
    _serve(settings, _listen(settings.host, settings.port))


@click.command()
@click.argument(
    "corpus_folder", required=False, type=click.Path(path_type=Path), metavar="[CORPUS]"
)
@_HOST
@_PORT
@click.pass_context
@explained
def demo(
    context: click.Context, corpus_folder: Path | None, host: str | None, port: int | None
) -> None:
    """收录示例报告（或 CORPUS 中自己的报告）并启动网页。

    没有用 --data 指定数据目录时，数据放在临时目录，结束后删除。
    """
    with _data(context) as data:
        settings = settings_of(context, host=host, port=port).model_copy(update={"data": data})
        names = settings.known_names()
        say_tally(run(data, [corpus_folder or SAMPLES], names=names))
        _serve(settings, _listen(settings.host, settings.port, 1 if port is not None else _TRIED))


@contextmanager
def _data(context: click.Context) -> Iterator[Path]:
    """The folder that was named, else one that goes when the demo ends."""
    root = context.find_root()
    if root.get_parameter_source("data") is ParameterSource.COMMANDLINE:
        yield root.params["data"]  # GONGKAI_DATA alone has real reports: no place for samples
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _listen(host: str, port: int, tries: int = 1) -> socket.socket:
    """A socket that listens, on the first port that is free. Raises ClickException."""
    for tried in range(port, min(port + tries, 65536)):
        try:
            return socket.create_server((host, tried), family=_family(host))
        except OSError as error:
            reason = error.strerror
    raise click.ClickException(
        f"无法监听 {host}:{port}（{reason}）；请用 --port 换一个端口，0 为任一空闲端口"
    )


def _warm(store: Store) -> None:
    """Read the dictionary and the index now: it takes a second that the first reader would wait."""
    with suppress(NoIndex):
        service.search(store, Asked(q="公开"))


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _serve(settings: Settings, listening: socket.socket) -> None:
    """Serve until interrupted. The address is told once it answers."""
    app = create_app(settings)
    _warm(app.state.store)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    say(f"公开：http://{shown}:{port}/  （Ctrl+C 结束）")
    config = uvicorn.Config(app, log_level="warning", ws="none", server_header=False)
    with listening, suppress(KeyboardInterrupt):  # Ctrl+C is how one ends it
        uvicorn.Server(config).run(sockets=[listening])
