"""How long work tells whoever is waiting how far it has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called after each confirmed step.

    Args:
        done: steps confirmed so far.
        total: steps in all, ``None`` while that is not known.
        what: what is being worked on.
    """

    def __call__(self, done: int, total: int | None, what: str) -> None: ...


def silent(done: int, total: int | None, what: str) -> None:
    """Progress for callers that do not watch."""
