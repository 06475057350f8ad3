"""Units as a reader meets them: with the clause above, the heading, what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aftersummit.commitments.clause import Clause, read, tokens
from aftersummit.commitments.foreign import english
from aftersummit.commitments.signals import signs
from aftersummit.model import Span
from aftersummit.text.segment import Unit

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
    before: View | None
    first: bool
    position: float
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
        head = _cached_head(unit.head, heads, text, language)
        words = text[unit.words.start : unit.words.end]
        view = View(
            span=unit.span,
            words=unit.words,
            text=words,
            kind=unit.kind,
            depth=unit.depth,
            clause=read(english(tokens(words), language)),
            head=head,
            head_span=unit.head,
            section=_cached_section(unit.section, sections, text),
            before=found[-1] if found else None,
            first=unit.block != block,
            position=unit.span.start / size,
            above=places.get(unit.head.end) if unit.head is not None else None,
        )
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
    return found


def _cached_head(
    span: Span | None, known: dict[Span, Clause], text: str, language: str
) -> Clause | None:
    if span is None:
        return None
    if span not in known:
        known[span] = read(english(tokens(text[span.start : span.end]), language))
    return known[span]


def _cached_section(span: Span | None, known: dict[Span, list[str]], text: str) -> list[str]:
    if span is None:
        return []
    if span not in known:
        known[span] = tokens(text[span.start : span.end])[:12]
    return known[span]


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
    total = max(1, len(found))
    we = sum("we" in v.clause.words[:12] for v in found) / total
    first_person = sum("i" in v.clause.words for v in found) / total
    bullets = sum(v.kind in {"bullet", "item"} or v.depth > 0 for v in found) / total
    promises = (
        sum(v.clause.group.startswith(("will", "shall", "commit", "intend")) for v in found) / total
    )
    talk = sum(_spoken(v) for v in found) / total
    gerunds = (
        sum(v.clause.words[:1] != [] and v.clause.words[0].endswith("ing") for v in found) / total
    )
    past = sum(v.clause.subject in {"he", "she"} or "said" in v.clause.words for v in found) / total
    result = Genre(we, first_person, bullets, promises, talk, gerunds, past)
    if kind in TALK_KINDS or (talk > 0.04 and kind in {"other", ""}):
        result.code = "talk"
    elif bullets > 0.25:
        result.code = "sheet"
    elif we > 0.25:
        result.code = "summit"
    else:
        result.code = "report"
    return result


def _spoken(view: View) -> bool:
    words = view.clause.words
    if not words:
        return False
    if words[0] in {"q", "i", "well", "thank", "yeah"} or words[-1] == "?":
        return True
    contracted = any(
        w.endswith(("n’t", "’re", "’ve", "’m", "’ll", "n't", "'re", "'ve", "'m")) for w in words
    )
    return contracted or ("applause" in words) or "folks" in words
