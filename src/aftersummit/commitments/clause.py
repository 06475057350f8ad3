"""What a sentence does: who its subject is, which verb leads, what that verb governs.

A shallow reading by word lists, one pass over the tokens. It answers the questions on
which promises hang: is the promising verb in the main clause, whose promise it is, and
what ``reaffirm`` or ``welcome`` takes as its object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from aftersummit.codebooks import aliases, lexicon

TOKEN = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*|[$€£%:;,()–—“”\"?!•+.]")
_YEAR = re.compile(r"(?:19|20)\d\ds?$")

ADVERBS = frozenset(
    ["also", "further", "therefore", "jointly", "together", "strongly", "firmly", "fully", "actively", "closely", "continue", "always", "now", "today", "collectively", "regularly", "urgently", "immediately", "both", "each", "all", "once", "again", "strongly", "hereby", "thus", "then", "accordingly", "especially", "particularly", "not", "still", "already", "remain", "resolutely", "unequivocally", "warmly", "deeply", "furthermore", "additionally"]
) - {"continue", "remain"}
OPENERS = frozenset(
    ["in", "to", "as", "with", "through", "by", "for", "on", "at", "under", "while", "when", "since", "given", "building", "recognizing", "recognising", "noting", "acknowledging", "underscoring", "following", "during", "after", "before", "over", "based", "according", "among", "beyond", "within", "despite", "because", "if", "recalling", "reaffirming", "against", "across", "consistent", "working", "guided", "drawing", "together", "today", "finally", "additionally", "furthermore", "moreover", "towards", "toward", "upon", "amid", "throughout", "between", "looking", "committed", "leveraging", "using", "this", "dans", "pour", "afin", "avec", "en", "lors", "depuis", "conformément", "con", "para", "en", "durante", "tras"]
) - {"this"}
BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])
HAVE = frozenset(["has", "have", "had", "having"])
DETERMINERS = frozenset(
    ["the", "our", "their", "this", "these", "its", "both", "a", "an", "such", "all", "each", "two", "three", "four"]
)
RELATIVE = frozenset(["that", "which", "who", "whose", "where", "because", "as", "while", "whereas", "if", "whether", "how"])


@cache
def classes(language: str) -> dict[str, str]:
    """Each lower-case word of the lexicon with its class; English always serves as well."""
    order = (
        "thing",
        "outsider",
        "subject",
        "past",
        "reported",
        "conditional",
        "negation",
        "stance",
        "call",
        "soft",
        "firm",
        "modal",
    )  # later wins
    found: dict[str, str] = {}
    for code in dict.fromkeys(("en", language)):
        words = lexicon(code)
        for name in order:
            found.update({word: name for word in words.words(name) if " " not in word})
    return found


@cache
def party_words() -> dict[str, str]:
    """First words of party names (as written) with the party's code."""
    return {
        name.split()[0].lower(): alias.code
        for name, alias in aliases().items()
        if name[0].isupper() and not alias.adjective
    }


@dataclass(slots=True)
class Clause:
    """The shallow reading of one unit.

    Attributes:
        words: lower-case tokens, numbers folded.
        begin: index of the first word after bullet marks and a lead title.
        subject: class of the main clause's subject, "" where none was found.
        subject_words: its last two words.
        verb: index of the leading verb, -1 where none was found.
        group: the leading verb group (auxiliaries, verb, particle).
        governed: the words after it, at most three.
        fronted: first word of a phrase before the main clause, "" where none.
        lead: whether the unit opens with a title and a colon.
        pairs: (subject class, verb) of every further verb of the lexicon.
    """

    words: list[str]
    begin: int = 0
    subject: str = ""
    subject_words: str = ""
    verb: int = -1
    group: str = ""
    governed: list[str] = field(default_factory=list)
    fronted: str = ""
    lead: bool = False


