"""Proposals and decisions in, reviewed commitments out."""

from aftersummit.review.settle import (
    EDITABLE,
    Lookup,
    Quote,
    changed,
    check,
    effective,
    place,
    settle,
)

__all__ = ["EDITABLE", "Lookup", "Quote", "changed", "check", "effective", "place", "settle"]
