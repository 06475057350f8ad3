"""The signs of a promise, a stance or a call that the lexicon and the clause structure show.

Each sign has a short code. The rules extractor decides by their order; the model weighs them. One
file, because the order of the signs and their reading have to be changed together.
"""

from __future__ import annotations

from collections.abc import Sequence

from aftersummit.commitments.clause import Clause, classes, kind_of, party_at, tags
from aftersummit.commitments.grammar import (
    ADVERBS,
    BE,
    BLOCKERS,
    GOALS,
    HAVE,
    LAUNCHED,
    NEWS,
    OWN,
    READY,
    RELATIVE,
    SCHEDULED,
    STARTS,
    STEPS,
    VAGUE,
)

ISSUERS = frozenset({"we", "subject", "party", "empty", "i"})
_BACK = frozenset({"this", "these", "this-thing", "it", "they", "thing"})
_BOUND = frozenset({"committed", "agreed", "pledged", "decided", "resolved", "promised", "tasked"})
_WEIGHTY = frozenset({"modal", "firm", "soft", "call", "stance"})
_SPOKEN = frozenset({"thank", "look", "let", "tell", "see", "speak", "come", "go"})
_POSSESSIVE = frozenset({"our", "their", "its", "his", "her", "my"})
_TODAY = frozenset(["today", "hereby"])

EXPLAINED = {
    "will": "an issuer 'will' do it",
    "commit": "an issuer commits to it",
    "intend": "an issuer intends it",
    "and-will": "a second clause says that an issuer will",
    "and-promise": "a second clause promises",
    "that-will": "an issuer says that it will",
    "ready": "an issuer is ready to do it",
    "announce": "an issuer announces it",
    "start": "an issuer is starting it",
    "launched": "it was launched or announced, in the past tense",
    "reaffirm-do": "a commitment to do something is reaffirmed",
    "reaffirm-doing": "a commitment to doing something is reaffirmed",
    "reaffirm-thing": "a commitment to a value or a state is reaffirmed",
    "remain": "an issuer remains committed or determined",
    "thing-will": "a programme or meeting 'will' do it",
    "other-will": "somebody or something else 'will' do it",
    "which-will": "a relative clause says 'will'",
    "call": "somebody else is asked to act",
    "task": "the issuers' own ministers or bodies are asked",
    "stance": "a position is taken",
    "welcome-step": "something new is welcomed",
    "welcome-step-to": "a decision or announcement to do something is welcomed",
    "goal-of-others": "a commitment of somebody else is named",
    "includes": "it says what something includes",
    "includes-promised": "it says what the promise before it includes",
    "has-promised": "an issuer has promised it",
    "goal-stands": "a goal is stated",
    "scheduled": "it is scheduled or planned",
    "being": "it says what something is",
    "item-other": "an item under another clause",
    "bare-act": "it names an action without saying whose",
    "must": "something must or should be done, nobody is bound",
    "item": "the clause above promises",
    "item-act": "the clause above lists what the issuers must do",
    "item-steps": "the clause above lists steps or actions",
    "item-thing": "a short item without a verb under a promise",
    "item-call": "the item or the clause above asks others",
    "item-stance": "the item takes a position",
    "intro": "it only introduces a list",
    "heading": "it is a heading",
    "question": "it is a question",
    "past": "its verb is in the past",
    "progressive": "work that is going on",
    "continue": "an issuer continues to do it",
}
_ORDER = (
    "heading", "question", "intro", "item-call", "item-stance", "item", "item-act", "will",
    "commit", "intend", "task", "that-will", "and-will", "and-promise", "announce", "start",
    "has-promised", "includes-promised", "bare-act", "ready", "reaffirm-do", "call",
    "reaffirm-doing", "remain", "must", "reaffirm-thing", "stance",
)  # fmt: skip
_LABELS = {
    **dict.fromkeys((
        "item", "item-act", "will", "commit", "intend", "task", "that-will", "and-will",
        "and-promise", "announce", "start", "ready",
        "reaffirm-do", "reaffirm-doing", "has-promised", "includes-promised", "bare-act",
    ), "C"),
    **dict.fromkeys(("item-call", "call"), "H"),
    **dict.fromkeys(("item-stance", "remain", "must", "reaffirm-thing", "stance"), "S"),
}  # fmt: skip


def decide(signs: Sequence[str]) -> tuple[str, str]:
    """The label letter that the signs give by their order, and the sign that decided."""
    for sign in _ORDER:
        if sign in signs:
            return _LABELS.get(sign, "N"), sign
    return "N", signs[0] if signs else ""


