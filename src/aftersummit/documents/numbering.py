"""List numbers as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKER = re.compile(r"(\(?)(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})([.)])(?= |$)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """``4`` as ``iv``; numbers that Rome could not write stay in digits."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out += sign * count
    return out


def letters(number: int) -> str:
    """``1`` as ``a``, ``27`` as ``aa``: letters are doubled after z, as word processors do."""
    if number < 1:
        return str(number)
    turn, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (turn + 1)


def counts_on(before: Sequence[str], line: str, after: str) -> bool:
    """Whether the number a line begins with belongs to a list that runs within a sentence.

    It does where the number before it, or the one after it, stands in the midst of a line:
    "(i) one; (ii) two; and" cannot be followed by an item (iii) of its own.

    Args:
        before: the lines of the paragraph so far.
        line: the line in question.
        after: the line below it; empty where there is none.
    """
    marker = _MARKER.match(line)
    if marker is None:
        return False
    opened, sign, closed = marker.groups()
    earlier = " ".join(before)
    later = f"{line} {after}"
    return any(
        f" {opened}{number}{closed} " in text
        for number, text in (
            *((n, earlier) for n in _beside(sign, -1)),
            *((n, later) for n in _beside(sign, 1)),
        )
    )


def _beside(sign: str, step: int) -> list[str]:
    """The signs that may come ``step`` places after ``sign``: "i" is a letter and a one."""
    if sign.isdigit():
        return [str(int(sign) + step)]
    found = []
    low = sign.lower()
    if len(low) == 1 and "a" <= chr(ord(low) + step) <= "z":
        found.append(chr(ord(low) + step))
    number = _NUMBERS.get(low)
    if number is not None and number + step > 0:
        found.append(roman(number + step))
    return [each if sign.islower() else each.upper() for each in found]


_NUMBERS = {roman(number): number for number in range(1, 40)}
