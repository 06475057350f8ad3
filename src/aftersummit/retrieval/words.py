"""Words as they are looked up: stemmed by language, the same in the index and in a query."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

STEMMED = {"en": "english", "fr": "french", "es": "spanish"}
"""Languages with a stemmer of their own; every other is looked up as written."""
OTHER = "xx"
_LONGEST = 60


def field(language: str) -> str:
    """The code under which texts of a language are kept: its own, or that of all others."""
    code = language[:2].lower()
    return code if code in STEMMED else OTHER


@cache
def analyser(language: str) -> tantivy.TextAnalyzer:
    """Cuts a text at everything that is no letter or digit, folds case, accents and endings.

    Words that carry no meaning (the, le, los) are left out.
    """
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(_LONGEST)).filter(
        tantivy.Filter.lowercase()
    )
    if name := STEMMED.get(field(language)):
        builder = builder.filter(tantivy.Filter.stopword(name)).filter(tantivy.Filter.stemmer(name))
    return builder.filter(tantivy.Filter.ascii_fold()).build()


def stems(text: str, language: str) -> list[str]:
    """The words of a text as the index knows them, in order."""
    return analyser(language).analyze(text)