def finite(clause: Clause) -> bool:
    """Whether a list item is a sentence with a subject of its own."""
    if clause.verb < 0 or clause.subject in {"", "empty"} or clause.shape in {"ing", "base"}:
        return False
    first = clause.group.partition(" ")[0]
    return clause.subject != "other" or first in BE or first in HAVE or clause.tense == "future"


def signs(
    clause: Clause,
    kind: str,
    depth: int,
    head: Clause | None,
    following: bool,
    before: Sequence[str] = (),
    language: str = "en",
) -> list[str]:
    """Codes of every sign in a unit, in no order, each once.

    ``before`` holds the signs of the unit before, or of the one before the clause above.
    """
    words = clause.words
    if kind == "heading" or not words:
        return ["heading"]
    kinds = classes(language)
    found = _inside(clause, kinds, language)
    if "includes" in found and decide(before)[0] == "C":
        found.insert(0, "includes-promised")
    bare = clause.tense == "imperative" and (depth == 0 or head is None)
    if bare and not found and clause.group not in _SPOKEN:
        found.append("bare-act")
    if words[-1] == "?":
        found.append("question")
    if words[-1] == ":" and following:
        found.append("intro")
    if depth > 0 and head is not None and kind in {"bullet", "item"} and not finite(clause):
        found.append(_item(clause, head, kinds, before))
    return list(dict.fromkeys(found))


def _item(clause: Clause, head: Clause, kinds: dict[str, str], before: Sequence[str]) -> str:
    """What a list item without a subject is, by its first word and by the clause above."""
    words = clause.words
    own = kinds.get(words[clause.begin], "") if clause.begin < len(words) else ""
    above = _inside(head, kinds, "en")
    label, _ = decide(above)
    if "includes" in above and decide(before)[0] == "C":
        label = "C"
    if own == "call" or (label == "H" and own != "stance"):
        return "item-call"
    acts = clause.shape in {"ing", "base"}
    if label == "C":
        if own == "stance":
            return "item-stance"
        return "item" if acts or len(words) - clause.begin > 9 else "item-thing"
    if STEPS.intersection(head.words[-10:]):
        return "item-act" if acts and "we" in head.words else "item-steps"
    return "item-other"


def _inside(clause: Clause, kinds: dict[str, str], language: str) -> list[str]:
    """Signs of the clause itself, from its leading verb on."""
    words = clause.words
    if clause.verb < 0:
        return _headless(clause, kinds)
    found = _leading(clause, kinds, language)
    owner, relative, that = clause.subject, False, False
    size = len(words)
    start = max(clause.after, clause.verb + 1)
    for i in clause.marks:
        if i < start:
            continue
        word = words[i]
        if word == "we":
            owner, relative = "we", False
        elif word in RELATIVE:
            relative = True
            that = that or word == "that"
            if word == "that":
                owner = "that"
        elif word in {";", "—"}:
            owner, relative = clause.subject, False
        elif word == "and":
            relative = (
                relative
                and i + 1 < size
                and kinds.get(words[i + 1], "") not in {"firm", "soft", "modal", "call"}
            )
        kind = kinds.get(word, "")
        if kind not in _WEIGHTY:
            continue
        _later(words, i, kind, owner, relative, that, clause, kinds, found)
    return found


def _headless(clause: Clause, kinds: dict[str, str]) -> list[str]:
    words = clause.words
    first = words[clause.begin] if clause.begin < len(words) else ""
    kind = kinds.get(first, "")
    if kind in {"firm", "soft"}:
        return ["commit" if kind == "firm" else "intend"]
    if kind in {"call", "stance"}:
        return [kind]
    return []


def _leading(clause: Clause, kinds: dict[str, str], language: str) -> list[str]:
    """Signs of the leading verb group."""
    group = clause.group.split(" ")
    issuer = clause.subject in ISSUERS
    last = group[-1]
    if last in {"include", "includes", "included"} and clause.subject in _BACK:
        return ["includes"]
    first = kind_of(group[0], kinds, language)
    found: list[str] = []
    if first == "modal" or "going" in group:
        found.append(
            "will" if issuer else "thing-will" if clause.subject in _BACK else "other-will"
        )
    elif first == "conditional":
        found.append("must")
    elif standing := _standing(clause, group, issuer):
        found += standing
    elif kinds.get(last) in {"firm", "soft"} and group[0] not in HAVE:
        found += _promising(clause, last, kinds, issuer)
    elif kinds.get(last) == "call":
        found.append("task" if _asks_own(clause.words, clause.after) else "call")
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
    found += _goal(clause.words, clause.verb)
    return found


