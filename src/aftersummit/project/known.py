"""What changes rarely and is asked for at every step, kept until a record is added."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from aftersummit.store import FOREVER, Reader

T = TypeVar("T")

_KEPT = 48
"""Values held in memory; among them are whole documents cut into units."""


class Known:
    """Values made from records alone. Records are only added to, so that the number of the
    newest one says whether what was made before still holds: one question in place of many."""

    def __init__(self) -> None:
        self._newest = -1
        self._kept: dict[Hashable, Any] = {}
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def of(self, reader: Reader, name: Hashable, make: Callable[[], T]) -> T:
        """The value of that name as the reader's transaction sees it."""
        if reader.wrote or reader.as_of != FOREVER:
            return make()
        newest = reader.newest
        found, kept = self._find(newest, name)
        if found:
            return kept  # type: ignore[no-any-return]
        # One makes it and the others wait: fifty that open a long text at once cut it once.
        with self._making:
            found, kept = self._find(newest, name)
            made: T = kept if found else make()
        with self._lock:
            if self._newest == newest:
                self._kept[name] = made
                while len(self._kept) > _KEPT:
                    del self._kept[next(iter(self._kept))]
        return made

    def holds(self, name: Hashable) -> bool:
        """Whether there is a value of that name, of now or of before."""
        return name in self._kept

    def _find(self, newest: int, name: Hashable) -> tuple[bool, Any]:
        with self._lock:
            if newest != self._newest:
                self._kept.clear()
                self._newest = newest
            return name in self._kept, self._kept.get(name)
