"""Periods of time in the spellings that publishers use, read into EDTF.

A year is ``2023``, a month ``2023-01``, a day ``2023-01-31`` and a quarter
``2023-33`` to ``2023-36`` (EDTF level 2). SDMX spells quarters ``2023-Q1``.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from aftersummit.errors import UserError
from aftersummit.model.series import Frequency

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
}
_SHORT = {
    "sept": 9, "set": 9, "setiembre": 9, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
    "janv": 1, "fevr": 2, "fev": 2, "avr": 4, "mai": 5, "juil": 7, "aou": 8, "dec": 12,
}  # fmt: skip
NAMES = {name: i + 1 for words in _MONTHS.values() for i, name in enumerate(words.split())}
NAMES |= {name[:3]: number for name, number in NAMES.items() if name not in ("juin", "juillet")}
NAMES |= _SHORT
_WORDS = "|".join(sorted(NAMES, key=len, reverse=True))
_QUARTER = r"(?:q|t|trim\.?|quarter|trimestre)"

_FORMS: tuple[tuple[Frequency, re.Pattern[str]], ...] = (
    ("D", re.compile(r"(?P<y>\d{4})[-/.]?(?P<m>\d{2})[-/.]?(?P<d>\d{2})(?:[t ]00:00(?::00)?.*)?")),
    ("M", re.compile(r"(?P<y>\d{4})[-/m. ](?P<m>0?[1-9]|1[0-2])")),
    ("M", re.compile(r"(?P<m>0?[1-9]|1[0-2])[-/](?P<y>\d{4})")),
    ("Q", re.compile(r"(?P<y>\d{4})-(?P<edtf>3[3-6])")),
    ("Q", re.compile(rf"(?P<y>\d{{4}})[- ]?{_QUARTER} ?(?P<q>[1-4])")),
    ("Q", re.compile(rf"{_QUARTER} ?(?P<q>[1-4])[- /]*(?P<y>\d{{4}})")),
    ("Q", re.compile(rf"(?P<q>[1-4]) ?(?:er|st|nd|rd|th|o|e)? ?{_QUARTER}[- /]*(?P<y>\d{{4}})")),
    ("M", re.compile(rf"(?P<w>{_WORDS})[.,]*[- /]*(?:de |del )?(?P<y>\d{{4}}|\d{{2}})")),
    ("M", re.compile(rf"(?P<y>\d{{4}})[- /]*(?P<w>{_WORDS})\.?")),
    ("A", re.compile(r"(?P<y>\d{4})(?:\.0)?")),
)
_FISCAL = re.compile(r"(?:fy|fiscal year|ejercicio|af)? ?(?P<y>\d{4})(?: ?\((?:fytd|ytd)\))?")


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its EDTF date and the SDMX code of its length."""

    edtf: str
    frequency: Frequency


def parse_period(text: str) -> Period:
    """Read a period in English, Spanish or French, or in figures.

    Raises:
        UserError: no known form fits, or the date does not exist.
    """
    plain = _plain(text)
    for frequency, form in _FORMS:
        found = form.fullmatch(plain)
        if found is not None:
            return Period(_edtf(frequency, found.groupdict(), text), frequency)
    raise UserError(
        f"'{text}' is not a period",
        "write it like 2023, 2023-01, 2023-Q1 or Jan 2023",
    )


def month_of(text: str) -> str:
    """The month that a cell names, be it by its name or by one of its days.

    Raises:
        UserError: the cell names no month.
    """
    return at_frequency(parse_period(text).edtf, "M")


def year_of(text: str) -> str:
    """The year that a cell names.

    Raises:
        UserError: the cell names no year.
    """
    return at_frequency(parse_period(text).edtf, "A")


def month_number(word: str) -> int:
    """The number of a month from its name or its abbreviation.

    Raises:
        UserError: the word names no month in English, Spanish or French.
    """
    number = NAMES.get(_plain(word).strip("."))
    if number is None:
        raise UserError(f"'{word}' is not a month", "use its name or its first three letters")
    return number


def fiscal_year_number(text: str) -> int:
    """``"2025 (FYTD)"`` or ``"FY2025"`` as 2025.

    Raises:
        UserError: the cell holds no year.
    """
    found = _FISCAL.fullmatch(_plain(text))
    if found is None:
        raise UserError(f"'{text}' is not a fiscal year", "write it like FY2025 or 2025 (FYTD)")
    return int(found["y"])


def fiscal_month(year: int, month: int, first: int = 10) -> str:
    """The calendar month of ``month`` in a fiscal year that begins with month ``first``.

    The year is named after the one it ends in: October of US fiscal year 2023 is 2022-10.
    """
    return f"{year - (1 if first > 1 and month >= first else 0):04d}-{month:02d}"


