"""The signs of a promise, a stance or a call that the lexicon and the clause structure show.

Each sign has a short code. The rules extractor decides by their order; the model weighs them. One
file, because the order of the signs and their reading have to be changed together.
"""

from __future__ import annotations

from aftersummit.commitments.clause import (
    BE,
    BLOCKERS,
    HAVE,
    RELATIVE,
    Clause,
    classes,
    kind_of,
    tags,
)

ISSUERS = frozenset({"we", "subject", "party", "empty", "i"})
_GOALS = frozenset(
    [
        "commitment",
        "commitments",
        "determination",
        "intention",
        "resolve",
        "intent",
        "pledge",
        "ambition",
        "goal",
        "will",
        "willingness",
        "plan",
        "plans",
        "volonté",
        "engagement",
        "compromiso",
    ]
)
_READY = frozenset(
    [
        "ready",
        "prepared",
        "willing",
        "poised",
        "set",
        "able",
        "pleased",
        "proud",
        "determined",
        "resolved",
        "committed",
        "dedicated",
        "united",
    ]
)
_STARTS = frozenset(
    [
        "launching",
        "announcing",
        "establishing",
        "creating",
        "providing",
        "donating",
        "investing",
        "committing",
        "pledging",
        "releasing",
        "initiating",
        "introducing",
        "inaugurating",
        "expanding",
        "increasing",
        "contributing",
        "allocating",
        "joining",
        "entering",
    ]
)
_LAUNCHED = frozenset(
    ["launched", "established", "created", "introduced", "inaugurated", "announced"]
)
_TODAY = frozenset(["today", "hereby"])
_VAGUE = frozenset(
    [
        "a",
        "an",
        "the",
        "our",
        "values",
        "shared",
        "peace",
        "free",
        "open",
        "two-state",
        "unity",
        "sovereignty",
        "principles",
        "rules-based",
        "stand",
        "uphold",
        "democracy",
        "multilateralism",
        "international",
    ]
)

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
    "must": "something must or should be done, nobody is bound",
    "item": "the clause above promises",
    "item-steps": "the clause above lists steps or actions",
    "item-call": "the item or the clause above asks others",
    "item-stance": "the item takes a position",
    "item-other": "an item under another clause",
    "intro": "it only introduces a list",
    "heading": "it is a heading",
    "question": "it is a question",
    "past": "its verb is in the past",
    "progressive": "work that is going on",
    "continue": "an issuer continues to do it",
}
_OWN = frozenset(
    [
        "ministers",
        "officials",
        "teams",
        "ministries",
        "ministry",
        "administrations",
        "experts",
        "sherpas",
        "agencies",
        "departments",
        "governments",
        "committee",
        "group",
        "secretaries",
        "representatives",
        "sous-sherpas",
        "governors",
    ]
)
_ORDER = (
    "heading", "question", "intro", "item-call", "item-stance", "item", "will", "commit", "intend",
    "task", "that-will", "and-will", "and-promise", "announce", "start", "ready", "reaffirm-do",
    "call", "reaffirm-doing", "remain", "must", "reaffirm-thing", "stance",
)  # fmt: skip
_LABELS = {
    **dict.fromkeys((
        "item", "will", "commit", "intend", "task", "that-will", "and-will", "and-promise",
        "announce", "start", "ready", "reaffirm-do", "reaffirm-doing",
    ), "C"),
    **dict.fromkeys(("item-call", "call"), "H"),
    **dict.fromkeys(("item-stance", "remain", "must", "reaffirm-thing", "stance"), "S"),
}  # fmt: skip


def decide(signs: list[str]) -> tuple[str, str]:
    """The label letter that the signs give by their order, and the sign that decided."""
    for sign in _ORDER:
        if sign in signs:
            return _LABELS.get(sign, "N"), sign
    return "N", ""


def finite(clause: Clause) -> bool:
    """Whether a list item is a sentence with a subject of its own."""
    return (
        clause.verb >= 0
        and clause.subject not in {"", "empty", "other"}
        and clause.shape not in {"ing", "base"}
    )


