"""When a text was published, as its name, address or opening says."""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre",
}
_SHORT = (
    "jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc ene abr ago set dic"
)
_SHORT_NUMBERS = (1, 2, 3, 4, 6, 7, 8, 9, 9, 10, 11, 12, 1, 2, 4, 7, 12, 1, 4, 8, 9, 12)

_NUMBERS = {
    name: number for names in _MONTHS.values() for number, name in enumerate(names.split(), start=1)
}
_NUMBERS |= dict(zip(_SHORT.split(), _SHORT_NUMBERS, strict=True))
_NUMBERS |= {"fevrier": 2, "aout": 8, "decembre": 12, "setiembre": 9}

_MONTH = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
_YEAR = r"(?P<year>19[4-9]\d|20\d\d)"
_IN_WORDS = (
    re.compile(
        rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?(?: de| of)? (?P<month>{_MONTH})\.?,?"
        rf"(?: de| del| of)? {_YEAR}\b",
        re.IGNORECASE,
    ),
)
_IN_DIGITS = re.compile(
    rf"(?<!\d){_YEAR}(?P<gap>[-_./]?)(?P<month>0[1-9]|1[0-2])(?P=gap)(?P<day>[0-3]\d)(?!\d)"
)
_IN_ADDRESS = re.compile(rf"/{_YEAR}/(?P<month>0?[1-9]|1[0-2])/(?:(?P<day>[0-3]?\d)/)?")

_OPENING_BLOCKS = 6
_DATELINE_WORDS = 25
_OPENING = 600


def date_of(text: str, name: str, address: str) -> str:
    """EDTF date of publication, "" where nothing tells it.

    Looked for in the file's name, the address, a short line at the head or foot of the
    text (a dateline), and last in the opening sentences.
    """
    return _in_digits(name) or _in_address(address) or _in_text(text)


def _in_digits(name: str) -> str:
    match = _IN_DIGITS.search(name)
    return _date(match) if match else ""


def _in_address(address: str) -> str:
    match = _IN_ADDRESS.search(address)
    if match is None:
        return _in_digits(address)
    if match["day"] is None:
        return f"{match['year']}-{int(match['month']):02d}"
    return _date(match)


def _in_text(text: str) -> str:
    blocks = [block for block in text[:4000].split("\n") if block.strip()][:_OPENING_BLOCKS]
    ending = [block for block in text[-1000:].split("\n") if block.strip()][-2:]
    datelines = [block for block in blocks + ending if len(block.split()) <= _DATELINE_WORDS]
    for line in datelines:
        if date := _in_words(line) or _in_digits(line):
            return date
    return _in_words(text[:_OPENING])


def _in_words(text: str) -> str:
    found = [match for pattern in _IN_WORDS if (match := pattern.search(text))]
    return _date(min(found, key=lambda match: match.start())) if found else ""


def _date(match: re.Match[str]) -> str:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _NUMBERS[month]
    try:
        return datetime.date(int(match["year"]), number, int(match["day"])).isoformat()
    except ValueError:
        return ""
