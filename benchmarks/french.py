"""How well promises are found in French and Spanish: ``python -m benchmarks.french``.

Each unit of four texts (the Los Angeles declaration and the fact sheet with it, in both
languages) was given a label by reading, under the codebook, before any program was run on it.
``french_check.tsv`` and ``spanish_check.tsv`` hold the labels with offsets and the hash of the
canonical text, and no words. Five readers are measured against them: the model as it ships,
the model without any text of Los Angeles (the coded texts hold both in English and the fact
sheet in French), our rules, a keyword rule, and for the French fact sheet its other coding.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from aftersummit.commitments.context import View, genre, views
from aftersummit.commitments.features import document_features, unit_features
from aftersummit.commitments.judging import NAMES, threshold_of
from aftersummit.commitments.rules import rule
from aftersummit.commitments.weights import Linear, load, softmax
from aftersummit.documents import read
from aftersummit.model import Document, text_hash
from aftersummit.text.segment import segment
from benchmarks.coded import GOLD, SHARED, documents
from benchmarks.extraction import say, scores
from benchmarks.train_extraction import LABELS, alone_rows, fit_labels, label_rows, linear

CHECKS = {"fr": "french_check.tsv", "es": "spanish_check.tsv"}
CODED_TOO = "la-deliverables-2022-fr"
PARALLEL = ("la-declaration-2022", "la-deliverables-2022", CODED_TOO)
KEYWORDS = {
    "fr": r"\b(?:s[’']engage(?:nt|ons)?|nous engageons|engagement de|s[’']emploie\w*|"
    r"(?:a|ont|avons) (?:pour intention|l[’']intention)|prévo(?:it|ient|yons)|décid\w+|"
    r"annonce\w*|lance\w*|\w{2,}(?:er|ir|dr|vr)(?:a|ont|ons))\b",
    "es": r"\b(?:(?:se|nos) compromet\w+|compromiso de|prevemos|(?:tiene|tienen|tenemos) "
    r"(?:previsto|la intención)|pretende\w*|decid\w+|anunci\w+|lanza\w*|"
    r"\w{2,}(?:ar|er|ir|dr|br)(?:á|án|emos))\b",
}
"""The promising words of the English keyword rule in each language, and the future's endings."""


@dataclass(slots=True)
class Checked:
    """A text with the labels that a reader gave its units.

    Attributes:
        answers: label by span.
        seen: our units in their context, those with a label.
    """

    name: str
    language: str
    text: str
    answers: list[str]
    seen: list[View]


def checked(language: str) -> list[Checked]:
    """The coded texts of a language.

    Raises:
        ValueError: a text is not the one that was coded.
    """
    lines = (Path(__file__).parent / CHECKS[language]).read_text("utf-8").splitlines()
    sources = [line[2:].split("\t") for line in lines if line.startswith("#")]
    rows = [line.split("\t") for line in lines[len(sources) + 1 :]]
    found = []
    for name, source, digest in sources:
        text = _text(source)
        if text_hash(text) != digest:
            raise ValueError(f"{source} is not the text that was coded")
        labels = {(int(start), int(end)): label for of, start, end, label in rows if of == name}
        cut = views(text, segment(text, language).units, language)
        seen = [view for view in cut if (view.span.start, view.span.end) in labels]
        if len(seen) < len(labels):
            print(f"{name}: {len(labels) - len(seen)} coded units are cut otherwise now")
        answers = [labels[view.span.start, view.span.end] for view in seen]
        found.append(Checked(name, language, text, answers, seen))
    return found


def _text(source: str) -> str:
    """The canonical text of a file, or of the line at a path in a file of JSON lines."""
    name, _, line = source.partition("#")
    data = (SHARED / name).read_bytes()
    if line:
        rows = map(json.loads, gzip.decompress(data).decode().splitlines())
        data = next(row["text"] for row in rows if row["path"] == line).encode()
    found = next(one for one in read(data, "text.md") if isinstance(one, Document))
    return found.text or ""


def judged(one: Checked, model: Linear) -> list[str]:
    """The label of each unit by a model, at the default threshold."""
    kind = genre(one.seen)
    shared = document_features(kind)
    chances = softmax(model.score([unit_features(v, kind) + shared for v in one.seen]))
    least, first = threshold_of("default", kind), model.classes.index("C")
    given = []
    for chance in chances:
        order = [at for at in (-chance).argsort() if at != first]
        given.append(NAMES[model.classes[first if chance[first] >= least else order[0]]])
    return given


def by_words(one: Checked) -> list[str]:
    """``commitment`` where a keyword stands, else ``none``."""
    pattern = re.compile(KEYWORDS[one.language], re.IGNORECASE)
    return ["commitment" if pattern.search(view.text) else "none" for view in one.seen]


@cache
def unaware() -> Linear:
    """The label model trained on the coded texts without those of Los Angeles."""
    rest = [one for one in documents() if one.id not in PARALLEL]
    features, answers, _ = label_rows(rest)
    return linear(*fit_labels(features, alone_rows(rest), answers))


def show(title: str, answers: Sequence[str], given: Sequence[str]) -> None:
    """Prints F1, precision and recall of commitments, and the mean F1 of the four labels."""
    truth, found = np.array(answers), np.array(given)
    f1, precision, recall = scores(truth == "commitment", found == "commitment")
    names = [NAMES[label] for label in LABELS]
    mean = np.mean([scores(truth == n, found == n)[0] for n in names if (truth == n).any()])
    say(f"  {title}", f"{f1:.2f} (P {precision:.2f} R {recall:.2f})", f"labels {mean:.2f}")


def again(one: Checked) -> None:
    """How far the coding that came with the texts agrees with ours, where both cut alike."""
    rows = (GOLD / "labels" / f"{CODED_TOO}.jsonl").read_text("utf-8").splitlines()
    other = {(row["start"], row["end"]): NAMES[row["label"]] for row in map(json.loads, rows)}
    both = [
        (answer, other[place])
        for view, answer in zip(one.seen, one.answers, strict=True)
        if (place := (view.span.start, view.span.end)) in other
    ]
    show(f"the other coding, {len(both)} units alike", *zip(*both, strict=True))


def main() -> None:
    """Prints commitment F1 of each text by each reader."""
    say("what", "commitment F1", "four labels")
    for language in CHECKS:
        for one in checked(language):
            print(f"{language} {one.name}: {len(one.seen)} units, "
                  f"{one.answers.count('commitment')} commitments")  # fmt: skip
            show("model as it ships", one.answers, judged(one, load("label")))
            show("model without texts of Los Angeles", one.answers, judged(one, unaware()))
            show("rules", one.answers, [NAMES[rule(view).label] for view in one.seen])
            show("keyword rule", one.answers, by_words(one))
            if (language, one.name) == ("fr", "factsheet"):
                again(one)


if __name__ == "__main__":
    main()
