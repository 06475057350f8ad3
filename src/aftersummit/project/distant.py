"""Files on any store that fsspec knows: ``s3://``, ``gs://``, ``abfs://``, ``hdfs://``, ...

Needs the extra ``dask``, which brings fsspec, and for most stores their own package.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.errors import MissingExtra, OutsideError, UserError

WEB = ("http", "https")


def is_distant(item: str) -> bool:
    """Whether an input names a file on a store, not a page on the web."""
    scheme, mark, _ = item.partition("://")
    return bool(mark) and scheme.lower() not in WEB and scheme.isalnum()


def opened(address: str) -> Iterator[tuple[str, Any]]:
    """Each file at an address or pattern, in order of name: its own address and open bytes.

    Raises:
        MissingExtra: fsspec is not installed.
        UserError: nothing knows the scheme, or nothing is there.
        OutsideError: the store refuses.
    """
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtra("reading from a store", "dask") from error
    scheme = address.partition("://")[0]
    try:
        files = fsspec.open_files(address, "rb")
        if not files:
            raise UserError(f"nothing is at {address}", "check the address and the pattern")
        for file in files:
            with file as stream:
                yield f"{scheme}://{file.path}", stream
    except (ImportError, ValueError) as error:
        raise UserError(
            f"no installed package knows addresses like {scheme}:// ({error})",
            "install the one that does, as s3fs or gcsfs",
        ) from error
    except FileNotFoundError as error:
        raise UserError(f"nothing is at {address}", "check the address") from error
    except OSError as error:
        raise OutsideError(
            f"{address} cannot be read ({error})", "check the address and your rights there"
        ) from error
