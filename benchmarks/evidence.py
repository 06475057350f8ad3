"""Finding evidence: ranking, stance and rung against judgements, known deeds, speed.

    python -m benchmarks.evidence [quality] [known] [speed] [million] [spanish] [cluster]

Without a name the first three are run; the others take minutes. Quality is cross-validated:
the commitments are dealt into ten parts once, and each part is ranked and judged by weights
trained on the other nine.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit import catalogue
from aftersummit.documents import read
from aftersummit.evidence import find
from aftersummit.model import Document, Ref
from aftersummit.retrieval import Clause, Filter, Index
from benchmarks.evidence_gold import SHARED, Judged, Topic, measure, stands_for, topics
from benchmarks.evidence_gold import stream as read_stream
from benchmarks.evidence_speed import cluster, million, speed
from benchmarks.evidence_subject import subject
from benchmarks.train_evidence import (
    Example,
    Material,
    example,
    material,
    next_day,
    train_judging,
    train_relevance,
)

_PARTS = 10
_DEPTH = 100
_DRAWS = 10_000
# Promises on fentanyl, migration and semiconductors.
_SPANISH = (
    "n23-tfc",
    "n23-fentanyl",
    "n23-nadd",
    "n23-crime",
    "n23-semi-forum",
    "n23-semi-map",
    "n23-centre",
    "n23-rootplan",
    "n23-lad",
    "n23-x-pathways",
)
_PUBLISHED = {"ndcg10": 0.642, "recall30": 0.779, "precision5": 0.490}


def main(names: Sequence[str] = ()) -> None:
    """Run the named measurements."""
    for name in names or ("quality", "known", "speed"):
        print(f"== {name}")
        _MEASUREMENTS[name]()


def quality() -> None:
    """Ranking, stance and rung on the judged commitments."""
    stuff = material()
    examples = [example(topic, stuff) for topic in topics()]
    parts = _parts(len(examples))
    _ranking(examples, parts, stuff)
    for what in ("stance", "rung"):
        _judging(examples, parts, what)


def _parts(count: int) -> list[set[int]]:
    order = np.random.default_rng(0).permutation(count)
    return [{int(at) for at in order[part::_PARTS]} for part in range(_PARTS)]


def _ranking(examples: list[Example], parts: list[set[int]], stuff: Material) -> None:
    ours: dict[int, list[Judged | None]] = {}
    chances: list[tuple[float, bool]] = []
    for part in parts:
        model = train_relevance([e for at, e in enumerate(examples) if at not in part])
        for at in part:
            each = examples[at]
            scores = _chances(model.scores([seen for _, seen in each.pool]))
            order = np.argsort(-(scores @ np.array([1, 2, 1])), kind="stable")
            ours[at] = [each.labels[int(i)] for i in order[:_DEPTH]]
            told = _chances(model.scores([seen for _, seen in each.judged]))
            chances += [
                (float(row[1]), judged.grade >= 2)
                for row, (judged, _) in zip(told, each.judged, strict=True)
            ]
    pairs = [
        (measure(e.topic, _baseline(e.topic, stuff)), measure(e.topic, ours[at]), e.topic, ours[at])
        for at, e in enumerate(examples)
        if any(judged.grade >= 2 for judged in e.topic.judged)
    ]
    print(f"{len(pairs)} commitments with a passage of grade 2 or 3; depth {_DEPTH}")
    for name in ("ndcg10", "recall30", "precision5", "unjudged10"):
        old = np.array([getattr(pair[0], name) for pair in pairs])
        new = np.array([getattr(pair[1], name) for pair in pairs])
        _compare(name, old, new)
    old = np.array([_condensed(p[2], _baseline(p[2], stuff)) for p in pairs])
    _compare("recall30 condensed", old, np.array([_condensed(p[2], p[3]) for p in pairs]))
    _calibration(chances)


def _baseline(topic: Topic, stuff: Material) -> list[Judged | None]:
    hits = stuff.index.search(
        [Clause(f"{topic.title} {topic.statement}")],
        where=Filter(since=next_day(topic.after)),
        limit=_DEPTH,
    )
    return [stands_for(topic, stuff.paths[hit.key], hit.text) for hit in hits]


def _condensed(topic: Topic, ranking: Sequence[Judged | None]) -> float:
    """Recall of grades 2 and 3 in the first 30 judged passages of a ranking."""
    judged = list({id(each): each for each in ranking if each is not None}.values())[:30]
    good = sum(each.grade >= 2 for each in topic.judged)
    return sum(each.grade >= 2 for each in judged) / good


def _chances(scores: Any) -> Any:
    return 1 / (1 + np.exp(-scores))


def _compare(name: str, old: Any, new: Any) -> None:
    """Means, the mean difference with its 95% bootstrap interval, and a sign-flip test."""
    rng = np.random.default_rng(0)
    gain = new - old
    drawn = gain[rng.integers(0, len(gain), (_DRAWS, len(gain)))].mean(1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    signs = rng.choice([-1, 1], (_DRAWS, len(gain)))
    p = (np.abs((signs * gain).mean(1)) >= abs(gain.mean()) - 1e-12).mean()
    published = f"  (published baseline {_PUBLISHED[name]})" if name in _PUBLISHED else ""
    print(
        f"{name:<20} baseline {old.mean():.3f}  ours {new.mean():.3f}  "
        f"gain {gain.mean():+.3f} [{low:+.3f}, {high:+.3f}]  p {p:.4f}{published}"
    )


def _calibration(chances: list[tuple[float, bool]]) -> None:
    told = np.array([chance for chance, _ in chances])
    true = np.array([float(good) for _, good in chances])
    print(f"relevance as told against as judged, Brier {((told - true) ** 2).mean():.3f}:")
    for low, high in ((0, 0.1), (0.1, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01)):
        held = (told >= low) & (told < high)
        if held.any():
            print(f"  {low:.2f}-{min(high, 1):.2f}: {held.sum():4d} passages, told "
                  f"{told[held].mean():.2f}, judged {true[held].mean():.2f}")  # fmt: skip


def _judging(examples: list[Example], parts: list[set[int]], what: str) -> None:
    rows: list[tuple[int, str, str]] = []
    for part in parts:
        model = train_judging([e for at, e in enumerate(examples) if at not in part], what)
        for at in part:
            good = [(j, seen) for j, seen in examples[at].judged if j.grade >= 2]
            if good:
                scores = model.scores([seen for _, seen in good])
                rows += [
                    (at, getattr(judged, what), model.classes[int(best)])
                    for (judged, _), best in zip(good, scores.argmax(1), strict=True)
                ]
    truth = [row[1] for row in rows]
    most = max(set(truth), key=truth.count)
    old, new = _f1(truth, [most] * len(rows)), _f1(truth, [row[2] for row in rows])
    groups = [[r for r in rows if r[0] == at] for at in sorted({row[0] for row in rows})]
    rng, gains = np.random.default_rng(0), []
    for _ in range(2000):
        drawn = [row for at in rng.integers(0, len(groups), len(groups)) for row in groups[at]]
        told = [row[1] for row in drawn]
        classes = sorted(set(truth))
        gains.append(
            _f1(told, [row[2] for row in drawn], classes) - _f1(told, [most] * len(told), classes)
        )
    low, high = np.percentile(gains, [2.5, 97.5])
    right = np.mean([row[1] == row[2] for row in rows])
    print(
        f"{what}: macro-F1 {new:.3f}, majority class ({most}) {old:.3f}, gain {new - old:+.3f} "
        f"[{low:+.3f}, {high:+.3f}] over commitments, share of draws without gain "
        f"{np.mean(np.array(gains) <= 0):.4f}; {right:.0%} of {len(rows)} right"
    )
    for name in sorted(set(truth)):
        alone = _f1(truth, [row[2] for row in rows], [name])
        print(f"  {name:<10} n {truth.count(name):3d}  F1 {alone:.2f}")


def _f1(truth: Sequence[str], told: Sequence[str], classes: Sequence[str] = ()) -> float:
    """Unweighted mean of the classes' F1."""
    found = []
    for name in classes or sorted(set(truth)):
        hit = sum(a == b == name for a, b in zip(truth, told, strict=True))
        wrong = sum((a == name) != (b == name) for a, b in zip(truth, told, strict=True))
        found.append(2 * hit / (2 * hit + wrong) if hit + wrong else 0.0)
    return float(np.mean(found))


