"""What is known of a commitment beside its words: who, how firmly, what kind, by when, how much."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftersummit.commitments import weights
from aftersummit.commitments.clause import tokens
from aftersummit.commitments.context import Genre, View
from aftersummit.commitments.deadlines import deadline
from aftersummit.commitments.foreign import english
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.parties import named
from aftersummit.commitments.quantities import quantity
from aftersummit.commitments.strength import features as strength_features
from aftersummit.commitments.topics import Topics, rank
from aftersummit.model import Deadline, Named, Quantity, Span

_WE = re.compile(
    r"\b(?:we|our|us|both|they|together"
    r"|(?:the |these |our |all |two |three |four )+(?:leaders|countries|governments|sides"
    r"|presidents|nations|partners|parties|members|ministers|participants|economies)|nous|nos)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:will|shall|commit(?:s|ted|ting)?|pledg(?:e|es|ed|ing)|agree[sd]?|intends?|plans?|announce[sd]?|launch(?:es|ed|ing)?|decide[sd]?|seeks?|aims?|resolved?|is|are|has|have|s[’']engage\w*|va|prévoi\w+|entend\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """Attributes of one commitment; fields as in :class:`aftersummit.model.Commitment`."""

    parties: tuple[str, ...]
    strength: str
    kind: str
    issue: str
    deadline: Deadline | None
    quantity: Quantity | None
    bound: tuple[Named, ...] = ()
    action: Named | None = None
    beneficiaries: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()


def kind_features(view: View, part: Sequence[str]) -> list[str]:
    """What the model of kind (an act, or a state of the world) sees of one promise's tokens."""
    inside = [word for word in part if len(word) > 1]
    clause = view.clause
    found = [f"V={clause.group}", f"SV={clause.subject}|{clause.group}"]
    if view.head is not None and view.depth:
        found.append(f"hV={view.head.group}|{clause.group.split(' ')[0]}")
        found += [f"h:{word}" for word in view.head.words]
    found += [f"^{word}" for word in part[:6]]
    found.append(f"c={part[0][-3:]}" if part else "c=")
    return found + inside + [f"{a}_{b}" for a, b in itertools.pairwise(inside)]


def describe_all(
    text: str,
    found: Sequence[tuple[View, list[Span]]],
    who: Speakers,
    genre: Genre,
    language: str,
) -> list[list[Attributes]]:
    """Attributes of every part of a document's commitment units, in order.

    Args:
        text: the whole canonical text.
        found: commitment units in the document's order, each with the spans of its parts.
        who: who speaks, and when.
        genre: what kind of text it is.
        language: of the text.
    """
    if not found:
        return []
    parts = [(view, span) for view, spans in found for span in spans]
    words = [english(tokens(span.of(text)), language) for _, span in parts]
    topics = Topics(found[-1][0])
    issues = rank([topics.of(view, part) for (view, _), part in zip(parts, words, strict=True)])
    firmness = _best("strength", [
        strength_features(view, part, _before(text, view, span, language))
        for (view, span), part in zip(parts, words, strict=True)
    ])  # fmt: skip
    kinds = _best(
        "kind",
        [kind_features(view, part) for (view, _), part in zip(parts, words, strict=True)],
    )
    described = (
        _described(text, view, span, who, language, known)
        for (view, span), known in zip(
            parts, zip(firmness, kinds, (ranked[0] for ranked in issues), strict=True), strict=True
        )
    )
    return [[next(described) for _ in spans] for _, spans in found]


def _described(
    text: str, view: View, span: Span, who: Speakers, language: str, known: tuple[str, str, str]
) -> Attributes:
    bound = parties(text, view, span, who)
    only = bound[0] if len(bound) == 1 and bound != ("all",) else ""
    due = deadline(text, span.start, span.end, who.dated, language, only)
    amount = quantity(text, span.start, span.end)
    return Attributes(
        parties=bound,
        strength=known[0],
        kind=known[1],
        issue=known[2],
        deadline=due.deadline if due else None,
        quantity=amount.quantity if amount else None,
    )


def _before(text: str, view: View, span: Span, language: str) -> list[str]:
    """Tokens of the unit before one of its parts."""
    if span.start <= view.words.start:
        return []
    return english(tokens(text[view.words.start : span.start]), language)


def _best(name: str, features: list[list[str]]) -> list[str]:
    model = weights.load(name)
    return [model.classes[column] for column in model.score(features).argmax(axis=1)]


def parties(text: str, view: View, part: Span, who: Speakers) -> tuple[str, ...]:
    """Codes of those bound by one part; ``("all",)`` for the document's issuers together."""
    subject = _subject_text(text, view, part)
    if view.clause.subject == "we" or re.search(r"\b[Ww]e\b", subject):
        return (who.single,) if who.single else ("all",)
    codes = named(subject, who.dated)
    if codes and not _joint(codes, who):
        return tuple(codes)
    if codes:
        return ("all",)
    if not _WE.search(subject) and view.head is not None and view.depth > 0 and view.head_span:
        head = view.head_span.of(text)
        above = named(_before_verb(head), who.dated)
        if above and not _joint(above, who):
            return tuple(above)
    opener = _opening_party(text, view, who) if not _WE.search(subject) else ()
    return opener or ((who.single,) if who.single else ("all",))


def _opening_party(text: str, view: View, who: Speakers) -> tuple[str, ...]:
    """The party that titles the list item in which a sentence without a subject stands."""
    first = view
    while not first.first and first.before is not None:
        first = first.before
    if not first.clause.lead:
        return ()
    title = first.words.of(text).partition(":")[0]
    return tuple(named(title, who.dated)) if len(title) < 60 else ()


def _joint(codes: list[str], who: Speakers) -> bool:
    return len(codes) > 1 and bool(who.joint) and set(codes) >= who.joint


def _subject_text(text: str, view: View, part: Span) -> str:
    unit = text[view.words.start : view.words.end]
    own = part.of(text)
    if part.start > view.words.start + 5:
        match = _MODAL.search(own)
        if match and match.start() < 80 and named(own[: match.start()]):
            return own[: match.start()]
    return _before_verb(unit)


def _before_verb(unit: str) -> str:
    match = _MODAL.search(unit)
    if match is None:
        colon = unit.find(":")
        return unit[:colon] if 0 < colon < 40 else ""
    before = unit[: match.start()]
    comma = before.rfind(", the ")
    if comma > 0:
        return before[comma:]
    comma = max(before.rfind(", we"), before.rfind(", our"))
    return before[comma:] if comma > 0 else before
