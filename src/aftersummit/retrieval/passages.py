"""A document as passages: short enough to judge at a glance, long enough to be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aftersummit.model import Span
from aftersummit.text.sentences import ends

WORDS = 160
"""Words that a passage holds at most, where its paragraphs allow it."""
_SHORT = 24
_WORD = re.compile(r"\S+")
_CLOSED = re.compile(r"[.!?…:;\"”»)\]]\W*\Z")


def passages(text: str, words: int = WORDS) -> Iterator[Span]:
    """Spans of ``text`` that follow each other, cut where paragraphs end.

    Paragraphs are gathered until the next would lift the passage over ``words``; one that is
    longer by itself is cut after a sentence, and a sentence that is longer after a word. A
    short line without an end mark (a heading) goes with what follows it. White space around
    a passage belongs to none, every other character to exactly one.
    """
    gathered: list[tuple[Span, int]] = []
    for span in _paragraphs(text):
        size = _size(text, span)
        if gathered and size + sum(held for _, held in gathered) > words:
            kept = _heading(text, gathered)
            if len(kept) < len(gathered):
                yield _joined(gathered[: len(gathered) - len(kept)])
            gathered = kept
        if size + sum(held for _, held in gathered) <= words:
            gathered.append((span, size))
            continue
        start = gathered[0][0].start if gathered else span.start
        *whole, rest = _parts(text, Span(start, span.end), words)
        yield from whole
        gathered = [(rest, _size(text, rest))]
    if gathered:
        yield _joined(gathered)


def _joined(gathered: list[tuple[Span, int]]) -> Span:
    return Span(gathered[0][0].start, gathered[-1][0].end)


def _heading(text: str, gathered: list[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """The last of the paragraphs, where it only introduces what follows."""
    span, size = gathered[-1]
    closed = size > _SHORT or _CLOSED.search(text, max(span.start, span.end - 8), span.end)
    return [] if closed else [(span, size)]


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        gap = text.find("\n\n", at)
        stop = gap if gap >= 0 else len(text)
        piece = text[at:stop]
        if bare := piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            yield Span(start, start + len(bare))
        at = stop + 2


def _size(text: str, span: Span) -> int:
    """Words in a span; canonical text has single blanks, so that counting them is enough."""
    return text.count(" ", span.start, span.end) + text.count("\n", span.start, span.end) + 1


def _parts(text: str, span: Span, words: int) -> Iterator[Span]:
    """A long paragraph, with the heading before it, in pieces of whole sentences."""
    start, end, count = span.start, span.start, 0
    for piece in _sentences(text, span, words):
        size = _size(text, piece)
        if count and count + size > words:
            yield Span(start, end)
            count = 0
        if count == 0:
            start = piece.start
        end, count = piece.end, count + size
    yield Span(start, end)


def _sentences(text: str, span: Span, words: int) -> Iterator[Span]:
    at = span.start
    for stop in (*ends(text, span.start, span.end), span.end):
        if at >= span.end:
            return
        sentence = Span(at, stop)
        if _size(text, sentence) <= words:
            yield sentence
        else:
            yield from _by_words(text, sentence, words)
        at = stop
        while at < span.end and text[at].isspace():
            at += 1


def _by_words(text: str, span: Span, words: int) -> Iterator[Span]:
    start, end, count = span.start, span.start, 0
    for word in _WORD.finditer(text, span.start, span.end):
        if count == words:
            yield Span(start, end)
            start, count = word.start(), 0
        end, count = word.end(), count + 1
    if count:
        yield Span(start, end)
