"""No way of writing an address leads to a machine that is not on the public net."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest

from corpus.fetch import Address, Fetcher
from corpus.fetch.address import parse
from corpus.fetch.gate import Barred, is_public, peers
from corpus.outcome import Rejected

INSIDE = [
    pytest.param("http://127.0.0.1/", id="this machine"),
    pytest.param("http://127.255.255.254/", id="all of its network"),
    pytest.param("http://localhost/", id="its name"),
    pytest.param("http://LOCALHOST./", id="its name with capitals and a dot"),
    pytest.param("http://127.0.0.1./", id="a dot behind"),
    pytest.param("http://127.1/", id="two parts"),
    pytest.param("http://2130706433/", id="decimal"),
    pytest.param("http://0x7f000001/", id="hexadecimal"),
    pytest.param("http://0x7f.0x0.0x0.0x1/", id="hexadecimal parts"),
    pytest.param("http://0177.0.0.1/", id="octal"),
    pytest.param("http://017700000001/", id="octal, whole"),
    pytest.param("http://127.0.0.01/", id="a leading zero"),
    pytest.param("http://１２７.０.０.１/", id="full width"),
    pytest.param("http://①②⑦.⓪.⓪.①/", id="circled"),
    pytest.param("http://127。0。0。1/", id="Chinese full stops"),
    pytest.param("http://0.0.0.0/", id="every address of this machine"),
    pytest.param("http://0/", id="every address, short"),
    pytest.param("http://10.1.2.3/", id="private, large"),
    pytest.param("http://172.16.0.1/", id="private, middle"),
    pytest.param("http://172.31.255.255/", id="private, middle, the last"),
    pytest.param("http://192.168.1.1/", id="private, small"),
    pytest.param("http://169.254.169.254/latest/meta-data/", id="keys of a cloud"),
    pytest.param("http://0xa9fea9fe/", id="keys of a cloud, hexadecimal"),
    pytest.param("http://100.100.100.200/", id="keys of another cloud"),
    pytest.param("http://168.63.129.16/", id="a service of a third"),
    pytest.param("http://192.0.0.192/", id="keys of a fourth"),
    pytest.param("http://198.18.0.1/", id="measurements"),
    pytest.param("http://203.0.113.7/", id="examples"),
    pytest.param("http://224.0.0.1/", id="multicast"),
    pytest.param("http://240.0.0.1/", id="reserved"),
    pytest.param("http://255.255.255.255/", id="broadcast"),
    pytest.param("http://[::1]/", id="IPv6, this machine"),
    pytest.param("http://[0:0:0:0:0:0:0:1]/", id="IPv6, this machine, in full"),
    pytest.param("http://[::]/", id="IPv6, unspecified"),
    pytest.param("http://[::ffff:127.0.0.1]/", id="mapped"),
    pytest.param("http://[::ffff:7f00:1]/", id="mapped, hexadecimal"),
    pytest.param("http://[::ffff:a9fe:a9fe]/", id="mapped, keys of a cloud"),
    pytest.param("http://[::127.0.0.1]/", id="compatible"),
    pytest.param("http://[64:ff9b::7f00:1]/", id="translated"),
    pytest.param("http://[64:ff9b:1::7f00:1]/", id="translated, local"),
    pytest.param("http://[2002:7f00:1::]/", id="6to4"),
    pytest.param("http://[2001:0:7f00:1::]/", id="Teredo"),
    pytest.param("http://[fe80::1]/", id="link"),
    pytest.param("http://[fec0::1]/", id="site"),
    pytest.param("http://[fd00:ec2::254]/", id="keys of a cloud, IPv6"),
    pytest.param("http://[ff02::1]/", id="IPv6 multicast"),
    pytest.param("http://[2001:db8::1]/", id="IPv6 examples"),
    pytest.param("http://8.8.8.8:22/", id="a port of no site"),
    pytest.param("http://8.8.8.8:6379/", id="a port of a database"),
    pytest.param("https://8.8.8.8:8443/", id="a port near enough"),
    pytest.param("http://user:pass@8.8.8.8/", id="a password"),
    pytest.param("gopher://8.8.8.8/", id="an old protocol"),
    pytest.param("file:///etc/passwd", id="a file"),
]


@pytest.mark.parametrize("text", INSIDE)
def test_nothing_inside_is_connected_to(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connected(*_: object) -> NoReturn:
        pytest.fail("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", connected)
    got = Fetcher(tmp_path).fetch(Address(text))
    assert isinstance(got, Rejected)
    assert got.error.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("8.8.8.8", id="IPv4"),
        pytest.param("172.15.255.255", id="below the private ones"),
        pytest.param("172.32.0.0", id="above the private ones"),
        pytest.param("100.63.255.255", id="below the shared ones"),
        pytest.param("223.255.255.255", id="below multicast"),
        pytest.param("2400:3200::1", id="IPv6"),
        pytest.param("2001:4860:4860::8888", id="IPv6 near the tunnels"),
    ],
)
def test_the_public_net_is_open(address: str) -> None:
    assert is_public(address)
    host = f"[{address}]" if ":" in address else address
    assert peers(parse(f"https://{host}/")) == ((address, 443),)


def answering(*addresses: str) -> object:
    """A resolver of names that knows one answer."""

    def getaddrinfo(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(["10.0.0.1"], id="inside"),
        pytest.param(["8.8.8.8", "10.0.0.1"], id="one of two inside"),
        pytest.param(["8.8.8.8", "::1"], id="inside by IPv6"),
        pytest.param(["fe80::1%eth0"], id="on this link"),
    ],
)
def test_a_name_that_leads_inside(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that runs the tests may have no names: what they lead to is put in here."""
    monkeypatch.setattr(socket, "getaddrinfo", answering(*addresses))
    with pytest.raises(Barred, match="内部地址"):
        peers(parse("http://rebound.example.cn/"))


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(Barred, match="找不到网站"):
        peers(parse("http://nowhere.example.cn/"))


def test_only_the_very_peer_is_let_through() -> None:
    allowed = {("127.0.0.1", 8000)}
    assert peers(parse("http://localhost:8000/"), allowed) == (("127.0.0.1", 8000),)
    for text in ("http://127.0.0.1:8001/", "http://127.0.0.2:8000/", "http://127.0.0.1/"):
        with pytest.raises(Barred):
            peers(parse(text), allowed)
