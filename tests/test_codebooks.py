"""The coding scheme is data, complete and consistent with itself."""

from __future__ import annotations

import pytest

from aftersummit import codebooks
from aftersummit.errors import UserError


def test_the_scheme_names_its_labels_issues_and_unit_rule() -> None:
    book = codebooks.codebook()
    assert [term.code for term in book.labels] == ["commitment", "stance", "call", "none"]
    assert len(book.issues) == 27
    assert "one commitment" in book.unit_rule
    assert all(term.meaning for term in book.labels + book.issues)


def test_it_is_read_once() -> None:
    assert codebooks.codebook() is codebooks.codebook()


def test_every_alias_leads_to_a_known_party() -> None:
    codes = {party.code for party in codebooks.codebook().parties}
    assert {alias.code for alias in codebooks.aliases().values()} <= codes
    assert {term[0] for leader in codebooks.leaders() for term in leader.terms} <= codes


def test_party_codes_are_unique() -> None:
    codes = [party.code for party in codebooks.codebook().parties]
    assert len(codes) == len(set(codes))


def test_membership_is_dated() -> None:
    assert "GB" in codebooks.members("EU", "2019-06-01")
    assert "GB" not in codebooks.members("EU", "2023-01-10")
    assert "RU" in codebooks.members("G8", "2013-06-17")
    assert set(codebooks.members("NALS", "2023-01-10")) == {"CA", "MX", "US"}


def test_an_unknown_group_says_what_to_do() -> None:
    with pytest.raises(UserError, match="no group"):
        codebooks.members("G99")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_language_has_firm_and_soft_words_of_its_own(language: str) -> None:
    words = codebooks.lexicon(language)
    assert words.language == language
    assert words.words("firm") and words.words("soft") and words.words("modal")
    assert not set(words.words("firm")) & set(words.words("soft"))


def test_a_language_without_lists_gets_english() -> None:
    assert codebooks.lexicon("de").language == "en"
