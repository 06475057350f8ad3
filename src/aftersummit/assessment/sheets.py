"""Tables as other people send them: CSV, XLSX, JSON and JSON lines, all read to text cells."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aftersummit.errors import UserError

MOST_BYTES = 256 * 1024 * 1024
"""Unpacked size beyond which a workbook is refused."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text cells.

    Attributes:
        columns: names in order, without blanks around them.
        rows: line number in the file (from 1, the header included) and the cells by column.
        notes: what was put right while reading: a code, the place, and what was done.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    notes: tuple[tuple[str, str, str], ...] = field(default_factory=tuple)


def read_sheet(data: bytes, name: str, sheet: str = "", records: str = "") -> Sheet:
    """A file's bytes as a table; its kind is taken from its name.

    Args:
        sheet: which sheet of a workbook; the first where left out.
        records: key under which a JSON file keeps its list of records.

    Raises:
        UserError: the bytes are no such table.
    """
    kind = name.rsplit(".", 1)[-1].lower()
    if kind == "xlsx":
        return _from_rows(_padded(_xlsx(data, name, sheet)), name, [])
    if kind not in ("csv", "tsv", "json", "jsonl"):
        raise UserError(f"{name} is not a table", "give a .csv, .tsv, .xlsx, .json or .jsonl file")
    text, notes = _decoded(data, name)
    if kind in ("json", "jsonl"):
        return _from_records(_json_records(text, name, records, kind == "jsonl"), name, notes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else ",")
    try:
        return _from_rows(((reader.line_num, row) for row in reader), name, notes)
    except csv.Error as error:
        raise UserError(f"{name} is not CSV: {error}", "save it again as CSV in UTF-8") from error


def _decoded(data: bytes, name: str) -> tuple[str, list[tuple[str, str, str]]]:
    notes = []
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append(("byte-order-mark", "start of the file", "the byte-order mark was dropped"))
    try:
        return data.decode("utf-8-sig"), notes
    except UnicodeDecodeError:
        # Spreadsheets on Windows still save so, and every byte means something in it.
        notes.append(("encoding", "the whole file", "it is not UTF-8 and was read as Windows-1252"))
        try:
            return data.decode("cp1252"), notes
        except UnicodeDecodeError as error:
            raise UserError(f"{name} is in no known encoding", "save it in UTF-8") from error


def _from_rows(
    lines: Iterator[tuple[int, list[str]]], name: str, notes: list[tuple[str, str, str]]
) -> Sheet:
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    last = 0
    for number, cells in lines:
        first, last = last + 1, number
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, name)
            continue
        if len(cells) != len(header):
            what = f"it has {len(cells)} cells and the header {len(header)}"
            notes.append(("row-length", f"line {first}", what))
        padded = cells + [""] * (len(header) - len(cells))
        rows.append((first, dict(zip(header, padded, strict=False))))
    if header is None:
        raise UserError(f"{name} has no rows", "give a table with a header")
    return Sheet(tuple(header), tuple(rows), tuple(notes))


def _padded(lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the first: a workbook does not store the blanks at a row's end."""
    width = 0
    for number, cells in lines:
        width = width or len(cells)
        yield number, cells + [""] * (width - len(cells))


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    for column in filter(None, header):
        if header.count(column) > 1:
            raise UserError(f"{name} has two columns '{column}'", "rename one of them")
    return header


def _json_records(text: str, name: str, records: str, lines: bool) -> list[Any]:
    try:
        found = (
            [json.loads(line) for line in text.splitlines() if line.strip()]
            if lines
            else json.loads(text)
        )
    except json.JSONDecodeError as error:
        raise UserError(f"{name} is not JSON: {error}", "correct the file") from error
    if records and isinstance(found, Mapping):
        found = found.get(records)
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise UserError(
            f"{name} holds no list of records" + (f" under '{records}'" if records else ""),
            "name the key of the list in the mapping: records = ...",
        )
    return found


def _from_records(
    entries: list[Mapping[str, Any]], name: str, notes: list[tuple[str, str, str]]
) -> Sheet:
    columns = list(dict.fromkeys(str(key) for entry in entries for key in entry))
    if not columns:
        raise UserError(f"{name} has no records", "give a file with at least one")
    rows = tuple(
        (number, {column: _plain(entry.get(column)) for column in columns})
        for number, entry in enumerate(entries, 1)
    )
    return Sheet(tuple(columns), rows, tuple(notes))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx(data: bytes, name: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of one sheet of a workbook, cells as they are stored (ECMA-376, part 1)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) > MOST_BYTES:
                raise UserError(f"{name} unpacks to more than 256 MiB", "split the workbook")
            strings = _shared_strings(book)
            page = _xml(book.read(_sheet_path(book, name, sheet)))
    except (zipfile.BadZipFile, KeyError) as error:
        raise UserError(f"{name} is not a workbook: {error}", "save it again as .xlsx") from error
    for count, row in enumerate(page.iter(f"{_MAIN}row"), 1):
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            at = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            cells += [""] * (at - len(cells))
            cells.append(_cell(cell, strings))
        yield int(row.get("r", count)), cells


def _xml(data: bytes) -> Any:
    from lxml import etree

    # A workbook from a stranger may not reach out of itself.
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _sheet_path(book: zipfile.ZipFile, name: str, sheet: str) -> str:
    listed = list(_xml(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"))
    chosen = [entry for entry in listed if not sheet or entry.get("name") == sheet]
    if not chosen:
        names = ", ".join(str(entry.get("name")) for entry in listed)
        raise UserError(f"{name} has no sheet '{sheet}'", f"use one of {names}")
    wanted = chosen[0].get(f"{_REL}id")
    for relation in _xml(book.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == wanted:
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target"))).lstrip("/")
    raise UserError(f"{name} names a sheet that it does not hold", "save the workbook again")


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = _xml(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in entry.iter(f"{_MAIN}t")) for entry in root]


def _cell(cell: Any, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
    value = cell.find(f"{_MAIN}v")
    text = "" if value is None else value.text or ""
    if kind == "s" and text:
        return strings[int(text)]
    # Numbers are stored in binary precision: 0.1 may read 0.10000000000000001.
    return f"{float(text):.15g}" if kind == "n" and text else text


def _column(reference: str) -> int:
    """Position (from 0) of a cell such as ``AB12``."""
    position = 0
    for letter in reference.rstrip("0123456789"):
        position = position * 26 + ord(letter) - 64
    return position - 1
