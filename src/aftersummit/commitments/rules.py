"""A label for a unit by the lexicon alone: the transparent baseline, and a hint to the model."""

from __future__ import annotations

from typing import NamedTuple

from aftersummit.commitments.clause import BE, RELATIVE, Clause, classes
from aftersummit.commitments.context import View

ISSUERS = frozenset({"we", "subject", "party"})
_BOUND_VERBS = frozenset({"firm", "soft", "modal"})


class Ruling(NamedTuple):
    """What the lexicon says: label letter (C, H, S or N) and the reason in words."""

    label: str
    why: str


def rule(view: View, language: str = "en") -> Ruling:
    """The label that the lexicon gives a unit in its context."""
    clause = view.clause
    words = clause.words
    if view.kind == "heading" or not words or words[-1] == "?":
        return Ruling("N", "a heading or a question")
    kinds = classes(language)
    if (
        view.depth > 0
        and view.head is not None
        and view.kind in {"bullet", "item"}
        and not _finite(clause)
    ):
        own = kinds.get(words[clause.begin], "") if clause.begin < len(words) else ""
        if own == "call":
            return Ruling("H", f"'{words[clause.begin]}' opens the item")
        promised = _promise(view.head, kinds)
        if promised:
            return Ruling("C", f"its head clause promises: '{promised}'")
    if words[-1] == ":" and view.following is not None:
        return Ruling("N", "it only introduces a list")
    promised = _promise(clause, kinds)
    if promised:
        return Ruling("C", f"the main clause promises: '{promised}'")
    lead = kinds.get(clause.group.split(" ")[-1] if clause.group else "", "")
    if lead == "call":
        return Ruling("H", f"'{clause.group}' asks somebody else")
    if lead == "stance":
        return Ruling("S", f"'{clause.group}' takes a position")
    return Ruling("N", "no word of promise binds an issuer")


def _finite(clause: Clause) -> bool:
    return clause.verb >= 0 and clause.subject in {
        "we",
        "subject",
        "party",
        "it",
        "this-thing",
        "thing",
    }


def _promise(clause: Clause, kinds: dict[str, str]) -> str:
    """The promising words whose subject can be an issuer; "" where there are none."""
    words = clause.words
    owner = clause.subject
    if clause.verb < 0:
        return ""
    for i in range(clause.verb, len(words)):
        word = words[i]
        if word in RELATIVE:
            owner = "other"
        elif word == "we":
            owner = "we"
        kind = kinds.get(word)
        if kind not in _BOUND_VERBS or owner not in ISSUERS:
            continue
        if kind == "modal":
            return " ".join(words[i : i + 2])
        before = words[i - 1] if i else ""
        if (
            before in {"the", "our", "their", "a", "of", "its"}
            or (i > clause.verb + 4
            and before != "and")
        ):
            continue
        if before in {"have", "has", "had"} and word.endswith("ed"):
            continue
        return f"{before} {word}" if before in BE else word
    return ""
