"""What is seen in a passage when it is held against a commitment: numbers with names."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from aftersummit.evidence.lexicons import cues, joined
from aftersummit.evidence.query import Query, Slot, carries
from aftersummit.model import Span
from aftersummit.retrieval import Hit

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?!\s)[^.!?;\n]*)*[.!?;]*")
_SHORTEST = 25
_LENGTH = 80.0
"""Stems in a usual passage, for BM25."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as compared with a commitment.

    Attributes:
        values: features by name; their meaning is in docs/evidence.md.
        core: the sentence that bears on it most and does not look back at the summit, where
            there is one, in the passage's own offsets.
        shared: names of the slots that the passage carries, the most telling first.
        parties: codes of the commitment's parties that it names.
        cues: names of the signs of deed or intention in and around the core.
    """

    values: dict[str, float]
    core: Span
    shared: tuple[str, ...]
    parties: tuple[str, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a passage says whatever it is compared with.

    Attributes:
        sentences: their places, each with its stems between blanks.
        text: all stems between blanks.
        often: logarithms of how often each cue stands in it.
    """

    sentences: tuple[tuple[int, int, str], ...]
    text: str
    often: dict[str, float]


@lru_cache(maxsize=8192)
def _said(text: str, language: str) -> _Said:
    """Passages turn up for one promise after the other; their words are taken apart once."""
    places = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip(" •*-")]
    sentences = tuple(
        (start, end, joined(text[start:end], language)) for start, end in places or [(0, len(text))]
    )
    whole = f" {' '.join(stems.strip() for _, _, stems in sentences if stems.strip())} "
    often = {}
    for entry in cues():
        forms = entry.stemmed.get(language, entry.stemmed["en"])
        often[entry.name] = math.log1p(sum(whole.count(form) for form in forms))
    return _Said(sentences, whole, often)


def look(query: Query, hit: Hit) -> Seen:
    """Compare one passage with one commitment."""
    language = hit.language[:2]
    said, title = _said(hit.text, language), joined(hit.title, language)
    text, own = said.text, query.words
    core, around, best = _core(query, own, hit.text, said, language)
    named = tuple(code for code, name in query.names.items() if name.search(hit.text))
    in_title = tuple(code for code, name in query.names.items() if name.search(hit.title))
    values = _lexical(query, own, text, title, language)
    values["core"] = best
    values |= _who(query, hit, named, in_title, text, title)
    values |= _when_and_where(query, hit, text)
    signs = _signs(said, around, language)
    values |= signs
    values |= _products(values)
    shared = _shared(query, text, language)
    told = tuple(name[5:] for name, value in signs.items() if name.startswith("near:") and value)
    return Seen(values, core, shared, named, told)


def in_company(pool: Sequence[tuple[Hit, Seen]]) -> None:
    """Add how each passage stands beside the others that were found with it, in place."""
    for name in ("bm25", "meaning", "core", "title-words"):
        best = max((seen.values[name] for _, seen in pool), default=0.0)
        for _, seen in pool:
            seen.values[f"best:{name}"] = seen.values[name] / best if best else 0.0
    siblings: dict[str, list[float]] = {}
    for hit, seen in pool:
        siblings.setdefault(hit.key, []).append(_bearing(seen))
    for hit, seen in pool:
        others = sorted(siblings[hit.key])
        others.remove(_bearing(seen))
        seen.values["siblings"] = math.log1p(len(others))
        seen.values["best-sibling"] = others[-1] if others else 0.0


def _bearing(seen: Seen) -> float:
    values = seen.values
    return values["words"] + values["meaning-title"] + values["core"] + values["core*joint"]


def share(slots: Sequence[Slot], text: str, language: str) -> float:
    """Weight of the slots that a text carries, of all."""
    whole = held = 0.0
    # The innermost loop of a screening: written out, it takes half the time.
    for slot in slots:
        whole += slot.weight
        for form in slot.forms.get(language, ()):
            if form in text:
                held += slot.weight
                break
    return held / whole if whole else 0.0


def _shared(query: Query, text: str, language: str) -> tuple[str, ...]:
    """What both speak of: words where the language is the same, else meanings."""
    slots = query.words if language == query.language else query.meanings
    found = (slot for slot in slots if carries(slot, text, language))
    return tuple(slot.name for slot in sorted(found, key=lambda slot: -slot.weight))


def _lexical(
    query: Query, own: Sequence[Slot], text: str, title: str, language: str
) -> dict[str, float]:
    headed = [slot for slot in own if slot.in_title]
    meant = [slot for slot in query.meanings if slot.in_title] or query.meanings
    rarest = sorted(own, key=lambda slot: -slot.weight)[:3]
    both = text + title
    return {
        "words": share(own, both, language),
        "title-words": share(headed, both, language),
        "bm25": _bm25(own, text, language),
        "bm25-title": _bm25(headed, text, language),
        "meaning": share(query.meanings, both, language),
        "meaning-title": share(meant, both, language),
        "meaning-often": _bm25(query.meanings, text, language),
        "pairs": share(query.pairs, both, language),
        "rarest": share(rarest, both, language),
        "heading": share(own, title, language),
        "heading-meaning": share(query.meanings, title, language),
        "quote": max((_overlap(quote, text, language) for quote in query.quotes), default=0.0),
    }


