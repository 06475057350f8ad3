"""Batches on the workers of a Dask scheduler."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from aftersummit.errors import MissingExtra, OutsideError
from aftersummit.execution.how import Cluster

B = TypeVar("B")
R = TypeVar("R")
_WAIT_S = "30s"


def run_on_cluster(function: Callable[[B], R], batches: Iterable[B], how: Cluster) -> Iterator[R]:
    """See :func:`aftersummit.execution.run`.

    The scheduler gives a lost worker's batches to another one; each batch has one future,
    so that a batch that was worked on twice still has one result.
    """
    client = _connected(how)
    waiting, sent = iter(batches), deque[Any]()
    try:
        while True:
            room = how.ahead * max(1, _threads(client, how)) - len(sent)
            for batch in islice(waiting, max(room, 0 if sent else 1)):
                # Two equal batches are two pieces of work, so no future stands for both.
                sent.append(client.submit(function, batch, pure=False, retries=how.attempts))
            if not sent:
                return
            yield _result(sent.popleft(), how)
    finally:
        client.close()


def _connected(how: Cluster) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra("a cluster", "dask") from error
    try:
        if Path(how.address).is_file():
            return Client(scheduler_file=how.address, timeout=_WAIT_S, set_as_default=False)
        return Client(how.address, timeout=_WAIT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise OutsideError(
            f"no Dask scheduler answers at {how.address} ({str(error) or type(error).__name__})",
            "start one with: dask scheduler, and workers with: dask worker ADDRESS",
        ) from error


def _threads(client: Any, how: Cluster) -> int:
    """How many batches can be worked on at once, workers that came or went counted."""
    try:
        return sum(client.nthreads().values())
    except OSError as error:
        raise _gone(how, error) from error


def _result(future: Any, how: Cluster) -> Any:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        return future.result()
    except KilledWorker as error:
        raise OutsideError(
            f"batches of work ended their workers at {how.address} again and again",
            "give the workers more memory, and see their logs",
        ) from error
    except (FutureCancelledError, OSError) as error:
        raise _gone(how, error) from error


def _gone(how: Cluster, error: Exception) -> OutsideError:
    return OutsideError(
        f"the cluster at {how.address} is gone ({type(error).__name__})",
        "start it again and repeat the command: what was finished is kept",
    )
