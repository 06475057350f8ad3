"""Small models of the kinds that are read, made in a folder: words, tables, layers."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "fentanyl", "opioid", "hydrogen", "bus", "buses",
         "ministers", "launched", "programme", "joint", "the", "of", "and", "on", "a")  # fmt: skip


def save_tensors(path: Path, held: dict[str, Any]) -> None:
    head, at = {}, 0
    for name, each in held.items():
        kind = {"float32": "F32", "float16": "F16", "int64": "I64"}[str(each.dtype)]
        head[name] = {
            "dtype": kind,
            "shape": list(each.shape),
            "data_offsets": [at, at + each.nbytes],
        }
        at += each.nbytes
    said = json.dumps(head).encode()
    path.write_bytes(
        struct.pack("<Q", len(said)) + said + b"".join(e.tobytes() for e in held.values())
    )


def save_cutter(path: Path, *, framed: bool) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    words = {word: at for at, word in enumerate(WORDS)}
    cutter = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    cutter.normalizer = normalizers.Lowercase()
    cutter.pre_tokenizer = pre_tokenizers.Whitespace()
    if framed:
        cutter.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
    cutter.save(str(path))


def static_model(folder: Path, *, alike: tuple[tuple[str, str], ...] = (), seed: int = 0) -> Path:
    """A table of random vectors, in which some words mean nearly the same."""
    folder.mkdir(parents=True)
    table = np.random.default_rng(seed).normal(size=(len(WORDS), 70)).astype(np.float32)
    for one, other in alike:
        table[WORDS.index(other)] = table[WORDS.index(one)] * 1.5
    save_cutter(folder / "tokenizer.json", framed=False)
    save_tensors(folder / "model.safetensors", {"embeddings": table})
    return folder


def sentence_model(folder: Path, *, kind: str = "bert") -> Path:
    """A model of BERT's kind with two small random layers."""
    folder.mkdir(parents=True)
    rng, wide, inner, places = np.random.default_rng(1), 8, 16, 12
    config = {
        "model_type": kind, "hidden_act": "gelu", "num_hidden_layers": 2,
        "num_attention_heads": 2, "hidden_size": wide, "intermediate_size": inner,
        "layer_norm_eps": 1e-12, "max_position_embeddings": places,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    shapes = {
        "embeddings.word_embeddings.weight": (len(WORDS), wide),
        "embeddings.position_embeddings.weight": (places, wide),
        "embeddings.token_type_embeddings.weight": (2, wide),
        "embeddings.LayerNorm.weight": (wide,),
        "embeddings.LayerNorm.bias": (wide,),
    }
    for number in range(2):
        name = f"encoder.layer.{number}"
        for part, (out, into) in {
            "attention.self.query": (wide, wide), "attention.self.key": (wide, wide),
            "attention.self.value": (wide, wide), "attention.output.dense": (wide, wide),
            "intermediate.dense": (inner, wide), "output.dense": (wide, inner),
        }.items():  # fmt: skip
            shapes[f"{name}.{part}.weight"] = (out, into)
            shapes[f"{name}.{part}.bias"] = (out,)
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[f"{name}.{part}.weight"] = shapes[f"{name}.{part}.bias"] = (wide,)
    held = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    save_cutter(folder / "tokenizer.json", framed=True)
    save_tensors(folder / "model.safetensors", held)
    return folder


def by_hand(folder: Path, ids: list[int]) -> Any:
    """What the model in a folder makes of some words, in full precision and step by step."""
    from math import erf

    from aftersummit.retrieval.compiling import tensors

    held = tensors(folder / "model.safetensors")
    heads, bend = 2, np.vectorize(erf)

    def normal(x: Any, name: str) -> Any:
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * held[f"{name}.weight"] + held[f"{name}.bias"]

    def linear(x: Any, name: str) -> Any:
        return x @ held[f"{name}.weight"].T + held[f"{name}.bias"]

    x = held["embeddings.word_embeddings.weight"][ids]
    x = x + held["embeddings.position_embeddings.weight"][: len(ids)]
    x = normal(x + held["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for number in range(2):
        name = f"encoder.layer.{number}"
        q, k, v = (
            linear(x, f"{name}.attention.self.{part}").reshape(len(ids), heads, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        alike = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
        share = np.exp(alike - alike.max(-1, keepdims=True))
        mixed = (share / share.sum(-1, keepdims=True)) @ v
        mixed = mixed.swapaxes(0, 1).reshape(len(ids), -1)
        seen = linear(mixed, f"{name}.attention.output.dense")
        x = normal(x + seen, f"{name}.attention.output.LayerNorm")
        inner = linear(x, f"{name}.intermediate.dense")
        inner = inner * 0.5 * (1 + bend(inner / np.sqrt(2)))
        x = normal(x + linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    return x.mean(0)
