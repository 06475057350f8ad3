"""PDF text is built from characters, and every span of it can be shown on its page."""

from __future__ import annotations

import ctypes
import random
from dataclasses import replace

import pytest

from aftersummit.documents import boxes, read
from aftersummit.errors import Conflict
from aftersummit.model import Document, Problem, Span
from tests.documents_making import Part, as_docx, as_html, as_pdf, folded


def document(data: bytes) -> Document:
    found = [one for one in read(data, "a.pdf") if isinstance(one, Document)]
    assert len(found) == 1
    return found[0]


def typeset(source: str) -> bytes:
    import typst

    return typst.compile(source.encode())


def words(count: int, seed: int = 1) -> str:
    """Sentences of invented words with accents in them."""
    chance = random.Random(seed)
    stock = ["année", "acuerdo", "leaders", "region", "ágil", "forum", "señal", "energy", "übrig"]
    out = []
    for _ in range(count):
        length = chance.randint(6, 14)
        out.append(" ".join(chance.choice(stock) for _ in range(length)).capitalize() + ".")
    return " ".join(out)


@pytest.fixture(scope="module")
def long_pdf() -> tuple[bytes, Document]:
    parts = [Part("heading", "Déclaration", 1)]
    for n in range(14):
        parts += [Part("paragraph", words(9, n)), Part("bullet", words(2, 100 + n))]
    data = as_pdf(parts)
    return data, document(data)


def test_paragraphs_run_on_over_the_turn_of_a_page(long_pdf: tuple[bytes, Document]) -> None:
    _, found = long_pdf
    assert len(found.pages) > 2
    assert found.text is not None
    for n in range(14):
        assert words(9, n) in folded(found.text)


def test_running_heads_and_page_numbers_are_left_out(long_pdf: tuple[bytes, Document]) -> None:
    _, found = long_pdf
    assert found.text is not None
    assert "volume 3" not in found.text
    assert not [block for block in found.text.split("\n\n") if block.strip().isdigit()]


def test_pages_cover_the_text_in_order(long_pdf: tuple[bytes, Document]) -> None:
    _, found = long_pdf
    assert found.text is not None
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert found.pages[0].span.start == 0
    assert found.pages[-1].span.end == len(found.text)
    for before, after in zip(found.pages, found.pages[1:], strict=False):
        assert before.span.end == after.span.start
    assert (round(found.pages[0].width), round(found.pages[0].height)) == (595, 842)


def test_the_characters_under_the_boxes_are_those_of_the_quote(
    long_pdf: tuple[bytes, Document],
) -> None:
    data, found = long_pdf
    assert found.text is not None
    chance = random.Random(3)
    for _ in range(12):
        start = chance.randrange(len(found.text) - 400)
        span = Span(start, start + chance.randrange(1, 400))
        # A box holds whole letters: blanks and list marks that open a block are not printed.
        wanted = "".join(found.quote(span).split())
        shown = "".join(_under(data, box) for box in boxes(data, found, span))
        assert shown == wanted


def test_a_span_over_two_pages_has_boxes_on_both(long_pdf: tuple[bytes, Document]) -> None:
    data, found = long_pdf
    turn = found.pages[1].span.start
    assert {box.page for box in boxes(data, found, Span(turn - 40, turn + 40))} == {1, 2}


def test_boxes_are_measured_from_the_top_left_of_the_page_as_shown() -> None:
    data = typeset("#set page(width: 300pt, height: 400pt, margin: 50pt)\nWords here")
    found = document(data)
    (box,) = boxes(data, found, Span(0, 5))
    assert box.page == 1
    assert 49 < box.left < 51
    assert 45 < box.top < box.bottom < 65


def test_a_page_that_is_shown_turned_has_its_boxes_where_the_words_are_shown() -> None:
    page = "#set page(width: 300pt, height: 400pt, margin: 50pt)\n"
    data = _rotated(typeset(page + "#rotate(-90deg, reflow: true)[Words here]"))
    found = document(data)
    assert found.text == "Words here\n"
    assert (found.pages[0].width, found.pages[0].height) == (400, 300)
    (box,) = boxes(data, found, Span(0, 5))
    assert box.right - box.left > box.bottom - box.top
    assert 0 < box.left < box.right < 400 and 0 < box.top < box.bottom < 300


