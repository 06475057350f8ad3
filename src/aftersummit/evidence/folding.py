"""The same words in two releases are one finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    own = _runs(stems(finding.text, finding.language))
    return [
        other
        for other in known
        if other.mark == finding.mark or _alike(own, _runs(stems(other.text, other.language)))
    ]


def _alike(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def repeated(quote: Sequence[str], text: Sequence[str]) -> float:
    """Share of a quotation's runs of words that stand in a text; 0 for one too short to tell."""
    runs = _runs(quote)
    return len(runs & _runs(text)) / len(runs) if len(quote) > 2 * _RUN else 0.0


def _runs(text: Sequence[str]) -> set[int]:
    if len(text) < _RUN:
        return {hash(tuple(text))}
    return {hash(tuple(text[at : at + _RUN])) for at in range(len(text) - _RUN + 1)}
