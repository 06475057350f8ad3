"""One address fetched under limits: the only place in this room that uses the network."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from aftersummit.documents.addresses import checked
from aftersummit.errors import AftersummitError, OutsideError, UserError

if TYPE_CHECKING:
    from aftersummit.documents.network import Clock

_MEGABYTE = 1024 * 1024
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_UNCHANGED = 304
_BUSY = frozenset((429, 503))
_AGAIN = "try again later, or download the file yourself and add it"
_YOURSELF = "open it in a browser, save the page or file, and add that"
_STATUS = {
    401: ("asks for a password", _YOURSELF),
    403: ("refuses to show it to programs", _YOURSELF),
    404: ("has no such page", "check the address, or look for an archived copy"),
    410: ("has removed the page", "look for an archived copy"),
    429: ("asks for fewer requests", _AGAIN),
    451: ("may not show it for legal reasons", "look for an archived copy"),
}
_PIECE = 64 * 1024


class Refused(OutsideError):
    """A server answered, and not with the page.

    Attributes:
        status: of its answer.
        wait_s: seconds after which it wants to be asked again, where it says so.
    """

    def __init__(self, what: str, remedy: str, status: int, wait_s: float | None = None) -> None:
        super().__init__(what, remedy)
        self.status = status
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What a fetch may take.

    Attributes:
        max_bytes: of the body, as sent and as unpacked.
        timeout_s: seconds to wait for the next piece of an answer.
        total_s: seconds for the whole fetch, redirects included.
        max_redirects: how many are followed.
        allow_private: whether hosts on this machine or its local network may be asked.
        user_agent: how the program names itself.
        pause_s: seconds between two requests to one host, for pages that a list names.
        max_pages: of a list, fetched in one run.
    """

    max_bytes: int = 100 * _MEGABYTE
    timeout_s: float = 20.0
    total_s: float = 120.0
    max_redirects: int = 10
    allow_private: bool = False
    user_agent: str = "aftersummit (reads official texts; one request at a time)"
    pause_s: float = 1.0
    max_pages: int = 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back.

    Attributes:
        data: the body, unpacked.
        url: the address after redirects.
        requested: the address that was asked for.
        media_type: as claimed by the server, with its charset.
        headers: of the last answer, names in lower case.
        retrieved: UTC moment, ISO 8601.
        unchanged: whether the server said that nothing changed; then there is no body.
    """

    data: bytes
    url: str
    requested: str
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    retrieved: str = ""
    unchanged: bool = False


def fetch(
    url: str, policy: FetchPolicy | None = None, *, unless: Mapping[str, str] | None = None
) -> Fetched:
    """The body behind an http or https address.

    Args:
        unless: headers of an earlier answer from there; where its ETag or Last-Modified still
            holds the server may say so in place of sending the body again, and the answer is
            marked as unchanged.

    Every host, that of each redirect included, is looked up once, refused where any of its
    addresses is private, loopback, link-local, multicast or reserved, and connected to at
    the address that was checked. Proxies of the environment are not used: a proxy would
    look the host up again.

    Raises:
        UserError: the address cannot be asked for, or the answer is larger than allowed.
        OutsideError: the host, the network or the server failed.
    """
    from aftersummit.documents.network import Clock, pool

    policy = policy or FetchPolicy()
    clock = Clock(policy.total_s)
    current = checked(url)
    seen: list[str] = []
    with pool(clock, allow_private=policy.allow_private) as connections:
        while True:
            if str(current) in seen:
                raise OutsideError(f"{url} redirects in a circle", _YOURSELF)
            if len(seen) > policy.max_redirects:
                raise OutsideError(
                    f"{url} redirects more than {policy.max_redirects} times", _YOURSELF
                )
            seen.append(str(current))
            target, answer = _ask(connections, current, policy, clock, _conditions(unless))
            if target is None:
                return _fetched(url, str(current), answer)
            current = checked(str(current.join(target)))


@dataclass(frozen=True, slots=True)
class _Answer:
    data: bytes
    headers: dict[str, str]
    unchanged: bool = False


def _conditions(unless: Mapping[str, str] | None) -> list[tuple[bytes, bytes]]:
    asked = (("etag", b"If-None-Match"), ("last-modified", b"If-Modified-Since"))
    known = unless or {}
    return [(header, known[n].encode("latin-1", "ignore")) for n, header in asked if known.get(n)]


def _ask(
    connections: Any,
    url: Any,
    policy: FetchPolicy,
    clock: Clock,
    conditions: list[tuple[bytes, bytes]],
) -> tuple[str | None, _Answer]:
    """One request: where it redirects to, or ``None`` and the whole answer."""
    import httpcore

    headers = [
        (b"Host", url.netloc),
        (b"User-Agent", policy.user_agent.encode("ascii", "ignore")),
        (b"Accept", b"text/html, application/pdf, text/plain, */*;q=0.5"),
        (b"Accept-Encoding", b"gzip, deflate"),
        *conditions,
    ]
    wait = dict.fromkeys(("connect", "read", "write", "pool"), policy.timeout_s)
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    try:
        with connections.stream(
            "GET", target, headers=headers, extensions={"timeout": wait}
        ) as response:
            received = _headers(response.headers)
            if response.status in _REDIRECTS and "location" in received:
                return received["location"], _Answer(b"", received)
            if response.status == _UNCHANGED and conditions:
                return None, _Answer(b"", received, unchanged=True)
            _refuse_status(response.status, url, received.get("retry-after", ""))
            return None, _Answer(_body(response.iter_stream(), received, url, policy), received)
    except AftersummitError:
        raise
    except httpcore.TimeoutException as error:
        late = (
            f"did not finish within {policy.total_s:g} s"
            if clock.is_over
            else (f"did not answer within {policy.timeout_s:g} s")
        )
        raise OutsideError(f"{url.host} {late}", _AGAIN) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, zlib.error) as error:
        reason = str(error) or type(error).__name__
        raise OutsideError(f"{url.host} could not be read: {reason}", _AGAIN) from error


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _refuse_status(status: int, url: Any, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    what, remedy = _STATUS.get(status, ("failed", _AGAIN))
    wait = _wait_s(retry_after.strip()) if status in _BUSY else None
    if wait is not None:
        remedy = f"try again in {wait:.0f} s, or download the file yourself and add it"
    raise Refused(f"{url.host} {what} (status {status}): {url}", remedy, status, wait)


def _wait_s(retry_after: str) -> float | None:
    """What the header Retry-After (RFC 9110, 10.2.3) asks for: seconds, or a date to come."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, until - time.time())


