"""Downloads: any record, any format, back again, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest

from aftersummit.errors import UsageError
from aftersummit.model import Action, Commitment, Ref, from_wire
from aftersummit.publish.exports import NOUNS, export, formats, records
from aftersummit.publish.exports.csv import columns, guarded
from aftersummit.publish.site import Site
from tests.publish_sample import register


def written(noun: str, format: str, sample=None) -> str:
    stream = io.StringIO(newline="")
    export(sample or register(), noun, format, stream)
    return stream.getvalue()


def test_the_formats_enter_by_the_plug_in_door():
    assert set(formats()) >= {"csv", "json", "jsonl"}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_what_is_written_reads_back_as_the_same_records(noun, format):
    text = written(noun, format)
    rows = json.loads(text) if format == "json" else [json.loads(r) for r in text.splitlines()]
    assert tuple(from_wire(NOUNS[noun], row) for row in rows) == records(register(), noun)


def test_every_line_on_the_site_fits_the_json_schema_of_its_noun():
    jsonschema = pytest.importorskip("jsonschema")
    site = Site(register())
    offered = {path[5:-12] for path in site.paths() if path.endswith(".schema.json")}
    assert offered >= {"meetings", "documents", "commitments", "actions", "evidence", "series"}
    for noun in sorted(offered):
        schema = json.loads(site.render(f"data/{noun}.schema.json"))
        for line in site.render(f"data/{noun}.jsonl").decode().splitlines():
            jsonschema.validate(json.loads(line), schema)


@pytest.mark.parametrize("noun", NOUNS)
def test_csv_has_one_line_a_record_and_columns_in_the_order_of_the_fields(noun):
    rows = list(csv.reader(io.StringIO(written(noun, "csv"), newline="")))
    assert tuple(rows[0]) == columns(NOUNS[noun])
    assert len(rows) == 1 + len(records(register(), noun))
    assert {len(row) for row in rows} == {len(rows[0])}
    first = [name.split(".")[0] for name in rows[0]]
    assert list(dict.fromkeys(first)) == [f.name for f in dataclasses.fields(NOUNS[noun])]


def test_csv_opens_nested_nouns_and_joins_lists():
    rows = list(csv.DictReader(io.StringIO(written("commitments", "csv"), newline="")))
    assert rows[0]["deadline.edtf"] == "2024" and rows[2]["deadline.edtf"] == ""
    assert rows[0]["priorities"] == "economic-stability; prosperity"
    assert rows[1]["target.value"] == "-15"
    assert json.loads(rows[0]["citations"])[0]["url"] == "https://example.org/page"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(text):
    assert guarded(text) == "'" + text
    action = Action(Ref.parse("action/x"), "2024", ("CA",), text)
    sample = register(actions=(action,))
    rows = list(csv.DictReader(io.StringIO(written("actions", "csv", sample), newline="")))
    assert rows[0]["what"] == "'" + text


def test_negative_numbers_stay_numbers_in_csv():
    assert (
        float(list(csv.DictReader(io.StringIO(written("commitments", "csv"))))[1]["target.value"])
        == -15
    )


def test_unknown_kinds_and_formats_are_refused_with_the_choices():
    with pytest.raises(UsageError, match="commitments"):
        written("promises", "csv")
    with pytest.raises(UsageError, match="jsonl"):
        written("commitments", "xls")


def test_the_site_keeps_private_matters_to_itself():
    site = Site(register())
    paths = set(site.paths())
    assert not {f"data/{kind}.csv" for kind in ("decisions", "sources", "problems")} & paths
    assert all(b"/home/ana" not in site.render(path) for path in paths)
    document = json.loads(site.render("data/documents.jsonl").splitlines()[0])
    assert document["text"] is None and document["text_sha256"]


def test_csv_on_the_site_begins_with_the_mark_that_spreadsheets_look_for():
    assert (
        Site(register())
        .render("data/commitments.csv")
        .startswith(b"\xef\xbb\xbfref".replace(b"ref", columns(Commitment)[0].encode()))
    )
