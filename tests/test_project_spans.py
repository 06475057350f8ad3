"""On every official text: the words at a commitment's span are the commitment's words."""

from __future__ import annotations

import pytest

import aftersummit
from aftersummit import documents
from aftersummit.commitments import extract_commitments
from aftersummit.model import Document
from aftersummit.text.normalise import canonical


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
