"""Train the label weights on the coded texts and write them where the package reads them.

    python -m benchmarks.train_extraction

Reads ``../shared/gold``; writes ``src/aftersummit/commitments/weights``. Deterministic.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from aftersummit.commitments import training
from aftersummit.commitments.context import View
from aftersummit.commitments.training import LABELS
from aftersummit.commitments.weights import BIAS, Linear, render, softmax
from benchmarks.coded import Coded, documents

WEIGHTS = Path(__file__).parents[1] / "src" / "aftersummit" / "commitments" / "weights"
SMALLEST = 0.03
STRENGTH = 0.1  # of the label model; greater fits the coded units more closely
STEPS = 60  # of L-BFGS: stopping early changes no figure by more than 0.002
THRESHOLDS = {
    "threshold": {"default": 0.49, "high": 0.06},
    "talk": {"default": 0.27, "high": 0.06},
    "quoted": {"default": 0.2, "high": 0.06},
}

Matrix = NDArray[np.float64]


def matrix(
    rows: Sequence[list[str]], least: int = 2, index: dict[str, int] | None = None
) -> tuple[Any, dict[str, int]]:
    """Feature lists as a sparse 0/1 matrix, and the column of every feature."""
    if index is None:
        counts = Counter(name for row in rows for name in set(row))
        names = sorted(name for name, count in counts.items() if count >= least)
        index = {name: i for i, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += sorted({index[name] for name in row if name in index})
        ends.append(len(columns))
    shape = (len(rows), len(index))
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape), index


def fit(
    rows: Sequence[list[str]], answers: Sequence[str], strength: float, least: int = 2
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """A multinomial logistic regression: its classes, and weights by feature with the bias."""
    table, index = matrix(rows, least)
    model = LogisticRegression(C=strength, max_iter=400).fit(table, list(answers))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = (
            np.vstack([-weights[0] / 2, weights[0] / 2]),
            np.array([-bias[0] / 2, bias[0] / 2]),
        )
    found = {name: weights[:, column] for name, column in index.items()}
    kept = {name: row for name, row in found.items() if np.abs(row).max() >= SMALLEST}
    return tuple(str(c) for c in model.classes_), {BIAS: bias, **kept}


def label_rows(coded: Sequence[Coded]) -> tuple[list[list[str]], list[str], list[str]]:
    """Features, labels and document of every coded unit."""
    features, answers, names = [], [], []
    for document in coded:
        for row, view in document.pairs():
            features.append(training.in_context(view, document.genre))
            answers.append(row["label"])
            names.append(document.id)
    return features, answers, names


def alone_rows(coded: Sequence[Coded]) -> list[list[str]]:
    """Features of the same units as if each were quoted by itself."""
    return [training.alone(view) for document in coded for _, view in document.pairs()]


def fit_labels(
    features: Sequence[list[str]],
    alone: Sequence[list[str]],
    answers: Sequence[str],
    strength: float = STRENGTH,
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The label model: every unit counts half in its context and half quoted by itself.

    Returns what :func:`fit` returns.
    """
    allowed = np.array([[answer == label for label in LABELS] for answer in answers] * 2, float)
    found = training.fit([*features, *alone], allowed, strength=strength / 2, steps=STEPS)
    bias = found.pop(BIAS)
    kept = {name: row for name, row in found.items() if np.abs(row).max() >= SMALLEST}
    return LABELS, {BIAS: bias, **kept}


@dataclass(slots=True)
class Crossed:
    """Coded units with the chances that a model gave which had not seen their document.

    ``chances`` has one row a unit, its columns in the order of :data:`LABELS`.
    """

    views: list[View]
    documents: list[Coded]
    answers: list[str]
    chances: Matrix


def linear(classes: tuple[str, ...], rows: dict[str, Any]) -> Linear:
    """Trained weights as the model that scores with them."""
    index = {name: row for row, name in enumerate(rows)}
    return Linear(classes, index, np.array(list(rows.values()), dtype=np.float32))


def in_folds(coded: Sequence[Coded], count: int = 8) -> list[list[Coded]]:
    """Documents in folds of like make-up: dealt out by type and size."""
    order = sorted(coded, key=lambda one: (one.kind, -len(one.rows), one.id))
    return [order[start::count] for start in range(count)]


def judge_unseen(train: Sequence[Coded], test: Sequence[Coded]) -> Matrix:
    """Chances for every coded unit of ``test`` by a model of ``train``; its words are its own."""
    features, answers, _ = label_rows(train)
    model = linear(*fit_labels(features, alone_rows(train), answers))
    return np.asarray(softmax(model.score(label_rows(test)[0])), dtype=np.float64)


def cross_validate(coded: Sequence[Coded], count: int = 8) -> Crossed:
    """Every document judged by a model of the other folds."""
    found = Crossed([], [], [], np.zeros((0, len(LABELS))))
    for fold in in_folds(coded, count):
        names = {one.id for one in fold}
        chances = judge_unseen([one for one in coded if one.id not in names], fold)
        add(found, fold, chances)
    return found


def add(found: Crossed, fold: Sequence[Coded], chances: Matrix) -> None:
    """Adds the judged units of some documents."""
    found.chances = np.vstack([found.chances, chances])
    for document in fold:
        for row, view in document.pairs():
            found.views.append(view)
            found.documents.append(document)
            found.answers.append(row["label"])


def write(name: str, classes: tuple[str, ...], rows: dict[str, Any]) -> None:
    """Writes one model's file."""
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{name}.tsv").write_text(render(classes, rows), encoding="utf-8")


def train_label(coded: Sequence[Coded]) -> None:
    """Trains and writes the label model."""
    features, answers, _ = label_rows(coded)
    write("label", *fit_labels(features, alone_rows(coded), answers))
    (WEIGHTS / "settings.json").write_text(
        json.dumps(THRESHOLDS, indent=1) + "\n", encoding="utf-8"
    )


def main() -> None:
    """Trains and writes the label model; attributes have ``benchmarks.train_attributes``."""
    train_label(documents())
    for path in sorted(WEIGHTS.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
