"""Moments and days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from aftersummit.errors import UsageError
from aftersummit.store import FOREVER


def now() -> str:
    """This moment in UTC, ISO 8601 with microseconds, so that order is kept within a second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def end_of(day: str) -> str:
    """The last moment of a day (``2024-06-01``); "" is the present and has no end.

    Raises:
        UsageError: ``day`` is not a date.
    """
    if not day:
        return FOREVER
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
            raise ValueError
        date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"'{day}' is not a day", "write it like 2024-06-01") from None
    return f"{day}T23:59:59.999999Z"


def today() -> str:
    """Today's date in UTC, ISO 8601."""
    return datetime.now(UTC).date().isoformat()
