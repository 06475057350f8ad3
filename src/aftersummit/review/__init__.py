"""Proposals, codes and decisions in, reviewed commitments out."""

from aftersummit.review.queue import ORDERS, Estimate, Waiting, draw, missed, ordered, share
from aftersummit.review.rounds import (
    ATTRIBUTES,
    Dispute,
    attribute_codes,
    coded,
    coders_of,
    differences,
    disputes,
    label_codes,
    outcome,
    value_of,
)
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
from aftersummit.review.sheets import Sheets

__all__ = [
    "ATTRIBUTES",
    "EDITABLE",
    "ORDERS",
    "Dispute",
    "Estimate",
    "Lookup",
    "Quote",
    "Sheets",
    "Waiting",
    "attribute_codes",
    "changed",
    "check",
    "coded",
    "coders_of",
    "differences",
    "disputes",
    "draw",
    "effective",
    "found_by_hand",
    "label_codes",
    "missed",
    "ordered",
    "outcome",
    "place",
    "settle",
    "share",
    "value_of",
]
