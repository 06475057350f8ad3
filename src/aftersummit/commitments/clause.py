"""What a sentence does: who its subject is, which verb leads, what that verb governs.

A shallow reading by word lists, one pass over the tokens. It answers the questions on
which promises hang: is the promising verb in the main clause, whose promise it is, and
what ``reaffirm`` or ``welcome`` takes as its object. One file, because half of it is the
word lists that the reading of a clause walks through in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from aftersummit.codebooks import aliases, lexicon

TOKEN = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*|[$€£%:;,()–—“”\"?!•+.]")
_YEAR = re.compile(r"(?:19|20)\d\ds?$")

ADVERBS = frozenset(
    [
        "also",
        "further",
        "therefore",
        "jointly",
        "together",
        "strongly",
        "firmly",
        "fully",
        "actively",
        "closely",
        "always",
        "now",
        "today",
        "collectively",
        "regularly",
        "urgently",
        "immediately",
        "both",
        "each",
        "all",
        "once",
        "again",
        "hereby",
        "thus",
        "then",
        "accordingly",
        "especially",
        "particularly",
        "not",
        "still",
        "already",
        "significantly",
        "resolutely",
        "unequivocally",
        "warmly",
        "deeply",
        "furthermore",
        "additionally",
        "only",
        "directly",
        "successfully",
        "effectively",
        "soon",
        "rapidly",
        "proudly",
        "formally",
        "recently",
        "annually",
    ]
)
OPENERS = frozenset(
    [
        "in",
        "to",
        "as",
        "with",
        "through",
        "by",
        "for",
        "on",
        "at",
        "under",
        "while",
        "when",
        "since",
        "given",
        "building",
        "recognizing",
        "recognising",
        "noting",
        "acknowledging",
        "underscoring",
        "following",
        "during",
        "after",
        "before",
        "over",
        "based",
        "according",
        "among",
        "beyond",
        "within",
        "despite",
        "because",
        "if",
        "recalling",
        "reaffirming",
        "against",
        "across",
        "consistent",
        "working",
        "guided",
        "drawing",
        "together",
        "today",
        "finally",
        "additionally",
        "furthermore",
        "moreover",
        "towards",
        "toward",
        "upon",
        "amid",
        "throughout",
        "between",
        "looking",
        "committed",
        "leveraging",
        "using",
        "dans",
        "pour",
        "afin",
        "avec",
        "en",
        "lors",
        "depuis",
        "conformément",
        "con",
        "para",
        "en",
        "durante",
        "tras",
    ]
)
BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
HAVE = frozenset(["has", "have", "had", "having"])
BLOCKERS = frozenset(
    [
        "the",
        "our",
        "their",
        "of",
        "a",
        "an",
        "its",
        "to",
        "this",
        "these",
        "those",
        "such",
        "in",
        "for",
        "on",
        "with",
        "by",
        "from",
        "at",
        "under",
        "through",
        "and",
        "or",
        "joint",
        "new",
        "other",
        "more",
        "all",
        "any",
        "each",
        "both",
        "your",
        "his",
        "her",
        "my",
        "as",
        "into",
        "strong",
        "continued",
    ]
)
RELATIVE = frozenset(
    [
        "that",
        "which",
        "who",
        "whose",
        "where",
        "because",
        "as",
        "while",
        "whereas",
        "if",
        "whether",
        "how",
        "when",
    ]
)
_CHAIN = frozenset(
    ["to", "be", "continue", "continues", "continued", "continuing", "remain", "remains", "been"]
)
_NOT_OPENING = RELATIVE | {"and", "than", "world"}
_IRREGULAR = {
    "become": "became", "begin": "began", "bring": "brought", "build": "built", "choose": "chose",
    "come": "came", "cut": "cut", "deal": "dealt", "draw": "drew", "drive": "drove",
    "fight": "fought", "get": "got", "give": "gave", "go": "went", "grow": "grew", "have": "had",
    "hold": "held", "keep": "kept", "know": "knew", "lead": "led", "leave": "left", "lend": "lent",
    "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "oversee": "oversaw",
    "pay": "paid", "put": "put", "say": "said", "seek": "sought", "send": "sent", "set": "set",
    "show": "showed", "speak": "spoke", "spend": "spent", "stand": "stood", "strive": "strove",
    "take": "took", "teach": "taught", "tell": "told", "think": "thought",
    "undertake": "undertook", "understand": "understood", "uphold": "upheld", "win": "won",
    "withdraw": "withdrew", "underpin": "underpinned", "commit": "committed", "plan": "planned",
    "stem": "stemmed", "stop": "stopped", "curb": "curbed", "submit": "submitted",
    "step": "stepped", "map": "mapped", "spur": "spurred", "ban": "banned",
    "recommit": "recommitted", "permit": "permitted", "regret": "regretted",
}  # fmt: skip


@cache
def classes(language: str) -> dict[str, str]:
    """Each lower-case word of the lexicon with its class; English always serves as well."""
    order = (
        "thing", "outsider", "subject", "past", "reported", "conditional", "negation",
        "stance", "call", "soft", "firm", "modal",
    )  # later wins  # fmt: skip
    found: dict[str, str] = {}
    for code in dict.fromkeys(("en", language)):
        words = lexicon(code)
        for name in order:
            found.update({word: name for word in words.words(name) if " " not in word})
    return found


@cache
def tags() -> dict[str, str]:
    """Verb forms: ``base``, ``s``, ``ed`` or ``ing`` by lower-case word."""
    found: dict[str, str] = {}
    for verb in lexicon("en").words("verbs"):
        stem = verb[:-1] if verb.endswith("e") else verb
        doubled = _IRREGULAR.get(verb, "")
        past = doubled or (stem[:-1] + "ied" if re.search(r"[^aeou]y$", verb) else stem + "ed")
        ing = past[:-2] + "ing" if doubled.endswith("ed") else stem + "ing"
        third = verb[:-1] + "ies" if re.search(r"[^aeou]y$", verb) else verb + "s"
        if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
            third = verb + "es"
        found.update({ing: "ing", past: "ed", third: "s", verb: "base"})
    return found


@cache
def party_words() -> dict[str, str]:
    """First words of party names (lower case) with the party's code."""
    return {
        name.split()[0].lower(): alias.code
        for name, alias in aliases().items()
        if name[0].isupper() and not alias.adjective
    }


