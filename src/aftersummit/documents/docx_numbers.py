"""The numbers and bullets that Word shows before paragraphs and never stores with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aftersummit.documents.builder import BULLET
from aftersummit.documents.numbering import letters, roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_SHOWN: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
}


class Numbering:
    """Counts the items of every list of a document as its paragraphs go by.

    Args:
        root: the ``w:numbering`` element, ``None`` in a document without lists.
    """

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._load(root)

    def marker(self, number_id: str, level: int) -> str:
        """What stands before the next item of a list at a level (0 is the outermost).

        A bullet, a number as printed, or "" for a list that shows nothing.
        """
        abstract = self._abstract.get(number_id)
        if abstract is None or (abstract, level) not in self._levels:
            return BULLET if number_id != "0" else ""
        form, pattern, start = self._levels[abstract, level]
        if form == "none":
            return ""
        if form == "bullet":
            return BULLET
        counts = self._counts.setdefault(abstract, {})
        first = self._starts.pop((number_id, level), None)
        counts[level] = first if first is not None else counts.get(level, start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        return self._printed(abstract, pattern, counts)

    def _printed(self, abstract: str, pattern: str, counts: dict[int, int]) -> str:
        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            form, _, start = self._levels.get((abstract, level), ("decimal", "", 1))
            number = counts.get(level, start)
            return _SHOWN.get(form, str)(number)

        return _PLACE.sub(shown, pattern).strip()

    def _load(self, root: Any) -> None:
        for entry in root.iterchildren(f"{_W}abstractNum"):
            key = entry.get(f"{_W}abstractNumId", "")
            for level in entry.iterchildren(f"{_W}lvl"):
                place = int(level.get(f"{_W}ilvl", "0"))
                self._levels[key, place] = _level(level)
        for entry in root.iterchildren(f"{_W}num"):
            number_id = entry.get(f"{_W}numId", "")
            self._abstract[number_id] = _value(entry, "abstractNumId")
            for override in entry.iterchildren(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start.isdigit():
                    place = int(override.get(f"{_W}ilvl", "0"))
                    self._starts[number_id, place] = int(start)


def _level(element: Any) -> tuple[str, str, int]:
    start = _value(element, "start")
    return (
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText"),
        int(start) if start.isdigit() else 1,
    )


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else str(child.get(f"{_W}val", ""))
