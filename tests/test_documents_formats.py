"""The same document as markdown, HTML, DOCX and PDF gives the same text up to white space."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from aftersummit.documents import read
from aftersummit.model import Document
from tests.documents_making import as_docx, as_html, as_pdf, folded, parts_of

_TEXTS = (
    "2023-01-10-declaration-of-north-america-dna.md",
    "2023-01-10-fact-sheet-key-deliverables-for-the-2023-north-american-leaders-summit.md",
    "2021-11-18-building-back-better-together-a-secure-prosperous-north-america.md",
    "2021-11-18-fact-sheet-key-deliverables-for-the-2021-north-american-leaders-summit.md",
    "2022-06-10-los-angeles-declaration-on-migration-and-protection.md",
    "2022-06-11-declaration-de-los-angeles-sur-les-migrations-et-la-protection.md",
    "2023-05-20-quad-leaders-joint-statement.md",
    "2024-02-08-joint-statement-from-mexico-canada-and-the-united-states-reaffirming-our-shared-"
    "commitment-to-address-the-regional-challenge-of-synthetic-drugs-and-firearms-trafficking.md",
)


@pytest.fixture(scope="module", params=_TEXTS)
def original(request: pytest.FixtureRequest, shared: Path) -> Document:
    path = shared / "corpus" / "summits" / request.param
    (found,) = read(path, path.name)
    assert isinstance(found, Document)
    return found


def again(data: bytes, name: str) -> Document:
    (found,) = read(data, name)
    assert isinstance(found, Document)
    return found


def test_html_gives_the_same_text_and_headings(original: Document) -> None:
    found = again(as_html(parts_of(original)), "a.html")
    assert found.text == original.text
    assert [s.title for s in found.sections] == [s.title for s in original.sections]


def test_docx_gives_the_same_text_and_headings(original: Document) -> None:
    found = again(as_docx(parts_of(original)), "a.docx")
    assert found.text == original.text
    assert [s.title for s in found.sections] == [s.title for s in original.sections]


@pytest.mark.parametrize("setting", [{}, {"justify": False}], ids=["justified", "ragged"])
def test_pdf_gives_the_same_text(original: Document, setting: dict[str, bool]) -> None:
    found = again(as_pdf(parts_of(original), **setting), "a.pdf")
    assert folded(found.text or "") == folded(original.text or "")


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_with_parted_words_differs_in_a_few_hyphens_at_most(
    original: Document, columns: int
) -> None:
    """Whether "cyber-" and "security" at a line's end are one word, no page can tell."""
    found = again(as_pdf(parts_of(original), hyphenate=True, columns=columns), "a.pdf")
    ours, theirs = folded(found.text or ""), folded(original.text or "")
    assert "".join(ours.replace("-", "").split()) == "".join(theirs.replace("-", "").split())
    wrong = Counter(ours.split()) - Counter(theirs.split())
    assert wrong.total() <= 0.005 * len(theirs.split())


def test_plain_text_is_left_as_it_is() -> None:
    text = "A  title\n\n  Indented\ttext.\n\n\n• item \n1. one"
    assert again(text.encode(), "a.txt").text == text
    assert again(f"\ufeff{text}\r\nCafe\u0301".encode(), "a.txt").text == f"{text}\nCafé"
