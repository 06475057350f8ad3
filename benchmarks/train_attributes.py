"""Train the weights of a promise's parts and attributes: joints, strength, kind and issue.

    python -m benchmarks.train_attributes

Reads ``../shared/gold``; writes ``split.tsv``, ``strength.tsv``, ``kind.tsv`` and
``issue.tsv`` into ``src/aftersummit/commitments/weights``. Deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

from aftersummit.commitments.attributes import kind_features
from aftersummit.commitments.clause import tokens
from aftersummit.commitments.context import View
from aftersummit.commitments.foreign import english
from aftersummit.commitments.joints import Joint, joints
from aftersummit.commitments.joints import features as joint_features
from aftersummit.commitments.split import CLASSES
from aftersummit.commitments.strength import features as strength_features
from aftersummit.commitments.topics import PLACES, Topic, issues, topics
from aftersummit.commitments.weights import render
from aftersummit.model import Span
from benchmarks.coded import Coded, documents

WEIGHTS = Path(__file__).parents[1] / "src" / "aftersummit" / "commitments" / "weights"
SMALLEST = 0.012


@dataclass(slots=True)
class CodedPart:
    """One coded commitment with what each attribute's model sees of it."""

    document: str
    view: View
    span: Span
    answers: dict[str, Any]
    strength: list[str]
    kind: list[str]
    topic: Topic


def coded_parts(coded: Sequence[Coded]) -> list[CodedPart]:
    """Every coded commitment of the documents, in order."""
    found = []
    for document in coded:
        here = [
            (view, part, Span(part["start"], part["end"]))
            for row, view in document.pairs()
            if row["label"] == "C"
            for part in row["parts"]
        ]
        words = [english(tokens(span.of(document.text)), document.language) for _, _, span in here]
        seen = topics([(view, own) for (view, _, _), own in zip(here, words, strict=True)])
        for (view, part, span), own, topic in zip(here, words, seen, strict=True):
            found.append(_coded_part(document, view, span, part, own, topic))
    return found


def _coded_part(
    document: Coded, view: View, span: Span, answers: dict[str, Any], words: list[str], topic: Topic
) -> CodedPart:
    before = english(tokens(document.text[view.words.start : span.start]), document.language)
    return CodedPart(
        document.id,
        view,
        span,
        answers,
        strength_features(view, words, before),
        kind_features(view, words),
        topic,
    )


def table(rows: Sequence[list[str]], index: dict[str, int]) -> Any:
    """Feature lists as a sparse matrix of zeros and ones."""
    columns: list[int] = []
    ends = [0]
    for row in rows:
        columns += sorted({index[name] for name in row if name in index})
        ends.append(len(columns))
    shape = (len(rows), len(index))
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape)


def vocabulary(rows: Sequence[list[str]], least: int) -> dict[str, int]:
    """Features that occur in at least ``least`` rows, each with its column."""
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= least)
    return {name: column for column, name in enumerate(names)}


@dataclass(slots=True)
class Fitted:
    """A log-linear model: weights of words and of places (one row a place), and the bias."""

    classes: tuple[str, ...]
    index: dict[str, int]
    words: Any
    places: Any
    bias: Any

    def score(self, rows: Sequence[list[str]], places: Any = None) -> Any:
        """Scores of many promises, one row each."""
        scores = table(rows, self.index) @ self.words + self.bias
        return scores if places is None else scores + np.einsum("nlk,lk->nk", places, self.places)

    def rows(self) -> dict[str, Any]:
        """Weights by feature, in the form that ``weights.render`` writes."""
        found = {"(bias)": self.bias}
        found |= {f"@{name}": row for name, row in zip(PLACES, self.places, strict=False)}
        for name, column in self.index.items():
            if np.abs(self.words[column]).max() >= SMALLEST:
                found[name] = self.words[column]
        return found


def fit(
    rows: Sequence[list[str]],
    answers: Sequence[str],
    *,
    places: Any = None,
    classes: Sequence[str] = (),
    loose: float,
    least: int = 2,
    own: float = 0.1,
) -> Fitted:
    """Fits a log-linear model by L-BFGS.

    Every place has one weight for all classes together and a small one for each; only the
    sum is kept. That lets classes with few examples share what is learned of the others.

    Args:
        rows: features of each promise.
        answers: its class.
        places: promises x places x classes; none where only words are weighed.
        loose: variance allowed to the weights of words (the smaller, the nearer to zero).
        least: how often a feature must occur.
        own: variance allowed to a class's own weight of a place.
    """
    names = tuple(classes) or tuple(sorted(set(answers)))
    index = vocabulary(rows, least)
    matrix = table(rows, index)
    seen = np.zeros((len(rows), 0, len(names))) if places is None else places
    goal = np.array([names.index(answer) for answer in answers])
    sizes = (len(index), len(names), seen.shape[1])
    scale = np.concatenate(
        [
            np.full(sizes[0] * sizes[1], loose),
            np.full(sizes[1], 20.0),
            np.full(sizes[2], 50.0),
            np.full(sizes[2] * sizes[1], own),
        ]
    )
    start = np.zeros(len(scale))
    found = minimize(
        _loss, start, (matrix, matrix.T.tocsr(), seen, goal, sizes, scale), jac=True,
        method="L-BFGS-B", options={"maxiter": 200},
    )  # fmt: skip
    words, bias, shared, apart = _unpack(found.x, sizes)
    return Fitted(names, index, words, shared[:, None] + apart, bias)


