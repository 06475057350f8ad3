"""Which lines are headings, and which clauses introduce a list."""

from __future__ import annotations

import re

from aftersummit.model import Span
from aftersummit.text.abbreviations import words_of
from aftersummit.text.blocks import Marker

_PROMISING = re.compile(
    r"\b(?:will|shall|commit\w*|pledg\w+|agree\w*|announc\w+|intend\w*|plan|plans|resolve\w*"
    r"|decid\w+|undertak\w+|reaffirm\w*|affirm\w*|underscor\w+|support\w*|endors\w+|includ\w+"
    r"|following|by|to|on|of|for|and|that|is|are|we|ont|sera|seront|s[’']engage\w*|suivant\w*"
    r"|compromet\w*|acord\w+|acuerd\w+|siguiente\w*|incluy\w+)\b",
    re.IGNORECASE,
)
_SMALL = words_of(
    """
    a an and as at but by for from in into nor of on or over per the to under up via with vs
    à au aux avec dans de des du en et l la le les ou par pour sur un une d
    al con del e el los las o para por sin su sus u y
    """
)
_LONGEST_HEADING = 250
_LONGEST_PLAIN_HEADING = 90


def introduces(text: str, span: Span) -> bool:
    """Whether the clause at ``span`` reads as one that introduces a list under it.

    It ends in a colon or a dash, or ends without any mark, or says "the following".
    """
    last = text[span.end - 1]
    if last in ":—–":
        return True
    tail = text[max(span.start, span.end - 120) : span.end]
    if last.isalnum() or last == ",":
        return _PROMISING.search(tail) is not None
    return last == "." and re.search(r"\bfollowing\b|\bsuivant|\bsiguiente", tail) is not None


def is_heading(text: str, start: int, end: int, marker: Marker | None, over_list: bool) -> bool:
    """Whether the block at ``[start, end)`` is a heading and not a sentence or an item.

    A heading is short, opens with a capital or a number and closes without a mark. Over a list
    a line with a promising verb is the list's head instead.
    """
    size = end - start
    if size > _LONGEST_HEADING or (marker is not None and not marker.counted):
        return False
    last = text[end - 1]
    if last in ".;,!?…" or (last in '”"»)' and size > 2 and text[end - 2] in ".;,!?…"):
        return False
    words = text[start:end]
    if " | " in words or not (words[0].isupper() or not words[0].isalpha()):
        return False
    if last == ":":
        return not over_list and size <= 100 and _title_share(words) >= 0.75
    if over_list and _PROMISING.search(words[-60:]) and _title_share(words) < 0.75:
        return False
    if marker is not None:
        return size <= _LONGEST_PLAIN_HEADING or _title_share(words) >= 0.6
    return size <= _LONGEST_PLAIN_HEADING or _title_share(words) >= 0.6


def _title_share(words: str) -> float:
    """Share of the weighty words that begin with a capital or a digit."""
    weighty = [word for word in re.findall(r"\w+", words) if word.lower() not in _SMALL]
    if not weighty:
        return 1.0
    return sum(not word[0].islower() for word in weighty) / len(weighty)
