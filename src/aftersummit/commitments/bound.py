# Patterns read best with one alternative a line, however long.
# ruff: noqa: E501
"""Who is bound by a promise: the words of its subject, resolved to party codes.

The subject is sought in the promise itself, then in its sentence, in the clause above its
list, in the title of its list item, and, behind "it" or "this funding", in the sentences
before. "We", "both sides" and a forum that speaks in its own name are the issuers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aftersummit.commitments.context import View
from aftersummit.commitments.issuers import Speakers
from aftersummit.commitments.lexemes import lowered
from aftersummit.commitments.parties import named, places_of
from aftersummit.model import Named, Span

FORUMS = frozenset(["G7", "G8", "G20", "Quad", "APEC", "NALS", "AUKUS", "ASEAN"])
"""Groups that issue texts in their own name."""

_ALL = ("all",)
_WE = re.compile(
    r"\b(?:we|our|us|both|they|together"
    r"|(?:the |these |our |all |two |three |four |endorsing |partner )+(?:leaders|countries|governments|sides"
    r"|presidents|nations|partners|parties|members|ministers|participants|economies|delegations)|nous|nos|nosotros)\b"
)  # in small letters: what is searched is lowered first, which is faster than trying either case
_WE_SUBJECT = re.compile(r"\b(?:[Ww]e|[Nn]ous|[Nn]osotros)\b")
_VERB = re.compile(
    r"\b(?:will|shall|(?:re)?commit(?:s|ted|ting)?|pledg(?:e|es|ed|ing)|agree[sd]?|intends?|plans?|announce[sd]?|launch(?:es|ed|ing)?"
    r"|decide[sd]?|seeks?|aims?|resolved?|expects?|(?:re)?affirm(?:s|ed)?|reiterat(?:e|es|ed)|express(?:es|ed)?|confirm(?:s|ed)?"
    r"|remains?|determined|is|are|has|have|join(?:s|ed)|invest[s]?|explores?|welcome[sd]?"
    r"|s[’'](?:engage\w*|emploi\w+)|va|vont|prévoi\w+|entend\w*|réaffirm\w+|annonc\w+|espère\w*|cherch\w+|vise\w*|explore\w*|recommencera"
    r"|se comprometen?|reafirm\w+|anunci\w+|buscan?|prevén?|planean?"
    r"|\w{6,}+(?<=[atsán])(?:(?<=\w{3}[deiur]ra)|(?<=\w{3}[deiur]ront)|(?<=\w{3}rons)|(?<=\w{3}[aei]rá)|(?<=\w{3}[aei]rán)))\b"
)
_OPENS_WITH_VERB = re.compile(
    r"\W*(?:Also |Further |Plans |Intends )?(?:[Ww]ill|[A-Z]\w+(?:ed|ing|s|ize|ise)\b|[Tt]o |[A-Z]\w+er |[A-Z]\w+r[aá]\b)"
)
_ASIDE = re.compile(
    r",? (?:working (?:closely )?with|with|in (?:partnership|coordination|cooperation|collaboration|consultation|addition to)|through|supported by|led by|together with|alongside|including|subject to|pending)\b[^,]*(?:,|$)"
)
_POINTS_BACK = re.compile(
    r"\W*(?:In addition, |Additionally, |Also, |And )?(?:It|He|She|This|These|Those|The|New|Approximately|Il|Elle|Ces?|Cette|Le|Les|La|Su|Esta|Este|Estos) ?",
)
_POSSESSIVE = re.compile(
    r"\W*(?:(?:the )?([A-Z][\w.]+(?: [A-Z][\w.]+){0,3})[’']s?\s+(?:\w+ ){0,3}?(?:commitment|announcement|plans?|decision|intention|pledge))"
)


def whose(
    text: str, view: View, part: Span, who: Speakers
) -> tuple[tuple[str, ...], tuple[Named, ...]]:
    """Codes of those bound by one part, and the words on which they rest.

    ``("all",)`` stands for the document's issuers together.
    """
    subject = _subject(text, view, part)
    found = _resolved(subject.of(text), view, who)
    if found:
        return found, _words(text, subject, who)
    for place in _elsewhere(text, view, subject.of(text)):
        codes = _codes(place.of(text), who)
        if codes:
            return codes, _words(text, place, who)
    rest = (who.single,) if who.single else _ALL
    return rest, _words(text, subject, who)


def _resolved(subject: str, view: View, who: Speakers) -> tuple[str, ...]:
    """Codes that the subject itself settles; none where it names nobody."""
    if _WE_SUBJECT.search(subject) or (view.clause.subject == "we" and not named(subject)):
        return (who.single,) if who.single else _ALL
    codes = _codes(subject, who)
    if codes:
        return codes
    return ((who.single,) if who.single else _ALL) if _says_we(subject) else ()


def _codes(words: str, who: Speakers) -> tuple[str, ...]:
    """Codes named in a subject; the issuers where they, or a forum of theirs, are named."""
    codes = named(_ASIDE.sub(",", words), who.dated)
    if not codes:
        return ()
    if not who.single and FORUMS.issuperset(codes):
        return _ALL
    joint = len(codes) > 1 and bool(who.joint) and set(codes) >= who.joint
    many = len(codes) > 2 and not who.joint and not who.single
    return _ALL if joint or many else tuple(codes)


def _words(text: str, place: Span, who: Speakers) -> tuple[Named, ...]:
    """The names, or else the pronoun or phrase, in a subject."""
    names = [
        Named(text[start:end], code, Span(start, end))
        for code, start, end in places_of(text, place.start, place.end, who.dated)
    ]
    if names:
        return tuple(names)
    match = _WE.search(lowered(place.of(text)))
    if match is None:
        return ()
    span = Span(place.start + match.start(), place.start + match.end())
    return (Named(span.of(text), "all", span),)


def _says_we(words: str) -> bool:
    return _WE.search(lowered(words)) is not None


def _subject(text: str, view: View, part: Span) -> Span:
    """The place of the words before the promising verb, of the part or else of its sentence."""
    start = view.words.start
    if part.start > start + 5:
        verb = _VERB.search(text, part.start, min(part.end, part.start + 90))
        if verb and (
            named(text[part.start : verb.start()])
            or _WE_SUBJECT.search(text, part.start, verb.start())
        ):
            return Span(part.start, verb.start())
        owner = _POSSESSIVE.match(text, part.start, part.end)
        if owner and owner[1] and named(owner[1]):
            return Span(*owner.span(1))
    return _before_verb(text, Span(start, view.words.end), bool(view.clause.fronted))


def _before_verb(text: str, unit: Span, fronted: bool, titles: int = 3) -> Span:
    colon = text.find(":", unit.start, min(unit.end, unit.start + 90))
    # A subject can stand behind a title and its own title; a row of colons is no subject's place.
    if colon > 0 and titles:
        if _OPENS_WITH_VERB.match(text, colon + 1, unit.end):
            return Span(unit.start, colon)
        after = _before_verb(text, Span(colon + 1, unit.end), False, titles - 1)
        words = after.of(text)
        if named(words) or _says_we(words):
            return after
    verb = _VERB.search(text, unit.start, unit.end)
    if verb is None:
        return Span(unit.start, colon) if colon > 0 else Span(unit.start, unit.start)
    begin = unit.start
    before = text[begin : verb.start()]
    for mark in (", we", ", our", ", nous", ", both"):
        begin = max(begin, unit.start + before.rfind(mark) + 1) if mark in before else begin
    if fronted and ", " in before and begin == unit.start:
        begin = unit.start + _after_front(before)
    return Span(begin, max(begin, verb.start()))


_FURTHEST_BACK = 200
"""Sentences of a paragraph that are looked through for whom "it" means; none is as long, and a
text that is one paragraph must not cost the square of its length."""
_DONE = re.compile(r"\b[a-z]{2,}ed\b")


def _after_front(before: str) -> int:
    """Where the subject begins behind a fronted phrase: after the first comma that is
    followed by a name or an article and is not inside a list of names."""
    for match in re.finditer(r", (?=the |[A-Z]|both |les? |la |los |el )", before):
        if named(before[match.end() :]) or _says_we(before[match.end() :]):
            return match.start() + 1
    return 0


def _elsewhere(text: str, view: View, subject: str) -> Iterator[Span]:
    """Places outside the sentence that may say who is meant, nearest first."""
    if not _says_we(subject) and view.head_span is not None and view.depth > 0:
        yield _before_verb(text, view.head_span, view.head is not None and bool(view.head.fronted))
    if view.first:
        return
    back = _POINTS_BACK.match(subject) is not None or not subject.strip()
    other = view.before
    for _ in range(_FURTHEST_BACK):
        if other is None:
            return
        if back and other.kind != "heading":
            place = _before_verb(text, other.words, bool(other.clause.fronted))
            done = None if len(place) else _DONE.search(text, other.words.start, other.words.end)
            yield Span(other.words.start, done.start()) if done else place
        if other.clause.lead and other.first:
            colon = text.find(":", other.words.start, other.words.start + 60)
            if colon > 0:
                yield Span(other.words.start, colon)
        if other.first:
            return
        other = other.before