def test_a_document_of_another_format_has_no_boxes() -> None:
    (found,) = read(b"Words.", "a.txt")
    assert isinstance(found, Document)
    assert boxes(b"Words.", found, Span(0, 5)) == []


def test_boxes_are_refused_for_a_text_that_these_bytes_do_not_give(
    long_pdf: tuple[bytes, Document],
) -> None:
    data, found = long_pdf
    with pytest.raises(Conflict, match="add the PDF again"):
        boxes(data, replace(found, text_sha256="0" * 64), Span(0, 5))


def test_headings_are_told_by_size_and_weight() -> None:
    data = typeset("= Large\nText one.\n== Less large\nText two.\n\n*Bold alone*\n\nText three.")
    found = document(data)
    assert [(s.title, s.level) for s in found.sections] == [
        ("Large", 1), ("Less large", 2), ("Bold alone", 3),
    ]  # fmt: skip


def test_bullets_numbers_and_rows() -> None:
    data = typeset(
        "Leaders will:\n- Host a forum\n  - Invite firms\n- Map supply\n\n+ One\n+ Two\n\n"
        "#table(columns: 2, [Party], [Pledge], [Peru], [10])\n\nAfter."
    )
    assert document(data).text == (
        "Leaders will:\n\n• Host a forum\n\n• Invite firms\n\n• Map supply\n\n1. One\n\n2. Two\n\n"
        "Party | Pledge\n\nPeru | 10\n\nAfter.\n"
    )


def test_words_parted_at_a_lines_end_are_made_whole_and_compounds_keep_their_hyphen() -> None:
    stock = ["cooperation", "establishment", "institutions", "infrastructure", "communities"]
    stock += ["long-term", "people-to-people", "ties", "of", "implementation", "WHO-led"]
    chance = random.Random(5)
    text = " ".join(chance.choice(stock) for _ in range(400))
    narrow = '#set page(width: 180pt, height: 500pt, margin: 20pt)\n#set text(hyphenate: true, lang: "en")\n'
    found = document(typeset(narrow + text))
    assert folded(found.text or "") == text


def test_ligatures_and_footnote_marks() -> None:
    data = typeset(
        '#set text(font: "Libertinus Serif")\nThe final office flow#super[12] of the 21#super[st].'
    )
    assert document(data).text == "The final office flow of the 21st.\n"


def test_two_columns_are_read_one_after_the_other() -> None:
    parts = [Part("paragraph", words(6, n)) for n in range(8)]
    data = as_pdf(parts, columns=2)
    assert folded(document(data).text or "") == " ".join(part.text for part in parts)


def test_a_quotation_is_the_same_in_every_format() -> None:
    parts = [Part("heading", "Pledges", 1), Part("paragraph", words(3)), Part("row", "Peru | 10")]
    texts = [
        folded(one.text or "")
        for data, name in (
            (as_html(parts), "a.html"),
            (as_docx(parts), "a.docx"),
            (as_pdf(parts), "a.pdf"),
        )
        for one in read(data, name)
        if isinstance(one, Document)
    ]
    assert len(texts) == 3 and len(set(texts)) == 1


def test_pages_that_are_pictures_are_listed_in_a_warning() -> None:
    picture = "#pagebreak()\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\"))"
    data = typeset("Words.\n" + picture)
    warnings = [one for one in read(data, "a.pdf") if isinstance(one, Problem)]
    assert [w.code for w in warnings] in ([], ["pdf-pages-without-text"])


def _under(data: bytes, box) -> str:  # type: ignore[no-untyped-def]
    """What PDFium itself finds inside a rectangle, blanks left out."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    pdf = pypdfium2.PdfDocument(data)
    page = pdf[box.page - 1]
    text = page.get_textpage()
    height = page.get_height()
    rect, found = pdfium.FS_RECTF(), []
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        sign = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        pdfium.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(rect))
        middle_x, middle_y = (rect.left + rect.right) / 2, height - (rect.top + rect.bottom) / 2
        inside = box.left < middle_x < box.right and box.top < middle_y < box.bottom
        if inside and not sign.isspace():
            found.append(sign)
    text.close()
    page.close()
    pdf.close()
    return "".join(found)


def _rotated(data: bytes) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    page = PdfReader(io.BytesIO(data)).pages[0]
    page.rotate(90)
    writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
