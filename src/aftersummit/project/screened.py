"""Up to where each commitment was screened: a file of lines that is only ever appended to.

It lies in the index's folder, since the batches that it speaks of are the index's. Without
it everything is screened again, and what is known already is not proposed twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from aftersummit.evidence import Subject
from aftersummit.model import to_wire

_FILE = "screened.tsv"
_FIELDS = 4


class Screened:
    """Commitment to the index's last batch that it was held against.

    Args:
        folder: the index's.
        identity: the index's; what was noted for another index does not count.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self._path = folder / _FILE
        self._identity = identity
        self._known: dict[str, tuple[str, int]] = {}
        self._whole = 0
        self._read()

    def ever(self, commitment: str) -> bool:
        """Whether it was screened at all."""
        return commitment in self._known

    def batch_of(self, subject: Subject, limit: int) -> int:
        """The last batch; 0 where its wording, its window, the limit or
        what ranks changed since."""
        asked, batch = self._known.get(subject.key, ("", 0))
        return batch if asked == _asked(subject, limit) else 0

    def record(self, subject: Subject, limit: int, batch: int) -> None:
        """Note one screening; it is on disk when this returns."""
        row = (self._identity, subject.key, _asked(subject, limit), str(batch))
        with self._path.open("ab") as file:
            # A line that a kill has torn is cut off, and its commitment is screened again.
            file.truncate(self._whole)
            file.write(("\t".join(row) + "\n").encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()
        self._known[subject.key] = (row[2], batch)

    def _read(self) -> None:
        if not self._path.exists():
            return
        for line in self._path.read_bytes().splitlines(keepends=True):
            fields = line.decode("utf-8", "replace").rstrip("\n").split("\t")
            if not line.endswith(b"\n") or len(fields) != _FIELDS:
                return
            self._whole += len(line)
            identity, commitment, asked, batch = fields
            if identity == self._identity:
                self._known[commitment] = (asked, int(batch))


def _asked(subject: Subject, limit: int) -> str:
    """Hash of what decides which passages are found: a change means to look at all again."""
    said = subject.commitment
    wire = [
        said.title,
        said.statement,
        [passage.quote for passage in said.passages],
        said.parties,
        subject.meeting,
        subject.until,
        subject.participants,
        limit,
        # Ranked otherwise, other passages are found.
        *([subject.aim.model] if subject.aim else []),
    ]
    text = json.dumps(to_wire(wire), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
