"""Bytes as received."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A file or page as it was received; the bytes lie in the project under their hash.

    Attributes:
        sha256: 64 hexadecimal digits of the bytes; also the file's name in ``sources/``.
        size: bytes.
        name: the file's name, or the last part of the address.
        address: where it came from: a path as given, or the address after redirects.
        retrieved: UTC moment of receipt, ISO 8601.
        media_type: as recognised from the bytes, not as claimed.
        requested: the address that was asked for, where it differs from ``address``.
        licence: the terms under which it may be used, where known.
    """

    sha256: str
    size: int
    name: str
    address: str
    retrieved: str
    media_type: str = "application/octet-stream"
    requested: str = ""
    licence: str = ""