_FUTURE_FR = re.compile(r"(?:er|ir|dr|tr|or|ur|ver|ndr)(?:a|ont|ons)$")
_FUTURE_ES = re.compile(r"(?:ar|er|ir|dr|br)(?:á|án|emos)$")


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
        tense: future, past, perfect, progressive, passive, present, other; "" without a verb.
        governed: the words after it, at most three.
        fronted: first word of a phrase before the main clause, "" where none.
        lead: whether the unit opens with a title and a colon.
        shape: form of the first word: ing, ed, s, base or "".
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


def tokens(text: str) -> list[str]:
    """Lower-case words and marks; years become ``YEAR``, other numbers ``NUM``.

    "We're" and "we'll" are read as two words each, "s'engage" as its verb.
    """
    low = text.lower()
    words = [_fold(word) if word[0].isdigit() else word for word in TOKEN.findall(low)]
    if "’" not in low and "'" not in low:
        return words
    spread: list[str] = []
    for word in words:
        spread += _apart(word) if "’" in word or "'" in word else (word,)
    return spread


_SUFFIXES = {"re": "are", "ll": "will", "m": "am", "ve": "have"}
_ELIDED = frozenset(["s", "l", "d", "n", "j", "c", "m", "qu", "t", "jusqu", "lorsqu"])


@cache
def _apart(word: str) -> tuple[str, ...]:
    """A contracted word as the words it stands for."""
    first, _, last = word.replace("’", "'").rpartition("'")
    if last in _SUFFIXES:
        return first, _SUFFIXES[last]
    if first in _ELIDED and last:
        return (last,)
    if last == "t" and first.endswith("n"):
        return (
            first[:-1] if first not in {"won", "can"} else "will" if first == "won" else "can"
        ), "not"
    return (word,)


def _fold(word: str) -> str:
    return "YEAR" if _YEAR.match(word) else "NUM"


def kind_of(word: str, kinds: dict[str, str], language: str) -> str:
    """Lexicon class of a word; French and Spanish futures are told by their endings."""
    kind = kinds.get(word, "")
    if not kind and language != "en" and len(word) > 5:
        if language == "fr" and _FUTURE_FR.search(word):
            return "modal"
        if language == "es" and _FUTURE_ES.search(word):
            return "modal"
    return kind


def read(words: list[str], language: str = "en") -> Clause:
    """The clause structure of a unit from its tokens (:func:`tokens`)."""
    clause = Clause(words)
    kinds = classes(language)
    clause.begin = _begin(words, clause)
    first = clause.begin
    while first < len(words) and words[first] in ADVERBS:
        first += 1
    if first < len(words):
        clause.shape = tags().get(words[first], "")
        if not clause.shape and words[first].endswith("ing") and len(words[first]) > 5:
            clause.shape = "ing"
    clause.main = _skip_fronted(words, clause, kinds)
    _find_verb(words, clause, kinds, language)
    return clause


