"""Where a statement comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["confirmed", "reported", "unverified"]
"""How far a bundled fact has been checked.

confirmed: read on an official page, or plain on the cited page and consistent with others.
reported: one secondary page, a partial view, or a reading of ours.
unverified: remembered and not seen on a page; never shown as fact.
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """An address where a statement can be checked."""

    url: str
    title: str = ""
    note: str = ""
