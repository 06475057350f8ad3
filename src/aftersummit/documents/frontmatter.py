"""The YAML block at the head of a markdown file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from aftersummit.documents.builder import clean
from aftersummit.documents.reading import Facts
from aftersummit.model import Problem

_TITLE = ("title", "headline", "name")
_DATE = ("date", "published", "published_time", "publication_date", "pubdate", "issued")
_URL = ("source_url", "url", "source", "link", "canonical", "canonical_url")
_LANGUAGE = ("language", "lang", "locale")
_ISSUERS = ("issuers", "issuer", "publisher_codes")
_KIND = ("kind", "type", "document_kind")


def split_front_matter(text: str, name: str) -> tuple[Facts, str, Problem | None]:
    """Facts from the front matter, the text after it, and a warning when it is broken."""
    if not text.startswith("---"):
        return Facts(), text, None
    opening, _, rest = text.partition("\n")
    if opening.strip() != "---":
        return Facts(), text, None
    header, body = _until_close(rest)
    if header is None:
        return Facts(), text, None
    try:
        values = _load(header)
    except ValueError as error:
        return Facts(), body, _broken(name, str(error))
    if values is None:
        return Facts(), text, None
    return facts_from(values), body, None


def facts_from(values: Mapping[str, Any]) -> Facts:
    """What a mapping of metadata says, under any of the names in use."""
    values = {str(key).lower(): value for key, value in values.items()}
    issuers = _first(values, _ISSUERS)
    return Facts(
        title=_text(_first(values, _TITLE)),
        date=iso_date(_first(values, _DATE)),
        language=_text(_first(values, _LANGUAGE)).replace("_", "-").split("-")[0].lower(),
        url=_url(_first(values, _URL)),
        kind=_text(_first(values, _KIND)).lower(),
        issuers=_codes(issuers),
    )


def iso_date(value: object) -> str:
    """``YYYY-MM-DD`` of a date, a moment or a text that begins with one; else ""."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    text = _text(value)
    try:
        return datetime.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _until_close(rest: str) -> tuple[str | None, str]:
    lines = rest.split("\n")
    for index, line in enumerate(lines):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[:index]), "\n".join(lines[index + 1 :])
    return None, rest


def _load(header: str) -> dict[str, Any] | None:
    """The mapping, ``None`` when it is no mapping at all; ValueError when it is broken."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(header, Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(" ".join(str(error).split())[:120]) from error
    return values if isinstance(values, dict) else None


def _broken(name: str, why: str) -> Problem:
    return Problem(
        "front-matter",
        name,
        f"the front matter is not YAML and was passed over: {why}",
        "repair it, or correct title and date by hand",
        severity="warning",
    )


def _first(values: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((values[name] for name in names if values.get(name)), None)


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else clean(str(value))


def _url(value: object) -> str:
    text = _text(value)
    return text if text.startswith(("http://", "https://")) else ""


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, list | tuple):
        return ()
    return tuple(clean(str(code)).upper() for code in value if clean(str(code)))
