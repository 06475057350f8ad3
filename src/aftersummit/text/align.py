"""Words placed in a text: quotations, and fingerprints of passages whose words are not kept.

``locate`` answers where a quotation stands, letter for letter or up to typography.
``fingerprint`` and ``find`` do the same for a passage that may be pointed at and not copied:
what is stored is its length and two checksums, and what is compared is only its letters and
digits, so that it is found in any rendering of the same text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from aftersummit.errors import UserError
from aftersummit.model import Span
from aftersummit.model.commitment import Match
from aftersummit.text.normalise import canonical

_DASHES = "-‐‑‒–—―−﹘﹣－"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\u200e\u200f\ufe0f"
_MARKS = "*_`"  # emphasis in markdown
_QUOTES = {**dict.fromkeys("“”„‟«»″〝〞＂", '"'), **dict.fromkeys("‘’‚‛‹›′´`＇", "'")}
_ITEM_MARKS = "•‣◦▪·-–—* \t"  # a list item may carry another mark in another rendering
_LETTER_DASH = re.compile(r"(?<=[^\W\d_])-+(?=[^\W\d_])")


class _Fold(dict[str, str]):
    """One character to what is compared when typography does not count; filled as it is asked."""

    def __missing__(self, char: str) -> str:
        if char.isspace() or char in _INVISIBLE or char in _MARKS:
            folded = ""
        elif char in _DASHES:
            folded = "-"
        elif char in _QUOTES:
            folded = _QUOTES[char]
        else:
            folded = unicodedata.normalize("NFKC", char).casefold().replace(" ", "")
        self[char] = folded
        return folded


class _Squeeze(dict[str, str]):
    """One character to its bare letters and digits; filled as it is asked."""

    def __missing__(self, char: str) -> str:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
        squeezed = "".join(part for part in plain if part.isalnum())
        self[char] = squeezed
        return squeezed


_FOLD = _Fold()
_SQUEEZE = _Squeeze()


class Aligner:
    """A text made ready for placing many quotations in it.

    Args:
        text: canonical text; spans are code points of it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: tuple[str, list[int]] | None = None

    def locate(self, quote: str, near: int | None = None) -> tuple[Span, Match] | None:
        """Where ``quote`` stands; see ``locate``."""
        wanted = quote.strip()
        if not wanted:
            return None
        found = _choose(_occurrences(self.text, wanted), near)
        if found is not None:
            return Span(found, found + len(wanted)), "exact"
        span = self._locate_folded(canonical(wanted), near)
        return None if span is None else (span, "normalised")

    def _locate_folded(self, quote: str, near: int | None) -> Span | None:
        wanted, _ = _fold(quote.lstrip(_ITEM_MARKS))
        if not any(char.isalnum() for char in wanted):
            return None
        if self._folded is None:
            self._folded = _fold(self.text)
        folded, places = self._folded
        spans = (
            Span(places[at], places[at + len(wanted) - 1] + 1)
            for at in _occurrences(folded, wanted)
            if self._whole_words(places, at, at + len(wanted))
        )
        return _nearest(spans, near)

    def _whole_words(self, places: list[int], at: int, to: int) -> bool:
        """Whether no word, and no character that folds to several, is cut at either end."""
        text, first, last = self.text, places[at], places[to - 1]
        if at and places[at - 1] == first:
            return False
        if to < len(places) and places[to] == last:
            return False
        if first and text[first].isalnum() and text[first - 1].isalnum():
            return False
        after = text[last + 1 : last + 2]
        return not (text[last].isalnum() and after.isalnum())