def _bm25(slots: Sequence[Slot], text: str, language: str) -> float:
    """BM25 (k1 1.2, b 0.75) of slots in a stemmed text, of its highest possible value."""
    whole = sum(slot.weight for slot in slots) * 2.2
    if not whole:
        return 0.0
    norm = 1.2 * (0.25 + 0.75 * text.count(" ") / _LENGTH)
    score = 0.0
    for slot in slots:
        often = 0
        for form in slot.forms.get(language, ()):
            often += text.count(form)
        if often:
            score += slot.weight * often * 2.2 / (often + norm)
    return score / whole


def _overlap(quote: str, text: str, language: str) -> float:
    found = set(joined(quote, language).split())
    return len(found & set(text.split())) / len(found) if found else 0.0


def _core(
    query: Query, own: Sequence[Slot], text: str, said: _Said, language: str
) -> tuple[Span, str, float]:
    """The sentence to show, and of the one that carries most its stems and its share."""
    slots = (*own, *query.meanings)
    whole = sum(slot.weight for slot in slots) or 1.0
    carried = [
        (slot.weight, forms)
        for slot in slots
        if (forms := [form for form in slot.forms.get(language, ()) if form in said.text])
    ]
    shares = [
        sum(weight for weight, forms in carried if any(form in stems for form in forms)) / whole
        for _, _, stems in said.sentences
    ]
    best = max(range(len(shares)), key=lambda at: shares[at])
    start, end, _ = said.sentences[_told(shares, best, said, query, language)]
    start += len(text[start:end]) - len(text[start:end].lstrip(" •\n"))
    around = "".join(stems for _, _, stems in said.sentences[max(0, best - 1) : best + 1])
    return Span(start, max(start, end)), around, shares[best]


def _told(shares: Sequence[float], best: int, said: _Said, query: Query, language: str) -> int:
    """The sentence to show: where the best one looks back at the summit, the next that does
    not and carries half as much. What the promise was is no news of it."""
    recalled = next(entry for entry in cues() if entry.name == "recalled")
    back = (*recalled.stemmed.get(language, ()), *query.forum)
    new = [
        at
        for at, (_, _, stems) in enumerate(said.sentences)
        if 2 * shares[at] >= shares[best] > 0 and not any(form in stems for form in back)
    ]
    return max(new, key=lambda at: shares[at]) if new else best


def _who(
    query: Query,
    hit: Hit,
    named: Sequence[str],
    in_title: Sequence[str],
    text: str,
    title: str,
) -> dict[str, float]:
    others = [code for code in query.parties if code not in hit.issuers[:1]] or query.parties
    everyone = set(named) | set(in_title) | set(hit.issuers)
    size = max(1, min(3, len(others)))
    return {
        "others": min(1.0, sum(code in named for code in others) / size),
        "others-title": min(1.0, sum(code in in_title for code in others) / size),
        "others-none": float(not any(code in everyone for code in others)),
        "issued": sum(code in hit.issuers for code in query.parties) / max(1, len(query.parties)),
        "foreign": float(bool(hit.issuers) and not set(hit.issuers) & set(query.parties)),
        "forum": float(any(name in text for name in query.forum)),
        "forum-title": float(any(name in title for name in query.forum)),
    }


def _when_and_where(query: Query, hit: Hit, text: str) -> dict[str, float]:
    days = max(0, days_between(query.meeting, hit.date))
    values = {
        "years": min(4.0, days / 365.0),
        "first-weeks": float(days <= 21),
        "length": math.log1p(text.count(" ")) - math.log(_LENGTH),
        "numbers": (
            len(query.numbers & set(re.findall(r"\d[\d.,]*\d|\d", hit.text))) / len(query.numbers)
            if query.numbers
            else 0.0
        ),
    }
    values[f"kind:{hit.kind}"] = 1.0
    return values


def _signs(said: _Said, around: str, language: str) -> dict[str, float]:
    found = {}
    for entry in cues():
        often = said.often[entry.name]
        forms = entry.stemmed.get(language, entry.stemmed["en"])
        found[f"says:{entry.name}"] = often
        found[f"near:{entry.name}"] = float(often > 0 and any(form in around for form in forms))
    return found


def _products(values: dict[str, float]) -> dict[str, float]:
    joint = max(values["others"], values["says:joint"] > 0)
    return {
        "bm25*others": values["bm25"] * values["others"],
        "core*others": values["core"] * values["others"],
        "core*joint": values["core"] * joint,
        "meaning*others": values["meaning-title"] * values["others"],
        "title*others": values["title-words"] * values["others"],
        "core*core": values["core"] ** 2,
    }


def days_between(earlier: str, later: str) -> int:
    """Days from one date to another; parts of EDTF dates that are missing count as first."""
    return (_date(later) - _date(earlier)).days if earlier and later else 0


def _date(edtf: str) -> date:
    numbers = [int(part) for part in re.findall(r"\d+", edtf.partition("/")[0])]
    year, month, day = (*numbers, 1, 1, 1)[:3] if numbers else (1, 1, 1)
    return date(max(1, year), min(12, max(1, month)), min(28, max(1, day)))
