"""Where a sentence ends: regular expressions and lists of abbreviations, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aftersummit.text.abbreviations import MAYBE, NUMBERED, OPENERS, TITLES
from aftersummit.text.blocks import ROMAN, marker_at

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060"

# A run of end marks with the quotes and brackets that close after it, before white space.
# Possessive (++, *+) and not startable inside a run, so each character is looked at once.
_STOP = re.compile(
    r"(?<![.!?…])([.!?…]++)((?:[\"'”’»›)\]}]|[ \u00a0\u202f]»)*+)(?=[\s\u200b\u200c\u200d\u2060])"
    r"|([。！？][」』”’）]*+)"
)
# A quotation in typographic quotes is not cut inside: it belongs to the sentence that quotes it.
_QUOTATION = re.compile(r"“[^“”]{0,1000}+”|«[^«»]{0,1000}+»")
_GAP = re.compile(rf"[\s{_ZERO_WIDTH}]*+")
_LISTED = re.compile(r"\(?[a-zA-Zivx0-9]{1,4}\)\s")
_OPENING = re.compile(r"[\"'“‘«‹(\[{¿¡*_]++[ \u00a0\u202f]?")
_WORD = re.compile(r"\w++")
_ROMAN = re.compile(ROMAN)
_DOTTED = re.compile(r"(?:[^\W\d]\.)+[^\W\d]")

# A list inside a paragraph: after a colon or semicolon (and "and", "or") comes "1)", "2.", "(i)".
# Items after a semicolon go with one after a colon or at the start of the paragraph.
# "(1)" is left in its sentence: such lists count nouns, not measures.
_INLINE = re.compile(
    r"(?<=[:;])\s(?:(?:and|or|et|ou|y|o|e)\s)?"
    r"(?=(?:\d{1,2}[.)]|\([ivx]{1,5}\)|\([a-h]\)|[ivx]{1,5}\)|[a-h]\)|•)\s\S)"
)
_NUMBER_INSIDE = re.compile(r"(?<=\w\s)(\d{1,3})\.\s(?=[A-ZÀ-ÖØ-Þ¿¡«“])")
_COUNTS = re.compile(
    r"\b(?:[A-Z]{2,}|by|of|in|to|on|at|than|from|and|or|until|over|under|about|only|the|all"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Pillar|Phase|Part|Goal|Article|Section|Chapter|Annex|Title|Resolution|Paragraph|Mk"
    r"|le|du|de|en|el|del|para|hasta|[a-zûé]+(?:bre|embre)|enero|janvier|[Oo]bjetivo)\s$"
)
_LABEL = re.compile(
    rf"(?:[(\[]?(?:\d{{1,3}}|[a-zA-Z]|{ROMAN})"
    r"|\d{1,3}(?:\.\d{1,3}){1,3}"
    r"|(?:§|[Ss]ec|[Ss]ection|SECTION|SEC|[Aa]rt|[Aa]rticle|ARTICLE|[Aa]rtículo|[Cc]hapter|[Pp]art)"
    r"\.?\s\w{1,5})\.?[)\]]?\.?"
)
_TOKEN_REACH = 24
_LABEL_REACH = 24


def ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets in ``[start, end)`` after which a new sentence begins, in order.

    The text of one paragraph lies between ``start`` and ``end``; its own end is not told.
    An offset stands right after the last mark or closing quote of the sentence.
    """
    opened = start
    quotations = _quotations(text, start, end)
    quote_start, quote_end = next(quotations, (end, end))
    for stop in _STOP.finditer(text, start, end):
        at = stop.end()
        while quote_end < at:
            quote_start, quote_end = next(quotations, (end, end + 1))
        if quote_start < stop.start() and at < quote_end:
            continue
        gap = _GAP.match(text, at, end)
        following = gap.end() if gap else at
        if following >= end:
            return
        if stop.group(3) or _closes(text, opened, stop, following, end):
            yield at
            opened = at


def _quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _QUOTATION.finditer(text, start, end))


def list_starts(text: str, start: int, end: int, last_number: int) -> list[int]:
    """Offsets between ``start`` and ``end`` after which an item of an inline list begins.

    Args:
        last_number: number of the last numbered paragraph or item; a bare "4. Ending" in the
            middle of a line begins an item only where it goes on counting.
    """
    found: set[int] = set()
    opening = marker_at(text, start, end)
    family = opening.family if opening else None
    for match in _INLINE.finditer(text, start, end):
        item = marker_at(text, match.end(), end)
        if item is None:
            continue
        if text[match.start() - 1] == ":":
            family = item.family
        if item.family == family:
            found.add(_trim(text, match.end()))
    if not last_number:
        return sorted(found)
    for match in _NUMBER_INSIDE.finditer(text, start, end):
        before = text[max(start, match.start() - _TOKEN_REACH) : match.start()]
        if int(match.group(1)) == last_number + 1 and not _COUNTS.search(before):
            found.add(match.start() - 1)
            last_number += 1
    return sorted(found)


def _trim(text: str, at: int) -> int:
    while text[at - 1].isspace():
        at -= 1
    return at


def _closes(text: str, opened: int, stop: re.Match[str], following: int, end: int) -> bool:
    """Whether the marks at ``stop`` close a sentence, given what stands around them."""
    marks = stop.group(1)
    quoted = bool(stop.group(2))
    if marks[-1] in "!?" and text[following] in "¿¡":
        return True
    opening = _OPENING.match(text, following, end)
    first = opening.end() if opening else following
    char = text[first] if first < end else ""
    if char in ",;:|" or (char.islower() and not _LISTED.match(text, following, end)):
        return False
    if marks[-1] in "!?" or (quoted and stop.group(2).strip(")]}")):
        return True
    if len(marks) > 1 or marks == "…":
        return char.isupper() or not char.isalpha()
    return _full_stop_closes(text, opened, stop.start(), first, end)


def _full_stop_closes(text: str, opened: int, dot: int, first: int, end: int) -> bool:
    """Whether a single full stop at ``dot`` closes a sentence; ``first`` is what comes next."""
    if dot - opened <= _LABEL_REACH and _LABEL.fullmatch(text[opened:dot].strip()):
        return False  # a number that stands before its paragraph
    token = _token_before(text, opened, dot)
    if not token:
        return True
    lowered = token.lower()
    if lowered in TITLES:
        return False
    char = text[first] if first < end else ""
    if lowered in NUMBERED and (
        char.isdigit() or (lowered != "no" and _enumerates(text, first, end))
    ):
        return False
    if lowered in MAYBE or _DOTTED.fullmatch(token):
        return _opens(text, first, end)
    if len(token) == 1 and token.isupper():
        return _opens(text, first, end)
    return True


def _token_before(text: str, opened: int, dot: int) -> str:
    window = text[max(opened, dot - _TOKEN_REACH) : dot]
    parts = window.split()
    if not parts or window[-1:].isspace():
        return ""
    return parts[-1].lstrip("\"'“‘«‹([{¿¡-–—*_/|").rsplit("-", 1)[-1].rsplit("’", 1)[-1]


def _opens(text: str, first: int, end: int) -> bool:
    word = _WORD.match(text, first, min(end, first + 20))
    return word is not None and word.group() in OPENERS


def _enumerates(text: str, first: int, end: int) -> bool:
    word = _WORD.match(text, first, min(end, first + 8))
    if word is None:
        return False
    letters = word.group()
    if len(letters) == 1:
        return letters not in "AEOUYaeouy"  # words of their own in one of the languages
    return _ROMAN.fullmatch(letters) is not None
