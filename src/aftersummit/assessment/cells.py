"""One cell of another study's table, and whether a printed average follows from its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from aftersummit.assessment.check import number_fits, ratings
from aftersummit.assessment.mapping import TableMapping
from aftersummit.model import Scale

CellState = Literal["rated", "unrateable", "not-applicable", "blank", "refused"]
_OTHER_MINUS = re.compile(r"^[\u2212\u2010-\u2015](?=\d)")
_BARE_SIGN = re.compile(r"[-+\u2212\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read.

    Attributes:
        number: exact, where rated by a number.
        code: the value's code, where rated by a word.
        repaired: what was put right, "" where nothing was.
        refused: why it was not read, "" where it was.
        raw: the cell as it stood.
    """

    state: CellState
    raw: str
    number: Fraction | None = None
    code: str = ""
    repaired: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Average:
    """A printed average against the mean of its own cells.

    Attributes:
        line: in the file; ``id``: the row's.
        printed: as it stands in the table.
        ours: the mean of the rated cells, ``None`` where there are none.
        rated: rated cells.
        agrees: whether ``printed`` is ``ours`` to the printed digits.
        reading: another reading of the cells under which it would agree, "" if none does.
    """

    line: int
    id: str
    printed: str
    ours: float | None
    rated: int
    agrees: bool
    reading: str = ""


def read_cell(raw: str, mapping: TableMapping, scale: Scale) -> Cell:
    """A cell as a value of a scale; nothing is guessed.

    Blanks around it are ignored. A typographic minus before a digit is read as a minus and
    reported; a sign without a digit is refused, because nobody can say what it meant,
    unless the mapping says so.
    """
    text, repaired = raw.strip(), ""
    if text in mapping.repair:
        meant = mapping.repair[text]
        text, repaired = meant, f"'{text}' was read as '{meant}', as the mapping says"
    if text in mapping.values:
        return _coded(raw, mapping.values[text], scale, repaired)
    if not text:
        return Cell("blank", raw)
    if scale.values[0].number is None:
        by_word = {v.code: v.code for v in scale.values}
        by_word |= {v.name.casefold(): v.code for v in scale.values}
        code = by_word.get(text.casefold(), by_word.get(text))
        if code is None:
            return Cell("refused", raw, refused=_not_on(scale, text))
        return _coded(raw, code, scale, repaired)
    if _OTHER_MINUS.match(text):
        repaired = f"its minus sign is U+{ord(text[0]):04X} and was read as '-'"
        text = "-" + text[1:]
    number = exact(text)
    if number is None or not number_fits(float(number), scale):
        if _BARE_SIGN.fullmatch(text):
            return Cell("refused", raw, refused=f"'{text}' is a sign without a number")
        return Cell("refused", raw, refused=_not_on(scale, text))
    return Cell("rated", raw, number=number, repaired=repaired)


def exact(text: str) -> Fraction | None:
    """A decimal number without any rounding; ``None`` where it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def check_average(
    printed: str, cells: Sequence[Cell], decimals: int, place: tuple[int, str]
) -> Average | None:
    """Compare a printed average with its cells; ``None`` where nothing is printed.

    It agrees when it lies within half a unit of its last printed digit of the exact mean, a
    tie counting either way, because nobody knows how its author rounded. ``decimals`` digits
    are taken as printed at the least: a spreadsheet drops trailing zeros.

    Args:
        place: line in the file and the row's id.
    """
    text = printed.strip()
    if not text:
        return None
    value = exact(text.replace("\u2212", "-"))
    numbers = [c.number for c in cells if c.state == "rated" and c.number is not None]
    mean = _mean(numbers)
    agrees = value is not None and mean is not None and _within(value, mean, text, decimals)
    reading = "" if agrees or value is None else _reading(value, cells, text, decimals)
    ours = None if mean is None else float(mean)
    return Average(place[0], place[1], text, ours, len(numbers), agrees, reading)


def _reading(value: Fraction, cells: Sequence[Cell], text: str, decimals: int) -> str:
    """The first other reading under which the printed average follows from the cells."""
    rated = [c.number for c in cells if c.number is not None]
    untouched = [c.number for c in cells if c.number is not None and not c.repaired]
    refused = [c for c in cells if c.state == "refused"]
    blanks = [c for c in cells if c.state == "blank"]
    signs = [Fraction(1 if "+" in c.raw else -1) for c in refused if _BARE_SIGN.search(c.raw)]
    readings: list[tuple[str, list[Fraction], int]] = []
    if len(untouched) < len(rated):
        readings.append(("the repaired cells were left out", untouched, decimals))
    if refused:
        readings.append(
            ("the refused cells count as zero", rated + [Fraction(0)] * len(refused), decimals)
        )
    if signs:
        readings.append(("a bare sign counts as one with that sign", rated + signs, decimals))
    if blanks:
        readings.append(("blanks count as zero", rated + [Fraction(0)] * len(blanks), decimals))
    readings.append(("it was rounded to fewer digits", rated, 0))
    for name, numbers, least in readings:
        mean = _mean(numbers)
        if mean is not None and _within(value, mean, text, least):
            return name
    return ""


def _within(value: Fraction, mean: Fraction, text: str, decimals: int) -> bool:
    printed = len(text.partition(".")[2])
    return abs(value - mean) <= Fraction(1, 2 * 10 ** max(printed, decimals))


def _mean(numbers: Sequence[Fraction]) -> Fraction | None:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def _coded(raw: str, code: str, scale: Scale, repaired: str) -> Cell:
    if not code:
        return Cell("blank", raw, repaired=repaired)
    if code == "unrateable":
        return Cell("unrateable", raw, repaired=repaired)
    if code == "not-applicable":
        return Cell("not-applicable", raw, repaired=repaired)
    value = next(v for v in ratings(scale) if v.code == code)
    if value.number is None:
        return Cell("rated", raw, code=code, repaired=repaired)
    return Cell("rated", raw, number=Fraction(value.number), repaired=repaired)


def _not_on(scale: Scale, text: str) -> str:
    return f"'{text}' is not on the scale '{scale.code}'"
