"""Title, date, issuers, language and kind: taken from the source, else found in the text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from aftersummit.documents.builder import clean
from aftersummit.documents.dates import date_of
from aftersummit.documents.issuers import issuers_of
from aftersummit.documents.kinds import kind_of
from aftersummit.documents.language import language_of
from aftersummit.documents.reading import Reading
from aftersummit.model import Document, text_hash
from aftersummit.text.normalise import canonical

_TITLE_WORDS = 30
_DATE_PREFIX = re.compile(r"^\d{4}-?\d{2}-?\d{2}[-_ ]+")


def describe(
    reading: Reading,
    name: str,
    *,
    reader: str,
    source: str = "",
    language: str | None = None,
    url: str = "",
) -> Document:
    """The document that a reading makes, with everything found that the source left out.

    Args:
        reading: canonical text and the source's own facts.
        name: the file's name, or the last part of its address.
        reader: name of the reader.
        source: SHA-256 of the bytes.
        language: given by the user; found in the text when ``None``.
        url: where the bytes came from, used when the source names no address itself.
    """
    facts, text = reading.facts, reading.text
    address = facts.url or url
    title = facts.title or title_of(reading, name)
    kind = kind_of(facts.kind, title, address, text)
    date = facts.date or date_of(text, name, address)
    return Document(
        title=title,
        text=text,
        text_sha256=text_hash(text),
        date=date,
        issuers=facts.issuers or issuers_of(title, text, kind, address, date),
        language=language or _language(facts.language, text, reader),
        kind=kind,
        url=address,
        sections=reading.sections,
        pages=reading.pages,
        source=source,
        member=reading.member,
        reader=reader,
    )


def _language(stated: str, text: str, reader: str) -> str:
    """A person wrote the language into front matter; a web page often carries its site's."""
    if stated and reader != "html":
        return stated
    return language_of(text, stated=stated)


def described(text: str, *, language: str | None = None) -> Document:
    """A document from a text in hand, without a source.

    Args:
        text: any text; its canonical form is taken.
        language: ISO 639-1 code; found in the text when ``None``.
    """
    return describe(Reading(canonical(text)), "text", reader="text", language=language)


def title_of(reading: Reading, name: str) -> str:
    """The title that a source does not state: its first heading or line, else its name."""
    first = next((line for line in reading.text[:2000].split("\n") if line.strip()), "")
    if reading.sections and reading.sections[0].heading.start == 0:
        return reading.sections[0].title
    words = first.split()
    if words and len(words) <= _TITLE_WORDS and not first.rstrip().endswith((".", ":", ";", ",")):
        return clean(first)
    if reading.member:
        return " ".join(words[:12]) + ("…" if len(words) > 12 else "")
    return title_from_name(name)


def title_from_name(name: str) -> str:
    """A title out of a file's name: date, ending and dashes taken off."""
    stem = PurePosixPath(unquote(name)).name.partition(".")[0]
    shown = clean(_DATE_PREFIX.sub("", stem).replace("-", " ").replace("_", " "))
    return shown[:1].upper() + shown[1:] if shown else name
