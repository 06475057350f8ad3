"""Which addresses on the network may be asked."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from aftersummit.errors import OutsideError, UserError

_SCHEMES = ("http", "https")
_ALLOW = "add --allow-private if it is your own server"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def checked(url: str) -> Any:
    """``url`` as an ``httpx.URL``, percent-encoded and without its fragment.

    Raises:
        UserError: no http or https address, no host, or a password in it.
    """
    import httpx

    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise UserError(f"{url} is no address ({error})", "check its spelling") from error
    if parsed.scheme not in _SCHEMES:
        raise UserError(
            f"{url} is not an http or https address", "give one that begins with https://"
        )
    if not parsed.host:
        raise UserError(f"{url} names no host", "check its spelling")
    if parsed.userinfo:
        raise UserError(
            f"an address at {parsed.host} with a password in it is not fetched",
            "download the file yourself and add it",
        )
    return parsed.copy_with(fragment=None)


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The network addresses of a host, looked up once and all of them allowed.

    Raises:
        UserError: the host stands for a private, loopback or otherwise local address.
        OutsideError: the host has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideError(
            f"{host} cannot be found on the network", "check the address and the connection"
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # One local answer among public ones is a trick: the host is refused as a whole.
    local = [address for address in addresses if not is_public(address)]
    if local and not allow_private:
        raise UserError(f"{host} stands for the local address {local[0]}", _ALLOW)
    return addresses


def is_public(address: str) -> bool:
    """Whether an address lies on the open internet, whichever way it is written."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    # ``is_global`` is false for private, loopback, link-local, shared and reserved ranges.
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
