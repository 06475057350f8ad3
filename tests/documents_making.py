"""One text made into files of every format, for tests that compare how they are read."""

from __future__ import annotations

import html
import io
import json
from dataclasses import dataclass
from typing import Literal

from aftersummit.model import Document

Kind = Literal["heading", "paragraph", "bullet", "number", "row"]


@dataclass(frozen=True)
class Part:
    """A block of a text: what it is, its words, its heading level."""

    kind: Kind
    text: str
    level: int = 0


def parts_of(document: Document) -> list[Part]:
    """The blocks of a document that was read, as parts that can be written again."""
    assert document.text is not None
    headings = {section.heading.start: section.level for section in document.sections}
    parts: list[Part] = []
    start = 0
    for block in document.text.rstrip("\n").split("\n\n"):
        if start in headings:
            parts.append(Part("heading", block, headings[start]))
        elif block.startswith("• "):
            parts.append(Part("bullet", block[2:]))
        elif " | " in block:
            parts.append(Part("row", block))
        else:
            parts.append(Part("paragraph", block))
        start += len(block) + 2
    return parts


def as_html(parts: list[Part], title: str = "A text") -> bytes:
    """A page with a menu, a footer and the text between them."""
    out = [
        f"<!doctype html><html lang=en><head><title>{html.escape(title)}</title></head><body>",
        "<header><a href=/>Home</a></header><nav><ul><li><a href=/a>News</a></ul></nav><main>",
    ]
    opened = ""
    for part in parts:
        wanted = {"bullet": "ul", "row": "table"}.get(part.kind, "")
        if wanted != opened:
            out += [f"</{opened}>"] * bool(opened) + [f"<{wanted}>"] * bool(wanted)
            opened = wanted
        out.append(_element(part))
    out += [f"</{opened}>"] * bool(opened)
    out.append(
        "</main><footer>Contact us</footer><script>var x = 'no text';</script></body></html>"
    )
    return "\n".join(out).encode()


def _element(part: Part) -> str:
    words = html.escape(part.text)
    if part.kind == "heading":
        return f"<h{part.level}>{words}</h{part.level}>"
    if part.kind == "bullet":
        return f"<li><p>{words}</p></li>"
    if part.kind == "row":
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in part.text.split(" | "))
        return f"<tr>{cells}</tr>"
    return f"<p>{words}</p>"


def as_docx(parts: list[Part], title: str = "") -> bytes:
    """A word processor's file with its own headings, bullets and tables."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    table = None
    for part in parts:
        if part.kind == "row":
            cells = part.text.split(" | ")
            if table is None or len(table.columns) != len(cells):
                table = document.add_table(rows=0, cols=len(cells))
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words
            continue
        table = None
        if part.kind == "heading":
            document.add_heading(part.text, part.level)
        else:
            style = "List Bullet" if part.kind == "bullet" else None
            document.add_paragraph(part.text, style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(
    parts: list[Part],
    title: str = "",
    *,
    justify: bool = True,
    hyphenate: bool = False,
    columns: int = 1,
) -> bytes:
    """Set with a running head and page numbers, as a press office would."""
    import typst

    justified = "true" if justify else "false"
    hyphenated = "true" if hyphenate else "false"
    source = [
        f"#set document(title: {_string(title)})",
        f'#set page(paper: "a4", header: context if counter(page).final().first() > 1 [Summit documents, volume 3], numbering: "1", columns: {columns})',
        f'#set par(justify: {justified})\n#set text(lang: "en", hyphenate: {hyphenated}, size: 11pt)',
        "#set smartquote(enabled: false)",
    ]
    source += [_typeset(part) for part in parts]
    return typst.compile("\n\n".join(source).encode())


def _typeset(part: Part) -> str:
    words = _string(part.text)
    if part.kind == "heading":
        return f"#heading(level: {part.level}, {words})"
    if part.kind == "bullet":
        return f"#list([#{words}])"
    if part.kind == "row":
        cells = part.text.split(" | ")
        return f"#table(columns: {len(cells)}, {', '.join(map(_string, cells))})"
    return f"#par[#{words}]"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def folded(text: str) -> str:
    """A text up to white space."""
    return " ".join(text.split())
