"""``publish`` and ``export``: a register becomes files that anyone can keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from aftersummit.errors import UserError
from aftersummit.model import Problem, Register
from aftersummit.project.progress import Progress, silent
from aftersummit.publish.exports import export as write_export
from aftersummit.publish.gate import check
from aftersummit.publish.site import write_site


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a ``publish`` did: its first page, how many there are, and what the gate noticed."""

    index: Path
    pages: int
    warnings: tuple[Problem, ...]


def publish(register: Register, folder: Path, *, progress: Progress = silent) -> PublishReport:
    """Check the register and write its site.

    Raises:
        UserError: the gate found a blocker; nothing is written.
    """
    noticed = check(register)
    blockers = [problem for problem in noticed if problem.severity == "error"]
    if blockers:
        first = blockers[0]
        raise UserError(
            f"{len(blockers)} blockers keep the register from being published, the first at "
            f"{first.where}: {first.what}",
            first.remedy,
        )
    index = write_site(
        register, folder, progress=lambda done, total: progress(done, total, "pages")
    )
    pages = sum(1 for _ in folder.rglob("*.html"))
    return PublishReport(index, pages, tuple(noticed))


def export(register: Register, noun: str, form: str, stream: TextIO) -> int:
    """Write all records of a noun in a format; returns how many."""
    return write_export(register, noun, form, stream)
