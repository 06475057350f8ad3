"""Documents to commitments: who promised what, by when, how firmly, in the exact words."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from aftersummit.errors import UserError
from aftersummit.model import Commitment, Document

__all__ = ["Extractor", "extract_commitments", "extractor", "installed", "version_of"]

GROUP = "aftersummit.extractors"


class Extractor(Protocol):
    """A way of finding commitments; registered as an entry point of ``aftersummit.extractors``."""

    def __call__(
        self, document: Document, *, labels: Collection[str] = ..., recall: str = ...
    ) -> list[Commitment]: ...


def extract_commitments(
    document: Document,
    *,
    labels: Collection[str] = ("commitment",),
    recall: str = "default",
    using: str = "model",
) -> list[Commitment]:
    """Commitments of a document in document order; ``text[start:end] == quote`` for each.

    Args:
        document: its canonical text is read; a document without text has none.
        labels: which of ``commitment``, ``stance`` and ``call`` to return.
        recall: ``default``, or ``high`` to miss almost nothing at a cost in precision.
        using: name of an installed extractor.

    Raises:
        UserError: no such extractor, or no such setting of ``recall``.
    """
    return extractor(using)(document, labels=labels, recall=recall)


@cache
def extractor(name: str) -> Extractor:
    """The extractor registered under ``name``.

    Raises:
        UserError: none is.
    """
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            found: Extractor = entry.load()
            return found
    raise UserError(f"no extractor '{name}'", f"use one of {', '.join(installed())}")


def version_of(name: str) -> str:
    """Version of the package that registered an extractor, "" where it has none."""
    for entry in entry_points(group=GROUP):
        if entry.name == name and entry.dist is not None:
            return entry.dist.version
    return ""


def installed() -> list[str]:
    """Names of the installed extractors."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})
