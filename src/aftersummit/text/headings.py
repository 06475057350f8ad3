"""Which lines are headings, and which clauses introduce a list."""

from __future__ import annotations

import re

from aftersummit.model import Span
from aftersummit.text.abbreviations import OPENERS, words_of
from aftersummit.text.blocks import Marker

_LEADING_ON = re.compile(
    r"\b(?:by|to|that|including|include|includes|included|with|through|are|is|will|shall|we|of|on|for"
    r"|following|below|as|par|à|de|pour|suivants?|suivantes?|que|notamment"
    r"|incluidos?|incluye[n]?|siguientes?|como)[,]?$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:will|shall"
    r"|(?:are|is|remain|also|we) (?:commit|intend|pledg|agre|plan|resolv|determin)\w+"
    r"|agreed?|intend(?:s|ed)?|pledged?|committed|decided?|announced?|affirm(?:s|ed)?"
    r"|nous|s[’']engage(?:nt|ons)?|seront|nos comprometemos|se comprometen|acordaron|acordamos)\b"
)
_STATES = re.compile(
    r"\b(?:[Ww]e|will|shall|must|is|are|was|were|has|have|had|said"
    r"|[Nn]ous|est|sont|sera|seront|doit|doivent|[Ss]e|es|son|será|serán|ha|han|debe|deben)\b"
)
_FOLLOWING = re.compile(r"\b(?:following|as follows|suivante?s?|siguientes?)\b[^.:;]{0,60}\.$")
_UNFINISHED = re.compile(r"\b(?:by|to|will|shall|that|are|is|we):$")
_FIRST_WORDS = re.compile(r"([A-Z][a-z-]+),? ([a-z]+|[A-Z$\d“])")
_VERBS_OF_OTHERS = words_of("will shall has have is are was were and or said may must can")
_SMALL = words_of(
    """
    a an and as at but by for from in into nor of on or over per the to under up via with vs
    à au aux avec dans de des du en et l la le les ou par pour sur un une d
    al con del e el los las o para por sin su sus u y
    """
)
_WORD = re.compile(r"\w+")
_LONGEST_HEADING = 250
_LONGEST_PLAIN_HEADING = 140
_LONGEST_COLON_HEADING = 90


def introduces(text: str, span: Span, in_list: bool) -> bool:
    """Whether the clause at ``span``, over a list, introduces it.

    It does when it ends in a colon. Outside a list it also does when it ends without a mark on
    a word that leads on ("by", "including"), holds a promising verb, or says "the following".
    """
    last = text[span.end - 1]
    if last == ":":
        return True
    if in_list:
        return False
    tail = text[max(span.start, span.end - 160) : span.end]
    if last.isalnum() or last in ",—–-":
        return _LEADING_ON.search(tail) is not None or _VERB.search(tail) is not None
    return last == "." and _FOLLOWING.search(tail) is not None


def completes(text: str, head: Span, start: int) -> bool:
    """Whether the paragraph at ``start`` finishes the unfinished clause at ``head``.

    After "... by:" a paragraph that opens with "-ing" does, after "... will:" or "... to:" one
    that opens with a bare verb: a capitalised word that is no article, pronoun or preposition,
    and that no verb of its own follows ("Canada will").
    """
    clause = _UNFINISHED.search(text, max(head.start, head.end - 12), head.end)
    opening = _FIRST_WORDS.match(text, start, start + 60)
    if clause is None or opening is None:
        return False
    first, second = opening.groups()
    gerund = first.endswith("ing")
    if clause.group() in ("by:", "is:", "are:"):
        return gerund
    return first not in OPENERS and not gerund and second not in _VERBS_OF_OTHERS


def is_heading(text: str, start: int, end: int, marker: Marker | None, over_list: bool) -> bool:
    """Whether the block at ``[start, end)`` is a heading and not a sentence or an item.

    A heading is short, opens with a capital or a number and closes without a mark. Over a list
    a line that leads on or holds a promising verb is the list's head instead.
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
        return not over_list and size <= _LONGEST_COLON_HEADING and _title_share(words) >= 0.75
    if over_list and (_LEADING_ON.search(words) or _VERB.search(words)):
        return False
    if _title_share(words) >= 0.6:
        return True
    return (
        size <= _LONGEST_PLAIN_HEADING
        and _STATES.search(words) is None
        and _VERB.search(words) is None
    )


def _title_share(words: str) -> float:
    """Share of the weighty words that begin with a capital or a digit."""
    weighty = [word for word in _WORD.findall(words) if word.lower() not in _SMALL]
    if not weighty:
        return 1.0
    return sum(not word[0].islower() for word in weighty) / len(weighty)
