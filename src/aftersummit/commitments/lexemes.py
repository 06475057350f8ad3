"""Words as the clause reader meets them: tokens, verb forms, classes, names of parties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from aftersummit.codebooks import aliases, lexicon
from aftersummit.commitments.grammar import RELATIVE

TOKEN = re.compile(r"[^\W_]+(?:[’'.&/-][^\W_]+)*|[$€£%:;,()–—“”\"?!•+.]")
_YEAR = re.compile(r"(?:19|20)\d\ds?$")

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
    "confer": "conferred", "defer": "deferred", "refer": "referred", "remit": "remitted",
    "compel": "compelled", "transfer": "transferred", "trim": "trimmed", "swap": "swapped",
    "vet": "vetted", "rebuild": "rebuilt", "overcome": "overcame", "foresee": "foresaw",
    "lay": "laid", "withhold": "withheld", "withstand": "withstood", "undo": "undid",
    "freeze": "froze", "find": "found", "sell": "sold", "buy": "bought", "reset": "reset",
    "rid": "rid", "shut": "shut", "sweep": "swept", "forgo": "forwent",
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
        for spelt in spellings(verb):
            found.update(zip(verb_forms(spelt), ("ing", "ed", "s", "base"), strict=True))
    return found


_BRITISH = (
    ("ize", "ise"),
    ("yze", "yse"),
    ("fill", "fil"),
    ("nroll", "nrol"),
    ("center", "centre"),
)


def spellings(verb: str) -> tuple[str, ...]:
    """A verb as spelt in America and, where that differs, in Britain."""
    for ours, theirs in _BRITISH:
        if verb.endswith(ours) and verb not in {"seize", "fill"}:
            return verb.removesuffix(ours) + theirs, verb
    if verb in {"endeavor", "favor", "honor", "labor", "harbor"}:
        return verb[:-2] + "our", verb
    return (verb,)


def verb_forms(verb: str) -> tuple[str, str, str, str]:
    """A verb's -ing, past and third-person forms, and itself."""
    stem = verb[:-1] if verb.endswith("e") else verb
    changed = _IRREGULAR.get(verb, "")
    past = changed or (stem[:-1] + "ied" if re.search(r"[^aeou]y$", verb) else stem + "ed")
    ing = past[:-2] + "ing" if changed.endswith("ed") else stem + "ing"
    third = verb[:-1] + "ies" if re.search(r"[^aeou]y$", verb) else verb + "s"
    if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
        third = verb + "es"
    return ing, past, third, verb


@cache
def lemmas() -> dict[str, str]:
    """Base forms by verb form."""
    found: dict[str, str] = {}
    for verb in lexicon("en").words("verbs"):
        for spelt in spellings(verb):
            found.update(dict.fromkeys(verb_forms(spelt), verb))
    return found


@cache
def party_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Names of parties as lower-case words, longest first, by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name, alias in aliases().items():
        if alias.adjective or not name[0].isupper():
            continue
        words = tuple(tokens(name))
        words = words[1:] if words[0] == "the" else words
        if words:
            found.setdefault(words[0], set()).add(words)
    return {
        first: tuple(sorted(names, key=lambda name: (-len(name), name)))
        for first, names in found.items()
    }


def party_at(words: list[str], at: int) -> int:
    """Where a party's name that begins at ``at`` ends; 0 where none begins there."""
    for name in party_names().get(words[at], ()):
        end = at + len(name)
        if len(name) == 1 or tuple(words[at:end]) == name:
            return end
    return 0


_FUTURE_FR = re.compile(r"(?:er|ir|dr|tr|or|ur|ver|ndr)(?:a|ont|ons)$")
_FUTURE_ES = re.compile(r"(?:ar|er|ir|dr|br)(?:á|án|emos)$")


class _Folded(dict[str, str]):
    """Every word met so far as the one string that stands for it.

    The same word is then the same object everywhere: its hash is known, and the many look-ups
    that follow compare it by identity. Forgotten when it has grown large, so that no text
    fills the memory.
    """

    def __missing__(self, word: str) -> str:
        found = _fold(word) if word[0].isdigit() else word
        if len(word) <= _REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found


_REMEMBERED, _REMEMBERED_LENGTH = 50_000, 40
_folded = _Folded()


def tokens(text: str) -> list[str]:
    """Lower-case words and marks; years become ``YEAR``, other numbers ``NUM``.

    "We're" and "we'll" are read as two words each, "s'engage" as its verb.
    """
    low = text.lower()
    if "u." in low:
        low = low.replace("u.s.", "u.s").replace("u.k.", "u.k").replace("u.n.", "u.n")
    words = list(map(_folded.__getitem__, TOKEN.findall(low)))
    if "’" not in low and "'" not in low:
        return words
    spread: list[str] = []
    for word in words:
        spread += _apart(word) if "’" in word or "'" in word else (word,)
    return spread


_SUFFIXES = {"re": "are", "ll": "will", "m": "am", "ve": "have"}
_ELIDED = frozenset(["s", "l", "d", "n", "j", "c", "m", "qu", "t", "jusqu", "lorsqu"])


@lru_cache(maxsize=10_000)
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


def lowered(text: str) -> str:
    """The text in small letters, code point for code point."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def spoken(words: Iterable[str]) -> set[str]:
    """The different words of a stretch's tokens, with the parts of those that are joined.

    A number is ``NUM``, ``YEAR`` or, inside a word, ``#``: whoever asks whether a stretch can
    hold a word of some list at all must take each of these for any word ("90-day").
    """
    found = set(words)
    for word in [word for word in found if not word.isalpha()]:
        found.update(_LETTERS.findall(word))
        if any(map(str.isdigit, word)):
            found.add("#")
    return found


_LETTERS = re.compile(r"[^\W\d_]+")
NUMBERS = frozenset(["NUM", "YEAR", "#"])
"""What stands for a number among the words of :func:`spoken`."""


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


@cache
def telling() -> frozenset[str]:
    """Words and marks on which a later verb's reading may hang."""
    return frozenset(classes("en")) | RELATIVE | set(party_names()) | {",", ";", "—", "and"}
