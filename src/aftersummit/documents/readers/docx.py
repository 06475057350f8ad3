"""DOCX files: paragraphs, headings, lists and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from aftersummit.documents.builder import BULLET, TextBuilder, clean
from aftersummit.documents.docx_numbers import Numbering
from aftersummit.documents.prose import reads_as_heading
from aftersummit.documents.reading import Facts, Limits, Reading, Received, Unreadable
from aftersummit.model import Problem

_ZIP = b"PK\x03\x04"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_REPAIR = "open it in a word processor and save it again as DOCX or PDF"

# Real documents are packed ten to forty times; small parts may be more without harm.
_SMALL_PART = 1024 * 1024
_MANY_PARTS = 20_000


class DocxReader:
    """``.docx`` and ``.docm`` files; headers, footers and deleted words are left out."""

    name = "docx"
    suffixes = (".docx", ".docm", ".dotx")
    media_types = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)

    def sniff(self, head: bytes) -> bool:
        """A zip archive that begins with the parts of a word processor's file."""
        return head.startswith(_ZIP) and b"word/" in head

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """One text; its footnotes stand at the end."""
        data = received.bytes(received.limits.docx, "docx-too-large", "docx")
        check_archive(data, received.name, received.limits)
        document = _opened(data, received.name)
        builder = TextBuilder()
        title = _Body(document, builder).run()
        built = builder.build()
        if not built.text:
            raise Unreadable("docx-empty", f"{received.name} holds no text", "check the file")
        stated = clean(document.core_properties.title or "")
        yield Reading(built.text, built.sections, facts=Facts(title=title or stated))


