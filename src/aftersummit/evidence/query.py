"""A commitment as what to look for: its words, what they mean elsewhere, who and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aftersummit.codebooks import aliases, members
from aftersummit.evidence.lexicons import LANGUAGES, concepts, joined, other_spelling, spelt
from aftersummit.model import Commitment, Document, Ref
from aftersummit.retrieval import Clause, stems

Rarity = Callable[[str, str], float]
"""How much a stem of a language tells, 0 and more: the logarithm of how rare it is."""
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_WORD = re.compile(r"[^\W_]+")
_PARTY_WORDS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """One unit of meaning in a commitment.

    Attributes:
        name: a word of the commitment, or the name of a concept.
        weight: how much a passage that carries it tells.
        in_title: whether it stands in the commitment's title.
        forms: by language, stems between blanks; a language without forms cannot carry it, so
            that a promise of which little can be translated is never wholly found there.
    """

    name: str
    weight: float
    in_title: bool
    forms: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Attributes:
        ref: the commitment's address.
        title, statement: its wording; official words, where held, follow the statement.
        words: its own words; another language carries those that a concept translates.
        pairs: its words two by two, as they follow each other.
        meanings: concepts that it speaks of, with forms in every language.
        parties: codes of those bound, groups resolved.
        names: patterns of written party names by code.
        forum: names of the forum, stemmed, by language.
        numbers: figures in it.
        quotes: its official words.
        meeting: last day of the meeting, ISO; "" where unknown.
        own: keys, hashes and addresses of the documents it was promised in.
    """

    ref: Ref | None
    title: str
    statement: str
    language: str
    words: tuple[Slot, ...]
    pairs: tuple[Slot, ...]
    meanings: tuple[Slot, ...]
    parties: tuple[str, ...]
    names: dict[str, re.Pattern[str]]
    forum: tuple[str, ...]
    numbers: frozenset[str]
    quotes: tuple[str, ...]
    meeting: str
    own: frozenset[str]


def make_query(
    commitment: Commitment,
    rarity: Rarity,
    *,
    meeting: str,
    participants: Sequence[str] = (),
    forum: Sequence[str] = (),
    documents: Sequence[Document] = (),
    language: str = "en",
) -> Query:
    """Turn a commitment into a query.

    Args:
        rarity: of stems, from the index that will be searched.
        meeting: last day of its meeting, ISO date.
        participants: party codes that stand for ``("all",)``.
        forum: the forum's names.
        documents: where it was promised; they are never evidence for it.
        language: of title and statement.
    """
    quotes = tuple(passage.quote for passage in commitment.passages if passage.quote)
    title = commitment.title or (quotes[0] if quotes else "")
    statement = commitment.statement or " ".join(quotes[:1])
    parties = bound(commitment, participants, meeting)
    rarity = _in_either_spelling(rarity)
    return Query(
        commitment.ref,
        title,
        statement,
        language,
        _words(title, statement, language, rarity),
        _pairs(title, statement, language, rarity),
        _meanings(title, statement, language, rarity),
        parties,
        _names(parties),
        tuple(dict.fromkeys(joined(name, "en") for name in forum if name.strip())),
        frozenset(_NUMBER.findall(f"{title} {statement}")),
        quotes,
        meeting,
        frozenset(_marks(commitment, documents)),
    )


def clauses(query: Query) -> list[list[Clause]]:
    """Questions to the index, from narrow to wide; their best passages together are judged."""
    language = query.language
    title, statement = (_spellings(text, language) for text in (query.title, query.statement))
    around = " ".join((*query.forum[:1], *_party_names(query)))
    asked = [
        [Clause(f"{title} {statement}", language)],
        [Clause(title, language)],
        [Clause(title, language), Clause(around, "en")],
        [Clause(statement, language), Clause(around, "en", 0.5)],
    ]
    asked += [[Clause(quote, language)] for quote in query.quotes[:2]]
    asked += [_translated(query, code) for code in LANGUAGES]
    return asked


def carries(slot: Slot, text: str, language: str) -> bool:
    """Whether a stemmed text carries a slot in one of its forms."""
    return any(form in text for form in slot.forms.get(language, ()))


def _spellings(text: str, language: str) -> str:
    """A text with the other spelling of its words behind it."""
    if language != "en":
        return text
    written = set(stems(text, language))
    both = {form for stem in spelt(text, language) for form in (stem, other_spelling(stem))}
    return " ".join((text, *sorted(both - written)))


def _in_either_spelling(rarity: Rarity) -> Rarity:
    def either(stem: str, language: str) -> float:
        other = other_spelling(stem) if language == "en" else stem
        found = rarity(stem, language)
        return found if other == stem else min(found, rarity(other, language))

    return either


