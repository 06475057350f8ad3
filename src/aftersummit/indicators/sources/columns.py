"""Parquet tables, turned into the delimited text that every other reader takes."""

from __future__ import annotations

import csv
import io

from aftersummit.errors import MissingExtra, UnreadableSource


def columnar(data: bytes, name: str) -> bytes:
    """A Parquet file as comma-separated text in UTF-8; a missing cell is empty.

    Raises:
        MissingExtra: pyarrow is not installed.
        UnreadableSource: the bytes are no Parquet file.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra(f"{name}: reading Parquet", "parquet") from error
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableSource(f"{name}: not a Parquet file ({error})", "fetch it again") from error
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
        writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    # Moments of midnight are days; repr keeps every digit of a number.
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return repr(value) if isinstance(value, float) else str(value)
