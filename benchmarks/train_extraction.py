"""Train the label weights on the coded texts and write them where the package reads them.

    python -m benchmarks.train_extraction

Reads ``../shared/gold``; writes ``src/aftersummit/commitments/weights``. Deterministic.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.weights import render
from benchmarks.coded import Coded, documents

WEIGHTS = Path(__file__).parents[1] / "src" / "aftersummit" / "commitments" / "weights"
LABELS = ("C", "S", "H", "N")
SMALLEST = 0.012


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
    """A multinomial logistic regression: its classes, and weights by feature with ``(bias)``."""
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
    return tuple(str(c) for c in model.classes_), {"(bias)": bias, **kept}


def label_rows(coded: Sequence[Coded]) -> tuple[list[list[str]], list[str], list[str]]:
    """Features, labels and document of every coded unit."""
    features, answers, names = [], [], []
    for document in coded:
        shared = document_features(document.genre)
        for row, view in document.pairs():
            features.append(unit_features(view, document.genre) + shared)
            answers.append(row["label"])
            names.append(document.id)
    return features, answers, names


def write(name: str, classes: tuple[str, ...], rows: dict[str, Any]) -> None:
    """Writes one model's file."""
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{name}.tsv").write_text(render(classes, rows), encoding="utf-8")


def train_label(coded: Sequence[Coded]) -> None:
    """Trains and writes the label model."""
    features, answers, _ = label_rows(coded)
    write("label", *fit(features, answers, 0.1))
    settings = {"threshold": {"default": 0.43, "high": 0.05}}
    (WEIGHTS / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Trains and writes the label model; attributes have ``benchmarks.train_attributes``."""
    train_label(documents())
    for path in sorted(WEIGHTS.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
