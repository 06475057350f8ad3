"""What words look like when nothing but their look tells what they are."""

from __future__ import annotations

import re

from aftersummit.documents.builder import clean

# A heading in bold is short and does not run on; longer bold paragraphs are emphasis.
_HEADING_WORDS = 30
_RUNS_ON = re.compile(r"[a-zà-ÿ)”\"][.;!?] +[A-ZÀ-Þ]")


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written in one string."""
    return frozenset(words.split())


def reads_as_heading(text: str) -> bool:
    """Whether bold words are short enough for a heading and not several sentences."""
    text = clean(text)
    if not text or len(text.split()) > _HEADING_WORDS or text.endswith(";"):
        return False
    return _RUNS_ON.search(text) is None
