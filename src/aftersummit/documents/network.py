"""Connections that go where the check said, and end when the time is over.

httpcore asks its backend for every connection, so the check stands at the one place that
no redirect and no second look-up can go around; host name and certificate check stay those
of the address that was asked for.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from aftersummit.documents.addresses import resolve


class Clock:
    """The time that is left for a whole fetch.

    Args:
        seconds: from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return time.monotonic() >= self._end

    def cap(self, timeout: float | None) -> float:
        """``timeout``, or what is left of the whole where that is less.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole fetch is over")
        return left if timeout is None else min(timeout, left)


def pool(clock: Clock, *, allow_private: bool) -> httpcore.ConnectionPool:
    """A pool whose connections are checked and timed; a context manager."""
    return httpcore.ConnectionPool(
        max_connections=1,
        max_keepalive_connections=0,
        network_backend=_CheckedBackend(clock, allow_private=allow_private),
    )


class _CheckedBackend(httpcore.NetworkBackend):
    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in resolve(host, port, allow_private=self._allow_private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._clock.cap(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._clock)
        raise failure or httpcore.ConnectError(f"{host} has no address")


class _TimedStream(httpcore.NetworkStream):
    """A stream of which no single read can outlast the whole fetch.

    A server that sends one byte now and then would else keep within every timeout.
    """

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._clock.cap(timeout))
        return _TimedStream(secure, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
