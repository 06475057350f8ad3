"""Batches on the processes of this machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Generic, TypeVar

from aftersummit.errors import OutsideError
from aftersummit.execution.how import Cores

B = TypeVar("B")
R = TypeVar("R")


def run_on_cores(function: Callable[[B], R], batches: Iterable[B], how: Cores) -> Iterator[R]:
    """See :func:`aftersummit.execution.run`."""
    work = _Work(function, how)
    waiting = iter(batches)
    try:
        while True:
            for batch in islice(waiting, 2 * how.workers - len(work.sent)):
                work.send(batch)
            if not work.sent:
                return
            yield work.oldest()
    finally:
        work.end()


@dataclass(slots=True)
class _Sent(Generic[B, R]):
    batch: B
    future: Future[R]
    times: int = 1


@dataclass(slots=True)
class _Work(Generic[B, R]):
    """A pool of processes, renewed when it breaks, and what it is working on, oldest first."""

    function: Callable[[B], R]
    how: Cores
    sent: deque[_Sent[B, R]] = field(default_factory=deque)
    _pool: ProcessPoolExecutor | None = None

    def send(self, batch: B) -> None:
        self.sent.append(_Sent(batch, self._submit(batch)))

    def oldest(self) -> R:
        """The result of the oldest batch, which is then forgotten."""
        while True:
            try:
                result = self.sent[0].future.result()
            except BrokenProcessPool as error:
                self._again(error)
            else:
                self.sent.popleft()
                return result

    def end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _submit(self, batch: B) -> Future[R]:
        if self._pool is None:
            # A forked copy of a process with threads can hang, so each worker starts afresh.
            self._pool = ProcessPoolExecutor(self.how.workers, mp_context=get_context("spawn"))
        try:
            return self._pool.submit(self.function, batch)
        except BrokenProcessPool as error:
            broken: Future[R] = Future()
            broken.set_exception(error)
            return broken

    def _again(self, error: BrokenProcessPool) -> None:
        """One lost process takes its pool along: all that is not back is sent again."""
        if self.sent[0].times >= self.how.attempts:
            raise OutsideError(
                f"a worker process ended {self.sent[0].times} times over the same work",
                "check that memory suffices, or use fewer workers",
            ) from error
        self.end()
        for each in self.sent:
            if not (each.future.done() and each.future.exception() is None):
                each.future, each.times = self._submit(each.batch), each.times + 1
