# Patterns read best with one alternative a line, however long.
# ruff: noqa: E501
"""Time limits in a text: every place that reads as one, and the one that a promise states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from aftersummit.commitments.deadlines.grammar import (
    DATED_EVENT,
    LATER,
    LEADS,
    PATTERN,
    POINTS,
    TIMES,
    WORD,
)
from aftersummit.commitments.deadlines.intervals import ahead, bounds, day_of
from aftersummit.commitments.deadlines.meaning import meaning
from aftersummit.commitments.lexemes import NUMBERS
from aftersummit.model import Deadline, Span

_RANK = {
    "by": 6, "over": 5, "days": 5, "this": 4, "event": 4, "dated": 4, "often": 2, "in": 3, "now": 2,
}  # fmt: skip
_GROUPS = ("by", "in", "over", "this", "days", "often", "event", "now")
_NAMED_AFTER = re.compile(
    r"\s*(?:levels?|baselines?|agenda|targets?|goals?|scenarios?|strateg\w+|roadmaps?|framework|plan\b|vision|cycle|replenishment|elections?"
    r"|niveaux?|niveles|objectifs?|metas?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:\b\w+ed|(?i:signed|held|made|taken|begun|began|came|met|seen|levels?|adopté\w*|adoptad\w+|celebrad\w+"
    r"|summit|conference|meeting|agreement|war|invasion|relative to|compared to|compared with|since|place))"
    r"(?: (?:in|at) (?:[A-Z][\w.]+,? ?){1,4})?\s+$"
)
_WILL_BE = re.compile(r"\b(?:will|to|shall) be (?:\w+ly )?\w+ed\s+$")
_TITLE = re.compile(r"(?:[A-Z][\w’'-]+ |targets? |goals? |net[- ]zero |scenario )$")
_MEETS = re.compile(
    r"\b(?:meet|conven\w+|hold\w*|report\w*|review\w*|publish\w*|host\w*|organi[sz]\w+|gather\w*|consult\w*"
    r"|assess\w*|updat\w+|réuni\w*|reuni\w*|celebr\w+|inform\w*)\b",
    re.IGNORECASE,
)
_NO_MONTH = re.compile(r"\b(?:january|february|march|april|may|june|july|august|october)\b")
"""English months have a capital; in small letters they are verbs and adjectives."""
_NEAR = 8
"""Months: a month without a year that would lie further ahead than this is taken as past,
where the words before speak of something that has been."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time limit at a place: how well it reads as one (higher is better) and its meaning."""

    span: Span
    rank: int
    deadline: Deadline


def deadline(
    text: str, start: int, end: int, dated: str = "", language: str = "en", party: str = ""
) -> Found | None:
    """The time limit stated in ``text[start:end]``, or ``None``.

    Args:
        text: the whole canonical text; the result's span refers to it.
        start, end: the promise's place.
        dated: the document's date (EDTF; day, month or year), "" where unknown.
        language: kept for readings that differ between languages; none does yet.
        party: code of the only party bound, for its fiscal year.
    """
    found = candidates(text, start, end, dated, party)
    if not found:
        return None
    return min(found, key=lambda one: (-one.rank, one.span.start))


def candidates(text: str, start: int, end: int, dated: str = "", party: str = "") -> list[Found]:
    """Every reading of a time limit in ``text[start:end]``, in order of place."""
    leads, near = _leads(text, start, end)
    if not leads:
        return []
    today = day_of(dated)
    result = []
    for match in _matches(PATTERN, text, near, end):
        one = _candidate(text, match, start, today, party)
        if one is not None:
            result.append(one)
    for match in _matches(DATED_EVENT, text, leads, end):
        one = _dated_event(text, match, today)
        if one is not None:
            result = [old for old in result if not old.span.overlaps(one.span)] + [one]
    return sorted(result, key=lambda one: one.span.start)


def possible(words: Set[str]) -> bool:
    """Whether a stretch of these words (:func:`~aftersummit.commitments.lexemes.spoken`) can
    state a time limit: it needs a word of time or a number."""
    return not (TIMES.isdisjoint(words) and NUMBERS.isdisjoint(words))


