"""What people decided. Decisions are appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from aftersummit.model.ref import Ref
from aftersummit.model.span import Span

Verdict = Literal["accept", "edit", "reject", "merge", "split", "undo", "add"]
VERDICTS: tuple[Verdict, ...] = ("accept", "edit", "reject", "merge", "split", "undo", "add")


@dataclass(frozen=True, slots=True)
class Decision:
    """One coder's decision about one record.

    Attributes:
        number: position in the project's log, from 1.
        subject: the record decided on: a proposal's span address or a commitment's address.
        verdict: what was decided; ``add`` makes a commitment of words that no machine proposed.
        coder: who decided.
        at: UTC moment, ISO 8601.
        reason: why, in the coder's words.
        changes: field to new value, for ``edit``, ``accept`` and ``add``.
        into: the record merged into (``merge``).
        spans: the parts (``split``).
        assigned: the commitment numbers that the decision gave out.
        codebook: version of the coding scheme in force.
        round: name of the coding round, "" outside one.
    """

    number: int
    subject: Ref
    verdict: Verdict
    coder: str
    at: str
    reason: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    into: Ref | None = None
    spans: tuple[Span, ...] = ()
    assigned: tuple[Ref, ...] = ()
    codebook: str = ""
    round: str = ""