def frequency_of(period: str) -> Frequency:
    """The length of an EDTF period as written by :func:`parse_period`."""
    parts = period.split("-")
    if len(parts) == 1:
        return "A"
    if len(parts) == 3:
        return "D"
    return "Q" if int(parts[1]) > 12 else "M"


@lru_cache(maxsize=8192)
def ordinal(period: str) -> int:
    """Periods counted from year 0, so that neighbours differ by one."""
    frequency = frequency_of(period)
    if frequency == "D":
        import datetime

        return datetime.date.fromisoformat(period).toordinal()
    year, *rest = (int(part) for part in period.split("-"))
    if frequency == "A":
        return year
    return year * 12 + rest[0] - 1 if frequency == "M" else year * 4 + rest[0] - 33


def from_ordinal(number: int, frequency: Frequency) -> str:
    """The inverse of :func:`ordinal`."""
    if frequency == "A":
        return f"{number:04d}"
    if frequency == "M":
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    if frequency == "Q":
        return f"{number // 4:04d}-{number % 4 + 33}"
    import datetime

    return datetime.date.fromordinal(number).isoformat()


def between(first: str, last: str) -> list[str]:
    """Every period from ``first`` to ``last``, both included."""
    frequency = frequency_of(first)
    return [from_ordinal(n, frequency) for n in range(ordinal(first), ordinal(last) + 1)]


def at_frequency(date: str, frequency: Frequency) -> str:
    """The period of length ``frequency`` in which an EDTF date falls.

    Raises:
        UserError: the date is coarser than the period.
    """
    own = frequency_of(date)
    order: dict[Frequency, int] = {"A": 0, "Q": 1, "M": 2, "D": 3}
    if own == frequency:
        return date
    if order[own] < order[frequency]:
        raise UserError(
            f"'{date}' does not say which {_NOUNS[frequency]} it means",
            f"give a {_NOUNS[frequency]}",
        )
    month = int(date.split("-")[1]) if own in ("M", "D") else (int(date.split("-")[1]) - 33) * 3 + 1
    if frequency == "A":
        return date[:4]
    return date[:7] if frequency == "M" else f"{date[:4]}-{33 + (month - 1) // 3}"


_NOUNS: dict[Frequency, str] = {
    "A": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day",
}  # fmt: skip


def noun(frequency: Frequency) -> str:
    """``"month"`` for ``"M"``."""
    return _NOUNS[frequency]


def days_in(period: str) -> int:
    """Days in a period: months differ by a tenth, and counts with them."""
    year = int(period[:4])
    frequency = frequency_of(period)
    if frequency == "M":
        return calendar.monthrange(year, int(period[5:]))[1]
    if frequency == "Q":
        first = (int(period[5:]) - 33) * 3 + 1
        return sum(calendar.monthrange(year, m)[1] for m in range(first, first + 3))
    return (366 if calendar.isleap(year) else 365) if frequency == "A" else 1


def label(period: str) -> str:
    """A period for a sentence: ``11 May 2023``, ``the first quarter of 2023``, ``2023``."""
    frequency = frequency_of(period)
    if frequency == "M":
        return f"{calendar.month_name[int(period[5:])]} {period[:4]}"
    if frequency == "Q":
        nth = ("first", "second", "third", "fourth")[int(period[5:]) - 33]
        return f"the {nth} quarter of {period[:4]}"
    if frequency == "D":
        return f"{int(period[8:])} {calendar.month_name[int(period[5:7])]} {period[:4]}"
    return period


def sdmx_period(period: str) -> str:
    """A period as SDMX spells it (``2023-Q1`` for a quarter)."""
    if frequency_of(period) == "Q":
        return f"{period[:4]}-Q{int(period[5:]) - 32}"
    return period


def missing_between(periods: Iterable[str]) -> list[str]:
    """The periods that are absent between the first and the last of a sorted run."""
    held = list(periods)
    return sorted(set(between(held[0], held[-1])) - set(held)) if held else []


def _plain(text: str) -> str:
    stripped = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return " ".join(stripped.lower().split())


def _edtf(frequency: Frequency, parts: dict[str, str | None], text: str) -> str:
    year = _full_year(parts["y"] or "")
    month = int(parts.get("m") or 0) or NAMES.get(parts.get("w") or "", 0)
    if frequency == "A":
        return f"{year:04d}"
    if frequency == "M":
        return f"{year:04d}-{month:02d}"
    if frequency == "Q":
        return f"{year:04d}-{int(parts.get('edtf') or 32 + int(parts.get('q') or 0))}"
    day = int(parts["d"] or 0)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise UserError(f"'{text}' is not a date", "write days like 2023-01-31")
    return f"{year:04d}-{month:02d}-{day:02d}"


def _full_year(text: str) -> int:
    # Two digits appear in month tables only ("ene-23"); none of those tables is older than 1970.
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= 70 else 2000)
