"""French and Spanish read through English: the words that carry a promise, one for one.

The model is trained on English texts. What it knows of clauses transfers once "s'engage à
financer" is read as "commit to fund"; words without an entry stay as they are.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from aftersummit.commitments.lexemes import party_at, verb_forms

_FUTURE = {
    "fr": re.compile(r"(.*(?:er|ir|dr|tr|or|ur|ver|ndr))(?:a|ont|ons)$"),
    "es": re.compile(r"(.*(?:ar|er|ir|dr|br))(?:á|án|emos)$"),
}
_OWED = frozenset(["commitment", "intention"])  # what is followed by an infinitive
_LINKS = {"fr": frozenset(["de", "d", "à", "pour"]), "es": frozenset(["a", "de", "para", "por"])}


def english(words: list[str], language: str) -> list[str]:
    """The words with those of the glossary replaced; a language without one is left alone."""
    known = glossary(language)
    if not known:
        return words
    links, future = _LINKS[language], _FUTURE[language]
    bases = _infinitives(language)
    found: list[str] = []
    i = 0
    while i < len(words):
        word, next_ = words[i], i + 1
        if end := party_at(words, i):
            found += words[i:end]  # a name stays whole: "estados unidos" are no states
            next_ = end
        elif phrase := _phrase_at(words, i, language):
            found += phrase[1]
            next_ = phrase[0]
        elif word in links and next_ < len(words) and words[next_] in bases:
            found.append("to")
        elif word in known:
            if word in bases and found and found[-1] in _OWED:
                found.append("to")  # "engagement d'accorder": the elided link is no word
            found += known[word]
        elif len(word) > 6 and (match := future.match(word)):
            found += ("will", match[1])
        else:
            found.append(word)
        i = next_
    return found


def _phrase_at(words: list[str], at: int, language: str) -> tuple[int, tuple[str, ...]] | None:
    """Where a phrase of the glossary that begins here ends, and its meaning."""
    for phrase, meaning in _phrases(language).get(words[at], ()):
        end = at + len(phrase)
        if tuple(words[at:end]) == phrase:
            return end, meaning
    return None


@cache
def _phrases(language: str) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Phrases of several words with their meaning, by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for meaning, phrases in _table()[language]["phrases"].items():
        for phrase in phrases.split(" | "):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, tuple(meaning.split())))
    for known in found.values():
        known.sort(key=lambda one: -len(one[0]))
    return found


@cache
def glossary(language: str) -> dict[str, tuple[str, ...]]:
    """English words by word of a language, with every form of its verbs."""
    table = _table().get(language)
    if table is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    make = _french if language == "fr" else _spanish
    for meaning, verbs in table["verbs"].items():
        for verb in verbs.split():
            for form, tense in make(verb):
                found.setdefault(form, _rendered(meaning, tense))
    for meaning, words in {**table["words"], **table["irregular"]}.items():
        found.update({word: tuple(meaning.split()) for word in words.split()})
    return found


@cache
def _infinitives(language: str) -> frozenset[str]:
    table = _table()[language]
    found = {v for verbs in table["verbs"].values() for v in verbs.split()}
    for verbs in table["irregular"].values():
        found.update(verbs.split())
    return frozenset(found)


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    path = resources.files("aftersummit.codebooks").joinpath("glossary.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rendered(meaning: str, tense: str) -> tuple[str, ...]:
    if tense == "will":
        return ("will", meaning)
    if tense == "we":
        return ("we", meaning)
    forms = dict(zip(("ing", "ed", "s", "base"), verb_forms(meaning), strict=True))
    return (forms[tense],)


def _french(verb: str) -> list[tuple[str, str]]:
    """Forms of a French verb with the tense that each renders; irregular ones only in part."""
    base = [(verb, "base")]
    future = verb.removesuffix("e")
    base += [(future + end, "will") for end in ("a", "ont", "ons")]
    stem = verb[:-2]
    if verb.endswith("er"):
        soft = {"g": stem + "e", "c": stem[:-1] + "ç"}.get(stem[-1], stem)
        grave = re.sub(r"é(?=[^aeiouyé]+$)", "è", stem)
        return [
            *base,
            (grave + "e", "s"), (grave + "ent", "base"), (soft + "ons", "base"),
            (stem + "é", "ed"), (stem + "és", "ed"), (stem + "ée", "ed"), (soft + "ant", "ing"),
        ]  # fmt: skip
    if verb.endswith("tenir"):
        stem = verb[:-4]
        return [*base, (stem + "ient", "s"), (stem + "iennent", "base"), (stem + "enons", "base")]
    if verb.endswith("ir"):
        return [
            *base,
            (stem + "it", "s"), (stem + "issent", "base"), (stem + "issons", "base"),
            (stem + "i", "ed"), (stem + "issant", "ing"),
        ]  # fmt: skip
    return [*base, (stem + "t", "s"), (stem + "ent", "base"), (stem + "ons", "base")]


def _spanish(verb: str) -> list[tuple[str, str]]:
    """Forms of a Spanish verb; stem changes are left out, official texts use few of them."""
    stem = verb[:-2]
    forms = [(verb, "base"), (verb + "á", "will"), (verb + "án", "will"), (verb + "emos", "will")]
    if verb.endswith("ar"):
        hard = re.sub(r"z$", "c", stem)
        return [
            *forms,
            (stem + "a", "s"), (stem + "an", "base"), (stem + "amos", "we"), (stem + "ó", "ed"),
            (stem + "aron", "ed"), (stem + "ado", "ed"), (stem + "ando", "ing"),
            (hard + "en", "base"),
        ]  # fmt: skip
    we = "emos" if verb.endswith("er") else "imos"
    return [
            *forms,
        (stem + "e", "s"), (stem + "en", "base"), (stem + we, "we"), (stem + "ió", "ed"),
        (stem + "ieron", "ed"), (stem + "ido", "ed"), (stem + "iendo", "ing"),
    ]  # fmt: skip
