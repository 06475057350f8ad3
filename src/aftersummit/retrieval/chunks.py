"""Vectors of passages on disk: folders that are written once, whole or not at all.

A chunk holds the passages of some documents one after the other: their vectors in int8 (only
the direction counts, so each is stretched to the full range), the signs of the same as bits,
dimension by dimension, so that a search runs through each dimension in one stroke, and where
each passage begins. All are plain ``.npy`` files that are mapped, not read.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit.errors import UserError

FINISHED, UNFINISHED = "[0-9]*", "new-"
_RANGE = 127
_WORD = 64


@dataclass(frozen=True, slots=True)
class Head:
    """A document of a chunk, with what a search may be limited to.

    Attributes:
        digest: of what was indexed; of an older one the passages count no more.
        passages: how many it has, which follow each other in the chunk.
    """

    key: str
    digest: str
    passages: int
    day: int
    batch: int
    language: str
    kind: str
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some documents' passages: ``vectors[i]`` is the passage that begins at ``starts[i]``."""

    folder: Path
    heads: tuple[Head, ...]
    vectors: Any
    bits: Any
    starts: Any


def signs(vectors: Any) -> Any:
    """The signs of the rows as bits, one row of 64-bit words for 64 dimensions."""
    wide = -vectors.shape[1] % _WORD
    bits = np.packbits(np.pad(vectors > 0, ((0, 0), (0, wide))), axis=1)
    return np.ascontiguousarray(bits.view(np.uint64).T)


def small(vectors: Any) -> Any:
    """The rows in int8, each stretched so that its largest value is 127."""
    most = np.abs(vectors).max(axis=1, keepdims=True)
    return np.rint(vectors * (_RANGE / np.where(most > 0, most, 1))).astype(np.int8)


def write(folder: Path, heads: Sequence[Head], vectors: Any, starts: Any) -> Chunk:
    """Write a chunk of int8 vectors; it stands there, after the others, when this returns."""
    new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    np.save(new / "vectors.npy", vectors)
    np.save(new / "bits.npy", signs(vectors))
    np.save(new / "starts.npy", np.asarray(starts, np.uint32))
    rows = [asdict(head) for head in heads]
    (new / "documents.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    number = max((int(place.name) for place in folder.glob(FINISHED)), default=0)
    while True:
        number += 1
        place = folder / f"{number:06d}"
        try:
            new.rename(place)
        except OSError:
            # Another process has written one of this number meanwhile.
            if not place.exists():
                raise
        else:
            return read(place)


def read(place: Path) -> Chunk:
    """A chunk as it lies on disk.

    Raises:
        UserError: what lies there is damaged.
    """
    try:
        rows = json.loads((place / "documents.json").read_text(encoding="utf-8"))
        return Chunk(
            place,
            tuple(Head(**{**row, "issuers": tuple(row["issuers"])}) for row in rows),
            np.load(place / "vectors.npy", mmap_mode="r"),
            np.load(place / "bits.npy", mmap_mode="r"),
            np.load(place / "starts.npy"),
        )
    except (OSError, ValueError, EOFError, TypeError, KeyError) as error:
        raise UserError(
            f"{place} is damaged ({type(error).__name__})",
            "delete that folder: its vectors are made again with: aftersummit evidence index",
        ) from error
