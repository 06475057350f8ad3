"""Frictionless Data Packages: a descriptor with its table inside.

The descriptor names fields and, by ``aftersummit`` in a resource, the mapping to a series; a
package whose rows lie in another file is read with :func:`read_package` and a way to get it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aftersummit.errors import UnreadableSource
from aftersummit.indicators.cube import Cube
from aftersummit.indicators.sources.mapping import Mapped, mapping_from

_TIME = ("date", "yearmonth", "year", "time")
_MEASURE = ("number", "integer")


class DataPackage:
    """A ``datapackage.json`` whose resources carry their data inline."""

    name = "datapackage"
    title = "Data Package (frictionlessdata.io)"

    def recognises(self, name: str, head: bytes) -> bool:
        return name.endswith("datapackage.json") and b'"resources"' in head

    def read(self, data: bytes, name: str) -> tuple[Cube, ...]:
        return read_package(data, name, _no_files)


def read_package(data: bytes, name: str, get: Callable[[str], bytes]) -> tuple[Cube, ...]:
    """The tables of a Data Package.

    Args:
        data: the descriptor's bytes.
        get: gives the bytes of a resource's relative path.

    Raises:
        UnreadableSource: the descriptor is broken or describes no series.
        MalformedSeries: a table's figures are broken.
    """
    try:
        package = json.loads(data)
    except ValueError as error:
        raise UnreadableSource(
            f"{name}: the descriptor is not JSON ({error})", "repair the descriptor"
        ) from error
    found = [
        cube for one in package.get("resources", []) for cube in _resource(package, one, name, get)
    ]
    if not found:
        raise UnreadableSource(f"{name}: no resource is a table", "add a resource with a schema")
    return tuple(found)


def _resource(
    package: Mapping[str, Any], resource: Mapping[str, Any], name: str, get: Callable[[str], bytes]
) -> tuple[Cube, ...]:
    fields = resource.get("schema", {}).get("fields", [])
    mapping = mapping_from(_described(package, resource, fields), name)
    path = str(resource.get("path", ""))
    if "data" in resource:
        return Mapped(mapping).read(_delimited(resource["data"], name), path or name)
    if path.startswith(("/", "http:", "https:")) or ".." in path.split("/"):
        raise UnreadableSource(
            f"{name}: the resource's path '{path}' leads out of the package",
            "keep tables beside the descriptor",
        )
    return Mapped(mapping).read(get(path), path)


def _described(
    package: Mapping[str, Any], resource: Mapping[str, Any], fields: list[dict[str, Any]]
) -> dict[str, Any]:
    """A mapping from the descriptor; ``aftersummit`` in the resource has the last word."""
    times = [f["name"] for f in fields if f.get("type") in _TIME]
    values = [f["name"] for f in fields if f.get("type") in _MEASURE and f["name"] not in times]
    texts = [f["name"] for f in fields if f.get("type", "string") == "string"]
    licences = resource.get("licenses") or package.get("licenses") or [{}]
    sources = resource.get("sources") or package.get("sources") or [{}]
    guess = {
        "id": resource.get("name") or package.get("name", ""),
        "title": resource.get("title") or package.get("title", ""),
        "licence": licences[0].get("name", ""),
        "publisher": sources[0].get("title", ""),
        "address": sources[0].get("path", ""),
        "vintage": str(package.get("created", ""))[:10],
        "period": times[0] if times else "",
        "value": values[0] if values else "",
        "unit": next((f.get("unit", "") for f in fields if f["name"] in values[:1]), ""),
        "dims": {text: text for text in texts},
    }
    guess.update(resource.get("aftersummit", {}))
    return guess


def _delimited(rows: Any, name: str) -> bytes:
    import csv
    import io

    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        raise UnreadableSource(
            f"{name}: inline data must be a list of objects", "write one object a row"
        )
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _no_files(path: str) -> bytes:
    raise UnreadableSource(
        f"the table '{path}' lies beside the descriptor and was not given",
        "read the package from its folder",
    )


SOURCE = DataPackage()