def locate(quote: str, text: str, near: int | None = None) -> tuple[Span, Match] | None:
    """Where ``quote`` stands in ``text``, and how it was recognised.

    Args:
        quote: the words; white space around them does not count.
        text: canonical text.
        near: code point that the wanted place is expected near, where the words stand more
            than once; the first place is taken without it.

    Returns:
        The span and ``"exact"`` where the same characters stand there; ``"normalised"`` where
        they are the same but for white space, kinds of quotes and dashes, hyphens between
        letters, soft hyphens, case, ligatures and emphasis marks; None where they do not stand
        in the text. A place recognised so begins and ends at word boundaries.
    """
    return Aligner(text).locate(quote, near)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A passage without its words: numbers and checksums of its squeezed form.

    The squeezed form is the passage's letters and digits alone, decomposed (NFKD), without
    accents, case-folded.

    Attributes:
        length: number of squeezed characters.
        opening: CRC-32 of the first 24 of them in UTF-8, eight hexadecimal digits.
        digest: BLAKE2b of all of them in UTF-8, eight bytes, sixteen hexadecimal digits.
        place: number of squeezed characters before the passage in the text it was taken from,
            to choose between repeats; -1 where it is not known.
    """

    length: int
    opening: str
    digest: str
    place: int = -1

    def __str__(self) -> str:
        place = f":{self.place}" if self.place >= 0 else ""
        return f"{self.length}:{self.opening}:{self.digest}{place}"

    @classmethod
    def parse(cls, written: str) -> Fingerprint:
        """The fingerprint that ``str`` wrote.

        Raises:
            UserError: if it is not of the form ``length:opening:digest[:place]``.
        """
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise UserError(
                f"'{written[:60]}' is no fingerprint",
                "write it as length:opening:digest or length:opening:digest:place",
            )
        length, opening, digest, place = match.groups()
        return cls(int(length), opening, digest, int(place) if place else -1)


_WRITTEN = re.compile(r"([1-9]\d{0,8}):([0-9a-f]{8}):([0-9a-f]{16})(?::(\d{1,9}))?")
_OPENING = 24


def squeeze(words: str) -> str:
    """The letters and digits of ``words``, decomposed, without accents, case-folded."""
    return "".join(map(_SQUEEZE.__getitem__, words))


def fingerprint(words: str, place: int = -1) -> Fingerprint:
    """The fingerprint of ``words``, from which they cannot be read.

    Raises:
        UserError: if they hold no letter and no digit.
    """
    squeezed = squeeze(words)
    if not squeezed:
        raise UserError(
            "a passage without a letter or digit has no fingerprint", "give it some words"
        )
    return Fingerprint(len(squeezed), _opening(squeezed), _digest(squeezed), place)


def fingerprint_at(text: str, span: Span) -> Fingerprint:
    """The fingerprint of the passage at ``span`` of ``text``, with its place in it."""
    return fingerprint(span.of(text), len(squeeze(text[: span.start])))


def find(fingerprints: Sequence[Fingerprint], text: str) -> list[Span | None]:
    """Where each fingerprint's passage stands in ``text``, in the order given.

    The text may be canonical or still carry markdown or HTML. Each span reaches from the
    passage's first letter or digit to its last, and takes in the closing marks after it.
    A passage that stands more than once is placed where ``place`` expects it, else first.
    Time grows with the length of the text, not with the number of fingerprints.
    """
    found = _find_in(fingerprints, text, *_squeeze_with_places(text))
    missing = [at for at, span in enumerate(found) if span is None]
    if missing and _MARKUP.search(text):
        wanted = [fingerprints[at] for at in missing]
        again = _find_in(wanted, text, *_squeeze_without_markup(text))
        for at, span in zip(missing, again, strict=True):
            found[at] = span
    return found


_MARKUP = re.compile(
    r"<[a-zA-Z/!][^<>]{0,2000}>|(?<=\])(?:\([^()\s]{0,2000}\)|\[[^\[\]\n]{0,80}\])|&#?\w{1,10};"
)
_CLOSING = re.compile(r"[.!?…;:,]?[\"'”’»)\]]{0,3}")


def _find_in(
    fingerprints: Sequence[Fingerprint], text: str, squeezed: str, places: list[int]
) -> list[Span | None]:
    openings = _openings(fingerprints, squeezed)
    found: list[Span | None] = []
    for wanted in fingerprints:
        candidates = openings.get((min(wanted.length, _OPENING), wanted.opening), [])
        if wanted.place >= 0:
            candidates = _nearest_first(candidates, wanted.place)
        hits = (
            _span(text, places, at, at + wanted.length)
            for at in candidates
            if _stands_at(squeezed, places, at, wanted)
        )
        found.append(next(hits, None))
    return found


def _nearest_first(candidates: list[int], place: int) -> list[int]:
    return sorted(candidates, key=lambda at: abs(at - place))


def _stands_at(squeezed: str, places: list[int], at: int, wanted: Fingerprint) -> bool:
    to = at + wanted.length
    if to > len(squeezed) or not _whole_characters(places, at, to):
        return False
    return _digest(squeezed[at:to]) == wanted.digest


def _openings(
    fingerprints: Sequence[Fingerprint], squeezed: str
) -> dict[tuple[int, str], list[int]]:
    """Where in ``squeezed`` each wanted opening stands, by its length and checksum."""
    sizes: dict[int, dict[int, tuple[int, str]]] = {}
    for wanted in fingerprints:
        size = min(wanted.length, _OPENING)
        sizes.setdefault(size, {})[int(wanted.opening, 16)] = (size, wanted.opening)
    ascii_only = squeezed.isascii()
    data = squeezed.encode() if ascii_only else b""
    crc32 = zlib.crc32
    places: dict[tuple[int, str], list[int]] = {}
    for size, keys in sizes.items():
        for at in range(len(squeezed) - size + 1):
            piece = data[at : at + size] if ascii_only else squeezed[at : at + size].encode()
            key = keys.get(crc32(piece))
            if key is not None:
                places.setdefault(key, []).append(at)
    return places


def _span(text: str, places: list[int], at: int, to: int) -> Span:
    end = places[to - 1] + 1
    closing = _CLOSING.match(text, end)
    return Span(places[at], closing.end() if closing else end)


def _whole_characters(places: list[int], at: int, to: int) -> bool:
    """Whether no character that squeezes to several is cut at either end."""
    starts = at == 0 or places[at - 1] != places[at]
    return starts and (to == len(places) or places[to] != places[to - 1])


def _opening(squeezed: str) -> str:
    return f"{zlib.crc32(squeezed[:_OPENING].encode()):08x}"


def _digest(squeezed: str) -> str:
    return hashlib.blake2b(squeezed.encode(), digest_size=8).hexdigest()


def _squeeze_with_places(text: str) -> tuple[str, list[int]]:
    parts = list(map(_SQUEEZE.__getitem__, text))
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _squeeze_without_markup(text: str) -> tuple[str, list[int]]:
    """The same, but tags and link targets count for nothing and entities for their character."""
    parts = list(map(_SQUEEZE.__getitem__, text))
    for match in _MARKUP.finditer(text):
        parts[match.start() : match.end()] = [""] * len(match.group())
        if match.group().startswith("&"):
            parts[match.start()] = squeeze(unescape(match.group()))
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _fold(text: str) -> tuple[str, list[int]]:
    """``text`` without what typography adds, and the place of each character left."""
    parts = list(map(_FOLD.__getitem__, text))
    folded = "".join(parts)
    places = [at for at, part in enumerate(parts) for _ in part]
    drop = {at for match in _LETTER_DASH.finditer(folded) for at in range(*match.span())}
    if drop:
        folded = _LETTER_DASH.sub("", folded)
        places = [place for at, place in enumerate(places) if at not in drop]
    return folded, places


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at != -1:
        yield at
        at = text.find(wanted, at + 1)


def _choose(places: Iterator[int], near: int | None) -> int | None:
    if near is None:
        return next(places, None)
    return min(places, key=lambda place: abs(place - near), default=None)


def _nearest(spans: Iterator[Span], near: int | None) -> Span | None:
    if near is None:
        return next(spans, None)
    return min(spans, key=lambda span: abs(span.start - near), default=None)
