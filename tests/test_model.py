"""Nouns survive the trip to plain values and back; addresses are parsed and printed once."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftersummit import model
from aftersummit.errors import BadAddress, UserError
from aftersummit.model import Ref, Span, from_wire, json_schema, slugify, to_wire
from tests.strategies import nouns, refs

NOUNS = (
    model.Source,
    model.Document,
    model.Problem,
    model.Party,
    model.Forum,
    model.Meeting,
    model.Commitment,
    model.Decision,
    model.Action,
    model.Evidence,
    model.Finding,
    model.Series,
    model.Datum,
    model.Yardstick,
    model.Headway,
    model.Effect,
    model.Codebook,
    model.Score,
    model.Guideline,
    model.Lesson,
    model.Assessment,
    model.Matrix,
    model.Gap,
    model.ScoreSummary,
    model.Code,
    model.Round,
    model.Register,
)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_noun_survives_its_wire_form(noun, data):
    value = data.draw(nouns(noun))
    wire = to_wire(value)
    assert from_wire(noun, json.loads(json.dumps(wire))) == value
    jsonschema.validate(wire, json_schema(noun))


@given(refs())
def test_every_address_survives_print_and_parse(ref):
    assert Ref.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "address",
    [
        "nals",
        "nals/2023",
        "nals/2023/C017",
        "nals/2023/C017/E003",
        "nals/2023/C017/F012",
        "nals/2023/C017/MX@final",
        "nals/2023/declaration",
        "nals/2023/declaration#4511-4688",
        "action/a-b",
        "party/MX",
        "series/us-overdose-deaths",
        "yardstick/nals-2023-c037-deaths",
        "effect/nals-2023-c037-deaths",
        "lesson/12",
        "source/" + "a" * 64,
    ],
)
def test_the_documented_addresses_parse(address):
    assert str(Ref.parse(address)) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "NALS",
        "nals/",
        "nals/2023/C17",
        "nals/2023/x#9-3",
        "party",
        "source/12",
        "a//b",
        "nals/2023/C017/mx@final",
    ],
)
def test_a_malformed_address_is_refused_with_an_example(address):
    with pytest.raises(BadAddress, match="nals/2023/C017"):
        Ref.parse(address)


def test_a_span_is_half_open_and_checked():
    assert Span(2, 5).of("abcdefg") == "cde"
    with pytest.raises(UserError):
        Span(5, 2)


@given(st.text())
def test_a_slug_is_always_a_valid_part_of_an_address(text):
    assert str(Ref.parse(f"nals/2023/{slugify(text)}")).endswith(slugify(text))


def test_an_unknown_field_is_named_with_its_path():
    with pytest.raises(UserError, match="Problem has an unknown field 'cod'"):
        from_wire(model.Problem, {"cod": 1})
