"""How well commitments are found, beside what is asked: ``python -m benchmarks.extraction``.

    python -m benchmarks.extraction [--curve] [--errors 40] [--only labels speed ...]

Every figure on the coded texts is cross-validated by document: no unit is judged by a model that
saw any unit of its document, and words are counted in the training folds alone. A fixed fifth of
the documents is reported once more by a model of the other four, because features were chosen
while reading errors on those four. Two peers are measured in the same folds.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from aftersummit.commitments import extract_commitments
from aftersummit.commitments.rules import rule
from aftersummit.model import Document
from aftersummit.text.normalise import canonical
from benchmarks import extraction_attributes
from benchmarks.coded import SHARED, Coded, documents, held_out
from benchmarks.extraction_speed import say, speed, stress
from benchmarks.train_extraction import (
    LABELS,
    THRESHOLDS,
    Crossed,
    Matrix,
    add,
    cross_validate,
    in_folds,
    judge_unseen,
)

KEYWORDS = (
    r"\b(?:will|shall|commit(?:s|ted)? to|pledges?|agreed? to|intends? to|plans? to|aims? to|"
    r"undertakes? to|resolved? to|decided? to|announces?|launch(?:es)?|establish(?:es)?)\b"
)


def scores(truth: Matrix, found: Matrix) -> tuple[float, float, float]:
    """F1, precision and recall of a yes-or-no judgement."""
    right = float((truth & found).sum())
    precision = right / max(1.0, float(found.sum()))
    recall = right / max(1.0, float(truth.sum()))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def interval(truth: Matrix, found: Matrix, owners: Sequence[str]) -> tuple[float, float]:
    """95% interval of F1 over documents drawn anew a thousand times."""
    names = sorted(set(owners))
    owner = np.array([names.index(name) for name in owners])
    counts = np.array(
        [
            [
                np.sum((owner == i) & mask)
                for mask in (truth & found, found & ~truth, truth & ~found)
            ]
            for i in range(len(names))
        ]
    )
    draws = np.random.default_rng(7).integers(0, len(names), (1000, len(names)))
    right, wrong, missed = counts[draws].sum(axis=1).T
    low, high = np.quantile(2 * right / np.maximum(1, 2 * right + wrong + missed), [0.025, 0.975])
    return float(low), float(high)


def threshold(document: Coded, recall: str = "default") -> float:
    """The shipped threshold for a document's kind of text."""
    return float(THRESHOLDS.get(document.genre.code, THRESHOLDS["threshold"])[recall])


def chosen(crossed: Crossed, recall: str = "default") -> tuple[Matrix, Matrix]:
    """Columns of the labels given, and whether each unit is called a commitment."""
    least = np.array([threshold(document, recall) for document in crossed.documents])
    promised = crossed.chances[:, 0] >= least
    return np.where(promised, 0, 1 + crossed.chances[:, 1:].argmax(axis=1)), promised


def labels(crossed: Crossed, title: str) -> None:
    """Label figures of judged units beside those asked for."""
    truth = np.array([LABELS.index(answer) for answer in crossed.answers])
    given, promised = chosen(crossed)
    summit = np.array([document.summit for document in crossed.documents])
    owners = [d.id for d, is_summit in zip(crossed.documents, summit, strict=True) if is_summit]
    f1, precision, recall = scores(truth[summit] == 0, promised[summit])
    low, high = interval(truth[summit] == 0, promised[summit], owners)
    print(f"\n{title}: {len(set(owners))} summit texts, {summit.sum()} units")
    say("commitment F1, summit texts", f"{f1:.3f} ({low:.3f}-{high:.3f})", "0.90")
    say(
        "  precision, recall at the default threshold",
        f"{precision:.3f}, {recall:.3f}",
        "<= 0.05 apart",
    )
    for mask, where in ((summit, "summit texts"), (summit | ~summit, "all texts")):
        each = [scores(truth[mask] == k, given[mask] == k)[0] for k in range(4)]
        words = " ".join(f"{name} {x:.2f}" for name, x in zip(LABELS, each, strict=True))
        say(f"macro-F1 of the four labels, {where}", f"{np.mean(each):.3f} ({words})", "0.80")
    talk = ~summit
    if talk.any():
        false = 100 * float((promised[talk] & (truth[talk] != 0)).mean())
        caught = scores(truth[talk] == 0, promised[talk])[2]
        say("speech, briefing, news: false per 100; recall", f"{false:.1f}; {caught:.2f}", "3; 0.6")
    _, eager = chosen(crossed, "high")
    _, cost, most = scores(truth[summit] == 0, eager[summit])
    say("recall='high': recall, precision (summit texts)", f"{most:.3f}, {cost:.3f}", "0.97")
    error = calibration(truth == 0, crossed.chances[:, 0])
    top = crossed.chances.argmax(axis=1)
    worst = calibration(top == truth, crossed.chances.max(axis=1))
    say("calibration error: of commitment; of the first label", f"{error:.3f}; {worst:.3f}", "0.05")


