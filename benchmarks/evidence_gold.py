"""The judged passages, and how a ranking of ours is held against them.

The judgements name passages of another cutting. One of ours stands for a judged one when it
comes from the same document and shares at least half of the words of the shorter of the two.
A passage that stands for none is unjudged: it is left out of the ranking, never counted wrong.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aftersummit import documents
from aftersummit.model import Document

SHARED = Path(__file__).parents[2] / "shared"
STREAM = SHARED / "corpus" / "whitehouse"
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"\]\([^)\s]*\)")
RUNGS = {"plan-or-budget": "plan", "running": "programme", "confirmed": "result"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged passage; stance and rung in the model's words, "" below grade 2."""

    path: str
    grade: int
    text: str
    title: str
    date: str
    stance: str
    rung: str
    words: Counter[str] = field(default_factory=Counter, repr=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """A commitment of the judged set: ``after`` is the last day of its meeting."""

    key: str
    title: str
    statement: str
    after: str
    judged: tuple[Judged, ...]


def topics(folder: Path = SHARED / "evidence_gold") -> list[Topic]:
    """The commitments in the order of the file, each with its judged passages."""
    found: dict[str, list[Judged]] = {}
    for row in _lines(folder / "judgements.jsonl"):
        found.setdefault(row["commitment"], []).append(_judged(row))
    return [
        Topic(
            row["id"],
            row["title"],
            row["statement"],
            "2021-11-18" if row["block"] == "nals_2021" else "2023-01-10",
            tuple(found.get(row["id"], ())),
        )
        for row in _lines(folder / "commitments.jsonl")
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _judged(row: dict[str, Any]) -> Judged:
    rung = row.get("rung") or ""
    return Judged(
        row["document"],
        row["rel"],
        row["passage"],
        row["title"],
        row["date"],
        row.get("stance") or "",
        RUNGS.get(rung, rung),
        bag(row["passage"]),
    )


def bag(text: str) -> Counter[str]:
    """Words of a text without its links' addresses, counted."""
    return Counter(_WORD.findall(_LINK.sub("]", text).lower()))


def stream(limit: int = 0) -> Iterator[tuple[str, Document]]:
    """Every document of the stream with its record's path."""
    count = 0
    for file in sorted(STREAM.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            paths = [json.loads(line)["path"] for line in lines]
        for document in documents.read(file, file.name):
            if isinstance(document, Document):
                yield paths[document.member - 1], document
                count += 1
                if limit and count >= limit:
                    return


def stands_for(topic: Topic, path: str, text: str) -> Judged | None:
    """The judged passage that a passage of ours stands for."""
    same = [judged for judged in topic.judged if judged.path == path]
    if not same:
        return None
    words = bag(text)
    size = words.total()
    best, share = None, 0.5
    for judged in same:
        common = (words & judged.words).total() / max(1, min(size, judged.words.total()))
        if common >= share:
            best, share = judged, common
    return best


@dataclass(frozen=True, slots=True)
class Figures:
    """nDCG@10 and precision@5 on the judged part, recall@30, and the unjudged share of the
    first 10."""

    ndcg10: float
    recall30: float
    precision5: float
    unjudged10: float


def measure(topic: Topic, ranking: Sequence[Judged | None]) -> Figures:
    """Figures of one ranking; ``None`` stands for an unjudged passage."""
    seen: list[Judged] = []
    for judged in ranking:
        if judged is not None and not any(judged is other for other in seen):
            seen.append(judged)
    good = [judged for judged in topic.judged if judged.grade >= 2]
    in_30 = [judged for judged in good if any(judged is other for other in ranking[:30])]
    ideal = sorted((judged.grade for judged in topic.judged), reverse=True)
    return Figures(
        _gain([judged.grade for judged in seen]) / (_gain(ideal) or 1.0),
        len(in_30) / len(good) if good else math.nan,
        sum(judged.grade >= 2 for judged in seen[:5]) / 5,
        sum(judged is None for judged in ranking[:10]) / max(1, len(ranking[:10])),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))
