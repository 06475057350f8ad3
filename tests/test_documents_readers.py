"""Every reader comes in by the plug-in door, and bytes are believed before names."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from aftersummit.documents import Reader, Reading, Received, read, readers, recognise
from aftersummit.documents.recognise import GROUP
from aftersummit.errors import OutsideError, UserError
from aftersummit.model import Document, text_hash
from tests.documents_making import Part, as_docx, as_html, as_pdf

# The package exports the function of the same name.
door = importlib.import_module("aftersummit.documents.recognise")

_PARTS = [Part("heading", "A heading", 1), Part("paragraph", "Some words.")]
_MARKDOWN = b"---\ntitle: T\n---\nSome words.\n"


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.name)
def test_every_reader_is_whole(reader: Reader) -> None:
    assert isinstance(reader, Reader)
    assert reader.name and reader.suffixes and reader.media_types
    assert all(suffix.startswith(".") for suffix in reader.suffixes)
    assert not reader.sniff(b"")
    assert (type(reader).__doc__ or "").strip()


def test_the_formats_of_this_program_are_registered() -> None:
    assert [one.name for one in readers()] == [
        "docx",
        "html",
        "jsonl",
        "markdown",
        "parquet",
        "pdf",
        "plain",
    ]


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        (as_pdf(_PARTS), "named.txt", "pdf"),
        (as_docx(_PARTS), "named.pdf", "docx"),
        (as_html(_PARTS), "named.md", "html"),
        (_MARKDOWN, "no-ending", "markdown"),
        (b'{"text": "a"}\n', "no-ending", "jsonl"),
        (b"# Words", "a.md", "markdown"),
        (b"# Words", "a.unknown", "plain"),
        (b"<p>Words</p>", "a.html", "html"),
    ],
)
def test_bytes_are_believed_before_names(data: bytes, name: str, reader: str) -> None:
    assert recognise(Received(data, name)).name == reader


@pytest.mark.parametrize(
    ("media_type", "name", "reader"),
    [
        ("text/html; charset=utf-8", "page", "html"),
        ("text/markdown", "a.txt", "markdown"),
        ("text/plain", "a.md", "markdown"),
        ("text/plain", "a", "plain"),
        ("application/octet-stream", "a.md", "markdown"),
    ],
)
def test_a_claimed_type_counts_where_bytes_say_nothing(
    media_type: str, name: str, reader: str
) -> None:
    assert recognise(Received(b"Words", name, media_type)).name == reader


def test_bytes_a_path_and_a_stream_give_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(_MARKDOWN)
    stream = io.BytesIO(_MARKDOWN)
    stream.seek(5)
    found = [list(read(data, "a.md")) for data in (_MARKDOWN, path, stream)]
    assert found[0] == found[1] == found[2]
    assert not stream.closed
    (document,) = found[0]
    assert isinstance(document, Document)
    assert document.source == Received(_MARKDOWN, "a").sha256()
    assert document.text_sha256 == text_hash("Some words.\n")
    assert (document.reader, document.member) == ("markdown", 0)


def test_a_stream_that_cannot_be_rewound_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with pytest.raises(UserError, match="rewound"):
        list(read(Pipe(b"Words"), "a.txt"))


class _Shouting:
    """A plug-in: texts that end in ``!!``."""

    name = "shouting"
    suffixes = (".shout",)
    media_types = ("text/x-shout",)

    def sniff(self, head: bytes) -> bool:
        return head.startswith(b"!!")

    def read(self, received: Received) -> Iterator[Reading]:
        yield Reading(received.bytes(1000, "shout-too-large", "text").decode().upper())


class _Broken:
    def __init__(self) -> None:
        raise ImportError("no module named shout")


def _install(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    found = EntryPoint("shout", f"tests.test_documents_readers:{name}", GROUP)
    monkeypatch.setattr(door, "entry_points", lambda group: [found])
    door.readers.cache_clear()


@pytest.fixture
def clean_door() -> Iterator[None]:
    yield
    door.readers.cache_clear()


@pytest.mark.usefixtures("clean_door")
def test_a_plug_in_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, "_Shouting")
    (document,) = read(b"!!hear this", "a.bin")
    assert isinstance(document, Document)
    assert (document.text, document.reader) == ("!!HEAR THIS", "shouting")


@pytest.mark.usefixtures("clean_door")
@pytest.mark.parametrize(
    ("name", "words"), [("_Broken", "cannot be loaded"), ("Path", "is no reader")]
)
def test_a_broken_plug_in_is_named(monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    _install(monkeypatch, name)
    with pytest.raises(OutsideError, match=words):
        list(read(b"Words", "a.txt"))
