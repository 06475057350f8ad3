"""Who is bound: names, adjectives, titles and leaders in a clause's subject, as party codes."""

from __future__ import annotations

import itertools
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
    table = _by_first_word()
    found: list[tuple[str, int, int]] = []
    free = start
    for opening in _OPENS.finditer(text, start, end):
        at = opening.end() - 1
        if at < free:
            continue
        first = _WORD.match(text, at, end)
        if first is None:
            continue
        entries = table.get(first.group().rstrip(".")) or table.get(_bare(first.group()))
        one = _longest(text, at, end, entries, dated) if entries else None
        if one is not None:
            free = one[2]
            if one[0]:
                found.append(one)
    return found


_OPENS = re.compile(r"(?<![^\W_])(?:[LlDd][’'])?[A-ZÀ-Þ]|(?<![^\W_])m(?=y administration)")
"""Where a name may begin, also behind a French article that is run together with it."""
Entries = list[tuple[list[str], str, bool]]


def _longest(
    text: str, at: int, end: int, entries: Entries, dated: str
) -> tuple[str, int, int] | None:
    """The longest of the names that stands at a place; "" is a leader out of office."""
    size = len(entries[0][0]) + 2
    words = list(itertools.islice(_WORD.finditer(text, at, end), size))
    spoken = [match.group() for match in words]
    for name, code, adjective in entries:
        if not _same(name, spoken[: len(name)]):
            continue
        if adjective and not _governs(spoken[len(name) :]):
            continue
        party = _leader(code[1:], dated) if code.startswith("@") else code
        last = words[len(name) - 1]
        stop = last.group().endswith(".") and last.group().count(".") == 1
        return party, at, last.end() - stop
    return None


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("’s", "'s")) else word


def _same(name: list[str], words: list[str]) -> bool:
    if len(name) != len(words):
        return False
    clean = [_bare(w).rstrip(".") for w in words]
    return all(a.rstrip(".") == b for a, b in zip(name, clean, strict=True))


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
