"""The files behind the downloads page."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import Any

from aftersummit.model import Register, json_schema
from aftersummit.publish.exports import NOUNS, records, writer

FORMATS = ("csv", "json", "jsonl")
PRIVATE = ("decisions", "sources", "problems")
"""Kinds that stay in the project: they name coders and the paths of people's own files. What
was decided about scores is public (``score-log``), so that anyone can replay and dispute it."""


def offered(register: Register) -> list[tuple[str, type[Any], tuple[Any, ...]]]:
    """Name, noun and records of every kind that the site offers.

    Texts are left out of the documents (they stand on their pages and at their public
    addresses), and so is the path-bearing provenance that only a project needs.
    """
    found = []
    for name, noun in NOUNS.items():
        if name in PRIVATE:
            continue
        items = records(register, name)
        if name == "documents":
            items = tuple(dataclasses.replace(d, text=None, sections=(), pages=()) for d in items)
        found.append((name, noun, items))
    return found


def download_path(noun: str, format: str) -> str:
    """Where one file stands."""
    return f"data/{noun}.{format}"


def download(register: Register, noun: str, format: str) -> bytes:
    """The bytes of one file; CSV begins with the byte-order mark that spreadsheets look for."""
    kind, items = next((n, r) for name, n, r in offered(register) if name == noun)
    stream = io.StringIO(newline="")
    writer(format)(kind, items, stream)
    return stream.getvalue().encode("utf-8-sig" if format == "csv" else "utf-8")


def schema(noun: str) -> bytes:
    """JSON Schema of one kind of record."""
    text = json.dumps(json_schema(NOUNS[noun]), indent=1, ensure_ascii=False)
    return (text + "\n").encode()


def scoring_stamp(register: Register) -> bytes:
    """What the published scores were made from, so that they can be replayed."""
    scoring = register.scoring
    said = {
        "as_of": register.as_of,
        "decisions": scoring.decisions,
        "proposals": scoring.proposals,
        "codebook": register.codebook.version,
        "scales": {scale.code: scale.version for scale in register.codebook.scales},
    }
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()
