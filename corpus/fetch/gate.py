"""Which machines may be asked: those that anybody on the net can reach, and none of ours.

A page can name any address, and a name can lead anywhere. What is behind our own door (this
machine, the network around it, the address where a cloud hands out its keys) is never asked,
whichever way the address is written.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from corpus.errors import NotReadable
from corpus.fetch.address import SCHEMES, Url, shown

Peer = tuple[str, int]
"""An IP address in its usual form and a port: what is connected to, without asking names again."""


class Barred(NotReadable):
    """This site is not asked, or not to be found."""


_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's translation; some clouds put their keys here
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # a cloud's own service, though the address is a public one
        "169.254.0.0/16",  # this link; most clouds put their keys here
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # examples
        "192.88.99.0/24",  # relays into IPv6
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # examples
        "203.0.113.0/24",  # examples
        "224.0.0.0/4",  # to many at once
        "240.0.0.0/4",  # kept back, and everybody
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")  # all that has been given out; the rest is not for the net
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, tunnels to IPv4
        "2001:db8::/32",  # examples
        "2002::/16",  # tunnels to IPv4
        "3fff::/20",  # examples
    )
)


def is_public(address: str) -> bool:
    """Whether this IP address is one that anybody can reach.

    IPv4 within IPv6 (mapped, translated, tunnelled) is not: nobody names a site that way.

    >>> is_public("8.8.8.8"), is_public("::ffff:8.8.8.8"), is_public("169.254.169.254")
    (True, False, False)
    """
    parsed: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NOT_PUBLIC_4)
    return parsed in _PUBLIC_6 and not any(parsed in network for network in _NOT_PUBLIC_6)


def peers(url: Url, allow_private: Collection[Peer] = ()) -> tuple[Peer, ...]:
    """What the host resolves to just now, all of it fit to be asked.

    `allow_private` names peers that are let through whatever they are. Raises Barred: one of them
    is not public, the port is not a site's, the name is unknown.
    """
    found = _resolved(url)
    strange = [peer for peer in found if peer not in allow_private]
    if strange and url.port not in SCHEMES.values():
        raise Barred(f"端口 {url.port} 不是网站使用的端口", "只收录 80 和 443 端口上的网址")
    for address, _ in strange:
        if not is_public(address):
            raise Barred(
                f"{shown(url.host)} 指向内部地址 {address}，没有访问",
                "只收录公开网站上的网址；内部文件请先下载，再按文件收录",
            )
    return found


def _resolved(url: Url) -> tuple[Peer, ...]:
    try:
        found = socket.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Barred(f"找不到网站 {shown(url.host)}", "请检查网址和网络连接") from error
    named = (str(entry[4][0]) for entry in found)
    return tuple(dict.fromkeys((address, url.port) for address in named))
