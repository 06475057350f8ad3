"""Trained weights in files that a person can read: one feature a line, whole numbers.

A file ``NAME.tsv`` opens with a line of classes; every other line is a feature and, for each
class, its weight in thousandths. Nothing is pickled and nothing is computed on loading.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftersummit.errors import UserError

UNIT = 1000.0
BIAS = "(bias)"
"""The name of the feature that every unit has."""

Matrix = NDArray[np.float32]


@dataclass(slots=True)
class Linear:
    """A linear model: scores of ``classes`` from named features.

    Attributes:
        classes: names of the columns.
        index: row of every feature; row 0 is the bias.
        matrix: weights, one row a feature and one column a class.
    """

    classes: tuple[str, ...]
    index: dict[str, int]
    matrix: Matrix

    def score(self, units: list[list[str]]) -> Matrix:
        """Scores of many units at once, one row each."""
        look = self.index.get
        rows: list[int] = []
        starts: list[int] = []
        for features in units:
            starts.append(len(rows))
            known = set(map(look, features))
            known.discard(None)
            known.add(0)
            rows += known  # type: ignore[arg-type]
        if not starts:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        return np.add.reduceat(self.matrix[rows], starts, axis=0)

    def reasons(
        self, features: list[str], column: int, against: int | None = None, most: int | None = None
    ) -> list[tuple[str, float]]:
        """Features that speak for a class (against another), strongest first, ``most`` at most."""
        rows = dict(zip(map(self.index.get, features), features, strict=True))
        rows.pop(None, None)
        rows.pop(0, None)
        if not rows:
            return []
        at = np.array(list(rows))
        gain = self.matrix[at, column]
        if against is not None:
            gain = gain - self.matrix[at, against]
        names = list(rows.values())
        order = (-gain).argsort(kind="stable")[:most]
        return [
            (names[i], weight)
            for i, weight in zip(order.tolist(), gain[order].tolist(), strict=True)
        ]


def added(model: Linear, change: Linear) -> Linear:
    """The model with other weights added to its own; features that it lacked are new rows.

    Raises:
        UserError: the two are not about the same classes.
    """
    if change.classes != model.classes:
        raise UserError("weights of other classes cannot be added", "learn them again")
    index = dict(model.index)
    for feature in change.index:
        index.setdefault(feature, len(index))
    matrix = np.zeros((len(index), len(model.classes)), dtype=np.float32)
    matrix[: len(model.matrix)] = model.matrix
    matrix[[index[feature] for feature in change.index]] += change.matrix
    return Linear(model.classes, index, matrix)


def softmax(scores: Matrix) -> Matrix:
    """Probabilities of each row's classes."""
    high = scores - scores.max(axis=1, keepdims=True)
    power = np.exp(high)
    return np.asarray(power / power.sum(axis=1, keepdims=True), dtype=np.float32)


def parse(text: str, name: str) -> Linear:
    """A model from the text of its file.

    Raises:
        UserError: the file is not of the form described above.
    """
    try:
        header, _, body = text.partition("\n")
        classes = tuple(header.split("\t")[1:])
        names, numbers = [], []
        for line in body.splitlines():
            feature, _, rest = line.partition("\t")
            names.append(feature)
            numbers.append(rest)
        flat = np.array("\t".join(numbers).split("\t"), dtype=np.float32)
        matrix = (flat / UNIT).reshape(len(names), len(classes))
    except ValueError as error:
        raise UserError(f"weights '{name}' cannot be read", "train them again") from error
    return Linear(classes, {feature: row for row, feature in enumerate(names)}, matrix)


def render(classes: tuple[str, ...], rows: dict[str, Any]) -> str:
    """The text of a model's file from weights by feature; ``(bias)`` must be among them."""
    lines = ["feature\t" + "\t".join(classes)]
    for name in [BIAS, *sorted(set(rows) - {BIAS})]:
        numbers = "\t".join(str(round(float(w) * UNIT)) for w in rows[name])
        lines.append(f"{name}\t{numbers}")
    return "\n".join(lines) + "\n"


@cache
def load(name: str) -> Linear:
    """The shipped model ``name``, read once."""
    return parse(_shipped(name), name)


@cache
def fingerprint(name: str) -> str:
    """SHA-256 of the file of the shipped model ``name``: what is added to it fits no other."""
    return hashlib.sha256(_shipped(name).encode()).hexdigest()


def _shipped(name: str) -> str:
    path = resources.files("aftersummit.commitments").joinpath("weights", f"{name}.tsv")
    return path.read_text(encoding="utf-8")


@cache
def settings() -> dict[str, Any]:
    """Thresholds and calibration that belong to the shipped weights."""
    import json

    path = resources.files("aftersummit.commitments").joinpath("weights", "settings.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
