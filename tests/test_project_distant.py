"""Parquet and JSON lines on any store become the same documents as files on this disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aftersummit.documents import read
from aftersummit.documents.reading import Limits, Unreadable
from aftersummit.model import Document, Problem
from aftersummit.project import make_project

ROWS = [
    {
        "text": f"The ministers met on water, part {n}.\n\nThey agreed to meet again in {2024 + n}.",
        "title": f"Readout {n}",
        "date": f"2023-05-{n + 1:02d}",
        "url": f"https://gov.example/{n}",
        "language": "en",
    }
    for n in range(600)
]


def parquet(path: Path, rows: list[dict[str, object]], **said: object) -> Path:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra 'dask' is not installed")
    from pyarrow import parquet as writer

    writer.write_table(pyarrow.Table.from_pylist(rows), path, **said)
    return path


def lines(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def said(found: list[Document | Problem]) -> list[tuple[object, ...]]:
    return [(d.title, d.date, d.text, d.url, d.member) for d in found if isinstance(d, Document)]


def test_parquet_and_json_lines_give_the_same_documents(tmp_path):
    rows = parquet(tmp_path / "a.parquet", ROWS, row_group_size=100)
    same = lines(tmp_path / "a.jsonl", ROWS)
    assert said(list(read(rows, "a.parquet"))) == said(list(read(same, "a.jsonl")))
    assert len(said(list(read(rows.read_bytes(), "no-ending")))) == 600


def test_a_date_column_is_read_and_a_row_without_words_is_named(tmp_path):
    import datetime

    rows = [
        {"text": "One text of some words.", "date": datetime.date(2023, 5, 1)},
        {"text": None, "date": None},
        {"text": "x " * 2_000_000, "date": None},
    ]
    path = parquet(tmp_path / "a.parquet", rows)
    one, empty, long = read(path, "a.parquet", limits=Limits(line=1_000_000))
    assert isinstance(one, Document) and one.date == "2023-05-01"
    assert isinstance(empty, Problem) and (empty.code, empty.where) == (
        "line-no-text",
        "a.parquet:2",
    )
    assert isinstance(long, Problem) and long.code == "line-too-long"


def test_a_broken_or_empty_file_says_so(tmp_path):
    whole = parquet(tmp_path / "a.parquet", ROWS).read_bytes()
    with pytest.raises(Unreadable, match="cannot be read"):
        list(read(whole[: len(whole) // 2], "a.parquet"))
    with pytest.raises(Unreadable, match="cannot be read"):
        list(read(b"PAR1" + b"\0" * 100, "a.parquet"))
    with pytest.raises(Unreadable, match="no row"):
        list(read(_without_rows(tmp_path), "b.parquet"))


def _without_rows(folder: Path) -> bytes:
    import pyarrow
    from pyarrow import parquet as writer

    writer.write_table(pyarrow.table({"text": pyarrow.array([], pyarrow.string())}), folder / "c")
    return (folder / "c").read_bytes()


def test_a_store_is_read_by_address_and_by_pattern(tmp_path):
    fsspec = pytest.importorskip("fsspec", reason="the extra 'dask' is not installed")
    store = fsspec.filesystem("memory")
    for part in range(3):
        path = lines(tmp_path / f"part-{part}.jsonl", ROWS[part * 5 : part * 5 + 5])
        store.pipe(f"/bucket/part-{part}.jsonl", path.read_bytes())
    with make_project(tmp_path / "p") as project:
        report = project.add(["memory://bucket/part-*.jsonl"])
        assert (len(report.added), report.problems) == (15, [])
        assert project.add(["memory://bucket/part-1.jsonl"]).unchanged == 5
        addresses = sorted(s.address for s in project.list("source"))
        assert addresses[0] == "memory:///bucket/part-0.jsonl"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nosuch://bucket/a.jsonl", "no installed package knows"),
        ("memory://bucket/none.jsonl", "nothing is at"),
        ("memory://bucket/none-*.jsonl", "nothing is at"),
    ],
)
def test_a_store_that_cannot_be_read_is_a_problem_with_a_remedy(tmp_path, address, words):
    pytest.importorskip("fsspec", reason="the extra 'dask' is not installed")
    with make_project(tmp_path / "p") as project:
        (problem,) = project.add([address]).problems
        assert words in problem.what and problem.remedy
