"""The same words in two releases are one finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from aftersummit.model import Finding
from aftersummit.retrieval import stems

_RUN = 4
_ALIKE = 0.7
"""Share of the shorter text's runs of words that the other must have."""


def fold(texts: Sequence[Sequence[str]]) -> list[int]:
    """For each text (its stems), the index of the first text that it repeats; its own if none.

    Compares runs of four stems, so a changed heading or a moved sentence still folds. Cost
    grows with the runs that texts share, not with the square of their number.
    """
    kept: list[int] = []
    runs = [_runs(text) for text in texts]
    seen: dict[int, list[int]] = {}
    for at, own in enumerate(runs):
        shared = Counter(other for run in own for other in seen.get(run, ()))
        twin = next(
            (
                other
                for other, count in shared.most_common(3)
                if count >= _ALIKE * min(len(own), len(runs[other]))
            ),
            at,
        )
        kept.append(twin)
        if twin == at:
            for run in own:
                seen.setdefault(run, []).append(at)
    return kept


def repeats(finding: Finding, known: Sequence[Finding]) -> list[Finding]:
    """Those of the known findings that say the same words."""
    own = _runs_of(finding.text, finding.language)
    return [
        other
        for other in known
        if other.mark == finding.mark or _alike(own, _runs_of(other.text, other.language))
    ]


@lru_cache(maxsize=1024)
def _runs_of(text: str, language: str) -> frozenset[int]:
    # The same passages turn up for one promise after the other, and findings are held against
    # each other: their words are cut up once.
    return frozenset(_runs(stems(text, language)))


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def repeated(quote: str, text: str, language: str) -> float:
    """Share of a quotation's runs of words that stand in a text; 0 for one too short to tell."""
    runs, long = _quoted(quote, language)
    return len(runs & _runs_of(text, language)) / len(runs) if long else 0.0


@lru_cache(maxsize=512)
def _quoted(quote: str, language: str) -> tuple[frozenset[int], bool]:
    """The runs of a quotation, and whether it has enough words to tell."""
    found = stems(quote, language)
    return frozenset(_runs(found)), len(found) > 2 * _RUN


def _runs(text: Sequence[str]) -> set[int]:
    if len(text) < _RUN:
        return {hash(tuple(text))}
    return {hash(tuple(text[at : at + _RUN])) for at in range(len(text) - _RUN + 1)}
