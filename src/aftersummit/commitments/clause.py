"""What a sentence does: who its subject is, which verb leads, what that verb governs.

A shallow reading by word lists, one pass over the tokens. It answers the questions on
which promises hang: is the promising verb in the main clause, whose promise it is, and
what ``reaffirm`` or ``welcome`` takes as its object. One file, because half of it is the
word lists that the reading of a clause walks through in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import compress, count

from aftersummit.commitments.grammar import (
    ADVERBS,
    BARE_NOUNS,
    BE,
    BLOCKERS,
    CHAIN,
    HAVE,
    NOUNS,
    OPENERS,
    PHRASE_ENDS,
    PRONOUNS,
    RELATIVE,
    TAKES,
    TITLES,
    VERBAL,
)
from aftersummit.commitments.lexemes import (
    classes,
    kind_of,
    party_at,
    tags,
    telling,
    tokens,
)

__all__ = ["Clause", "read", "tags", "tokens"]

_GIVEN = (["NUM"], ["$"], ["€"], ["£"], ["up"], ["at"], ["more"], ["over"], ["nearly"])
_OWNED = (["a"], ["an"], ["the"], ["our"], ["their"], ["its"], ["no"], ["NUM"], ["many"])
_STANDS = frozenset({"stand", "stands"})
_FIRM = (["ready"], ["prepared"], ["united"], ["committed"], ["determined"], ["firm"])
_NOMINAL = (["to"], ["of"], ["for"], ["and"], ["in"], ["by"], ["between"], ["from"], [","])
_OBJECTS = frozenset({"the", "a", "an", "our", "their", "its"})
_INCLUDES = frozenset({"include", "includes", "remains"})
_NOT_OPENING = RELATIVE | {"and", "than", "world"}
_COUNTED = ([")"], ["."])
_NUMERAL = re.compile(r"(?:[a-z]|[ivx]{1,4})$")
_MARKS = frozenset(["•", "NUM", ")", ".", "(", "–", "—", "“", '"', "+"])


@dataclass(slots=True)
class Clause:
    """The shallow reading of one unit.

    Attributes:
        words: lower-case tokens, numbers folded.
        begin: index of the first word after bullet marks and a lead title.
        main: index where the main clause begins.
        subject: class of the main clause's subject, "" where no verb was found.
        subject_words: its last two words.
        verb: index of the leading verb, -1 where none was found.
        group: the leading verb group (auxiliaries, verb, particle).
        tense: future, past, perfect, progressive, passive, present, gerund,
            imperative; "" without a verb.
        governed: the words after it, at most three.
        fronted: first word of a phrase before the main clause, "" where none.
        lead: whether the unit opens with a title and a colon.
        shape: form of the first word: ing, ed, s, base or "".
        after: index after the verb group.
        marks: indices of the words that :func:`telling` holds.
        head_noun: the subject's last word before any "of", "for", "to", ...
    """

    words: list[str]
    begin: int = 0
    main: int = 0
    subject: str = ""
    subject_words: str = ""
    verb: int = -1
    group: str = ""
    tense: str = ""
    governed: list[str] = field(default_factory=list)
    fronted: str = ""
    lead: bool = False
    shape: str = ""
    after: int = -1
    head_noun: str = ""
    marks: list[int] = field(default_factory=list)


def read(words: list[str], language: str = "en") -> Clause:
    """The clause structure of a unit from its tokens (:func:`tokens`)."""
    weighty = telling()
    clause = Clause(words, marks=list(compress(count(), map(weighty.__contains__, words))))
    kinds = classes(language)
    clause.begin = _begin(words, clause)
    first = clause.begin
    while first < len(words) and (words[first] in ADVERBS or words[first] == ","):
        first += 1
    if first == len(words):
        return clause
    clause.shape = tags().get(words[first], "")
    if not clause.shape and words[first].endswith("ing") and len(words[first]) > 5:
        clause.shape = "ing"
    clause.main = _skip_fronted(words, first, clause, kinds)
    deed = _deed(words, first, clause, kinds)
    if deed >= 0:
        _headed_by_verb(words, deed, clause, kinds, language)
        return clause
    found = _find_verb(words, clause.main, kinds)
    if found < 0 and clause.main > first:
        found = _find_verb(words, first, kinds)
        clause.main = first if found >= 0 else clause.main
    if found < 0:
        found = _any_verb(words, clause.main, kinds)
    if found >= 0:
        _close(words, found, clause, kinds, language)
    return clause


def _ends_subject(words: list[str], at: int, first: int, kinds: dict[str, str]) -> bool:
    """Whether who acts is named right before ``at``."""
    named = any(party_at(words, k) == at for k in range(max(first, at - 3), at))
    return named or kinds.get(words[at - 1]) == "subject"


def _deed(words: list[str], first: int, clause: Clause, kinds: dict[str, str]) -> int:
    """Where an item names its deed ("Expand ...", "to expand ..."); -1 where it does not."""
    at = clause.main
    if at == first:
        if clause.shape == "base" and words[first] in BARE_NOUNS | NOUNS and _is_noun(words, first):
            return -1
        if clause.shape in {"ing", "base"} or (clause.lead and clause.shape == "ed"):
            return first
    elif words[first] != "to":
        brief = at - first < 12 and BE.isdisjoint(words[first:at])
        return at if brief and _bids(words, at, kinds) else -1
    if words[first] == "to" and first + 1 < len(words):
        at = first + 2 if words[first + 1] in ADVERBS and first + 2 < len(words) else first + 1
        alone = clause.main == first or not (
            _owned(words, clause.main, kinds) or _find_verb(words, clause.main, kinds) >= 0
        )
        return at if alone and tags().get(words[at]) == "base" else -1
    return -1


def _owned(words: list[str], at: int, kinds: dict[str, str]) -> bool:
    """Whether a subject begins at ``at``: "both governments", "Mexico", "we"."""
    near = words[at : at + 3]
    return any(kinds.get(word) == "subject" for word in near) or party_at(words, at) > 0


def _is_noun(words: list[str], at: int) -> bool:
    """ "Access to finance", "Support for trade": a word that could be a verb and is none."""
    return words[at + 1 : at + 2] in _NOMINAL or at + 1 == len(words)


def _bids(words: list[str], at: int, kinds: dict[str, str]) -> bool:
    """Whether a bare verb follows a fronted phrase: "In line with the law, share the data"."""
    word = words[at]
    if tags().get(word) != "base" or at + 1 == len(words):
        return False
    following = words[at + 1]
    if word in NOUNS or word in BARE_NOUNS:
        return following in _OBJECTS
    return following not in BE and following not in HAVE and kinds.get(following) != "modal"


def _headed_by_verb(
    words: list[str], first: int, clause: Clause, kinds: dict[str, str], language: str
) -> None:
    """An item such as "Expand ..." or "Training ...", unless the verb turns out to be a noun."""
    clause.main = first
    for i in range(first + 1, min(len(words), first + 16)):
        word = words[i]
        if word in RELATIVE or word in {"to", ";", ":"}:
            break
        if word in BE or word in {"has", "have"} or kind_of(word, kinds, language) == "modal":
            _close(words, i, clause, kinds, language)
            return
        if kinds.get(word) in {"firm", "soft"} and _ends_subject(words, i, first, kinds):
            _close(words, i, clause, kinds, language)
            return
    clause.verb = first
    clause.subject = "empty"
    clause.group = words[first]
    clause.tense = {"ing": "gerund", "ed": "past"}.get(clause.shape, "imperative")
    clause.after = first + 1
    clause.governed = words[first + 1 : first + 4]


def _begin(words: list[str], clause: Clause) -> int:
    at = 0
    while at < len(words) and (words[at] in _MARKS or _counts(words, at)):
        at += 1
    if words[at : at + 2] == ["do", "hereby"]:
        at += 2
    window = words[at : at + 16]
    if ":" in window and len(words) - at - window.index(":") > 4:
        title = window[: window.index(":")]
        if not VERBAL.intersection(title):
            clause.lead = True
            return at + len(title) + 1
    return at


def _counts(words: list[str], at: int) -> bool:
    """Whether a letter or a small Roman number counts the item: "(b)", "iv.", "c)"."""
    return words[at + 1 : at + 2] in _COUNTED and _NUMERAL.match(words[at]) is not None


def _skip_fronted(words: list[str], at: int, clause: Clause, kinds: dict[str, str]) -> int:
    """Where the main clause begins, after a phrase such as "To this end," or "In May,"."""
    opens = words[at] in OPENERS or (words[at].endswith("ly") and len(words[at]) > 4)
    if not opens and (clause.shape != "ing" or clause.lead):
        return at
    clause.fronted = words[at]
    comma = -1
    for i in range(at, min(len(words) - 1, at + 60)):
        if words[i] in {",", "—"}:
            following = words[i + 1]
            if following == "we" or (following == "the" and comma < 0):
                return i + 1
            if kinds.get(following) == "subject" or party_at(words, i + 1):
                return i + 1
            if comma < 0:
                comma = i + 1
        elif words[i] == "we" and i > at and words[i - 1] not in _NOT_OPENING:
            return i
    return comma if comma > 0 and clause.shape != "ing" else at


def _find_verb(words: list[str], at: int, kinds: dict[str, str]) -> int:
    """Index of the leading verb from ``at`` on, -1 where none is told; relatives are passed."""
    previous = ""
    passing = False
    for i in range(at, min(len(words), at + 45)):
        word = words[i]
        if word in ADVERBS:
            continue
        if word in {"who", "which"} or (word == "that" and i > at):
            passing = True
        elif previous == "we" and word[0].isalpha():
            return i
        elif _is_verb(words, i, at, previous, kinds):
            if not passing:
                return i
            passing = False
        previous = word
    return -1


def _is_verb(words: list[str], i: int, at: int, previous: str, kinds: dict[str, str]) -> bool:
    word = words[i]
    kind = kinds.get(word, "")
    if word in BE or word in HAVE or kind in {"modal", "conditional"}:
        return True
    if i == at:
        return kind in {"firm", "soft", "stance", "call"}
    form = tags().get(word, "")
    if word in _INCLUDES or (previous in PRONOUNS and form == "s"):
        return True
    following = words[i + 1] if i + 1 < len(words) else "."
    return previous not in BLOCKERS and _leads(word, kind, form, following)


def _any_verb(words: list[str], at: int, kinds: dict[str, str]) -> int:
    """A verb form right after a word that may be a subject, whatever follows it."""
    forms = tags()
    for i in range(at + 1, min(len(words), at + 40)):
        if forms.get(words[i], "") in {"base", "s", "ed"}:
            if words[i] in NOUNS and words[i + 1 : i + 2] not in _GIVEN:
                continue
            before = words[i - 1]
            if before in PRONOUNS or kinds.get(before) in {"subject", "thing"}:
                return i
            if any(party_at(words, k) == i for k in range(max(at, i - 3), i)):
                return i
    return -1


def _leads(word: str, kind: str, form: str, following: str) -> bool:
    """Whether a word after a possible subject is its verb and not a noun or a participle."""
    if word in BARE_NOUNS:
        return following in _OBJECTS
    if word in NOUNS:
        return following in {"to", "the", "a", "an", "our", "their", "its", "that", "on", "for"}
    if kind in {"firm", "soft", "stance", "call"}:
        return True
    if form == "ed":
        return following not in {"by", "in", "at", "to", "under", "from", "on"}
    return form in {"s", "base"} and following in TAKES


def _close(
    words: list[str], verb: int, clause: Clause, kinds: dict[str, str], language: str
) -> None:
    """Fills in the subject, the verb group and what it governs."""
    clause.verb = verb
    before = [w for w in words[clause.main : verb] if w not in ADVERBS]
    clause.subject, clause.head_noun = _subject(before, kinds)
    clause.subject_words = " ".join(before[-2:])
    group: list[str] = []
    i = verb
    while i < len(words) and len(group) < 5:
        word = words[i]
        i += 1
        if word in ADVERBS:
            continue
        group.append(word)
        kind = kind_of(word, kinds, language)
        if word in HAVE and words[i : i + 1] in _OWNED:
            break
        if word in BE or word in HAVE or word in CHAIN or kind in {"modal", "conditional"}:
            continue
        if word in _STANDS and words[i : i + 1] in _FIRM:
            continue
        break
    clause.group = " ".join(group)
    clause.after = i
    clause.governed = words[i : i + 3]
    clause.tense = _tense(group, kinds, language)


def _tense(group: list[str], kinds: dict[str, str], language: str) -> str:
    first, last = group[0], group[-1]
    form = tags().get(last, "")
    kind = kind_of(first, kinds, language)
    if kind == "modal":
        return "future"
    if kind == "conditional":
        return "conditional"
    if first in HAVE and len(group) > 1:
        return "perfect"
    if first in BE and len(group) > 1:
        if last.endswith("ing"):
            return "progressive"
        if first in {"was", "were"}:
            return "past"
        return "passive" if form == "ed" or last.endswith("ed") else "present"
    if first in {"was", "were", "had"} or form == "ed" or (last.endswith("ed") and len(group) == 1):
        return "past"
    return "present"


def _subject(before: list[str], kinds: dict[str, str]) -> tuple[str, str]:
    """Class and head noun of the words before the leading verb."""
    if not before:
        return "empty", ""
    if "we" in before[-3:] or before[0] == "we":
        return "we", "we"
    if before[0] in PRONOUNS:
        alone = len(before) == 1 or before[0] in {"it", "they", "i", "there", "you"}
        return (before[0] if alone else "this-thing"), before[-1]
    end = 1
    while end < len(before) and before[end] not in PHRASE_ENDS:
        end += 1
    core = before[:end]
    while len(core) > 1 and core[-1] in {",", "and", "."}:
        core.pop()
    head, end = core[-1], len(core)
    at = closed = 0
    while at < end:
        closed = party_at(core, at) or closed
        at = max(at + 1, closed)
    if closed == end:
        return "party", head
    kind = kinds.get(head, "")
    if kind in {"subject", "outsider", "thing"}:
        return kind, head
    if TITLES.intersection(core):
        return "subject", head
    return ("gerund" if head.endswith("ing") and end == 1 else "other"), head
