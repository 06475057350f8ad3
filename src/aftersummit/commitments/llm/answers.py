"""What a language model wrote, read as entries; nothing in it is believed."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass
from typing import Any

from aftersummit.commitments.llm.prompt import LABELS

_MOST = 500  # entries of one answer that are read; a piece of text has a few dozen units
_REASON = 200
_STARTS = 40  # places of an answer at which its entries are looked for
_OPENS = re.compile(r"[{\[]")
_UNSEEN = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit that the model names: its words as it gives them, its label, its reason."""

    quote: str
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer.

    Attributes:
        entries: in the model's order.
        faults: how many more were not in the agreed form.
    """

    entries: tuple[Entry, ...]
    faults: int = 0


def read_answer(content: str) -> Told | None:
    """The entries of an answer; None where it is not in the agreed form or is broken off."""
    rows = _rows(content)
    if rows is None:
        return None
    entries: list[Entry] = []
    faults = max(0, len(rows) - _MOST)
    for row in rows[:_MOST]:
        entry = _entry(row)
        if entry is None:
            faults += 1
        elif entry.label != "none":
            entries.append(entry)
    return Told(tuple(entries), faults)


def _rows(content: str) -> list[Any] | None:
    """The entries in an answer, whatever stands around them: a fence, a greeting, thoughts."""
    decoder = json.JSONDecoder()
    for start in itertools.islice(_OPENS.finditer(content), _STARTS):
        try:
            value, _ = decoder.raw_decode(content, start.start())
        except (ValueError, RecursionError):
            continue
        rows = value.get("found") if isinstance(value, dict) else value
        if not isinstance(rows, list):
            continue
        # A list without its object is the answer only if it looks like one.
        entries = rows and all(isinstance(row, dict) and "quote" in row for row in rows)
        if isinstance(value, dict) or entries or content.strip() == "[]":
            return rows
    return None


def _entry(row: Any) -> Entry | None:
    if not isinstance(row, dict):
        return None
    quote, label, why = row.get("quote"), row.get("label"), row.get("why")
    if not isinstance(quote, str) or not quote.strip() or not isinstance(label, str):
        return None
    label = label.strip().lower()
    if label not in (*LABELS, "none"):
        return None
    return Entry(_sound(quote), label, _reason(why) if isinstance(why, str) else "")


def _reason(why: str) -> str:
    """A reason as one short line of what can be seen."""
    return " ".join(_UNSEEN.sub(" ", _sound(why)).split())[:_REASON]


def _sound(words: str) -> str:
    """Words that can be written in UTF-8; JSON can spell halves of characters."""
    return words.encode("utf-8", "replace").decode("utf-8")
