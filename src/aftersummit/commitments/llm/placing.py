"""Quotations of a language model on the units of a text; what stands nowhere is told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from aftersummit.commitments.assembly import Judged
from aftersummit.commitments.context import View
from aftersummit.commitments.llm.answers import Entry
from aftersummit.commitments.llm.chunks import Chunk
from aftersummit.model import Span
from aftersummit.text.align import Aligner, locate

_FEWEST_WORDS = 3  # of a quotation that is not a whole unit; less stands anywhere
_COVERED = 0.5  # share of a unit from which a quotation over several units means it
_WORD = re.compile(r"\w+")
_ORDER = ("commitment", "call", "stance")  # a unit has one label: the first of these


@dataclass(slots=True)
class _Said:
    """What was said about one unit: its parts by label, and the reasons."""

    parts: dict[str, list[Span]] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)


class Placing:
    """The units of one text, and what is said about them.

    Attributes:
        unplaced: quotations that do not stand where they should, in the order in which they
            came.
    """

    def __init__(self, text: str, views: list[View]) -> None:
        self._text = text
        self._views = views
        self._heads = {view.head_span.end for view in views if view.head_span is not None}
        self._said: dict[int, _Said] = {}
        self.unplaced: list[str] = []

    def take(self, chunk: Chunk, entries: Iterable[Entry]) -> None:
        """Place the entries of the answer about a chunk."""
        offset = chunk.span.start
        words = chunk.span.of(self._text)
        aligner = Aligner(words)
        taken: set[tuple[str, Span]] = set()
        for entry in entries:
            span = _placed(aligner, words, entry, taken)
            if span is None:
                if not any(w and locate(entry.quote, w) for w in (chunk.head, chunk.section)):
                    self.unplaced.append(entry.quote)
                continue
            taken.add((entry.label, span))
            if not self._note(Span(span.start + offset, span.end + offset), entry):
                self.unplaced.append(entry.quote)

    def judged(self, confidence: float, name: str) -> list[Judged]:
        """A judgement for every unit that something was said about, in order."""
        found = []
        for at in sorted(self._said):
            said = self._said[at]
            label = next(label for label in _ORDER if label in said.parts)
            reasons = tuple(f"{name}: {why}" for why in dict.fromkeys(said.reasons[label]) if why)
            parts = tuple(sorted(said.parts[label])) if label == "commitment" else ()
            why = reasons or (f"{name} says so",)
            found.append(Judged(self._views[at], label, confidence, why, parts))
        return found

    def _note(self, span: Span, entry: Entry) -> bool:
        """Keep what is said about the units at a span; False where it is about none."""
        units = list(self._units(span))
        if len(units) == 1:
            part = self._part(self._views[units[0]], span)
            if part is None:
                return False
            self._add(units[0], entry, part)
            return True
        meant = [at for at in units if self._is_meant(self._views[at], span)]
        for at in meant:
            self._add(at, entry, self._views[at].span)
        return bool(meant)

    def _add(self, at: int, entry: Entry, part: Span) -> None:
        said = self._said.setdefault(at, _Said())
        parts = said.parts.setdefault(entry.label, [])
        if not any(part.overlaps(other) for other in parts):
            parts.append(part)
        said.reasons.setdefault(entry.label, []).append(entry.why)

    def _units(self, span: Span) -> Iterable[int]:
        """Numbers of the units that a span touches with a letter or digit."""
        at = max(0, bisect_right(self._views, span.start, key=lambda v: v.span.start) - 1)
        while at < len(self._views) and self._views[at].span.start < span.end:
            unit = self._views[at].words
            start, end = max(unit.start, span.start), min(unit.end, span.end)
            if start < end and _WORD.search(self._text, start, end):
                yield at
            at += 1

    def _is_meant(self, view: View, span: Span) -> bool:
        """Whether a quotation over several units is about this one."""
        if view.kind == "heading" or view.span.end in self._heads:
            return False
        covered = min(view.words.end, span.end) - max(view.words.start, span.start)
        return covered >= _COVERED * len(view.words)

    def _part(self, view: View, span: Span) -> Span | None:
        """The part of a unit that a quotation gives, with its marks; None if it is too little."""
        start, end = span.start, span.end
        if not _WORD.search(self._text, view.words.start, max(start, view.words.start)):
            start = view.span.start
        if not _WORD.search(self._text, end, max(end, view.span.end)):
            end = view.span.end
        part = Span(max(start, view.span.start), min(end, view.span.end))
        whole = part == view.span
        return part if whole or len(_WORD.findall(part.of(self._text))) >= _FEWEST_WORDS else None


def _placed(
    aligner: Aligner, words: str, entry: Entry, taken: set[tuple[str, Span]]
) -> Span | None:
    """Where a quotation stands; the next place, where the first is taken by the same words."""
    found = aligner.locate(entry.quote)
    while found is not None and (entry.label, found[0]) in taken:
        after = found[0].end
        again = locate(entry.quote, words[after:])
        if again is None:
            break
        found = (Span(again[0].start + after, again[0].end + after), again[1])
    if found is None or _cuts_a_word(words, found[0]):
        return None
    return found[0]


def _cuts_a_word(words: str, span: Span) -> bool:
    before, after = words[max(0, span.start - 1) : span.start], words[span.end : span.end + 1]
    return (before.isalnum() and words[span.start].isalnum()) or (
        after.isalnum() and words[span.end - 1].isalnum()
    )
