"""What may be sent to the API, checked field by field before the facade is asked, and what it
answers when it refuses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_ADDRESS = Field(max_length=300, examples=["nals/2023/declaration#45-188"])
_KEY = Field(default="", max_length=40, pattern=r"^[A-Za-z0-9-]*$")
_Name = Annotated[str, Field(max_length=80)]
_Place = Annotated[str, Field(max_length=300)]


class Said(BaseModel):
    """A body: no field but those named, and no letter that a store cannot keep."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _letters(cls, value: Any) -> Any:
        _check_letters(value)
        return value


def _check_letters(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueError("it holds a NUL or half a letter")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check_letters(name)
            _check_letters(one)
    elif isinstance(value, list):
        for one in value:
            _check_letters(one)


class PartIn(Said):
    """One commitment inside a unit."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    parties: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=60)
    strength: Literal["firm", "soft", ""] | None = None
    kind: Literal["action", "outcome", ""] | None = None
    deadline: str | None = Field(default=None, max_length=300)
    quantity: str | None = Field(default=None, max_length=300)
    issue: str = Field(default="", max_length=40)


class CodeIn(Said):
    """A code of a unit; an empty label skips it."""

    unit: str = _ADDRESS
    label: str = Field(default="", max_length=20)
    parts: list[PartIn] = Field(default=[], max_length=40)
    note: str = Field(default="", max_length=4000)
    round: str = Field(default="", max_length=80)
    key: str = _KEY
    saw: int | None = None
    twins: list[_Place] = Field(default=[], max_length=200)


class StepIn(Said):
    """A step back, or forward again."""

    verdict: Literal["undo", "redo"]
    round: str = Field(default="", max_length=80)
    key: str = _KEY


class RoundIn(Said):
    """A round to open."""

    title: str = Field(max_length=120)
    documents: list[_Place] = Field(max_length=500)
    coders: list[_Name] = Field(max_length=50)
    overlap: float = Field(default=1.0, ge=0, le=1)
    machine: bool = False


class VerdictIn(Said):
    """A third person's word on a unit; ``saw`` is the number of the verdict that it replaces,
    0 for none."""

    unit: str = _ADDRESS
    label: str = Field(max_length=20)
    parts: list[PartIn] = Field(default=[], max_length=40)
    reason: str = Field(max_length=4000)
    key: str = _KEY
    saw: int | None = None


class FindingIn(Said):
    """A word on proposed evidence; changes as in ``aftersummit evidence relabel``."""

    refs: list[_Place] = Field(max_length=200)
    verdict: Literal["accept", "reject", "relabel"]
    changes: dict[str, Any] = {}
    reason: str = Field(default="", max_length=4000)


class ScoreIn(Said):
    """A judgement of one party on one commitment, ``nals/2023/C017/MX@final``; ``saw`` is the
    number of the last decision on it that the sender knew, 0 for none."""

    ref: str = _ADDRESS
    value: str = Field(max_length=40)
    reason: str = Field(default="", max_length=4000)
    round: str = Field(default="", max_length=80)
    scale: str = Field(default="compliance", max_length=40)
    saw: int | None = None


class Why(BaseModel):
    """Why a request was refused; ``unit`` and ``present`` come with a stale code."""

    code: str
    what: str
    remedy: str
    unit: str | None = None
    present: dict[str, Any] | None = None


class Refusal(BaseModel):
    """The one shape of every refusal."""

    error: Why
