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
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.parties import named
from aftersummit.commitments.quantities import quantity
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


def part_features(view: View, part: str, genre: Genre) -> tuple[list[str], list[str], list[str]]:
    """What the models of strength, of kind and of issue see of one part of a unit."""
    words = tokens(part)
    inside = [w for w in words if len(w) > 1]
    pairs = [f"{a}_{b}" for a, b in itertools.pairwise(inside)]
    clause = view.clause
    body = clause.words[clause.begin :]
    head = view.head.words if view.head and view.depth else []
    verbs = [f"V={clause.group}", f"SV={clause.subject}|{clause.group}"]
    if view.head and view.depth:
        verbs.append(f"hV={view.head.group}|{clause.group.split(' ')[0]}")
        verbs += [f"h:{w}" for w in head]
    opening = [f"^{w}" for w in words[:6]] + [f"u^{w}" for w in body[:8]]
    opening += [f"u^{a}_{b}" for a, b in itertools.pairwise(body[:9])]
    opening += [f"p^{a}_{b}" for a, b in itertools.pairwise(words[:7])]
    strength = verbs + opening + inside + pairs
    kind = verbs + opening[:6] + inside + pairs + [f"c={words[0][-3:]}" if words else "c="]
    stems = [w[:5] + "~" for w in inside if len(w) > 6]
    before = view.before.clause.words if view.before is not None else []
    topic = inside + pairs + stems + [f"s:{w}" for w in view.section] + [f"u:{w}" for w in body]
    topic += [f"h:{w}" for w in head] + [f"b:{w}" for w in before if len(w) > 4]
    return strength, kind, topic


def describe_all(
    text: str,
    found: Sequence[tuple[View, list[Span]]],
    who: Speakers,
    genre: Genre,
    language: str,
) -> list[list[Attributes]]:
    """Attributes of every part of a document's commitment units, in order."""
    return [describe(text, view, parts, who, genre, language) for view, parts in found]


def describe(
    text: str, view: View, parts: list[Span], who: Speakers, genre: Genre, language: str
) -> list[Attributes]:
    """Attributes of every part of a commitment unit, each from its own words."""
    found = []
    for span in parts:
        strength, kind, topic = part_features(view, span.of(text), genre)
        due = deadline(text, span.start, span.end, who.dated, language)
        amount = quantity(text, span.start, span.end)
        found.append(
            Attributes(
                parties=parties(text, view, span, who),
                strength=_best("strength", strength),
                kind=_best("kind", kind),
                issue=_best("issue", topic),
                deadline=due.deadline if due else None,
                quantity=amount.quantity if amount else None,
            )
        )
    return found


def _best(name: str, features: list[str]) -> str:
    model = weights.load(name)
    scores = model.score([features])[0]
    return model.classes[int(scores.argmax())]


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
