"""The default extractor: a linear model over words, clause structure and context."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from aftersummit.commitments import weights
from aftersummit.commitments.assembly import Judged, assemble
from aftersummit.commitments.context import View, genre, views
from aftersummit.commitments.explain import in_words
from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.issuers import speakers
from aftersummit.errors import UserError
from aftersummit.model import Commitment, Document
from aftersummit.text.segment import segment

NAMES = {"C": "commitment", "S": "stance", "H": "call", "N": "none"}


def extract(
    document: Document, *, labels: Collection[str] = ("commitment",), recall: str = "default"
) -> list[Commitment]:
    """Commitments (and calls and stances, where asked for) of a document, in its order.

    Args:
        document: its ``text`` is read; kind, language, date and issuers help where known.
        labels: which of commitment, stance and call to return.
        recall: ``default`` weighs precision and recall alike; ``high`` misses almost nothing.

    Raises:
        UserError: ``recall`` is neither word.
    """
    text = document.text or ""
    threshold = _threshold(recall)
    found = views(text, segment(text, document.language).units, document.language)
    if not found:
        return []
    kind = genre(found, document.kind)
    shared = document_features(kind)
    features = [unit_features(view, kind) + shared for view in found]
    model = weights.load("label")
    scores = model.score(features)
    judged = judge(found, features, scores, model, threshold, labels)
    who = speakers(document, found, kind)
    return assemble(document, judged, who, kind)


def _threshold(recall: str) -> float:
    thresholds = weights.settings()["threshold"]
    if recall not in thresholds:
        raise UserError(f"recall '{recall}' is not known", "use default or high")
    return float(thresholds[recall])


def judge(
    found: list[View],
    features: list[list[str]],
    scores: weights.Matrix,
    model: weights.Linear,
    threshold: float,
    labels: Collection[str],
) -> list[Judged]:
    chances = weights.softmax(scores)
    result = []
    for row, view in enumerate(found):
        best = _choose(chances[row], model.classes, threshold)
        name = NAMES[model.classes[best]]
        if name not in labels:
            continue
        against = (
            int(np.argsort(scores[row])[-2])
            if best == int(scores[row].argmax())
            else int(scores[row].argmax())
        )
        reasons = model.reasons(features[row], best, against)[:4]
        why = tuple(in_words(feature) for feature, weight in reasons if weight > 0)
        result.append(Judged(view, name, float(chances[row, best]), why))
    return result


def _choose(chances: weights.Matrix, classes: tuple[str, ...], threshold: float) -> int:
    first = classes.index("C")
    if chances[first] >= threshold:
        return first
    rest = chances.copy()
    rest[first] = -1.0
    return int(rest.argmax())
