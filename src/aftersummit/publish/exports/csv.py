"""Comma-separated values: one line a record, one column a field, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any, TextIO, Union

from aftersummit.model import Ref, to_wire

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters after which a spreadsheet may run a cell as a formula."""


def columns(noun: type[Any]) -> tuple[str, ...]:
    """Column names in the order of the noun's fields; a nested noun gives ``deadline.edtf``."""
    return tuple(name for name, _ in _fields(noun))


def write(noun: type[Any], records: Iterable[Any], stream: TextIO) -> None:
    """Write a header and one line a record.

    Several values in a cell are joined by ``; ``; lists of nested records are JSON. Text
    that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    lines = csv.writer(stream, lineterminator="\r\n")
    paths = [path for _, path in _fields(noun)]
    lines.writerow(columns(noun))
    for record in records:
        lines.writerow([cell(_follow(record, path)) for path in paths])


def cell(value: Any) -> str:
    """One value as the text of a cell; ``None`` is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return guarded(_text(value))


def guarded(text: str) -> str:
    """``text``, with an apostrophe before it where a spreadsheet would read a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _text(value: Any) -> str:
    if isinstance(value, str | Ref):
        return str(value)
    plain = isinstance(value, tuple) and all(isinstance(item, str | Ref) for item in value)
    if plain and not any("; " in str(item) for item in value):
        return "; ".join(map(str, value))
    if not value:
        return ""
    return json.dumps(to_wire(value), ensure_ascii=False, sort_keys=True)


def _fields(noun: type[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    hints = typing.get_type_hints(noun)
    for field in dataclasses.fields(noun):
        nested = _nested(hints[field.name])
        if nested is None:
            yield field.name, (field.name,)
            continue
        for name, path in _fields(nested):
            yield f"{field.name}.{name}", (field.name, *path)


def _nested(kind: Any) -> type[Any] | None:
    if typing.get_origin(kind) in (Union, types.UnionType):
        options = [o for o in typing.get_args(kind) if o is not type(None)]
        kind = options[0] if len(options) == 1 else None
    flat = isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not Ref
    return kind if flat else None


def _follow(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        record = None if record is None else getattr(record, name)
    return record
