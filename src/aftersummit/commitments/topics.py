"""What a promise is about: counts of each issue's terms around it, weighed by where they stand.

The terms are the codebook's (``codebooks/issues.toml``); how much a term counts in the promise
itself, in its sentence, in the heading above, in the sentences around it or anywhere in the
document is learned (``weights/issue.tsv``: one line a place, one column an issue; then the
words of the promise, which add what the terms leave out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from aftersummit.codebooks import issue_terms
from aftersummit.commitments import weights
from aftersummit.commitments.clause import tokens
from aftersummit.commitments.context import View

PLACES = (
    "part", "unit", "section", "head", "before", "before2", "after", "around", "document", "named",
    "opening", "object", "chief", "unit-chief",
)  # fmt: skip
_SHORTEST_STEM = 2
_AROUND = 8
_REMEMBERED, _REMEMBERED_LENGTH = 50_000, 40

Codes = tuple[int, ...]
Hit = tuple[int, Codes, float]
"""Where a term begins, the issues it points to, and how much it counts for each."""


@cache
def issues() -> tuple[str, ...]:
    """Issue codes in the order of every profile's columns."""
    return tuple(sorted(issue_terms()))


Longer = tuple[tuple[str, ...], bool, Codes]
"""What follows the first word of a phrase, whether its last word may end otherwise, its issues."""


Meant = tuple[Codes, tuple[Longer, ...]]
"""The issues of a word by itself, and the phrases that it may open."""


class _Terms(dict[str, Meant | None]):
    """What each word met so far says of an issue; ``None`` for most words, which say nothing.

    A dictionary that looks unknown words up, so that a stretch of tokens is looked up in one
    sweep.

    Attributes:
        single: issues of single words as written.
        stems: issues of the beginnings of single words.
        longer: phrases by their first word, the longest first.
    """

    def __init__(
        self,
        single: dict[str, Codes],
        stems: dict[str, Codes],
        longer: dict[str, tuple[Longer, ...]],
    ) -> None:
        super().__init__()
        self.single, self.stems, self.longer = single, stems, longer
        self.longest = max(map(len, stems), default=0)

    def __missing__(self, word: str) -> Meant | None:
        found = set(self.single.get(word, ()))
        for size in range(_SHORTEST_STEM, min(len(word), self.longest) + 1):
            found.update(self.stems.get(word[:size], ()))
        phrases = self.longer.get(word, ())
        meant = (tuple(sorted(found)), phrases) if found or phrases else None
        if len(word) <= _REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = meant
        return meant


@cache
def _terms() -> _Terms:
    whole: dict[tuple[tuple[str, ...], bool], set[int]] = {}
    for column, code in enumerate(issues()):
        for term in issue_terms()[code]:
            key = tuple(tokens(term.rstrip("*"))), term.endswith("*")
            whole.setdefault(key, set()).add(column)
    longer: dict[str, list[Longer]] = {}
    for (words, open_end), codes in whole.items():
        if len(words) > 1:
            longer.setdefault(words[0], []).append((words[1:], open_end, tuple(sorted(codes))))
    return _Terms(
        {w[0]: tuple(sorted(c)) for (w, ends), c in whole.items() if len(w) == 1 and not ends},
        {w[0]: tuple(sorted(c)) for (w, ends), c in whole.items() if len(w) == 1 and ends},
        {word: tuple(sorted(some, key=lambda one: -len(one[0]))) for word, some in longer.items()},
    )


def hits(words: Sequence[str]) -> list[Hit]:
    """Every term in a stretch of tokens, the longest first, each different one once.

    A phrase counts one and a half; a term of several issues counts for each of them by one
    over the root of their number.
    """
    found: list[Hit] = []
    seen: set[object] = set()
    skip = 0
    for at, meant in enumerate(map(_terms().__getitem__, words)):
        if meant is None or at < skip:
            continue
        codes, phrases = meant
        key: object = words[at]
        worth = 1.0
        following = words[at + 1] if phrases and at + 1 < len(words) else ""
        for phrase in phrases:
            if following.startswith(phrase[0][0]) and _follows(words, at + 1, phrase):
                codes, key, worth, skip = phrase[2], phrase, 1.5, at + 1 + len(phrase[0])
                break
        if codes and key not in seen:
            seen.add(key)
            found.append((at, codes, worth / len(codes) ** 0.5))
    return found


def _follows(words: Sequence[str], at: int, phrase: Longer) -> bool:
    rest, open_end, _ = phrase
    end = at + len(rest)
    if end > len(words):
        return False
    if not open_end:
        return tuple(words[at:end]) == rest
    return tuple(words[at : end - 1]) == rest[:-1] and words[end - 1].startswith(rest[-1])


def _chief(rows: weights.Matrix) -> weights.Matrix:
    """One for the issues of which each row speaks most."""
    high = rows.max(axis=1, keepdims=True)
    return np.asarray((rows == high) & (high > 0), dtype=np.float32)


