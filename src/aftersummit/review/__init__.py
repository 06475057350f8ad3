"""Proposals and decisions in, reviewed commitments out."""

from aftersummit.review.settle import EDITABLE, changed, check, effective, settle

__all__ = ["EDITABLE", "changed", "check", "effective", "settle"]
