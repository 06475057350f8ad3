"""What did not stop the run but must not be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or placed, with the remedy.

    Attributes:
        code: a stable slug for the kind of problem (``pdf-encrypted``).
        where: the file, address or record, and the place in it.
        what: one line for a person.
        remedy: what to do about it.
        severity: ``error`` when nothing could be used, ``warning`` when part of it was.
        at: UTC moment, ISO 8601.
    """

    code: str
    where: str
    what: str
    remedy: str
    severity: Severity = "error"
    at: str = ""
