"""The signs of verbs after the leading one: "... and we will", "... and stand ready to"."""

from __future__ import annotations

from typing import NamedTuple

from aftersummit.commitments.clause import Clause
from aftersummit.commitments.grammar import ADVERBS, BE, BLOCKERS, HAVE, ISSUERS, STAY
from aftersummit.commitments.leading import asks_own
from aftersummit.commitments.lexemes import party_at, tags

_NOT_AFTER = frozenset({"of", "at", "by", "in", "on", "under", "from"})
_TAKEN_UP = (["to", "this", "end"], ["to", "that", "end"], ["in", "this", "regard"])
_WISHES = frozenset({"wish", "hope", "wishes", "hopes"})


def ready_later(words: list[str], start: int) -> bool:
    """ "... and stand ready to help": readiness in a second clause."""
    for i in range(start + 1, len(words) - 1):
        if words[i] == "ready" and words[i + 1] == "to" and words[i - 1] in STAY:
            return words[i - 2] in {"and", "we"}
    return False


def _promises_later(
    words: list[str], i: int, owner: str, clause: Clause, kinds: dict[str, str]
) -> bool:
    """Whether a promising verb after the leading one is a verb, and an issuer's."""
    before, after = words[i - 1], words[i + 1] if i + 1 < len(words) else ""
    if _taken_up(words, i):
        return tags().get(words[i], "") == "base"
    form = tags().get(words[i], "")
    if (words[i] in _WISHES and after != "to") or after in _NOT_AFTER:
        return False
    if before in BE and words[i - 2] in {"we", "and"}:
        return True
    if before == "and" and form == "base":
        return "to" not in words[clause.after - 1 : i]
    if before == "we" or (before == "and" and form in {"s", "ed"}):
        return True
    if words[i].endswith("s") and owner == "we":
        return False
    if form in {"s", "ed"} and _issuer_before(words, i, clause, kinds):
        return True
    while i > clause.after and words[i - 1] in ADVERBS:
        i -= 1
    return words[i - 1] == "we"


def _issuer_before(words: list[str], at: int, clause: Clause, kinds: dict[str, str]) -> bool:
    """Whether the words right before a second verb name who promises."""
    while at > clause.after and words[at - 1] in ADVERBS:
        at -= 1
    if at <= clause.after:
        return False
    word = words[at - 1]
    if word == "we" or kinds.get(word) == "subject":
        return True
    first = max(clause.after, at - 4)
    return any(party_at(words, i) == at for i in range(first, at))


class Standing(NamedTuple):
    """Where a later verb stands: whose clause it is, and whether under "which" or "that"."""

    owner: str
    relative: bool
    that: bool


def later(words: list[str], i: int, place: Standing, clause: Clause, kinds: dict[str, str]) -> str:
    """The sign of a verb after the leading one; "" for none."""
    kind, before = kinds[words[i]], words[i - 1]
    if kind == "modal":
        if words[i + 1 : i + 2] == ["to"]:
            return ""  # "our strong will to act" is a noun
        return _will(words, i, place, clause, kinds)
    if kind in {"firm", "soft"}:
        return _promise(words, i, place, clause, kinds)
    joined = before in {"and", "we"} and not place.relative
    if kind == "call":
        follows = words[i + 1] if i + 1 < len(words) else ""
        if not joined or follows == "for":
            return ""
        return "and-task" if asks_own(words, i + 1) else "and-call"
    return "and-stance" if joined else ""


def _will(words: list[str], i: int, place: Standing, clause: Clause, kinds: dict[str, str]) -> str:
    if _issuer_before(words, i, clause, kinds):
        return "that-will" if place.that else "which-will" if place.relative else "and-will"
    if words[i - 1] == "and" and not place.relative and place.owner in ISSUERS:
        return "and-will"
    if place.owner == "that" or (place.that and not place.relative):
        return "that-other-will"
    return "which-will" if place.relative else "later-will"


def _taken_up(words: list[str], i: int) -> bool:
    """Whether "and to this end," stands before a second verb."""
    end = i - 1 if words[i - 1] == "," else i
    return end > 3 and words[end - 3 : end] in _TAKEN_UP and words[end - 4] in {"and", ","}


def _promise(
    words: list[str], i: int, place: Standing, clause: Clause, kinds: dict[str, str]
) -> str:
    if place.relative:
        return "noun-promise"
    before = "and" if _taken_up(words, i) else words[i - 1]
    free = before not in BLOCKERS - {"and", "to"} and before not in HAVE
    if free and place.owner in ISSUERS:
        return "and-promise" if _promises_later(words, i, place.owner, clause, kinds) else ""
    if before != "the" and words[i][-1] in "sd" and _issuer_before(words, i, clause, kinds):
        return "and-promise"
    return "" if free else "noun-promise"
