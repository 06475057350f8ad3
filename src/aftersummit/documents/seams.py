"""Where one printed line ends and the next goes on: a blank, nothing, or a hyphen less."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from aftersummit.documents.prose import word_set

_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMPOUND = re.compile(r"[^\W\d_]-[^\W\d_]")
_LAST_PART = re.compile(r"([^\W\d_]+)-$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_DASHES = tuple("—–")

# "low- and middle-income": the hyphen waits for its second half.
_SUSPENDED = re.compile(r"(?:and|or|to|y|o|et|ou|und)\s")
# What ends many words and is none itself.
_ENDING = re.compile(
    r"[a-z]{0,2}(?:tions?|sions?|ments?|ity|ities|ness|ings?|iz\w+|ally|ances?|ences?|cies|ties"
    r"|[ai]ble|ations?|ational\w*|atives?|ated|ratic|tory|ously|ción|ciones|mente|idad)$"
)

# A typesetter who parts words does so again and again; two chance hits prove nothing.
_PARTED_TIMES = 2
_PARTED_SHARE = 0.3
# Compounds break at a line's end about as often as their second half fills the line; a
# text with far more hyphens there than that has been parted.
_SECOND_HALF = 10
_FAR_MORE = 3

_LINKS = word_set("to and of in by the for on at de")
_FIRST_HALVES = word_set("cross like dual heavy forward self well large")

# Second halves of the compounds that official texts are full of, for short documents in
# which neither half stands alone.
_SECOND_HALVES = word_set(
    "level scale term based led related responsive intensive enabled enabling specific driven "
    "free long wide made income smart owned funded sharing building making keeping oriented "
    "focused resilient neutral negative positive friendly ready sized tech border day year old "
    "going standing reaching ranging established known profit governmental quality cost risk "
    "emission emissions carbon zero pronged money corruption trafficking proliferation metro "
    "minded reliance sector range party state stakeholder generation natal up out off"
)


class Seams:
    """Decides how two lines of one paragraph are joined.

    The document itself is the word list: a word parted at a line's end mostly stands
    elsewhere whole, or with its hyphen. A document in which no such word turns up was set
    without parting words, and every hyphen at a line's end is its author's.

    Args:
        lines: the text of every line of the document, in order.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.known = _vocabulary(lines)
        self.parted = self._parts_words(lines)

    def between(self, before: str, after: str) -> tuple[bool, str]:
        """Whether the last sign of ``before`` goes, and what is put in between."""
        last = before[-1:]
        tight = not before[-2:-1].isspace()
        if last == _SOFT_HYPHEN:
            return True, ""
        if last == "-" and tight and after[:1].isalnum():
            if _SUSPENDED.match(after):
                return False, " "
            return not self._keeps_hyphen(before, after), ""
        if (last in _DASHES or last == "/") and tight:
            return False, ""
        if after[:1] in _DASHES and not after[1:2].isspace():
            return False, ""
        if _ADDRESS.search(before) and (last in "-_?=&%#" or (last == "." and after[:1].islower())):
            return False, ""
        return False, " "

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        left, right = _LAST_PART.search(before), _FIRST_PART.match(after)
        if left is None or right is None:
            return True
        first, second = left[1], right[0]
        if not second.islower() and not (first.isupper() and second.isupper()):
            return True
        whole, hyphenated = f"{first}{second}".lower(), f"{first}-{second}".lower()
        if self.parted and whole in self.known:
            return False
        if _looks_compound(before, first, second, after):
            return True
        if _ENDING.match(second):
            return False
        if not self.parted:
            return True
        if hyphenated in self.known:
            return True
        return first.lower() in self.known and second.lower() in self.known

    def _parts_words(self, lines: Sequence[str]) -> bool:
        hyphens = whole = 0
        for above, below in pairwise(lines):
            left, right = _LAST_PART.search(above), _FIRST_PART.match(below)
            if left is not None and right is not None and right[0].islower():
                hyphens += 1
                whole += f"{left[1]}{right[0]}".lower() in self.known
        if whole >= max(_PARTED_TIMES, _PARTED_SHARE * hyphens):
            return True
        text = "\n".join(lines)
        compounds = len(_COMPOUND.findall(text))
        by_chance = compounds * _SECOND_HALF * len(lines) / max(1, len(text))
        return hyphens > _PARTED_TIMES and hyphens > _FAR_MORE * by_chance + 1


def _looks_compound(before: str, first: str, second: str, after: str) -> bool:
    """Whether two halves read like a compound: "people-to-people", "newly-founded", "G7-led"."""
    if second in _LINKS and after[len(second) : len(second) + 1] == "-":
        return True
    if first in _LINKS and before[: -len(first) - 1].endswith("-"):
        return True
    if second.lower() in _SECOND_HALVES or first.lower() in _FIRST_HALVES:
        return True
    adverb = first.islower() and first.endswith("ly") and len(first) > 4
    return adverb or (first.isupper() and len(first) > 1 and second.islower())


def _vocabulary(lines: Sequence[str]) -> frozenset[str]:
    """Words that stand whole on a line somewhere, and long parts of compound ones."""
    found: set[str] = set()
    parted = False
    for line in lines:
        text = line.lower()
        if parted:
            text = text.partition(" ")[2]
        parted = text.endswith(("-", _SOFT_HYPHEN))
        if parted:
            text = text[: text.rfind(" ") + 1]
        for word in _WORD.findall(text):
            found.add(word)
            if "-" in word:
                found.update(part for part in word.split("-") if len(part) > 3)
    return frozenset(found)
