"""How well and how fast texts are cut into units: ``python -m benchmarks.segment [--held-back]``.

Quality: exact spans against the units of the coded summit texts. A third of the documents,
chosen by the hash of their name, is held back: the rules are made on the others and the held
back ones are looked at for the final figure alone. Speed: one core, beside the blank
sentence splitter of spaCy where that is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import textwrap
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from aftersummit.model import Span
from aftersummit.text.align import find, fingerprint_at
from aftersummit.text.normalise import canonical
from aftersummit.text.segment import segment

SHARED = Path(os.environ.get("AFTERSUMMIT_SHARED", Path(__file__).parents[2] / "shared"))


def held_back(name: str) -> bool:
    """Whether a document belongs to the third that no rule was made on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def compare(name: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]], str]:
    """Coded spans, our spans and the text of one document."""
    text = (SHARED / "gold" / "texts" / f"{name}.txt").read_bytes().decode()
    rows = (SHARED / "gold" / "labels" / f"{name}.jsonl").read_text("utf-8").splitlines()
    coded = {(row["start"], row["end"]) for row in map(json.loads, rows)}
    ours = {(unit.span.start, unit.span.end) for unit in segment(text).units}
    return coded, ours, text


def quality(names: list[str], title: str, show: bool) -> None:
    """Prints exact-span precision, recall and F1 over the documents in ``names``."""
    hits = coded_total = our_total = 0
    for name in names:
        coded, ours, text = compare(name)
        if text[: max((end for _, end in coded), default=0)] != text.rstrip():
            ours = {span for span in ours if span[0] < max(end for _, end in coded)}
        hits += len(coded & ours)
        coded_total += len(coded)
        our_total += len(ours)
        if show:
            for start, end in sorted(coded ^ ours):
                sign = "-" if (start, end) in coded else "+"
                words = text[start:end].replace("\n", "\\n")
                print(f"{sign} {name} {start} {words[:70]} ... {words[-50:]}")
    precision, recall = hits / our_total, hits / coded_total
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{title}: {len(names)} documents, {coded_total} coded units, {our_total} ours; "
        f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}"
    )


def conventions(names: list[str]) -> None:
    """Prints how far the same units come out of other ways of breaking lines."""
    ways = {
        "wrapped at 76, lists without blank lines": _wrapped,
        "one paragraph a line": lambda text: text.replace("\n\n", "\n"),
    }
    for title, rewrite in ways.items():
        same = total = 0
        for name in names:
            text = (SHARED / "gold" / "texts" / f"{name}.txt").read_bytes().decode()
            ours, theirs = _words(text), _words(rewrite(text))
            same += 2 * sum((ours & theirs).values())
            total += ours.total() + theirs.total()
        print(f"{title}: F1 {same / total:.4f} against the units of the text as it was")


def _wrapped(text: str) -> str:
    blocks = (
        textwrap.fill(block, 76, break_long_words=False, break_on_hyphens=False)
        for block in text.split("\n\n")
    )
    return "\n\n".join(blocks).replace("\n\n• ", "\n- ")


def _words(text: str) -> Counter[str]:
    return Counter(" ".join(unit.words.of(text).split()) for unit in segment(text).units)


def placing() -> None:
    """Prints how long it takes to find a hundred passages in a text of 20,000 words."""
    files = sorted((SHARED / "gold" / "texts").glob("*.txt"))
    text = "\n\n".join(canonical(path.read_bytes().decode()) for path in files)[:130_000]
    spans = [unit.words for unit in segment(text).units if len(unit.words) > 40]
    marks = [fingerprint_at(text, span) for span in spans[:: len(spans) // 100][:100]]
    found: list[Span | None] = []
    seconds = _timed(lambda: found.extend(find(marks, text)))
    right = sum(span is not None for span in found)
    print(f"find: {right} of {len(marks)} in {len(text.split())} words, {seconds:.3f} s")


def speed() -> None:
    """Prints megabytes of UTF-8 a second over the official texts."""
    files = sorted((SHARED / "corpus" / "summits").glob("*.md"))
    texts = [canonical(path.read_bytes().decode()) for path in files]
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = min(_timed(lambda: [segment(text) for text in texts]) for _ in range(3))
    print(f"segment: {size:.2f} MB in {best:.2f} s, {size / best:.1f} MB/s")
    try:
        import spacy
    except ImportError:
        print("spaCy is not installed: no figure beside ours")
        return
    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    nlp.add_pipe("sentencizer")
    best = min(_timed(lambda: [list(nlp(text).sents) for text in texts]) for _ in range(2))
    print(f"blank spaCy with sentencizer: {size:.2f} MB in {best:.2f} s, {size / best:.1f} MB/s")


def hard_inputs() -> None:
    """Prints how long inputs take that bring careless rules to a halt."""
    inputs = {
        "10 M characters, no full stop": "we will act together " * 476_191,
        "10 M characters, no space": "a" * 10_000_000,
        "1 MB of dots": "." * 1_000_000,
        "1 MB of newlines": "\n" * 1_000_000,
        "1 MB of quotes": '"' * 1_000_000,
        "1 MB of spaces": " " * 1_000_000,
        "1 MB of 'U.S. '": "U.S. " * 200_000,
        "1 MB of '. '": ". " * 500_000,
        "1 MB of '1. '": "1. " * 333_333,
        "1 MB of lines of one letter": "a\n" * 500_000,
        "1 MB of ': (a) '": ": (a) " * 166_667,
    }
    for name, text in inputs.items():
        print(f"{name}: {_timed(lambda text=text: segment(text)):.2f} s")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-back", action="store_true", help="also the documents held back")
    parser.add_argument("--errors", action="store_true", help="list the differing spans")
    parser.add_argument("--quality", action="store_true", help="quality only")
    options = parser.parse_args()
    names = sorted(path.stem for path in (SHARED / "gold" / "labels").glob("*.jsonl"))
    quality([n for n in names if not held_back(n)], "rules made on these", options.errors)
    if options.held_back:
        quality([n for n in names if held_back(n)], "held back", False)
        quality(names, "all", False)
    if not options.quality:
        conventions(names)
        placing()
        speed()
        hard_inputs()


if __name__ == "__main__":
    main()
