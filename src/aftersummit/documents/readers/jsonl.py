"""JSON lines: one document a line, plain or gzipped, read as a stream."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from aftersummit.documents.frontmatter import facts_from
from aftersummit.documents.reading import Facts, Limits, Reading, Received, Unreadable
from aftersummit.model import Problem
from aftersummit.text.normalise import canonical

_GZIP = b"\x1f\x8b"
_TEXT_FIELDS = ("text", "body", "content", "markdown")
_MARKED = re.compile(
    r"\*\*\S|!\[|^ {0,3}(?:-   \S|#{1,6} |> )|\]\((?:https?:|/)|\\[#*\[\].'\"]|^---$", re.MULTILINE
)
_WRAP = 100
_REMEDY = "repair that line and add the file again; the other lines were read"


class JsonLinesReader:
    """``.jsonl`` and ``.jsonl.gz``: objects with ``text`` and what is known of it.

    Fields: text (markdown, or plain with ``"format": "plain"``), title, date, url,
    language, issuers, kind. Memory does not grow with the length of the file.
    """

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".json")
    media_types = ("application/jsonl", "application/x-ndjson", "application/json-lines")

    def sniff(self, head: bytes) -> bool:
        """A line that opens an object, also behind gzip."""
        if head.startswith(_GZIP):
            head = _inflated(head)
        return re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"', head) is not None

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """A text for each good line and a problem for each bad one."""
        count = 0
        with received.open() as stream:
            for number, line in _lines(stream, received):
                if isinstance(line, Problem):
                    yield line
                elif line.strip():
                    count += 1
                    yield _record(line, number, received.name)
        if not count:
            raise Unreadable(
                "empty", f"{received.name} holds no line", "check that the right file was given"
            )


def _lines(stream: BinaryIO, received: Received) -> Iterator[tuple[int, bytes | Problem]]:
    """Numbered lines, none longer than the limit, from a plain or a gzipped stream."""
    name, limit = received.name, received.limits.line
    zipped = stream.read(2) == _GZIP
    stream.seek(0)
    source: Any = io.BufferedReader(gzip.GzipFile(fileobj=stream)) if zipped else stream
    number = 0
    while True:
        number += 1
        try:
            line = source.readline(limit + 1)
            cut = len(line) > limit
            while cut and not line.endswith(b"\n") and line:
                line = source.readline(limit)
        except (EOFError, OSError, zlib.error) as error:
            yield number, _problem("gzip-broken", name, number, f"the archive breaks off ({error})")
            return
        if cut:
            megabytes = limit / 1024 / 1024
            yield (
                number,
                _problem("line-too-long", name, number, f"longer than {megabytes:.0f} MB"),
            )
        elif not line:
            return
        else:
            yield number, line


def _record(line: bytes, number: int, name: str) -> Reading | Problem:
    try:
        record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return _problem("line-encoding", name, number, "not UTF-8")
    except (ValueError, RecursionError) as error:
        return _problem("line-not-json", name, number, f"not JSON ({error})")
    if not isinstance(record, dict):
        return _problem("line-no-object", name, number, "not an object with a text")
    return record_reading(record, number, name)


def record_reading(
    record: dict[str, Any], number: int, name: str, limits: Limits | None = None
) -> Reading | Problem:
    """One record as a text; for every source that holds a record a document.

    Args:
        number: of the record in its source, from 1.
        limits: the text's, where the source has not kept to them yet.
    """
    text = next((record[key] for key in _TEXT_FIELDS if isinstance(record.get(key), str)), "")
    if not text.strip("\0 \t\r\n\ufeff"):
        return _problem("line-no-text", name, number, "no text in it")
    if limits is not None and len(text) > limits.line:
        megabytes = limits.line / 1024 / 1024
        return _problem("line-too-long", name, number, f"longer than {megabytes:.0f} MB")
    return _reading(record, canonical(text), number)


def _reading(record: dict[str, Any], text: str, number: int) -> Reading:
    facts: Facts = facts_from(record)
    if not _is_markdown(record, text):
        return Reading(text, facts=facts, member=number)
    from aftersummit.documents.readers.markdown import build_markdown

    built = build_markdown(text)
    return Reading(built.text, built.sections, facts=facts, member=number)


def _is_markdown(record: dict[str, Any], text: str) -> bool:
    """Whether the text is to be read as markdown: said, shown by its marks, or wrapped.

    Hard-wrapped lines mean the same in both, and joining them is what a reader expects.
    """
    said = str(record.get("format") or record.get("media_type") or "").lower()
    if said:
        return "markdown" in said or said in ("md", "gfm")
    if str(record.get("path", "")).lower().endswith((".md", ".markdown")):
        return True
    if _MARKED.search(text):
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and max(map(len, lines)) <= _WRAP


def _problem(code: str, name: str, number: int, what: str) -> Problem:
    return Problem(code, f"{name}:{number}", f"line {number}: {what}", _REMEDY)


def _inflated(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 4096)
    except zlib.error:
        return b""
