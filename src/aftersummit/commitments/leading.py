"""The signs of the leading verb: what it does, whose it is, which goal it names."""

from __future__ import annotations

from aftersummit.commitments.clause import Clause
from aftersummit.commitments.grammar import (
    BACK,
    BE,
    BOUND,
    GOALS,
    HAVE,
    INTENTS,
    ISSUERS,
    LAUNCHED,
    MONTHS,
    NEEDFUL,
    NEWS,
    OWN,
    PLEDGES,
    POSSESSIVE,
    READY,
    SAYING,
    SCHEDULED,
    STARTS,
    TIMES,
    VAGUE,
    VOICING,
    VOWS,
)
from aftersummit.commitments.lexemes import classes, kind_of, tags

_SEEKING = ("seek", "aim", "striv", "hop", "wish", "aspir")
_TODAY = frozenset({"today", "hereby"})
_OBJECTS = (["the"], ["a"], ["an"], ["our"], ["their"], ["its"], ["all"])


def leading(clause: Clause, kinds: dict[str, str], language: str) -> list[str]:
    """Signs of the leading verb group."""
    group = clause.group.split(" ")
    issuer = clause.subject in ISSUERS
    last = group[-1]
    if last in {"include", "includes", "included"} and clause.subject in BACK:
        return ["includes"]
    first = kind_of(group[0], kinds, language)
    found: list[str] = []
    if first == "modal" or "going" in group:
        found.append(_future(clause, group, issuer))
        if issuer and not SAYING.isdisjoint(clause.words[clause.after - 1 : clause.after + 3]):
            found.append("will-say")
    elif first == "conditional":
        found.append("must")
    elif standing := _standing(clause, group, issuer):
        found += standing
    elif kinds.get(last) in {"firm", "soft"} and group[0] not in HAVE:
        found += _promising(clause, last, kinds, issuer)
    elif kinds.get(last) == "call":
        found.append("task" if asks_own(clause.words, clause.after) else "call")
    elif kinds.get(last) == "stance":
        found.append("stance")
        found += _welcomed(clause.words, clause.after)
    elif group[0].startswith("continue") and issuer:
        found.append("continue")
    if clause.tense in {"past", "perfect"} and kinds.get(last, "") not in {
        "firm",
        "soft",
        "call",
        "stance",
    }:
        found.append("past")
    if clause.tense in {"past", "perfect"} and _long_ago(clause.words):
        found.append("dated-past")
    found += _goal(clause.words, clause.verb, "call" in found)
    return found


def _future(clause: Clause, group: list[str], issuer: bool) -> str:
    if group[1:3] in (["be", "able"], ["be", "without"]):
        return "able"
    if len(group) > 2 and group[1] == "have":
        return "past"
    if issuer:
        return "will"
    if clause.subject not in BACK and _done(group):
        return "will-be-done"
    return "thing-will" if clause.subject in BACK else "other-will"


def _done(group: list[str]) -> bool:
    """ "will be implemented", "shall continue to be reviewed"."""
    last = group[-1]
    return group[-2] == "be" and (tags().get(last) == "ed" or last.endswith("ed"))


def _long_ago(words: list[str]) -> bool:
    """Whether a past date stands in it: "last month", "in 2022", "since"."""
    for i, word in enumerate(words[:-1]):
        after = words[i + 1]
        if word == "last" and after in TIMES:
            return True
        if word in {"in", "since", "of"} and (
            after == "YEAR" or (word == "in" and after in MONTHS)
        ):
            return True
    return False


def _standing(clause: Clause, group: list[str], issuer: bool) -> list[str]:
    """Signs of "have agreed", "expects to", "our goal remains", "are committed"."""
    last = group[-1]
    if group[0] in HAVE and issuer and last in BOUND:
        return ["has-promised"]
    if last in {"expects", "expect"} and issuer and clause.governed[:1] == ["to"]:
        return ["intend"]
    if group[0] in {"remains", "remain", "is"} and clause.head_noun in GOALS:
        return ["goal-stands"]
    if group[0] in BE or group[0] in {"remain", "remains", "stand"}:
        return _being(clause, group, issuer)
    return []