def table(found: Sequence[Sequence[Hit]]) -> weights.Matrix:
    """One row a stretch of text, one column an issue, from the terms in it."""
    width = len(issues())
    places = [n * width + c for n, some in enumerate(found) for _, codes, _ in some for c in codes]
    worths = [worth for some in found for _, codes, worth in some for _ in codes]
    flat = np.bincount(
        np.array(places, dtype=np.int64), np.array(worths), minlength=len(found) * width
    )
    return flat.astype(np.float32).reshape(len(found), width)


def words_of(part: Sequence[str]) -> list[str]:
    """The words of a promise as features, long ones also by their beginning."""
    inside = [word for word in part if len(word) > 1]
    return inside + [word[:5] + "~" for word in inside if len(word) > 6]


@dataclass(frozen=True, slots=True)
class Topic:
    """What the issue of one promise is judged by: rows of :data:`PLACES`, and its words."""

    places: weights.Matrix
    words: list[str]


def topics(found: Sequence[tuple[View, list[str]]]) -> list[Topic]:
    """What the issue of each promise of one document is judged by.

    Args:
        found: the promises' units with the promises' own tokens, in the document's order.
    """
    return Surroundings(found[-1][0]).topics(found) if found else []


class Surroundings:
    """The terms of all units of a document up to its last promise, counted once, so that the
    promises can be judged some at a time."""

    def __init__(self, last: View) -> None:
        self.chain = _chain(last)
        self.order = {view.span.start: n for n, view in enumerate(self.chain)}
        self.hits = [hits(view.clause.words) for view in self.chain]
        self.units = table(self.hits)
        self.sums = np.vstack(
            [np.zeros_like(self.units[:1]), np.cumsum(self.units, axis=0, dtype=np.float32)]
        )
        self.back = np.vstack([np.zeros_like(self.units[:2]), self.units])
        whole = self.sums[-1]
        self.document = np.log1p(100 * whole / max(1.0, float(whole.sum())))

    def topics(self, found: Sequence[tuple[View, list[str]]]) -> list[Topic]:
        """What the issue of each of these promises is judged by, as for :func:`topics`."""
        chain, units, sums, back = self.chain, self.units, self.sums, self.back
        at = [self.order[view.span.start] for view, _ in found]
        above: dict[int, list[Hit]] = {}
        own_hits = [
            self.hits[n] if words is chain[n].clause.words else hits(words)
            for n, (_, words) in zip(at, found, strict=True)
        ]
        own = table(own_hits)
        here = units[at]
        counted = [
            own,
            here,
            table([_once(above, view.section) for view, _ in found]),
            table([_once(above, _head(view)) for view, _ in found]),
            back[[n + 1 for n in at]],
            back[at],
            table([self._behind(n) for n in at]),
            sums[at] - sums[[_opens(chain, n) for n in at]],
        ]
        governed = [
            [hit for hit in self.hits[n] if hit[0] >= chain[n].clause.after][:1] for n in at
        ]
        marks = [
            np.broadcast_to(self.document, own.shape),
            np.asarray(own > 0, dtype=np.float32),
            table([some[:2] for some in own_hits]),
            table(governed),
            _chief(own),
            _chief(here),
        ]
        places = np.stack([np.log1p(row) for row in counted] + marks, axis=1)
        return [Topic(row, words_of(words)) for row, (_, words) in zip(places, found, strict=True)]

    def _behind(self, at: int) -> list[Hit]:
        """Terms of the unit that follows one."""
        if at + 1 < len(self.chain):
            return self.hits[at + 1]
        following = self.chain[at].following
        return hits(following.words) if following else []


def _once(known: dict[int, list[Hit]], words: list[str]) -> list[Hit]:
    """Terms of a heading or a head clause, which many units share."""
    if id(words) not in known:
        known[id(words)] = hits(words)
    return known[id(words)]


def _head(view: View) -> list[str]:
    return view.head.words if view.head is not None and view.depth else _NOTHING


_NOTHING: list[str] = []


def _chain(last: View) -> list[View]:
    """A document's units up to one of them."""
    chain = [last]
    while chain[-1].before is not None:
        chain.append(chain[-1].before)
    return chain[::-1]


def _opens(chain: Sequence[View], at: int) -> int:
    """The first of the units before ``at`` that stand under the same heading, at most eight."""
    section, first = chain[at].section, at
    while first > max(0, at - _AROUND):
        other = chain[first - 1]
        if other.kind == "heading" or (other.section is not section and other.section != section):
            break
        first -= 1
    return first


def rank(seen: Sequence[Topic]) -> list[list[str]]:
    """All issues of each promise, likeliest first."""
    if not seen:
        return []
    model = weights.load("issue")
    rows = model.matrix[[model.index[f"@{name}"] for name in PLACES]]
    scores = model.score([topic.words for topic in seen])
    scores = scores + (np.stack([topic.places for topic in seen]) * rows).sum(axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")
    return [[model.classes[column] for column in row] for row in order]
