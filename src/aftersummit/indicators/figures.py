"""Figures as printed: separators, minus signs, footnote marks, suppressed cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite

from aftersummit.errors import UserError
from aftersummit.model.series import ObsStatus

_SUPPRESSED = frozenset(
    {"suppressed", "suppr", "suppr.", "s", "x", "c", "not shown", "confidencial"}
)
_MISSING = frozenset(
    {"", ".", "..", "...", "-", "--", "na", "n/a", "n.a.", "nan", "null", "none", "nd", "n.d.",
     "missing", "not available", "not applicable", "no disponible", "s/d"}
)  # fmt: skip
_STATUS_MARKS: dict[str, ObsStatus] = {"p": "provisional", "r": "revised", "e": "estimated"}
_MARK = re.compile(
    r"(?:\s*(?:\*+|[†‡§#¹²³⁴-⁹]+|\[\w{1,3}\]|\((?:[a-z]|\d)\)|[pre]))+\s*$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a table.

    Attributes:
        value: None for a cell that holds no number.
        marks: footnote marks, as printed.
        status: what a mark says about the value, None where no mark does.
        why: for an empty value, "suppressed" or "missing".
    """

    value: float | None
    marks: str = ""
    status: ObsStatus | None = None
    why: str = ""


def read_figure(cell: str, decimal: str = ".") -> Figure:
    """Read one printed figure.

    Args:
        decimal: the mark between units and tenths; the other one separates thousands.

    Raises:
        UserError: the cell holds words, or its separators stand in impossible places.
    """
    text = unicodedata.normalize("NFC", cell).strip()
    if text.lower() in _SUPPRESSED or re.fullmatch(r"<\s*\d+", text):
        return Figure(None, why="suppressed")
    if text.lower() in _MISSING or re.fullmatch(r"[*†‡]+", text):
        return Figure(None, why="missing")
    body, marks = _split_marks(text)
    letter = re.search(r"[pre]", marks.lower())
    status = _STATUS_MARKS[letter.group()] if letter else None
    return Figure(_number(body, decimal, cell), marks.strip(), status)


def _split_marks(text: str) -> tuple[str, str]:
    found = _MARK.search(text)
    # "1e5" ends in a digit and "2e" in a mark; an empty body means that all of it was marks.
    if found is None or found.start() == 0:
        return text, ""
    return text[: found.start()], text[found.start() :]


def _number(body: str, decimal: str, cell: str) -> float:
    text = _SPACES.sub("", body.strip().replace("−", "-").replace("–", "-").replace("\u202f", " "))
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()").rstrip("%").strip().lstrip("+$€£").strip()
    thousands = "," if decimal == "." else "."
    if thousands in text:
        grouped = rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
        if not re.fullmatch(grouped, text):
            raise UserError(
                f"'{cell}' is not a figure with '{decimal}' before the tenths",
                f"check the cell, or set decimal = '{thousands}' in the mapping",
            )
        text = text.replace(thousands, "")
    try:
        value = float(text.replace(decimal, "."))
    except ValueError:
        raise UserError(f"'{cell}' is not a figure", "correct the cell or leave it empty") from None
    if not isfinite(value):
        raise UserError(f"'{cell}' is not a figure", "correct the cell or leave it empty")
    return -value if negative else value
