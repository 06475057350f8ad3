# Patterns read best with one alternative a line, however long.
# ruff: noqa: E501
"""What the words of a time limit mean: an EDTF date, counted from the document's day.

Readings that are ours, not the texts': "early" and "late" are the first and the second half of
a year or month, "mid" its middle, "coming weeks" are eight weeks, "coming months" six months,
"the end of the decade" is its round year, "annually" is due within a year, and a gathering
whose date is not given ends at an unknown day (``2023-01-10/``). "Before 2030" ends with 2029.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from aftersummit.commitments.deadlines.grammar import MONTH, NUMBER, SEASON, UNIT, YEAR
from aftersummit.commitments.deadlines.intervals import ahead, bounds, last_day, span_of
from aftersummit.commitments.deadlines.words import (
    COUNTRIES,
    EVENTS,
    FISCAL,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    SEVERAL,
    UNITS,
)
from aftersummit.commitments.deadlines.words import MONTH as A_MONTH
from aftersummit.commitments.deadlines.words import YEAR as A_YEAR

_MONTH = re.compile(rf"\b{MONTH}(?![a-z])")
_SEASON = re.compile(rf"\b{SEASON}\b")
_YEARS = re.compile(rf"\b({YEAR})\b")
_DECADES = re.compile(r"\b((?:19|20)\d)\ds\b|(?:années|años) ((?:19|20)\d)\d\b")
_PAIR = re.compile(r"\b((?:19|20)\d\d) ?[-–/] ?(\d\d(?:\d\d)?)\b")
_BEGINS = re.compile(
    r"(?:starting|beginning|commencing|from|à partir|à compter|dès|a partir|desde)\b"
)
_BEYOND = re.compile(r"and beyond|onward|au-delà|más allá")
_BEFORE = re.compile(r"(?:before|prior to|ahead of|in advance of|avant|antes de)\b")
_BEFORE_THEN = re.compile(
    rf"{_BEFORE.pattern} (?:the |this |next |early |late |l'|el |la |le )*(?:{SEASON}|{MONTH}|\d)"
)
_END = re.compile(
    r"\b(?:end|close|conclusion) of|\bfin\b|\bfinal(?:es)? de|\bfines de|year-end|[’']s end"
)
_START = re.compile(
    r"first half|premier semestre|primer semestre|primera mitad|\bearly\b|début|principios|inicios|beginning of|start of|comienzos"
)
_SECOND = re.compile(
    r"(?:second|latter) half|(?:second|deuxième|segundo) semestre|segunda mitad|\blate\b"
)
_MIDDLE = re.compile(r"\bmid[ -]|middle of|\bmi-|mediados|milieu")
_FISCAL = re.compile(
    r"(?P<who>[\w.’']+ (?:zealand )?)?(?:(?:fiscal|financial|budget) years?|\bj?fy|exercices?(?: \w+)?|"
    r"années? (?:fiscale|financière|budgétaire)s?|años? fiscal(?:es)?|ejercicios? fiscal(?:es)?)"
    r"(?: ?\(j?fy\))?[ -]?(?P<a>\d{2,4})(?:(?P<join> ?[-–/] ?| (?:to|and|through|à|et|a|y) )(?:fy ?)?(?P<b>\d{2,4}))?"
)  # fmt: skip
_THIS = re.compile(
    r"\b(this|next|cette|cet|ce|este|esta|current|the|l'|el|la|le|próxim[oa])[ ]?(?:coming |critical |calendar |very |próximo |current |prochaine? )*"
    r"(year|month|weekend|week|quarter|année|an|mois|semaine|trimestre|año|mes|semana)\b"
)
_LENGTH = re.compile(
    rf"(?<!\w)(?:(?P<n>{NUMBER})(?: (?P<h>hundred|cent))?[ -])?"
    r"(?:few |several |couple of |quelques |prochaine?s |pr[óo]xim[oa]s |critical |fiscal |calendar )*"
    rf"(?P<unit>{UNIT})\b"
)
_VAGUE = re.compile(
    r"\bterm\b|\bterme\b|plazo\b(?! de)|future|due course|timeline|timeframe|time frame|agreed|deadline"
)
_OFTEN = re.compile(
    r"annual|every|each year|per year|a year|quarterly|monthly|chaque|tous les|cada|anual"
)
_AHEAD = re.compile(r"\bnext\b|upcoming|forthcoming|following|prochain|próxim")

Reader = Callable[[str, date | None, str], str]


@lru_cache(maxsize=4096)
def meaning(words: str, today: date | None, party: str = "") -> str:
    """EDTF of the words of a time limit, "" where they name no time that can be reckoned.

    Args:
        words: as written.
        today: the document's day; relative words have no date without one.
        party: code of the only party bound, whose fiscal year counts where none is named.
    """
    low = words.lower().replace("’", "'")
    readers: tuple[Reader, ...] = (_fiscal, _event, _explicit, _relative)
    for reader in readers:
        edtf = reader(low, today, party)
        if edtf:
            return _sound(edtf)
    return ""


def _sound(edtf: str) -> str:
    """The date itself, or "" where its first day would lie behind its last."""
    first, last = bounds(edtf)
    return "" if first and last and first > last else edtf


def _event(low: str, today: date | None, _party: str) -> str:
    match = re.search(r"(cbd-)?cop[ -]?(\d\d)\b", low)
    if match is None or _YEARS.search(low):
        return ""
    held = EVENTS.get(f"{(match[1] or '').upper()}COP{match[2]}", "")
    return f"../{held.partition('/')[0]}" if held and _BEFORE.match(low) else held


def _fiscal(low: str, today: date | None, party: str) -> str:
    match = _FISCAL.search(low)
    if match is None:
        return ""
    named = low[: match.start("a")]
    country = next((code for begin, code in COUNTRIES.items() if begin in named), party)
    if "jfy" in named:
        country = "JP"
    month, by_end = FISCAL.get(country, FISCAL["US"])
    first = _four(match["a"])
    last = _four(match["b"]) if match["b"] else first
    if (
        month != 1
        and last == first + 1
        and re.fullmatch(r" ?[-–/] ?", match["join"])
        and (not by_end or len(match["b"]) == 2)
    ):
        last, by_end = first, False  # "2023-24" is one year, named by both its halves
    shift = 1 if by_end and month > 1 else 0
    begin, end = first - shift, last - shift + (month > 1)
    closing = (month - 2) % 12 + 1
    start = f"{begin}-{month:02d}-01"
    close = f"{end}-{closing:02d}-{last_day(end, closing):02d}"
    if _BEGINS.match(low):
        return f"{start}/.."
    return close if re.search(r"\bend of|\bby\b|\bfin\b", low) else span_of(start, close)


def _four(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text[-2:])


def _explicit(low: str, today: date | None, _party: str) -> str:
    edtf = _point(low, today)
    if not edtf or "/" in edtf:
        return edtf
    if _BEGINS.match(low) or _BEYOND.search(low):
        return f"{edtf}/.."
    if _BEFORE_THEN.match(low) and not _END.search(low):
        first, _ = bounds(edtf)
        if not first:
            return ""  # a month of the year 10000: no calendar of ours goes there
        return f"../{(date.fromisoformat(first) - timedelta(days=1)).isoformat()}"
    return edtf


def _point(low: str, today: date | None) -> str:
    decades = [a or b for a, b in _DECADES.findall(low)]
    if decades:
        ten = decades[0]
        if _START.search(low):
            return f"{ten}0/{ten}4"
        return f"{ten}5/{ten}9" if _SECOND.search(low) else f"{ten}X"
    years = [int(y) for y in _YEARS.findall(low)]
    month = _MONTH.search(low)
    if month:
        return _month(low, month, years, today)
    season = _SEASON.search(low)
    if season:
        return _season(low, season.group(), years, today)
    return _years(low, years) if years else ""


def _season(low: str, name: str, years: list[int], today: date | None) -> str:
    code = SEASONS[name]
    if years:
        year = years[-1]
    elif today is None:
        return ""
    else:
        last = {21: 5, 22: 8, 23: 11, 24: 12}[code]
        year = today.year + (_AHEAD.search(low) is not None or today.month > last)
    edtf = f"{year:04d}-{code}"
    return bounds(edtf)[1] if _END.search(low) else edtf


def _month(low: str, month: re.Match[str], years: list[int], today: date | None) -> str:
    number = MONTHS[month.group().rstrip(".")]
    if years:
        year = years[-1]
    elif today is None:
        return ""
    else:
        year = today.year + (number < today.month or "next year" in low)
    stem = f"{year:04d}-{number:02d}"
    length = last_day(year, number)
    after = re.match(
        r"\s+(\d{1,2})(?:st|nd|rd|th)?(?:(?:\s?[-–]\s?| and | to |, )(\d{1,2})(?!\d))?(?!\d)",
        low[month.end() :],
    )
    before = re.search(r"\b(\d{1,2})(?:er|º|st|nd|rd|th)? (?:of |de )?$", low[: month.start()])
    first = after or before
    if first and 1 <= int(first[1]) <= length:
        day = f"{stem}-{int(first[1]):02d}"
        if after and after[2] and int(first[1]) < int(after[2]) <= length:
            return f"{day}/{stem}-{int(after[2]):02d}"
        return day
    if _END.search(low):
        return f"{stem}-{length:02d}"
    if _START.search(low):
        return f"{stem}-01/{stem}-15"
    if _SECOND.search(low):
        return f"{stem}-16/{stem}-{length:02d}"
    return f"{stem}-10/{stem}-20" if _MIDDLE.search(low) else stem


def _years(low: str, years: list[int]) -> str:
    year = years[-1]
    quarter = re.search(r"(\w+) (?:quarter|trimestre)|\bq([1-4])\b", low)
    if quarter:
        n = int(quarter[2]) if quarter[2] else ORDINALS.get(quarter[1], 4)
        return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"
    pair = _PAIR.search(low)
    if pair:
        last = pair[1][:2] + pair[2] if len(pair[2]) == 2 else pair[2]
        return span_of(pair[1], last)
    if len(years) > 1 and years[0] < year:
        return f"{years[0]}" if " or " in low else f"{years[0]}/{year}"
    if _END.search(low):
        return f"{year}-12-31"
    if _START.search(low):
        return f"{year}-01/{year}-06"
    if _SECOND.search(low):
        return f"{year}-07/{year}-12"
    return f"{year}-06/{year}-07" if _MIDDLE.search(low) else f"{year}"


def _relative(low: str, today: date | None, _party: str) -> str:
    if today is None:
        return ""
    if re.search(r"decade|décennie|década", low) and not re.search(
        r"next|coming|prochain|próxim", low
    ):
        ten = today.year // 10
        return f"{ten + 1}0" if _END.search(low) else f"{ten}X"
    if re.search(r"(?:year|année|año)s?\b", low) and (
        _END.search(low) or re.search(r"\bend\b", low)
    ):
        return f"{today.year + (_AHEAD.search(low) is not None):04d}-12-31"
    if ("first" in low.split() and "next" not in low) or _VAGUE.search(low):
        return ""
    later = re.search(
        r"\blater (this|next) year|later in the year|más adelante este año|plus tard cette année",
        low,
    )
    if later:
        return f"{today.isoformat()}/{today.year + (later[1] == 'next'):04d}-12-31"
    if _OFTEN.search(low) and not _AHEAD.search(low):
        return _due_often(low, today)
    this = _THIS.search(low)
    if this and not re.search(
        r"\bthe (?:next|coming|following)|over the (?!course|year)|over$", low
    ):
        return _this(low, this, today)
    length = _length(low, today)
    if length or not (_AHEAD.search(low) or _BEFORE.match(low)):
        return length
    return f"{today.isoformat()}/"


def _due_often(low: str, today: date) -> str:
    count, unit = 1, A_YEAR
    match = re.search(rf"(?:every|tous les|cada) ({NUMBER}|other)?\s?({UNIT})", low)
    if match:
        count = 2 if match[1] == "other" else _number(match[1] or "1")
        unit = _unit(match[2])
    elif re.search(r"semi-?annual|twice", low) and not low.startswith(
        ("annual", "at least annual")
    ):
        count, unit = 6, A_MONTH
    elif "quarterly" in low or "monthly" in low:
        count, unit = (3 if "quarterly" in low else 1), A_MONTH
    return f"{today.isoformat()}/{ahead(today, count, unit).isoformat()}"


def _this(low: str, match: re.Match[str], today: date) -> str:
    following = _AHEAD.search(low) is not None or "que viene" in low
    unit = match[2]
    if unit in {"year", "année", "an", "año"}:
        return f"{today.year + following:04d}"
    if unit in {"month", "mois", "mes"}:
        year, month = divmod(today.year * 12 + today.month - 1 + following, 12)
        stem = f"{year:04d}-{month + 1:02d}"
        return f"{stem}-{last_day(year, month + 1):02d}" if _END.search(low) else stem
    if unit in {"quarter", "trimestre"}:
        year, n = divmod(today.year * 4 + (today.month - 1) // 3 + following, 4)
        return f"{year:04d}-{3 * n + 1:02d}/{year:04d}-{3 * n + 3:02d}"
    monday = ahead(today, -today.weekday() + 7 * following, "day")
    first, last = (5, 6) if unit == "weekend" else (0, 6)
    return f"{ahead(monday, first, 'day').isoformat()}/{ahead(monday, last, 'day').isoformat()}"


def _length(low: str, today: date) -> str:
    if re.search(
        r"course of (?:the|this|el) (?:year|año)|(?:over|during|throughout) the year", low
    ):
        return f"{today.year:04d}"
    match = _LENGTH.search(low)
    if match is None:
        return ""
    unit = _unit(match["unit"])
    word = match["n"]
    count = 0
    if word:
        count = 100 if match["h"] else _number(word)
    many = (match["unit"].endswith("s") and match["unit"] not in {"mois", "mes"}) or (
        match["unit"] == "mois" and re.search(r"\b(?:les|prochains|quelques)\b", low) is not None
    )
    if not count or (word in {"a", "an", "un", "une"} and re.search(r"few|several", low)):
        count = SEVERAL[unit] if many else 1
    return f"{today.isoformat()}/{ahead(today, count, unit).isoformat()}"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)


def _unit(word: str) -> str:
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in UNITS:
            return UNITS[form]
    return A_YEAR
