"""The extractor that somebody names, or the vote of several: ``model``, ``model,llm x3``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial

from aftersummit.commitments import Extractor, extractor, version_of
from aftersummit.commitments.extractors.llm import Llm
from aftersummit.commitments.extractors.model import extract
from aftersummit.commitments.llm.endpoint import from_environment
from aftersummit.commitments.signature import signature
from aftersummit.commitments.voting import Vote, Voter
from aftersummit.commitments.weights import Linear
from aftersummit.errors import UsageError

LLM = "llm"
_NAMED = re.compile(r"([A-Za-z][\w.-]*?)(?:\s*[x×]\s*([1-9]))?")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An extractor ready to be called.

    Attributes:
        signature: short text that changes whenever it may find something else.
    """

    extract: Extractor
    signature: str


def names_in(written: str) -> list[str]:
    """``model, llm x3`` as ``model``, ``llm``, ``llm``, ``llm``.

    Raises:
        UsageError: it is not written so, or one that always says the same is named twice.
    """
    names: list[str] = []
    for part in written.split(","):
        match = _NAMED.fullmatch(part.strip())
        if match is None:
            raise UsageError(f"'{part.strip()}' names no extractor", "write it like model,llm x3")
        names += [match[1]] * int(match[2] or 1)
    twice = [name for name in names if name != LLM and names.count(name) > 1]
    if twice:
        raise UsageError(f"'{twice[0]}' always says the same", "name it once; only llm can vary")
    return names


def choose(written: str, llm: Llm | None = None, learned: Linear | None = None) -> Chosen:
    """The extractor, or the vote, that is named.

    Args:
        written: as :func:`names_in` reads it.
        llm: what ``llm`` stands for, if not the endpoint that the environment names.
        learned: label weights by which ``model`` judges, in place of the shipped ones; the
            signature does not tell of them.

    Raises:
        UserError: there is no such extractor.
        UsageError: it is not written so, or no endpoint is named.
    """
    names = names_in(written)
    if names == ["model"]:
        return Chosen(_named("model", learned), signature())
    if LLM in names:
        llm = llm or Llm(from_environment())
    voters: list[Voter] = []
    marks = [signature()]
    for at, name in enumerate(names):
        if name == LLM and llm is not None:
            one = llm.again(names[: at + 1].count(LLM))
            voters.append(Voter(one.name, one))
            marks.append(one.signature)
        else:
            voters.append(Voter(name, _named(name, learned)))
            marks.append(f"{name} {version_of(name)}")
    digest = hashlib.blake2b("\n".join(marks).encode(), digest_size=6).hexdigest()
    if len(voters) == 1:
        return Chosen(voters[0].extract, f"{names[0][:12]}-{digest}")
    return Chosen(Vote(tuple(voters)), f"vote-{digest}")


def _named(name: str, learned: Linear | None) -> Extractor:
    if name != "model" or learned is None:
        return extractor(name)
    return partial(extract, learned=learned)
