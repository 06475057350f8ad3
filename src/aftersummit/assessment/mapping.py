"""How another study's table is to be read: a TOML file that says which column is what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal, get_args

from aftersummit.codebooks.scales import Scheme, scheme, scheme_of
from aftersummit.errors import NotFound, UserError
from aftersummit.model import Ref, Scale

Layout = Literal["wide", "long", "list"]
ROLES = ("id", "meeting", "issue", "text", "party", "value", "published", "date")
_TEXTS = (
    "title",
    "source",
    "licence",
    "sheet",
    "records",
    "period",
    "forum",
    "coder",
    "codebook",
)
_TABLES = ("columns", "constants", "parties", "values", "repair", "extract")
_FIELDS = (*_TEXTS, *_TABLES, "layout", "scale", "proposed", "decimals", "own")


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How a table is read.

    Attributes:
        layout: ``wide`` one commitment a row and one party a column; ``long`` one score a
            row; ``list`` commitments without scores.
        scale: the scale of the values; ``None`` for a list.
        coder: who judged, as named in the scores.
        proposed: the values were made by a machine.
        decimals: digits after the point that a printed average has at the least, where
            trailing zeros were dropped.
        columns: role to column, for the roles in :data:`ROLES`.
        constants: role to a value that holds for every row.
        parties: column (wide) or cell (long) to party code.
        values: cell to code of the scale, ``unrateable``, ``not-applicable``, or "" for blank.
        repair: cell to the cell that was meant; every use is reported.
        extract: role to a regular expression; the part of the cell that it finds is taken, and
            a cell in which it finds nothing counts as blank.
    """

    title: str
    layout: Layout
    forum: str
    scale: Scale | None = None
    source: str = ""
    licence: str = ""
    sheet: str = ""
    records: str = ""
    period: str = "final"
    coder: str = ""
    proposed: bool = False
    decimals: int = 2
    codebook: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    repair: dict[str, str] = field(default_factory=dict)
    extract: dict[str, str] = field(default_factory=dict)


def bundled() -> tuple[str, ...]:
    """Names of the mappings that come with the program."""
    folder = resources.files("aftersummit.assessment").joinpath("mappings")
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


def bundled_mapping(name: str) -> TableMapping:
    """A mapping that comes with the program.

    Raises:
        NotFound: there is none of that name.
    """
    if name not in bundled():
        raise NotFound(f"there is no mapping '{name}'", f"use {', '.join(bundled())}, or a file")
    file = resources.files("aftersummit.assessment").joinpath("mappings", f"{name}.toml")
    return read_mapping(file.read_text("utf-8"), f"{name}.toml")


def read_mapping(text: str, where: str, known: Scheme | None = None) -> TableMapping:
    """A mapping from TOML text.

    Args:
        where: the file's name, for messages.
        known: the scales to choose from; those of the program where left out. A mapping
            may bring its table's own scale under ``[own]``, written like ``scales.toml``.

    Raises:
        UserError: the mapping is not sound; the message names the field.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{where} is not TOML: {error}", "correct that line") from error
    for name in data:
        if name not in _FIELDS:
            raise UserError(f"{where} has an unknown field '{name}'", f"use {', '.join(_FIELDS)}")
    layout = data.get("layout", "wide")
    if layout not in get_args(Layout):
        raise UserError(f"{where} has the layout {layout!r}", "use wide, long or list")
    known = known or scheme()
    if "own" in data:
        known = known.joined(scheme_of(data["own"], f"{where} [own]"))
    scale = None if layout == "list" else known.scale(str(data.get("scale", "")))
    text_of = {name: str(data[name]) for name in _TEXTS if name in data}
    table_of = {name: _words(data, name, where) for name in _TABLES}
    found = TableMapping(
        title=text_of.get("title", ""),
        layout=layout,
        forum=text_of.get("forum", ""),
        scale=scale,
        source=text_of.get("source", ""),
        licence=text_of.get("licence", ""),
        sheet=text_of.get("sheet", ""),
        records=text_of.get("records", ""),
        period=text_of.get("period", "final"),
        coder=text_of.get("coder", ""),
        proposed=bool(data.get("proposed", False)),
        decimals=int(data.get("decimals", 2)),
        codebook=text_of.get("codebook", ""),
        columns=table_of["columns"],
        constants=table_of["constants"],
        parties=table_of["parties"],
        values=table_of["values"],
        repair=table_of["repair"],
        extract=table_of["extract"],
    )
    _check(found, where)
    return found


def _words(data: Mapping[str, Any], name: str, where: str) -> dict[str, str]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise UserError(f"{where}: '{name}' is not a table", f"write it as [{name}]")
    return {str(key): str(value) for key, value in table.items()}


def _check(found: TableMapping, where: str) -> None:
    _check_roles(found, where)
    if not found.title or not found.forum:
        raise UserError(f"{where} needs a title and a forum", "add both")
    Ref.to_forum(found.forum)
    for code in found.parties.values():
        Ref.flat("party", code)
    if found.layout == "wide" and not found.parties:
        raise UserError(f"{where} names no party's column", "add [parties] column = code")
    if found.scale is not None:
        _check_values(found, found.scale, where)


def _check_roles(found: TableMapping, where: str) -> None:
    for role in (*found.columns, *found.constants, *found.extract):
        if role not in ROLES:
            raise UserError(f"{where} has an unknown role '{role}'", f"use {', '.join(ROLES)}")
    for pattern in found.extract.values():
        try:
            re.compile(pattern)
        except re.error as error:
            raise UserError(f"{where}: '{pattern}' is no pattern: {error}", "correct it") from error
    needed = ["id", "meeting"]
    if found.layout == "long":
        needed += ["party", "value"]
    for role in needed:
        if role not in found.columns and role not in found.constants:
            raise UserError(
                f"{where} does not say where to find '{role}'", f"add {role} to [columns]"
            )


def _check_values(found: TableMapping, scale: Scale, where: str) -> None:
    if not found.coder and not found.proposed:
        raise UserError(
            f"{where} does not say who judged", "add coder = name, or proposed = true for a machine"
        )
    codes = {value.code for value in scale.values} | {""}
    for cell, code in found.values.items():
        if code not in codes:
            raise UserError(
                f"{where}: '{cell}' is read as '{code}', which is no value of '{scale.code}'",
                f"use one of {', '.join(sorted(filter(None, codes)))}",
            )