def _translated(query: Query, language: str) -> list[Clause]:
    known = {entry.name: entry for entry in concepts()}
    asked = []
    for slot in query.meanings:
        weight = (2.0 if slot.in_title else 1.0) * max(0.2, min(1.0, slot.weight / 6))
        for form in known[slot.name].written[language]:
            asked.append(Clause(form, language, weight, phrase=True))
    if language == query.language:
        asked += [
            Clause(slot.name, language, 0.5 if slot.in_title else 0.25) for slot in query.words
        ]
    return asked


def _words(title: str, statement: str, language: str, rarity: Rarity) -> tuple[Slot, ...]:
    """Its words; in another language each is carried by the forms of a concept it belongs to."""
    whole = f"{joined(title, language)} {joined(statement, language)}"
    meant = [
        (entry, form)
        for entry in concepts()
        for form in entry.stemmed.get(language, ())
        if form in whole
    ]
    in_title = set(spelt(title, language))
    written = _written(f"{title} {statement}", language)
    slots = []
    for stem in dict.fromkeys(whole.split()):
        forms: dict[str, tuple[str, ...]] = {language: (f" {stem} ",)}
        for entry, form in meant:
            if f" {stem} " in form:
                for code, others in entry.stemmed.items():
                    if code != language:
                        forms[code] = (*forms.get(code, ()), *others)
        name = written.get(stem, stem)
        slots.append(Slot(name, rarity(stem, language), stem in in_title, forms))
    return tuple(slots)


def _written(text: str, language: str) -> dict[str, str]:
    """The first written word of each stem."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in spelt(word, language):
            found.setdefault(stem, word.lower() if word.istitle() else word)
    return found


def _pairs(title: str, statement: str, language: str, rarity: Rarity) -> tuple[Slot, ...]:
    found: dict[str, Slot] = {}
    for text, in_title in ((title, True), (statement, False)):
        for first, second in pairwise(spelt(text, language)):
            form = f" {first} {second} "
            weight = (rarity(first, language) + rarity(second, language)) / 2
            found.setdefault(form, Slot(form.strip(), weight, in_title, {language: (form,)}))
    return tuple(found.values())


def _meanings(title: str, statement: str, language: str, rarity: Rarity) -> tuple[Slot, ...]:
    head, body = joined(title, language), joined(statement, language)
    found = []
    for entry in concepts():
        forms = entry.stemmed.get(language, ())
        hits = [form for form in forms if form in head or form in body]
        if hits:
            weight = max(min(rarity(stem, language) for stem in form.split()) for form in hits)
            in_title = any(form in head for form in hits)
            found.append(Slot(entry.name, weight, in_title, entry.stemmed))
    return tuple(found)


def bound(commitment: Commitment, participants: Sequence[str], meeting: str) -> tuple[str, ...]:
    """Codes of the parties that a commitment binds, groups resolved as of the meeting."""
    return _parties(commitment.parties or ("all",), participants, meeting)


def _parties(codes: Sequence[str], participants: Sequence[str], date: str) -> tuple[str, ...]:
    from aftersummit.errors import UserError

    found: list[str] = []
    for code in codes:
        if code == "all":
            found += participants
            continue
        try:
            found += members(code, date)
        except UserError:
            found.append(code)
    return tuple(dict.fromkeys(found))


def _names(parties: Sequence[str]) -> dict[str, re.Pattern[str]]:
    written: dict[str, list[str]] = {code: [] for code in parties}
    for name, alias in aliases().items():
        if alias.code in written:
            written[alias.code].append(name)
    return {
        code: re.compile(
            r"(?<!\w)(?:"
            + "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
            + r")(?!\w)"
        )
        for code, names in written.items()
        if names
    }


def _party_names(query: Query) -> list[str]:
    first: dict[str, str] = {}
    for name, alias in aliases().items():
        if not alias.adjective:
            first.setdefault(alias.code, name)
    return [first[code] for code in query.parties[:_PARTY_WORDS] if code in first]


def _marks(commitment: Commitment, documents: Sequence[Document]) -> list[str]:
    """By what the commitment's own documents are known: address, hash of the text, URL."""
    found: list[str] = []
    home = commitment.ref.meeting_ref if commitment.ref else None
    for passage in commitment.passages:
        at = passage.document
        if at is not None and (home is None or at.meeting_ref == home):
            found += [str(at.document_ref), passage.text_sha256]
    for document in documents:
        found += [str(document.ref) if document.ref else "", document.text_sha256, document.url]
    return [mark for mark in found if mark]
