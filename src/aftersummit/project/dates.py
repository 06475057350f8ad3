"""Dates as people type them."""

from __future__ import annotations

from aftersummit.errors import UserError
from aftersummit.model import Deadline


def deadline(edtf: str) -> Deadline:
    """A deadline from a bare EDTF date, with the interval that it means.

    Raises:
        UserError: it is no EDTF date.
    """
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(edtf)
    except EDTFParseException:
        raise UserError(
            f"'{edtf}' is no EDTF date", "write it like 2030, 2023-06 or 2023-01-31"
        ) from None
    return Deadline(
        text="", edtf=edtf, start=_day(parsed.lower_strict()), end=_day(parsed.upper_strict())
    )


def _day(moment: object) -> str:
    year, month, day = getattr(moment, "tm_year", 0), moment.tm_mon, moment.tm_mday  # type: ignore[attr-defined]
    return f"{year:04d}-{month:02d}-{day:02d}"