def signs(
    clause: Clause,
    kind: str,
    depth: int,
    head: Clause | None,
    following: bool,
    language: str = "en",
) -> list[str]:
    """Codes of every sign in a unit, in no order, each once."""
    words = clause.words
    if kind == "heading" or not words:
        return ["heading"]
    kinds = classes(language)
    found = _inside(clause, kinds, language)
    if words[-1] == "?":
        found.append("question")
    if words[-1] == ":" and following:
        found.append("intro")
    if depth > 0 and head is not None and kind in {"bullet", "item"} and not finite(clause):
        found.append(_item(clause, head, kinds, language))
    return list(dict.fromkeys(found))


def _item(clause: Clause, head: Clause, kinds: dict[str, str], language: str) -> str:
    words = clause.words
    own = kinds.get(words[clause.begin], "") if clause.begin < len(words) else ""
    above = _inside(head, kinds, language)
    label, _ = decide(above)
    if own == "call" or (label == "H" and own != "stance"):
        return "item-call"
    if label == "C":
        return "item-stance" if own == "stance" else "item"
    tail = set(head.words[-10:])
    if tail & {
        "actions",
        "steps",
        "action",
        "measures",
        "following",
        "include",
        "initiatives",
        "outcomes",
    }:
        return "item-steps"
    return "item-other"


def _inside(clause: Clause, kinds: dict[str, str], language: str) -> list[str]:
    """Signs of the clause itself, from its leading verb on."""
    words = clause.words
    if clause.verb < 0:
        return _headless(clause, kinds)
    found = _leading(clause, kinds, language)
    owner, relative, that = clause.subject, False, False
    size = len(words)
    for i in range(max(clause.after, clause.verb + 1), size):
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
        kind = kind_of(word, kinds, language)
        if not kind or kind in {"past", "negation"}:
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
    first = kind_of(group[0], kinds, language)
    found: list[str] = []
    if first == "modal" or "going" in group:
        found.append(
            "will"
            if issuer
            else "thing-will"
            if clause.subject in {"thing", "it", "this", "these", "this-thing", "they"}
            else "other-will"
        )
    elif first == "conditional":
        found.append("must")
    elif group[0] in BE or group[0] == "remain" or group[0] == "remains" or group[0] == "stand":
        found += _being(clause, group, issuer)
    elif kinds.get(last) in {"firm", "soft"} and group[0] not in HAVE:
        found += _promising(clause, last, kinds, issuer)
    elif kinds.get(last) == "call":
        found.append(
            "task" if set(clause.words[clause.after : clause.after + 4]) & _OWN else "call"
        )
    elif kinds.get(last) == "stance":
        found.append("stance")
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
    if last in _READY and clause.governed[:1] == ["to"]:
        return ["ready"]
    if last.endswith("ing"):
        return ["start"] if last in _STARTS and issuer else ["progressive"]
    return ["being"]


def _promising(clause: Clause, last: str, kinds: dict[str, str], issuer: bool) -> list[str]:
    if not issuer:
        return ["thing-promise"]
    if last in _LAUNCHED:
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
    """ "reaffirm our commitment to DO": by what follows the "to"."""
    for i in range(max(0, verb), min(len(words) - 2, verb + 9)):
        if words[i] in _GOALS and words[i - 1] not in {"the", "a", "of"}:
            for j in range(i + 1, min(i + 8, len(words) - 1)):
                if words[j] == "to":
                    after = words[j + 1]
                    if after in _VAGUE:
                        return ["reaffirm-thing"]
                    form = tags().get(after, "")
                    if form == "base":
                        return ["reaffirm-do"]
                    return ["reaffirm-doing" if after.endswith("ing") else "reaffirm-thing"]
    return []


def _later(
    words: list[str], i: int, kind: str, owner: str, relative: bool, that: bool,
    clause: Clause, kinds: dict[str, str], found: list[str],
) -> None:  # fmt: skip
    """Signs of a verb after the leading one."""
    before = words[i - 1]
    after = words[i + 1] if i + 1 < len(words) else ""
    if kind == "modal":
        if before in {"we", "leaders", "countries"}:
            found.append("that-will" if that else "and-will")
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
