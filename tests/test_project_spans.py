"""On every official text: the words at a commitment's span are the commitment's words."""

from __future__ import annotations

import pytest

import aftersummit
from aftersummit import documents
from aftersummit.commitments import extract_commitments
from aftersummit.model import Document
from aftersummit.text.normalise import canonical
from tests.documents_making import as_docx, as_html, as_pdf, parts_of


@pytest.fixture(scope="module")
def read(summits) -> list[Document]:
    found = []
    for path in summits:
        found += [d for d in documents.read(path, path.name) if isinstance(d, Document)]
    return found


def test_every_official_text_is_read(summits, read):
    assert len(summits) == 263
    assert len(read) == 263


def test_every_quotation_stands_at_its_span(read):
    count = 0
    for document in read:
        assert document.text is not None
        end = -1
        for commitment in extract_commitments(document, labels=("commitment", "call", "stance")):
            assert document.text[commitment.start : commitment.end] == commitment.quote
            assert commitment.quote.strip() == commitment.quote != ""
            assert commitment.start >= end, "in document order and without overlap"
            end = commitment.end
            count += 1
    assert count > 263


def test_a_canonical_text_equals_itself_after_print_and_re_read(read, tmp_path):
    for document in read:
        path = tmp_path / "again.txt"
        path.write_bytes(document.text.encode("utf-8"))
        (again,) = documents.read(path, path.name)
        assert again.text == document.text
        assert canonical(document.text) == document.text


def test_the_python_surface_agrees_with_itself(read):
    text = read[0].text
    for commitment in aftersummit.extract(text, language="en"):
        assert text[commitment.start : commitment.end] == commitment.quote


def test_the_format_of_a_document_changes_none_of_its_commitments(read):
    """Every sixth official text and the register's own, made into each format and read again."""
    own = ("declaration-of-north-america", "north-american-leaders-summit", "building-back-better")
    chosen = [d for n, d in enumerate(read) if n % 6 == 0 or any(w in d.url for w in own)]
    count = 0
    for document in chosen:
        wanted = [bare(found.quote) for found in extract_commitments(document)]
        parts = parts_of(document)
        title = document.title[:250]
        for form, made in (
            ("html", as_html(parts, title)),
            ("docx", as_docx(parts, title)),
            ("pdf", as_pdf(parts, title)),
        ):
            (again,) = documents.read(made, f"made.{form}", url=document.url)
            found = [bare(each.quote) for each in extract_commitments(again)]
            assert found == wanted, f"{document.url} as {form}"
        count += len(wanted)
    assert count > 500


def bare(words: str) -> str:
    """Words without white space: a line's end in a PDF does not tell whether one stood there."""
    return "".join(words.split())
