"""A site on this machine that answers as it is told to, well or badly."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
CERTIFICATE = Path(__file__).with_name("loopback.pem")


class Site(ThreadingHTTPServer):
    """`answers` by path and query; anything else is not found."""

    daemon_threads = True

    def __init__(self, tls: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []  # target, headers in lower case
        self.leaving = threading.Event()  # those that answer slowly end when the site does
        self.scheme = "https" if tls else "http"
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def server_bind(self) -> None:
        """Without asking for the name of this machine, which may take its time."""
        TCPServer.server_bind(self)

    @property
    def peer(self) -> tuple[str, int]:
        return "127.0.0.1", self.server_address[1]

    def url(self, target: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.peer[1]}{target}"

    @property
    def targets(self) -> list[str]:
        return [target for target, _ in self.asked]

    def handle_error(self, request: object, client_address: object) -> None:
        """Who breaks off does so on purpose here."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers))
        self.server.answers.get(self.path, page(b"", 404))(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def page(data: bytes, status: int = 200, **headers: str) -> Answer:
    """A whole answer. Header names with _ for -."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in {"Content_Length": str(len(data)), **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(data)

    return answer


def moved(location: str, status: int = 302) -> Answer:
    return page(b"", status, Location=location)


def raw(data: bytes) -> Answer:
    """These very bytes, and the end of the connection."""
    return lambda to: void(to.wfile.write(data))


def in_turn(*answers: Answer) -> Answer:
    """The first, then the second...; the last for ever."""
    left = list(answers)

    def answer(to: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(to)

    return answer


def dripping(to: BaseHTTPRequestHandler) -> None:
    """A header that never ends, a byte at a time, always in time for a limit on each wait."""
    site = to.server
    assert isinstance(site, Site)
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not site.leaving.wait(0.05):
        to.wfile.write(b"x")


def silent(to: BaseHTTPRequestHandler) -> None:
    """Nothing at all."""
    site = to.server
    assert isinstance(site, Site)
    site.leaving.wait(10)


def endless(to: BaseHTTPRequestHandler) -> None:
    """A body of unknown length that goes on until nobody listens."""
    to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        to.wfile.write(b"<p>" + b"x" * 65536)


def void(_: object) -> None:
    """For a lambda that must give nothing."""


@contextmanager
def running(tls: bool = False) -> Iterator[Site]:
    """A site until the block ends."""
    site = Site(tls)
    thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.leaving.set()
        site.shutdown()
        site.server_close()
        thread.join()