def known() -> None:
    """Deeds in the catalogue whose page the stream holds: are they found for their promise?"""
    stuff = material()
    held = {_plain(d.url) for d in stuff.documents.values() if d.url}
    register = catalogue.load()
    by_ref = {c.ref: c for c in register.commitments}
    actions = {a.ref: a for a in register.actions}
    findings: dict[Ref, list[set[str]]] = {}
    rows = []
    for link in register.evidence:
        action = actions.get(link.action) if link.action else None
        commitment = by_ref[link.commitment]
        assert commitment.ref is not None
        if action is None or commitment.ref.forum != "nals":
            continue
        about = subject(commitment)
        urls = {_plain(c.url) for c in (*action.citations, *link.citations)} & held
        if not urls or action.date[:10] <= about.meeting:
            continue
        if commitment.ref not in findings:
            findings[commitment.ref] = [
                {_plain(f.url), *(_plain(copy.url) for copy in f.also)}
                for f in find(stuff.index, about, limit=30)
            ]
        ranks = [at for at, found in enumerate(findings[commitment.ref], 1) if found & urls]
        rows.append((str(commitment.ref), str(action.ref), link.stance, ranks[0] if ranks else 0))
    for row in sorted(rows):
        print(f"  {row[0]:<16}{row[1]:<40}{row[2]:<11}{row[3] or '-'}")
    for stances in ((), ("completes", "advances")):
        told = [row for row in rows if not stances or row[2] in stances]
        for top in (5, 10):
            share = sum(0 < row[3] <= top for row in told) / len(told)
            print(f"{' or '.join(stances) or 'all'}: {len(told)} links, first {top}: {share:.0%}")