def _body(
    pieces: Iterable[bytes], headers: Mapping[str, str], url: Any, policy: FetchPolicy
) -> bytes:
    """The body as it comes, refused the moment it is too long, whatever was announced."""
    limit = policy.max_bytes
    announced = headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise _too_large(url, limit)
    unpack = _unpacker(headers.get("content-encoding", ""), url)
    out = bytearray()
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limit:
            raise _too_large(url, limit)
        if unpack is None:
            out += piece
            continue
        packed = piece
        while packed:
            out += unpack.decompress(packed, _PIECE)
            packed = unpack.unconsumed_tail
            if len(out) > limit:
                raise _too_large(url, limit)
    if unpack is not None and not unpack.eof and taken:
        raise OutsideError(f"{url.host} broke off in the middle of {url}", _AGAIN)
    return bytes(out)


def _unpacker(encoding: str, url: Any) -> Any:
    """A bounded decompressor for the body, ``None`` where it is sent as it is."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        return zlib.decompressobj()
    raise OutsideError(
        f"{url.host} packs its answer as {encoding}, which was not asked for", _AGAIN
    )


def _too_large(url: Any, limit: int) -> UserError:
    return UserError(
        f"{url} is larger than {limit / _MEGABYTE:g} MB",
        "allow more with --max-mb, or download the file yourself and add it",
    )


def _fetched(requested: str, url: str, answer: _Answer) -> Fetched:
    return Fetched(
        data=answer.data,
        url=url,
        requested=requested,
        media_type=answer.headers.get("content-type", ""),
        headers=answer.headers,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        unchanged=answer.unchanged,
    )
