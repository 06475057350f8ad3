"""Units as a reader meets them: with the clause above, the heading, what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from aftersummit.commitments.clause import Clause, read, tokens
from aftersummit.commitments.foreign import english
from aftersummit.commitments.signals import NO_DEEDS, signs
from aftersummit.model import Span
from aftersummit.text.segment import Unit

_LEAD = re.compile(
    r"[\"“]?\[([^\]]{8,600})\][:,]?\s*(?=\S{2})"
)  # a clause that an editor put before
LONGEST = 4000  # characters of a unit that are read; no sentence of a summit is as long
_HEADLESS = frozenset({"gerund", "imperative"})
TALK_KINDS = frozenset({"speech", "briefing", "news", "order"})


@dataclass(slots=True)
class View:
    """One unit in its context.

    Attributes:
        span: its place, with the list marker.
        words: its place without the marker.
        text: its words as written, with the marker.
        kind: heading, sentence, bullet or item.
        depth: 0 outside lists.
        clause: its shallow reading.
        head: reading of the clause that introduces it, with its place in ``head_span``.
        section: tokens of the heading above.
        before: the view before it, in any block.
        first: whether it opens its block.
        position: its place in the document, 0 to 1.
        following: reading of the unit after it.
        above: the view of the clause that introduces it.
    """

    span: Span
    words: Span
    text: str
    kind: str
    depth: int
    clause: Clause
    head: Clause | None
    head_span: Span | None
    section: list[str]
    before: View | None = None
    first: bool = True
    position: float = 0.0
    following: Clause | None = None
    above: View | None = None
    signs: list[str] = field(default_factory=list)


def views(text: str, units: Sequence[Unit], language: str = "en") -> list[View]:
    """Every unit of a text in its context, in order."""
    heads: dict[Span, Clause] = {}
    places: dict[int, View] = {}
    sections: dict[Span, list[str]] = {}
    found: list[View] = []
    block = -1
    size = max(1, len(text))
    for unit in units:
        view = _view(unit, text, heads, sections, language, len(units) == 1)
        view.before = found[-1] if found else None
        view.first = unit.block != block
        view.position = unit.span.start / size
        if unit.head is not None:
            view.above = places.get(unit.head.end)
        places[unit.span.end] = view
        if found:
            found[-1].following = view.clause
        block = unit.block
        found.append(view)
    for view in found:
        origin = view.above if view.above is not None and view.depth > 0 else view
        before = origin.before.signs if origin.before is not None else ()
        view.signs = signs(
            view.clause, view.kind, view.depth, view.head, view.following is not None, before
        )
    if len(found) == 1:
        found[0].signs = _signs_alone(found[0])
    return found


def titled(words: str) -> bool:
    """Whether words are written as a title is: capitals on nearly all that are not small."""
    long = [word for word in words.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) > 1 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def by_itself(view: View) -> View:
    """The same unit as it would be read if it were all that was quoted."""
    kind = "heading" if view.kind == "heading" and titled(view.text) else "sentence"
    bare = replace(
        view, kind=kind, depth=0, head=None, section=[], before=None, first=True, position=0.0,
        following=None, above=None,
    )  # fmt: skip
    bare.signs = signs(bare.clause, kind, 0, None, False)
    bare.signs = _signs_alone(bare)
    return bare


def _signs_alone(view: View) -> list[str]:
    """Its signs, or that it is an item quoted without the clause above it."""
    clause = view.clause
    bare = not view.signs and clause.tense in _HEADLESS and clause.group not in NO_DEEDS
    return ["bare-act"] if bare else view.signs


def _view(
    unit: Unit,
    text: str,
    heads: dict[Span, Clause],
    sections: dict[Span, list[str]],
    language: str,
    whole: bool,
) -> View:
    """A unit with its own reading and those of the clause and the heading above it."""
    words = text[unit.words.start : unit.words.end]
    kind, depth, head_span = unit.kind, unit.depth, unit.head
    own = words
    lead = _LEAD.match(words) if "[" in words[:3] else None
    if lead is not None:
        kind = "sentence"
        head_span = Span(unit.words.start + lead.start(1), unit.words.start + lead.end(1))
        own = lead[1].rstrip(": …") + " " + words[lead.end() :]
    clause = read(english(tokens(own[:LONGEST]), language))
    quoted = whole and not titled(words)
    if kind == "heading" and (quoted or (clause.subject == "we" and clause.verb >= 0)):
        kind = "sentence"  # a passage quoted by itself, or a sentence without its full stop
    return View(
        span=unit.span,
        words=unit.words,
        text=words,
        kind=kind,
        depth=depth,
        clause=clause,
        head=_cached_head(unit.head, heads, text, language),
        head_span=head_span,
        section=_cached_section(unit.section, sections, text),
    )


def _cached_head(
    span: Span | None, known: dict[Span, Clause], text: str, language: str
) -> Clause | None:
    if span is None:
        return None
    if span not in known:
        shown = text[span.start : min(span.end, span.start + LONGEST)]
        known[span] = read(english(tokens(shown), language))
    return known[span]


def _cached_section(span: Span | None, known: dict[Span, list[str]], text: str) -> list[str]:
    if span is None:
        return []
    if span not in known:
        known[span] = tokens(text[span.start : span.end])[:12]
    return known[span]


_USUAL = 8  # units that the usual shares of a summit text weigh as much as
_PROMISING = ("will", "shall", "commit", "intend")


@dataclass(slots=True)
class Genre:
    """What kind of text this is, read off the text itself: shares of its units, 0 to 1."""

    we: float
    i: float
    bullets: float
    promises: float
    talk: float
    gerunds: float
    past: float
    code: str = "summit"


def genre(found: Sequence[View], kind: str = "other") -> Genre:
    """Shares over the document's units, and one word for it.

    ``kind`` is the document's recorded kind; one that is known settles the word.
    """

    def share(count: int, usual: float) -> float:
        """The share, drawn towards what is usual where there is little text."""
        return (count + usual * _USUAL) / (len(found) + _USUAL)

    we = first_person = bullets = promises = talk = gerunds = past = 0
    for view in found:
        clause = view.clause
        words = clause.words
        present = set(words)
        we += "we" in present and "we" in words[:12]
        first_person += "i" in present
        bullets += view.kind in {"bullet", "item"} or view.depth > 0
        promises += clause.group.startswith(_PROMISING)
        talk += _spoken(view, present)
        gerunds += bool(words) and words[0].endswith("ing")
        past += clause.subject in {"he", "she"} or "said" in present
    result = Genre(
        we=share(we, 0.3),
        i=share(first_person, 0.0),
        bullets=share(bullets, 0.1),
        promises=share(promises, 0.2),
        talk=share(talk, 0.0),
        gerunds=share(gerunds, 0.05),
        past=share(past, 0.0),
    )
    if kind in TALK_KINDS or (result.talk > 0.04 and kind in {"other", ""}):
        result.code = "talk"
    elif result.bullets > 0.25:
        result.code = "sheet"
    elif result.we > 0.2:
        result.code = "summit"
    else:
        result.code = "report"
    return result


_CONTRACTED = ("n’t", "’re", "’ve", "’m", "’ll", "n't", "'re", "'ve", "'m")


def _spoken(view: View, present: Set[str]) -> bool:
    """Whether a unit, with its different words, sounds like talk."""
    words = view.clause.words
    if not words:
        return False
    if words[0] in {"q", "i", "well", "thank", "yeah"} or words[-1] == "?":
        return True
    if "applause" in present or "folks" in present:
        return True
    if "’" not in view.text and "'" not in view.text:
        return False
    return any(word.endswith(_CONTRACTED) for word in present)