def calibration(right: Matrix, chance: Matrix, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    slot = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(right[slot == i].mean() - chance[slot == i].mean()) * (slot == i).mean()
        for i in range(bins)
        if (slot == i).any()
    ]
    return float(sum(gaps))


def by_type(crossed: Crossed) -> None:
    """Commitment F1 by type of document and language."""
    truth = np.array([answer == "C" for answer in crossed.answers])
    _, promised = chosen(crossed)
    kinds = np.array([f"{d.kind} {d.language}" for d in crossed.documents])
    for kind in sorted(set(kinds)):
        at = kinds == kind
        f1, precision, recall = scores(truth[at], promised[at])
        figures = f"{f1:.2f} (P {precision:.2f} R {recall:.2f})"
        say(f"  {kind}: {at.sum()} units, {truth[at].sum()} commitments", figures)


def peers(coded: Sequence[Coded]) -> None:
    """The keyword rule, our own rules and TF-IDF with logistic regression in the same folds."""
    import re

    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    pattern = re.compile(KEYWORDS, re.IGNORECASE)
    names = ("keyword rule", "our rules alone", "TF-IDF and logistic regression")
    found: dict[str, list[bool]] = {name: [] for name in names}
    truth: list[bool] = []
    for fold in in_folds(coded):
        held = {one.id for one in fold}
        train = [row for one in coded if one.id not in held for row in one.rows]
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True
        )
        peer = make_pipeline(
            make_union(words, letters),
            LogisticRegression(C=4.0, class_weight="balanced", max_iter=300),
        )
        peer.fit([row["text"] for row in train], [row["label"] == "C" for row in train])
        for document in fold:
            if not document.summit:
                continue
            pairs = list(document.pairs())
            texts = [row["text"] for row, _ in pairs]
            truth += [row["label"] == "C" for row, _ in pairs]
            found[names[0]] += [bool(pattern.search(text)) for text in texts]
            found[names[1]] += [rule(view).label == "C" for _, view in pairs]
            found[names[2]] += list(peer.predict(texts))
    for name in names:
        f1, precision, recall = scores(np.array(truth), np.array(found[name]))
        say(f"  peer: {name}", f"{f1:.3f} (P {precision:.2f} R {recall:.2f})")


def compliance() -> None:
    """Recall on commitments that people identified; none of these texts is ever trained on.

    What was missed in the first half of each table was read; the second half was only counted.
    """
    print("\ntexts that people identified as commitments (never trained on)")
    tables = {"G20": list(g20()), "G7": [text for text, _ in g7()]}
    parts = {name: (texts, *_halves(texts)) for name, texts in tables.items()}
    for name, texts in (
        (f"{name}{part}", texts)
        for name, three in parts.items()
        for part, texts in zip(("", ", half that was read", ", half set aside"), three, strict=True)
    ):
        given = []
        for text in texts:
            found = extract_commitments(
                Document(title="", text=text), labels=("commitment", "stance", "call")
            )
            given.append({one.label for one in found})
        promised = sum("commitment" in one for one in given) / len(given)
        either = sum(bool(one & {"commitment", "stance"}) for one in given) / len(given)
        say(f"{name}: {len(texts)} texts, commitment", f"{promised:.3f}", "0.90")
        say(f"{name}: commitment or stance", f"{either:.3f}", "0.97")


