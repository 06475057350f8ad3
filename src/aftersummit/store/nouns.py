"""Which nouns are kept as records, and under which address."""

from __future__ import annotations

import re
from typing import Any

from aftersummit.model import (
    Action,
    Commitment,
    Document,
    Effect,
    Evidence,
    Finding,
    Forum,
    Guideline,
    Lesson,
    Meeting,
    Party,
    Ref,
    Round,
    Score,
    Series,
    Source,
    Yardstick,
)

NOUNS: dict[str, type[Any]] = {
    "source": Source,
    "document": Document,
    "forum": Forum,
    "meeting": Meeting,
    "party": Party,
    "commitment": Commitment,
    "action": Action,
    "evidence": Evidence,
    "finding": Finding,
    "series": Series,
    "yardstick": Yardstick,
    "effect": Effect,
    "score": Score,
    "guideline": Guideline,
    "round": Round,
    "lesson": Lesson,
}
_NAMES = {noun: name for name, noun in NOUNS.items()}


def noun_of(noun: type[Any]) -> str:
    """The word for a noun: ``document`` for Document."""
    return _NAMES[noun]


def address_of(record: Any) -> Ref:
    """The address under which a record is kept."""
    if isinstance(record, Source):
        return Ref.flat("source", record.sha256)
    if isinstance(record, Party):
        return Ref.flat("party", record.code)
    ref = record.ref
    if not isinstance(ref, Ref):
        raise TypeError(f"a {noun_of(type(record))} without an address cannot be kept")
    return ref


def first_day(edtf: str) -> str:
    """The first day of an EDTF date as YYYY-MM-DD, "" where it names none."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", edtf)
    if match is None:
        return ""
    year, month, day = match.groups()
    season = {"21": "03", "22": "06", "23": "09", "24": "12"}
    return f"{year}-{season.get(month or '', month) or '01'}-{day or '01'}"
