"""Values as words that a reader knows: dates, lists, figures, names of stances and rungs."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PARTS = {
    "21": "spring",
    "22": "summer",
    "23": "autumn",
    "24": "winter",
    "33": "first quarter of",
    "34": "second quarter of",
    "35": "third quarter of",
    "36": "fourth quarter of",
    "40": "first half of",
    "41": "second half of",
}
_QUARTERS = {
    "21": (3, 5),
    "22": (6, 8),
    "23": (9, 11),
    "24": (12, 12),
    "33": (1, 3),
    "34": (4, 6),
    "35": (7, 9),
    "36": (10, 12),
    "40": (1, 6),
    "41": (7, 12),
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")

STANCE_WORDS = {
    "completes": "completes it",
    "advances": "advances it",
    "announces": "announces a step",
    "undercuts": "works against it",
    "mixed": "cuts both ways",
    "mentions": "context",
}
RUNG_WORDS = {
    "statement": "a statement",
    "plan": "a plan or budget",
    "instrument": "a signed instrument or law",
    "programme": "a programme running",
    "result": "a result, independently confirmed",
}
KIND_WORDS = {
    "declaration": "Declaration",
    "joint-statement": "Joint statement",
    "fact-sheet": "Fact sheet",
    "communique": "Communiqué",
    "action-plan": "Action plan",
    "speech": "Speech",
    "briefing": "Briefing",
    "news": "News",
    "order": "Order",
    "report": "Report",
    "other": "Document",
}
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "de": "German",
    "it": "Italian",
    "ja": "Japanese",
    "zh": "Chinese",
    "ru": "Russian",
    "ar": "Arabic",
}


def date_words(edtf: str) -> str:
    """An EDTF date as a reader writes it: ``2023-01-09/2023-01-10`` is "9-10 January 2023".

    Text that is no date comes back as it is; "" gives "date unknown".
    """
    if not edtf:
        return "date unknown"
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        return _interval(start, end)
    return _one_date(edtf)


@lru_cache(maxsize=8192)
def date_bounds(edtf: str) -> tuple[str, str]:
    """First and last day (ISO) that an EDTF date can mean; "" for an open or unread end."""
    start, _, end = edtf.partition("/")
    return _edge(start, last=False), _edge(end or start, last=True) if end != ".." else ""


def short_month(day: str) -> str:
    """An ISO day as month and year, for where there is little room: ``Nov 2021``."""
    return f"{MONTHS[int(day[5:7]) - 1][:3]} {day[:4]}"


def listed(items: Iterable[str], limit: int = 0) -> str:
    """Names as a sentence lists them: "Canada, Mexico and the United States".

    Args:
        limit: how many to name before "and N more"; 0 names all.
    """
    names = list(items)
    if limit and len(names) > limit + 1:
        names = [*names[:limit], f"{len(names) - limit} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def number_words(value: float) -> str:
    """A figure with thousands set apart and no needless decimals: ``106,699``, ``37.5``."""
    if value == int(value):
        return f"{int(value):,}"
    text = f"{value:,.2f}" if abs(value) < 100 else f"{value:,.1f}"
    return text.rstrip("0").rstrip(".")


def counted(number: int, one: str, many: str = "") -> str:
    """``1 commitment``, ``2 commitments``; "no commitments" for none."""
    amount = f"{number:,}" if number else "no"
    return f"{amount} {one if number == 1 else many or one + 's'}"


def sentence_case(text: str) -> str:
    """The text with its first letter raised and the rest left alone."""
    return text[:1].upper() + text[1:]


def web_address(url: str) -> str:
    """``url`` where a page may link to it (http and https only), else ""."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


def site_name(url: str) -> str:
    """The host of an address, for naming a link: ``pm.gc.ca``."""
    host = urlsplit(url).hostname or url
    return host.removeprefix("www.")


def shorten(text: str, limit: int) -> str:
    """``text`` cut at a word near ``limit`` characters, with an ellipsis where it was cut."""
    clean = " ".join(text.split())
    if len(clean) <= limit:
        return clean
    return clean[:limit].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def quantity_words(value: float, high: float | None, unit: str) -> str:
    """An amount with its unit: "40 to 45 per cent", "15,000 people"."""
    first, second = sorted((value, value if high is None else high), key=abs)
    amount = number_words(first)
    if high is not None:
        amount = f"{amount} to {number_words(second)}"
    return f"{amount} {'per cent' if unit == 'percent' else unit}".strip()


def _one_date(edtf: str) -> str:
    about = "about " if "~" in edtf or "%" in edtf else ""
    doubt = " (uncertain)" if "?" in edtf or "%" in edtf else ""
    plain = re.sub(r"[~?%]", "", edtf)
    if re.fullmatch(r"\d{3}X", plain):
        return f"{about}the {plain[:3]}0s{doubt}"
    match = _DATE.fullmatch(plain)
    if match is None:
        return edtf
    return about + _calendar_words(*match.groups()) + doubt


def _calendar_words(year: str, month: str | None, day: str | None) -> str:
    if month is None:
        return year
    if month in _PARTS:
        return f"{_PARTS[month]} {year}"
    if not 1 <= int(month) <= 12:
        return f"{year}-{month}"
    name = MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def _interval(start: str, end: str) -> str:
    if start in ("", ".."):
        return f"until {_one_date(end)}"
    if end in ("", ".."):
        return f"since {_one_date(start)}"
    if start == end:
        return _one_date(start)
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])}–{_one_date(end)}"
    if len(start) == len(end) == 4:
        return f"{start}–{end}"
    return f"{_one_date(start)} to {_one_date(end)}"


def _edge(edtf: str, *, last: bool) -> str:
    plain = re.sub(r"[~?%]", "", edtf)
    if re.fullmatch(r"\d{3}X", plain):
        plain = f"{plain[:3]}{9 if last else 0}"
    match = _DATE.fullmatch(plain)
    if match is None:
        return ""
    year, month, day = match.groups()
    if day:
        return plain
    low, high = _QUARTERS.get(month or "", (int(month or 1), int(month or 12)))
    number = high if last else low
    if not 1 <= number <= 12:
        return ""
    return f"{year}-{number:02d}-{_month_days(int(year), number) if last else 1:02d}"


def _month_days(year: int, month: int) -> int:
    return calendar.monthrange(max(year, 1), month)[1]
