"""Which documents an index holds: a file of lines that is only ever appended to.

The index commits first and the ledger afterwards, so after a kill the index may be one
batch ahead, never behind. A batch counts once its closing line is on disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_END = "end"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as indexed: hash of what was indexed, its passages, the batch it came in."""

    digest: str
    passages: int
    batch: int


class Ledger:
    """The documents of an index by key, and the number of the last whole batch."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries: dict[str, Entry] = {}
        self.batch = 0
        # Bytes of the file that end with a whole batch; what follows is cut off.
        self._whole = 0
        self._read()

    def record(
        self, batch: int, added: Iterable[tuple[str, str, int]], removed: Iterable[str] = ()
    ) -> None:
        """Note a batch that the index has committed: ``(key, digest, passages)`` of each."""
        rows = [("+", key, digest, str(count)) for key, digest, count in added]
        rows += [("-", key, "", "0") for key in removed]
        lines = ["\t".join((str(batch), *row)) for row in rows]
        lines.append(f"{batch}\t{_END}")
        with self._path.open("ab") as file:
            file.truncate(self._whole)
            file.write(("\n".join(lines) + "\n").encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()
        self._take(batch, rows)

    def _read(self) -> None:
        if not self._path.exists():
            return
        at, rows = 0, list[tuple[str, str, str, str]]()
        for line in self._path.read_bytes().splitlines(keepends=True):
            at += len(line)
            number, *rest = line.decode("utf-8", "replace").rstrip("\n").split("\t")
            if not line.endswith(b"\n"):
                return
            if rest == [_END]:
                self._take(int(number), rows)
                self._whole, rows = at, []
            elif len(rest) == 4:
                rows.append((rest[0], rest[1], rest[2], rest[3]))

    def _take(self, batch: int, rows: list[tuple[str, str, str, str]]) -> None:
        for sign, key, digest, count in rows:
            if sign == "+":
                self.entries[key] = Entry(digest, int(count), batch)
            else:
                self.entries.pop(key, None)
        self.batch = batch