def _halves(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts in two halves, told apart by the hash of their words."""
    found: tuple[list[str], list[str]] = ([], [])
    for text in texts:
        digest = hashlib.sha256(" ".join(text.split()).encode()).digest()
        found[digest[-1] % 2].append(text)
    return found


def g20() -> Iterator[str]:
    """Texts that the G20 Research Group took for commitments."""
    path = SHARED / "data" / "compliance" / "g20" / "2023" / "compliance.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from (row["text"].strip() for row in csv.DictReader(lines) if row["text"].strip())


def g7() -> Iterator[tuple[str, int]]:
    """Different texts that the G7 Research Group took for commitments, with their year."""
    folder = SHARED / "data" / "compliance" / "g7" / "2020"
    seen: set[str] = set()
    path = folder / "G7 Dataset with Full Features.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            text = row["text"].strip()
            if text and text not in seen:
                seen.add(text)
                yield text, int(row["year"])


def seeds() -> None:
    """What the plainest input, an article about a summit, is said to promise."""
    print("\nthe article in seeds")
    for path in sorted((SHARED / "seeds").glob("*")):
        if path.suffix not in {".txt", ".md"}:
            continue
        document = Document(title="", text=canonical(path.read_bytes().decode()))
        for recall in ("default", "high"):
            found = extract_commitments(document, recall=recall)
            say(f"{path.name}, recall {recall}: commitments", str(len(found)), "none unstated")
            for one in found:
                print(f"    {one.confidence:.2f} {one.quote[:90]}")


def curve(coded: Sequence[Coded]) -> None:
    """Commitment F1 on summit texts by the share of documents that trained the model."""
    print("\nlearning curve: F1 on summit texts, cross-validated; training documents thinned out")
    for share in (0.1, 0.25, 0.5, 0.75, 1.0):
        found = Crossed([], [], [], np.zeros((0, len(LABELS))))
        for fold in in_folds(coded):
            held = {one.id for one in fold}
            rest = [one for one in coded if one.id not in held]
            order = np.random.default_rng(3).permutation(len(rest))
            train = [rest[i] for i in order[: max(2, round(share * len(rest)))]]
            add(found, fold, judge_unseen(train, fold))
        summit = np.array([document.summit for document in found.documents])
        truth = np.array([answer == "C" for answer in found.answers])
        f1, _, _ = scores(truth[summit], chosen(found)[1][summit])
        say(f"  {share:.0%} of documents", f"{f1:.3f}")


def errors(crossed: Crossed, count: int) -> None:
    """The units of summit texts judged wrong with most certainty, for a person to read."""
    truth = np.array([answer == "C" for answer in crossed.answers])
    _, promised = chosen(crossed)
    summit = np.array([document.summit for document in crossed.documents])
    wrong = np.flatnonzero((truth != promised) & summit)
    certain = np.abs(crossed.chances[wrong, 0] - 0.45)
    print(f"\n{len(wrong)} units of summit texts judged wrong; the {count} most certain")
    for at in wrong[np.argsort(-certain)][:count]:
        view = crossed.views[at]
        print(
            f"{crossed.documents[at].id}: coded {crossed.answers[at]}, chance of a commitment "
            f"{crossed.chances[at, 0]:.2f}; signs {', '.join(view.signs) or 'none'}\n"
            f"    {view.text[:200]}"
        )


def main() -> None:
    """Prints every figure, or those of the parts named with ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--curve", action="store_true", help="also the learning curve")
    parser.add_argument("--errors", type=int, default=0, help="also this many errors to read")
    parser.add_argument(
        "--only", nargs="*", default=[], help="labels, compliance, seeds, attributes, speed, stress"
    )
    asked = parser.parse_args()
    parts = asked.only or ["labels", "compliance", "seeds", "attributes", "speed", "stress"]
    coded = documents()
    say("what", "figure", "asked")
    if "labels" in parts:
        crossed = cross_validate(coded)
        labels(crossed, "coded texts, cross-validated by document")
        by_type(crossed)
        peers(coded)
        kept = held_out(coded)
        aside = [one for one in coded if one.id in kept]
        final = Crossed([], [], [], np.zeros((0, len(LABELS))))
        add(final, aside, judge_unseen([one for one in coded if one.id not in kept], aside))
        labels(final, "the fixed fifth that no choice was made on")
        if asked.errors:
            errors(crossed, asked.errors)
    for name, work in (
        ("compliance", compliance),
        ("seeds", seeds),
        ("attributes", extraction_attributes.main),
        ("speed", speed),
        ("stress", stress),
    ):
        if name in parts:
            work()
    if asked.curve:
        curve(coded)


if __name__ == "__main__":
    main()
