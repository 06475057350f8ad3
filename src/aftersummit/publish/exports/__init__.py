"""Records as files that anyone can open. One format, one file, found by entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from typing import Any, TextIO

from aftersummit.errors import UsageError
from aftersummit.model import (
    Action,
    Assessment,
    Commitment,
    Datum,
    Decision,
    Document,
    Effect,
    Evidence,
    Forum,
    Gap,
    Guideline,
    Headway,
    Measure,
    Meeting,
    Party,
    Pillar,
    Problem,
    Register,
    Score,
    ScoreSummary,
    Series,
    Source,
    Square,
    Yardstick,
    data_of,
)

GROUP = "aftersummit.exports"

Writer = Callable[[type[Any], Iterable[Any], TextIO], None]
"""Writes records of one noun to an open text file."""

NOUNS: dict[str, type[Any]] = {
    "forums": Forum,
    "meetings": Meeting,
    "documents": Document,
    "commitments": Commitment,
    "actions": Action,
    "evidence": Evidence,
    "series": Series,
    "observations": Datum,
    "yardsticks": Yardstick,
    "headway": Headway,
    "effects": Effect,
    "scores": Score,
    "parties": Party,
    "pillars": Pillar,
    "decisions": Decision,
    "sources": Source,
    "problems": Problem,
    "guidelines": Guideline,
    "assessments": Assessment,
    "summaries": ScoreSummary,
    "coverage": Square,
    "gaps": Gap,
    "agreement": Measure,
    "score-log": Decision,
}
"""What can be exported: the name, and the noun whose fields are its columns."""


def records(register: Register, noun: str) -> tuple[Any, ...]:
    """The records of one kind, in the register's order.

    Raises:
        UsageError: ``noun`` is no kind of record.
    """
    if noun not in NOUNS:
        raise UsageError(f"'{noun}' is not a kind of record", f"use one of {', '.join(NOUNS)}")
    if noun == "observations":
        return tuple(row for series in register.series for row in data_of(series))
    if noun in ("parties", "pillars"):
        return tuple(getattr(register.codebook, noun))
    if noun == "coverage":
        return tuple(square for matrix in register.scoring.matrices for square in matrix.squares)
    if noun == "score-log":
        return register.scoring.log
    if noun in ("guidelines", "assessments", "summaries", "gaps", "agreement"):
        return tuple(getattr(register.scoring, noun))
    return tuple(getattr(register, noun))


@cache
def formats() -> tuple[str, ...]:
    """Names of the formats that are installed."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


@cache
def writer(name: str) -> Writer:
    """The writer of one format.

    Raises:
        UsageError: no such format is installed.
    """
    for point in entry_points(group=GROUP):
        if point.name == name:
            found: Writer = point.load()
            return found
    raise UsageError(f"'{name}' is not an export format", f"use one of {', '.join(formats())}")


def export(register: Register, noun: str, format: str, stream: TextIO) -> int:
    """Write all records of one kind.

    Args:
        noun: a key of :data:`NOUNS`.
        format: an installed format: ``csv``, ``json`` or ``jsonl``.
        stream: open for text; for CSV it should be opened with ``newline=""``.

    Returns:
        How many records were written.

    Raises:
        UsageError: the noun or the format is not known.
    """
    found = records(register, noun)
    writer(format)(NOUNS[noun], found, stream)
    return len(found)