def check_archive(data: bytes, name: str, limits: Limits) -> None:
    """Refuses an archive that would unpack beyond the limits, before any of it is unpacked.

    Raises:
        Unreadable: ``docx-bomb``, or ``docx-broken`` when it is no whole archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(
            "docx-broken", f"{name} is not a whole DOCX file ({error})", _REPAIR
        ) from error
    unpacked = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > max(_SMALL_PART, limits.docx_ratio * part.compress_size) for part in parts
    )
    if unpacked > limits.docx_unpacked or dense or len(parts) > _MANY_PARTS:
        raise Unreadable(
            "docx-bomb",
            f"{name} would unpack from {len(data):,} to {unpacked:,} bytes",
            "do not open it; ask its sender for a PDF, or allow more: --limit docx_unpacked=1000",
        )


def _opened(data: bytes, name: str) -> Any:
    import docx
    from lxml.etree import LxmlError

    try:
        return docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, LxmlError, zipfile.BadZipFile, OSError, AttributeError) as error:
        # python-docx fails in all these ways on files that lack a part or hold broken XML.
        reason = clean(str(error))[:80] or type(error).__name__
        raise Unreadable(
            "docx-broken", f"{name} is not a whole DOCX file ({reason})", _REPAIR
        ) from error


class _Style:
    """What a paragraph style says, its ancestors included."""

    def __init__(self, chain: list[Any]) -> None:
        self.title = False
        self.level = 0
        self.bold = False
        self.number = ""
        self.depth = 0
        self.bullet = False
        for element in reversed(chain):
            self._take(element)

    def _take(self, element: Any) -> None:
        name = _attribute(element, "name").lower()
        self.title = self.title or name == "title"
        if match := _HEADING.match(name):
            self.level = int(match[1])
        elif (outline := _at(element, "pPr", "outlineLvl")) is not None:
            level = int(outline.get(f"{_W}val", "9"))
            self.level = level + 1 if level < 9 else 0
        if (bold := _at(element, "rPr", "b")) is not None:
            self.bold = _is_on(bold)
        if (number := _at(element, "pPr", "numPr", "numId")) is not None:
            self.number = number.get(f"{_W}val", "")
        if (depth := _at(element, "pPr", "numPr", "ilvl")) is not None:
            self.depth = int(depth.get(f"{_W}val", "0"))
        self.bullet = self.bullet or name.startswith("list bullet")


class _Body:
    """Walks the document's own XML: python-docx's lists skip what content controls hold."""

    def __init__(self, document: Any, builder: TextBuilder) -> None:
        self.document = document
        self.builder = builder
        self.styles = _styles(document)
        self.numbering = Numbering(_part(document, "numbering"))
        self.title = ""

    def run(self) -> str:
        """Adds everything; returns the title where a paragraph is styled as one."""
        self._blocks(self.document.element.body)
        notes = _part(self.document, "footnotes")
        for note in notes.iterchildren(f"{_W}footnote") if notes is not None else ():
            if note.get(f"{_W}type") in (None, "normal"):
                self._blocks(note)
        return self.title

    def _blocks(self, parent: Any) -> None:
        for child in parent.iterchildren():
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag == f"{_W}sdt":
                for content in child.iterchildren(f"{_W}sdtContent"):
                    self._blocks(content)
            elif child.tag in (f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                self._blocks(child)

    def _paragraph(self, element: Any) -> None:
        words = _Words(element)
        style = self.styles.get(_attribute(element.find(f"{_W}pPr"), "pStyle"))
        style = style or self.styles.get("", _Style([]))
        text = clean(words.text)
        if text:
            self._add(element, style, words, text)
        for box in words.boxes:
            self._blocks(box)

    def _add(self, element: Any, style: _Style, words: _Words, text: str) -> None:
        marker = self._marker(element, style)
        if style.title:
            self.title = self.title or text
        if style.level or style.title:
            shown = f"{marker} {text}" if marker not in ("", BULLET) else text
            self.builder.add_heading(shown, style.level or 1)
        elif marker:
            self.builder.add_item(text, marker)
        elif words.is_bold(style.bold) and reads_as_heading(text):
            self.builder.add_bold_heading(text)
        else:
            self.builder.add_paragraph(text)

    def _marker(self, element: Any, style: _Style) -> str:
        number = _at(element, "pPr", "numPr", "numId")
        depth = _at(element, "pPr", "numPr", "ilvl")
        number_id = number.get(f"{_W}val", "") if number is not None else style.number
        level = int(depth.get(f"{_W}val", "0")) if depth is not None else style.depth
        if number_id:
            return self.numbering.marker(number_id, level)
        return BULLET if style.bullet else ""

    def _table(self, element: Any) -> None:
        for row in element.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not element:
                continue
            cells = list(row.iterchildren(f"{_W}tc", f"{_W}sdt"))
            if len(cells) == 1:
                # A table of one column is a frame around paragraphs.
                self._blocks(cells[0])
            else:
                self.builder.add_row([_cell_text(cell) for cell in cells])


class _Words:
    """The visible words of a paragraph and whether they are bold."""

    def __init__(self, paragraph: Any) -> None:
        self.parts: list[str] = []
        self.boxes: list[Any] = []
        self._bold: list[bool | None] = []
        self._walk(paragraph, None, hidden=False)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def is_bold(self, default: bool) -> bool:
        """Whether all of it is bold, where runs that say nothing follow the style."""
        return bool(self._bold) and all(default if bold is None else bold for bold in self._bold)

    def _walk(self, parent: Any, bold: bool | None, *, hidden: bool) -> None:
        for child in parent.iterchildren():
            tag = child.tag
            if tag == f"{_W}r":
                self._walk(child, _run_bold(child), hidden=_is_hidden(child))
            elif tag == f"{_W}t":
                self._text(child.text or "", bold, hidden)
            elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                self.parts.append(" ")
            elif tag == f"{_W}noBreakHyphen":
                self.parts.append("-")
            elif tag == f"{_W}txbxContent":
                self.boxes.append(child)
            elif tag not in _SKIPPED:
                self._walk(child, bold, hidden=hidden)

    def _text(self, text: str, bold: bool | None, hidden: bool) -> None:
        if hidden:
            return
        self.parts.append(text)
        if text.strip():
            self._bold.append(bold)


_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}footnoteReference",
    f"{_W}sdtPr",
    f"{_MC}Fallback",
}


def _cell_text(cell: Any) -> str:
    return " ".join(_Words(paragraph).text for paragraph in cell.iter(f"{_W}p"))


def _run_bold(run: Any) -> bool | None:
    bold = _at(run, "rPr", "b")
    if bold is None and _attribute(run.find(f"{_W}rPr"), "rStyle") == "Strong":
        return True
    return None if bold is None else _is_on(bold)


def _is_hidden(run: Any) -> bool:
    hidden = _at(run, "rPr", "vanish")
    return hidden is not None and _is_on(hidden)


def _is_on(element: Any) -> bool:
    return element.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


def _at(element: Any, *path: str) -> Any | None:
    for name in path:
        if element is None:
            return None
        element = element.find(f"{_W}{name}")
    return element


def _attribute(element: Any, name: str) -> str:
    child = _at(element, name)
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _styles(document: Any) -> dict[str, _Style]:
    """Paragraph styles by id; the default one also under ""."""
    elements = {
        style.get(f"{_W}styleId", ""): style
        for style in document.styles.element.iterchildren(f"{_W}style")
        if style.get(f"{_W}type") == "paragraph"
    }
    found: dict[str, _Style] = {}
    for key, element in elements.items():
        chain = [element]
        while (base := elements.get(_attribute(chain[-1], "basedOn"))) is not None:
            if base in chain:
                break
            chain.append(base)
        found[key] = _Style(chain)
        if element.get(f"{_W}default") in ("1", "true"):
            found[""] = found[key]
    return found


def _part(document: Any, kind: str) -> Any | None:
    """The root of one of the document's side parts, read without python-docx's classes."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(relation.target_part.blob, parser)
    return None
