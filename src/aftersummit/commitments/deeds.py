# Patterns read best with one alternative a line, however long.
# ruff: noqa: E501
"""What is promised to be done, for whom, and where: each as the text names it.

Rules over words; nothing is learned, and no coded text says how often they are right.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from aftersummit.codebooks import lexicon
from aftersummit.commitments.lexemes import lowered, tags
from aftersummit.commitments.parties import places_of
from aftersummit.model import Named, Span

_CUE = re.compile(
    r"\b(?:will|shall|(?:commit|commits|committed|agree[sd]?|pledge[sd]?|decide[sd]?|resolve[sd]?|intends?|plans?|aims?|seeks?|strive|"
    r"endeavou?r|determined|commitment|continue[sd]?|ready|continuing|works?|working|intention|announced|together)\s+(?:also )?(?:to|towards?))\b"
)  # small letters only: the text is lowered for it, which is faster than trying either case
_WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]*")
_STOP = re.compile(
    r"(?=[\s,;:.()–—a-zA-Z])\s*(?:[,;:](?=\s|$)|(?<![A-Z])\.(?=\s|$)|[()–—]|\b(?:by|through|including|so that|that|which|who|in order to|while|with a view|as well as|and (?:to|will|we)|afin|pour|para)\b)",
    re.IGNORECASE,
)
_WEAK = frozenset(
    ["be", "have", "work", "continue", "seek", "aim", "plan", "intend", "strive", "do"]
)
_BETWEEN = frozenset(
    [
        "also",
        "further",
        "to",
        "and",
        "the",
        "our",
        "not",
        "together",
        "with",
        "both",
        "for",
        "on",
        "in",
    ]
)
_LONGEST = 90
_LOOK_ON = 40  # longer than any word that ends an object, with the white space before it

_LETTERS = re.compile(r"[^\W\d_]+")
_HEADS = (
    "migrants|refugees|asylum[- ]seekers|returnees|displaced persons|women|girls|children|youth|young people|students|fellows"
    "|workers|farmers|fishers|entrepreneurs|small businesses|businesses|consumers|smallholders|survivors|victims|patients|veterans|families"
    "|Indigenous Peoples|Indigenous peoples|Afro-descendants|communities|populations|people|persons|citizens|households|individuals|teachers|nurses"
    "|journalists|human rights defenders|civil society|developing countries|low-income countries|partner countries|middle-income countries|island states"
    "|Pacific Islands|Pacific Island countries|host countries"
    "|réfugiés|femmes|filles|enfants|jeunes|étudiants|travailleurs|populations vulnérables|communautés d[’']accueil|familles"
    "|migrantes|refugiados|mujeres|niñas|niños|jóvenes|estudiantes|trabajadores|comunidades|familias|pueblos indígenas"
)
_FOR_WHOM = re.compile(
    r"\b(?:for|to|among|benefit(?:s|ing|ting)?|help(?:s|ing)?|assist(?:s|ing)?|support(?:s|ing)?|protect(?:s|ing)?|empower(?:s|ing)?|train(?:s|ing)?"
    r"|vaccinat(?:e|ing)|reach(?:ing)?|serv(?:e|ing)|of|pour|aux?|en faveur des?|para|a los|a las|de los|de las)\s+"
    rf"(?P<who>(?:(?:the |all |our |their |more |most |up to |les |des |los |las |\d[\d,. ]*)*(?:[\w’'-]+ ){{0,3}}?(?:{_HEADS}))(?: in need| with disabilities)?)\b"
)
_WHO = frozenset(_LETTERS.findall(one)[0].lower() for one in _HEADS.split("|"))
"""Words of which every group of people that is known has one."""
_NOT_INSIDE = re.compile(
    r"\b(?:the (?:\w+ )?(?:of|and|to|in)|and|or|that|which|will|their ability)\b"
)
_IN = re.compile(
    r"\b(?:in|across|throughout|within|into|from|off|at|around|en|dans|au|aux|à travers|a través de|por)\s+(?:the |la |le |les |el |los )?(?:\w+ )?$",
    re.IGNORECASE,
)
_REGIONS = re.compile(
    r"\b(?:in|across|throughout|within|into|from|around|to|en|dans|para|a)\s+(?P<where>(?:the |our |l[’'])?(?:entire )?(?:(?:broader )?Western Hemisphere|hemisphere|Americas|North America|South America|Central America|northern Central America|Latin America(?: and the Caribbean)?"
    r"|Caribbean|Africa|Sahel|Horn of Africa|Sub-Saharan Africa|Middle East|Indo-Pacific(?: region)?|Asia-Pacific(?: region)?|Pacific(?: Islands?)?(?: region)?|Southeast Asia|South Asia|Central Asia|East Asia|Europe|Western Balkans|Arctic|Antarctic"
    r"|Amazon|Great Lakes|Gulf of Mexico|South China Sea|East China Sea|Taiwan Strait|Black Sea|Red Sea|Mediterranean|region|outer space|cyberspace|Amérique du Nord|Amérique centrale|Caraïbes|Afrique|América Central|América del Norte|Caribe))\b"
)
_WHERE = """
hemisphere americas america caribbean africa sahel east pacific asia europe balkans arctic
antarctic amazon lakes gulf sea strait mediterranean region space cyberspace amérique caraïbes
afrique américa caribe"""
_REGION_WORDS = frozenset(_WHERE.split())
"""Words of which every region that is known has one."""


@cache
def _bases() -> dict[str, str]:
    """Base form of every inflected verb of the lexicon."""
    found: dict[str, str] = {}
    for verb in lexicon("en").words("verbs"):
        stem = verb.removesuffix("e")
        for form in (verb, verb + "s", stem + "ing", stem + "ed", stem + "es"):
            if form in tags():
                found.setdefault(form, verb)
        if verb.endswith("y"):
            found.setdefault(verb[:-1] + "ies", verb)
            found.setdefault(verb[:-1] + "ied", verb)
    for form, kind in tags().items():
        if form not in found and kind in {"ing", "ed"}:
            bare = form.removesuffix("ing").removesuffix("ed")
            found[form] = bare[:-1] if bare[-1:] == bare[-2:-1] else bare
    return found


def action(text: str, part: Span, promised: bool = False) -> Named | None:
    """Verb and object of a promise, with the verb's base form; ``None`` where no verb is known.

    Args:
        text: the whole canonical text.
        part: the promise's place.
        promised: whether the promising verb stands above, so that the first verb is the deed.
    """
    opening = text[part.start : min(part.end, part.start + 240)]
    cue = None if promised else _CUE.search(lowered(opening))
    at = part.start + cue.end() if cue else part.start
    bases = _bases()
    for match in _WORD.finditer(text, at, min(part.end, at + 120)):
        word = match.group()
        base = bases.get(word.lower())
        if base is None and cue and word.islower() and not word.endswith("ly"):
            base = "" if word in _BETWEEN else word  # a verb that the lexicon does not know
        if not base or base in _WEAK:
            continue
        furthest = min(match.start() + _LONGEST, part.end)
        stop = _STOP.search(text, match.end(), min(furthest + _LOOK_ON, part.end))
        end = min(stop.start(), furthest) if stop else furthest
        end = _whole_word(text, end, match.end())
        return Named(text[match.start() : end], base, Span(match.start(), end))
    return None


def _whole_word(text: str, end: int, least: int) -> int:
    """The end of the last whole word at or before ``end``."""
    if end < len(text) and text[end - 1 : end].isalnum() and text[end].isalnum():
        end = text.rfind(" ", least, end) if " " in text[least:end] else least
    while end > least and not text[end - 1].isalnum():
        end -= 1
    return end


def beneficiaries(text: str, part: Span, words: Set[str] | None = None) -> tuple[Named, ...]:
    """Those for whose good a promise is, as the text names them.

    ``words``: those of the promise (:func:`~aftersummit.commitments.lexemes.spoken`), where
    known; a promise with no word for people is then not read again.
    """
    if words is not None and _WHO.isdisjoint(words):
        return ()
    found: list[Named] = []
    at = part.start
    while match := _FOR_WHOM.search(text, at, part.end):
        who = match["who"]
        verb = tags().get(who.split(" ", 1)[0]) == "base" and " " in who
        if verb or _NOT_INSIDE.search(who):
            at = match.start("who")  # "to train 500 nurses": look again behind the verb
            continue
        found.append(Named(who, "", Span(*match.span("who"))))
        at = match.end()
    return tuple(found)


def places(
    text: str, part: Span, dated: str = "", words: Set[str] | None = None
) -> tuple[Named, ...]:
    """Where a promise is to be carried out: countries (with their codes) and regions.

    ``words``: as for :func:`beneficiaries`.
    """
    found: list[Named] = []
    if words is None or not _REGION_WORDS.isdisjoint(words):
        found += [
            Named(match["where"], "", Span(*match.span("where")))
            for match in _REGIONS.finditer(text, part.start, part.end)
        ]
    for code, start, end in places_of(text, part.start, part.end, dated):
        inside = any(one.span and one.span.start <= start < one.span.end for one in found)
        if len(code) == 2 and not inside and _IN.search(text, max(part.start, start - 30), start):
            found.append(Named(text[start:end], code, Span(start, end)))
    return tuple(sorted(found, key=lambda one: one.span.start if one.span else 0))
