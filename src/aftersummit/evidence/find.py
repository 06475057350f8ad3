"""From a commitment to the passages that bear on it, best first, each with its reasons."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from aftersummit.errors import UserError
from aftersummit.evidence.features import Seen, days_between, in_company, look
from aftersummit.evidence.folding import fold, repeated
from aftersummit.evidence.lexicons import spelt
from aftersummit.evidence.query import Query, Rarity, bound, clauses, make_query
from aftersummit.evidence.weights import sigmoid, weights
from aftersummit.model import (
    KEYWORDS,
    Commitment,
    Copy,
    Document,
    Finding,
    Place,
    Rung,
    Stance,
)
from aftersummit.retrieval import Filter, Hit, Index, stems

if TYPE_CHECKING:
    from aftersummit.retrieval.meanings import Meanings

POOL = 120
"""Passages that each of the questions may bring in."""
FLOOR = 0.1
"""Relevance below which nothing is proposed."""
_FOLDED = 80
_CLOSE = 3.0
"""Standard deviations from which a passage is said to mean something alike."""
_RESTATED = 0.6
_TELLING = 8
"""Words up to which a quotation is too short to tell a restatement."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A commitment's meaning as a vector, and the name of the encoder that made it."""

    vector: tuple[float, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A commitment with what must be known to look for it.

    Attributes:
        meeting: last day of its meeting, ISO date.
        until: last day of the compliance window, ISO date; "" while it is open.
        participants: codes that stand for all parties of the meeting.
        forum: names of the forum, long and short.
        documents: where it was promised; never evidence for it.
        rejected: marks of findings that a person has rejected.
        aim: its meaning, where passages are to be ranked by theirs too.
    """

    commitment: Commitment
    meeting: str
    until: str = ""
    participants: tuple[str, ...] = ()
    forum: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    rejected: frozenset[str] = field(default_factory=frozenset)
    aim: Aim | None = None

    @property
    def key(self) -> str:
        """The commitment's address, or its short name."""
        return str(self.commitment.ref) if self.commitment.ref else self.commitment.key

    @property
    def meant(self) -> str:
        """What is turned into a vector for :attr:`aim`: title and statement, else its words."""
        said = self.commitment
        quotes = [passage.quote for passage in said.passages[:1]]
        return ". ".join(part for part in (said.title, said.statement) if part) or " ".join(quotes)

    @property
    def ranking(self) -> str:
        """By what its passages are ranked; what :attr:`Finding.ranking` says."""
        return f"keywords, {self.aim.model}" if self.aim else KEYWORDS


def parties_of(subject: Subject) -> tuple[str, ...]:
    """Codes of the parties that it binds, groups resolved as of its meeting."""
    return bound(subject.commitment, subject.participants, subject.meeting)


def find(
    index: Index,
    subject: Subject,
    *,
    where: Filter | None = None,
    parties: Collection[str] = (),
    limit: int = 20,
    floor: float = FLOOR,
) -> list[Finding]:
    """Passages dated after the meeting that seem to bear on a commitment.

    Those inside the compliance window come first, each group by relevance. The documents in
    which it was promised, restatements of its words, and what was rejected are left out; the
    same words in several documents are one finding.

    Args:
        where: narrower limits; its first day is moved up to the day after the meeting.
        parties: only what one of these seems to have done; of all where none is named.
        limit: findings at most.
        floor: relevance below which nothing is proposed.

    Raises:
        UserError: the subject has an aim, and the index no vectors of that model.
    """
    query = make_query(
        subject.commitment,
        rarity(index),
        meeting=subject.meeting,
        participants=subject.participants,
        forum=subject.forum,
        documents=subject.documents,
    )
    pool = candidates(index, query, where or Filter(), subject.aim)
    by = "relevance-meaning" if subject.aim else "relevance"
    ranked = sorted(((chances(seen, by), hit, seen) for hit, seen in pool), key=_order)[:_FOLDED]
    found = [
        _finding(subject, query, hit, seen, good, min(good, direct))
        for (_, good, direct), hit, seen in ranked
        if good >= floor
    ]
    if parties:
        found = [finding for finding in found if set(parties) & set(finding.actors)]
    kept = _folded(found, subject.rejected)
    kept.sort(key=lambda finding: finding.place != "inside")
    return kept[:limit]


def candidates(
    index: Index, query: Query, where: Filter, aim: Aim | None = None
) -> list[tuple[Hit, Seen]]:
    """The pool for a query, compared with it and with each other.

    With an aim the passages nearest in meaning join those that share words, and of each
    passage it is told how near it is (``alike``, in standard deviations).
    """
    after = _day_after(query.meeting) if query.meeting else ""
    where = replace(where, since=max(where.since, after))
    hits = index.pool(clauses(query), where=where, limit=POOL)
    if aim:
        hits += _alike(index, aim, where, {(hit.key, hit.span.start) for hit in hits})
    fit = [hit for hit in hits if not _is_own(query, hit)]
    pool = [(hit, look(query, hit)) for hit in fit]
    if aim:
        near = _meanings(index, aim).nearness(aim.vector, fit)
        for (_, seen), each in zip(pool, near, strict=True):
            seen.values["alike"] = each
    in_company(pool)
    return pool


def _alike(index: Index, aim: Aim, where: Filter, known: Collection[tuple[str, int]]) -> list[Hit]:
    meanings = _meanings(index, aim)
    near = meanings.nearest(aim.vector, where=where, limit=POOL)
    return meanings.hits(each for each in near if (each.key, each.start) not in known)


def _meanings(index: Index, aim: Aim) -> Meanings:
    if index.meanings.model != aim.model:
        raise UserError(
            f"the index in {index.folder} has no vectors by {aim.model}",
            "make them with: aftersummit evidence index",
        )
    return index.meanings


def rarity(index: Index) -> Rarity:
    """How much a stem tells: the logarithm of how rare it is among the index's passages."""
    known: dict[tuple[str, str], float] = {}
    whole = max(1, index.passages)

    def told(stem: str, language: str) -> float:
        key = (stem, language)
        if key not in known:
            count = min(whole, index.frequency(stem, language))
            known[key] = math.log(1 + (whole - count + 0.5) / (count + 0.5))
        return known[key]

    return told


def chances(seen: Seen, by: str = "relevance") -> tuple[float, float, float]:
    """The chances that a passage reaches grade 1, 2 and 3, by the weights of a name."""
    some, good, direct = map(sigmoid, weights(by).scores(seen.values))
    return some, good, direct


def _order(row: tuple[tuple[float, float, float], Hit, Seen]) -> tuple[float, str, int]:
    """By the sum of the chances, the middle one counted twice; equals by their place."""
    (some, good, direct), hit, _ = row
    return (-(some + 2 * good + direct), hit.key, hit.span.start)


def _is_own(query: Query, hit: Hit) -> bool:
    """Whether a passage stands where the promise was made, or only says it again."""
    if query.own & {hit.key, hit.text_sha256, hit.url}:
        return True
    if not any(len(quote.split()) > _TELLING for quote in query.quotes):
        return False
    return any(repeated(q, hit.text, hit.language) >= _RESTATED for q in query.quotes)


def _finding(
    subject: Subject, query: Query, hit: Hit, seen: Seen, relevance: float, direct: float
) -> Finding:
    stance, stance_sure = weights("stance").likeliest(seen.values)
    rung, rung_sure = weights("rung").likeliest(seen.values)
    place = _place(subject, hit.date)
    return Finding(
        commitment=subject.key,
        mark=_mark(hit),
        key=hit.key,
        span=hit.span,
        core=seen.core.shift(hit.span.start),
        text=hit.text,
        title=hit.title,
        date=hit.date,
        url=hit.url,
        language=hit.language,
        kind=hit.kind,
        issuers=hit.issuers,
        text_sha256=hit.text_sha256,
        actors=_actors(query, hit, seen),
        relevance=round(relevance, 4),
        direct=round(direct, 4),
        stance=cast(Stance, stance),
        stance_confidence=round(stance_sure, 4),
        rung=cast(Rung, rung),
        rung_confidence=round(rung_sure, 4),
        place=place,
        why=_why(subject, hit, seen, place),
        batch=hit.batch,
        ranking=subject.ranking,
    )


def _mark(hit: Hit) -> str:
    said = " ".join(spelt(hit.text, hit.language))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:16]


