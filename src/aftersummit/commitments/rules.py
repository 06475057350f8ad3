"""A label for a unit by the lexicon alone: the transparent baseline."""

from __future__ import annotations

from typing import NamedTuple

from aftersummit.commitments.context import View
from aftersummit.commitments.signals import EXPLAINED, decide


class Ruling(NamedTuple):
    """What the lexicon says: label letter (C, H, S or N), the reason, and the sign's code."""

    label: str
    why: str
    code: str


def rule(view: View) -> Ruling:
    """The label that the lexicon gives a unit in its context."""
    label, code = decide(view.signs)
    return Ruling(label, EXPLAINED.get(code, "no word of promise binds an issuer"), code)
