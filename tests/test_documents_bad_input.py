"""Bad input is refused in one clear line with a remedy, or read with a warning on record."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from pathlib import Path

import pytest

from aftersummit.documents import Limits, Unreadable, read
from aftersummit.model import Document, Problem
from tests.documents_making import Part, as_pdf


def refusal(data: bytes | Path, name: str, **options: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(read(data, name, **options))
    message = str(caught.value)
    assert "\n" not in message and caught.value.remedy and caught.value.exit_code == 1
    assert Path(name).name in caught.value.what
    problem = caught.value.problem(name)
    assert (problem.code, problem.severity, problem.where) == (caught.value.code, "error", name)
    return caught.value


def parted(data: bytes, name: str, **options: object) -> tuple[list[Document], list[Problem]]:
    found = list(read(data, name, **options))
    documents = [one for one in found if isinstance(one, Document)]
    return documents, [one for one in found if isinstance(one, Problem)]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return as_pdf([Part("paragraph", f"Leaders agreed on point {n}. " * 30) for n in range(6)])


@pytest.mark.parametrize("name", ["a.pdf", "a.md", "a.txt", "a.html", "a.docx", "a.jsonl", "a"])
@pytest.mark.parametrize("data", [b"", b" \n\n"])
def test_an_empty_file_is_said_to_be_empty(name: str, data: bytes) -> None:
    assert refusal(data, name).code == "empty"


def test_an_encrypted_pdf_names_the_command_that_unlocks_it(pdf: bytes) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    refused = refusal(out.getvalue(), "a.pdf")
    assert refused.code == "pdf-encrypted"
    assert "qpdf --password" in refused.remedy


def test_a_scan_names_the_command_that_recognises_it() -> None:
    refused = refusal(_scan(), "scan.pdf")
    assert refused.code == "pdf-image-only"
    assert "ocrmypdf IN.pdf OUT.pdf" in refused.remedy


def test_a_pdf_without_anything_on_its_pages_is_empty() -> None:
    import typst

    assert refusal(typst.compile(b"#pagebreak()"), "a.pdf").code == "pdf-empty"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_refused_or_read_with_a_warning(pdf: bytes, share: float) -> None:
    cut = pdf[: int(len(pdf) * share)]
    try:
        documents, problems = parted(cut, "cut.pdf")
    except Unreadable as refused:
        assert refused.code in ("pdf-broken", "pdf-empty")
    else:
        assert documents
        assert "pdf-truncated" in [problem.code for problem in problems]


def test_a_pdf_with_more_pages_than_allowed_is_refused(pdf: bytes) -> None:
    assert refusal(pdf, "a.pdf", limits=Limits(pdf_pages=1)).code == "pdf-too-long"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "a.txt"), ("utf-16", "a.txt"), ("utf-16-le", "a.md"), ("utf-16-be", "a.txt"),
     ("utf-32", "a.txt")],
)  # fmt: skip
def test_marked_and_wide_encodings_are_read_without_a_word(encoding: str, name: str) -> None:
    text = "Décision: les pays s’engagent à agir ensemble.\n"
    documents, problems = parted(text.encode(encoding), name)
    assert ([one.text for one in documents], problems) == ([text], [])


def test_windows_text_is_read_with_a_warning() -> None:
    text = "La décision “forte” des pays, prise à Mexico, coûte 5 € par an.\n"
    documents, problems = parted(text.encode("cp1252"), "a.txt")
    assert [one.text for one in documents] == [text]
    assert [(p.code, p.severity) for p in problems] == [("encoding-guessed", "warning")]


def test_mixed_encodings_are_read_line_by_line_with_a_warning() -> None:
    data = "Première décision.\n".encode() + "Deuxième décision.\n".encode("cp1252")
    documents, problems = parted(data, "a.txt")
    assert [one.text for one in documents] == ["Première décision.\nDeuxième décision.\n"]
    assert [p.code for p in problems] == ["mixed-encoding"]
    assert "first: 2" in problems[0].what


def test_nul_bytes_are_dropped_with_a_warning_and_binary_data_is_refused() -> None:
    documents, problems = parted(b"Leaders will\0 act. " * 20 + b"More. " * 400, "a.txt")
    assert "\0" not in (documents[0].text or "")
    assert [p.code for p in problems] == ["nul-bytes"]
    assert refusal(bytes(range(256)) * 40, "a.txt").code == "binary"
    assert refusal(b"\0" * 5000, "a.txt").code == "empty"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOCX or PDF"),
        (b"{\\rtf1 words}", "DOCX or PDF"),
        (b"\x89PNG\r\n", "ocrmypdf"),
        (b"PK\x03\x04 xl/workbook.xml", "unpack it"),
        (b"\x1f\x8b\x08 no archive", "unpack"),
        (b"\x7fELF", "right file"),
    ],
)
def test_other_formats_are_named_with_the_way_out(head: bytes, words: str) -> None:
    refused = refusal(head + b"\0" * 50, "file.bin")
    assert refused.code == "format-unknown"
    assert words in refused.remedy


def test_a_file_that_vanishes_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "gone.md"
    path.write_text("Words")
    path.unlink()
    assert refusal(path, str(path)).code == "file-vanished"
    assert refusal(tmp_path, str(tmp_path)).code == "file-unreadable"


def test_bad_lines_become_problems_and_the_others_are_read() -> None:
    lines = [
        json.dumps(
            {"text": "First text.", "title": "One", "date": "2023-01-10", "url": "https://e.org/1"}
        ),
        "{broken",
        "",
        "[1, 2]",
        json.dumps({"title": "No text"}),
        json.dumps({"text": "Deuxième texte.", "language": "fr"}),
    ]
    data = (
        "\n".join(lines).encode() + b'\n{"text": "\xff\xfe"}\n{"text": "![](only-a-picture.png)"}\n'
    )
    documents, problems = parted(data, "a.jsonl")
    assert [(d.member, d.text, d.language) for d in documents] == [
        (1, "First text.", "en"), (6, "Deuxième texte.", "fr"),
    ]  # fmt: skip
    assert (documents[0].title, documents[0].date, documents[0].url) == (
        "One",
        "2023-01-10",
        "https://e.org/1",
    )
    assert [(p.code, p.where) for p in problems] == [
        ("line-not-json", "a.jsonl:2"), ("line-no-object", "a.jsonl:4"),
        ("line-no-text", "a.jsonl:5"), ("line-encoding", "a.jsonl:7"), ("line-no-text", "a.jsonl:8"),
    ]  # fmt: skip


def test_gzipped_lines_are_read_and_a_cut_archive_gives_what_it_holds() -> None:
    lines = b"".join(
        json.dumps({"text": f"Text {n} " + "x" * 200}).encode() + b"\n" for n in range(500)
    )
    packed = gzip.compress(lines)
    documents, problems = parted(packed, "a.jsonl.gz")
    assert (len(documents), problems) == (500, [])
    documents, problems = parted(packed[: len(packed) // 2], "a.jsonl.gz")
    assert documents
    assert problems[-1].code == "gzip-broken"


def test_an_endless_line_behind_gzip_is_passed_over() -> None:
    bomb = gzip.compress(b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "After."}\n')
    documents, problems = parted(bomb, "a.jsonl.gz", limits=Limits(line=1_000_000))
    assert [p.code for p in problems] == ["line-too-long"]
    assert [(d.member, d.text) for d in documents] == [(2, "After.")]


def test_lines_nested_beyond_any_stack_are_a_problem_of_that_line() -> None:
    documents, problems = parted(b'{"a": ' + b"[" * 100_000 + b'\n{"text": "After."}\n', "a.jsonl")
    assert len(documents) == 1
    assert [p.code for p in problems] == ["line-not-json"]


def _scan() -> bytes:
    """A PDF of one page that shows a grey picture and no text, written by hand."""
    picture = zlib.compress(b"\x80" * 64)
    drawing = b"q 500 0 0 700 50 50 cm /Im Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /XObject << /Im 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(picture), picture),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
