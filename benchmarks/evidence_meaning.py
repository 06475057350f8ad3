"""Finding evidence by meaning: what vectors of passages add to keywords, and what they cost.

    python -m benchmarks.evidence_meaning WEIGHTS [train] [quality] [known] [speed] [million]
    python -m benchmarks.evidence_meaning WEIGHTS static

WEIGHTS is what ``evidence index --semantic`` takes: a folder, ``package:NAME``, a name on the
hub. Vectors for the whole stream take half an hour of a core with a sentence model, so a part
of it is measured: all documents that are judged or linked to a known deed, and the first of
the others up to OTHERS. Both rankings search the same part.
"""

from __future__ import annotations

import json
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit import catalogue
from aftersummit.evidence import Aim, find
from aftersummit.model import Ref
from aftersummit.retrieval import Clause, Filter, Index, key_of
from aftersummit.retrieval.chunks import Head, small, write
from aftersummit.retrieval.encoding import Encoder, encoder, folder_of
from aftersummit.retrieval.table import Table
from benchmarks.evidence import _DEPTH, _chances, _compare, _condensed, _parts, _plain
from benchmarks.evidence_gold import Judged, Topic, measure, stream, topics
from benchmarks.evidence_subject import subject
from benchmarks.train_evidence import (
    TARGET,
    Example,
    Material,
    example,
    train_relevance,
)

OTHERS = 4128
FOLDER = Path(__file__).parents[1] / "build" / "stream-meaning"
STATIC = FOLDER.with_name("static-model")
_RANKINGS = ("keywords", "meaning as a feature", "ranks fused", "meaning alone")
# Cormack, Clarke and Büttcher 2009.
_FUSED_K = 60


@dataclass(slots=True)
class Part:
    """The part of the stream, indexed by words and by meaning."""

    stuff: Material
    encoder: Encoder

    def aim(self, text: str) -> Aim:
        return Aim(tuple(map(float, self.encoder.encode([text])[0])), self.encoder.name)


def main(arguments: Sequence[str]) -> None:
    """Run the named measurements with the weights that are named first."""
    source, *names = arguments
    made = encoder(source)
    for name in names or ("quality", "known", "speed", "million"):
        print(f"== {name} ({made.name})")
        _MEASUREMENTS[name](made)


def part(made: Encoder) -> Part:
    """The part of the stream; vectors are made where they are missing."""
    wanted = {_plain(url) for _, urls, _ in _links() for url in urls}
    judged = {each.path for topic in topics() for each in topic.judged}
    stuff = Material(Index(FOLDER), {}, {})
    for number, (path, document) in enumerate(stream()):
        if number < OTHERS or path in judged or _plain(document.url) in wanted:
            stuff.paths[key_of(document)] = path
            stuff.documents[key_of(document)] = document
    stuff.index.update(stuff.documents.values())
    start = time.process_time()
    count = stuff.index.meanings.update(made)
    taken = time.process_time() - start
    print(f"{len(stuff.documents)} documents, {stuff.index.passages} passages; vectors for "
          f"{count} in {taken:.0f} s of a core")  # fmt: skip
    return Part(stuff, made)


def train(made: Encoder) -> None:
    """Train the weights of the hybrid ranking on every judged commitment and write them."""
    held = part(made)
    examples = [_example(topic, held) for topic in topics()]
    train_relevance(examples).write(TARGET / "relevance-meaning.tsv")


def quality(made: Encoder) -> None:
    """Four rankings of the judged commitments, by cross-validation over commitments."""
    held = part(made)
    judged = topics()
    plain = [example(topic, held.stuff) for topic in judged]
    meant = [_example(topic, held) for topic in judged]
    ranked: dict[str, dict[int, list[Judged | None]]] = {name: {} for name in _RANKINGS}
    for some in _parts(len(plain)):
        words = train_relevance([e for at, e in enumerate(plain) if at not in some])
        both = train_relevance([e for at, e in enumerate(meant) if at not in some])
        for at in some:
            near = np.array([seen.values["alike"] for _, seen in meant[at].pool])
            # What only its meaning brought in is ranked by the model without meaning as well.
            scored = [_scores(words, plain[at]), _scores(both, meant[at])]
            fused = 1 / (_FUSED_K + _ranks(_scores(words, meant[at]))) + 1 / (
                _FUSED_K + _ranks(near)
            )
            for name, each, scores in zip(
                _RANKINGS, (plain, meant, meant, meant), (*scored, fused, near), strict=True
            ):
                order = np.argsort(-scores, kind="stable")[:_DEPTH]
                ranked[name][at] = [each[at].labels[int(one)] for one in order]
    _compared(plain, ranked)


