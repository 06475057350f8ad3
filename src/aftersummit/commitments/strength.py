"""How firmly a promise is made: the cue that governs it, found by the codebook's words.

A cue may stand in the promise itself ("will seek to"), earlier in its sentence when several
promises hang on one verb ("we intend to A and B"), or in the clause above a list. The cues
are named features; a linear model weighs them with the promise's opening words.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from aftersummit.commitments.context import View
from aftersummit.commitments.grammar import ADVERBS

_SOFT_PHRASES = frozenset(
    ["remain", "affirm", "plan", "look", "ready", "work-to", "effort", "pursue"]
)
_EARLY = 14
_NEAR = 3
_REACH = {"announce": 14, "task": 14, "commit": 4, "pledge": 4, "agree": 4, "resolve": 4}
"""How many words further on a second cue still belongs to the first."""
_OPENING = frozenset(
    ["work", "works", "working", "worked", "plan", "plans", "planned", "planning"]
) | frozenset(["look", "looks", "looking", "make", "pursue", "pursuing"])
_TO = frozenset(["to", "toward", "towards"])
_BE = frozenset(["is", "are", "re", "be", "remain", "remains", "stand", "stands", "stay"])
_TOGETHER = ADVERBS | {"collaboratively", "tirelessly", "constructively", "bilaterally", "and"}
_PLAN = frozenset(["to", "on", "for"])
_NOT_MAIN = frozenset(["goal", "include", "support", "should", "nominee", "effort"])


@dataclass(frozen=True, slots=True)
class Words:
    """Cues by word, the two halves of an affirmation, and what makes "plan" a noun,
    the words that may open a cue of several words, and all words that may start a cue with what
    each is by itself ("" for nothing)."""

    cues: dict[str, str]
    soft: frozenset[str]
    affirming: frozenset[str]
    affirmed: frozenset[str]
    before_plan: frozenset[str]
    opening: frozenset[str]
    starting: dict[str, str]


@cache
def words() -> Words:
    """The cues of ``codebooks/strength.toml``."""
    path = resources.files("aftersummit.codebooks").joinpath("strength.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    cues = {
        word: name
        for group in ("open", "firm", "soft")
        for name, line in table[group].items()
        for word in line.split()
    }
    opening = frozenset(table["affirming"]["verbs"].split()) | _BE | _OPENING
    return Words(
        cues,
        frozenset(table["soft"]) | _SOFT_PHRASES,
        frozenset(table["affirming"]["verbs"].split()),
        frozenset(table["affirming"]["nouns"].split()),
        frozenset(table["plan"]["noun_after"].split()),
        opening,
        {**dict.fromkeys(opening, ""), **cues},
    )


@cache
def cue_words() -> frozenset[str]:
    """Every word with which a cue may begin."""
    book = words()
    return frozenset(book.cues) | book.opening - _BE


def cues(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """Every cue in a stretch of tokens with its place, in order."""
    book = words()
    found: list[tuple[int, str]] = []
    until = 0
    for at, alone in enumerate(map(book.starting.get, tokens)):
        if alone is None or at < until:
            continue
        name = ""
        if tokens[at] in book.opening:
            name, until = _phrase(tokens, at, book)
        name = name or alone
        if name:
            found.append((at, name))
    return found


def _phrase(tokens: Sequence[str], at: int, book: Words) -> tuple[str, int]:
    """The cue of several words that opens here and where it ends; "" for none."""
    word, following = tokens[at], tokens[at + 1 : at + 7]
    nothing = ("", at + 1)
    if word in book.affirming:
        for step, other in enumerate(following, 2):
            if other in book.affirmed and (word != "have" or step < 5):
                return "affirm", at + step
        return nothing
    if word in _BE:
        return _being(word, following, at)
    if word.startswith("work"):
        for step, other in enumerate(following, 2):
            if other in _TO:
                return "work-to", at + step
            if other not in _TOGETHER:
                break
        return nothing
    if word.startswith("plan"):
        noun = at > 0 and tokens[at - 1] in book.before_plan
        return ("plan", at + 1) if not noun and following[:1] and following[0] in _PLAN else nothing
    if word.startswith("look"):
        near = following[:1] and following[0] in {"to", "at", "into", "for"}
        return ("look", at + 1) if near and "forward" not in following[:1] else nothing
    if word == "make" and ("efforts" in following[:3] or "effort" in following[:2]):
        return "effort", at + 3
    return (
        ("pursue", at + 1)
        if word in {"pursuing", "pursue"} and following[:1] == ["to"]
        else nothing
    )


def _being(word: str, following: Sequence[str], at: int) -> tuple[str, int]:
    for step, other in enumerate(following[:5], 2):
        if other == "committed":
            stays = word.startswith(("remain", "stand", "stay"))
            return ("remain" if stays else "are-committed"), at + step
        if other in {"steadfast", "unwavering", "united", "dedicated", "determined"}:
            return ("determined" if other == "determined" else "remain"), at + step
        if other in {"ready", "prepared", "poised"}:
            return "ready", at + step
        if other == "planned":
            return "plan", at + step
        if other not in ADVERBS and not other.endswith("ly"):
            break
    return "", at + 1


def governing(found: Sequence[tuple[int, str]], start: int = 0) -> list[str]:
    """The cue at ``start`` with those that hang on it ("announce" + "intend")."""
    chain = [found[start]]
    for at, name in found[start + 1 : start + 4]:
        if at - chain[-1][0] > _REACH.get(chain[-1][1], _NEAR):
            break
        chain.append((at, name))
    return [name for _, name in chain]


def features(view: View, part: Sequence[str], before: Sequence[str]) -> list[str]:
    """What the model of strength sees.

    Args:
        view: the unit in its context.
        part: tokens of the promise.
        before: tokens of the unit before it.
    """
    own = cues(part[:60])
    early = [cue for cue in own if cue[0] < _EARLY]
    earlier = cues(before)
    head = cues(view.head.words) if view.head is not None and view.depth else []
    source, chain = _source(own, early, earlier, head)
    soft = words().soft
    tone = "none" if not chain else "soft" if soft.intersection(chain) else "firm"
    has = bool(early)
    first = part[0] if part else ""
    found = [
        f"tone={tone}",
        f"tone={tone}|{source}",
        f"chain={'>'.join(chain[:2])}",
        f"chain={'>'.join(chain)}|{source}",
        f"gov={chain[0] if chain else ''}",
        f"last={chain[-1] if chain else ''}",
        f"src={source}",
        f"own={'>'.join(name for _, name in own[:2])}",
        f"own3={'>'.join(name for _, name in own[:3])}",
        f"pre={earlier[-1][1] if earlier else ''}|{has}",
        f"head={head[-1][1] if head else ''}|{has}",
        f"^{first}",
        f"^ing={first.endswith('ing')}|{tone}",
    ]
    return found + _openings(view, part)


def _source(
    own: Sequence[tuple[int, str]],
    early: Sequence[tuple[int, str]],
    earlier: Sequence[tuple[int, str]],
    head: Sequence[tuple[int, str]],
) -> tuple[str, list[str]]:
    """Where the governing cue stands, and the cue with what hangs on it."""
    for source, found, last in (
        ("own", early, False),
        ("before", earlier, True),
        ("late", own, False),
        ("head", head, True),
    ):
        chains = []
        start = 0
        while start < len(found):
            chain = governing(found, start)
            if chain[0] not in _NOT_MAIN:
                chains.append(chain)
            start += len(chain)
        if chains:
            return source, chains[-1 if last else 0]
    return "none", []


def _openings(view: View, part: Sequence[str]) -> list[str]:
    clause = view.clause
    body = clause.words[clause.begin :]
    found = [f"V={clause.group}", f"SV={clause.subject}|{clause.group}"]
    if view.head is not None and view.depth:
        found.append(f"hV={view.head.group}|{clause.group.split(' ')[0]}")
        found += [f"h:{word}" for word in view.head.words]
    found += [f"^{word}" for word in part[:6]] + [f"u^{word}" for word in body[:8]]
    found += [f"u^{a}_{b}" for a, b in itertools.pairwise(body[:9])]
    found += [f"p^{a}_{b}" for a, b in itertools.pairwise(part[:7])]
    return found
