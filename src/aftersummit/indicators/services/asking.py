"""Asking a service: the answer is kept for a while, and a server that is busy is asked again."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from aftersummit.errors import OutsideError
from aftersummit.indicators.cube import Cube

Ask = Callable[[str], bytes]
"""Gives the body behind an address; the only thing here that touches the network."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said.

    Attributes:
        raw: the bodies of all pages, as received, a line break between them.
        address: the address of the first page.
    """

    cubes: tuple[Cube, ...]
    raw: bytes
    address: str


class Service(Protocol):
    """One publisher's interface."""

    def read(self, ask: Ask, key: str, options: Mapping[str, str], base: str = "") -> Answer:
        """The tables behind a key.

        Args:
            key: what is asked for, in the service's own words.
            options: further parameters, in the service's own words.
            base: another server that answers in the same way.

        Raises:
            UserError: the key or an option is wrong, or the figures are malformed.
            OutsideError: the service failed or said something else than it should.
        """
        ...


class Asking:
    """An ``Ask`` that keeps answers in a folder and asks a busy server again.

    Args:
        get: fetches an address; an :class:`OutsideError` whose remedy is to try again is taken
            at its word.
        folder: where answers are kept, None for nowhere.
        keep_s: seconds for which a kept answer serves.
        attempts: how often an address is asked in all.
        pause_s: seconds before the second attempt; each further pause is twice as long.
    """

    def __init__(
        self,
        get: Ask,
        folder: Path | None = None,
        *,
        keep_s: float = DAY,
        attempts: int = 4,
        pause_s: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._get = get
        self._folder = folder
        self._keep = keep_s
        self._attempts = attempts
        self._pause = pause_s
        self._sleep = sleep

    def __call__(self, url: str) -> bytes:
        """The body behind ``url``.

        Raises:
            OutsideError: every attempt failed; the message is the last one's.
        """
        path = None
        if self._folder is not None:
            path = self._folder / hashlib.sha256(url.encode()).hexdigest()
            if path.is_file() and time.time() - path.stat().st_mtime < self._keep:
                return path.read_bytes()
        body = self._asked(url)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}-{os.getpid()}")
            fresh.write_bytes(body)
            fresh.replace(path)
        return body

    def _asked(self, url: str) -> bytes:
        for attempt in range(1, self._attempts + 1):
            try:
                return self._get(url)
            except OutsideError as error:
                if "again" not in error.remedy or attempt == self._attempts:
                    raise
                self._sleep(self._pause * 2 ** (attempt - 1))
        raise AssertionError("unreachable")


def address(base: str, *parts: str, **query: str) -> str:
    """An address from a base, path parts and a query, percent-encoded."""
    path = "/".join([base.rstrip("/"), *(quote(part, safe=";:,.+@") for part in parts)])
    return f"{path}?{urlencode(query, safe=':;,$')}" if query else path


def parsed(body: bytes, url: str) -> Any:
    """JSON out of a body.

    Raises:
        OutsideError: it is none.
    """
    try:
        return json.loads(body)
    except ValueError as error:
        start = body[:60].decode("utf-8", "replace")
        raise OutsideError(
            f"{url} answered with something else than JSON ('{start}')",
            "try again later, or download the file and add it",
        ) from error