def _folded(found: Sequence[Finding], rejected: Collection[str]) -> list[Finding]:
    first = fold([stems(finding.text, finding.language) for finding in found])
    groups: dict[int, list[Finding]] = {}
    for finding, at in zip(found, first, strict=True):
        groups.setdefault(at, []).append(finding)
    kept = []
    for group in groups.values():
        if any(each.mark in rejected for each in group):
            continue
        # A copy inside the window stands for the others: outside it, evidence does not count.
        finding, *others = sorted(group, key=lambda each: each.place != "inside")
        also = tuple(Copy(o.key, o.span, o.date, o.title, o.url) for o in others)
        kept.append(replace(finding, also=also) if also else finding)
    return kept


def _actors(query: Query, hit: Hit, seen: Seen) -> tuple[str, ...]:
    """Who seems to have acted: the issuers, and whom the sentence names beside or before them."""
    core = seen.core.of(hit.text)
    named = [
        code for code, name in query.names.items() if name.search(core) and code not in hit.issuers
    ]
    speakers = [code for code in hit.issuers if code in query.parties] or list(hit.issuers)
    if len(hit.issuers) > 1 or not named:
        return tuple(speakers)
    if "joint" in seen.cues or "met" in seen.cues:
        return tuple(dict.fromkeys((*speakers, *named)))
    opening = [code for code in named if query.names[code].search(core[:60])]
    return tuple(opening or speakers or named)


def _place(subject: Subject, day: str) -> Place:
    if not day:
        return "undated"
    if days_between(subject.meeting, day) < 1:
        return "before"
    if subject.until and days_between(subject.until, day) > 0:
        return "after"
    return "inside"


_SAID: dict[str, str] = {
    "launched": "something was started",
    "met": "people met",
    "issued": "something was published",
    "signed": "something was signed or enacted",
    "funded": "money is named",
    "completed": "something was completed",
    "ongoing": "it goes on",
    "programme": "a programme is named",
    "reviewed": "progress was reviewed",
    "will": "an intention",
    "coming": "a time to come",
    "planned": "a plan",
    "measured": "a result in figures",
    "reversed": "an end or a reversal",
    "recalled": "the summit is recalled",
}


def _why(subject: Subject, hit: Hit, seen: Seen, place: Place) -> tuple[str, ...]:
    days = days_between(subject.meeting, hit.date)
    told = [_SAID[name] for name in seen.cues if name in _SAID]
    reasons = [
        f"speaks of {', '.join(seen.shared[:6])}" if seen.shared else "",
        f"names {', '.join(seen.parties)}" if seen.parties else "names none of the parties",
        f"its sentence tells: {', '.join(told)}" if told else "",
        "means something alike" if seen.values.get("alike", 0.0) >= _CLOSE else "",
        f"{hit.kind}, {days} days after the meeting" if hit.date else f"{hit.kind}, undated",
        f"outside the compliance window ({place})" if place in ("before", "after") else "",
    ]
    return tuple(reason for reason in reasons if reason)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