def _standing(clause: Clause, group: list[str], issuer: bool) -> list[str]:
    """Signs of "have agreed", "expects to", "our goal remains", "are committed"."""
    last = group[-1]
    if group[0] in HAVE and issuer and last in _BOUND:
        return ["has-promised"]
    if last in {"expects", "expect"} and issuer and clause.governed[:1] == ["to"]:
        return ["intend"]
    if group[0] in {"remains", "remain", "is"} and clause.head_noun in GOALS:
        return ["goal-stands"]
    if group[0] in BE or group[0] in {"remain", "remains", "stand"}:
        return _being(clause, group, issuer)
    return []


def _asks_own(words: list[str], at: int) -> bool:
    """ "our ministers", "their respective agencies": those asked are the issuers' own."""
    near = words[at : at + 9]
    if near[:1] == ["on"] or near[:1] == ["upon"]:
        near = near[1:]
    if near and near[0] in OWN - {"governments", "group", "experts", "representatives"}:
        return True
    return bool(OWN.intersection(near)) and bool({"our", "their", "respective"} & set(near[:3]))


def _being(clause: Clause, group: list[str], issuer: bool) -> list[str]:
    last = group[-1]
    if last in {"committed", "resolved", "determined", "dedicated"}:
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
    if last in SCHEDULED:
        return ["scheduled"]
    if last.endswith("ing"):
        return ["start"] if last in STARTS and issuer else ["progressive"]
    return ["being"]


def _promising(clause: Clause, last: str, kinds: dict[str, str], issuer: bool) -> list[str]:
    if not issuer:
        return ["thing-promise"]
    if last in LAUNCHED:
        new = set(clause.words[clause.after : clause.after + 6]) & {
            "that",
            "plans",
            "intent",
            "intention",
            "commitment",
            "commitments",
            "will",
        }
        return ["announce"] if new or _TODAY & set(clause.words) else ["launched"]
    if last.startswith(("announc", "launch", "establish")):
        return ["announce"]
    if last.startswith(("task", "instruct", "direct")):
        return ["task"]
    return ["commit" if kinds[last] == "firm" else "intend"]


def _goal(words: list[str], verb: int) -> list[str]:
    """ "reaffirm our commitment to DO": by whose it is and what follows the "to"."""
    for i in range(max(0, verb), min(len(words) - 2, verb + 9)):
        if words[i] == "will" and words[i - 1] not in _POSSESSIVE:
            continue
        if words[i] in GOALS and words[i - 1] not in {"the", "a", "of"}:
            own = bool(_POSSESSIVE.intersection(words[max(0, i - 4) : i]))
            for j in range(i + 1, min(i + 8, len(words) - 1)):
                if words[j] == "to":
                    return [_aim(words[j + 1], own)]
    return []


def _aim(after: str, own: bool) -> str:
    if after in VAGUE:
        return "reaffirm-thing"
    if not own:
        return "goal-of-others"
    if tags().get(after, "") == "base":
        return "reaffirm-do"
    return "reaffirm-doing" if after.endswith("ing") else "reaffirm-thing"


def _welcomed(words: list[str], at: int) -> list[str]:
    """ "welcome the decision to ...": something new that an issuer may have promised."""
    near = words[at : at + 7]
    if NEWS.isdisjoint(near):
        return []
    return ["welcome-step-to" if "to" in words[at : at + 16] else "welcome-step"]


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


def _later(
    words: list[str], i: int, kind: str, owner: str, relative: bool, that: bool,
    clause: Clause, kinds: dict[str, str], found: list[str],
) -> None:  # fmt: skip
    """Signs of a verb after the leading one."""
    before = words[i - 1]
    after = words[i + 1] if i + 1 < len(words) else ""
    if kind == "modal":
        if _issuer_before(words, i, clause, kinds):
            found.append("that-will" if that else "which-will" if relative else "and-will")
        elif before == "and" and not relative and owner in ISSUERS:
            found.append("and-will")
        elif owner == "that" or (that and not relative):
            found.append("that-other-will")
        else:
            found.append("which-will" if relative else "later-will")
        return
    if (
        kind in {"firm", "soft"}
        and before not in BLOCKERS - {"and", "to"}
        and before not in HAVE
        and not relative
    ):
        joined = before in {"and", "we"} or (before in BE and words[i - 2] in {"we", "and"})
        direct = (
            after == "to"
            and owner == "we"
            and before not in {"to", "not"}
            and not words[i].endswith("ing")
        )
        if (joined or direct) and owner in ISSUERS:
            found.append("and-promise")
        return
    if kind == "call" and (before in {"and", "we"}) and not relative and after != "for":
        found.append("and-call")
    elif kind == "stance" and before in {"and", "we"} and not relative:
        found.append("and-stance")
    elif kind in {"soft", "firm"}:
        found.append("noun-promise")
