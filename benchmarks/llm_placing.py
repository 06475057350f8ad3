"""What becomes of a language model's quotations: a reader who codes as the coders did, quoted well,
carelessly and falsely, so that what is lost or let through is the program's doing.

The entries of the answer are the coded units of ``../shared/gold`` (its parts, where a unit holds
several promises). No model is asked and nothing was chosen on these figures.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from aftersummit.commitments.llm.answers import Entry
from aftersummit.commitments.llm.chunks import chunks
from aftersummit.commitments.llm.placing import Placing
from aftersummit.text.segment import segment
from benchmarks.coded import Coded, documents

LABELS = {"C": "commitment", "S": "stance", "H": "call"}
SIZE = 6000
Spoil = Callable[[str, random.Random], str]


def main() -> None:
    """Print, for each manner of quoting, what was placed, where, and what was let through."""
    coded = documents()
    print(f"{len(coded)} documents, pieces of {SIZE} characters")
    heads = ("given", "placed", "units right", "parts exact", "ms/100")
    print(f"{'quotations':<28}" + "".join(f"{head:>13}" for head in heads))
    for name, spoil in MANNERS.items():
        _row(name, coded, spoil)


def _row(name: str, coded: list[Coded], spoil: Spoil) -> None:
    chance = random.Random(7)
    given = lost = units = right = parts = exact = 0
    began = time.process_time()
    for one in coded:
        placing = Placing(one.text, one.views)
        entries = _entries(one)
        for piece in chunks(one.text, segment(one.text, one.language), SIZE):
            inside = [
                Entry(spoil(one.text[start:end], chance), label)
                for start, end, label in entries
                if piece.span.start <= start < piece.span.end
            ]
            given += len(inside)
            placing.take(piece, inside)
        lost += len(placing.unplaced)
        judged = {judged.view.span: judged for judged in placing.judged(1.0, "reader")}
        wanted = {(start, end) for start, end, label in entries if label == "commitment"}
        found = {
            _bare(one.text, part.start, part.end) for each in judged.values() for part in each.parts
        }
        parts += len(wanted)
        exact += len({_bare(one.text, *span) for span in wanted} & found)
        for row, view in one.pairs():
            if row["label"] in LABELS:
                units += 1
                said = judged.get(view.span)
                right += said is not None and said.label == LABELS[row["label"]]
    spent = (time.process_time() - began) * 1e5 / given
    print(
        f"{name:<28}{given:>13}{1 - lost / given:>13.3f}{right / units:>13.3f}"
        f"{exact / parts:>13.3f}{spent:>13.0f}"
    )


def _entries(one: Coded) -> list[tuple[int, int, str]]:
    """(start, end, label) of what a reader would quote, in order."""
    found = []
    for row in one.rows:
        label = LABELS.get(row["label"])
        if label == "commitment":
            found += [(part["start"], part["end"], label) for part in row["parts"]]
        elif label:
            found.append((row["start"], row["end"], label))
    return sorted(found)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span from its first letter or digit to its last."""
    words = [match.span() for match in re.finditer(r"\w+", text[start:end])]
    return (start + words[0][0], start + words[-1][1]) if words else (start, end)


def _exact(words: str, _: random.Random) -> str:
    return words


def _careless(words: str, chance: random.Random) -> str:
    """Other typography: straight quotes, plain dashes, no mark before and no stop behind."""
    words = re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", words))
    words = re.sub(r"[–—]", "-", words).lstrip("• ").rstrip(".;, ")
    return re.sub(r" ", lambda _: "  " if chance.random() < 0.05 else " ", words)


def _another_word(words: str, chance: random.Random) -> str:
    """One word exchanged for another that reads as well."""
    found = list(re.finditer(r"[a-z]{4,}", words))
    if not found:
        return f"{words} together"
    match = chance.choice(found)
    other = "quickly" if match.group() != "quickly" else "slowly"
    return words[: match.start()] + other + words[match.end() :]


def _shortened(words: str, chance: random.Random) -> str:
    """Words left out in the middle, with or without an ellipsis."""
    parts = words.split()
    if len(parts) < 6:
        return f"{words} and more"
    middle = len(parts) // 2
    return " ".join([*parts[: middle - 1], *(["..."] if chance.random() < 0.5 else []),
                     *parts[middle + 1 :]])  # fmt: skip


MANNERS: dict[str, Spoil] = {
    "copied letter for letter": _exact,
    "in other typography": _careless,
    "with one word exchanged": _another_word,
    "with words left out": _shortened,
}


if __name__ == "__main__":
    main()
