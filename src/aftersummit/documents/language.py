"""Which language a text is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from aftersummit.documents.prose import word_set

DEFAULT = "en"

# The register's own languages first; the others only so that a text in one of them is not
# taken for one of ours.
LANGUAGES = ("en", "fr", "es", "pt", "de", "it")
_SAMPLE = 3000
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 12
_CLEAR = 3

# Small words that the three languages do not share with each other.
_SMALL = {
    "en": word_set("the and of to in for with is that we will our on by this are as"),
    "fr": word_set("les des et du une dans pour est sur au aux nous le ce qui avec sont"),
    "es": word_set("los las el y del para con una por al lo su sus nuestro como más en"),
}
_OTHERS = word_set("und der die das não uma dos são ao che della gli per il zu os com")


def language_of(text: str, default: str = DEFAULT, *, stated: str = "") -> str:
    """ISO 639-1 code of the language of ``text``; ``default`` where it is too short to tell.

    A language that the source states is believed unless the text clearly is in another: the
    pages of a government often carry the language of the whole site.

    Small words decide clear cases at no cost; py3langid decides the rest. Only the first
    few thousand characters are looked at.
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _ENOUGH_WORDS:
        return stated or default
    return _by_small_words(words) or stated or _identify(text[:_SAMPLE])


def _by_small_words(words: Iterable[str]) -> str:
    counts = dict.fromkeys(_SMALL, 0)
    others = 0
    for word in words:
        others += word in _OTHERS
        for language, small in _SMALL.items():
            counts[language] += word in small
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    clear = counts[best] >= 5 and counts[best] > _CLEAR * max(counts[second], others)
    return best if clear else ""


def _identify(text: str) -> str:
    language, _ = _identifier().classify(text)
    return str(language)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
