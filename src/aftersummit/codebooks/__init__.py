"""Coding schemes as data: labels, issues, strength words, parties, scales and pillars.

Every ``*.toml`` file beside this one is read once, on first use. Another group swaps the
files and no code.
"""

from aftersummit.codebooks.loading import (
    Alias,
    Leader,
    Lexicon,
    aliases,
    codebook,
    issue_terms,
    leaders,
    lexicon,
    members,
)

__all__ = [
    "Alias",
    "Leader",
    "Lexicon",
    "aliases",
    "codebook",
    "issue_terms",
    "leaders",
    "lexicon",
    "members",
]
