"""Judged units become commitments: split, placed, with their attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from aftersummit.commitments.attributes import describe_all
from aftersummit.commitments.context import LONGEST, View
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.split import split_all
from aftersummit.model import Commitment, Document, Passage, Span, text_hash
from aftersummit.model.commitment import Kind, Label, Strength


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit with the label it was given, how sure that is (0 to 1), and why.

    Attributes:
        parts: spans of its commitments, in order, where whoever judged it said them too;
            else it is parted here.
    """

    view: View
    label: str
    confidence: float
    why: tuple[str, ...]
    parts: tuple[Span, ...] = ()


def assemble(document: Document, judged: Sequence[Judged], who: Speakers) -> list[Commitment]:
    """Commitments with exact spans and attributes; calls and stances as whole units."""
    text = document.text or ""
    digest = document.text_sha256 or text_hash(text)
    promised = _in_parts(text, [one for one in judged if one.label == "commitment"])
    known_of = describe_all(text, promised, who, document.language)
    parts_of = iter(promised)
    found: list[Commitment] = []
    for one in judged:
        if one.label != "commitment":
            found.append(_whole(document, one, digest))
            continue
        view, parts = next(parts_of)
        for span, known in zip(parts, next(known_of), strict=True):
            found.append(
                Commitment(
                    label="commitment",
                    passages=(Passage(span, span.of(text), document.ref, digest),),
                    confidence=round(one.confidence, 4),
                    strength=cast(Strength, known.strength),
                    kind=cast(Kind, known.kind),
                    parties=known.parties,
                    deadline=known.deadline,
                    quantity=known.quantity,
                    issue=known.issue,
                    head=view.head_span,
                    why=one.why,
                    bound=known.bound,
                    action=known.action,
                    beneficiaries=known.beneficiaries,
                    places=known.places,
                )
            )
    return found


def _in_parts(text: str, units: list[Judged]) -> list[tuple[View, list[Span]]]:
    """Each unit with its parts; what is too long to be a sentence stays whole."""
    open_ones = [one.view for one in units if not one.parts and len(one.view.span) <= LONGEST]
    found = iter(split_all(text, open_ones))
    cut = []
    for one in units:
        short = len(one.view.span) <= LONGEST
        parts = list(one.parts) or (next(found) if short else [one.view.span])
        cut.append((one.view if short else _clipped(one.view), parts))
    return cut


def _clipped(view: View) -> View:
    """The same unit, to be read no further than a sentence can go."""
    start = view.words.start
    return replace(view, words=Span(start, start + LONGEST), text=view.text[:LONGEST])


def _whole(document: Document, one: Judged, digest: str) -> Commitment:
    span = one.view.span
    quote = span.of(document.text or "")
    return Commitment(
        label=cast(Label, one.label),
        passages=(Passage(span, quote, document.ref, digest),),
        confidence=round(one.confidence, 4),
        head=one.view.head_span,
        why=one.why,
    )
