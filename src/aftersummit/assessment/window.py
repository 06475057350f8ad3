"""The time in which conduct counts, and EDTF dates as intervals."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aftersummit.errors import UserError
from aftersummit.model import DatePlace, Meeting

FIRST, LAST = "0001-01-01", "9999-12-31"
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which conduct counts, ISO dates, both inclusive."""

    start: str
    end: str

    def place(self, edtf: str) -> DatePlace:
        """Where a date falls.

        A date too coarse to lie wholly on one side of an edge ``straddles`` it: it is
        kept and not counted, because nobody can say on which side it was.
        """
        if not edtf:
            return "undated"
        first, last = days(edtf)
        if last < self.start:
            return "before"
        if first > self.end:
            return "after"
        return "inside" if self.start <= first and last <= self.end else "straddles"

    def __str__(self) -> str:
        return f"{self.start}/{'..' if self.end == LAST else self.end}"


def window_of(meeting: str, later: Iterable[str] = (), until: str = "") -> Window:
    """The window of a meeting: from the day after it to the day before the next one.

    Where rough dates leave no day between the two, to the last day on which the next can
    have begun.

    Args:
        meeting: EDTF date of the meeting.
        later: EDTF dates of the other meetings of the same forum, in any order.
        until: last day that the study sets instead, ISO; also for an interim assessment.

    Raises:
        UserError: ``until`` lies before the window begins, or a date is not one.
    """
    last_day = days(meeting)[1]
    start = _shift(last_day, 1)
    following = sorted(span for span in map(days, filter(None, later)) if span[0] > last_day)
    end = _shift(following[0][0], -1) if following else LAST
    if end < start:
        # Meetings known to the year alone: the next may have begun on any day of its own.
        end = _shift(following[0][1], -1)
    if until:
        end = min(end, days(until)[1])
    if end < start:
        raise UserError(
            f"the window from {start} would end on {end}", "set a last day after the meeting"
        )
    return Window(start, end)


def window_for(meeting: Meeting, meetings: Iterable[Meeting], until: str = "") -> Window:
    """The window of a meeting of the register.

    The next one is the next that was held, of the same forum and the same kind: a signing
    on the margins or a technical meeting does not end what a summit began.

    Raises:
        UserError: ``until`` lies before the window begins.
    """
    later = [
        other.date
        for other in meetings
        if other.ref.forum == meeting.ref.forum
        and other.kind == meeting.kind
        and other.held
        and other.date
    ]
    return window_of(meeting.date, later, until)


def days(edtf: str) -> tuple[str, str]:
    """First and last day of an EDTF date, interval, season or decade, ISO.

    Qualifiers (``~ ? %``) do not move a date. An open end reaches as far as dates do.

    Raises:
        UserError: it is not a date of that kind.
    """
    text = edtf.strip()
    if "/" in text:
        start, _, end = text.partition("/")
        return (
            FIRST if start in ("", "..") else days(start)[0],
            LAST if end in ("", "..") else days(end)[1],
        )
    plain = text.strip("~?%")
    decade = re.fullmatch(r"(\d{3})X", plain)
    if decade:
        return f"{decade[1]}0-01-01", f"{decade[1]}9-12-31"
    found = _DATE.fullmatch(plain)
    try:
        if found:
            return _single(int(found[1]), found[2], found[3])
    except ValueError:
        pass
    raise UserError(f"'{edtf}' is not a date", "write it like 2023, 2023-01 or 2023-01-10")


def _single(year: int, month: str | None, day: str | None) -> tuple[str, str]:
    if month is None:
        return date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    number = int(month)
    if number in _SEASONS and day is None:
        first, last = _SEASONS[number]
        end_year = year + 1 if last < first else year
        end = date(end_year, last, monthrange(end_year, last)[1])
        return date(year, first, 1).isoformat(), end.isoformat()
    if day is None:
        last_day = monthrange(year, number)[1] if 1 <= number <= 12 else 0
        return date(year, number, 1).isoformat(), date(year, number, last_day).isoformat()
    one = date(year, number, int(day)).isoformat()
    return one, one


def _shift(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
