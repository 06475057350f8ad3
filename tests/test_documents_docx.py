"""DOCX files give their paragraphs, headings, lists and tables in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from aftersummit.documents import Limits, Unreadable, read
from aftersummit.model import Document

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def made(build: Callable[[Any], None]) -> bytes:
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document(data: bytes, **options: object) -> Document:
    (found,) = read(data, "a.docx", **options)
    assert isinstance(found, Document)
    return found


def with_body(xml: str) -> bytes:
    """A file whose body is the given WordprocessingML."""
    source, out = io.BytesIO(made(lambda _: None)), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                data = (
                    f'<w:document xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/'
                    f'markup-compatibility/2006"><w:body>{xml}</w:body></w:document>'
                ).encode()
            new.writestr(part.filename, data)
    return out.getvalue()


def test_styles_become_headings_lists_and_a_title() -> None:
    def build(docx: Any) -> None:
        docx.add_heading("The declaration", 0)
        docx.add_heading("Part", 1)
        docx.add_paragraph("Leaders will:")
        docx.add_paragraph("Host a forum", "List Bullet")
        docx.add_paragraph("One", "List Number")
        docx.add_paragraph("Two", "List Number")
        docx.add_paragraph().add_run("Bold point").bold = True
        docx.add_paragraph("After").add_run(" bold").bold = True

    found = document(made(build))
    assert found.text == (
        "The declaration\n\nPart\n\nLeaders will:\n\n• Host a forum\n\n1. One\n\n2. Two\n\n"
        "Bold point\n\nAfter bold\n"
    )
    assert found.title == "The declaration"
    assert [(s.title, s.level) for s in found.sections] == [
        ("The declaration", 1), ("Part", 1), ("Bold point", 2),
    ]  # fmt: skip


def test_tables_stand_where_they_stand() -> None:
    def build(docx: Any) -> None:
        docx.add_paragraph("Before")
        table = docx.add_table(2, 2)
        for cell, words in zip(table._cells, ["Party", "Pledge", "Peru", "10"], strict=True):
            cell.text = words
        docx.add_paragraph("After")

    assert document(made(build)).text == "Before\n\nParty | Pledge\n\nPeru | 10\n\nAfter\n"


def test_content_controls_insertions_and_breaks_are_read_and_deletions_are_not() -> None:
    xml = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Inside</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>New</w:t><w:br/><w:t>words</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t></w:r></w:p>"
    )
    assert document(with_body(xml)).text == "Inside\n\nNew words long-term\n"


def test_a_word_in_pieces_is_one_word_and_accents_are_composed() -> None:
    xml = "<w:p><w:r><w:t>Me</w:t></w:r><w:r><w:t>xico and Cafe\u0301</w:t></w:r></w:p>"
    assert document(with_body(xml)).text == "Mexico and Café\n"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    data = bomb.getvalue()
    assert len(data) < 100_000
    with pytest.raises(Unreadable, match="would unpack") as caught:
        document(data)
    assert caught.value.code == "docx-bomb"
    with pytest.raises(Unreadable) as caught:
        document(made(lambda _: None), limits=Limits(docx_unpacked=1000))
    assert caught.value.code == "docx-bomb"


def test_entities_are_not_expanded() -> None:
    lol = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    source, out = (
        io.BytesIO(with_body("<w:p><w:r><w:t>Words &amp; more</w:t></w:r></w:p>")),
        io.BytesIO(),
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                head = f'<!DOCTYPE w:document [<!ENTITY e0 "lol">{lol}]>'.encode()
                data = head + data.replace(b"&amp;", b"&e8;")
            new.writestr(part.filename, data)
    try:
        text = document(out.getvalue()).text or ""
    except Unreadable as refused:
        assert refused.code == "docx-broken"
    else:
        assert len(text) < 1000


@pytest.mark.parametrize("keep", [100, 2000, -300])
def test_a_truncated_file_says_how_to_repair_it(keep: int) -> None:
    data = made(lambda docx: docx.add_paragraph("Words"))
    with pytest.raises(Unreadable, match="save it again") as caught:
        document(data[:keep])
    assert caught.value.code == "docx-broken"


def test_a_file_without_words_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        document(made(lambda _: None))
    assert caught.value.code == "docx-empty"
