"""Our own small word lists: what promises speak of, and how a deed is told from an intention."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from aftersummit.retrieval import stems

LANGUAGES = ("en", "fr", "es")
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning with the forms that carry it.

    Attributes:
        written: forms by language, as written.
        stemmed: the same, each as the stems that must follow each other, between blanks.
    """

    name: str
    written: dict[str, tuple[str, ...]]
    stemmed: dict[str, tuple[str, ...]]


@cache
def concepts() -> tuple[Entry, ...]:
    """What promises speak of, in the order of the file."""
    return _entries("concepts.toml", "concept")


@cache
def cues() -> tuple[Entry, ...]:
    """Signs of deeds, intentions, results and reversals."""
    return _entries("cues.toml", "cue")


@lru_cache(maxsize=4096)
def joined(text: str, language: str) -> str:
    """A text's stems between blanks, so that a form is in it when it is a substring."""
    return f" {' '.join(spelt(text, language))} "


def spelt(text: str, language: str) -> list[str]:
    """Stems in one spelling: registers write labour and organise, others labor and organize."""
    found = stems(text, language)
    return list(map(_in_american, found)) if language == "en" else found


def other_spelling(stem: str) -> str:
    """The British form of a stem as :func:`spelt` gives it; itself where there is none."""
    if stem.endswith("iz") and len(stem) > _SHORT:
        return stem[:-2] + "is"
    return next((british for british, american in _american().items() if american == stem), stem)


@cache
def _american() -> dict[str, str]:
    """American stems by the British ones that no rule of ours connects with them."""
    return _table("concepts.toml", "spelling")


@lru_cache(maxsize=65_536)
def _in_american(stem: str) -> str:
    if stem.endswith("is") and len(stem) > _SHORT:
        return stem[:-2] + "iz"
    return _american().get(stem, stem)


def _table(file: str, table: str) -> dict[str, str]:
    path = resources.files("aftersummit.evidence").joinpath(file)
    found: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return found


def _entries(file: str, table: str) -> tuple[Entry, ...]:
    return tuple(_entry(name, line) for name, line in _table(file, table).items())


def _entry(name: str, line: str) -> Entry:
    written: dict[str, tuple[str, ...]] = {}
    stemmed: dict[str, tuple[str, ...]] = {}
    for language, part in zip(LANGUAGES, line.split("|"), strict=True):
        forms = tuple(form.strip() for form in part.split(",") if form.strip())
        written[language] = forms
        found = dict.fromkeys(joined(form, language) for form in forms)
        stemmed[language] = tuple(form for form in found if form.strip())
    return Entry(name, written, stemmed)
