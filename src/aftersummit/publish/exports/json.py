"""One JSON array of all records, indented so that a person can read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from aftersummit.model import to_wire


def write(noun: type[Any], records: Iterable[Any], stream: TextIO) -> None:
    """Write the records in the wire form that the noun's JSON Schema describes."""
    stream.write("[")
    for number, record in enumerate(records):
        text = json.dumps(to_wire(record), ensure_ascii=False, indent=1)
        stream.write(("," if number else "") + "\n" + text)
    stream.write("\n]\n")
