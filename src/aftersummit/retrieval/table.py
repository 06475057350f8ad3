"""The chunks of vectors as one table: which rows count, whose they are, what limits them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from aftersummit.retrieval.asking import Filter
from aftersummit.retrieval.chunks import Chunk, signs
from aftersummit.retrieval.rows import day

_SAMPLE = 2048
_BLOCK = 65_536
_FAR = np.iinfo(np.uint16).max


def live(chunks: Sequence[Chunk], digests: Mapping[str, str]) -> list[list[bool]]:
    """Of each document of each chunk, whether it counts: as indexed, and the last of its key."""
    last: dict[str, int] = {}
    for number, chunk in enumerate(chunks):
        for head in chunk.heads:
            if digests.get(head.key) == head.digest:
                last[head.key] = number
    return [
        [last.get(h.key) == number and digests[h.key] == h.digest for h in chunk.heads]
        for number, chunk in enumerate(chunks)
    ]


class Table:
    """All chunks as one: which rows count, whose they are, and what they are limited by."""

    def __init__(self, chunks: Sequence[Chunk], digests: Mapping[str, str]) -> None:
        self._chunks = chunks
        self._heads = [head for chunk in chunks for head in chunk.heads]
        self._live = np.array([counts for part in live(chunks, digests) for counts in part], bool)
        counts = np.array([head.passages for head in self._heads], np.int64)
        self._first = np.cumsum(counts) - counts
        self._owner = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        empty = [np.zeros(0, np.uint32)]
        self._starts = np.concatenate([chunk.starts for chunk in chunks] or empty)
        sizes = [len(chunk.starts) for chunk in chunks]
        self._offsets = np.cumsum([0, *sizes])
        # An eighth of a byte a dimension: small enough to be held whole and run through at once.
        bits = [chunk.bits for chunk in chunks] or [np.zeros((0, 0), np.uint64)]
        self._bits = np.concatenate(bits, axis=1)
        self._of = {h.key: at for at, h in enumerate(self._heads) if self._live[at]}
        self._days = np.array([head.day for head in self._heads], np.int64)
        self._batches = np.array([head.batch for head in self._heads], np.int64)
        self._asked: tuple[Filter, Any] | None = None
        self._sample: Any = None

    def place(self, row: int) -> tuple[str, int]:
        return self._heads[int(self._owner[row])].key, int(self._starts[row])

    def row(self, key: str, start: int) -> int:
        """The row of a passage, -1 where it has none."""
        at = self._of.get(key)
        if at is None:
            return -1
        first, count = int(self._first[at]), self._heads[at].passages
        row = first + int(np.searchsorted(self._starts[first : first + count], start))
        return row if row < first + count and self._starts[row] == start else -1

    def candidates(self, aim: Any, where: Filter, count: int) -> Any:
        """Rows that the filter lets in: the ``count`` nearest by their signs, and equals."""
        allowed = self._allowed(where)
        if np.count_nonzero(allowed) <= count:
            return np.flatnonzero(allowed)
        far = _distances(self._bits, aim)
        far[~allowed] = _FAR
        below = np.cumsum(np.bincount(far, minlength=1))
        return np.flatnonzero(far <= np.searchsorted(below, count))

    def alike(self, aim: Any, rows: Any) -> Any:
        """The cosine of each row, in whatever order the rows come."""
        order = np.argsort(rows, kind="stable")
        bounds = np.searchsorted(rows[order], self._offsets)
        found = np.zeros(len(rows), np.float32)
        for number, (first, last) in enumerate(pairwise(bounds)):
            if first < last:
                some = order[first:last]
                inside = rows[some] - self._offsets[number]
                vectors = self._chunks[number].vectors[inside].astype(np.float32)
                lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
                found[some] = (vectors @ aim) / np.where(lengths > 0, lengths, 1)
        return found

    def usual(self, aim: Any) -> tuple[float, float]:
        """Mean and standard deviation of the cosine over a fixed sample of the passages."""
        if self._sample is None:
            self._sample = np.array([self._vector(row) for row in self._sampled()], np.float32)
        if len(self._sample) < 2:
            return 0.0, 1.0
        found = self._sample @ aim
        return float(found.mean()), max(float(found.std()), 1e-6)

    def _vector(self, row: int) -> Any:
        number = int(np.searchsorted(self._offsets, row, side="right")) - 1
        vector = self._chunks[number].vectors[row - self._offsets[number]].astype(np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1.0)

    def _sampled(self) -> list[int]:
        """Rows of documents in the order of a hash of their keys: the same however they came."""
        rows: list[int] = []
        for at in sorted(self._of.values(), key=lambda at: _hash(self._heads[at].key)):
            first = int(self._first[at])
            rows += range(first, first + self._heads[at].passages)
            if len(rows) >= _SAMPLE:
                break
        return rows[:_SAMPLE]

    def _allowed(self, where: Filter) -> Any:
        # A screening asks with the same limits for one commitment after the other.
        if self._asked is None or self._asked[0] != where:
            documents = self._live.copy()
            if where.since:
                documents &= self._days >= day(where.since)
            if where.until:
                documents &= (self._days <= day(where.until)) & (self._days > 0)
            if where.after_batch:
                documents &= self._batches > where.after_batch
            if where.languages or where.kinds or where.issuers:
                documents &= np.array(list(self._named(where)), bool)
            self._asked = (where, documents[self._owner])
        return self._asked[1]

    def _named(self, where: Filter) -> Iterator[bool]:
        for head in self._heads:
            yield (
                (not where.languages or head.language in where.languages)
                and (not where.kinds or head.kind in where.kinds)
                and (not where.issuers or bool(set(where.issuers) & set(head.issuers)))
            )


def _distances(bits: Any, aim: Any) -> Any:
    """In how many dimensions the sign is another, for each row."""
    asked = signs(np.asarray(aim)[None, :])[:, 0]
    found = np.zeros(bits.shape[1], np.uint16)
    for at in range(0, len(found), _BLOCK):
        # One block stays in the processor's cache from its first dimension to its last.
        block = found[at : at + _BLOCK]
        for line, word in zip(bits, asked, strict=True):
            block += np.bitwise_count(line[at : at + _BLOCK] ^ word)
    return found


def _hash(key: str) -> tuple[int, str]:
    return zlib.crc32(key.encode("utf-8")), key
