"""Where the bundled commitments stand in official texts, read and counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from aftersummit.catalogue.linking import FINGERPRINTS
from aftersummit.model import Commitment, Ref, Register, Span
from aftersummit.text.align import Fingerprint


@dataclass(frozen=True, slots=True)
class Mark:
    """A place without its words.

    Attributes:
        span: where it stands in the text from which it was taken.
        fingerprint: finds it in any rendering of that text.
        words: checksum of its exact characters, see ``linking.words_hash``.
        closed: whether it ends with a full stop or another mark, not with a word.
    """

    span: Span
    fingerprint: Fingerprint
    words: str
    closed: bool


@dataclass(frozen=True, slots=True)
class MarkedText:
    """An official text as it was linked: the hash of its canonical form and its marks."""

    document: Ref
    text_sha256: str
    marks: Mapping[Span, Mark]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a meeting's commitments have a place in an official text.

    Attributes:
        commitments: all of them; the other three add up to it.
        located: those with at least one place.
        not_found: those looked for in the official texts and marked as not standing there.
        not_searched: those of meetings whose texts were not searched.
    """

    meeting: Ref
    commitments: int
    located: int
    not_found: int
    not_searched: int


@cache
def marked_texts() -> Mapping[Ref, MarkedText]:
    """Every official text that was linked, by its address."""
    content = json.loads(FINGERPRINTS.read_text(encoding="utf-8"))
    texts = (_marked_text(Ref.parse(address), entry) for address, entry in content.items())
    return MappingProxyType({text.document: text for text in texts})


def _marked_text(document: Ref, entry: dict[str, Any]) -> MarkedText:
    marks = {}
    for written, mark in entry["places"].items():
        start, _, end = written.partition("-")
        span = Span(int(start), int(end))
        found_by = Fingerprint.parse(mark["fingerprint"])
        marks[span] = Mark(span, found_by, mark["words"], mark["closed"])
    return MarkedText(document, entry["text_sha256"], MappingProxyType(marks))


def located(register: Register) -> tuple[Coverage, ...]:
    """For each meeting that made commitments, how many of them were found in official texts.

    Ordered by the meetings' addresses.
    """
    by_meeting: dict[Ref, list[Commitment]] = {}
    for commitment in register.commitments:
        if commitment.ref is not None:
            by_meeting.setdefault(commitment.ref.meeting_ref, []).append(commitment)
    return tuple(_coverage(meeting, by_meeting[meeting]) for meeting in sorted(by_meeting))


def _coverage(meeting: Ref, commitments: list[Commitment]) -> Coverage:
    found = sum(any(p.span is not None for p in c.passages) for c in commitments)
    unplaced = [c for c in commitments if all(p.span is None for p in c.passages)]
    searched = sum(bool(c.passages) for c in unplaced)
    return Coverage(meeting, len(commitments), found, searched, len(unplaced) - searched)