def _leads(text: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Where a reading may begin, and those of the places that have a word of time near behind
    them; nowhere in a stretch without one."""
    words = [(match.start(), match.group().lower()) for match in WORD.finditer(text, start, end)]
    if TIMES.isdisjoint([word for _, word in words]) and not _YEAR.search(text, start, end):
        return [], []
    leads: list[int] = []
    near: list[int] = []
    time = end + _REACH
    for at, word in reversed(words):
        number = word[0].isdigit()
        if word in POINTS or (number and len(word) > 3):
            time = at
        if number or word in LEADS:
            leads.append(at)
            if time - at < _REACH:
                near.append(at)
    return leads[::-1], near[::-1]


_REACH = 160
"""Code points. Every reading of ``PATTERN`` holds a word of time or a year, and what may stand
before it ("no later than the very end of the calendar ...") is shorter than this."""


_YEAR = re.compile(r"(?:19|20)\d\d")


def _matches(
    pattern: re.Pattern[str], text: str, leads: Sequence[int], end: int
) -> Iterator[re.Match[str]]:
    """Matches that begin at one of the places, none inside another; the same as a search of the
    whole stretch, which would try every letter."""
    free = 0
    for at in leads:
        match = pattern.match(text, at, end) if at >= free else None
        if match is not None:
            free = match.end()
            yield match


@dataclass(frozen=True, slots=True)
class _Reading:
    """One match of the grammar with all that its refusals look at."""

    text: str
    match: re.Match[str]
    group: str
    low: str
    lead: str
    before: str
    part: str
    edtf: str
    today: date | None

    @property
    def past(self) -> bool:
        """Whether the time has ended when the document is dated."""
        last = bounds(self.edtf)[1]
        return bool(last and self.today and last < self.today.isoformat())

    @property
    def yearless(self) -> bool:
        return re.search(r"\d{4}", self.low) is None


def _candidate(
    text: str, match: re.Match[str], start: int, today: date | None, party: str
) -> Found | None:
    group = next(name for name in _GROUPS if match[name])
    words = match.group()
    low = words.lower()
    before = text[max(start, match.start() - 40) : match.start()]
    lead = (match[group].lower() if group in {"by", "in", "over"} else low).strip()
    reading = _Reading(
        text,
        match,
        group,
        low,
        lead,
        before,
        text[start : match.start()],
        meaning(words, today, party),
        today,
    )
    if _NAMED_AFTER.match(text, match.end()) or reading.past or _background(reading):
        return None
    if _NO_MONTH.search(words) and reading.yearless:
        return None
    if not _CHECKS[group](reading):
        return None
    rank = _RANK[group]
    if group == "this" and text[match.end() : match.end() + 2] in {"’s", "'s"}:
        rank = 3
    edtf, end = reading.edtf, match.end()
    if group == "event" and (later := LATER.match(text, end)):
        end = later.end()
        edtf = meaning(later.group().strip(), today, party)
    return _found(text, match.start(), end, rank, edtf)


_BACKGROUND = re.compile(
    r"\W*(?:To|As|Since|While|Because|Recogni[sz]ing|Given|Noting|Building on)\b"
)
_MAIN = re.compile(
    r"[^,.;]{0,60}, (?:we|the|our|both|it|[A-Z][\w .]{1,30}) (?:\w+ly )?(?:will|shall|intend|plan|commit|agree|are|seek|also)\b"
)


_TRAILING = re.compile(
    r"\bas (?:they|it|he|she|[A-Z]\w+|the [A-Z]\w+(?: [A-Z]\w+)?) (?:\w+ )?"
    r"(?:takes?|assumes?|hosts?|becomes?|chairs?|prepares?|holds?)\b[^.;]*$"
)


def _background(r: _Reading) -> bool:
    """Whether the words stand in a clause that only leads up to the promise, or trails it."""
    if _TRAILING.search(r.part):
        return True
    return bool(_BACKGROUND.match(r.part)) and _MAIN.match(r.text, r.match.end()) is not None


def _found(text: str, start: int, end: int, rank: int, edtf: str) -> Found:
    while end > start + 1 and text[end - 1] in " ,":
        end -= 1
    first, last = bounds(edtf)
    return Found(Span(start, end), rank, Deadline(text[start:end], edtf, first, last))


def _dated_event(text: str, match: re.Match[str], today: date | None) -> Found | None:
    edtf = meaning(match["when"], today)
    last = bounds(edtf)[1]
    if not edtf or (today and last and last < today.isoformat()):
        return None
    if not re.search(r"[A-Z]\w|meeting|summit|ministerial|conference|session", match["what"]):
        return None
    return _found(text, match.start(), match.end(), _RANK["dated"], edtf)


def _by(r: _Reading) -> bool:
    if not re.search(r"\d|end|fin|" + _TIME_WORDS, r.low):
        return False
    if r.lead in {"through", "toward", "towards", "para"} and not re.search(
        r"\d{4}|end|fin", r.low
    ):
        return False
    if (
        r.lead in {"toward", "towards", "by"}
        and _TITLE.search(r.before)
        and (r.lead != "by" or r.before.lower().endswith(("net-zero ", "net zero ")))
    ):
        return (
            re.match(r"\s+(?:scenario|pathway)", r.text[r.match.end() :]) is None and r.lead == "by"
        )
    told = r.lead in {"on or before", "before", "as of", "until"}
    return not (told and re.search(r"\b(?:were|was|present)\b", r.before))


_TIME_WORDS = (
    r"year|month|decade|week|summer|fall|autumn|spring|winter|année|décennie|mois|été|automne"
    r"|año|década|mes|verano|otoño|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre"
    r"|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre|sept|oct|nov|dec|jan|feb|aug"
)
_SET_IN_TIME = re.compile(_TIME_WORDS + r"|\d|this|next|cet|este|fin|end|début|prochain")


_RANGE = re.compile(r"\d{4} ?[-–/] ?\d{2,4}$")


def _in(r: _Reading) -> bool:
    if r.lead == "from" and not re.search(r"[-–]|\bto\b|\bonwards?\b|\band\b", r.low):
        return False
    if (
        r.lead in {"a", "à", "for", "en", "desde"}
        and not re.search(r"\d", r.low)
        and r.lead != "en"
    ):
        return False
    if r.lead in {"el", "le"} and not re.match(r"\w+ (?:\d{1,2}\b|próximo)", r.low):
        return False
    if not _SET_IN_TIME.search(r.low):
        return False
    if re.search(r"\bearlier\s+$", r.before):
        return False
    if r.lead == "for" and re.search(r"\b(?:targets?|goals?)\s+$", r.before):
        return False
    if " the " in r.low and _RANGE.search(r.low) and re.match(r" \w", r.text[r.match.end() :]):
        return False  # "for the 2021-2022 budget"
    if _PAST.search(r.before) and not _WILL_BE.search(r.before):
        return _still_ahead(r)
    return True


def _still_ahead(r: _Reading) -> bool:
    """Whether a date behind words that speak of the past can only be meant as future."""
    if r.today is None or not r.edtf:
        return False
    first = bounds(r.edtf)[0]
    if r.yearless:
        return bool(first) and first <= ahead(r.today, _NEAR, "month").isoformat()
    return first > r.today.isoformat()


def _over(r: _Reading) -> bool:
    """Whether a length of time limits a promise ("within 90 days") or only measures something."""
    if re.search(
        r"next|coming|following|prochain|pr[óo]xim|course|first|term|future|plazo|terme|à venir"
        r"|due course|agreed|given|set |timeline|timeframe|deadline",
        r.low,
    ):
        return not r.low.startswith(("in the first place", "for the first", "over the term"))
    if re.search(r"from|until", r.low):
        return True
    if r.lead in {
        "within",
        "d’ici",
        "d'ici",
        "dans",
        "dentro de",
        "en un plazo de",
        "en el plazo de",
    }:
        return True
    if re.search(r"\bthe (?:past|last)\b", r.low):
        return False
    return r.lead in {"over", "sur", "a lo largo de"} and bool(
        re.search(r"years?|ans|años|months?|mois|meses", r.low)
    )


def _this(r: _Reading) -> bool:
    return not r.low.startswith("earlier") and not re.search(r"\btaking place\b", r.before)


def _often(r: _Reading) -> bool:
    """A frequency is a limit only where it says when something that is promised is due."""
    return _MEETS.search(r.part) is not None and "per year" not in r.low


def _now(r: _Reading) -> bool:
    """Haste is a limit behind the deed, and mere manner before its verb."""
    if r.low != "immediately":
        return True
    return re.match(r"[.,;]|\s*$| upon| after", r.text[r.match.end() :]) is not None or bool(
        re.search(r"effective\s+$|\bwill\s+$", r.before)
    )


def _always(_r: _Reading) -> bool:
    return True


_CHECKS: dict[str, Callable[[_Reading], bool]] = {
    "by": _by,
    "in": _in,
    "over": _over,
    "this": _this,
    "days": _always,
    "often": _often,
    "event": _always,
    "now": _now,
}