def _plain(url: str) -> str:
    return url.partition("://")[2].rstrip("/").lower()


def spanish() -> None:
    """Ten promises on fentanyl, migration and semiconductors in Mexican press conferences."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        index.update(document for _, document in read_stream())
        start = time.perf_counter()
        made = index.update(_press_conferences())
        taken = time.perf_counter() - start
        print(f"{made.added} conferences, {made.passages} passages in {taken:.1f} s")
        for commitment in (c for c in catalogue.load().commitments if c.key in _SPANISH):
            found = find(index, subject(commitment), where=Filter(languages=("es",)), limit=10)
            print(f"{commitment.ref} {commitment.title}")
            for rank, each in enumerate(found, 1):
                about = each.why[0]
                print(f"  {rank:2d} {each.date} {each.relevance:.2f} {each.stance:<10} {about}")


def _press_conferences() -> Iterator[Document]:
    """The daily press conferences of the Mexican presidency, October 2021 to September 2024."""
    archive = next((SHARED / "corpus" / "mananeras").glob("*.tar.gz"))
    with tarfile.open(archive) as members:
        for member in members:
            file = members.extractfile(member)
            if file is None or not member.name.endswith(".md"):
                continue
            for document in read(file.read(), Path(member.name).name, language="es"):
                if isinstance(document, Document):
                    day = document.date or Path(member.name).stem
                    yield replace(document, date=day, issuers=("MX",), kind="briefing")


_MEASUREMENTS: dict[str, Callable[[], None]] = {
    "quality": quality,
    "known": known,
    "speed": speed,
    "million": million,
    "spanish": spanish,
    "cluster": cluster,
}

if __name__ == "__main__":
    main(sys.argv[1:])
