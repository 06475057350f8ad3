"""``publish`` and ``export``: a register becomes files that anyone can keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from aftersummit import publish as publishing
from aftersummit.errors import UserError
from aftersummit.model import Problem, Register
from aftersummit.project.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a ``publish`` did: where the site is, how many pages, and what the gate noticed."""

    folder: Path
    pages: int
    warnings: tuple[Problem, ...]


def publish(register: Register, folder: Path, *, progress: Progress = silent) -> PublishReport:
    """Check the register and write its site.

    Raises:
        UserError: the gate found a blocker; nothing is written.
    """
    noticed = publishing.gate(register)
    blockers = [problem for problem in noticed if problem.severity == "error"]
    if blockers:
        first = blockers[0]
        raise UserError(
            f"{len(blockers)} blockers keep the register from being published, the first at "
            f"{first.where}: {first.what}",
            first.remedy,
        )
    site = publishing.write_site(register, folder, progress=progress)
    pages = sum(1 for _ in site.rglob("*.html"))
    return PublishReport(site, pages, tuple(noticed))


def export(register: Register, noun: str, form: str, stream: TextIO) -> int:
    """Write all records of a noun in a format; returns how many."""
    return publishing.export(register, noun, form, stream)
