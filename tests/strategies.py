"""Hypothesis strategies derived from the nouns' own field types."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Literal, Union

from hypothesis import strategies as st

from aftersummit.model import Ref, Span
from aftersummit.model.ref import FlatKind

_slug = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True).filter(
    lambda slug: slug not in typing.get_args(FlatKind)
)
_party = st.from_regex(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", fullmatch=True)
_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)


def refs() -> st.SearchStrategy[Ref]:
    """Addresses of every kind."""
    meeting = st.builds(Ref.to_meeting, _slug, _slug)
    commitment = st.builds(Ref.to_commitment, meeting, st.integers(1, 12000))
    document = st.builds(Ref.to_document, meeting, _slug)
    return st.one_of(
        st.builds(Ref.to_forum, _slug),
        meeting,
        commitment,
        document,
        st.builds(lambda d, s: d.at(s), document, spans()),
        st.builds(Ref.to_evidence, commitment, st.integers(1, 2000)),
        st.builds(Ref.to_guideline, commitment, st.integers(1, 2000)),
        st.builds(Ref.to_finding, commitment, st.integers(1, 2000)),
        st.builds(Ref.to_assessment, commitment, _party, st.sampled_from(["interim", "final"])),
        st.builds(lambda slug: Ref.flat("action", slug), _slug),
        st.builds(lambda slug: Ref.flat("series", slug), _slug),
        st.builds(lambda slug: Ref.flat("yardstick", slug), _slug),
        st.builds(lambda slug: Ref.flat("effect", slug), _slug),
        st.builds(lambda slug: Ref.flat("round", slug), _slug),
        st.builds(lambda code: Ref.flat("party", code), _party),
    )


def spans() -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, 99999), st.integers(0, 999)).map(
        lambda pair: Span(pair[0], pair[0] + pair[1])
    )


def nouns(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a noun, or of any field type that a noun uses."""
    origin = typing.get_origin(kind)
    if kind is Any:
        return _text
    if kind is type(None):
        return st.none()
    if kind is Ref:
        return refs()
    if kind is Span:
        return spans()
    if kind is str:
        return _text
    if kind is int:
        return st.integers(0, 2**40)
    if kind is bool:
        return st.booleans()
    if kind is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if origin in (Union, types.UnionType):
        return st.one_of(*(nouns(option) for option in typing.get_args(kind)))
    if origin is Literal:
        return st.sampled_from(typing.get_args(kind))
    if origin is tuple:
        return st.lists(nouns(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(_text, nouns(typing.get_args(kind)[1]), max_size=2)
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{f.name: nouns(hints[f.name]) for f in dataclasses.fields(kind)})
