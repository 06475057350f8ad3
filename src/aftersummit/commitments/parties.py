"""Who is bound: names, adjectives, titles and leaders in a clause's subject, as party codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from aftersummit.codebooks import aliases, leaders

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")
_ADJECTIVE_HEADS = frozenset(
    [
        "government",
        "administration",
        "president",
        "prime",
        "minister",
        "ministry",
        "secretary",
        "department",
        "embassy",
        "foreign",
        "treasury",
        "national",
        "authorities",
        "congress",
        "trade",
        "environmental",
        "gouvernement",
        "gobierno",
    ]
)
_US_BODIES = (
    "USAID",
    "State Department",
    "Department of State",
    "Department of Homeland Security",
    "DHS",
    "USDA",
    "Department of Energy",
    "Department of Commerce",
    "Department of Labor",
    "USTR",
    "Department of Agriculture",
    "Department of Defense",
    "Department of Justice",
    "Treasury",
    "Treasury Department",
    "Department of the Treasury",
    "Peace Corps",
    "DFC",
    "MCC",
    "EXIM",
    "NASA",
    "NOAA",
    "EPA",
    "FEMA",
    "CDC",
    "HHS",
    "NSF",
    "National Science Foundation",
    "U.S. Coast Guard",
    "Coast Guard",
    "White House",
    "Biden-Harris Administration",
    "My Administration",
    "my administration",
    "Department of Transportation",
    "Department of Health and Human Services",
    "Customs and Border Protection",
    "Development Finance Corporation",
    "U.S. Trade and Development Agency",
    "USTDA",
    "Administration",
    "Vice President",
    "First Lady",
    "Department of the Interior",
    "National Institutes of Health",
    "NIH",
    "Department of Education",
    "Environmental Protection Agency",
    "FBI",
    "DOJ",
    "DOE",
    "DOC",
    "DOD",
    "Millennium Challenge Corporation",
    "Secretary Blinken",
    "département d’État",
    "Département d’État",
)


class _Name(NamedTuple):
    """A name of a party: its words without last stops, its code, whether it is an adjective."""

    words: tuple[str, ...]
    code: str
    adjective: bool


@dataclass(slots=True)
class _Opened:
    """The names that open with one word: longer ones by their second word, the longest first."""

    longer: dict[str, list[_Name]] = field(default_factory=dict)
    single: list[_Name] = field(default_factory=list)


class _Openings(dict[str, _Opened | None]):
    """Words as written with the names that they may open; ``None`` for those that open none."""

    def __init__(self) -> None:
        super().__init__()
        self.table: dict[str, _Opened] = {}
        for name, alias in aliases().items():
            self._add(name, alias.code, alias.adjective)
        for name in _US_BODIES:
            self._add(name, "US")
        for leader in leaders():
            self._add(leader.name, f"@{leader.name}")
        for opened in self.table.values():
            for names in opened.longer.values():
                names.sort(key=lambda name: -len(name.words))

    def _add(self, written: str, code: str, adjective: bool = False) -> None:
        words = tuple(word.rstrip(".") for word in _WORD.findall(written))
        if not words:
            return
        opened = self.table.setdefault(words[0], _Opened())
        names = opened.longer.setdefault(words[1], []) if len(words) > 1 else opened.single
        names.append(_Name(words, code, adjective))

    def __missing__(self, word: str) -> _Opened | None:
        found = self.table.get(word.rstrip(".")) or self.table.get(_bare(word))
        if len(word) <= _REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = found
        return found


_REMEMBERED, _REMEMBERED_LENGTH = 20_000, 40


@cache
def _openings() -> _Openings:
    return _Openings()


@cache
def _terms() -> dict[str, tuple[tuple[str, str, str], ...]]:
    return {leader.name: leader.terms for leader in leaders()}


def named(text: str, dated: str = "") -> list[str]:
    """Codes of the parties that a stretch of text names, in order, each once."""
    return list(dict.fromkeys(code for code, _, _ in places_of(text, 0, len(text), dated)))


def places_of(text: str, start: int, end: int, dated: str = "") -> list[tuple[str, int, int]]:
    """Every party named in ``text[start:end]``: its code and its place in ``text``, in order.

    Args:
        text: any text.
        start, end: where to look.
        dated: day (EDTF) that decides whom a leader's name stood for.
    """
    openings = _openings()
    found: list[tuple[str, int, int]] = []
    free = start
    for opening in _OPENS.finditer(text, start, end):
        opened = openings[opening[0] + opening[1]]
        if opened is None or opening.start() < free:
            continue
        one = _longest(text, opening.start(), end, opened, dated)
        if one is not None:
            free = one[2]
            if one[0]:
                found.append(one)
    return found


_OPENS = re.compile(
    r"[A-ZÀ-ÖØ-Þm](?<![^\W_].)(?:(?<!m)|(?=y administration))"
    r"(?=([^\W_]*(?:[’'.-][^\W_]+)*\.?))"
)
"""The first letter of a word in which a name may begin; the group is the rest of the word. It
opens with its letters, so that a search passes over all others, and looks back afterwards."""


def _longest(
    text: str, at: int, end: int, opened: _Opened, dated: str
) -> tuple[str, int, int] | None:
    """The longest of the names that stands at a place; "" is a leader out of office."""
    following = _WORD.finditer(text, at, end)
    words = [next(following)]
    clean = [_clean(words[0])]

    def read(count: int) -> None:
        """Reads on until ``count`` words are known, or the stretch ends."""
        while len(words) < count and (word := next(following, None)) is not None:
            words.append(word)
            clean.append(_clean(word))

    if opened.longer:
        read(2)
        for name in opened.longer.get(clean[-1], ()):
            read(len(name.words) + 2 * name.adjective)
            if _stands(name, words, clean):
                return _placed(name, words, dated)
    for name in opened.single:
        read(1 + 2 * name.adjective)
        if _stands(name, words, clean):
            return _placed(name, words, dated)
    return None


def _stands(name: _Name, words: list[re.Match[str]], clean: list[str]) -> bool:
    """Whether the words that were read begin with a name; an adjective must govern a noun."""
    size = len(name.words)
    if tuple(clean[:size]) != name.words:
        return False
    return not name.adjective or _governs([word.group() for word in words[size : size + 2]])


def _placed(name: _Name, words: list[re.Match[str]], dated: str) -> tuple[str, int, int]:
    """A name's code with its place, without a full stop that is not its own."""
    code = _leader(name.code[1:], dated) if name.code.startswith("@") else name.code
    last = words[len(name.words) - 1]
    stop = last.group().endswith(".") and last.group().count(".") == 1
    return code, words[0].start(), last.end() - stop


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("’s", "'s")) else word


def _clean(word: re.Match[str]) -> str:
    return _bare(word.group()).rstrip(".")


def _governs(following: list[str]) -> bool:
    return any(word.lower() in _ADJECTIVE_HEADS for word in following[:2])


def _leader(name: str, dated: str) -> str:
    terms = _terms()[name]
    if not dated:
        return terms[-1][0]
    for code, since, until in terms:
        if since <= dated and (not until or dated <= until):
            return code
    return ""
