"""Who is bound: names, adjectives, titles and leaders in a clause's subject, as party codes."""

from __future__ import annotations

import re
from functools import cache

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


@cache
def _by_first_word() -> dict[str, list[tuple[list[str], str, bool]]]:
    found: dict[str, list[tuple[list[str], str, bool]]] = {}
    for name, alias in aliases().items():
        words = _WORD.findall(name)
        if words:
            found.setdefault(words[0].rstrip("."), []).append((words, alias.code, alias.adjective))
    for name in _US_BODIES:
        words = _WORD.findall(name)
        found.setdefault(words[0].rstrip("."), []).append((words, "US", False))
    for leader in leaders():
        words = _WORD.findall(leader.name)
        found.setdefault(words[0], []).append((words, f"@{leader.name}", False))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


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
    words = _split_elisions(text, start, end)
    table = _by_first_word()
    found: list[tuple[str, int, int]] = []
    i = 0
    while i < len(words):
        word = words[i][0]
        entries = table.get(word.rstrip(".")) or table.get(_bare(word))
        step = 1
        for name, code, adjective in entries or ():
            size = len(name)
            if not _same(name, [w for w, _, _ in words[i : i + size]]):
                continue
            if adjective and not _governs(words[i + size :]):
                continue
            party = _leader(code[1:], dated) if code.startswith("@") else code
            if party:
                found.append((party, words[i][1], words[i + size - 1][2]))
            step = size
            break
        i += step
    return found


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("’s", "'s")) else word


_ELIDED = re.compile(r"[LlDd][’'](?=[A-ZÉ])")


def _split_elisions(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Words with their places; French articles that are run together with a name left off."""
    words = []
    for match in _WORD.finditer(text, start, end):
        word, at = match.group(), match.start()
        elided = _ELIDED.match(word)
        if elided:
            word, at = word[elided.end() :], at + elided.end()
        words.append((word, at, match.end()))
    return words


def _same(name: list[str], words: list[str]) -> bool:
    if len(name) != len(words):
        return False
    clean = [_bare(w).rstrip(".") for w in words]
    return all(a.rstrip(".") == b for a, b in zip(name, clean, strict=True))


def _governs(following: list[tuple[str, int, int]]) -> bool:
    return any(word.lower() in _ADJECTIVE_HEADS for word, _, _ in following[:2])


def _leader(name: str, dated: str) -> str:
    terms = _terms()[name]
    if not dated:
        return terms[-1][0]
    for code, since, until in terms:
        if since <= dated and (not until or dated <= until):
            return code
    return ""
