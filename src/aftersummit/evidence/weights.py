"""Trained weights in files that a person can read: a feature a line, a class a column.

Nothing is pickled and nothing needs the library they were trained with. The trainer is
``python -m benchmarks.train_evidence``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from aftersummit.errors import UserError

BIAS = "(bias)"


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: ``rows[feature][i]`` is what a feature adds to ``classes[i]``."""

    classes: tuple[str, ...]
    rows: dict[str, tuple[float, ...]]

    def scores(self, values: dict[str, float]) -> list[float]:
        """One score a class; features without a weight add nothing."""
        found = list(self.rows[BIAS])
        for name, value in values.items():
            row = self.rows.get(name) if value else None
            if row:
                for at, weight in enumerate(row):
                    found[at] += weight * value
        return found

    def likeliest(self, values: dict[str, float]) -> tuple[str, float]:
        """The class with the highest score and its softmax probability."""
        scores = self.scores(values)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        at = scores.index(top)
        return self.classes[at], powers[at] / sum(powers)


def sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def weights(name: str) -> Weights:
    """The weights in ``NAME.tsv`` beside this file.

    Raises:
        UserError: a line has another number of columns than the first.
    """
    path = resources.files("aftersummit.evidence").joinpath(f"{name}.tsv")
    return parse(path.read_text(encoding="utf-8").splitlines(), f"{name}.tsv")


def parse(lines: Iterable[str], where: str) -> Weights:
    """Read a table of weights: ``feature`` and the classes, then a feature a line."""
    head, *rows = (line.split("\t") for line in lines if line.strip())
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            raise UserError(f"{where}:{number} has {len(row)} columns", f"give it {len(head)}")
    return Weights(tuple(head[1:]), {row[0]: tuple(map(float, row[1:])) for row in rows})
