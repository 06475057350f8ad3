"""EDTF dates as days: what they cover, and steps from one day to another."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from aftersummit.commitments.deadlines.words import (
    DAY,
    DECADE,
    MONTH,
    SEASON_MONTHS,
    WEEK,
    YEAR,
)

_MONTHS = {MONTH: 1, YEAR: 12, DECADE: 120}


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[str, str]:
    """First and last day (ISO, inclusive) that an EDTF date covers; "" for an open side.

    Understands years, months, days, seasons, ``X`` for unknown digits, intervals, and a side
    that is open (``..``) or unknown (empty). Anything else has no days.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _edge(first, 0), _edge(first, 1)
    return _edge(first, 0), _edge(last, 1)


def _edge(part: str, side: int) -> str:
    match = re.fullmatch(r"(\d{2,4}X{0,2})(?:-(\d\d))?(?:-(\d\d))?[~?%]?", part)
    if match is None or len(match[1]) != 4:
        return ""
    year = match[1].replace("X", "09"[side])
    if match[3]:
        return f"{year}-{match[2]}-{match[3]}"
    if not match[2]:
        return f"{year}-{('01-01', '12-31')[side]}"
    number = int(match[2])
    months = SEASON_MONTHS.get(number, (number, number))
    month = min(12, max(1, months[side]))
    return f"{year}-{month:02d}-{1 if side == 0 else last_day(int(year), month):02d}"


@lru_cache(maxsize=4096)
def day_of(dated: str) -> date | None:
    """The last day of an EDTF day, month or year; ``None`` for anything else."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\dX])", dated)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    if not 1 <= month <= 12 or year < 1:
        return None
    return date(year, month, max(1, min(int(match[3] or 31), last_day(year, month))))


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    return monthrange(min(max(year, 1), 9999), month)[1]


def ahead(today: date, count: int, unit: str) -> date:
    """The day that lies ``count`` units (``day`` to ``decade``) after ``today``, 9999 at most."""
    try:
        if unit in (DAY, WEEK):
            return today + timedelta(days=count * (7 if unit == WEEK else 1))
        year, month = divmod(today.year * 12 + today.month - 1 + count * _MONTHS[unit], 12)
        return date(year, month + 1, min(today.day, last_day(year, month + 1)))
    except (OverflowError, ValueError):
        return date.max


def span_of(first: str, last: str) -> str:
    """An EDTF interval; the first date alone where the second would lie before it."""
    return first if bounds(first)[0] > bounds(last)[1] or first == last else f"{first}/{last}"
