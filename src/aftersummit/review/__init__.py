"""Proposals and decisions in, reviewed commitments out."""

from aftersummit.review.settle import (
    EDITABLE,
    Lookup,
    Quote,
    changed,
    check,
    effective,
    found_by_hand,
    place,
    settle,
)

__all__ = [
    "EDITABLE",
    "Lookup",
    "Quote",
    "changed",
    "check",
    "effective",
    "found_by_hand",
    "place",
    "settle",
]
