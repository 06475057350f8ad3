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
    words = [(m.group(), m.end()) for m in _WORD.finditer(text)]
    table = _by_first_word()
    found: list[str] = []
    i = 0
    while i < len(words):
        entries = table.get(words[i][0].rstrip(".")) or table.get(
            re.sub(r"[’']s$", "", words[i][0])
        )
        step = 1
        for name, code, adjective in entries or ():
            size = len(name)
            if not _same(name, [w for w, _ in words[i : i + size]]):
                continue
            if adjective and not _governs(words[i + size :]):
                continue
            party = _leader(code[1:], dated) if code.startswith("@") else code
            if party and party not in found:
                found.append(party)
            step = size
            break
        i += step
    return found


def _same(name: list[str], words: list[str]) -> bool:
    if len(name) != len(words):
        return False
    clean = [re.sub(r"[’']s$", "", w).rstrip(".") for w in words]
    return all(a.rstrip(".") == b for a, b in zip(name, clean, strict=True))


def _governs(following: list[tuple[str, int]]) -> bool:
    return any(word.lower() in _ADJECTIVE_HEADS for word, _ in following[:2])


def _leader(name: str, dated: str) -> str:
    terms = _terms()[name]
    if not dated:
        return terms[-1][0]
    for code, since, until in terms:
        if since <= dated and (not until or dated <= until):
            return code
    return ""