def _compared(examples: list[Example], ranked: dict[str, dict[int, list[Judged | None]]]) -> None:
    good = [at for at, each in enumerate(examples) if any(j.grade >= 2 for j in each.topic.judged)]
    for name in _RANKINGS[1:]:
        print(f"-- {name}, against {_RANKINGS[0]}")
        for figure in ("ndcg10", "recall30", "precision5", "unjudged10"):
            rows = [
                np.array([getattr(measure(examples[at].topic, ranked[each][at]), figure)
                          for at in good])
                for each in (_RANKINGS[0], name)
            ]  # fmt: skip
            _compare(figure, *rows)
        rows = [
            np.array([_condensed(examples[at].topic, ranked[each][at]) for at in good])
            for each in (_RANKINGS[0], name)
        ]
        _compare("recall30 condensed", *rows)


def _scores(model: Any, each: Example) -> Any:
    return _chances(model.scores([seen for _, seen in each.pool])) @ np.array([1, 2, 1])


def _fused(*scores: Any) -> Any:
    """Reciprocal ranks, added up."""
    return sum(1 / (_FUSED_K + _ranks(each)) for each in scores)


def _ranks(scores: Any) -> Any:
    return np.argsort(np.argsort(-scores, kind="stable")) + 1


def _example(topic: Topic, held: Part) -> Example:
    """An example with meanings; a judged passage that the index cuts otherwise is encoded."""
    aim = held.aim(f"{topic.title}. {topic.statement}")
    made = example(topic, held.stuff, aim)
    middle, spread = held.stuff.index.meanings.usual(aim.vector)
    rest = [(judged, seen) for judged, seen in made.judged if "alike" not in seen.values]
    vectors = held.encoder.encode(judged.text for judged, _ in rest)
    for (_, seen), vector in zip(rest, vectors, strict=True):
        seen.values["alike"] = (float(vector @ np.array(aim.vector)) - middle) / spread
    return made


def _links() -> list[tuple[Ref, set[str], str]]:
    """Commitments with the addresses of a later deed that the register links to them."""
    register = catalogue.load()
    actions = {action.ref: action for action in register.actions}
    by_ref = {commitment.ref: commitment for commitment in register.commitments}
    found = []
    for link in register.evidence:
        action = actions.get(link.action) if link.action else None
        if action is None or link.commitment.forum != "nals":
            continue
        if action.date[:10] > subject(by_ref[link.commitment]).meeting:
            urls = {each.url for each in (*action.citations, *link.citations)}
            found.append((link.commitment, urls, link.stance))
    return found


def known(made: Encoder) -> None:
    """Known deeds among the first five, ten and thirty, by keywords and with meaning."""
    held = part(made)
    pages = {_plain(d.url) for d in held.stuff.documents.values() if d.url}
    by_ref = {commitment.ref: commitment for commitment in catalogue.load().commitments}
    lists: dict[tuple[Ref, bool], list[set[str]]] = {}
    rows = []
    for ref, urls, stance in _links():
        sought = {_plain(url) for url in urls} & pages
        if not sought:
            continue
        ranks = []
        for meaning in (False, True):
            if (ref, meaning) not in lists:
                about = subject(by_ref[ref])
                about = replace(about, aim=held.aim(about.meant)) if meaning else about
                lists[ref, meaning] = [
                    {_plain(each.url), *(_plain(copy.url) for copy in each.also)}
                    for each in find(held.stuff.index, about, limit=30, floor=0)
                ]
            told = [at for at, each in enumerate(lists[ref, meaning], 1) if each & sought]
            ranks.append(told[0] if told else 99)
        rows.append((stance, *ranks))
    for stances in (("completes", "advances"), ("undercuts",), ()):
        some = [row for row in rows if not stances or row[0] in stances]
        for top in (5, 10, 30):
            before, after = (sum(row[at] <= top for row in some) for at in (1, 2))
            print(f"{' or '.join(stances) or 'all'}: {len(some)} links, first {top}: "
                  f"keywords {before}, with meaning {after}")  # fmt: skip


def speed(made: Encoder) -> None:
    """Passages a second of a core, and what the two steps of a search lose."""
    held = part(made)
    texts = [hit.text for key in islice(held.stuff.index.keys, 60)
             for hit in held.stuff.index.within(key)][:600]  # fmt: skip
    start = time.process_time()
    made.encode(texts)
    print(f"{len(texts) / (time.process_time() - start):.0f} passages a second of a core")
    meanings, whole = held.stuff.index.meanings, []
    every = [hit for key in held.stuff.index.keys for hit in held.stuff.index.within(key)]
    for topic in topics():
        vector = held.aim(f"{topic.title}. {topic.statement}").vector
        near = np.array(meanings.nearness(vector, every))
        exact = {(every[i].key, every[i].span.start) for i in np.argsort(-near)[:120]}
        told = {(each.key, each.start) for each in meanings.nearest(vector, limit=120)}
        whole.append(len(exact & told) / 120)
    print(f"of the 120 nearest of {len(every)}, the two steps find {np.mean(whole):.3f}")


