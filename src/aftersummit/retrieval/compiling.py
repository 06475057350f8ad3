"""A sentence model of BERT's kind, from its published tensors to a graph in whole numbers.

The tensors are those of ``model.safetensors`` as sentence-transformers publishes them
(Devlin et al. 2019; all-MiniLM-L6-v2 has six layers). Weights become int8, one scale a column;
what flows through them is quantised as it comes. Seven of the eight bits are used, so that
processors without VNNI, which saturate, give the same vectors.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from aftersummit.errors import UserError
from aftersummit.retrieval.onnx import Graph

Tensors = dict[str, Any]
_KINDS = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8", "I32": "<i4", "I8": "<i1"}
_LARGEST = 63
_INPUT = "input_ids"
# Places, heads and sizes are put so that a product over heads is left to do.
_ORDERS = {"query": (0, 2, 1, 3), "key": (0, 2, 3, 1), "value": (0, 2, 1, 3)}


def tensors(path: Path) -> Tensors:
    """The tensors of a safetensors file by name, mapped from disk.

    Raises:
        UserError: the file is something else, or holds a kind of number that is not known.
    """
    with path.open("rb") as file:
        start = file.read(8)
        size = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        try:
            head = json.loads(file.read(size) if size < path.stat().st_size else b"")
        except ValueError as error:
            raise UserError(f"{path} is no safetensors file", "name another model") from error
    head.pop("__metadata__", None)
    whole = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    found = {}
    for name, each in head.items():
        if each["dtype"] not in _KINDS:
            raise UserError(
                f"{path} holds {name} as {each['dtype']}", "name a model in float32 or float16"
            )
        first, last = each["data_offsets"]
        found[name] = whole[first:last].view(_KINDS[each["dtype"]]).reshape(each["shape"])
    return found


def compiled(folder: Path) -> bytes:
    """The model in a folder as an ONNX file: the words of one text in, their mean vector out.

    One text at a time, without padding: what flows is quantised by its largest value, so that
    in a batch a text's vector would depend on the others.

    Raises:
        UserError: it is not of BERT's kind, or does not take the mean of its words.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    pooling = folder / "1_Pooling" / "config.json"
    mean = not pooling.exists() or json.loads(pooling.read_text("utf-8")).get(
        "pooling_mode_mean_tokens", False
    )
    if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu" or not mean:
        raise UserError(
            f"the model in {folder} is no sentence model of BERT's kind that takes means",
            "name one such as sentence-transformers/all-MiniLM-L6-v2, or a static one",
        )
    held = tensors(folder / "model.safetensors")
    return _Bert({name.removeprefix("bert."): each for name, each in held.items()}, config).file()


class _Bert:
    def __init__(self, held: Tensors, config: dict[str, Any]) -> None:
        self._held = held
        self._layers = config["num_hidden_layers"]
        self._heads = config["num_attention_heads"]
        self._width = config["hidden_size"]
        self._epsilon = float(config["layer_norm_eps"])
        self._graph = Graph()

    def file(self) -> bytes:
        graph = self._graph
        flows = self._words()
        for number in range(self._layers):
            flows = self._layer(f"encoder.layer.{number}", flows)
        return graph.model(_INPUT, graph.node("ReduceMean", flows, axes=(1,), keepdims=0))

    def _words(self) -> str:
        """Word, place and kind, added up; the large table of words is kept in int8."""
        graph = self._graph
        table, scales = _small(np.asarray(self._of("embeddings.word_embeddings.weight")).T)
        found = graph.node("Gather", graph.constant(table.T), _INPUT)
        scale = graph.node("Gather", graph.constant(scales[:, None]), _INPUT)
        words = graph.node("Mul", graph.node("Cast", found, to=1), scale)
        places = self._of("embeddings.position_embeddings.weight")
        every = graph.constant(places + self._of("embeddings.token_type_embeddings.weight")[0])
        zero, one = (graph.constant(np.array([at], np.int64)) for at in (0, 1))
        length = graph.node("Gather", graph.node("Shape", _INPUT), one)
        here = graph.node("Slice", every, zero, length, zero)
        return self._normal("embeddings.LayerNorm", graph.node("Add", words, here))

    def _layer(self, name: str, flows: str) -> str:
        graph = self._graph
        seen = self._attention(f"{name}.attention", flows)
        flows = self._normal(f"{name}.attention.output.LayerNorm", graph.node("Add", seen, flows))
        inner = self._gelu(self._linear(f"{name}.intermediate.dense", flows))
        outer = self._linear(f"{name}.output.dense", inner)
        return self._normal(f"{name}.output.LayerNorm", graph.node("Add", outer, flows))

    def _attention(self, name: str, flows: str) -> str:
        graph, size = self._graph, self._width // self._heads
        split = graph.constant(np.array([0, 0, self._heads, size], np.int64))
        asked, keys, values = (
            graph.node(
                "Transpose",
                graph.node("Reshape", self._linear(f"{name}.self.{part}", flows), split),
                perm=order,
            )
            for part, order in (
                ("query", (0, 2, 1, 3)),
                ("key", (0, 2, 3, 1)),
                ("value", (0, 2, 1, 3)),
            )
        )
        alike = graph.node("MatMul", asked, keys)
        alike = graph.node("Mul", alike, graph.constant(np.float32(size**-0.5)))
        share = graph.node("Softmax", alike, axis=-1)
        mixed = graph.node("Transpose", graph.node("MatMul", share, values), perm=(0, 2, 1, 3))
        whole = graph.constant(np.array([0, 0, self._width], np.int64))
        return self._linear(f"{name}.output.dense", graph.node("Reshape", mixed, whole))

    def _linear(self, name: str, flows: str) -> str:
        graph = self._graph
        table, scales = _small(np.asarray(self._of(f"{name}.weight")).T)
        whole, scale, zero = graph.nodes("DynamicQuantizeLinear", 3, flows)
        none = graph.constant(np.zeros(len(scales), np.int8))
        product = graph.node("MatMulInteger", whole, graph.constant(table), zero, none)
        scale = graph.node("Mul", scale, graph.constant(scales))
        made = graph.node("Mul", graph.node("Cast", product, to=1), scale)
        return graph.node("Add", made, graph.constant(self._of(f"{name}.bias")))

    def _gelu(self, flows: str) -> str:
        graph = self._graph
        bent = graph.node("Erf", graph.node("Div", flows, graph.constant(np.float32(2**0.5))))
        grown = graph.node("Mul", flows, graph.node("Add", bent, graph.constant(np.float32(1))))
        return graph.node("Mul", grown, graph.constant(np.float32(0.5)))

    def _normal(self, name: str, flows: str) -> str:
        scale, shift = (
            self._graph.constant(self._of(f"{name}.{part}")) for part in ("weight", "bias")
        )
        return self._graph.node("LayerNormalization", flows, scale, shift, epsilon=self._epsilon)

    def _of(self, name: str) -> Any:
        if name not in self._held:
            raise UserError(f"the model lacks {name}", "name a whole model of BERT's kind")
        return np.asarray(self._held[name], np.float32)


def _small(table: Any) -> tuple[Any, Any]:
    """A table in whole numbers of seven bits, and the scale of each column."""
    scales = np.maximum(np.abs(table).max(0), 1e-8).astype(np.float32) / _LARGEST
    return np.rint(table / scales).astype(np.int8), scales
