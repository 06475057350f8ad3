"""The interface in English, French and Spanish.

English words are the keys. ``words/fr.json`` and ``words/es.json`` hold the others; a test
compares them with every word that the templates, the scripts and the codebook use.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib import resources

from fastapi import Request

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}


@cache
def catalogue(language: str) -> dict[str, str]:
    """English words to those of a language; empty for English."""
    if language not in LANGUAGES or language == "en":
        return {}
    path = resources.files("aftersummit.server").joinpath(f"words/{language}.json")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def say(language: str, words: str, **values: object) -> str:
    """Words in a language; ``{name}`` is replaced by the value of that name."""
    said = catalogue(language).get(words, words)
    for name, value in values.items():
        said = said.replace("{" + name + "}", str(value))
    return said


def choose(request: Request, cookie: str) -> str:
    """The language that was asked for: in the address, before, or by the browser."""
    asked = request.query_params.get("lang", "") or request.cookies.get(cookie, "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return "en"


def day(language: str, moment: str) -> str:
    """A day in words: 10 January 2023, 10 janvier 2023, 10 de enero de 2023."""
    try:
        found = date.fromisoformat(moment[:10])
    except ValueError:
        return moment
    month = _MONTHS[language].split()[found.month - 1]
    if language == "es":
        return f"{found.day} de {month} de {found.year}"
    first = "1er" if language == "fr" and found.day == 1 else str(found.day)
    return f"{first} {month} {found.year}"


def number(language: str, value: float | None, places: int = 0) -> str:
    """A number with the language's own marks; "–" for none."""
    if value is None:
        return "–"
    written = f"{value:,.{places}f}".replace("-", "\u2212")
    if language == "en":
        return written
    thousands = "\u202f" if language == "fr" else "."
    return written.replace(",", "\0").replace(".", ",").replace("\0", thousands)
