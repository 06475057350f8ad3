"""What a promise is about: counts of each issue's terms around it, weighed by where they stand.

The terms are the codebook's (``codebooks/issues.toml``); how much a term counts in the promise
itself, in its sentence, in the heading above, in the sentences around it or anywhere in the
document is learned (``weights/issue.tsv``: one line a place, one column an issue; then the
words of the promise, which add what the terms leave out).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from aftersummit.codebooks import issue_terms
from aftersummit.commitments import weights
from aftersummit.commitments.clause import tokens
from aftersummit.commitments.context import View

PLACES = (
    "part", "unit", "section", "head", "before", "before2", "after", "around", "document", "named",
    "opening", "object", "chief", "unit-chief",
)  # fmt: skip
_LONGEST = 3
_SHORTEST_STEM = 2
_AROUND = 8

Codes = tuple[int, ...]
Hit = tuple[int, Codes, float]
"""Where a term begins, the issues it points to, and how much it counts for each."""


@cache
def issues() -> tuple[str, ...]:
    """Issue codes in the order of every profile's columns."""
    return tuple(sorted(issue_terms()))


@cache
def _terms() -> tuple[dict[tuple[str, ...], Codes], dict[tuple[str, ...], Codes], frozenset[str]]:
    """Terms as written, terms with any ending, and the words that may open a longer term."""
    whole: dict[tuple[str, ...], set[int]] = {}
    stems: dict[tuple[str, ...], set[int]] = {}
    for column, code in enumerate(issues()):
        for term in issue_terms()[code]:
            words = tuple(tokens(term.rstrip("*")))
            (stems if term.endswith("*") else whole).setdefault(words, set()).add(column)
    openers = {words[0] for table in (whole, stems) for words in table if len(words) > 1}
    return (
        {words: tuple(sorted(codes)) for words, codes in whole.items()},
        {words: tuple(sorted(codes)) for words, codes in stems.items()},
        frozenset(openers),
    )


@lru_cache(maxsize=100_000)
def _meant(words: tuple[str, ...]) -> Codes:
    """Issues to which exactly these words point."""
    whole, stems, _ = _terms()
    found = set(whole.get(words, ()))
    last = words[-1]
    for size in range(_SHORTEST_STEM, len(last) + 1):
        found.update(stems.get((*words[:-1], last[:size]), ()))
    return tuple(sorted(found))


def hits(words: Sequence[str]) -> list[Hit]:
    """Every term in a stretch of tokens, the longest first, each different one once.

    A phrase counts one and a half; a term of several issues counts for each of them by one
    over the root of their number.
    """
    openers = _terms()[2]
    found: list[Hit] = []
    seen: set[tuple[str, ...]] = set()
    at, size = 0, len(words)
    while at < size:
        step = 1
        longest = min(_LONGEST, size - at) if words[at] in openers else 1
        for length in range(longest, 0, -1):
            term = tuple(words[at : at + length])
            codes = _meant(term)
            if codes:
                step = length
                if term not in seen:
                    seen.add(term)
                    found.append((at, codes, (1.0 if length == 1 else 1.5) / len(codes) ** 0.5))
                break
        at += step
    return found


def _row(found: Iterable[Hit]) -> weights.Matrix:
    row = np.zeros(len(issues()), dtype=np.float32)
    for _, codes, worth in found:
        for column in codes:
            row[column] += worth
    return row


def _chief(row: weights.Matrix) -> weights.Matrix:
    """One for the issues of which a row speaks most."""
    high = row.max()
    return np.asarray((row == high) & (high > 0), dtype=np.float32)


def words_of(part: Sequence[str]) -> list[str]:
    """The words of a promise as features, long ones also by their beginning."""
    inside = [word for word in part if len(word) > 1]
    return inside + [word[:5] + "~" for word in inside if len(word) > 6]


@dataclass(frozen=True, slots=True)
class Topic:
    """What the issue of one promise is judged by: rows of :data:`PLACES`, and its words."""

    places: weights.Matrix
    words: list[str]


class Topics:
    """Profiles of a document's units, each computed once.

    Args:
        last: the last unit of interest; the units before it are reached through it.
    """

    def __init__(self, last: View) -> None:
        chain = [last]
        while chain[-1].before is not None:
            chain.append(chain[-1].before)
        chain.reverse()
        self._views = chain
        self._at = {id(view): n for n, view in enumerate(chain)}
        self._hits = [hits(view.clause.words) for view in chain]
        self._units = np.stack([_row(found) for found in self._hits])
        self._sums = np.vstack([np.zeros_like(self._units[:1]), np.cumsum(self._units, axis=0)])
        total = self._sums[-1]
        self._document = np.log1p(100 * total / max(1.0, float(total.sum())))

    def of(self, view: View, words: Sequence[str]) -> Topic:
        """What a part of a unit is judged by, from the part's tokens."""
        at = self._at[id(view)]
        mine = hits(words)
        own, unit = _row(mine), self._units[at]
        none = np.zeros_like(own)
        counted = np.stack(
            [
                own,
                unit,
                _row(hits(view.section)),
                _row(hits(view.head.words)) if view.head is not None and view.depth else none,
                self._units[at - 1] if at else none,
                self._units[at - 2] if at > 1 else none,
                _row(hits(view.following.words)) if view.following is not None else none,
                self._sums[at] - self._sums[self._opens(at)],
            ]
        )
        governed = [hit for hit in self._hits[at] if hit[0] >= view.clause.after]
        marks = [
            (own > 0).astype(np.float32),
            _row(mine[:2]),
            _row(governed[:1]),
            _chief(own),
            _chief(unit),
        ]
        places = np.vstack([np.log1p(counted), self._document[None], np.stack(marks)])
        return Topic(places, words_of(words))

    def _opens(self, at: int) -> int:
        """The first of the units before ``at`` that stand under the same heading, at most eight."""
        view, first = self._views[at], at
        while first > max(0, at - _AROUND):
            other = self._views[first - 1]
            if other.kind == "heading" or other.section != view.section:
                break
            first -= 1
        return first


def rank(topics: Sequence[Topic]) -> list[list[str]]:
    """All issues of each promise, likeliest first."""
    if not topics:
        return []
    model = weights.load("issue")
    rows = model.matrix[[model.index[f"@{name}"] for name in PLACES]]
    scores = model.score([topic.words for topic in topics])
    scores = scores + (np.stack([topic.places for topic in topics]) * rows).sum(axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")
    return [[model.classes[column] for column in row] for row in order]
