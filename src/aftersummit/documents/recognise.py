"""Which reader takes a source: told by its bytes first, then by what is claimed of it."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from aftersummit.documents.reading import HEAD_BYTES, Reader, Received, Unreadable
from aftersummit.errors import OutsideError

GROUP = "aftersummit.readers"
_FALLBACK = "plain"
# Archives whose telling part may stand far from their beginning: the name is believed.
_PACKED = ("docx",)

# Formats that are met often and not read: what they are and the way out.
_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or password-locked Office file",
        "save it as DOCX or PDF",
    ),
    (b"{\\rtf", "a rich text (RTF) file", "save it as DOCX or PDF"),
    (b"\x89PNG", "a picture", "run OCR: ocrmypdf --image-dpi 300 IN.png OUT.pdf, then add OUT.pdf"),
    (b"\xff\xd8\xff", "a picture", "run OCR: ocrmypdf --image-dpi 300 IN.jpg OUT.pdf, then add it"),
    (b"II*\x00", "a picture", "run OCR: ocrmypdf --image-dpi 300 IN.tif OUT.pdf, then add OUT.pdf"),
    (b"MM\x00*", "a picture", "run OCR: ocrmypdf --image-dpi 300 IN.tif OUT.pdf, then add OUT.pdf"),
    (b"GIF8", "a picture", "convert it to PDF with OCR, then add that"),
    (b"\x1f\x8b", "a gzip archive of no JSON lines", "unpack it and add what is inside"),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "unpack it and add what is inside"),
    (b"Rar!", "an archive", "unpack it and add what is inside"),
    (b"SQLite format 3", "a database", "export its texts as JSON lines"),
    (b"\x7fELF", "a program", "check that the right file was given"),
    (b"%!PS", "a PostScript file", "convert it with ps2pdf and add the PDF"),
    (b"PK\x05\x06", "an empty zip archive", "check that the file is complete"),
    (b"PK\x03\x04", "a zip archive, not a DOCX file", "unpack it, or save it as DOCX or PDF"),
)


@cache
def readers() -> tuple[Reader, ...]:
    """Every installed reader, in order of name; the formats of this program are among them.

    Raises:
        OutsideError: a plug-in cannot be loaded, or this program is not installed.
    """
    found = tuple(_load(entry) for entry in sorted(entry_points(group=GROUP), key=_by_name))
    if not found:
        raise OutsideError(
            "no reader is registered: aftersummit is not installed in this Python",
            "install it with: pip install -e .",
        )
    return found


def reader_named(name: str) -> Reader:
    """The reader of that name, as stored with a document."""
    for reader in readers():
        if reader.name == name:
            return reader
    raise OutsideError(f"the reader {name} is not installed", "install the plug-in that brought it")


def recognise(received: Received) -> Reader:
    """The reader for these bytes.

    Raises:
        Unreadable: ``empty``, or ``format-unknown`` for a format that no reader takes.
    """
    head = received.head
    if len(head) < HEAD_BYTES and not head.strip(b" \t\r\n\0"):
        raise Unreadable("empty", f"{received.name} is empty", "check that the file is complete")
    for reader in readers():
        if reader.sniff(head):
            return reader
    claimed = _claimed(received)
    if claimed is not None and claimed.name in _PACKED and head.startswith(b"PK\x03\x04"):
        return claimed
    foreign = next((entry for entry in _FOREIGN if head.startswith(entry[0])), None)
    if foreign is not None:
        _, what, remedy = foreign
        raise Unreadable("format-unknown", f"{received.name} is {what}", remedy)
    return claimed or reader_named(_FALLBACK)


def _claimed(received: Received) -> Reader | None:
    """By the sender's media type, unless it is the vague one of any text; then by name."""
    suffix = received.suffix
    by_name = next((reader for reader in readers() if suffix in reader.suffixes), None)
    claim = received.media_type
    by_type = next((reader for reader in readers() if claim in reader.media_types), None)
    if by_type is None or (by_type.name == _FALLBACK and by_name is not None):
        return by_name
    return by_type


def _load(entry: EntryPoint) -> Reader:
    try:
        reader = entry.load()()
    except Exception as error:
        # A plug-in may fail in any way; whoever installed it needs its name.
        raise OutsideError(
            f"the reader plug-in {entry.name} cannot be loaded: {error}",
            f"uninstall or repair {entry.value.partition(':')[0]}",
        ) from error
    if not isinstance(reader, Reader):
        raise OutsideError(
            f"the plug-in {entry.name} is no reader", "see docs/documents.md for what one has"
        )
    return reader


def _by_name(entry: EntryPoint) -> str:
    return entry.name