def tokens(text: str) -> list[str]:
    """Lower-case words and marks; years become ``YEAR``, other numbers ``NUM``."""
    return [_fold(word) for word in TOKEN.findall(text.lower())]


def _fold(word: str) -> str:
    if word[0].isdigit():
        return "YEAR" if _YEAR.match(word) else "NUM"
    return word


def read(words: list[str], language: str = "en") -> Clause:
    """The clause structure of a unit from its tokens (:func:`tokens`)."""
    clause = Clause(words)
    kinds = classes(language)
    clause.begin = _begin(words, clause)
    at = _skip_fronted(words, clause, kinds)
    _main(words, at, clause, kinds)
    return clause


def _begin(words: list[str], clause: Clause) -> int:
    at = 0
    while at < len(words) and words[at] in {"•", "NUM", ")", ".", "(", "–", "—", "“", '"', "+"}:
        at += 1
    window = words[at : at + 16]
    if ":" in window and len(words) - at - window.index(":") > 4:
        clause.lead = True
        return at + window.index(":") + 1
    return at


def _skip_fronted(words: list[str], clause: Clause, kinds: dict[str, str]) -> int:
    at = clause.begin
    if at >= len(words) or (words[at] not in OPENERS and not words[at].endswith("ly")):
        return at
    clause.fronted = words[at]
    comma = -1
    for i in range(at, min(len(words) - 1, at + 60)):
        if words[i] == "," or words[i] == "—":
            following = words[i + 1]
            if following == "we" or (following == "the" and comma < 0):
                return i + 1
            if kinds.get(following) == "subject" or following in party_words():
                return i + 1
            if comma < 0:
                comma = i + 1
        elif words[i] == "we" and i > at + 1:
            before = words[i - 1]
            if before not in RELATIVE and before not in {"and", "than", "world"}:
                return i
    return comma if comma > 0 else at


def _main(words: list[str], at: int, clause: Clause, kinds: dict[str, str]) -> None:
    verbs = {"modal", "firm", "soft", "stance", "call", "past", "conditional"}
    for i in range(at, min(len(words), at + 45)):
        word = words[i]
        kind = kinds.get(word, "")
        if word in BE or word in HAVE or kind in verbs:
            if (
                i > at
                and words[i - 1] in {"the", "our", "their", "of", "a", "its", "to", "and"}
                and (word not in BE and word not in HAVE and kind != "modal")
            ):
                continue
            _close(words, at, i, clause, kinds)
            return
        if i == at + 1 and words[at] == "we" and word not in ADVERBS:
            _close(words, at, i, clause, kinds)
            return


def _close(words: list[str], at: int, verb: int, clause: Clause, kinds: dict[str, str]) -> None:
    clause.verb = verb
    before = [w for w in words[at:verb] if w not in ADVERBS]
    clause.subject = _subject(before, kinds)
    clause.subject_words = " ".join(before[-2:])
    group = []
    i = verb
    while i < len(words) and len(group) < 4:
        word = words[i]
        if word in ADVERBS:
            i += 1
            continue
        group.append(word)
        i += 1
        if (
            word not in BE
            and word not in HAVE
            and kinds.get(word) not in {"modal", "conditional"}
            and word not in {"continue", "continues", "to", "continuing", "remain", "remains", "be"}
        ):
            break
    clause.group = " ".join(group)
    clause.governed = words[i : i + 3]


def _subject(before: list[str], kinds: dict[str, str]) -> str:
    if not before:
        return "empty"
    if "we" in before[-3:] or before[0] == "we":
        return "we"
    if before[0] in {"it", "this", "these", "which", "they", "i", "he", "she", "there", "that"}:
        return (
            before[0]
            if len(before) == 1 or before[0] in {"it", "they", "i", "there"}
            else "this-thing"
        )
    known = party_words()
    for word in reversed(before):
        kind = kinds.get(word)
        if kind in {"thing", "outsider", "subject"}:
            return kind
        if word in known:
            return "party"
    return "other"
