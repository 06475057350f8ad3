"""Nouns to plain values and back, with a JSON Schema for each.

The field types of the dataclasses are the one description: encoding, decoding and
schema are derived from them, so they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Literal, TypeVar, Union

from aftersummit.errors import UserError
from aftersummit.model.ref import Ref

T = TypeVar("T")


def to_wire(value: Any) -> Any:
    """A noun (or a tuple, list or dict of them) as JSON values.

    Addresses become text and tuples lists. Fields that hold their default are kept,
    so that every record of a noun has the same keys.
    """
    if isinstance(value, Ref):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_wire(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_wire(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_wire(item) for key, item in value.items()}
    return value


def from_wire(noun: type[T], value: Any) -> T:
    """JSON values as a noun.

    Raises:
        UserError: a field is missing, unknown, or of the wrong type; the message
            names the path to it.
    """
    return typing.cast(T, _read(noun, value, noun.__name__))


def json_schema(noun: type[Any]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a noun's wire form."""
    defs: dict[str, Any] = {}
    root = _schema(noun, defs)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **root, "$defs": defs}


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(noun: type[Any]) -> dict[str, Any]:
    if noun not in _HINTS:
        _HINTS[noun] = typing.get_type_hints(noun)
    return _HINTS[noun]


def _read(kind: Any, value: Any, path: str) -> Any:
    origin = typing.get_origin(kind)
    if kind is Any:
        return value
    if kind is Ref:
        return Ref.parse(_checked(str, value, path))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _read_noun(kind, value, path)
    if origin in (Union, types.UnionType):
        return _read_union(typing.get_args(kind), value, path)
    if origin is Literal:
        if value not in typing.get_args(kind):
            allowed = ", ".join(map(repr, typing.get_args(kind)))
            raise UserError(f"{path} is {value!r}", f"use one of {allowed}")
        return value
    if origin is tuple:
        item = typing.get_args(kind)[0]
        items = _checked(list, value, path)
        return tuple(_read(item, entry, f"{path}[{i}]") for i, entry in enumerate(items))
    if origin is dict:
        item = typing.get_args(kind)[1]
        entries = _checked(dict, value, path)
        return {str(k): _read(item, entry, f"{path}.{k}") for k, entry in entries.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _checked(kind, value, path)


def _read_noun(noun: type[Any], value: Any, path: str) -> Any:
    given = _checked(dict, value, path)
    hints = _hints(noun)
    unknown = sorted(set(given) - set(hints))
    if unknown:
        raise UserError(f"{path} has an unknown field '{unknown[0]}'", "remove or rename it")
    missing = [
        f.name
        for f in dataclasses.fields(noun)
        if f.name not in given
        and f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise UserError(f"{path} lacks the field '{missing[0]}'", "add it")
    return noun(**{k: _read(hints[k], entry, f"{path}.{k}") for k, entry in given.items()})


def _read_union(options: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None and type(None) in options:
        return None
    error: UserError | None = None
    for option in options:
        if option is type(None):
            continue
        try:
            return _read(option, value, path)
        except UserError as caught:
            error = caught
    raise error or UserError(f"{path} is {value!r}", "give it a value")


def _checked(kind: type[Any], value: Any, path: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UserError(
            f"{path} is {type(value).__name__}, not {kind.__name__}", "correct the value"
        )
    return value


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _schema(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if kind is Any:
        return {}
    if kind is type(None):
        return {"type": "null"}
    if kind is Ref:
        return {"type": "string", "description": "address of a record, as nals/2023/C017"}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _noun_schema(kind, defs)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(option, defs) for option in typing.get_args(kind)]}
    if origin is Literal:
        return {"enum": list(typing.get_args(kind))}
    if origin is tuple:
        return {"type": "array", "items": _schema(typing.get_args(kind)[0], defs)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(typing.get_args(kind)[1], defs)}
    raise TypeError(f"no schema for {kind!r}")


def _noun_schema(noun: type[Any], defs: dict[str, Any]) -> dict[str, Any]:
    name = noun.__name__
    if name not in defs:
        defs[name] = {}
        hints = _hints(noun)
        defs[name] = {
            "type": "object",
            "title": name,
            "properties": {f.name: _schema(hints[f.name], defs) for f in dataclasses.fields(noun)},
            "required": [
                f.name
                for f in dataclasses.fields(noun)
                if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
            ],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
