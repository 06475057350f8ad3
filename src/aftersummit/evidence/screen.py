"""All commitments of a meeting against everything that is indexed, resumable and repeatable."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aftersummit.evidence.find import FLOOR, Subject, find
from aftersummit.model import Finding, from_wire, to_wire
from aftersummit.retrieval import Filter, Index, opened


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found for one commitment.

    Attributes:
        commitment: its address or short name.
        batch: the index's last batch; what comes later is what to look at next time.
    """

    commitment: str
    batch: int
    findings: tuple[Finding, ...]


def screen(
    index: Index,
    subjects: Sequence[Subject],
    *,
    done: Mapping[str, int] | None = None,
    where: Filter | None = None,
    limit: int = 20,
    floor: float = FLOOR,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Screening]:
    """Look for evidence on each commitment in turn; keep each result before asking for the next.

    Args:
        done: by commitment, the batch up to which it was screened. One that is up to date is
            passed over; for another only documents that came since are looked at. So the
            same call resumes after a kill, and watches afterwards.
        progress: told how many of how many commitments are done, after each.
    """
    known = done or {}
    limits = where or Filter()
    for number, subject in enumerate(subjects, 1):
        before = known.get(subject.key, 0)
        if before < index.batch:
            narrowed = replace(limits, after_batch=max(before, limits.after_batch))
            found = find(index, subject, where=narrowed, limit=limit, floor=floor)
            yield Screening(subject.key, index.batch, tuple(found))
        if progress:
            progress(number, len(subjects))


@dataclass(frozen=True, slots=True)
class Work:
    """Some commitments to be held against an index, wherever that is done.

    Attributes:
        index: folder of the index, or the address of a packed one.
        subjects: each with the batch up to which it was screened before.
    """

    index: str
    subjects: tuple[tuple[Subject, int], ...]
    limit: int = 20
    floor: float = FLOOR


def screen_batch(work: Work) -> list[Screening]:
    """The screenings of one batch of work; for :func:`aftersummit.execution.run`."""
    index = opened(work.index)
    done = {subject.key: before for subject, before in work.subjects}
    subjects = [subject for subject, _ in work.subjects]
    return list(screen(index, subjects, done=done, limit=work.limit, floor=work.floor))


class Journal:
    """Screenings in a file of JSON lines, appended one by one: for work without a project.

    A line that a kill has torn is dropped, and its commitment is screened again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._whole = 0
        self.done: dict[str, int] = {}
        for screening in self._read():
            self.done[screening.commitment] = screening.batch

    def record(self, screening: Screening) -> None:
        """Append one screening; it is on disk when this returns."""
        line = json.dumps(to_wire(screening), ensure_ascii=False) + "\n"
        with self._path.open("ab") as file:
            file.truncate(self._whole)
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()
        self.done[screening.commitment] = screening.batch

    def screenings(self) -> list[Screening]:
        """Everything recorded, in order."""
        return list(self._read())

    def _read(self) -> Iterator[Screening]:
        self._whole = 0
        if not self._path.exists():
            return
        with self._path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                yield from_wire(Screening, json.loads(line))
                self._whole += len(line)
