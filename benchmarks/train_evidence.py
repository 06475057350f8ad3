"""Train the weights that rank and judge evidence, from ../shared/evidence_gold.

    python -m benchmarks.train_evidence [INDEX-FOLDER]

Writes relevance.tsv, stance.tsv and rung.tsv into src/aftersummit/evidence. The index of the
stream is made in the folder (default: build/stream-index) when it is not there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit import catalogue
from aftersummit.evidence import Aim
from aftersummit.evidence.features import Seen, in_company, look
from aftersummit.evidence.find import candidates, rarity
from aftersummit.evidence.query import Query, make_query
from aftersummit.evidence.weights import BIAS
from aftersummit.model import Commitment, Document, Span
from aftersummit.retrieval import Filter, Hit, Index, key_of
from benchmarks.evidence_gold import Judged, Topic, stands_for, stream, topics

FOLDER = Path(__file__).parents[1] / "build" / "stream-index"
TARGET = Path(__file__).parents[1] / "src" / "aftersummit" / "evidence"
# Inverse strength of the L2 penalty: strong, because 40 commitments are few.
RELEVANCE_C, JUDGING_C = 0.005, 0.0225
_MARKUP = re.compile(r"\]\([^)\s]*\)|[*\[\]]")


@dataclass(slots=True)
class Example:
    """A commitment with its pool, and with the judged passages as the program would see them.

    ``labels[i]`` is what ``pool[i]`` stands for; ``judged`` are all judged passages.
    """

    topic: Topic
    pool: list[tuple[Hit, Seen]]
    labels: list[Judged | None]
    judged: list[tuple[Judged, Seen]]


@dataclass(slots=True)
class Material:
    """The stream as indexed: paths and documents by key."""

    index: Index
    paths: dict[str, str]
    documents: dict[str, Document]


def material(folder: Path = FOLDER) -> Material:
    """The stream, indexed in ``folder`` (nothing is done where it is there already)."""
    index, paths, held = Index(folder), dict[str, str](), dict[str, Document]()
    for path, document in stream():
        paths[key_of(document)] = path
        held[key_of(document)] = document
    index.update(held.values())
    return Material(index, paths, held)


def query_of(topic: Topic, index: Index) -> Query:
    """A judged commitment as a query: its title and statement, nothing of the register's."""
    register = catalogue.load()
    known = next((c for c in register.commitments if c.key == topic.key), Commitment())
    forum = next(f for f in register.forums if str(f.ref) == "nals")
    return make_query(
        Commitment(title=topic.title, statement=topic.statement, parties=known.parties),
        rarity(index),
        meeting=topic.after,
        participants=("US", "CA", "MX"),
        forum=(forum.name, *forum.aka),
    )


def example(topic: Topic, stuff: Material, aim: Aim | None = None) -> Example:
    """One commitment as the program meets it, with the judged passages placed in its pool."""
    query = query_of(topic, stuff.index)
    pool = candidates(stuff.index, query, Filter(), aim)
    labels = [stands_for(topic, stuff.paths[hit.key], hit.text) for hit, _ in pool]
    by_path = {path: key for key, path in stuff.paths.items()}
    judged = []
    for each in topic.judged:
        seen = next((s for label, (_, s) in zip(labels, pool, strict=True) if label is each), None)
        if seen is None:
            hit = _as_hit(each, stuff.documents[by_path[each.path]])
            seen = look(query, hit)
            in_company([*((h, _copy(s)) for h, s in pool), (hit, seen)])
        judged.append((each, seen))
    return Example(topic, pool, labels, judged)


def _as_hit(judged: Judged, document: Document) -> Hit:
    text = _MARKUP.sub("", judged.text)
    return Hit(
        key_of(document),
        Span(0, len(text)),
        text,
        document.title,
        document.date,
        document.language,
        document.kind,
        document.issuers,
        document.url,
        document.text_sha256,
        0,
    )


def _copy(seen: Seen) -> Seen:
    return Seen(dict(seen.values), seen.core, seen.shared, seen.parties, seen.cues)


def next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Model:
    """Weights on raw features: one row a feature and one column a class, bias first."""

    classes: tuple[str, ...]
    names: tuple[str, ...]
    rows: Any

    def scores(self, seen: Sequence[Seen]) -> Any:
        """One row of scores for each passage."""
        return matrix(seen, self.names) @ self.rows[1:] + self.rows[0]

    def write(self, path: Path) -> None:
        lines = ["\t".join(("feature", *self.classes))]
        for name, row in zip((BIAS, *self.names), self.rows, strict=True):
            lines.append("\t".join((name, *(f"{weight:.4f}" for weight in row))))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def matrix(seen: Sequence[Seen], names: Sequence[str]) -> Any:
    """Features as a table, absent ones 0."""
    return np.array([[each.values.get(name, 0.0) for name in names] for each in seen]).reshape(
        len(seen), len(names)
    )


def train_relevance(examples: Sequence[Example]) -> Model:
    """Three chances: to reach grade 1, 2 and 3. Signs of deeds and kinds of documents are left
    to stance and rung: on relevance they told commitments apart, not passages."""
    pairs = [pair for each in examples for pair in each.judged]
    names = _names([s for _, s in pairs], without=("says:", "near:", "kind:"))
    grades = np.array([judged.grade for judged, _ in pairs])
    seen = [s for _, s in pairs]
    columns = [
        _fit(matrix(seen, names), grades >= grade, RELEVANCE_C, balanced=False)[:, 0]
        for grade in (1, 2, 3)
    ]
    return Model(("some", "good", "direct"), names, np.stack(columns, axis=1))


def train_judging(examples: Sequence[Example], what: str) -> Model:
    """``stance`` or ``rung`` of passages of grades 2 and 3; classes count the same."""
    pairs = [(j, s) for each in examples for j, s in each.judged if j.grade >= 2]
    labels = np.array([getattr(judged, what) for judged, _ in pairs])
    names = _names([s for _, s in pairs])
    table = matrix([s for _, s in pairs], names)
    classes = tuple(sorted(set(labels)))
    return Model(classes, names, _fit(table, labels, JUDGING_C, balanced=True))


def _names(seen: Sequence[Seen], without: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = {name for each in seen for name in each.values}
    return tuple(sorted(name for name in found if not name.startswith(without or ("\0",))))


def _fit(table: Any, labels: Any, strength: float, *, balanced: bool) -> Any:
    """Logistic regression on standardised features, given back for raw ones, bias first."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = table.mean(0), table.std(0)
    spread[spread < 1e-6] = 1.0
    model = LogisticRegression(
        C=strength, class_weight="balanced" if balanced else None, max_iter=2000
    ).fit((table - middle) / spread, labels)
    weights = model.coef_ / spread
    bias = model.intercept_ - weights @ middle
    return np.vstack([bias, weights.T])


def main(arguments: Sequence[str] = ()) -> None:
    """Train on every judged commitment and write the weights."""
    stuff = material(Path(arguments[0]) if arguments else FOLDER)
    examples = [example(topic, stuff) for topic in topics()]
    train_relevance(examples).write(TARGET / "relevance.tsv")
    for what in ("stance", "rung"):
        train_judging(examples, what).write(TARGET / f"{what}.tsv")
    print(f"trained on {sum(len(e.judged) for e in examples)} passages of {len(examples)}")


if __name__ == "__main__":
    main(sys.argv[1:])