def million(made: Encoder) -> None:
    """A million vectors, made of real ones by noise: time of a hybrid search, of a core.

    The index of words holds the part of the stream only; what a million costs there is in
    ``benchmarks.evidence million`` and is added.
    """
    held = part(made)
    real = np.concatenate([chunk.vectors for chunk in held.stuff.index.meanings.chunks])
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        chunks, digests = [], {}
        for number in range(1_000_000 // 8000):
            rows = real[rng.integers(0, len(real), 8000)].astype(np.float32)
            rows += rng.normal(scale=20, size=rows.shape).astype(np.float32)
            heads = [Head(f"{number}-{each}", "d", 10, 20_230_000 + int(rng.integers(0, 365)), 1,
                          "en", "news", ("US",)) for each in range(800)]  # fmt: skip
            digests |= {head.key: "d" for head in heads}
            starts = np.tile(np.arange(10, dtype=np.uint32) * 900, 800)
            chunks.append(write(Path(folder), heads, small(rows), starts))
        del rows
        table = Table(chunks, digests)
        times = sorted(_search_times(table, held))
        exact = np.mean([_kept(table, held, topic) for topic in topics()[:5]])
    print(f"{len(digests) * 10} vectors: p50 {times[len(times) // 2]:.1f} ms, p95 "
          f"{times[int(len(times) * 0.95)]:.1f} ms of a core; of the 120 nearest "
          f"{exact:.3f} are found")  # fmt: skip


def _search_times(table: Table, held: Part) -> Iterator[float]:
    """Milliseconds of a core: the words of a question, its meaning, passages of both."""
    meanings = held.stuff.index.meanings
    for topic in topics() * 3:
        text = f"{topic.title}. {topic.statement}"
        start = time.process_time()
        vector = np.array(held.aim(text).vector, np.float32)
        hits = held.stuff.index.search([Clause(topic.title)], limit=120)
        rows = table.candidates(vector, Filter(since="2023-01-11"), 4000)
        alike = table.alike(vector, rows)
        rows = rows[np.argsort(-alike)[:120]]
        places = [table.place(int(row)) for row in rows]
        # The passages themselves come from the index that holds them.
        meanings.hits(meanings.nearest(vector, limit=60))
        yield 1000 * (time.process_time() - start)
        assert hits and places


def _kept(table: Table, held: Part, topic: Topic) -> float:
    vector = np.array(held.aim(f"{topic.title}. {topic.statement}").vector, np.float32)
    rows = np.arange(1_000_000)
    exact = rows[np.argsort(-table.alike(vector, rows))[:120]]
    first = table.candidates(vector, Filter(), 4000)
    return float(np.isin(exact, first).mean())


def static(made: Encoder) -> None:
    """Distil the model into a table of word vectors, to be measured in its place.

    As model2vec does (Tulkens and van Dongen 2024): each word of the vocabulary by itself,
    256 principal components, frequent words (the first of the vocabulary) held down.
    """
    from tokenizers import Tokenizer

    cutter = Tokenizer.from_file(str(folder_of(made.name.rpartition("@")[0]) / "tokenizer.json"))
    words = sorted(cutter.get_vocab().items(), key=lambda pair: pair[1])
    rows = made.encode(word.removeprefix("##") for word, _ in words).astype(np.float64)
    rows -= rows.mean(0)
    turn, _, _ = np.linalg.svd(rows.T @ rows)
    shares = 1 / np.arange(2, len(rows) + 2)
    held = 1e-4 / (1e-4 + shares / shares.sum())
    table = (rows @ turn[:, :256] * held[:, None]).astype(np.float32)
    STATIC.mkdir(parents=True, exist_ok=True)
    (STATIC / "tokenizer.json").write_text(cutter.to_str(), encoding="utf-8")
    head = json.dumps({"embeddings": {"dtype": "F32", "shape": table.shape,
                                      "data_offsets": [0, table.nbytes]}}).encode()  # fmt: skip
    data = struct.pack("<Q", len(head)) + head + table.tobytes()
    (STATIC / "model.safetensors").write_bytes(data)
    print(f"{len(words)} words in {STATIC}")


_MEASUREMENTS: dict[str, Callable[[Encoder], None]] = {
    "train": train,
    "quality": quality,
    "known": known,
    "speed": speed,
    "million": million,
    "static": static,
}

if __name__ == "__main__":
    main(sys.argv[1:])
