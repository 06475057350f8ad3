"""The signs of a promise, a stance or a call that the lexicon and the clause structure show.

Each sign has a short code. The rules extractor decides by their order; the model weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence

from aftersummit.commitments.clause import Clause
from aftersummit.commitments.grammar import BE, HAVE, RELATIVE, STEPS, UNDER, WEIGHTY
from aftersummit.commitments.later import Standing, later, ready_later
from aftersummit.commitments.leading import leading
from aftersummit.commitments.lexemes import classes, tags

NO_DEEDS = frozenset({
    "thank", "look", "let", "tell", "see", "speak", "come", "go", "thanking", "looking",
    "following", "during", "regarding", "concerning", "including", "according", "having", "being",
    "speaking", "meeting", "gathering", "marking", "recalling", "noting",
})  # fmt: skip

EXPLAINED = {
    "will": "an issuer 'will' do it",
    "will-say": "what an issuer will do is to speak or to wait",
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
    "will-be-done": "it 'will' be done",
    "other-will": "somebody or something else 'will' do it",
    "which-will": "a relative clause says 'will'",
    "call": "somebody else is asked to act",
    "and-task": "a second clause asks the issuers' own ministers or bodies",
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
    "goal-held": "a goal of the issuers' own is named",
    "intend-thing": "an issuer seeks a state, not a deed",
    "able": "somebody will be able to do it",
    "goal-voiced": "an intention is voiced",
    "dated-past": "its verb is in the past, and so is its date",
    "must": "something must or should be done, nobody is bound",
    "item": "the clause above promises",
    "item-act": "the clause above lists what the issuers must do",
    "item-steps": "the clause above lists steps or actions",
    "item-state": "the clause above says what is being done",
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
_RANKS = {sign: rank for rank, sign in enumerate((
    "heading", "question", "intro", "item-call", "item-stance", "item", "item-act", "will",
    "commit", "intend", "task", "and-task", "that-will", "and-will", "and-promise", "announce",
    "start", "has-promised", "includes-promised", "bare-act", "ready", "reaffirm-do",
    "goal-voiced", "call", "reaffirm-doing", "remain", "must", "reaffirm-thing", "stance",
))}  # fmt: skip
_LABELS = {
    **dict.fromkeys((
        "item", "item-act", "will", "commit", "intend", "task", "and-task", "that-will", "and-will",
        "and-promise", "announce", "start", "ready",
        "reaffirm-do", "reaffirm-doing", "has-promised", "includes-promised", "bare-act",
        "goal-voiced",
    ), "C"),
    **dict.fromkeys(("item-call", "call"), "H"),
    **dict.fromkeys(("item-stance", "remain", "must", "reaffirm-thing", "stance"), "S"),
}  # fmt: skip


def decide(signs: Sequence[str]) -> tuple[str, str]:
    """The label letter that the signs give by their order, and the sign that decided."""
    ranked = [sign for sign in signs if sign in _RANKS]
    if not ranked:
        return "N", signs[0] if signs else ""
    first = min(ranked, key=_RANKS.__getitem__)
    return _LABELS.get(first, "N"), first


def finite(clause: Clause) -> bool:
    """Whether a list item is a sentence with a subject of its own."""
    if clause.verb < 0 or clause.subject in {"", "empty"}:
        return False
    first = clause.group.partition(" ")[0]
    sure = first in BE or first in HAVE or clause.tense in {"future", "conditional"}
    sure = sure or (clause.lead and clause.subject == "other" and tags().get(first) == "s")
    return clause.subject not in {"other", "gerund"} or sure


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
    if bare and not found and clause.group not in NO_DEEDS:
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
    if head.words[-2:] == ["are", ":"]:
        return "item-state"
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
    found = leading(clause, kinds, language)
    owner, relative, that = clause.subject, False, False
    size = len(words)
    start = max(clause.after, clause.verb + 1)
    for i in clause.marks:
        if i < start:
            continue
        word = words[i]
        if word == "we":
            owner, relative = "we", words[i - 1] in UNDER
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
        if kind not in WEIGHTY:
            continue
        sign = later(words, i, Standing(owner, relative, that), clause, kinds)
        if sign:
            found.append(sign)
    if ready_later(words, start):
        found.append("and-promise")
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