def _begin(words: list[str], clause: Clause) -> int:
    at = 0
    while at < len(words) and words[at] in {"•", "NUM", ")", ".", "(", "–", "—", "“", '"', "+"}:
        at += 1
    window = words[at : at + 16]
    if ":" in window and len(words) - at - window.index(":") > 4:
        title = window[: window.index(":")]
        if not _VERBAL.intersection(title):
            clause.lead = True
            return at + len(title) + 1
    return at


_VERBAL = frozenset(
    [
        "we",
        "will",
        "shall",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "be",
        "commit",
        "committed",
        "announce",
        "announced",
        "include",
        "includes",
        "including",
        "reaffirm",
        "intend",
        "plan",
        "agreed",
        "pledged",
    ]
)


def _skip_fronted(words: list[str], clause: Clause, kinds: dict[str, str]) -> int:
    at = clause.begin
    if at >= len(words):
        return at
    opens = words[at] in OPENERS or (words[at].endswith("ly") and len(words[at]) > 4)
    if not opens and (clause.shape != "ing" or clause.lead):
        return at
    clause.fronted = words[at]
    known = party_words()
    comma = -1
    for i in range(at, min(len(words) - 1, at + 60)):
        if words[i] in {",", "—"}:
            following = words[i + 1]
            if following == "we" or (following == "the" and comma < 0):
                return i + 1
            if kinds.get(following) == "subject" or following in known:
                return i + 1
            if comma < 0:
                comma = i + 1
        elif words[i] == "we" and i > at and words[i - 1] not in _NOT_OPENING:
            return i
    return comma if comma > 0 and clause.shape != "ing" else at


def _find_verb(words: list[str], clause: Clause, kinds: dict[str, str], language: str) -> None:
    at = clause.main
    forms = tags()
    previous = ""
    for i in range(at, min(len(words), at + 45)):
        word = words[i]
        if word in ADVERBS:
            continue
        kind = kind_of(word, kinds, language)
        strong = word in BE or word in HAVE or kind in {"modal", "conditional"}
        if strong or (previous == "we" and word.isalpha()):
            _close(words, i, clause, kinds, language)
            return
        if i > at and previous not in BLOCKERS:
            following = words[i + 1] if i + 1 < len(words) else "."
            if _leads(word, kind, forms.get(word, ""), following):
                _close(words, i, clause, kinds, language)
                return
        elif i == at and kind in {"firm", "soft", "stance", "call"} and clause.shape != "ing":
            _close(words, i, clause, kinds, language)
            return
        previous = word


_TAKES = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "their",
        "its",
        "to",
        "that",
        "NUM",
        "$",
        "new",
        "all",
        "this",
        "these",
        "each",
        "both",
        "his",
        "her",
        "more",
        "further",
        "it",
        "support",
        "efforts",
        "with",
        "together",
    ]
)
_NOUNS = frozenset(
    [
        "plan",
        "plans",
        "aim",
        "aims",
        "grant",
        "grants",
        "support",
        "supports",
        "work",
        "host",
        "target",
        "targets",
        "pledge",
        "pledges",
        "call",
        "calls",
        "request",
        "requests",
        "demand",
        "demands",
        "value",
        "note",
        "notes",
        "stress",
        "resolve",
        "mandate",
        "direct",
        "task",
        "share",
        "hope",
        "hopes",
        "appeal",
    ]
)


def _leads(word: str, kind: str, form: str, following: str) -> bool:
    """Whether a word after a possible subject is its verb and not a noun or a participle."""
    if word in _NOUNS:
        return following in {"to", "the", "a", "an", "our", "their", "its", "that", "on", "for"}
    if kind in {"firm", "soft", "stance", "call"}:
        return True
    if form == "ed":
        return following not in {"by", "in", "at", "to", "under", "from", "on"}
    return form in {"s", "base"} and following in _TAKES


def _close(
    words: list[str], verb: int, clause: Clause, kinds: dict[str, str], language: str
) -> None:
    clause.verb = verb
    before = [w for w in words[clause.main : verb] if w not in ADVERBS]
    clause.subject = _subject(before, kinds)
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
        if word in BE or word in HAVE or word in _CHAIN or kind in {"modal", "conditional"}:
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


_PRONOUNS = frozenset(
    ["it", "this", "these", "which", "they", "i", "he", "she", "there", "that", "you"]
)


def _subject(before: list[str], kinds: dict[str, str]) -> str:
    if not before:
        return "empty"
    if "we" in before[-3:] or before[0] == "we":
        return "we"
    if before[0] in _PRONOUNS:
        alone = len(before) == 1 or before[0] in {"it", "they", "i", "there", "you"}
        return before[0] if alone else "this-thing"
    known = party_words()
    for word in reversed(before):
        kind = kinds.get(word)
        if kind in {"thing", "outsider", "subject"}:
            return kind
        if word in known:
            return "party"
    return "other"
