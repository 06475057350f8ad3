"""JSON lines: one record a line, for streams and for pandas or R."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from aftersummit.model import to_wire


def write(noun: type[Any], records: Iterable[Any], stream: TextIO) -> None:
    """Write the records in the wire form that the noun's JSON Schema describes."""
    for record in records:
        stream.write(json.dumps(to_wire(record), ensure_ascii=False) + "\n")
