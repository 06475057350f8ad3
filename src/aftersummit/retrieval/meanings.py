"""The semantic index: one vector a passage beside the keyword index, derived from it.

What the keyword index's ledger holds decides what counts here, so the two cannot disagree: a
vector whose document changed or went is passed over, and gone at the next update. A kill
loses the chunk that was being made and nothing else; two processes that make the same vectors
at once do so twice, and each passage still counts once.

Search is in two steps. The signs of the vectors, one bit a dimension, are compared with those
of the question for every passage that the filter lets in (five milliseconds of a core for a
million); the nearest some thousand are then compared by their vectors.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit.retrieval.asking import Filter
from aftersummit.retrieval.chunks import FINISHED, UNFINISHED, Chunk, Head, read, small, write
from aftersummit.retrieval.encoding import Encoder
from aftersummit.retrieval.index import MEANINGS, Index
from aftersummit.retrieval.rows import Hit, day
from aftersummit.retrieval.table import Table, live

_MODEL = "model.json"
_FORMAT = 1
ROWS = 8192
"""Passages in a chunk: what a kill may cost, a minute or two of a core."""
RESCORED = 4000
"""Passages that are compared by their vectors, after all were by their signs."""
_DOCUMENTS = 32
_ABANDONED_S = 3600.0
"""After which an unfinished chunk is what a kill left, not what another process is writing."""


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that means something alike: its document's key, where it begins, and how near
    it is, in standard deviations from what passages usually are."""

    key: str
    start: int
    nearness: float


@dataclass(slots=True)
class _Waiting:
    heads: list[Head] = field(default_factory=list)
    vectors: list[Any] = field(default_factory=list)
    starts: list[Any] = field(default_factory=list)
    merged: list[Path] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(head.passages for head in self.heads)


