"""The coded texts beside the checkout, as views with labels; shared by training and measuring."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aftersummit.commitments.context import Genre, View, genre, views
from aftersummit.text.segment import segment

SHARED = Path(os.environ.get("AFTERSUMMIT_SHARED", Path(__file__).parents[2] / "shared"))
GOLD = SHARED / "gold"
SUMMIT_TYPES = frozenset({"declaration", "factsheet"})


@dataclass(slots=True)
class Coded:
    """One coded document: its text, our views of it, and the coded units as they stand."""

    id: str
    kind: str
    language: str
    date: str
    text: str
    views: list[View]
    genre: Genre
    rows: list[dict[str, Any]]

    @property
    def summit(self) -> bool:
        """Whether it is a declaration, statement or fact sheet, not talk or news."""
        return self.kind in SUMMIT_TYPES

    def pairs(self) -> Iterator[tuple[dict[str, Any], View]]:
        """Every coded unit with the view of ours that covers most of it."""
        at = 0
        for row in self.rows:
            while at > 0 and self.views[at].span.start > row["start"]:
                at -= 1
            best, most = None, 0
            for i in range(max(0, at - 1), len(self.views)):
                span = self.views[i].span
                shared = min(span.end, row["end"]) - max(span.start, row["start"])
                if shared > most:
                    best, most, at = self.views[i], shared, i
                if span.start >= row["end"]:
                    break
            if best is not None:
                yield row, best


def documents(folder: Path = GOLD) -> list[Coded]:
    """All coded documents, by name."""
    found = []
    for entry in json.loads((folder / "documents.json").read_text(encoding="utf-8")):
        name = entry["id"]
        text = (folder / "texts" / f"{name}.txt").read_text(encoding="utf-8")
        lines = (folder / "labels" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        date = re.search(r"\d{4}-\d\d-\d\d", entry.get("record") or entry["source"])
        seen = views(text, segment(text, entry["lang"]).units, entry["lang"])
        found.append(
            Coded(
                id=name,
                kind=entry["type"],
                language=entry["lang"],
                date=date.group() if date else "2023-01-10",
                text=text,
                views=seen,
                genre=genre(seen),
                rows=[json.loads(line) for line in lines if line.strip()],
            )
        )
    return sorted(found, key=lambda one: one.id)


def held_out(coded: list[Coded]) -> frozenset[str]:
    """Names of the fixed fifth of the documents that no choice was made on.

    Within each type, documents are ordered by the hash of their name and every fifth is held out.
    """
    kept: set[str] = set()
    for kind in {one.kind for one in coded}:
        names = sorted((one.id for one in coded if one.kind == kind), key=_digest)
        kept.update(names[2::5])
    return frozenset(kept)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
