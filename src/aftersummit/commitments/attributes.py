"""What is known of a commitment beside its words: who, how firmly, what kind, by when, how much."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from aftersummit.commitments import deadlines, deeds, quantities, weights
from aftersummit.commitments.bound import whose
from aftersummit.commitments.context import LONGEST, View
from aftersummit.commitments.foreign import english
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.lexemes import spoken, tokens
from aftersummit.commitments.strength import features as strength_features
from aftersummit.commitments.topics import Surroundings, rank
from aftersummit.model import Deadline, Named, Quantity, Span

_AT_ONCE = 512  # units whose features are held in memory together
_READ = 20_000
"""Code points of a promise that are read for its attributes; no sentence is longer, and a text
without a single full stop must not cost the square of its length."""


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
    language: str,
) -> Iterator[list[Attributes]]:
    """Attributes of every part of each of a document's commitment units, in order.

    Some units at a time, so that a long text needs no more memory than what is found in it.

    Args:
        text: the whole canonical text.
        found: commitment units in the document's order, each with the spans of its parts.
        who: who speaks, and when.
        language: of the text.
    """
    if not found:
        return
    around = Surroundings(found[-1][0])
    for first in range(0, len(found), _AT_ONCE):
        some = found[first : first + _AT_ONCE]
        parts = [(view, span) for view, spans in some for span in spans]
        described = _describe(text, parts, who, language, around)
        for _, spans in some:
            yield [next(described) for _ in spans]


def _describe(
    text: str,
    parts: Sequence[tuple[View, Span]],
    who: Speakers,
    language: str,
    around: Surroundings,
) -> Iterator[Attributes]:
    """Attributes of each of some parts."""
    said = [_said(text, view, span, language) for view, span in parts]
    words = [english(some, language) for some in said]
    seen = around.topics([(view, part) for (view, _), part in zip(parts, words, strict=True)])
    issues = rank(seen)
    firmness = _best("strength", [
        strength_features(view, part, _before(text, view, span, language))
        for (view, span), part in zip(parts, words, strict=True)
    ])  # fmt: skip
    kinds = _best(
        "kind",
        [kind_features(view, part) for (view, _), part in zip(parts, words, strict=True)],
    )
    learned = zip(firmness, kinds, (ranked[0] for ranked in issues), strict=True)
    for (view, span), known, some in zip(parts, learned, said, strict=True):
        yield _described(text, view, span, who, language, known, spoken(some))


def _described(
    text: str,
    view: View,
    span: Span,
    who: Speakers,
    language: str,
    known: tuple[str, str, str],
    words: Set[str],
) -> Attributes:
    """One part's attributes from its strength, kind and issue, and its different words, which
    say at little cost that most grammars need not be tried."""
    codes, bound = whose(text, view, span, who)
    only = codes[0] if len(codes) == 1 and codes != ("all",) else who.single
    read = Span(span.start, min(span.end, span.start + _READ))
    due = amount = None
    if deadlines.possible(words):
        due = deadlines.deadline(text, read.start, read.end, who.dated, language, only)
    if quantities.possible(words):
        amount = quantities.quantity(text, read.start, read.end)
    return Attributes(
        parties=codes,
        strength=known[0],
        kind=known[1],
        issue=known[2],
        deadline=due.deadline if due else None,
        quantity=amount.quantity if amount else None,
        bound=bound,
        action=deeds.action(text, read, promised=view.depth > 0 and view.clause.verb < 0),
        beneficiaries=deeds.beneficiaries(text, read, words),
        places=deeds.places(text, read, who.dated, words),
    )


def _said(text: str, view: View, span: Span, language: str) -> list[str]:
    """Tokens of a part; those of its unit's reading, where that is the same words."""
    marker = text[span.start : view.words.start]
    same = span == view.span and len(span) <= LONGEST and language in _READ_AS_WRITTEN
    if same and "[" not in view.text[:3] and (not marker or marker[-1].isspace()):
        return tokens(marker) + view.clause.words if marker else view.clause.words
    return tokens(text[span.start : min(span.end, span.start + _READ)])


_READ_AS_WRITTEN = frozenset(["en"])
"""Languages whose units are read in their own words, not through a glossary."""


def _before(text: str, view: View, span: Span, language: str) -> list[str]:
    """Tokens of the unit before one of its parts."""
    if span.start <= view.words.start:
        return []
    return english(tokens(text[view.words.start : span.start]), language)


def _best(name: str, features: list[list[str]]) -> list[str]:
    model = weights.load(name)
    return [model.classes[column] for column in model.score(features).argmax(axis=1)]
