"""Parquet: one document a row, read group by group (extra ``dask``, which brings pyarrow)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftersummit.documents.readers.jsonl import record_reading
from aftersummit.documents.reading import Reading, Received, Unreadable
from aftersummit.errors import MissingExtra
from aftersummit.model import Problem

_MAGIC = b"PAR1"
_ROWS = 256
_GROUP = 512 * 1024 * 1024
"""Bytes of a row group when unpacked, beyond which it is not opened."""


class ParquetReader:
    """``.parquet``: the columns are those of JSON lines: text, title, date, url, language, ...

    Memory grows with a row group, not with the file.
    """

    name = "parquet"
    suffixes = (".parquet",)
    media_types = ("application/vnd.apache.parquet",)

    def sniff(self, head: bytes) -> bool:
        return head.startswith(_MAGIC)

    def read(self, received: Received) -> Iterator[Reading | Problem]:
        """A text for each good row and a problem for each bad one."""
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise MissingExtra("reading Parquet", "dask") from error
        with received.open() as stream:
            try:
                file = parquet.ParquetFile(stream)
                _check(file.metadata, received.name)
                number = 0
                for batch in file.iter_batches(batch_size=_ROWS):
                    for row in batch.to_pylist():
                        number += 1
                        yield record_reading(_plain(row), number, received.name, received.limits)
            except (pyarrow.ArrowException, OSError) as error:
                raise Unreadable(
                    "parquet-broken", f"{received.name} cannot be read ({error})", "write it again"
                ) from error
        if not number:
            raise Unreadable(
                "empty", f"{received.name} holds no row", "check that the right file was given"
            )


def _check(metadata: Any, name: str) -> None:
    for at in range(metadata.num_row_groups):
        if metadata.row_group(at).total_byte_size > _GROUP:
            raise Unreadable(
                "parquet-large",
                f"{name} has a row group of more than 512 MB",
                "write it with smaller row groups",
            )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Dates as text, absent values left out, as JSON lines would have them."""
    return {
        name: value.isoformat()[:10] if hasattr(value, "isoformat") else value
        for name, value in row.items()
        if value is not None
    }
