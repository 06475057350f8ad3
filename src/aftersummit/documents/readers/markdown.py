"""Markdown with or without YAML front matter, as people and pandoc write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aftersummit.documents.builder import BULLET, Built, TextBuilder
from aftersummit.documents.encoding import decode
from aftersummit.documents.frontmatter import split_front_matter
from aftersummit.documents.inline import wholly_bold, words
from aftersummit.documents.prose import reads_as_heading
from aftersummit.documents.reading import Reading, Received
from aftersummit.model import Problem
from aftersummit.text.normalise import canonical

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])(?: +|$)")
_ATX = re.compile(r"(#{1,6})(?:\s+(.*?))?(?:\s+#+)?$")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}$")
_SETEXT = re.compile(r"=+$|-+$")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_DEFINITION = re.compile(r" {0,3}\[([^\]^][^\]]*)\]:\s+\S+")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*")
_TABLE_LINE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL = re.compile(r"(?<!\\)\|")
_DIV = re.compile(r":{3,}")

# Two blanks at a line's end: the author wants a new line there. Kept until the block is
# whole, because a line set in bold over the text is a heading that lacks its blank line.
_BREAK = "\n"
_STARS_ONLY = re.compile(r"\*{2,}")


class MarkdownReader:
    """``.md`` files; bold paragraphs count as headings, hard wraps are joined."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd")
    media_types = ("text/markdown", "text/x-markdown")

    def sniff(self, head: bytes) -> bool:
        """Front matter: a line of three dashes, then a key."""
        return re.match(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n\s*[A-Za-z_][\w-]*:", head) is not None

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """One text; front matter becomes its facts and is no part of it."""
        data = received.bytes(received.limits.text, "text-too-large", "text")
        text, problems = decode(data, received.name, received.charset)
        yield from problems
        facts, body, problem = split_front_matter(canonical(text), received.name)
        if problem is not None:
            yield problem
        built = build_markdown(body)
        yield Reading(built.text, built.sections, facts=facts)


def build_markdown(body: str) -> Built:
    """Canonical text and sections of markdown without front matter."""
    blocks = _Blocks(body)
    blocks.run()
    return blocks.builder.build()


@dataclass(slots=True)
class _List:
    """A list that is open: where its items' text begins and which number came last."""

    content: int
    sign: str = ""
    last: int = 0
    typed: int = 0


class _Blocks:
    """Walks the lines once, gathering the lines of one block until it ends."""

    def __init__(self, body: str) -> None:
        self.lines = body.split("\n")
        self.builder = TextBuilder()
        self.references = _references(body)
        self.pending: list[str] = []
        self.marker = ""
        self.lists: list[_List] = []
        self.quoted = 0

    def run(self) -> None:
        index = 0
        while index < len(self.lines):
            index = self._line(index)
        self._flush()

    def _line(self, index: int) -> int:
        """Takes the line at ``index``; returns the index of the next one to look at."""
        line = self.lines[index]
        if "\t" in line:
            line = line.expandtabs(4)
        bare = line.strip()
        if bare.startswith(">"):
            line, bare = self._unquoted(line)
        if not bare:
            self._flush()
            return index + 1
        first = bare[0]
        # Most lines are running text: only these signs can open anything else.
        if first in "#=-*_+`~<[:|0123456789" or "|" in bare:
            taken = self._structure(index, line, bare, first)
            if taken:
                return index + taken
        self._text(line, bare)
        return index + 1

    def _structure(self, index: int, line: str, bare: str, first: str) -> int:
        """Number of lines taken by a heading, rule, fence, table or list item; 0 for text."""
        if first == "#" and (match := _ATX.match(bare)):
            self._heading(match[2] or "", len(match[1]))
            return 1
        if first in "=-" and self._is_underline(bare):
            self._heading(" ".join(self.pending), 1 if first == "=" else 2, pending=True)
            return 1
        if first in "-*_" and _RULE.match(bare):
            self._flush()
            return 1
        if first in "`~" and _FENCE.match(bare):
            return self._fence(index, bare)
        if first == ":" and _DIV.match(bare):
            self._flush()
            return 1
        if first == "[":
            return self._definition(line, bare)
        if bare[:6].lower() == "<table":
            return self._html_table(index)
        if "|" in bare and (rows := self._pipe_table(index)):
            return rows
        if first in "-*+0123456789" and (match := _ITEM.match(line)):
            return self._item(match, line)
        return 0

    def _text(self, line: str, bare: str) -> None:
        if not self.pending:
            indent = len(line) - len(line.lstrip(" "))
            while self.lists and indent < self.lists[-1].content:
                self.lists.pop()
        self.pending.append(f"{bare}{_BREAK}" if line.endswith("  ") else bare)

    def _unquoted(self, line: str) -> tuple[str, str]:
        depth = 0
        rest = line.lstrip()
        while rest.startswith(">"):
            rest = rest[1:].removeprefix(" ")
            depth += 1
        if depth > self.quoted and self.pending:
            self._flush()
        self.quoted = depth
        return rest, rest.strip()

    def _is_underline(self, bare: str) -> bool:
        return bool(self.pending and not self.marker and _SETEXT.match(bare))

    def _heading(self, text: str, level: int, *, pending: bool = False) -> None:
        if pending:
            self.pending.clear()
        self._flush()
        self.marker = ""
        self.lists.clear()
        self.builder.add_heading(words(text, self.references), level)

    def _fence(self, index: int, opening: str) -> int:
        """A fenced block: its lines are one paragraph each run, signs untouched."""
        self._flush()
        fence = opening[: len(opening) - len(opening.lstrip(opening[0]))]
        after = index + 1
        while after < len(self.lines):
            line = self.lines[after]
            after += 1
            if line.strip().startswith(fence):
                break
            if line.strip():
                self.builder.add_paragraph(line)
        return after - index

    def _definition(self, line: str, bare: str) -> int:
        if match := _NOTE.match(bare):
            self._flush()
            self.pending.append(bare[match.end() :])
            return 1
        if not self.pending and _DEFINITION.match(line):
            return 1
        return 0

    def _html_table(self, index: int) -> int:
        from aftersummit.documents.readers.html import add_fragment

        self._flush()
        end = index
        while end < len(self.lines) and "</table" not in self.lines[end].lower():
            end += 1
        add_fragment(self.builder, "\n".join(self.lines[index : end + 1]))
        return end + 1 - index

    def _pipe_table(self, index: int) -> int:
        """Rows of a table whose second line is the rule under its head; 0 if there is none."""
        after = self.lines[index + 1].strip() if index + 1 < len(self.lines) else ""
        if "-" not in after or "|" not in after or not _TABLE_LINE.match(after):
            return 0
        self._flush()
        end = index
        while end < len(self.lines) and "|" in self.lines[end]:
            if end != index + 1:
                self._row(self.lines[end].strip())
            end += 1
        return end - index

    def _row(self, line: str) -> None:
        cells = _CELL.split(line.removeprefix("|").removesuffix("|"))
        self.builder.add_row([words(cell, self.references) for cell in cells])

    def _item(self, match: re.Match[str], line: str) -> int:
        """A list item, unless a hard-wrapped sentence only happens to go on like one."""
        indent, marker = len(match[1]), match[2]
        inside = bool(self.lists) and indent >= self.lists[-1].content
        number = int(marker[:-1]) if marker[:-1] else -1
        if self.pending and number != 1 and (inside or not self.marker) and number >= 0:
            return 0
        self._flush()
        while self.lists and indent < self.lists[-1].content - 1 and not self._sibling(indent):
            self.lists.pop()
        if not (self.lists and self._sibling(indent)):
            self.lists.append(_List(match.end()))
        self.lists[-1].content = match.end()
        self.marker = self._numbered(marker, number)
        rest = line[match.end() :].strip()
        if rest:
            self.pending.append(rest)
        return 1

    def _sibling(self, indent: int) -> bool:
        """Whether an item at ``indent`` goes on with the innermost open list."""
        outer = self.lists[-2].content if len(self.lists) > 1 else 0
        return outer <= indent < self.lists[-1].content

    def _numbered(self, marker: str, number: int) -> str:
        """The item's number as printed: lists may repeat ``1.`` and leave counting to us."""
        current = self.lists[-1]
        if marker[-1] != current.sign:
            # Another sign, another list: "1." after "1)" begins to count anew.
            current.sign, current.last, current.typed = marker[-1], 0, 0
        if number < 0:
            return BULLET
        shown = current.last + 1 if current.typed == number and current.last else number
        current.typed, current.last = number, shown
        return f"{shown}{marker[-1]}"

    def _flush(self) -> None:
        """Writes the block gathered so far."""
        if not self.pending:
            # An item whose text has not begun keeps its marker over a blank line.
            return
        raw = " ".join(self.pending)
        self.pending.clear()
        marker, self.marker = self.marker, ""
        if _BREAK not in raw:
            self._write(raw, marker)
        elif marker or "**" not in raw:
            self._write(raw.replace(_BREAK, " "), marker)
        else:
            for part in _parts(raw):
                self._write(part, "")

    def _write(self, raw: str, marker: str) -> None:
        text = words(raw, self.references)
        if marker:
            self.builder.add_item(text, marker)
        elif not self.lists and wholly_bold(raw) and reads_as_heading(text):
            self.builder.add_bold_heading(text)
        else:
            self.builder.add_paragraph(text)


def _parts(raw: str) -> Iterator[str]:
    """A paragraph with line breaks in it, parted before and after lines wholly in bold."""
    running: list[str] = []
    for line in _with_their_stars(raw.split(_BREAK)):
        if wholly_bold(line):
            yield " ".join(running)
            yield line
            running.clear()
        else:
            running.append(line)
    yield " ".join(running)


def _with_their_stars(lines: list[str]) -> Iterator[str]:
    """Lines stripped; stars that stand on a line alone go to the words that they set."""
    out: list[str] = []
    opening = ""
    for line in map(str.strip, lines):
        if not _STARS_ONLY.fullmatch(line):
            out.append(opening + line)
            opening = ""
        elif "".join(out).count("**") % 2:
            out[-1] += line
        else:
            opening = line
    return iter(out)


def _references(body: str) -> frozenset[str]:
    if "]:" not in body:
        return frozenset()
    found = (_DEFINITION.match(line) for line in body.split("\n"))
    return frozenset(match[1].lower() for match in found if match)
