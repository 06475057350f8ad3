"""Who speaks in a document: its recorded issuers, or those its own sentences show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from aftersummit.codebooks import codebook
from aftersummit.commitments.context import Genre, View
from aftersummit.commitments.parties import named
from aftersummit.model import Document

_OWN = re.compile(
    r"Biden(?<!\wBiden)[-–]Harris Administration|[Mm]y(?<!\w..) [Aa]dministration"
    r"|American(?<!\wAmerican) people|the President\b|THE PRESIDENT"
)
"""How one government speaks of itself. Each alternative opens with its letters and looks back
for the start of a word afterwards: a search can then pass over all other letters."""
_DATE = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) "
    r"(\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks, and when.

    Attributes:
        joint: parties that speak together; empty where unknown.
        single: the only party that speaks ("US" in its press office's fact sheet), else "".
        dated: the document's date (EDTF), "" where unknown.
    """

    joint: frozenset[str]
    single: str
    dated: str


def speakers(document: Document, found: Sequence[View], kind: Genre) -> Speakers:
    """Issuers and date of a document, from its record where it has them, else from its words."""
    text = document.text or ""
    dated = document.date or first_date(text)
    if document.issuers:
        members = _spread(document.issuers)
        single = document.issuers[0] if len(document.issuers) == 1 and len(members) == 1 else ""
        return Speakers(frozenset(members), single, dated)
    return _from_words(text, found, kind, dated)


def first_date(text: str) -> str:
    """The first full English date near the head of a text, as an EDTF day; "" where none stands."""
    match = _DATE.search(text, 0, 1500)
    if match is None:
        return ""
    return f"{match[3]}-{_MONTHS.index(match[1]) + 1:02d}-{int(match[2]):02d}"


def _spread(codes: Sequence[str]) -> set[str]:
    groups = {p.code: p for p in codebook().parties if p.kind == "group"}
    spread: set[str] = set(codes)
    for code in codes:
        if code in groups:
            spread |= {m.party for m in groups[code].members}
    return spread


def _from_words(text: str, found: Sequence[View], kind: Genre, dated: str) -> Speakers:
    joint: Counter[frozenset[str]] = Counter()
    for view in found[:400]:
        clause = view.clause
        if clause.verb > 2 and view.kind != "heading" and clause.subject in {"subject", "party"}:
            opening = view.text[:160]
            subject = frozenset(named(opening, dated)[:4]) if " and " in opening else frozenset()
            if len(subject) > 1:
                joint[subject] += 1
    head = text[:3000]
    own = len(_OWN.findall(text, 0, 60000))
    together = len(
        re.findall(
            r"\b(?:the|both|our|two|three|four)"
            r" (?:leaders|countries|governments|sides|presidents|nations)\b"
            r"|\bWe, the\b|Quad|G7|G20|Joint Statement",
            head,
            re.IGNORECASE,
        )
    )
    best = joint.most_common(1)
    members = best[0][0] if best and best[0][1] >= 2 else frozenset()
    alone = kind.code == "talk" or (
        own >= 2 and together <= 2 and own * 6000 > min(len(text), 60000)
    )
    return Speakers(members, "US" if alone and own else "", dated)