def asks_own(words: list[str], at: int) -> bool:
    """ "our ministers", "their respective agencies": those asked are the issuers' own."""
    near = words[at : at + 9]
    if near[:1] == ["on"] or near[:1] == ["upon"]:
        at += 1
        near = near[1:]
    if near[:1] == ["our"] and "," in near:
        near = words[at : at + 16]  # "our foreign, finance and other relevant ministers"
        near = near[: near.index("to")] if "to" in near else near
    if near and near[0] in OWN - {"governments", "group", "experts", "representatives"}:
        return True
    return bool(OWN.intersection(near)) and bool({"our", "their", "respective"} & set(near[:3]))


def _being(clause: Clause, group: list[str], issuer: bool) -> list[str]:
    last = group[-1]
    if last in {"committed", "commited", "resolved", "determined", "dedicated"}:
        if "remain" in group or "remains" in group:
            return ["remain"]
        return ["commit" if last != "determined" else "intend"] if issuer else ["other-committed"]
    if (
        last in {"pleased", "proud"}
        and "announce" in clause.governed + clause.words[clause.after : clause.after + 4]
    ):
        return ["announce"]
    if last in READY and clause.governed[:1] == ["to"]:
        return ["ready"]
    if clause.subject == "it" and last in NEEDFUL:
        return ["must"]
    if last in SCHEDULED:
        return ["scheduled"]
    if last.endswith("ing"):
        return ["start"] if last in STARTS and issuer else ["progressive"]
    return ["being"]


def _promising(clause: Clause, last: str, kinds: dict[str, str], issuer: bool) -> list[str]:
    if not issuer and clause.subject != "they":
        return ["thing-promise"]
    if last in LAUNCHED:
        new = PLEDGES.intersection(clause.words[clause.after : clause.after + 6])
        return ["announce"] if new or _TODAY & set(clause.words) else ["launched"]
    if last.startswith(("announc", "launch", "establish")):
        return ["announce"]
    if last.startswith(("task", "instruct", "direct")):
        return ["task"]
    if last.startswith(_SEEKING) and clause.governed[:1] != ["to"]:
        return ["intend-thing"]
    return ["commit" if kinds[last] == "firm" else "intend"]


def _goal(words: list[str], verb: int, asked: bool) -> list[str]:
    """ "reaffirm our commitment to DO": by whose it is and what follows the "to".

    ``asked``: whether the leading verb asks others, so that "its commitment" is theirs.
    """
    kinds = classes("en")
    for i in range(max(0, verb), len(words) - 2):
        word = words[i]
        if word not in GOALS or (word == "will" and words[i - 1] not in POSSESSIVE):
            continue
        before = words[max(0, i - 4) : i]
        ours = "our" in before
        if i >= verb + 9 and (not ours or word not in INTENTS):
            continue
        if words[i - 1] in {"the", "a", "of", "shared"} and not ours:
            if word in INTENTS and words[verb] in VOICING and "to" in words[i + 1 : i + 12]:
                return ["goal-voiced"]
            continue
        own = ours or (not asked and bool(POSSESSIVE.intersection(before)))
        said = any(kinds.get(w) == "stance" for w in words[max(verb, i - 7) : i])
        said = said or not VOWS.isdisjoint(words[max(verb, i - 4) : i])
        for j in range(i + 1, min(i + 16, len(words) - 1)):
            if words[j] in {"to", "towards"} and (j < i + 8 or tags().get(words[j + 1]) == "base"):
                return [_aim(words, j + 1, own) if said else "goal-held"]
    return []


def _aim(words: list[str], at: int, own: bool) -> str:
    after = words[at]
    if after.endswith("ly") and at + 1 < len(words):
        after = words[at + 1]
    if after in VAGUE:
        return "reaffirm-thing"
    if not own:
        return "goal-of-others"
    if tags().get(after, "") == "base" or after.endswith(("ize", "ise", "ify")):
        return "reaffirm-do"
    if after.isalpha() and not after.endswith("ing") and words[at + 1 : at + 2] in _OBJECTS:
        return "reaffirm-do"
    return "reaffirm-doing" if after.endswith("ing") else "reaffirm-thing"


def _welcomed(words: list[str], at: int) -> list[str]:
    """ "welcome the decision to ...": something new that an issuer may have promised."""
    near = words[at : at + 7]
    if NEWS.isdisjoint(near):
        return []
    return ["welcome-step-to" if "to" in words[at : at + 16] else "welcome-step"]