class Meanings:
    """Vectors of the passages of an index.

    Args:
        index: whose passages; the vectors lie in its folder.

    Attributes:
        chunks: as they lie on disk, those of documents that are gone among them.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.folder = index.folder / MEANINGS
        self.chunks: list[Chunk] = []
        self._table: Table | None = None
        if self.model:
            self._read()

    @property
    def model(self) -> str:
        """The name of the encoder that made the vectors; "" where there are none."""
        path = self.folder / _MODEL
        said = json.loads(path.read_text("utf-8")) if path.exists() else {}
        ours = said.get("format") == _FORMAT and said.get("index") == self._index.identity
        return str(said["model"]) if ours else ""

    @property
    def state(self) -> str:
        """What tells these vectors from others: their model and their chunks; "" for none."""
        names = [chunk.folder.name for chunk in self.chunks]
        return " ".join((self.model, *names)) if names else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the index's documents whose passages have no vectors yet."""
        held = self._held()
        return tuple(key for key, digest in self._index.digests.items() if held.get(key) != digest)

    def update(
        self,
        encoder: Encoder,
        *,
        progress: Callable[[int, int], None] | None = None,
        rows: int = ROWS,
    ) -> int:
        """Make the vectors that are missing; all of them where another encoder made the others.

        Args:
            progress: told how many documents of how many are done.
            rows: passages in a chunk.

        Returns:
            How many passages got a vector.
        """
        self._prepare(encoder)
        missing = self.missing
        if not missing:
            return 0
        digests = self._index.digests
        waiting, made = self._thin(digests, rows), 0
        for at in range(0, len(missing), _DOCUMENTS):
            hits = [hit for key in missing[at : at + _DOCUMENTS] for hit in self._index.within(key)]
            vectors = small(encoder.encode(hit.text for hit in hits))
            _take(waiting, hits, vectors, digests)
            made += len(hits)
            if waiting.rows >= rows:
                waiting = self._write(waiting)
            if progress:
                progress(min(at + _DOCUMENTS, len(missing)), len(missing))
        if waiting.heads:
            self._write(waiting)
        self._read()
        return made

    def nearest(self, aim: Any, *, where: Filter | None = None, limit: int = 50) -> list[Near]:
        """The passages whose vectors point most nearly as ``aim`` does, nearest first.

        Args:
            aim: a vector by the encoder that :attr:`model` names, of length 1.
        """
        table, aim = self._known(), np.asarray(aim, np.float32)
        rows = table.candidates(aim, where or Filter(), max(RESCORED, 4 * limit))
        alike = table.alike(aim, rows)
        if len(rows) > limit:
            # Equals at the end are all kept here, and told apart by their place below.
            least = np.partition(alike, len(alike) - limit)[len(alike) - limit]
            rows, alike = rows[alike >= least], alike[alike >= least]
        middle, spread = table.usual(aim)
        found = [
            Near(*table.place(int(row)), float((each - middle) / spread))
            for row, each in zip(rows, alike, strict=True)
        ]
        found.sort(key=lambda near: (-near.nearness, near.key, near.start))
        return found[:limit]

    def hits(self, near: Iterable[Near]) -> list[Hit]:
        """The passages themselves, in the same order."""
        wanted = list(near)
        starts: dict[str, set[int]] = {}
        for each in wanted:
            starts.setdefault(each.key, set()).add(each.start)
        held = {
            (hit.key, hit.span.start): hit
            for key, some in starts.items()
            for hit in self._index.within(key, some)
        }
        return [held[each.key, each.start] for each in wanted]

    def nearness(self, aim: Any, hits: Sequence[Hit]) -> list[float]:
        """How near passages are, as :class:`Near` says it; 0 for one without a vector."""
        table, aim = self._known(), np.asarray(aim, np.float32)
        rows = np.array([table.row(hit.key, hit.span.start) for hit in hits], np.int64)
        middle, spread = table.usual(aim)
        found = np.zeros(len(rows))
        found[rows >= 0] = (table.alike(aim, rows[rows >= 0]) - middle) / spread
        return [float(each) for each in found]

    def usual(self, aim: Any) -> tuple[float, float]:
        """Mean and standard deviation of the cosine with passages as they usually are."""
        return self._known().usual(np.asarray(aim, np.float32))

    # -- within -------------------------------------------------------------------

    def _prepare(self, encoder: Encoder) -> None:
        if self.model == encoder.name:
            for left in self.folder.glob(f"{UNFINISHED}*"):
                if time.time() - left.stat().st_mtime > _ABANDONED_S:
                    shutil.rmtree(left, ignore_errors=True)
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        said = {"format": _FORMAT, "index": self._index.identity, "model": encoder.name}
        (self.folder / _MODEL).write_text(json.dumps(said), encoding="utf-8")
        self._read()

    def _read(self) -> None:
        self._table = None
        self.chunks = [read(place) for place in sorted(self.folder.glob(FINISHED))]

    def _held(self) -> dict[str, str]:
        # A later chunk stands for an earlier one that a kill left beside it.
        return {head.key: head.digest for chunk in self.chunks for head in chunk.heads}

    def _known(self) -> Table:
        if self._table is None:
            self._table = Table(self.chunks, self._index.digests)
        return self._table

    def _thin(self, digests: Mapping[str, str], rows: int) -> _Waiting:
        """Chunks that are less than half full of what counts, to be written together anew."""
        waiting = _Waiting()
        for chunk, counts in zip(self.chunks, live(self.chunks, digests), strict=True):
            ends = np.cumsum([head.passages for head in chunk.heads])
            kept = [
                (head, slice(end - head.passages, end))
                for head, end, counted in zip(chunk.heads, ends, counts, strict=True)
                if counted
            ]
            if 2 * sum(head.passages for head, _ in kept) < rows:
                waiting.merged.append(chunk.folder)
                waiting.heads += [head for head, _ in kept]
                waiting.vectors += [chunk.vectors[part] for _, part in kept]
                waiting.starts += [chunk.starts[part] for _, part in kept]
        return waiting

    def _write(self, waiting: _Waiting) -> _Waiting:
        vectors, starts = np.concatenate(waiting.vectors), np.concatenate(waiting.starts)
        write(self.folder, waiting.heads, vectors, starts)
        for place in waiting.merged:
            shutil.rmtree(place, ignore_errors=True)
        return _Waiting()


def _take(waiting: _Waiting, hits: Sequence[Hit], vectors: Any, digests: Mapping[str, str]) -> None:
    counts = Counter(hit.key for hit in hits)
    first = {hit.key: hit for hit in reversed(hits)}
    for key, count in counts.items():
        one = first[key]
        when = day(one.date)
        head = Head(key, digests[key], count, when, one.batch, one.language, one.kind, one.issuers)
        waiting.heads.append(head)
    waiting.vectors.append(vectors)
    waiting.starts.append(np.array([hit.span.start for hit in hits], np.uint32))