def _unpack(x: Any, sizes: tuple[int, int, int]) -> tuple[Any, Any, Any, Any]:
    m, k, places = sizes
    a, b, c = m * k, m * k + k, m * k + k + places
    return x[:a].reshape(m, k), x[a:b], x[b:c], x[c:].reshape(places, k)


def _loss(
    x: Any, matrix: Any, turned: Any, seen: Any, goal: Any, sizes: tuple[int, int, int], scale: Any
) -> tuple[float, Any]:
    words, bias, shared, apart = _unpack(x, sizes)
    scores = matrix @ words + bias + np.einsum("nlk,lk->nk", seen, shared[:, None] + apart)
    total = logsumexp(scores, axis=1)
    here = np.arange(len(goal))
    loss = float((total - scores[here, goal]).sum() + (x * x / scale).sum() / 2)
    gap = np.exp(scores - total[:, None])
    gap[here, goal] -= 1
    by_place = np.einsum("nlk,nk->lk", seen, gap)
    slope = [(turned @ gap).ravel(), gap.sum(axis=0), by_place.sum(axis=1), by_place.ravel()]
    return loss, np.concatenate(slope) + x / scale


def fit_strength(parts: Sequence[CodedPart]) -> Fitted:
    """The model of strength on these promises."""
    return fit([p.strength for p in parts], [p.answers["strength"] for p in parts], loose=0.03)


def fit_kind(parts: Sequence[CodedPart]) -> Fitted:
    """The model of kind on these promises."""
    return fit([p.kind for p in parts], [p.answers["kind"] for p in parts], loose=0.15)


def fit_issue(parts: Sequence[CodedPart]) -> Fitted:
    """The model of issues on these promises."""
    return fit(
        [p.topic.words for p in parts],
        [p.answers["issue"] for p in parts],
        places=np.stack([p.topic.places for p in parts]),
        classes=issues(),
        loose=0.2,
        least=3,
    )


@dataclass(slots=True)
class CodedUnit:
    """One coded commitment unit with its joints, what each looks like and what it is."""

    document: str
    text: str
    view: View
    truth: list[Span]
    joints: list[Joint]
    features: list[list[str]]
    answers: list[str]


def coded_units(coded: Sequence[Coded]) -> list[CodedUnit]:
    """Every coded commitment unit of the documents, in order."""
    found = []
    for document in coded:
        for row, view in document.pairs():
            if row["label"] == "C":
                truth = [Span(part["start"], part["end"]) for part in row["parts"]]
                seen = joints(document.text, view.words.start, view.span.end)
                found.append(
                    CodedUnit(
                        document.id,
                        document.text,
                        view,
                        truth,
                        seen,
                        joint_features(document.text, view, seen),
                        [_answer(document.text, joint, truth) for joint in seen],
                    )
                )
    return found


_LINKING = frozenset(
    ["also", "further", "then", "jointly", "together", "to", "both", "fully", "and", "today", "do"]
) | frozenset(["so", "additionally", "finally"])


def _answer(text: str, joint: Joint, truth: Sequence[Span]) -> str:
    """What a joint is in the coded parts: S, R, E or C, as in ``commitments.split``."""
    for part in truth:
        between = text[joint.end : part.start].lower().split()
        if joint.end - 1 <= part.start <= joint.end + 14 and _LINKING.issuperset(between):
            before = any(p.start < joint.start and p.end >= joint.start - 3 for p in truth)
            return "S" if before else "R"
    return "E" if any(abs(part.end - joint.start) <= 2 for part in truth) else "C"


def fit_split(units: Sequence[CodedUnit]) -> Fitted:
    """The model of joints on these units."""
    return fit(
        [row for unit in units for row in unit.features],
        [answer for unit in units for answer in unit.answers],
        classes=CLASSES,
        loose=0.1,
    )


def write(name: str, model: Fitted) -> None:
    """Writes one model's file and says how large it is."""
    path = WEIGHTS / f"{name}.tsv"
    path.write_text(render(model.classes, model.rows()), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Trains and writes every model."""
    coded = documents()
    write("split", fit_split(coded_units(coded)))
    parts = coded_parts(coded)
    for name, fitter in (("strength", fit_strength), ("kind", fit_kind), ("issue", fit_issue)):
        write(name, fitter(parts))


if __name__ == "__main__":
    main()
