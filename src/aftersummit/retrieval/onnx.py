"""Just enough of the ONNX file format to write a graph: nodes, tensors, one message each.

Protocol buffers are a list of (field number, value); the numbers are those of ``onnx.proto``.
Writing them here spares every user a package that only a converter needs.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

_OPSET, _IR = 17, 8
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}
_VARINT, _BYTES, _FIXED32 = 0, 2, 5


@dataclass(slots=True)
class Graph:
    """A graph in the making; every method returns the name of what it added."""

    _nodes: list[bytes] = field(default_factory=list)
    _tensors: list[bytes] = field(default_factory=list)
    _count: int = 0

    def constant(self, values: Any) -> str:
        """A tensor that belongs to the model."""
        array = np.ascontiguousarray(values).reshape(np.shape(values))
        name = self._name("t")
        dims = b"".join(_number(1, size) for size in array.shape)
        kind = _number(2, _TYPES[str(array.dtype)])
        self._tensors.append(dims + kind + _text(8, name) + _bytes(9, array.tobytes()))
        return name

    def node(self, kind: str, *inputs: str, **attributes: float | int | Sequence[int]) -> str:
        """An operation on named values; its first output."""
        return self.nodes(kind, 1, *inputs, **attributes)[0]

    def nodes(
        self, kind: str, outputs: int, *inputs: str, **attributes: float | int | Sequence[int]
    ) -> tuple[str, ...]:
        """An operation with several outputs."""
        made = tuple(self._name("v") for _ in range(outputs))
        parts = [_text(1, each) for each in inputs] + [_text(2, each) for each in made]
        parts.append(_text(4, kind))
        parts += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return made

    def model(self, given: str, output: str) -> bytes:
        """The file: a table of whole numbers (text, word) in, floats (text, dimension) out."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "encoder")
        graph += b"".join(_bytes(5, tensor) for tensor in self._tensors)
        graph += _bytes(11, _value(given, "int64", ("text", "word")))
        graph += _bytes(12, _value(output, "float32", ("text", "dimension")))
        return _number(1, _IR) + _bytes(7, graph) + _bytes(8, _number(2, _OPSET))

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"


def _attribute(name: str, value: float | int | Sequence[int]) -> bytes:
    said = _text(1, name)
    if isinstance(value, float):
        return said + _key(2, _FIXED32) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return said + _number(3, value) + _number(20, 2)
    return said + b"".join(_number(8, each) for each in value) + _number(20, 7)


def _value(name: str, kind: str, shape: Sequence[str]) -> bytes:
    sizes = b"".join(_bytes(1, _text(2, size)) for size in shape)
    tensor = _number(1, _TYPES[kind]) + _bytes(2, sizes)
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _number(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _bytes(number: int, value: bytes) -> bytes:
    return _key(number, _BYTES) + _varint(len(value)) + value


def _text(number: int, value: str) -> bytes:
    return _bytes(number, value.encode())


def _varint(value: int) -> bytes:
    # Negative numbers are written as the 64 bits that stand for them.
    rest, made = value & 0xFFFF_FFFF_FFFF_FFFF, bytearray()
    while rest > 0x7F:
        made.append(rest & 0x7F | 0x80)
        rest >>= 7
    made.append(rest)
    return bytes(made)
