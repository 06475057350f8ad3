"""Open-data portals of the Socrata kind, the CDC's (data.cdc.gov) among them.

Rows come in pages whose order must be asked for, or pages overlap (dev.socrata.com, paging).
Every value is text. The portal's own description gives the day on which the rows were issued.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from aftersummit.errors import OutsideError, UserError
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.services.asking import Answer, Ask, address, parsed
from aftersummit.indicators.sources.mapping import Mapped, TableMapping, mapping_from, typed

PAGE = 10_000
MOST = 2_000_000
"""Rows after which a table is not a publisher's monthly figures any more."""

KNOWN: Mapping[str, Mapping[str, Any]] = {
    "xkb8-kh2a": {
        "id": "us-overdose-deaths-12-months",
        "title": "US drug overdose deaths, twelve months ending",
        "unit": "deaths in twelve months",
        "area": "US",
        "pillar": "health",
        "year": "year",
        "month": "month",
        "value": "data_value",
        "all": "rolling",
        "leave": ("indicator", "Percent"),
        "summable": False,
        "additive": False,
        "dims": {"state": "state_name", "drug": "indicator"},
        "note": "Each value covers twelve months and shares eleven with its neighbour: unfit for"
        " an interrupted time series. Provisional; the last months still grow.",
    }
}
"""Datasets whose columns and traps are known. ``all`` is the status of every value; ``leave``
a column and how the cells begin whose rows are another unit's."""


@dataclass(frozen=True, slots=True)
class Socrata:
    """One portal. The key is the dataset's id (``xkb8-kh2a``), with ``host/`` before it for
    another portal; options are SoQL clauses (``where``, ``select``) and, for a dataset that is
    not known here, the keys of a mapping (``value``, ``period``, ``unit``, ...; a dimension is
    ``dim.NAME``)."""

    host: str
    publisher: str

    def read(self, ask: Ask, key: str, options: Mapping[str, str], base: str = "") -> Answer:
        host, _, dataset = key.rpartition("/")
        if not re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}", dataset) or not (host or self.host or base):
            raise UserError(
                f"'{key}' is no dataset of an open-data portal",
                "write its id like xkb8-kh2a, with the host before it: data.cdc.gov/xkb8-kh2a",
            )
        home = base or f"https://{host or self.host}"
        about = parsed(ask(url := address(home, "api", "views", f"{dataset}.json")), url)
        where = {f"${name}": options[name] for name in ("where", "select") if name in options}
        bodies, rows = [], []
        for url, body in _pages(ask, home, dataset, where):
            bodies.append(body)
            rows.extend(parsed(body, url))
        column, start = KNOWN.get(dataset, {}).get("leave", ("", ""))
        rows = [row for row in rows if not column or not str(row.get(column)).startswith(start)]
        if not rows:
            raise UserError(f"{key} has no rows for that question", "widen it")
        cube = _cube(rows, _mapping(dataset, about, options, self.publisher, home), dataset)
        return Answer((cube,), b"\n".join(bodies), address(home, "d", dataset))


def _pages(
    ask: Ask, home: str, dataset: str, where: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for offset in range(0, MOST, PAGE):
        query = {"$limit": str(PAGE), "$offset": str(offset), "$order": ":id", **where}
        url = address(home, "resource", f"{dataset}.json", **query)
        body = ask(url)
        rows = parsed(body, url)
        if not isinstance(rows, list):
            said = rows.get("message", "no reason given") if isinstance(rows, dict) else rows
            raise OutsideError(f"{home} refuses the question: {said}", "check --option where=...")
        yield url, body
        if len(rows) < PAGE:
            return
    raise UserError(f"{dataset} holds more than {MOST:,} rows", "narrow it: --option where=...")


def _mapping(
    dataset: str, about: Any, options: Mapping[str, str], publisher: str, home: str
) -> tuple[TableMapping, str]:
    """The mapping and the status of every value ("" where rows tell)."""
    about = about if isinstance(about, dict) else {}
    issued = about.get("rowsUpdatedAt") or about.get("viewLastModified")
    known = dict(KNOWN.get(dataset, {}))
    known.pop("leave", None)
    status = str(known.pop("all", ""))
    own = typed({k: v for k, v in options.items() if k not in ("where", "select")})
    entries: dict[str, Any] = {
        "id": dataset,
        "title": str(about.get("name", dataset)),
        "publisher": str(about.get("attribution") or publisher),
        "licence": str((about.get("license") or {}).get("name", "")),
        "vintage": datetime.fromtimestamp(issued, UTC).date().isoformat() if issued else "",
        "address": address(home, "d", dataset),
        **known,
        **own,
    }
    return mapping_from(entries, dataset), status


def _cube(rows: list[Any], mapping: tuple[TableMapping, str], dataset: str) -> Cube:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    (cube,) = Mapped(mapping[0]).read(out.getvalue().encode(), f"{dataset}.json")
    if mapping[1] == "rolling":
        kept = tuple(replace(row, status="rolling") for row in cube.rows)
        cube = replace(cube, rows=kept)
    return cube
