"""Bytes to text, with every doubt put on record."""

from __future__ import annotations

import codecs
import re

from aftersummit.documents.reading import Unreadable
from aftersummit.model import Problem

# Longest first: the mark of UTF-32 begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_AS_UTF8 = "save it as UTF-8 and add it again if letters look wrong"
# C0 and C1 codes that no text file holds, white space and escape apart.
_BINARY = re.compile("[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_NUL_SHARE = 0.01
_BINARY_SHARE = 0.05


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, list[Problem]]:
    """The text in ``data`` and warnings for what had to be guessed or repaired.

    Tried in order: a byte-order mark, UTF-8, the ``declared`` encoding, UTF-16 without a
    mark, UTF-8 with single lines of Windows-1252 in it, and charset-normalizer's guess.

    Raises:
        Unreadable: ``empty`` when nothing is there, ``binary`` when it is no text.
    """
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("empty", f"{name} holds no text", "check that the right file was given")
    text, problems = _decode(data, name, declared)
    return _without_nul(text, name, problems), problems


def _decode(data: bytes, name: str, declared: str) -> tuple[str, list[Problem]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, name, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 of plain English is valid UTF-8 with every other byte NUL.
        if text.count("\0") * 4 < len(text):
            return text, []
    for encoding in filter(None, (_known(declared), _unmarked_utf16(data))):
        try:
            return data.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return _guessed(data, name)


def _marked(data: bytes, name: str, encoding: str) -> tuple[str, list[Problem]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        return text, [
            _warning(
                "mixed-encoding",
                name,
                f"bytes at {error.start} are not {encoding}; read as \ufffd",
            )
        ]


def _guessed(data: bytes, name: str) -> tuple[str, list[Problem]]:
    mixed = _line_by_line(data)
    if mixed is not None:
        text, lines = mixed
        what = f"{len(lines)} lines (first: {lines[0]}) are not UTF-8; read as Windows-1252"
        return text, [_warning("mixed-encoding", name, what)]
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best is not None else ""
    # A text of one page gives a guesser little to hold on to, and the single-byte pages
    # differ in few letters: of texts in our languages nearly all are Windows-1252.
    if not encoding or encoding.startswith(("cp125", "latin", "iso8859", "mac", "cp")):
        encoding = "cp1252" if best is not None or _printable(data) else ""
    if not encoding:
        raise Unreadable(
            "binary", f"{name} is not text in any known encoding", "convert it to UTF-8 text first"
        )
    text = data.decode(encoding, errors="replace")
    what = f"{name} is not UTF-8; read as {encoding}"
    return text, [_warning("encoding-guessed", name, what)]


def _line_by_line(data: bytes) -> tuple[str, list[int]] | None:
    """UTF-8 with odd lines of Windows-1252; ``None`` unless both are surely there."""
    if not _MULTIBYTE.search(data):
        return None
    out: list[str] = []
    odd: list[int] = []
    proper = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            out.append(line.decode("utf-8"))
            proper += not line.isascii()
        except UnicodeDecodeError:
            out.append(line.decode("cp1252", errors="replace"))
            odd.append(number)
    return ("\n".join(out), odd) if proper else None


def _unmarked_utf16(data: bytes) -> str:
    """The byte order of UTF-16 text without a mark, told by where its NULs stand."""
    sample = data[: _SAMPLE // 2 * 2]
    half = len(sample) / 2
    if sample[1::2].count(0) > 0.6 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _without_nul(text: str, name: str, problems: list[Problem]) -> str:
    count = text.count("\0")
    odd = len(_BINARY.findall(text[:_SAMPLE])) + text[:_SAMPLE].count("\0")
    if count > _NUL_SHARE * len(text) or odd > _BINARY_SHARE * len(text[:_SAMPLE]):
        raise Unreadable(
            "binary", f"{name} is binary data, not text", "export it as PDF, DOCX or UTF-8 text"
        )
    if count:
        problems.append(_warning("nul-bytes", name, f"{count} NUL characters were dropped"))
    return text.replace("\0", "")


def _printable(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) < _BINARY_SHARE * len(sample)


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _warning(code: str, name: str, what: str) -> Problem:
    return Problem(code, name, what, _AS_UTF8, severity="warning")
